// From a query to files, and from files to rows.
#include "tasks/data/dataset.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>

#include "harness/base/files.h"
#include "harness/base/hash.h"
#include "harness/base/text.h"
#include "tasks/data/adapters/adapter.h"
#include "tasks/data/data_files.h"
#include "tasks/data/formats/bytes.h"
#include "tasks/data/formats/json_rows.h"
#include "tasks/data/formats/parquet.h"
#include "tasks/data/mirror.h"

namespace assay {
namespace {

std::string path_below(const std::string& folder, const std::string& file) { return folder + "/" + file; }

bool is_file(const std::string& path) {
  std::error_code code;
  return std::filesystem::is_regular_file(path, code);
}

// The place in the mirror that a query means; nothing if its names cannot be folders.
std::optional<MirrorPlace> place_of(const DatasetQuery& query, const std::string& folder) {
  MirrorPlace place{.dataset = query.path, .config = query.name, .split = query.split};
  place.split = query.split.empty() ? "any" : query.split;
  place.config = query.name.empty() ? "any" : query.name;
  if (!check_place(place)) {
    return std::nullopt;
  }
  place.config = query.name.empty() ? default_config(query.path, folder) : query.name;
  if (query.split.empty()) {
    const auto splits = mirror_splits(place, folder);
    place.split = splits.empty() ? "train" : splits.front();
  }
  return place;
}

const Adapter* find_adapter(const std::string& path) {
  for (const Adapter& adapter : all_adapters()) {
    if (std::find(adapter.hub.begin(), adapter.hub.end(), path) != adapter.hub.end()) {
      return &adapter;
    }
  }
  return nullptr;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    names.push_back(name);
  }
}

// A set without configurations is also asked for by the hub's word for that.
std::string config_of(const std::vector<AdapterPart>& parts, const std::string& name) {
  return name.empty() || (name == "default" && parts.front().config.empty()) ? parts.front().config : name;
}

Result<AdapterPart> find_part(const Adapter& adapter, const DatasetQuery& query) {
  const auto& parts = adapter.parts();
  const std::string config = config_of(parts, query.name);
  std::vector<std::string> configs;
  std::vector<std::string> splits;
  for (const AdapterPart& part : parts) {
    add_once(configs, part.config);
    if (part.config != config) {
      continue;
    }
    if (part.split == query.split || query.split.empty()) {
      return part;
    }
    splits.push_back(part.split);
  }
  if (splits.empty()) {
    return Error{ErrorKind::kInvalidConfig, query.path + ": " + unknown_name("configuration", query.name, configs)};
  }
  return Error{ErrorKind::kInvalidConfig,
               query.path + (config.empty() ? "" : " " + config) + ": " + unknown_name("split", query.split, splits)};
}

// The files to read, below the folder: the part's, or the one that stands in.
std::vector<std::string> files_of(const AdapterPart& part, const std::string& folder) {
  const auto is_there = [&](const std::string& file) { return is_file(path_below(folder, file)); };
  if (std::all_of(part.files.begin(), part.files.end(), is_there)) {
    return part.files;
  }
  const auto other = std::find_if(part.otherwise.begin(), part.otherwise.end(), is_there);
  return other == part.otherwise.end() ? part.files : std::vector<std::string>{*other};
}

std::string remedy_for(const Adapter& adapter, const AdapterPart& part) {
  return part.is_pulled ? "run 'assay data pull " + (part.set.empty() ? std::string(adapter.set) : part.set) +
                              "', or give --data DIR with it"
                        : "no address is pinned for it: put the upstream file there, or 'assay data import FILE --as " +
                              std::string(adapter.hub.front()) + ":" + (part.config.empty() ? "default" : part.config) +
                              ":" + part.split + "'";
}

Status append_file(const Adapter& adapter, const AdapterInput& input, const std::string& path, Rows& rows) {
  auto hash = sha256_file(path);
  if (!hash) {
    return hash.error();
  }
  rows.files.push_back({.path = input.file, .sha256 = std::move(*hash)});
  auto text =
      has_ending(path, ".parquet") ? parquet_as_json_lines(path, kDataBytesMax) : read_data_text(path, kDataBytesMax);
  if (!text) {
    return text.error();
  }
  auto read = adapter.read({.file = input.file, .text = *text, .part = input.part});
  if (!read) {
    return std::move(read.error()).in(path);
  }
  rows.rows.insert(rows.rows.end(), std::make_move_iterator(read->begin()), std::make_move_iterator(read->end()));
  return {};
}

Result<Rows> read_adapted(const Adapter& adapter, const DatasetQuery& query, const std::string& folder) {
  const auto part = find_part(adapter, query);
  if (!part) {
    return part.error();
  }
  Rows rows;
  for (const std::string& file : files_of(*part, folder)) {
    const std::string path = path_below(folder, file);
    if (!is_file(path)) {
      return Error{ErrorKind::kNotFound, query.path + ": " + path + " is not there; " + remedy_for(adapter, *part)};
    }
    auto appended = append_file(adapter, {.file = file, .text = "", .part = *part}, path, rows);
    if (!appended) {
      return std::move(appended.error());
    }
  }
  if (rows.rows.empty()) {
    return Error{ErrorKind::kCorrupt, query.path + ": no item in " + rows.files.front().path};
  }
  return rows;
}

Result<Rows> read_mirrored(const std::string& file, const std::string& folder) {
  const std::string path = path_below(folder, file);
  const auto text = read_data_text(path);
  if (!text) {
    return text.error();
  }
  auto read = json_line_rows(*text);
  if (!read) {
    return std::move(read.error()).in(path);
  }
  return Rows{.rows = std::move(*read), .files = {{.path = file, .sha256 = sha256(*text)}}};
}

Error not_mirrored(const DatasetQuery& query, const MirrorPlace& place, const std::string& folder) {
  const auto splits = mirror_splits(place, folder);
  if (!splits.empty()) {
    return {ErrorKind::kInvalidConfig, query.path + " " + place.config + ": " +
                                           unknown_name("split", place.split, splits) + " (in the local mirror)"};
  }
  return {ErrorKind::kNotFound, "dataset '" + query.path + "' is not here: neither " + folder + "/" +
                                    mirror_file(place) + " nor a reader for its upstream files; 'assay data import " +
                                    "FILE --as " + place.dataset + ":" + place.config + ":" + place.split +
                                    "' puts a local copy there"};
}

}  // namespace

