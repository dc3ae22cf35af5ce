// json.dumps with sorted keys, safe inside HTML.
#include "tasks/template/json_text.h"

#include <algorithm>
#include <cmath>

#include "harness/base/unicode.h"
#include "tasks/template/operations.h"
#include "tasks/template/python_text.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

constexpr int kDepthMax = 100;

void append_unit(char32_t unit, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) {
    out += kHex[(unit >> shift) & 0xF];
  }
}

void append_json_text(const std::string& text, std::string& out) {
  constexpr std::string_view kNamed = "\"\\\b\f\n\r\t";
  constexpr std::string_view kNames = "\"\\bfnrt";
  constexpr std::string_view kMarks = "<>&'";
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = next_point(text, at);
    const char c = point < 0x80 ? static_cast<char>(point) : '\x7f';
    const std::size_t named = point < 0x80 ? kNamed.find(c) : std::string_view::npos;
    if (named != std::string_view::npos) {
      out += '\\';
      out += kNames[named];
    } else if (point >= 0x10000) {
      append_unit(0xD800 + ((point - 0x10000) >> 10), out);
      append_unit(0xDC00 + ((point - 0x10000) & 0x3FF), out);
    } else if (point < 0x20 || point > 0x7E || kMarks.find(c) != std::string_view::npos) {
      append_unit(point, out);
    } else {
      out += c;
    }
  }
  out += '"';
}

class JsonWriter {
 public:
  JsonWriter(Renderer& renderer, std::optional<std::int64_t> indent) : renderer_(renderer), indent_(indent) {}

  void write(const Cell& value, int depth) {
    if (!renderer_.charge(1) || !renderer_.require(value)) {
      return;
    }
    if (depth > kDepthMax) {
      renderer_.fail("a value nested deeper than " + std::to_string(kDepthMax) + " cannot become JSON");
      return;
    }
    switch (value.kind) {
      case CellKind::kText:
      case CellKind::kMarkup:
        renderer_.charge_bytes(value.text->size());
        append_json_text(*value.text, out);
        return;
      case CellKind::kList:
      case CellKind::kTuple:
        write_list(value.list->items, depth);
        return;
      case CellKind::kDict:
        write_dict(*value.dict, depth);
        return;
      default:
        out += simple(value);
    }
  }

  std::string out;

 private:
  std::string simple(const Cell& value) {
    if (value.is(CellKind::kNone)) {
      return "null";
    }
    if (value.is(CellKind::kBool)) {
      return value.flag ? "true" : "false";
    }
    if (value.is(CellKind::kReal) && !std::isfinite(value.real)) {
      return std::isnan(value.real) ? "NaN" : value.real > 0 ? "Infinity" : "-Infinity";
    }
    if (!value.is_number()) {
      renderer_.fail("a " + std::string(type_name(value)) + " cannot become JSON");
    }
    return str_of(renderer_, value);
  }

  void new_line(int depth) {
    if (indent_) {
      out += '\n';
      out.append(static_cast<std::size_t>(std::clamp<std::int64_t>(*indent_, 0, 100) * depth), ' ');
      renderer_.charge(1);
    }
  }

  void separate(bool is_first, int depth) {
    out += is_first ? "" : indent_ ? "," : ", ";
    new_line(depth + 1);
  }

  void write_list(const std::vector<Cell>& items, int depth) {
    out += '[';
    for (std::size_t i = 0; i < items.size() && !renderer_.failed(); ++i) {
      separate(i == 0, depth);
      write(items[i], depth + 1);
    }
    if (!items.empty()) {
      new_line(depth);
    }
    out += ']';
  }

  void write_dict(const DictBox& dict, int depth) {
    auto fields = dict.fields;
    std::stable_sort(fields.begin(), fields.end(),
                     [&](const auto& a, const auto& b) { return is_less(renderer_, a.first, b.first); });
    out += '{';
    for (std::size_t i = 0; i < fields.size() && !renderer_.failed(); ++i) {
      separate(i == 0, depth);
      append_json_text(fields[i].first.is_text() ? *fields[i].first.text : simple(fields[i].first), out);
      out += ": ";
      write(fields[i].second, depth + 1);
    }
    if (!fields.empty()) {
      new_line(depth);
    }
    out += '}';
  }

  Renderer& renderer_;
  std::optional<std::int64_t> indent_;
};

}  // namespace

std::string python_json(Renderer& renderer, const Cell& value, std::optional<std::int64_t> indent) {
  JsonWriter writer(renderer, indent);
  writer.write(value, 0);
  return std::move(writer.out);
}

}  // namespace assay::templates
