// Counting marks of format in a response: bullets, highlights, sections, paragraphs. Pure; linear in the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

// Lines that start a bullet, "* x" or "- x". Space before the mark may run over lines; "**" starts none.
int bullet_count(std::u32string_view text);

// "*x*" and "**x**" on one line with something between: both forms are counted, so that a bold text counts as the rule
// has it.
int highlight_count(std::u32string_view text);

// "[x]" on one line; empty brackets count.
int placeholder_count(std::u32string_view text);

// "<<x>>" on one line with something between.
bool has_title(std::u32string_view text);

// Pieces between "***" dividers, each with one white space off at the divider.
std::vector<std::u32string_view> divided_paragraphs(std::u32string_view text);

// "P.S." and "P.P.S" with optional single white space inside, in text of lower case.
bool has_postscript(std::u32string_view lower);
bool has_second_postscript(std::u32string_view lower);

// Without a code fence around: one opening fence, with "json" or without, and one closing.
std::string_view without_code_fence(std::string_view text);

}  // namespace assay
