// object.name, object[key], object[begin:end:step], and walking over what can be walked over.
#include <algorithm>
#include <string>

#include "harness/base/unicode.h"
#include "tasks/template/loop.h"
#include "tasks/template/operations.h"
#include "tasks/template/python_text.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

std::int64_t point_count(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

Cell no_attribute(Renderer& renderer, const Cell& object, std::string_view name) {
  std::string quoted;
  append_repr(name, quoted);
  return renderer.undefined("a " + std::string(type_name(object)) + " has no " + quoted);
}

Cell no_item(Renderer& renderer, const Cell& object, const Cell& key) {
  if (key.is_text()) {
    return no_attribute(renderer, object, *key.text);
  }
  const std::string shown =
      key.is_number() ? str_of(renderer, key) : "of this kind (" + std::string(type_name(key)) + ")";
  return renderer.undefined("a " + std::string(type_name(object)) + " has no item " + shown);
}

// What Python's getattr gives; kAbsent for AttributeError.
Cell own_attribute(Renderer& renderer, const Cell& object, std::string_view name) {
  if (object.is(CellKind::kNamespace)) {
    const std::string key(name);
    const Cell* found = find_in(renderer, *object.dict, Cell::pointing(CellKind::kText, &key));
    return found != nullptr ? *found : Cell::absent();
  }
  if (object.is(CellKind::kLoop)) {
    if (const Cell found = loop_attribute(*object.loop, name); found.is_given()) {
      return found;
    }
  }
  if (object.is(CellKind::kTuple) && object.list->is_group && (name == "grouper" || name == "list")) {
    return object.list->items[name == "list" ? 1 : 0];
  }
  if (find_method(object.kind, name) != nullptr) {
    return renderer.method(object, name);
  }
  if (is_unsupported_attribute(object.kind, name)) {
    return renderer.refuse("'" + std::string(name) + "' of a " + std::string(type_name(object)) + " is not supported");
  }
  return Cell::absent();
}

Cell text_item(Renderer& renderer, const std::string& text, std::int64_t index) {
  renderer.charge_bytes(text.size());
  const std::int64_t count = point_count(text);
  index += index < 0 ? count : 0;
  if (index < 0 || index >= count) {
    return Cell::absent();
  }
  const auto at = static_cast<std::size_t>(index);
  return renderer.text(std::string(point_range(text, at, at + 1)));
}

// What Python's object[key] gives; kAbsent for a TypeError or LookupError.
Cell own_item(Renderer& renderer, const Cell& object, const Cell& key) {
  if (object.is(CellKind::kDict)) {
    if (key.is_sequence() || key.is(CellKind::kDict)) {
      return key.is(CellKind::kTuple) ? renderer.refuse("a tuple as a key is not supported") : Cell::absent();
    }
    const Cell* found = renderer.require(key) ? find_in(renderer, *object.dict, key) : nullptr;
    return found != nullptr ? *found : Cell::absent();
  }
  if (!key.is_whole()) {
    return Cell::absent();
  }
  std::int64_t index = key.whole();
  if (object.is_text()) {
    return text_item(renderer, *object.text, index);
  }
  if (object.is_sequence()) {
    const auto size = static_cast<std::int64_t>(object.list->items.size());
    index += index < 0 ? size : 0;
    return index < 0 || index >= size ? Cell::absent() : object.list->items[static_cast<std::size_t>(index)];
  }
  if (object.is(CellKind::kRange)) {
    const RangeBox& range = *object.range;
    index += index < 0 ? range.count : 0;
    return index < 0 || index >= range.count ? Cell::absent() : Cell::of(range.begin + index * range.step);
  }
  return Cell::absent();
}

// The indexes a slice picks from `count` items: from begin on, `number` of them, step apart.
struct Picked {
  std::int64_t begin = 0;
  std::int64_t number = 0;
  std::int64_t step = 1;
};

std::int64_t clamped(const Cell& cell, std::int64_t count, std::int64_t otherwise, std::int64_t low) {
  if (!cell.is_whole()) {
    return otherwise;
  }
  std::int64_t index = cell.whole();
  index += index < 0 ? count : 0;
  return std::clamp(index, low, low + count);
}

Picked picked(std::int64_t count, const Cell& begin, const Cell& end, std::int64_t step) {
  const std::int64_t low = step < 0 ? -1 : 0;  // where walking down ends
  const std::int64_t from = clamped(begin, count, step < 0 ? count - 1 : 0, low);
  const std::int64_t to = clamped(end, count, step < 0 ? -1 : count, low);
  const std::int64_t span = step < 0 ? from - to : to - from;
  const std::int64_t width = step < 0 ? -step : step;
  return {.begin = from, .number = span <= 0 ? 0 : (span - 1) / width + 1, .step = step};
}

Cell text_slice(Renderer& renderer, const std::string& text, const Picked& pick) {
  renderer.charge_bytes(text.size());
  if (pick.step == 1) {
    const auto first = static_cast<std::size_t>(pick.begin);
    return renderer.text(std::string(point_range(text, first, first + static_cast<std::size_t>(pick.number))));
  }
  const std::u32string points = to_points(text);
  std::string out;
  for (std::int64_t i = 0; i < pick.number; ++i) {
    append_point(points[static_cast<std::size_t>(pick.begin + i * pick.step)], out);
  }
  return renderer.text(std::move(out));
}

bool is_slice_bound(Renderer& renderer, const Cell& cell) {
  if (!renderer.require(cell)) {
    return false;
  }
  if (!cell.is_whole() && !cell.is(CellKind::kNone)) {
    renderer.fail("a slice needs whole numbers, not " + std::string(type_name(cell)));
    return false;
  }
  return true;
}

}  // namespace

