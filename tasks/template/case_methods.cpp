// Methods of Python's texts about case, classes of characters and width.
#include <algorithm>
#include <array>
#include <string>

#include "harness/base/letter_case.h"
#include "harness/base/unicode.h"
#include "tasks/template/builtins.h"
#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"
#include "tasks/template/text_tools.h"

namespace assay::templates {
namespace {

template <std::string (*kMapping)(std::string_view)>
Cell do_map(Renderer& renderer, const Cell& self, CallValues&) {
  return renderer.text(kMapping(*self.text));
}

using PointClass = bool (*)(char32_t);

bool is_alphanumeric(char32_t point) {
  return is_letter(point) || is_decimal(point) || is_digit_like(point) || is_numeric(point);
}

// All characters are of a class, and there is one.
template <PointClass kClass>
Cell do_check(Renderer& renderer, const Cell& self, CallValues&) {
  const std::string& text = *self.text;
  renderer.charge_bytes(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (!kClass(next_point(text, at))) {
      return Cell::of_bool(false);
    }
  }
  return Cell::of_bool(!text.empty());
}

Cell do_isprintable(Renderer&, const Cell& self, CallValues&) {
  const std::u32string points = to_points(*self.text);
  return Cell::of_bool(std::all_of(points.begin(), points.end(), is_printable_point));
}

template <bool kUpper>
Cell do_check_case(Renderer&, const Cell& self, CallValues&) {
  return Cell::of_bool(is_all_case(*self.text, kUpper));
}

Cell do_istitle(Renderer&, const Cell& self, CallValues&) {
  bool is_inside = false;
  bool has_cased = false;
  for (std::size_t at = 0; at < self.text->size();) {
    const char32_t point = next_point(*self.text, at);
    const bool is_capital = is_upper(point) || is_title(point);
    const bool is_small = is_lower(point);
    if ((is_capital && is_inside) || (!is_capital && is_small && !is_inside)) {
      return Cell::of_bool(false);
    }
    is_inside = is_capital || is_small;
    has_cased = has_cased || is_inside;
  }
  return Cell::of_bool(has_cased);
}

Cell do_isidentifier(Renderer&, const Cell& self, CallValues&) {
  const std::u32string points = to_points(*self.text);
  return Cell::of_bool(!points.empty() && starts_identifier(points[0]) &&
                       std::all_of(points.begin(), points.end(), continues_identifier));
}

template <Side kFilled>
Cell do_pad(Renderer& renderer, const Cell& self, CallValues& call) {
  const std::int64_t width = whole_argument(renderer, call.values[0], 0, "a text's width");
  const std::string fill = text_argument(renderer, call.values[1], " ", "what fills a text up");
  return renderer.text(padded(renderer, *self.text, width, fill, kFilled));
}

Cell do_zfill(Renderer& renderer, const Cell& self, CallValues& call) {
  const std::int64_t width = whole_argument(renderer, call.values[0], 0, "zfill's width");
  const std::string& text = *self.text;
  const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const std::string digits =
      padded(renderer, text.substr(sign), width - static_cast<std::int64_t>(sign), "0", Side::kLeft);
  return renderer.text(text.substr(0, sign) + digits);
}

constexpr std::array<BuiltinEntry, 21> kMethods{{{"upper", do_map<python_upper>, 0, {}},
                                                 {"lower", do_map<python_lower>, 0, {}},
                                                 {"title", do_map<python_title>, 0, {}},
                                                 {"capitalize", do_map<python_capitalize>, 0, {}},
                                                 {"swapcase", do_map<python_swapcase>, 0, {}},
                                                 {"casefold", do_map<python_casefold>, 0, {}},
                                                 {"isalpha", do_check<is_letter>, 0, {}},
                                                 {"isalnum", do_check<is_alphanumeric>, 0, {}},
                                                 {"isdigit", do_check<is_digit_like>, 0, {}},
                                                 {"isdecimal", do_check<is_decimal>, 0, {}},
                                                 {"isnumeric", do_check<is_numeric>, 0, {}},
                                                 {"isspace", do_check<is_python_space>, 0, {}},
                                                 {"isprintable", do_isprintable, 0, {}},
                                                 {"isupper", do_check_case<true>, 0, {}},
                                                 {"islower", do_check_case<false>, 0, {}},
                                                 {"istitle", do_istitle, 0, {}},
                                                 {"isidentifier", do_isidentifier, 0, {}},
                                                 {"center", do_pad<Side::kBoth>, 1, {"-", "-"}},
                                                 {"ljust", do_pad<Side::kRight>, 1, {"-", "-"}},
                                                 {"rjust", do_pad<Side::kLeft>, 1, {"-", "-"}},
                                                 {"zfill", do_zfill, 1, {"-"}}}};

}  // namespace

std::span<const BuiltinEntry> case_methods() { return kMethods; }

}  // namespace assay::templates
