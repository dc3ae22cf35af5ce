// Filters on texts: upper, trim, replace, indent, escape, ...
#include <algorithm>
#include <array>
#include <string>

#include "harness/base/letter_case.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/template/builtins.h"
#include "tasks/template/json_text.h"
#include "tasks/template/operations.h"
#include "tasks/template/regex_replace.h"
#include "tasks/template/renderer.h"
#include "tasks/template/text_tools.h"

namespace assay::templates {
namespace {

// The value as text, as most filters take it.
std::string soft(Renderer& renderer, const Cell& value) {
  if (value.is(CellKind::kMarkup)) {
    renderer.refuse("filters of escaped text are not supported");
  }
  return str_of(renderer, value);
}

Cell do_string(Renderer& renderer, const Cell& value, CallValues&) {
  return value.is_text() ? value : renderer.text(str_of(renderer, value));
}

Cell do_upper(Renderer& renderer, const Cell& value, CallValues&) {
  return renderer.text(python_upper(soft(renderer, value)));
}
Cell do_lower(Renderer& renderer, const Cell& value, CallValues&) {
  return renderer.text(python_lower(soft(renderer, value)));
}
Cell do_capitalize(Renderer& renderer, const Cell& value, CallValues&) {
  return renderer.text(python_capitalize(soft(renderer, value)));
}

bool begins_word(char32_t point) {
  return is_python_space(point) || std::u32string_view(U"-({[<").find(point) != std::u32string_view::npos;
}

// Words begin behind white space and opening brackets only, unlike those of str.title.
Cell do_title(Renderer& renderer, const Cell& value, CallValues&) {
  const std::u32string points = to_points(soft(renderer, value));
  std::string title;
  for (std::size_t at = 0; at < points.size();) {
    std::size_t end = at + 1;
    while (end < points.size() && begins_word(points[end]) == begins_word(points[at])) {
      ++end;
    }
    title += python_upper(from_points({&points[at], 1}));
    title += python_lower(from_points(std::u32string_view(points).substr(at + 1, end - at - 1)));
    at = end;
  }
  return renderer.text(std::move(title));
}

Cell do_trim(Renderer& renderer, const Cell& value, CallValues& call) {
  return renderer.text(stripped(renderer, soft(renderer, value), call.values[0], Side::kBoth));
}

Cell do_replace(Renderer& renderer, const Cell& value, CallValues& call) {
  const std::int64_t count =
      call.values[2].is(CellKind::kNone) ? -1 : whole_argument(renderer, call.values[2], -1, "replace's count");
  return replaced(renderer, soft(renderer, value), str_of(renderer, call.values[0]), str_of(renderer, call.values[1]),
                  count);
}

Cell do_center(Renderer& renderer, const Cell& value, CallValues& call) {
  const std::int64_t width = whole_argument(renderer, call.values[0], 80, "center's width");
  return renderer.text(padded(renderer, soft(renderer, value), width, " ", Side::kBoth));
}

Cell do_indent(Renderer& renderer, const Cell& value, CallValues& call) {
  if (value.is(CellKind::kMarkup)) {
    return renderer.refuse("filters of escaped text are not supported");
  }
  if (!renderer.require(value) || !value.is(CellKind::kText)) {
    return renderer.fail("indent needs a text, not " + std::string(type_name(value)));
  }
  const Cell& width = call.values[0];
  const std::string indent =
      width.is_text() ? *width.text
                      : padded(renderer, "", whole_argument(renderer, width, 4, "indent's width"), " ", Side::kRight);
  const bool with_first = call.values[1].is_given() && is_true(renderer, call.values[1]);
  const bool with_blank = call.values[2].is_given() && is_true(renderer, call.values[2]);
  const std::string ended = *value.text + "\n";
  const std::vector<std::string_view> lines = lines_of(ended, false);
  renderer.charge(lines.size() * (1 + indent.size() / 64));
  std::string out = with_first ? indent : "";
  for (std::size_t i = 0; i < lines.size() && !renderer.failed(); ++i) {
    if (i > 0) {
      out += '\n';
      out += lines[i].empty() && !with_blank ? "" : indent;
    }
    out += lines[i];
  }
  return renderer.text(std::move(out));
}

Cell do_truncate(Renderer& renderer, const Cell& value, CallValues& call) {
  const std::int64_t length = whole_argument(renderer, call.values[0], 255, "truncate's length");
  const bool kills_words = call.values[1].is_given() && is_true(renderer, call.values[1]);
  const std::string end = text_argument(renderer, call.values[2], "...", "truncate's end");
  const std::int64_t leeway =
      call.values[3].is(CellKind::kNone) ? 5 : whole_argument(renderer, call.values[3], 5, "truncate's leeway");
  const auto end_length = static_cast<std::int64_t>(code_points(end));
  if (length < end_length || leeway < 0) {
    return renderer.fail("truncate's length must not be shorter than its end, nor its leeway negative");
  }
  const auto size = renderer.require(value) ? length_of(renderer, value) : std::nullopt;
  if (size && *size - leeway <= length) {
    return value;  // of whatever type
  }
  if (!size || !value.is(CellKind::kText)) {
    return renderer.fail("truncate needs a text, not " + std::string(type_name(value)));
  }
  std::string kept(point_range(*value.text, 0, static_cast<std::size_t>(std::min(length - end_length, *size))));
  if (!kills_words) {
    kept.resize(std::min(kept.rfind(' '), kept.size()));
  }
  return renderer.text(kept + end);
}

Cell do_wordcount(Renderer& renderer, const Cell& value, CallValues&) {
  std::int64_t count = 0;
  bool is_inside = false;
  const std::string text = soft(renderer, value);
  for (std::size_t at = 0; at < text.size();) {
    const bool is_now = is_python_word(next_point(text, at));
    count += is_now && !is_inside ? 1 : 0;
    is_inside = is_now;
  }
  return Cell::of(count);
}

Cell do_format(Renderer& renderer, const Cell& value, CallValues& call) {
  if (!call.values.empty() && !call.named.empty()) {
    return renderer.fail("format takes arguments with names or without, not both");
  }
  std::vector<std::pair<Cell, Cell>> fields;
  for (const auto& [name, field] : call.named) {
    fields.emplace_back(renderer.text(std::string(name)), field);
  }
  const Cell values = call.named.empty() ? renderer.tuple(call.values) : renderer.dict(std::move(fields));
  const std::string pattern = soft(renderer, value);
  return renderer.failed() ? Cell() : percent_format(renderer, pattern, values);
}

Cell do_escape(Renderer& renderer, const Cell& value, CallValues&) {
  if (value.is(CellKind::kMarkup)) {
    return value;
  }
  std::string escaped;
  for (const char c : str_of(renderer, value)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      case '"':
        escaped += "&#34;";
        break;
      default:
        escaped += c;
    }
  }
  return renderer.markup(std::move(escaped));
}

Cell do_safe(Renderer& renderer, const Cell& value, CallValues&) {
  return value.is(CellKind::kMarkup) ? value : renderer.markup(str_of(renderer, value));
}

Cell do_urlencode(Renderer& renderer, const Cell& value, CallValues&) {
  if (!value.is(CellKind::kText)) {
    return renderer.require(value) ? renderer.refuse("urlencode of what is no text is not supported") : Cell();
  }
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kKept = "_.-~/";
  std::string encoded;
  for (const char c : *value.text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && (std::isalnum(byte) != 0 || kKept.find(c) != std::string_view::npos)) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += kHex[byte >> 4];
      encoded += kHex[byte & 0xF];
    }
  }
  return renderer.text(std::move(encoded));
}

