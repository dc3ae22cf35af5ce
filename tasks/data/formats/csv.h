// Comma- and tab-separated values, read as Python's csv module reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

struct CsvDialect {
  char delimiter = ',';
  bool has_quotes = true;  // "a ""quoted"" cell"; false: quotes are characters like others
};

// RFC 4180, lenient where Python's csv is: LF, CRLF and CR end a line, a quoted cell may hold them; a quote inside an
// unquoted cell is a character; text behind a closing quote belongs to the cell. Empty lines give no line. kCorrupt,
// with the line, for a quoted cell that never ends.
Result<std::vector<std::vector<std::string>>> parse_csv(std::string_view text, const CsvDialect& dialect = {});

// Dicts by the names of the first line; every cell a text. kCorrupt with the row for a line with more or fewer cells
// than names, and for a name that is there twice.
Result<Value::List> csv_records(std::string_view text, const CsvDialect& dialect = {});

// As csv_records, with the types the hub's CSV loader gives: a column of whole numbers, of numbers, of True and False;
// empty cells and the usual words for nothing ("NA", "nan", "null", ...) become None, and make whole numbers reals.
Result<Value::List> typed_csv_records(std::string_view text, const CsvDialect& dialect = {});

}  // namespace assay
