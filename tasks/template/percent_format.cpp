// text % values.
#include <algorithm>
#include <cmath>
#include <string>

#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/template/formatting.h"
#include "tasks/template/numbers.h"
#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

class PercentFormatter {
 public:
  PercentFormatter(Renderer& renderer, const std::string& pattern, const Cell& values)
      : renderer_(renderer), pattern_(pattern), values_(values) {}

  std::string run() {
    while (at_ < pattern_.size() && !renderer_.failed()) {
      if (pattern_[at_] != '%') {
        out_ += pattern_[at_++];
        continue;
      }
      ++at_;
      one();
      renderer_.charge(1);
    }
    const bool is_lenient = !values_.is_defined() || values_.is(CellKind::kDict) || values_.is(CellKind::kList) ||
                            values_.is(CellKind::kRange);
    if (!is_lenient && used_ < count()) {
      renderer_.fail("% has more values than places for them");
    }
    return std::move(out_);
  }

 private:
  std::size_t count() const { return values_.is(CellKind::kTuple) ? values_.list->items.size() : 1; }

  Cell next_value() {
    if (used_ >= count()) {
      return renderer_.fail("% has fewer values than places for them");
    }
    ++used_;
    return values_.is(CellKind::kTuple) ? values_.list->items[used_ - 1] : values_;
  }

  char peek() const { return at_ < pattern_.size() ? pattern_[at_] : '\0'; }

  Cell keyed_value() {
    const std::size_t close = pattern_.find(')', at_);
    if (close == std::string::npos || !values_.is(CellKind::kDict)) {
      return renderer_.fail("%(name) needs a dict of values");
    }
    const std::string key = pattern_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    const Cell* found = find_in(renderer_, *values_.dict, Cell::pointing(CellKind::kText, &key));
    return found != nullptr ? *found : renderer_.fail("% has no value named '" + printable(key, 40) + "'");
  }

  std::int64_t number() {
    if (peek() == '*') {
      ++at_;
      return whole_argument(renderer_, next_value(), 0, "a width");
    }
    std::int64_t value = 0;
    while (peek() >= '0' && peek() <= '9' && value <= kFormatWidthMax) {
      value = value * 10 + (pattern_[at_++] - '0');
    }
    return value;
  }

  void one() {
    std::optional<Cell> value;
    if (peek() == '(') {
      value = keyed_value();
    }
    FormatSpec spec;
    for (; std::string_view("-+ #0").find(peek()) != std::string_view::npos && peek() != '\0'; ++at_) {
      const char flag = peek();
      spec.align = flag == '-' ? '<' : flag == '0' && spec.align != '<' ? '=' : spec.align;
      spec.fill = spec.align == '=' ? "0" : " ";
      spec.sign = flag == '+' ? '+' : flag == ' ' && spec.sign != '+' ? ' ' : spec.sign;
      spec.is_alternate = spec.is_alternate || flag == '#';
    }
    spec.width = number();
    if (spec.width < 0) {
      spec.align = '<';
      spec.width = -spec.width;
    }
    if (peek() == '.') {
      ++at_;
      spec.precision = static_cast<int>(std::clamp<std::int64_t>(number(), 0, kFormatPrecisionMax + 1));
    }
    at_ += peek() == 'l' || peek() == 'h' || peek() == 'L' ? 1 : 0;
    if (spec.width > kFormatWidthMax || spec.precision.value_or(0) > kFormatPrecisionMax) {
      renderer_.fail("a width or precision too large in %");
      return;
    }
    spec.type = peek();
    ++at_;
    if (spec.type == '%') {
      out_ += '%';
      return;
    }
    convert(spec, value ? *value : next_value());
  }

