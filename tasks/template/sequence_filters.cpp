// Filters on lists: join, first, sort, sum, batch, ...
#include <algorithm>
#include <array>
#include <string>

#include "tasks/template/attribute_path.h"
#include "tasks/template/builtins.h"
#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

constexpr std::int64_t kPiecesMax = 1'000'000;

bool flag(Renderer& renderer, const Cell& cell) { return cell.is_given() && is_true(renderer, cell); }

Cell do_length(Renderer& renderer, const Cell& value, CallValues&) {
  if (!renderer.require(value)) {
    return {};
  }
  const auto length = length_of(renderer, value);
  return length ? Cell::of(*length) : renderer.fail("a " + std::string(type_name(value)) + " has no length");
}

Cell do_join(Renderer& renderer, const Cell& value, CallValues& call) {
  const AttributePath path(renderer, call.values[1]);
  const std::string separator = call.values[0].is_given() ? str_of(renderer, call.values[0]) : "";
  std::string out;
  bool is_first = true;
  for (const Cell& item : all_items(renderer, value)) {
    out += is_first ? "" : separator;
    is_first = false;
    append_str(renderer, path.of(item), out);
    if (!renderer.charge_bytes(separator.size())) {
      return {};
    }
  }
  return renderer.text(std::move(out));
}

Cell do_list(Renderer& renderer, const Cell& value, CallValues&) { return renderer.list(all_items(renderer, value)); }

Cell do_first(Renderer& renderer, const Cell& value, CallValues&) {
  Cursor cursor(renderer, value);
  const auto first = renderer.failed() ? std::nullopt : cursor.next();
  return first ? *first : renderer.undefined("there is no first item: the list is empty");
}

Cell do_last(Renderer& renderer, const Cell& value, CallValues&) {
  if (value.is(CellKind::kIterator)) {
    return renderer.fail("a generator has no last item; make it a list first");
  }
  const std::vector<Cell> items = all_items(renderer, value);
  return items.empty() ? renderer.undefined("there is no last item: the list is empty") : items.back();
}

Cell do_reverse(Renderer& renderer, const Cell& value, CallValues&) {
  if (value.is_text()) {
    return slice_of(renderer, value, Cell::none(), Cell::none(), Cell::of(std::int64_t{-1}));
  }
  std::vector<Cell> items = all_items(renderer, value);
  std::reverse(items.begin(), items.end());
  return value.is(CellKind::kIterator) ? renderer.list(std::move(items)) : renderer.iterator(std::move(items));
}

// Sorts by keys, keeping equal ones in their order, also when reversed.
std::vector<Cell> sorted_by(Renderer& renderer, std::vector<std::pair<Cell, Cell>> keyed, bool is_reverse) {
  if (is_reverse) {
    std::reverse(keyed.begin(), keyed.end());
  }
  std::stable_sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
    return !renderer.failed() && is_less(renderer, a.first, b.first);
  });
  if (is_reverse) {
    std::reverse(keyed.begin(), keyed.end());
  }
  std::vector<Cell> sorted;
  sorted.reserve(keyed.size());
  for (const auto& [key, item] : keyed) {
    sorted.push_back(item);
  }
  return sorted;
}

Cell do_sort(Renderer& renderer, const Cell& value, CallValues& call) {
  const std::vector<AttributePath> paths = attribute_paths(renderer, call.values[2]);
  const bool folds = !flag(renderer, call.values[1]);
  std::vector<std::pair<Cell, Cell>> keyed;
  for (const Cell& item : all_items(renderer, value)) {
    std::vector<Cell> keys;
    for (const AttributePath& path : paths) {
      const Cell key = path.of(item);
      keys.push_back(folds ? without_case(renderer, key) : key);
    }
    keyed.emplace_back(renderer.list(std::move(keys)), item);
    if (renderer.failed()) {
      return {};
    }
  }
  return renderer.list(sorted_by(renderer, std::move(keyed), flag(renderer, call.values[0])));
}

Cell do_dictsort(Renderer& renderer, const Cell& value, CallValues& call) {
  const std::string by = text_argument(renderer, call.values[1], "key", "dictsort's 'by'");
  if (!renderer.require(value) || !value.is(CellKind::kDict) || (by != "key" && by != "value")) {
    return renderer.fail("dictsort needs a dict, and by='key' or by='value'");
  }
  const bool folds = !flag(renderer, call.values[0]);
  std::vector<std::pair<Cell, Cell>> keyed;
  for (const auto& [key, field] : value.dict->fields) {
    const Cell& sorting = by == "key" ? key : field;
    keyed.emplace_back(folds ? without_case(renderer, sorting) : sorting, renderer.tuple({key, field}));
  }
  return renderer.list(sorted_by(renderer, std::move(keyed), flag(renderer, call.values[2])));
}

Cell do_unique(Renderer& renderer, const Cell& value, CallValues& call) {
  const AttributePath path(renderer, call.values[1]);
  const bool folds = !flag(renderer, call.values[0]);
  DictBox seen;
  std::vector<Cell> unique;
  for (const Cell& item : all_items(renderer, value)) {
    const Cell key = folds ? without_case(renderer, path.of(item)) : path.of(item);
    if (renderer.failed() || !is_hashable(renderer, key)) {
      return {};
    }
    if (find_in(renderer, seen, key) == nullptr) {
      seen.fields.emplace_back(key, Cell());
      unique.push_back(item);
    }
  }
  return renderer.iterator(std::move(unique));
}