std::string data_folder_of(const std::string& given) {
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? std::string(value) : std::string();
  };
  if (!given.empty() || !set("ASSAY_DATA").empty()) {
    return expand_home(given.empty() ? set("ASSAY_DATA") : given);
  }
  return expand_home(set("ASSAY_CACHE").empty() ? "~/.cache/assay/data" : set("ASSAY_CACHE") + "/data");
}

Result<Rows> read_dataset(const DatasetQuery& query, const std::string& data_folder) {
  const std::string folder = data_folder_of(data_folder);
  if (names_data_files(query.path)) {
    return read_data_files(query, folder);
  }
  const auto place = place_of(query, folder);
  if (!place) {
    return Error{ErrorKind::kInvalidConfig, "'" + printable(query.path, 80) + "', '" + printable(query.name, 80) +
                                                "', '" + printable(query.split, 80) +
                                                "' are no OWNER/DATASET, configuration and split"};
  }
  if (is_file(folder + "/" + mirror_file(*place))) {
    return read_mirrored(mirror_file(*place), folder);
  }
  const Adapter* adapter = find_adapter(query.path);
  return adapter != nullptr ? read_adapted(*adapter, query, folder) : not_mirrored(query, *place, folder);
}

DatasetState dataset_state(const DatasetQuery& query, const std::string& data_folder) {
  const std::string folder = data_folder_of(data_folder);
  if (names_data_files(query.path)) {
    const auto paths = data_file_paths(query, folder);
    if (!paths) {
      return {.remedy = paths.error().message};
    }
    for (const std::string& path : *paths) {
      if (!is_file(path)) {
        return {.missing = path, .remedy = "put it there"};
      }
    }
    return {.is_there = true};
  }
  const auto place = place_of(query, folder);
  if (place && is_file(folder + "/" + mirror_file(*place))) {
    return {.is_there = true};
  }
  const Adapter* adapter = find_adapter(query.path);
  if (adapter == nullptr) {
    return {.remedy = place ? not_mirrored(query, *place, folder).message : "no dataset's name: " + query.path};
  }
  const auto part = find_part(*adapter, query);
  if (!part) {
    return {.remedy = part.error().message};
  }
  for (const std::string& file : files_of(*part, folder)) {
    if (!is_file(path_below(folder, file))) {
      return {.missing = file, .remedy = remedy_for(*adapter, *part)};
    }
  }
  return {.is_there = true};
}

}  // namespace assay
