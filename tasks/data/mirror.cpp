// Names into paths and back.
#include "tasks/data/mirror.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "tasks/data/formats/bytes.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRows = ".jsonl";

bool is_plain(std::string_view name) {
  return !name.empty() && name.size() <= 200 && name[0] != '.' && std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '/' && c != '\\' && c != 0x7F;
  });
}

std::vector<std::string> names_in(const fs::path& folder, bool is_wanting_folders) {
  std::vector<std::string> names;
  std::error_code code;
  for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    std::error_code no_type;
    if (at->is_directory(no_type) == is_wanting_folders) {
      names.push_back(at->path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

Status check_place(const MirrorPlace& place) {
  for (const std::string_view part : split(place.dataset, '/')) {
    if (!is_plain(part)) {
      return Error{ErrorKind::kInvalidConfig, "dataset '" + printable(place.dataset, 80) + "' is not OWNER/DATASET"};
    }
  }
  if (std::count(place.dataset.begin(), place.dataset.end(), '/') > 1) {
    return Error{ErrorKind::kInvalidConfig, "dataset '" + printable(place.dataset, 80) + "' is not OWNER/DATASET"};
  }
  for (const auto& [what, name] : {std::pair("configuration", &place.config), std::pair("split", &place.split)}) {
    if (!is_plain(*name)) {
      return Error{ErrorKind::kInvalidConfig, std::string(what) + " '" + printable(*name, 80) +
                                                  "' is not a plain name, without '/' or a dot first"};
    }
  }
  return {};
}

std::string mirror_file(const MirrorPlace& place) {
  return "hub/" + place.dataset + "/" + place.config + "/" + place.split + std::string(kRows);
}

std::string default_config(const std::string& dataset, const std::string& data_folder) {
  const auto configs = names_in(fs::path(data_folder) / "hub" / dataset, true);
  return configs.size() == 1 ? configs.front() : "default";
}

std::vector<std::string> mirror_splits(const MirrorPlace& place, const std::string& data_folder) {
  std::vector<std::string> splits;
  for (const std::string& name : names_in(fs::path(data_folder) / "hub" / place.dataset / place.config, false)) {
    if (has_ending(name, kRows)) {
      splits.push_back(name.substr(0, name.size() - kRows.size()));
    }
  }
  return splits;
}

std::vector<MirrorEntry> mirror_entries(const std::string& data_folder) {
  std::vector<MirrorEntry> entries;
  const std::string root = data_folder + "/hub/";
  for (const std::string& path : files_below(root, kRows)) {
    const auto parts = split(std::string_view(path).substr(root.size()), '/');
    if (parts.size() != 3 && parts.size() != 4) {
      continue;
    }
    MirrorEntry entry;
    entry.place.dataset = std::string(parts[0]) + (parts.size() == 4 ? "/" + std::string(parts[1]) : "");
    entry.place.config = std::string(parts[parts.size() - 2]);
    entry.place.split = std::string(parts.back().substr(0, parts.back().size() - kRows.size()));
    std::error_code code;
    entry.bytes = fs::file_size(path, code);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace assay
