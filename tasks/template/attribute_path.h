// A path into items, as filters take it: attribute='answers.0.text'.
#pragma once

#include <string_view>
#include <vector>

#include "tasks/template/cell.h"

namespace assay::templates {

class Renderer;

class AttributePath {
 public:
  // kAbsent and None lead to the item itself.
  AttributePath(Renderer& renderer, const Cell& attribute);

  Cell of(const Cell& item) const { return of(item, Cell::absent()); }
  Cell of(const Cell& item, const Cell& otherwise) const;  // `otherwise` stands in for what is undefined, if given

 private:
  Renderer& renderer_;
  std::vector<Cell> steps_;
};

// One path per name between commas.
std::vector<AttributePath> attribute_paths(Renderer& renderer, const Cell& attribute);

// Texts in lower case, all else as it is.
Cell without_case(Renderer& renderer, const Cell& cell);

}  // namespace assay::templates
