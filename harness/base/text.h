// Small pure functions on text: splitting, numbers, nearest name, and making foreign text safe to print.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

std::string_view trim(std::string_view text);  // ASCII white space off both ends
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);
bool starts_with(std::string_view text, std::string_view prefix);
std::string replace_all(std::string text, std::string_view from, std::string_view to);

// The whole text as a number, or nothing: no white space, no rest, no inf or nan.
std::optional<std::int64_t> parse_int(std::string_view text);
std::optional<double> parse_double(std::string_view text);

// The shortest text that reads back as the same double; "null" if not finite.
std::string exact_number(double value);

// The name nearest to `wanted` by edit distance, if near enough to be a slip (distance <= max(2, length / 3)).
std::optional<std::string> nearest(std::string_view wanted, std::span<const std::string> names);

// "unknown task 'gsmk8'; did you mean 'gsm8k'? known: arc, gsm8k". Lists at most 12 names.
std::string unknown_name(std::string_view what, std::string_view wanted, std::span<const std::string> names);

// Code points of valid UTF-8; every byte of an invalid sequence counts as one.
std::size_t code_points(std::string_view text);

// Invalid UTF-8 replaced by U+FFFD; valid text comes back unchanged.
std::string valid_utf8(std::string_view text);

// Foreign text for a terminal or a log: control bytes (ESC among them) and invalid UTF-8 escaped as \xNN, new lines as
// \n, cut to `width_max` code points with an ellipsis.
std::string printable(std::string_view text, std::size_t width_max = 200);

}  // namespace assay
