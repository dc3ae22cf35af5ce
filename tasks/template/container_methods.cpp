// Methods of Python's lists, tuples and dicts.
#include <algorithm>
#include <array>
#include <string>

#include "tasks/template/builtins.h"
#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

Cell do_index(Renderer& renderer, const Cell& self, CallValues& call) {
  const auto size = static_cast<std::int64_t>(self.list->items.size());
  const auto place = [&](const Cell& cell, std::int64_t otherwise) {
    const std::int64_t index = whole_argument(renderer, cell, otherwise, "a place in a list");
    return index < 0 ? std::max<std::int64_t>(index + size, 0) : index;
  };
  const std::int64_t end = std::min(place(call.values[2], size), size);
  for (std::int64_t i = place(call.values[1], 0); i < end && !renderer.failed(); ++i) {
    const Cell& item = self.list->items[static_cast<std::size_t>(i)];
    if (are_same(item, call.values[0]) || are_equal(renderer, item, call.values[0])) {
      return Cell::of(i);
    }
  }
  return renderer.fail("index: the item is not in the list");
}

Cell do_count(Renderer& renderer, const Cell& self, CallValues& call) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < self.list->items.size() && !renderer.failed(); ++i) {
    const Cell& item = self.list->items[i];
    count += are_same(item, call.values[0]) || are_equal(renderer, item, call.values[0]) ? 1 : 0;
  }
  return Cell::of(count);
}

Cell do_append(Renderer&, const Cell& self, CallValues& call) {
  self.list->items.push_back(call.values[0]);
  return {};
}

Cell do_extend(Renderer& renderer, const Cell& self, CallValues& call) {
  const std::vector<Cell> items = all_items(renderer, call.values[0]);
  self.list->items.insert(self.list->items.end(), items.begin(), items.end());
  return {};
}

Cell do_insert(Renderer& renderer, const Cell& self, CallValues& call) {
  auto& items = self.list->items;
  const auto size = static_cast<std::int64_t>(items.size());
  const std::int64_t index = whole_argument(renderer, call.values[0], 0, "a place in a list");
  const std::int64_t place = std::clamp<std::int64_t>(index < 0 ? index + size : index, 0, size);
  renderer.charge(1 + items.size() / 64);
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(place), call.values[1]);
  return {};
}

Cell do_pop(Renderer& renderer, const Cell& self, CallValues& call) {
  auto& items = self.list->items;
  const auto size = static_cast<std::int64_t>(items.size());
  const std::int64_t index = whole_argument(renderer, call.values[0], -1, "a place in a list");
  const std::int64_t place = index < 0 ? index + size : index;
  if (place < 0 || place >= size) {
    return renderer.fail("pop: the list has no such item");
  }
  renderer.charge(1 + items.size() / 64);
  const Cell item = items[static_cast<std::size_t>(place)];
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(place));
  return item;
}

Cell do_remove(Renderer& renderer, const Cell& self, CallValues& call) {
  CallValues wanted;
  wanted.values = {call.values[0], Cell::absent(), Cell::absent()};
  const Cell index = do_index(renderer, self, wanted);
  if (!renderer.failed()) {
    self.list->items.erase(self.list->items.begin() + static_cast<std::ptrdiff_t>(index.integer));
  }
  return {};
}

Cell do_sort(Renderer& renderer, const Cell& self, CallValues& call) {
  if (call.values[0].is_given() && !call.values[0].is(CellKind::kNone)) {
    return renderer.refuse("a list's sort() by a key is not supported");
  }
  const bool is_reverse = call.values[1].is_given() && is_true(renderer, call.values[1]);
  std::vector<Cell> items = self.list->items;
  if (is_reverse) {
    std::reverse(items.begin(), items.end());
  }
  std::stable_sort(items.begin(), items.end(),
                   [&](const Cell& a, const Cell& b) { return !renderer.failed() && is_less(renderer, a, b); });
  if (is_reverse) {
    std::reverse(items.begin(), items.end());
  }
  self.list->items = std::move(items);
  return {};
}

Cell do_reverse(Renderer& renderer, const Cell& self, CallValues&) {
  renderer.charge(1 + self.list->items.size() / 64);
  std::reverse(self.list->items.begin(), self.list->items.end());
  return {};
}

Cell do_copy(Renderer& renderer, const Cell& self, CallValues&) { return renderer.list(all_items(renderer, self)); }

Cell do_clear(Renderer&, const Cell& self, CallValues&) {
  self.list->items.clear();
  return {};
}

template <ViewBox::Part kPart>
Cell do_view(Renderer& renderer, const Cell& self, CallValues&) {
  return renderer.view(self.dict, kPart);
}

