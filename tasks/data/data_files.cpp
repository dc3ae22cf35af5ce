// data_files in its three shapes.
#include "tasks/data/data_files.h"

#include <array>
#include <filesystem>
#include <optional>
#include <utility>

#include "harness/base/hash.h"
#include "harness/base/text.h"
#include "tasks/data/formats/bytes.h"
#include "tasks/data/formats/files.h"

namespace assay {
namespace {

constexpr std::string_view kHub = "hf://datasets/";

Error wrong(const std::string& what) { return {ErrorKind::kInvalidConfig, "dataset_kwargs.data_files: " + what}; }

std::optional<DataForm> form_named(const std::string& path) {
  static constexpr std::array<std::pair<std::string_view, DataForm>, 4> kForms{
      {{"json", DataForm::kJson}, {"csv", DataForm::kCsv}, {"text", DataForm::kText}, {"parquet", DataForm::kParquet}}};
  for (const auto& [name, form] : kForms) {
    if (name == path) {
      return form;
    }
  }
  return std::nullopt;
}

Result<std::string> path_of(const Value& name, const std::string& data_folder) {
  if (!name.is_text() || name.as_text().empty()) {
    return wrong("not a path: " + to_json(name));
  }
  const std::string& path = name.as_text();
  if (starts_with(path, kHub)) {
    if (path.find("..") != std::string::npos) {
      return wrong("'" + printable(path) + "' leads out of the data set");
    }
    return data_folder + "/hub/" + path.substr(kHub.size());
  }
  if (path.find("://") != std::string::npos) {
    return wrong("'" + printable(path) + "' is an address; download it and give the file's path");
  }
  return path[0] == '/' ? path : data_folder + "/" + path;
}

// The entry of the query's split.
Result<Value> entry_of(const DatasetQuery& query) {
  const Value* files = query.options.find("data_files");
  if (files == nullptr || files->is_none()) {
    return wrong("missing; dataset_path '" + query.path + "' needs a path, a list of them, or a map from splits");
  }
  std::vector<std::string> splits;
  if (!files->is_dict()) {
    splits.emplace_back("train");
    return query.split == "train" || query.split.empty() ? Result<Value>(*files)
                                                         : wrong(unknown_name("split", query.split, splits));
  }
  for (const ValueField& field : files->fields()) {
    const std::string split = field.key.is_text() ? field.key.as_text() : to_json(field.key);
    if (split == query.split || query.split.empty()) {
      return field.value;
    }
    splits.push_back(split);
  }
  return wrong(unknown_name("split", query.split, splits));
}

}  // namespace

bool names_data_files(const std::string& path) { return form_named(path).has_value(); }

Result<std::vector<std::string>> data_file_paths(const DatasetQuery& query, const std::string& data_folder) {
  const auto entry = entry_of(query);
  if (!entry) {
    return entry.error();
  }
  std::vector<std::string> paths;
  for (const Value& name : entry->is_list() ? entry->items() : Value::List{*entry}) {
    auto path = path_of(name, data_folder);
    if (!path) {
      return path.error();
    }
    paths.push_back(std::move(*path));
  }
  return paths.empty() ? Result<std::vector<std::string>>(wrong("an empty list")) : paths;
}

Result<Rows> read_data_files(const DatasetQuery& query, const std::string& data_folder) {
  const auto paths = data_file_paths(query, data_folder);
  if (!paths) {
    return paths.error();
  }
  ReadOptions options{.field = query.options.text_at("field").value_or("")};
  options.delimiter = query.options.text_at("delimiter").value_or(query.options.text_at("sep").value_or(""));
  Rows rows;
  for (const std::string& path : *paths) {
    auto read = read_rows(path, *form_named(query.path), options);
    if (!read) {
      return read.error();
    }
    auto hash = sha256_file(path);
    if (!hash) {
      return hash.error();
    }
    const bool is_inside = starts_with(path, data_folder + "/");
    rows.files.push_back({.path = is_inside ? path.substr(data_folder.size() + 1) : path, .sha256 = std::move(*hash)});
    rows.rows.insert(rows.rows.end(), std::make_move_iterator(read->begin()), std::make_move_iterator(read->end()));
  }
  return rows;
}

}  // namespace assay