std::optional<std::int64_t> length_of(Renderer& renderer, const Cell& cell) {
  switch (cell.kind) {
    case CellKind::kText:
    case CellKind::kMarkup:
      renderer.charge_bytes(cell.text->size());
      return point_count(*cell.text);
    case CellKind::kList:
    case CellKind::kTuple:
      return static_cast<std::int64_t>(cell.list->items.size());
    case CellKind::kDict:
      return static_cast<std::int64_t>(cell.dict->fields.size());
    case CellKind::kRange:
      return cell.range->count;
    case CellKind::kView:
      return static_cast<std::int64_t>(cell.view->dict->fields.size());
    case CellKind::kLoop:
      return cell.loop->count();
    case CellKind::kBlank:
      return 0;
    default:
      return std::nullopt;
  }
}

Cell attribute_of(Renderer& renderer, const Cell& object, std::string_view name) {
  if (!renderer.require_defined(object)) {
    return {};
  }
  const Cell own = own_attribute(renderer, object, name);
  if (own.is_given()) {
    return own;
  }
  const std::string key(name);
  const Cell item = own_item(renderer, object, Cell::pointing(CellKind::kText, &key));
  return item.is_given() ? item : no_attribute(renderer, object, name);
}

Cell item_of(Renderer& renderer, const Cell& object, const Cell& key) {
  if (!renderer.require_defined(object)) {
    return {};
  }
  Cell found = own_item(renderer, object, key);
  if (!found.is_given() && key.is_text()) {
    found = own_attribute(renderer, object, *key.text);
  }
  return found.is_given() ? found : no_item(renderer, object, key);
}

Cell slice_of(Renderer& renderer, const Cell& object, const Cell& begin, const Cell& end, const Cell& step) {
  if (!renderer.require(object) || !is_slice_bound(renderer, begin) || !is_slice_bound(renderer, end) ||
      !is_slice_bound(renderer, step)) {
    return {};
  }
  const std::int64_t width = step.is_whole() ? step.whole() : 1;
  const bool is_sliceable = object.is_text() || object.is_sequence() || object.is(CellKind::kRange);
  if (!is_sliceable) {
    return renderer.fail("a " + std::string(type_name(object)) + " has no slices");
  }
  if (width == 0) {
    return renderer.fail("a slice's step cannot be zero");
  }
  // Steps wider than any text do not pick more than one item either.
  const Picked pick = picked(*length_of(renderer, object), begin, end,
                             std::clamp<std::int64_t>(width, -(std::int64_t{1} << 40), std::int64_t{1} << 40));
  if (object.is_text()) {
    return text_slice(renderer, *object.text, pick);
  }
  if (object.is(CellKind::kRange)) {
    const std::int64_t inner = object.range->step;
    const std::int64_t first = object.range->begin + pick.begin * inner;
    return renderer.range(first, first + pick.number * inner * pick.step, inner * pick.step);
  }
  if (!renderer.charge(static_cast<std::size_t>(pick.number))) {
    return {};
  }
  std::vector<Cell> items;
  for (std::int64_t i = 0; i < pick.number; ++i) {
    items.push_back(object.list->items[static_cast<std::size_t>(pick.begin + i * pick.step)]);
  }
  return object.is(CellKind::kTuple) ? renderer.tuple(std::move(items)) : renderer.list(std::move(items));
}

bool is_hashable(Renderer& renderer, const Cell& key) {
  if (!renderer.require(key)) {
    return false;
  }
  if (key.is(CellKind::kList) || key.is(CellKind::kDict)) {
    renderer.fail("a " + std::string(type_name(key)) + " cannot be a key");
    return false;
  }
  if (key.is(CellKind::kTuple)) {
    const auto& items = key.list->items;
    return std::all_of(items.begin(), items.end(), [&](const Cell& item) { return is_hashable(renderer, item); });
  }
  return true;
}

