// Files that a task names itself: dataset_path json, csv, text or parquet, with dataset_kwargs.data_files.
#pragma once

#include <string>
#include <vector>

#include "harness/base/result.h"
#include "tasks/data/rows.h"

namespace assay {

// True for the paths that mean "files named in the options".
bool names_data_files(const std::string& path);

// The files of the query's split, as paths to open. Files without a split are "train", as on the hub. kInvalidConfig
// says what is wrong with the options, with the known splits.
Result<std::vector<std::string>> data_file_paths(const DatasetQuery& query, const std::string& data_folder);

// Their rows. Options read: data_files; field (JSON); delimiter or sep (CSV).
Result<Rows> read_data_files(const DatasetQuery& query, const std::string& data_folder);

}  // namespace assay
