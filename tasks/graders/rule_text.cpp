// Substitutions in order.
#include "tasks/graders/rule_text.h"

#include "harness/base/check.h"
#include "harness/base/letter_case.h"
#include "harness/base/text.h"

namespace assay {

Pattern rule_pattern(std::string_view python) {
  auto pattern = Pattern::compile(python);
  ASSAY_CHECK(static_cast<bool>(pattern), "a rule's pattern that does not compile");
  return std::move(*pattern);
}

std::string substituted(const Pattern& pattern, std::string_view replacement, std::string_view text) {
  auto changed = pattern.sub(replacement, text);
  return changed ? std::move(*changed) : std::string(text);
}

std::string replaced(std::string text, std::initializer_list<std::pair<std::string_view, std::string_view>> steps) {
  for (const auto& [before, after] : steps) {
    text = replace_all(std::move(text), before, after);
  }
  return text;
}

std::string lower_case(std::string_view text) { return python_lower(text); }

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace assay
