// A state machine over characters, and columns' types.
#include "tasks/data/formats/csv.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "harness/base/text.h"

namespace assay {
namespace {

using Line = std::vector<std::string>;

class CsvParser {
 public:
  CsvParser(std::string_view text, const CsvDialect& dialect) : text_(text), dialect_(dialect) {}

  Result<std::vector<Line>> parse() {
    for (; at_ < text_.size(); ++at_) {
      if (is_quoted_) {
        inside_quotes(text_[at_]);
      } else {
        outside_quotes(text_[at_]);
      }
    }
    if (is_quoted_) {
      return Error{ErrorKind::kCorrupt, "line " + std::to_string(quote_line_) + ": a quoted cell that does not end"};
    }
    if (has_content_) {
      end_line();
    }
    return std::move(lines_);
  }

 private:
  void inside_quotes(char c) {
    if (c != '"') {
      number_ += c == '\n' ? 1 : 0;
      cell_ += c;
    } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      cell_ += c;
      ++at_;
    } else {
      is_quoted_ = false;
    }
  }

  void outside_quotes(char c) {
    if (c == '\n' || c == '\r') {
      at_ += c == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n' ? 1 : 0;
      if (has_content_) {
        end_line();
      }
      ++number_;
      return;
    }
    has_content_ = true;
    if (c == dialect_.delimiter) {
      end_cell();
    } else if (c == '"' && dialect_.has_quotes && is_at_begin_) {
      is_quoted_ = true;
      quote_line_ = number_;
      is_at_begin_ = false;
    } else {
      cell_ += c;
      is_at_begin_ = false;
    }
  }

  void end_cell() {
    line_.push_back(std::move(cell_));
    cell_.clear();
    is_at_begin_ = true;
  }

  void end_line() {
    end_cell();
    lines_.push_back(std::move(line_));
    line_.clear();
    has_content_ = false;
  }

  const std::string_view text_;
  const CsvDialect dialect_;
  std::size_t at_ = 0;
  std::vector<Line> lines_;
  Line line_;
  std::string cell_;
  bool is_quoted_ = false;    // between two quotes
  bool is_at_begin_ = true;   // of a cell
  bool has_content_ = false;  // of the line
  int number_ = 1;
  int quote_line_ = 0;
};

struct Table {
  Line names;
  std::vector<Line> lines;
};

Result<Table> parse_table(std::string_view text, const CsvDialect& dialect) {
  auto lines = parse_csv(text, dialect);
  if (!lines) {
    return lines.error();
  }
  if (lines->empty()) {
    return Error{ErrorKind::kCorrupt, "empty; a first line with the columns' names is missing"};
  }
  Table table{.names = std::move(lines->front())};
  lines->erase(lines->begin());
  table.lines = std::move(*lines);
  std::set<std::string_view> seen;
  for (const std::string& name : table.names) {
    if (!seen.insert(name).second) {
      return Error{ErrorKind::kCorrupt, "two columns named '" + printable(name, 60) + "'"};
    }
  }
  for (std::size_t i = 0; i < table.lines.size(); ++i) {
    if (table.lines[i].size() != table.names.size()) {
      return Error{ErrorKind::kCorrupt, "row " + std::to_string(i + 1) + ": " + std::to_string(table.lines[i].size()) +
                                            " cells under " + std::to_string(table.names.size()) + " names"};
    }
  }
  return table;
}

enum class ColumnType : std::uint8_t { kInteger, kReal, kBool, kText };

bool is_nothing(const std::string& cell) {
  static const std::set<std::string_view> kWords{"",     "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN",
                                                 "-nan", "<NA>", "1.#IND",   "N/A", "1.#QNAN", "NA",       "NULL",
                                                 "NaN",  "None", "n/a",      "nan", "null"};
  return kWords.count(cell) != 0;
}

bool fits(const std::string& cell, ColumnType type) {
  switch (type) {
    case ColumnType::kInteger:
      return parse_int(trim(cell)).has_value();
    case ColumnType::kReal:
      return parse_double(trim(cell)).has_value();
    case ColumnType::kBool:
      return cell == "True" || cell == "False" || cell == "true" || cell == "false" || cell == "TRUE" ||
             cell == "FALSE";
    case ColumnType::kText:
      break;
  }
  return true;
}

ColumnType type_of(const Table& table, std::size_t column) {
  bool has_gaps = false;
  bool has_cells = false;
  std::array<bool, 3> is_possible{true, true, true};
  for (const Line& line : table.lines) {
    const std::string& cell = line[column];
    const bool is_gap = is_nothing(cell);
    has_gaps = has_gaps || is_gap;
    has_cells = has_cells || !is_gap;
    for (std::size_t type = 0; type < is_possible.size() && !is_gap; ++type) {
      is_possible[type] = is_possible[type] && fits(cell, static_cast<ColumnType>(type));
    }
  }
  if (!has_cells) {
    return ColumnType::kText;
  }
  if (is_possible[0]) {
    return has_gaps ? ColumnType::kReal : ColumnType::kInteger;
  }
  return is_possible[1] ? ColumnType::kReal : is_possible[2] ? ColumnType::kBool : ColumnType::kText;
}

Value typed(std::string&& cell, ColumnType type) {
  if (is_nothing(cell)) {
    return {};
  }
  switch (type) {
    case ColumnType::kInteger:
      return Value::of(*parse_int(trim(cell)));
    case ColumnType::kReal:
      return Value::of(*parse_double(trim(cell)));
    case ColumnType::kBool:
      return Value::of_bool(cell[0] == 'T' || cell[0] == 't');
    case ColumnType::kText:
      break;
  }
  return Value::of(std::move(cell));
}

}  // namespace

Result<std::vector<std::vector<std::string>>> parse_csv(std::string_view text, const CsvDialect& dialect) {
  return CsvParser(text, dialect).parse();
}

Result<Value::List> csv_records(std::string_view text, const CsvDialect& dialect) {
  auto table = parse_table(text, dialect);
  if (!table) {
    return table.error();
  }
  Value::List rows;
  rows.reserve(table->lines.size());
  for (Line& line : table->lines) {
    Value::Dict fields;
    fields.reserve(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
      fields.push_back({.key = Value::of(table->names[i]), .value = Value::of(std::move(line[i]))});
    }
    rows.push_back(Value::dict(std::move(fields)));
  }
  return rows;
}

Result<Value::List> typed_csv_records(std::string_view text, const CsvDialect& dialect) {
  auto table = parse_table(text, dialect);
  if (!table) {
    return table.error();
  }
  std::vector<ColumnType> types;
  types.reserve(table->names.size());
  for (std::size_t i = 0; i < table->names.size(); ++i) {
    types.push_back(type_of(*table, i));
  }
  Value::List rows;
  rows.reserve(table->lines.size());
  for (Line& line : table->lines) {
    Value::Dict fields;
    fields.reserve(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
      fields.push_back({.key = Value::of(table->names[i]), .value = typed(std::move(line[i]), types[i])});
    }
    rows.push_back(Value::dict(std::move(fields)));
  }
  return rows;
}

}  // namespace assay
