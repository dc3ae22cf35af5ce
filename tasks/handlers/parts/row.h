// Reading a row's fields with one place for what can be wrong, and mapping all rows of a split.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

// Reads fields of one row. The first field that is missing or of another kind is remembered; from then on readers
// return empty values, and done() returns the error. REQUIRES: the row outlives the reader.
class RowReader {
 public:
  explicit RowReader(const Value& row) : row_(row) {}

  std::string text(std::string_view key);
  std::string text_or(std::string_view key, std::string_view absent);  // `absent` where the field is missing or None
  std::int64_t integer(std::string_view key);            // a whole number, a boolean, or a text that int() reads
  std::vector<std::string> texts(std::string_view key);  // a list of texts
  std::vector<Value> list(std::string_view key);
  Value any(std::string_view key);

  void fail(std::string_view key, std::string_view problem);
  bool is_good() const { return !error_.has_value(); }

  template <typename T>
  Result<T> done(T value) {
    if (error_) {
      return std::move(*error_);
    }
    return value;
  }

 private:
  const Value* find(std::string_view key);

  const Value& row_;
  std::optional<Error> error_;
};

Value list_of_texts(const std::vector<std::string>& texts);
std::optional<std::vector<std::string>> texts_of(const Value& value);  // nothing unless a list of texts alone

// Each row through `change`; an error names the row by its position: "row 3: field 'label': ...".
Result<std::vector<Value>> map_rows(std::vector<Value> rows, Result<Value> (*change)(const Value& row));

}  // namespace assay
