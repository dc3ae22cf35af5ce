// Filters that apply others: map, select, reject, groupby; and default, items.
#include <algorithm>
#include <array>
#include <string>

#include "tasks/template/attribute_path.h"
#include "tasks/template/builtins.h"
#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

Cell do_default(Renderer& renderer, const Cell& value, CallValues& call) {
  const bool replaces_false = call.values[1].is_given() && is_true(renderer, call.values[1]);
  if (!value.is_defined() || (replaces_false && !is_true(renderer, value))) {
    return call.values[0].is_given() ? call.values[0] : renderer.text("");
  }
  return value;
}

Cell do_items(Renderer& renderer, const Cell& value, CallValues&) {
  if (!value.is_defined()) {
    return renderer.iterator({});
  }
  if (!value.is(CellKind::kDict)) {
    return renderer.fail("items needs a dict, not " + std::string(type_name(value)));
  }
  return renderer.iterator(all_items(renderer, renderer.view(value.dict, ViewBox::Part::kItems)));
}

// The filter or test that the first of these arguments names, taken off them; nullptr and failed if there is none.
const BuiltinEntry* take_named(Renderer& renderer, CallValues& call, bool is_test) {
  const std::string name = text_argument(renderer, call.values[0], "", "the name of a filter or test");
  call.values.erase(call.values.begin());
  const BuiltinEntry* entry = is_test ? find_test(name) : find_filter(name);
  if (entry == nullptr && !renderer.failed()) {
    renderer.refuse(is_test ? unknown_test(name) : unknown_filter(name));
  }
  return entry;
}

Cell map_attribute(Renderer& renderer, const Cell& value, const CallValues& call) {
  Cell attribute = Cell::absent();
  Cell otherwise = Cell::absent();
  for (const auto& [name, given] : call.named) {
    if (name != "attribute" && name != "default") {
      return renderer.fail("map has no argument '" + std::string(name) + "'");
    }
    (name == "attribute" ? attribute : otherwise) = given;
  }
  if (!attribute.is_given()) {
    return renderer.fail("map needs the name of a filter, or attribute=");
  }
  const AttributePath path(renderer, attribute);
  std::vector<Cell> mapped;
  for (const Cell& item : all_items(renderer, value)) {
    mapped.push_back(path.of(item, otherwise));
  }
  return renderer.iterator(std::move(mapped));
}

Cell do_map(Renderer& renderer, const Cell& value, CallValues& call) {
  if (!is_true(renderer, value)) {
    return renderer.iterator({});
  }
  if (call.values.empty()) {
    return map_attribute(renderer, value, call);
  }
  const BuiltinEntry* entry = take_named(renderer, call, false);
  std::vector<Cell> mapped;
  if (entry != nullptr) {
    for (const Cell& item : all_items(renderer, value)) {
      CallValues arguments = call;
      mapped.push_back(call_builtin(renderer, *entry, item, arguments));
      if (renderer.failed()) {
        return {};
      }
    }
  }
  return renderer.iterator(std::move(mapped));
}

// Items of which a test, or their truth, says what is wanted; of the items or of one attribute of theirs.
Cell selected(Renderer& renderer, const Cell& value, CallValues call, bool is_wanted, bool by_attribute) {
  if (!is_true(renderer, value)) {
    return renderer.iterator({});
  }
  if (by_attribute && call.values.empty()) {
    return renderer.fail("an attribute's name is missing");
  }
  const AttributePath path(renderer, by_attribute ? call.values[0] : Cell::absent());
  if (by_attribute) {
    call.values.erase(call.values.begin());
  }
  const BuiltinEntry* test = call.values.empty() ? nullptr : take_named(renderer, call, true);
  std::vector<Cell> kept;
  for (const Cell& item : renderer.failed() ? std::vector<Cell>() : all_items(renderer, value)) {
    CallValues arguments = call;
    const Cell tested = path.of(item);
    const Cell said = test != nullptr ? call_builtin(renderer, *test, tested, arguments) : tested;
    if (is_true(renderer, said) == is_wanted) {
      kept.push_back(item);
    }
    if (renderer.failed()) {
      return {};
    }
  }
  return renderer.iterator(std::move(kept));
}

Cell do_select(Renderer& renderer, const Cell& value, CallValues& call) {
  return selected(renderer, value, call, true, false);
}
Cell do_reject(Renderer& renderer, const Cell& value, CallValues& call) {
  return selected(renderer, value, call, false, false);
}
Cell do_selectattr(Renderer& renderer, const Cell& value, CallValues& call) {
  return selected(renderer, value, call, true, true);
}
Cell do_rejectattr(Renderer& renderer, const Cell& value, CallValues& call) {
  return selected(renderer, value, call, false, true);
}

Cell do_groupby(Renderer& renderer, const Cell& value, CallValues& call) {
  const AttributePath path(renderer, call.values[0]);
  const bool folds = !(call.values[2].is_given() && is_true(renderer, call.values[2]));
  const auto key_of = [&](const Cell& item) {
    const Cell key = path.of(item, call.values[1]);
    return folds ? without_case(renderer, key) : key;
  };
  std::vector<std::pair<Cell, Cell>> keyed;
  for (const Cell& item : all_items(renderer, value)) {
    keyed.emplace_back(key_of(item), item);
  }
  std::stable_sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
    return !renderer.failed() && is_less(renderer, a.first, b.first);
  });
  std::vector<Cell> groups;
  for (std::size_t i = 0; i < keyed.size() && !renderer.failed();) {
    std::vector<Cell> items;
    const Cell key = keyed[i].first;
    const Cell first = keyed[i].second;
    for (; i < keyed.size() && !renderer.failed() && are_equal(renderer, key, keyed[i].first); ++i) {
      items.push_back(keyed[i].second);
    }
    if (items.empty()) {
      return renderer.refuse("groupby of what does not equal itself is not supported");
    }
    const Cell group = renderer.tuple({folds ? path.of(first, call.values[1]) : key, renderer.list(std::move(items))});
    group.list->is_group = true;
    groups.push_back(group);
  }
  return renderer.list(std::move(groups));
}

constexpr std::array<BuiltinEntry, 9> kFilters{
    {{"default", do_default, 0, {"default_value", "boolean"}},
     {"d", do_default, 0, {"default_value", "boolean"}},
     {"items", do_items, 0, {}},
     {"map", do_map, -1, {}},
     {"select", do_select, -1, {}},
     {"reject", do_reject, -1, {}},
     {"selectattr", do_selectattr, -1, {}},
     {"rejectattr", do_rejectattr, -1, {}},
     {"groupby", do_groupby, 1, {"attribute", "default", "case_sensitive"}}}};

}  // namespace

std::span<const BuiltinEntry> mapping_filters() { return kFilters; }

}  // namespace assay::templates
