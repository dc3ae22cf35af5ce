// The names of mathematics: which words are functions and constants, which commands only change looks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assay {

// The command that a plain word means ("sin", "sqrt" as "usqrt", "infinity" as "infty"); "" if it means none.
std::string command_named(std::string_view word);
// One name for each command: "dfrac" is "frac", "leq" is "le", "geqslant" is "ge".
std::string command_alias(std::string_view command);
// The length of a function's name at the beginning of a short run ("sinx"); 0 if there is none.
std::size_t function_prefix(std::string_view run);

bool is_plain_word(std::string_view run);     // of plain language: "even", "no"; not "xy" nor "abc"
bool is_short_unit(std::string_view run);     // "cm", "ft": a unit if it stands behind a number
bool is_text_command(std::string_view name);  // \text, \mbox: what follows is words
bool is_look_command(std::string_view name);  // \displaystyle, \quad, \mathbf: what follows is what it would be anyway
bool is_function_command(std::string_view name);  // \sin, \log, \gcd: takes arguments
bool is_letter_command(std::string_view name);    // \alpha, \theta: a symbol

}  // namespace assay