Cell least_or_most(Renderer& renderer, const Cell& value, CallValues& call, bool is_least) {
  const AttributePath path(renderer, call.values[1]);
  const bool folds = !flag(renderer, call.values[0]);
  std::optional<std::pair<Cell, Cell>> best;
  for (const Cell& item : all_items(renderer, value)) {
    const Cell key = folds ? without_case(renderer, path.of(item)) : path.of(item);
    if (renderer.failed()) {
      return {};
    }
    if (!best || (is_least ? is_less(renderer, key, best->first) : is_less(renderer, best->first, key))) {
      best = {key, item};
    }
  }
  return best ? best->second : renderer.undefined("there is no least or greatest item: the list is empty");
}

Cell do_min(Renderer& renderer, const Cell& value, CallValues& call) {
  return least_or_most(renderer, value, call, true);
}
Cell do_max(Renderer& renderer, const Cell& value, CallValues& call) {
  return least_or_most(renderer, value, call, false);
}

Cell do_sum(Renderer& renderer, const Cell& value, CallValues& call) {
  const AttributePath path(renderer, call.values[0]);
  Cell sum = call.values[1].is_given() ? call.values[1] : Cell::of(std::int64_t{0});
  if (sum.is_text()) {
    return renderer.fail("texts cannot be summed; join them");
  }
  for (const Cell& item : all_items(renderer, value)) {
    sum = calculate(renderer, Operation::kAdd, sum, path.of(item));
    if (renderer.failed()) {
      return {};
    }
  }
  return sum;
}

Cell do_batch(Renderer& renderer, const Cell& value, CallValues& call) {
  const std::int64_t size = whole_argument(renderer, call.values[0], 1, "batch's size");
  const Cell& fill = call.values[1];
  std::vector<Cell> batches;
  std::vector<Cell> batch;
  for (const Cell& item : all_items(renderer, value)) {
    if (static_cast<std::int64_t>(batch.size()) == size) {
      batches.push_back(renderer.list(std::move(batch)));
      batch.clear();
    }
    batch.push_back(item);
  }
  if (!batch.empty()) {
    const std::int64_t missing = size - static_cast<std::int64_t>(batch.size());
    if (fill.is_given() && !fill.is(CellKind::kNone) && missing > 0) {
      if (missing > kPiecesMax || !renderer.charge(static_cast<std::size_t>(missing))) {
        return renderer.fail("a batch of more than a million items");
      }
      batch.insert(batch.end(), static_cast<std::size_t>(missing), fill);
    }
    batches.push_back(renderer.list(std::move(batch)));
  }
  return renderer.iterator(std::move(batches));
}

Cell do_slice(Renderer& renderer, const Cell& value, CallValues& call) {
  const std::int64_t count = whole_argument(renderer, call.values[0], 1, "slice's number");
  const Cell& fill = call.values[1];
  const std::vector<Cell> items = all_items(renderer, value);
  if (count == 0 || renderer.failed()) {
    return renderer.fail("a list cannot be cut into no slices");
  }
  if (count > kPiecesMax || (count > 0 && !renderer.charge(static_cast<std::size_t>(count)))) {
    return renderer.fail("more than a million slices");
  }
  std::vector<Cell> slices;
  const auto size = static_cast<std::int64_t>(items.size());
  std::size_t at = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const bool is_longer = i < size % count;
    const auto end = at + static_cast<std::size_t>(size / count + (is_longer ? 1 : 0));
    std::vector<Cell> slice(items.begin() + static_cast<std::ptrdiff_t>(at),
                            items.begin() + static_cast<std::ptrdiff_t>(end));
    if (fill.is_given() && !fill.is(CellKind::kNone) && !is_longer) {
      slice.push_back(fill);
    }
    slices.push_back(renderer.list(std::move(slice)));
    at = end;
  }
  return renderer.iterator(std::move(slices));
}

constexpr std::array<BuiltinEntry, 15> kFilters{{{"length", do_length, 0, {}},
                                                 {"count", do_length, 0, {}},
                                                 {"join", do_join, 0, {"d", "attribute"}},
                                                 {"list", do_list, 0, {}},
                                                 {"first", do_first, 0, {}},
                                                 {"last", do_last, 0, {}},
                                                 {"reverse", do_reverse, 0, {}},
                                                 {"sort", do_sort, 0, {"reverse", "case_sensitive", "attribute"}},
                                                 {"dictsort", do_dictsort, 0, {"case_sensitive", "by", "reverse"}},
                                                 {"unique", do_unique, 0, {"case_sensitive", "attribute"}},
                                                 {"min", do_min, 0, {"case_sensitive", "attribute"}},
                                                 {"max", do_max, 0, {"case_sensitive", "attribute"}},
                                                 {"sum", do_sum, 0, {"attribute", "start"}},
                                                 {"batch", do_batch, 1, {"linecount", "fill_with"}},
                                                 {"slice", do_slice, 1, {"slices", "fill_with"}}}};

}  // namespace

std::span<const BuiltinEntry> sequence_filters() { return kFilters; }

}  // namespace assay::templates
