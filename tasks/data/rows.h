// Rows: what reading a data set gives, whatever format and source it comes from.
#pragma once

#include <string>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

// What a task file asks for; names are the hub's.
struct DatasetQuery {
  std::string path;   // "allenai/ai2_arc"; "json", "csv", "parquet", "text": files named in `options`
  std::string name;   // configuration: "ARC-Easy"; may be empty
  std::string split;  // "test"
  Value options;      // dataset_kwargs; None or a dict
};

struct SourceFile {
  std::string path;
  std::string sha256;  // of its bytes
};

struct Rows {
  std::vector<Value> rows;        // each a dict with the hub's columns
  std::vector<SourceFile> files;  // what they were read from
};

}  // namespace assay
