// What the written rules of conventional graders do with texts.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "harness/base/pattern.h"

namespace assay {

// A pattern of a rule. REQUIRES: it compiles.
Pattern rule_pattern(std::string_view python);

// re.sub; a pattern that gives up on the text changes nothing.
std::string substituted(const Pattern& pattern, std::string_view replacement, std::string_view text);

std::string replaced(std::string text, std::initializer_list<std::pair<std::string_view, std::string_view>> steps);

std::string lower_case(std::string_view text);  // str.lower()

bool holds(std::string_view text, std::string_view part);
bool ends_with(std::string_view text, std::string_view end);

}  // namespace assay