const Cell* find_in(Renderer& renderer, const DictBox& dict, const Cell& key) {
  renderer.charge(1 + dict.fields.size() / 8);
  for (const auto& [one, value] : dict.fields) {
    if (one.is_text() && key.is_text()                                 ? *one.text == *key.text
        : one.kind == key.kind || (one.is_number() && key.is_number()) ? are_equal(renderer, one, key)
                                                                       : false) {
      return &value;
    }
  }
  return nullptr;
}

void put_in(Renderer& renderer, DictBox& dict, const Cell& key, const Cell& value) {
  if (!is_hashable(renderer, key)) {
    return;
  }
  const Cell* found = find_in(renderer, dict, key);
  if (found != nullptr) {
    const auto same =
        std::find_if(dict.fields.begin(), dict.fields.end(), [&](const auto& f) { return &f.second == found; });
    same->second = value;
    return;
  }
  dict.fields.emplace_back(key, value);
}

bool is_iterable(const Cell& cell) {
  switch (cell.kind) {
    case CellKind::kText:
    case CellKind::kMarkup:
    case CellKind::kList:
    case CellKind::kTuple:
    case CellKind::kDict:
    case CellKind::kRange:
    case CellKind::kView:
    case CellKind::kIterator:
    case CellKind::kBlank:
      return true;
    default:
      return false;
  }
}

Cursor::Cursor(Renderer& renderer, const Cell& source) : renderer_(renderer), source_(source) {
  if (!renderer.require(source)) {
    return;
  }
  if (!is_iterable(source)) {
    renderer.fail("a " + std::string(type_name(source)) + " cannot be walked over");
  } else if (source.is(CellKind::kDict) || source.is(CellKind::kView)) {
    size_ = static_cast<std::size_t>(*length_of(renderer, source));
  }
}

std::optional<Cell> Cursor::next() {
  if (!renderer_.charge(1)) {
    return std::nullopt;
  }
  switch (source_.kind) {
    case CellKind::kText:
    case CellKind::kMarkup: {
      if (at_ >= source_.text->size()) {
        return std::nullopt;
      }
      const std::size_t begin = at_;
      next_point(*source_.text, at_);
      return renderer_.text(source_.text->substr(begin, at_ - begin));
    }
    case CellKind::kList:
    case CellKind::kTuple:
      return at_ < source_.list->items.size() ? std::optional(source_.list->items[at_++]) : std::nullopt;
    case CellKind::kIterator:
      return source_.iterator->at < source_.iterator->items.size()
                 ? std::optional(source_.iterator->items[source_.iterator->at++])
                 : std::nullopt;
    case CellKind::kRange:
      return at_ < static_cast<std::size_t>(source_.range->count)
                 ? std::optional(
                       Cell::of(source_.range->begin + static_cast<std::int64_t>(at_++) * source_.range->step))
                 : std::nullopt;
    case CellKind::kDict:
    case CellKind::kView:
      return next_field();
    default:
      return std::nullopt;
  }
}

std::optional<Cell> Cursor::next_field() {
  const bool is_view = source_.is(CellKind::kView);
  const auto& fields = is_view ? source_.view->dict->fields : source_.dict->fields;
  if (fields.size() != size_) {
    renderer_.fail("a dict changed its size while it was walked over");
    return std::nullopt;
  }
  if (at_ >= fields.size()) {
    return std::nullopt;
  }
  const auto& [key, value] = fields[at_++];
  const ViewBox::Part part = is_view ? source_.view->part : ViewBox::Part::kKeys;
  return part == ViewBox::Part::kKeys ? key : part == ViewBox::Part::kValues ? value : renderer_.tuple({key, value});
}

std::vector<Cell> all_items(Renderer& renderer, const Cell& source) {
  std::vector<Cell> items;
  Cursor cursor(renderer, source);
  while (const auto item = renderer.failed() ? std::nullopt : cursor.next()) {
    items.push_back(*item);
  }
  return items;
}

std::int64_t whole_argument(Renderer& renderer, const Cell& cell, std::int64_t otherwise, std::string_view what) {
  if (!cell.is_given()) {
    return otherwise;
  }
  if (!renderer.require(cell) || !cell.is_whole()) {
    renderer.fail(std::string(what) + " must be a whole number, not " + std::string(type_name(cell)));
    return otherwise;
  }
  return cell.whole();
}

std::string text_argument(Renderer& renderer, const Cell& cell, std::string_view otherwise, std::string_view what) {
  if (!cell.is_given()) {
    return std::string(otherwise);
  }
  if (!renderer.require(cell) || !cell.is(CellKind::kText)) {
    renderer.fail(std::string(what) + " must be a text, not " + std::string(type_name(cell)));
    return std::string(otherwise);
  }
  return *cell.text;
}

}  // namespace assay::templates