  void convert(const FormatSpec& spec, const Cell& value) {
    switch (spec.type) {
      case 's':
      case 'r':
        add_text(spec, value);
        return;
      case 'c':
        add_character(spec, value);
        return;
      case 'd':
      case 'i':
      case 'u':
      case 'x':
      case 'X':
      case 'o':
        add_whole(spec, value);
        return;
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
        add_real(spec, value);
        return;
      default:
        renderer_.refuse("%" + printable(std::string(1, spec.type), 4) + " is not supported");
    }
  }

  void add_text(const FormatSpec& spec, const Cell& value) {
    std::string text;
    if (spec.type == 's') {
      append_str(renderer_, value, text);
    } else {
      append_repr(renderer_, value, text);
    }
    if (spec.precision) {
      text = std::string(
          point_range(text, 0, std::min<std::size_t>(static_cast<std::size_t>(*spec.precision), code_points(text))));
    }
    FormatSpec plain = spec;
    plain.fill = " ";
    out_ += laid_out(plain, "", text, spec.align == '<' ? '<' : '>');
  }

  void add_character(const FormatSpec& spec, const Cell& value) {
    std::string text;
    if (value.is_whole() && value.whole() >= 0 && value.whole() <= 0x10FFFF) {
      append_point(static_cast<char32_t>(value.whole()), text);
    } else if (value.is_text() && code_points(*value.text) == 1) {
      text = *value.text;
    } else {
      renderer_.fail("%c needs a character or its number");
    }
    FormatSpec plain = spec;
    plain.fill = " ";
    out_ += laid_out(plain, "", text, spec.align == '<' ? '<' : '>');
  }

  void add_whole(const FormatSpec& spec, const Cell& value) {
    const bool is_decimal = spec.type == 'd' || spec.type == 'i' || spec.type == 'u';
    Cell whole = value;
    if (value.is(CellKind::kReal) && is_decimal && std::isfinite(value.real)) {
      whole = truncated(renderer_, value.real);
    }
    if (!whole.is_whole() && !whole.is(CellKind::kBigInteger)) {
      renderer_.fail(std::string("%") + spec.type + " needs a number, not " + std::string(type_name(value)));
      return;
    }
    std::string digits = whole.is_whole() ? std::to_string(whole.whole()) : *whole.text;
    const bool is_negative = digits[0] == '-';
    digits.erase(0, is_negative ? 1 : 0);
    FormatSpec plain = spec;
    plain.type = is_decimal ? 'd' : spec.type;
    if (!is_decimal && !whole.is_whole()) {
      renderer_.refuse("a whole number beyond 64 bits in another base");
      return;
    }
    std::string shown = whole_digits(plain, digits);
    const std::size_t length = static_cast<std::size_t>(spec.precision.value_or(0));
    shown = shown.size() < length ? std::string(length - shown.size(), '0') + shown : shown;
    const std::string base = !spec.is_alternate || is_decimal ? "" : std::string("0") + spec.type;
    out_ += laid_out(spec, sign_text(spec, is_negative) + base, shown, spec.align == '\0' ? '>' : spec.align);
  }

  void add_real(const FormatSpec& spec, const Cell& value) {
    if (!value.is_number()) {
      renderer_.fail(std::string("%") + spec.type + " needs a number, not " + std::string(type_name(value)));
      return;
    }
    const double real = real_of(renderer_, value);
    out_ += laid_out(spec, sign_text(spec, std::signbit(real) && !std::isnan(real)), real_digits(spec, std::fabs(real)),
                     spec.align == '\0' ? '>' : spec.align);
  }

  Renderer& renderer_;
  const std::string& pattern_;
  const Cell& values_;
  std::size_t at_ = 0;
  std::size_t used_ = 0;
  std::string out_;
};

}  // namespace

Cell percent_format(Renderer& renderer, const std::string& pattern, const Cell& values) {
  renderer.charge_bytes(pattern.size());
  std::string out = PercentFormatter(renderer, pattern, values).run();
  return renderer.failed() ? Cell() : renderer.text(std::move(out));
}

}  // namespace assay::templates