Cell do_tojson(Renderer& renderer, const Cell& value, CallValues& call) {
  std::optional<std::int64_t> indent;
  if (call.values[0].is_given() && !call.values[0].is(CellKind::kNone)) {
    indent = whole_argument(renderer, call.values[0], 0, "tojson's indent");
  }
  return renderer.markup(python_json(renderer, value, indent));
}

Cell do_regex_replace(Renderer& renderer, const Cell& value, CallValues& call) {
  const std::string pattern = text_argument(renderer, call.values[0], "", "regex_replace's pattern");
  const std::string by = text_argument(renderer, call.values[1], "", "regex_replace's replacement");
  const std::int64_t count = whole_argument(renderer, call.values[2], 0, "regex_replace's count");
  if (value.is(CellKind::kMarkup)) {
    return renderer.refuse("filters of escaped text are not supported");
  }
  if (!renderer.require(value) || !value.is(CellKind::kText)) {
    return renderer.fail("regex_replace needs a text, not " + std::string(type_name(value)));
  }
  return renderer.failed() ? Cell() : replaced_by_pattern(renderer, *value.text, pattern, by, count);
}

constexpr std::array<BuiltinEntry, 18> kFilters{{{"string", do_string, 0, {}},
                                                 {"upper", do_upper, 0, {}},
                                                 {"lower", do_lower, 0, {}},
                                                 {"capitalize", do_capitalize, 0, {}},
                                                 {"title", do_title, 0, {}},
                                                 {"trim", do_trim, 0, {"chars"}},
                                                 {"replace", do_replace, 2, {"old", "new", "count"}},
                                                 {"center", do_center, 0, {"width"}},
                                                 {"indent", do_indent, 0, {"width", "first", "blank"}},
                                                 {"truncate", do_truncate, 0, {"length", "killwords", "end", "leeway"}},
                                                 {"wordcount", do_wordcount, 0, {}},
                                                 {"format", do_format, -1, {}},
                                                 {"escape", do_escape, 0, {}},
                                                 {"e", do_escape, 0, {}},
                                                 {"safe", do_safe, 0, {}},
                                                 {"urlencode", do_urlencode, 0, {}},
                                                 {"tojson", do_tojson, 0, {"indent"}},
                                                 {"regex_replace", do_regex_replace, 2, {"pattern", "repl", "count"}}}};

}  // namespace

std::span<const BuiltinEntry> text_filters() { return kFilters; }

}  // namespace assay::templates
