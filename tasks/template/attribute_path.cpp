// Paths into items.
#include "tasks/template/attribute_path.h"

#include <algorithm>
#include <string>

#include "harness/base/letter_case.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"

namespace assay::templates {

AttributePath::AttributePath(Renderer& renderer, const Cell& attribute) : renderer_(renderer) {
  if (!attribute.is_given() || attribute.is(CellKind::kNone)) {
    return;
  }
  if (!attribute.is(CellKind::kText)) {
    steps_.push_back(attribute);
    return;
  }
  for (const std::string_view step : split(*attribute.text, '.')) {
    const auto number = parse_int(step);
    steps_.push_back(number && *number >= 0 && step[0] != '-' ? Cell::of(*number) : renderer.text(std::string(step)));
  }
}

Cell AttributePath::of(const Cell& item, const Cell& otherwise) const {
  Cell found = item;
  for (const Cell& step : steps_) {
    found = item_of(renderer_, found, step);
    if (!found.is_defined() && otherwise.is_given() && !otherwise.is(CellKind::kNone)) {
      found = otherwise;
    }
  }
  return found;
}

std::vector<AttributePath> attribute_paths(Renderer& renderer, const Cell& attribute) {
  std::vector<AttributePath> paths;
  if (!attribute.is(CellKind::kText)) {
    paths.emplace_back(renderer, attribute);
    return paths;
  }
  for (const std::string_view one : split(*attribute.text, ',')) {
    paths.emplace_back(renderer, renderer.text(std::string(one)));
  }
  return paths;
}

Cell without_case(Renderer& renderer, const Cell& cell) {
  return cell.is(CellKind::kText) ? renderer.text(python_lower(*cell.text)) : cell;
}

}  // namespace assay::templates
