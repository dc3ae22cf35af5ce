// Texts are changed the same way on both sides and compared byte by byte.
#include "tasks/metrics/exact_match.h"

#include <algorithm>
#include <array>

#include "harness/base/check.h"
#include "harness/base/letter_case.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"

namespace assay {
namespace {

bool is_ascii_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

template <typename Claim>
void delete_bytes(std::string& text, Claim claim) {
  text.erase(std::remove_if(text.begin(), text.end(), claim), text.end());
}

Status read_flag(const ValueField& field, bool& flag) {
  if (field.value.kind() != Value::Kind::kBool) {
    return Error{ErrorKind::kInvalidConfig,
                 field.key.as_text() + ": not true or false: " + printable(to_json(field.value), 60)};
  }
  flag = field.value.as_bool();
  return {};
}

Status read_patterns(const Value& list, std::vector<Pattern>& patterns) {
  if (list.is_none()) {
    return {};
  }
  if (!list.is_list()) {
    return Error{ErrorKind::kInvalidConfig, "regexes_to_ignore: not a list of regular expressions"};
  }
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    const std::string place = "regexes_to_ignore[" + std::to_string(i) + "]";
    const Value& item = list.items()[i];
    if (!item.is_text()) {
      return Error{ErrorKind::kInvalidConfig, place + ": not a text: " + printable(to_json(item), 60)};
    }
    auto pattern = Pattern::compile(item.as_text());
    if (!pattern) {
      return std::move(pattern.error()).in(place);
    }
    patterns.push_back(std::move(*pattern));
  }
  return {};
}

}  // namespace

Result<ExactMatch> ExactMatch::make(const Value& arguments) {
  ExactMatch metric;
  if (arguments.is_none()) {
    return metric;
  }
  if (!arguments.is_dict()) {
    return Error{ErrorKind::kInvalidConfig, "exact_match: its arguments are no mapping"};
  }
  for (const ValueField& field : arguments.fields()) {
    const std::string key = field.key.is_text() ? field.key.as_text() : to_json(field.key);
    Status done;
    if (key == "regexes_to_ignore") {
      done = read_patterns(field.value, metric.ignored_);
    } else if (key == "ignore_case") {
      done = read_flag(field, metric.ignores_case_);
    } else if (key == "ignore_punctuation") {
      done = read_flag(field, metric.ignores_punctuation_);
    } else if (key == "ignore_numbers") {
      done = read_flag(field, metric.ignores_numbers_);
    } else {
      const std::array<std::string, 4> known{"ignore_case", "ignore_numbers", "ignore_punctuation",
                                             "regexes_to_ignore"};
      done = Error{ErrorKind::kInvalidConfig, unknown_name("argument", key, known)};
    }
    if (!done) {
      return std::move(done.error()).in("exact_match");
    }
  }
  return metric;
}

std::string ExactMatch::normalized(std::string_view text) const {
  std::string changed = valid_utf8(text);
  for (const Pattern& pattern : ignored_) {
    if (auto rest = pattern.sub("", changed)) {
      changed = std::move(*rest);
    }
  }
  if (ignores_case_) {
    changed = python_lower(changed);
  }
  if (ignores_punctuation_) {
    delete_bytes(changed, is_ascii_punctuation);
  }
  if (ignores_numbers_) {
    delete_bytes(changed, is_ascii_digit);
  }
  return changed;
}

bool ExactMatch::is_any(std::string_view answer, std::span<const std::string> golds) const {
  const std::string wanted = normalized(answer);
  return std::any_of(golds.begin(), golds.end(), [&](const std::string& gold) { return normalized(gold) == wanted; });
}

}  // namespace assay
