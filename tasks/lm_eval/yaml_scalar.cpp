// YAML 1.1's implicit types (yaml.org/type), with the limits PyYAML's resolver puts on them.
#include "tasks/lm_eval/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>

#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::string_view kStandardTag = "tag:yaml.org,2002:";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_only(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

bool is_null(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

std::optional<bool> truth(std::string_view text) {
  constexpr std::array<std::string_view, 9> kYes{"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
  constexpr std::array<std::string_view, 9> kNo{"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};
  if (std::find(kYes.begin(), kYes.end(), text) != kYes.end()) {
    return true;
  }
  if (std::find(kNo.begin(), kNo.end(), text) != kNo.end()) {
    return false;
  }
  return std::nullopt;
}

std::string without_underscores(std::string_view text) {
  std::string plain(text);
  plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
  return plain;
}

// Digits behind a sign in one base; nothing if there are none or they do not fit into 64 bits.
std::optional<Value> digits(std::string_view text, int base, bool is_negative) {
  const std::string plain = (is_negative ? "-" : "") + without_underscores(text);
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(plain.data(), plain.data() + plain.size(), number, base);
  if (code == std::errc() && end == plain.data() + plain.size()) {
    return Value::of(number);
  }
  return std::nullopt;
}

// "1:30:05": every part after the first is below 60. The parts' number in sixties; nothing if it is not such a text.
std::optional<double> sixties(std::string_view text) {
  double total = 0;
  const auto parts = split(text, ':');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool is_last = i + 1 == parts.size();
    const std::string part = without_underscores(parts[i]);
    const std::string_view whole = parts[i].substr(0, is_last ? parts[i].find('.') : parts[i].size());
    const bool is_small = whole.size() == 1 || (whole.size() == 2 && whole[0] < '6');
    const bool fits = i == 0 ? !whole.empty() && is_digit(whole[0]) : is_small && whole.find('_') == whole.npos;
    const auto number = parse_double(!part.empty() && part.back() == '.' ? part + "0" : part);
    if (!fits || !has_only(whole, "0123456789_") || !number) {
      return std::nullopt;
    }
    total = total * 60 + *number;
  }
  return parts.size() > 1 ? std::optional(total) : std::nullopt;
}

std::optional<Value> integer(std::string_view text) {
  const bool is_negative = text.front() == '-';
  const std::string_view body = is_negative || text.front() == '+' ? text.substr(1) : text;
  if (body.empty() || !is_digit(body[0])) {
    return std::nullopt;
  }
  if (starts_with(body, "0b") && body.size() > 2 && has_only(body.substr(2), "01_")) {
    return digits(body.substr(2), 2, is_negative);
  }
  if (starts_with(body, "0x") && body.size() > 2 && has_only(body.substr(2), "0123456789abcdefABCDEF_")) {
    return digits(body.substr(2), 16, is_negative);
  }
  if (body[0] == '0' && body.size() > 1) {
    return has_only(body.substr(1), "01234567_") ? digits(body, 8, is_negative) : std::nullopt;
  }
  if (has_only(body, "0123456789_")) {
    return Value::of_big((is_negative ? "-" : "") + without_underscores(body));
  }
  if (has_only(body, "0123456789_:")) {
    const auto total = sixties(body);
    if (total && *total < 9e15) {
      return Value::of(static_cast<std::int64_t>(is_negative ? -*total : *total));
    }
  }
  return std::nullopt;
}

// "12.5e+3": digits with underscores, a dot, an exponent with its sign.
bool is_decimal(std::string_view body, bool has_sign) {
  const std::size_t dot = body.find('.');
  if (dot == std::string_view::npos) {
    return false;
  }
  const std::string_view before = body.substr(0, dot);
  std::string_view after = body.substr(dot + 1);
  if (const std::size_t e = after.find_first_of("eE"); e != std::string_view::npos) {
    const std::string_view exponent = after.substr(e + 1);
    const bool is_signed = exponent.size() > 1 && (exponent[0] == '+' || exponent[0] == '-');
    if (!is_signed || !has_only(exponent.substr(1), "0123456789")) {
      return false;
    }
    after = after.substr(0, e);
  }
  if (!has_only(before, "0123456789_") || !has_only(after, "0123456789_")) {
    return false;
  }
  return before.empty() ? !has_sign && !after.empty() && is_digit(after[0]) : is_digit(before[0]);
}

std::optional<Value> real(std::string_view text) {
  const bool is_negative = text.front() == '-';
  const bool has_sign = is_negative || text.front() == '+';
  const std::string_view body = has_sign ? text.substr(1) : text;
  const double sign = is_negative ? -1 : 1;
  if (body == ".inf" || body == ".Inf" || body == ".INF") {
    return Value::of(sign * std::numeric_limits<double>::infinity());
  }
  if (text == ".nan" || text == ".NaN" || text == ".NAN") {
    return Value::of(std::nan(""));
  }
  if (is_decimal(body, has_sign)) {
    return Value::of(sign * std::strtod(without_underscores(body).c_str(), nullptr));
  }
  if (body.find(':') != std::string_view::npos && body.find('.') != std::string_view::npos &&
      has_only(body, "0123456789_:.")) {
    if (const auto total = sixties(body)) {
      return Value::of(sign * *total);
    }
  }
  return std::nullopt;
}

}  // namespace

Value plain_scalar(std::string_view text) {
  if (is_null(text)) {
    return {};
  }
  if (const auto is_true = truth(text)) {
    return Value::of_bool(*is_true);
  }
  const char first = text.front();
  if (is_digit(first) || first == '-' || first == '+' || first == '.') {
    if (auto number = real(text)) {
      return std::move(*number);
    }
    if (auto number = integer(text)) {
      return std::move(*number);
    }
  }
  return Value::of(text);
}

std::optional<Value> tagged_scalar(std::string_view tag, std::string_view text) {
  if (!starts_with(tag, kStandardTag)) {
    return tag == "!" ? std::optional(Value::of(text)) : std::nullopt;
  }
  const std::string_view type = tag.substr(kStandardTag.size());
  if (type == "str") {
    return Value::of(text);
  }
  if (type == "null") {
    return Value();
  }
  const Value plain = plain_scalar(text);
  if (type == "bool" && plain.kind() == Value::Kind::kBool) {
    return plain;
  }
  const bool is_whole = plain.kind() == Value::Kind::kInteger || plain.kind() == Value::Kind::kBigInteger;
  if (type == "int" && is_whole) {
    return plain;
  }
  if (type == "float" && (is_whole || plain.kind() == Value::Kind::kReal)) {
    return Value::of(plain.as_real());
  }
  return std::nullopt;
}

}  // namespace assay
