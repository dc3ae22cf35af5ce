// Reading a data set by the name a task file gives: from the local mirror, through an adapter, or from files it names.
#pragma once

#include <string>

#include "harness/base/result.h"
#include "tasks/data/rows.h"

namespace assay {

// Where data sets are: `given` (--data) if not empty, else $ASSAY_DATA, else data/ in $ASSAY_CACHE or the user's cache.
std::string data_folder_of(const std::string& given);

// The rows of one split, and the hashes of the files they come from. Looked for, in this order, in
//   DATA/hub/OWNER/DATASET/CONFIG/SPLIT.jsonl   what `assay data import` made ("default" where there is no CONFIG)
//   DATA/...                                    the upstream files, through an adapter
// and for "json", "csv", "text", "parquet" in the files that options["data_files"] names: a path, a list of them, or a
// dict from splits to either; relative to the data folder; "hf://datasets/OWNER/DATASET/FILE" lies in
// DATA/hub/OWNER/DATASET/FILE.
// kInvalidConfig for an unknown configuration or split (with the known ones), kNotFound if the files are not there
// (with what to do), kCorrupt for what cannot be read, with file and place.
Result<Rows> read_dataset(const DatasetQuery& query, const std::string& data_folder);

struct DatasetState {
  bool is_there = false;
  std::string missing;  // the first file that is not there; "" if all are, or if the set is unknown
  std::string remedy;   // one line: "run 'assay data pull gsm8k'"; "" if it is there
};

// Whether that would find its files, without reading them. An empty split asks for the first one known.
DatasetState dataset_state(const DatasetQuery& query, const std::string& data_folder);

}  // namespace assay
