// The text of a Python regular expression under a cursor: code points, numbers, names and escapes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace assay {

// A code point, or one of the sets \d \D \s \S \w \W by its letter.
struct RegexItem {
  char32_t code_point = 0;
  char set = 0;  // 0: none
};

class RegexSource {
 public:
  static constexpr char32_t kEnd = 0xFFFFFFFF;

  explicit RegexSource(std::string_view text);

  bool is_at_end() const { return at_ >= code_points_.size(); }
  std::size_t position() const { return at_; }
  void go_to(std::size_t position) { at_ = position; }
  char32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < code_points_.size() ? code_points_[at_ + ahead] : kEnd;
  }
  char32_t next();             // kEnd, and no step, at the end
  bool take(char32_t wanted);  // steps over it if it is next
  std::string digits();        // at most 10; may be empty

  // The text before `end`, which is stepped over. kInvalidConfig if it is empty or does not end.
  Result<std::string> name_until(char32_t end);

  // What stands behind a backslash, but for places (\b) and references (\1). In a class \b is a backspace.
  Result<RegexItem> escaped(bool in_class);

  // "regular expression, position 3: <what>", kInvalidConfig.
  Error wrong(std::string_view what) const;

 private:
  Result<RegexItem> octal(char32_t first);
  Result<RegexItem> hex(int count);
  Result<RegexItem> character_name();

  std::u32string code_points_;
  std::size_t at_ = 0;
};

}  // namespace assay