Cell do_get(Renderer& renderer, const Cell& self, CallValues& call) {
  if (!is_hashable(renderer, call.values[0])) {
    return {};
  }
  const Cell* found = find_in(renderer, *self.dict, call.values[0]);
  return found != nullptr ? *found : call.values[1].is_given() ? call.values[1] : Cell();
}

Cell do_setdefault(Renderer& renderer, const Cell& self, CallValues& call) {
  if (!is_hashable(renderer, call.values[0])) {
    return {};
  }
  if (const Cell* found = find_in(renderer, *self.dict, call.values[0])) {
    return *found;
  }
  const Cell value = call.values[1].is_given() ? call.values[1] : Cell();
  self.dict->fields.emplace_back(call.values[0], value);
  return value;
}

Cell do_pop_key(Renderer& renderer, const Cell& self, CallValues& call) {
  const Cell* found = is_hashable(renderer, call.values[0]) ? find_in(renderer, *self.dict, call.values[0]) : nullptr;
  if (found == nullptr) {
    return call.values[1].is_given() ? call.values[1] : renderer.fail("pop: the dict has no such key");
  }
  auto& fields = self.dict->fields;
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& one) { return &one.second == found; });
  const Cell value = *found;
  fields.erase(field);
  return value;
}

Cell do_popitem(Renderer& renderer, const Cell& self, CallValues&) {
  if (self.dict->fields.empty()) {
    return renderer.fail("popitem: the dict is empty");
  }
  const auto [key, value] = self.dict->fields.back();
  self.dict->fields.pop_back();
  return renderer.tuple({key, value});
}

// update(mapping or pairs, name=value, ...)
Cell do_update(Renderer& renderer, const Cell& self, CallValues& call) {
  if (call.values.size() > 1) {
    return renderer.fail("update takes at most one value without a name");
  }
  if (!call.values.empty() && call.values[0].is(CellKind::kDict)) {
    const auto fields = call.values[0].dict->fields;
    for (const auto& [key, value] : fields) {
      put_in(renderer, *self.dict, key, value);
    }
  } else if (!call.values.empty()) {
    for (const Cell& pair : all_items(renderer, call.values[0])) {
      const std::vector<Cell> parts = all_items(renderer, pair);
      if (renderer.failed() || parts.size() != 2) {
        return renderer.fail("update needs pairs of keys and values");
      }
      put_in(renderer, *self.dict, parts[0], parts[1]);
    }
  }
  for (const auto& [name, value] : call.named) {
    put_in(renderer, *self.dict, renderer.text(std::string(name)), value);
  }
  return {};
}

Cell do_copy_dict(Renderer& renderer, const Cell& self, CallValues&) {
  renderer.charge(1 + self.dict->fields.size());
  return renderer.dict(self.dict->fields);
}

Cell do_clear_dict(Renderer&, const Cell& self, CallValues&) {
  self.dict->fields.clear();
  return {};
}

constexpr std::array<BuiltinEntry, 11> kListMethods{{{"index", do_index, 1, {"-", "-", "-"}},
                                                     {"count", do_count, 1, {"-"}},
                                                     {"append", do_append, 1, {"-"}},
                                                     {"extend", do_extend, 1, {"-"}},
                                                     {"insert", do_insert, 2, {"-", "-"}},
                                                     {"pop", do_pop, 0, {"-"}},
                                                     {"remove", do_remove, 1, {"-"}},
                                                     {"sort", do_sort, 0, {"key", "reverse"}},
                                                     {"reverse", do_reverse, 0, {}},
                                                     {"copy", do_copy, 0, {}},
                                                     {"clear", do_clear, 0, {}}}};

constexpr std::array<BuiltinEntry, 10> kDictMethods{{{"keys", do_view<ViewBox::Part::kKeys>, 0, {}},
                                                     {"values", do_view<ViewBox::Part::kValues>, 0, {}},
                                                     {"items", do_view<ViewBox::Part::kItems>, 0, {}},
                                                     {"get", do_get, 1, {"-", "-"}},
                                                     {"setdefault", do_setdefault, 1, {"-", "-"}},
                                                     {"pop", do_pop_key, 1, {"-", "-"}},
                                                     {"popitem", do_popitem, 0, {}},
                                                     {"update", do_update, -1, {}},
                                                     {"copy", do_copy_dict, 0, {}},
                                                     {"clear", do_clear_dict, 0, {}}}};

}  // namespace

std::span<const BuiltinEntry> list_methods() { return kListMethods; }
std::span<const BuiltinEntry> tuple_methods() { return std::span(kListMethods).first(2); }
std::span<const BuiltinEntry> dict_methods() { return kDictMethods; }

}  // namespace assay::templates
