// What Python does with values: text of them, comparing, arithmetic, indexing, walking over them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/template/ast.h"
#include "tasks/template/cell.h"

namespace assay::templates {

class Renderer;

std::string_view type_name(const Cell& cell);  // "str", "list", ... for messages

// str() and repr(). Fails for undefined values.
void append_str(Renderer& renderer, const Cell& cell, std::string& out);
void append_repr(Renderer& renderer, const Cell& cell, std::string& out, int depth = 0);
std::string str_of(Renderer& renderer, const Cell& cell);

bool is_true(Renderer& renderer, const Cell& cell);
bool are_equal(Renderer& renderer, const Cell& a, const Cell& b, int depth = 0);
bool is_less(Renderer& renderer, const Cell& a, const Cell& b, int depth = 0);
bool compare(Renderer& renderer, Operation operation, const Cell& a, const Cell& b);
bool contains(Renderer& renderer, const Cell& holder, const Cell& item);
bool are_same(const Cell& a, const Cell& b);
Cell calculate(Renderer& renderer, Operation operation, const Cell& a, const Cell& b);
Cell negated(Renderer& renderer, const Cell& cell, bool is_minus);
double real_of(Renderer& renderer, const Cell& cell);  // REQUIRES: is_number()

// len(); nothing for what has none.
std::optional<std::int64_t> length_of(Renderer& renderer, const Cell& cell);
// object.name and object[key] as templates have them; undefined if there is no such thing.
Cell attribute_of(Renderer& renderer, const Cell& object, std::string_view name);
Cell item_of(Renderer& renderer, const Cell& object, const Cell& key);
Cell slice_of(Renderer& renderer, const Cell& object, const Cell& begin, const Cell& end, const Cell& step);
const Cell* find_in(Renderer& renderer, const DictBox& dict, const Cell& key);
void put_in(Renderer& renderer, DictBox& dict, const Cell& key, const Cell& value);
bool is_hashable(Renderer& renderer, const Cell& key);

// Walks over what Python can iterate over. Lists are watched while they change.
class Cursor {
 public:
  // Fails the rendering if the source cannot be walked over.
  Cursor(Renderer& renderer, const Cell& source);
  std::optional<Cell> next();

 private:
  std::optional<Cell> next_field();
  Renderer& renderer_;
  Cell source_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
};
bool is_iterable(const Cell& cell);
std::vector<Cell> all_items(Renderer& renderer, const Cell& source);

// An argument that must be of a kind, with its default.
std::int64_t whole_argument(Renderer& renderer, const Cell& cell, std::int64_t otherwise, std::string_view what);
std::string text_argument(Renderer& renderer, const Cell& cell, std::string_view otherwise, std::string_view what);

// text % values and text.format(...).
Cell percent_format(Renderer& renderer, const std::string& pattern, const Cell& values);

}  // namespace assay::templates
