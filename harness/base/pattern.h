// Pattern: a Python regular expression that can be searched for, with a bound on the work a text can cause.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/python_regex.h"
#include "harness/base/result.h"

namespace assay {

// Bytes [begin, end) of the text.
struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

// One match: [0] is the whole, [i] group i; absent for a group that took no part.
using PatternMatch = std::vector<std::optional<TextSpan>>;

// Immutable; any thread. Copies share the compiled code, which they own together. Functions on a text fail with
// kCorrupt if it is not UTF-8 (valid_utf8 makes it so), and with kUnsupported, "gave up", once the pattern has taken
// kStepsMax steps on it: well under a second. Python would go on for hours.
class Pattern {
 public:
  static constexpr std::int64_t kStepsMax = 20'000'000;

  // kInvalidConfig for what Python's re.compile refuses (python_regex.h names the differences).
  static Result<Pattern> compile(std::string_view python, RegexFlags flags = {});
  static std::string escape(std::string_view text);  // re.escape

  int group_count() const;
  std::optional<int> group_named(const std::string& name) const;

  Result<std::optional<PatternMatch>> search(std::string_view text) const;
  Result<std::optional<PatternMatch>> match(std::string_view text) const;  // at the beginning

  // re.finditer: matches do not overlap; an empty one may stand right behind another match.
  Result<std::vector<PatternMatch>> find_all(std::string_view text) const;

  // re.sub. `replacement` may hold \1, \g<1>, \g<name> and escapes; count_max 0: all.
  Result<std::string> sub(std::string_view replacement, std::string_view text, int count_max = 0) const;

  // re.split: pieces and, between them, what the groups took (absent: nothing).
  Result<std::vector<std::optional<std::string>>> split(std::string_view text, int count_max = 0) const;

 private:
  struct Code;
  explicit Pattern(std::shared_ptr<const Code> code) : code_(std::move(code)) {}
  Result<std::vector<PatternMatch>> matches(std::string_view text, std::uint32_t options, int count_max) const;
  Result<std::optional<PatternMatch>> first(std::string_view text, std::uint32_t options) const;

  std::shared_ptr<const Code> code_;
};

// What re.findall gives for one match: the whole without groups, else the first group that took some text; empty if
// none did. This is how lm-eval reads the tuples of several groups.
std::string first_taken(const PatternMatch& match, std::string_view text);

}  // namespace assay
