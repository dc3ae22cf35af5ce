// Rows of any file whose form its name tells.
#pragma once

#include <string>
#include <string_view>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

enum class DataForm : std::uint8_t { kJson, kCsv, kTsv, kText, kParquet };

// By the ending (.json, .jsonl, .csv, .tsv, .txt, .parquet; .gz behind it). kInvalidConfig for another one.
Result<DataForm> form_of(std::string_view path);

struct ReadOptions {
  std::string field;      // JSON: where in the document the rows are
  std::string delimiter;  // CSV: another one than the form's, one character
};

// Rows as the hub's loaders give them: JSON lines or a document, CSV with a first line of names and types by column,
// plain text as {"text": line}. Messages begin with the path.
Result<Value::List> read_rows(const std::string& path, DataForm form, const ReadOptions& options = {});

}  // namespace assay
