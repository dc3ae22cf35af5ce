// One reader a form.
#include "tasks/data/formats/files.h"

#include <array>
#include <utility>

#include "harness/base/text.h"
#include "tasks/data/formats/bytes.h"
#include "tasks/data/formats/csv.h"
#include "tasks/data/formats/json_rows.h"
#include "tasks/data/formats/parquet.h"

namespace assay {
namespace {

// The first line decides: an object of its own means JSON lines.
bool is_json_lines(std::string_view text) {
  const std::string_view first = trim(trim(text).substr(0, trim(text).find('\n')));
  return starts_with(first, "{") && parse_json_value(first);
}

Result<Value::List> json_rows(std::string_view text, const std::string& field) {
  if (trim(text).empty()) {
    return Value::List{};
  }
  return field.empty() && is_json_lines(text) ? json_line_rows(text) : json_document_rows(text, field);
}

Result<Value::List> text_rows(std::string_view text) {
  if (valid_utf8(text) != text) {
    return Error{ErrorKind::kCorrupt, "not UTF-8"};
  }
  Value::List rows;
  for (std::string_view line : split(text, '\n')) {
    line.remove_suffix(has_ending(line, "\r") ? 1 : 0);
    rows.push_back(Value::dict({{.key = Value::of("text"), .value = Value::of(line)}}));
  }
  if (has_ending(text, "\n") || text.empty()) {
    rows.pop_back();
  }
  return rows;
}

Result<Value::List> rows_of(std::string_view text, DataForm form, const ReadOptions& options) {
  if (form == DataForm::kJson) {
    return json_rows(text, options.field);
  }
  if (form == DataForm::kText) {
    return text_rows(text);
  }
  if (valid_utf8(text) != text) {
    return Error{ErrorKind::kCorrupt, "not UTF-8"};
  }
  CsvDialect dialect{.delimiter = form == DataForm::kTsv ? '\t' : ','};
  dialect.delimiter = options.delimiter.size() == 1 ? options.delimiter[0] : dialect.delimiter;
  return typed_csv_records(text, dialect);
}

}  // namespace

Result<DataForm> form_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, DataForm>, 7> kEndings{{{".jsonl", DataForm::kJson},
                                                                                  {".json", DataForm::kJson},
                                                                                  {".ndjson", DataForm::kJson},
                                                                                  {".csv", DataForm::kCsv},
                                                                                  {".tsv", DataForm::kTsv},
                                                                                  {".txt", DataForm::kText},
                                                                                  {".parquet", DataForm::kParquet}}};
  const std::string_view plain = has_ending(path, ".gz") ? path.substr(0, path.size() - 3) : path;
  for (const auto& [ending, form] : kEndings) {
    if (has_ending(plain, ending)) {
      return form;
    }
  }
  return Error{ErrorKind::kInvalidConfig,
               "'" + printable(path) +
                   "': its ending tells no form; known: .jsonl, .json, .csv, .tsv, .txt (each also "
                   "with .gz), .parquet"};
}

Result<Value::List> read_rows(const std::string& path, DataForm form, const ReadOptions& options) {
  auto text = form == DataForm::kParquet ? parquet_as_json_lines(path, kDataBytesMax) : read_data_text(path);
  if (!text) {
    return text.error();
  }
  auto rows = form == DataForm::kParquet ? json_line_rows(*text) : rows_of(*text, form, options);
  if (!rows) {
    return std::move(rows.error()).in(path);
  }
  return rows;
}

}  // namespace assay
