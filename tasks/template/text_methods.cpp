// Methods of Python's texts that search, cut and join.
#include <algorithm>
#include <array>
#include <string>

#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/template/builtins.h"
#include "tasks/template/formatting.h"
#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"
#include "tasks/template/text_tools.h"

namespace assay::templates {
namespace {

Cell new_text(Renderer& renderer, std::string_view text) { return renderer.text(std::string(text)); }

// The part of a text that two optional indexes bound. Nothing if it begins behind the end.
struct Bounded {
  std::string_view text;
  std::int64_t begin = 0;
};

std::optional<Bounded> bounded(Renderer& renderer, const std::string& text, const Cell& begin, const Cell& end) {
  const auto size = static_cast<std::int64_t>(code_points(text));
  const auto index_of = [&](const Cell& cell, std::int64_t otherwise) {
    const std::int64_t index =
        cell.is(CellKind::kNone) ? otherwise : whole_argument(renderer, cell, otherwise, "a place in a text");
    return index < 0 ? std::max<std::int64_t>(index + size, 0) : index;
  };
  renderer.charge_bytes(text.size());
  const std::int64_t from = index_of(begin, 0);
  const std::int64_t to = std::min(index_of(end, size), size);
  if (from > to) {
    return std::nullopt;
  }
  return Bounded{.text = point_range(text, static_cast<std::size_t>(from), static_cast<std::size_t>(to)),
                 .begin = from};
}

std::int64_t found_at(Renderer& renderer, const Cell& self, CallValues& call, bool is_last) {
  const std::string wanted = text_argument(renderer, call.values[0], "", "what is searched");
  const auto part = bounded(renderer, *self.text, call.values[1], call.values[2]);
  if (!part || renderer.failed()) {
    return -1;
  }
  const std::size_t found = is_last ? part->text.rfind(wanted) : part->text.find(wanted);
  return found == std::string_view::npos
             ? -1
             : part->begin + static_cast<std::int64_t>(code_points(part->text.substr(0, found)));
}

template <bool kIsLast, bool kMustBe>
Cell do_find(Renderer& renderer, const Cell& self, CallValues& call) {
  const std::int64_t found = found_at(renderer, self, call, kIsLast);
  return kMustBe && found < 0 ? renderer.fail("index: the text is not in the text searched") : Cell::of(found);
}

Cell do_count(Renderer& renderer, const Cell& self, CallValues& call) {
  const std::string wanted = text_argument(renderer, call.values[0], "", "what is counted");
  const auto part = bounded(renderer, *self.text, call.values[1], call.values[2]);
  if (!part || renderer.failed()) {
    return Cell::of(std::int64_t{0});
  }
  if (wanted.empty()) {
    return Cell::of(static_cast<std::int64_t>(code_points(part->text)) + 1);
  }
  std::int64_t count = 0;
  for (std::size_t at = part->text.find(wanted); at != std::string_view::npos;
       at = part->text.find(wanted, at + wanted.size())) {
    ++count;
  }
  return Cell::of(count);
}

bool has_affix(std::string_view text, std::string_view affix, bool at_end) {
  return text.size() >= affix.size() && text.substr(at_end ? text.size() - affix.size() : 0, affix.size()) == affix;
}

template <bool kAtEnd>
Cell do_affix(Renderer& renderer, const Cell& self, CallValues& call) {
  const auto part = bounded(renderer, *self.text, call.values[1], call.values[2]);
  const Cell& wanted = call.values[0];
  const std::vector<Cell> affixes = wanted.is(CellKind::kTuple) ? wanted.list->items : std::vector<Cell>{wanted};
  bool has_one = false;
  for (const Cell& affix : affixes) {
    const std::string text = text_argument(renderer, affix, "", "what a text is compared with");
    has_one = has_one || (part && has_affix(part->text, text, kAtEnd));
  }
  return Cell::of_bool(has_one);
}

template <bool kAtEnd>
Cell do_remove_affix(Renderer& renderer, const Cell& self, CallValues& call) {
  const std::string affix = text_argument(renderer, call.values[0], "", "what is removed");
  const std::string_view text = *self.text;
  if (affix.empty() || !has_affix(text, affix, kAtEnd)) {
    return self;
  }
  return new_text(renderer, kAtEnd ? text.substr(0, text.size() - affix.size()) : text.substr(affix.size()));
}

template <Side kSide>
Cell do_strip(Renderer& renderer, const Cell& self, CallValues& call) {
  return renderer.text(stripped(renderer, *self.text, call.values[0], kSide));
}

// Words between white space, at most `cuts` cuts from the left; a negative number means all.
std::vector<std::string_view> words_of(std::string_view text, std::int64_t cuts) {
  std::vector<std::string_view> words;
  text = python_strip_left(text);
  while (!text.empty()) {
    if (cuts-- == 0) {
      words.push_back(text);
      break;
    }
    std::size_t end = 0;
    std::size_t at = 0;
    while (at < text.size() && !is_python_space(next_point(text, at))) {
      end = at;
    }
    words.push_back(text.substr(0, end));
    text = python_strip_left(text.substr(end));
  }
  return words;
}

std::vector<std::string_view> words_from_right(std::string_view text, std::int64_t cuts) {
  std::vector<std::string_view> words;
  text = python_strip_right(text);
  while (!text.empty()) {
    if (cuts-- == 0) {
      words.push_back(text);
      break;
    }
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
      begin = is_python_space(next_point(text, at)) ? at : begin;
    }
    words.push_back(text.substr(begin));
    text = python_strip_right(text.substr(0, begin));
  }
  std::reverse(words.begin(), words.end());
  return words;
}

std::vector<std::string_view> parts_of(std::string_view text, std::string_view separator, std::int64_t cuts) {
  std::vector<std::string_view> parts;
  std::size_t at = 0;
  for (std::size_t found = text.find(separator); found != std::string_view::npos && cuts != 0;
       found = text.find(separator, at)) {
    parts.push_back(text.substr(at, found - at));
    at = found + separator.size();
    --cuts;
  }
  parts.push_back(text.substr(at));
  return parts;
}

std::vector<std::string_view> parts_from_right(std::string_view text, std::string_view separator, std::int64_t cuts) {
  std::vector<std::string_view> parts;
  for (std::size_t found = text.rfind(separator); found != std::string_view::npos && cuts != 0;
       found = text.rfind(separator)) {
    parts.push_back(text.substr(found + separator.size()));
    text = text.substr(0, found);
    --cuts;
  }
  parts.push_back(text);
  std::reverse(parts.begin(), parts.end());
  return parts;
}

Cell listed(Renderer& renderer, const std::vector<std::string_view>& parts) {
  std::vector<Cell> items;
  for (const std::string_view part : parts) {
    items.push_back(new_text(renderer, part));
    if (renderer.failed()) {
      return {};
    }
  }
  return renderer.list(std::move(items));
}

template <bool kFromRight>
Cell do_split(Renderer& renderer, const Cell& self, CallValues& call) {
  const Cell& separator = call.values[0];
  const std::int64_t cuts = whole_argument(renderer, call.values[1], -1, "the number of cuts");
  // Looking for words from the right walks over the text once per word.
  renderer.charge_bytes(self.text->size());
  if (!separator.is_given() || separator.is(CellKind::kNone)) {
    if (kFromRight && cuts < 0) {
      return listed(renderer, words_of(*self.text, -1));
    }
    renderer.charge(kFromRight ? static_cast<std::size_t>(std::min<std::int64_t>(cuts, 1'000'000)) *
                                     (1 + self.text->size() / 64)
                               : 0);
    return renderer.failed()
               ? Cell()
               : listed(renderer, kFromRight ? words_from_right(*self.text, cuts) : words_of(*self.text, cuts));
  }
  const std::string by = text_argument(renderer, separator, " ", "split's separator");
  if (by.empty()) {
    return renderer.fail("a text cannot be split by an empty text");
  }
  return listed(renderer, kFromRight ? parts_from_right(*self.text, by, cuts) : parts_of(*self.text, by, cuts));
}

Cell do_splitlines(Renderer& renderer, const Cell& self, CallValues& call) {
  return listed(renderer, lines_of(*self.text, call.values[0].is_given() && is_true(renderer, call.values[0])));
}

template <bool kFromRight>
Cell do_partition(Renderer& renderer, const Cell& self, CallValues& call) {
  const std::string by = text_argument(renderer, call.values[0], " ", "partition's separator");
  if (by.empty()) {
    return renderer.fail("a text cannot be split by an empty text");
  }
  const std::string_view text = *self.text;
  const std::size_t found = kFromRight ? text.rfind(by) : text.find(by);
  if (found == std::string_view::npos) {
    const Cell empty = renderer.text("");
    return kFromRight ? renderer.tuple({empty, empty, self}) : renderer.tuple({self, empty, empty});
  }
  return renderer.tuple({new_text(renderer, text.substr(0, found)), renderer.text(by),
                         new_text(renderer, text.substr(found + by.size()))});
}

Cell do_join(Renderer& renderer, const Cell& self, CallValues& call) {
  std::string joined;
  bool is_first = true;
  for (const Cell& item : all_items(renderer, call.values[0])) {
    joined += is_first ? "" : *self.text;
    is_first = false;
    joined += text_argument(renderer, item, "", "what is joined");
    if (!renderer.charge_bytes(self.text->size() + (item.is_text() ? item.text->size() : 0))) {
      return {};
    }
  }
  return renderer.text(std::move(joined));
}

Cell do_replace(Renderer& renderer, const Cell& self, CallValues& call) {
  const std::string from = text_argument(renderer, call.values[0], "", "what is replaced");
  const std::string to = text_argument(renderer, call.values[1], "", "what replaces");
  const std::int64_t count = whole_argument(renderer, call.values[2], -1, "replace's count");
  return renderer.failed() ? Cell() : replaced(renderer, *self.text, from, to, count);
}

Cell do_format(Renderer& renderer, const Cell& self, CallValues& call) {
  return brace_format(renderer, *self.text, call);
}

constexpr std::array<BuiltinEntry, 21> kMethods{
    {{"strip", do_strip<Side::kBoth>, 0, {"-"}},
     {"lstrip", do_strip<Side::kLeft>, 0, {"-"}},
     {"rstrip", do_strip<Side::kRight>, 0, {"-"}},
     {"split", do_split<false>, 0, {"sep", "maxsplit"}},
     {"rsplit", do_split<true>, 0, {"sep", "maxsplit"}},
     {"splitlines", do_splitlines, 0, {"keepends"}},
     {"partition", do_partition<false>, 1, {"-"}},
     {"rpartition", do_partition<true>, 1, {"-"}},
     {"join", do_join, 1, {"-"}},
     {"replace", do_replace, 2, {"-", "-", "-"}},
     {"find", do_find<false, false>, 1, {"-", "-", "-"}},
     {"rfind", do_find<true, false>, 1, {"-", "-", "-"}},
     {"index", do_find<false, true>, 1, {"-", "-", "-"}},
     {"rindex", do_find<true, true>, 1, {"-", "-", "-"}},
     {"count", do_count, 1, {"-", "-", "-"}},
     {"startswith", do_affix<false>, 1, {"-", "-", "-"}},
     {"endswith", do_affix<true>, 1, {"-", "-", "-"}},
     {"removeprefix", do_remove_affix<false>, 1, {"-"}},
     {"removesuffix", do_remove_affix<true>, 1, {"-"}},
     {"format", do_format, -1, {}},
     {"isascii", [](Renderer&, const Cell& self, CallValues&) { return Cell::of_bool(is_ascii(*self.text)); }, 0, {}}}};

}  // namespace

std::span<const BuiltinEntry> text_methods() { return kMethods; }

}  // namespace assay::templates
