// The loop variable.
#include "tasks/template/loop.h"

#include <array>

#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

Cell cycle(Renderer& renderer, const Cell& self, CallValues& call) {
  if (!call.named.empty() || call.values.empty()) {
    return renderer.fail("loop.cycle() needs values to go through");
  }
  return call.values[static_cast<std::size_t>(self.loop->index) % call.values.size()];
}

Cell changed(Renderer& renderer, const Cell& self, CallValues& call) {
  std::optional<std::vector<Cell>>& last = self.loop->changed_from;
  bool is_same = last.has_value() && last->size() == call.values.size();
  for (std::size_t i = 0; is_same && i < call.values.size(); ++i) {
    is_same = are_same((*last)[i], call.values[i]) || are_equal(renderer, (*last)[i], call.values[i]);
  }
  last = call.values;
  return Cell::of_bool(!is_same);
}

constexpr std::array<BuiltinEntry, 2> kLoopMethods{{{"cycle", cycle, -1, {}}, {"changed", changed, -1, {}}}};

}  // namespace

std::span<const BuiltinEntry> loop_methods() { return kLoopMethods; }

std::optional<Cell> LoopBox::pull() {
  while (!renderer.failed()) {
    std::optional<Cell> item = cursor.next();
    if (!item || statement.expressions.size() < 3 || renderer.passes(statement, *item)) {
      return item;
    }
  }
  return std::nullopt;
}

std::optional<Cell> LoopBox::peek() {
  if (ahead.empty()) {
    if (const auto item = pull()) {
      ahead.push_back(*item);
    }
  }
  return ahead.empty() ? std::nullopt : std::optional(ahead.front());
}

std::optional<Cell> LoopBox::step() {
  const std::optional<Cell> item = peek();
  if (!item || renderer.failed()) {
    return std::nullopt;
  }
  ahead.pop_front();
  ++index;
  before = current;
  current = *item;
  return item;
}

std::int64_t LoopBox::count() {
  const bool is_plain = statement.expressions.size() < 3;
  if (!length && is_plain) {
    length = length_of(renderer, source);
  }
  if (!length) {
    while (const auto item = pull()) {
      ahead.push_back(*item);
    }
    length = static_cast<std::int64_t>(ahead.size()) + index + 1;
  }
  return *length;
}

Cell loop_attribute(LoopBox& loop, std::string_view name) {
  Renderer& renderer = loop.renderer;
  if (name == "index" || name == "index0") {
    return Cell::of(loop.index + (name == "index" ? 1 : 0));
  }
  if (name == "first") {
    return Cell::of_bool(loop.index == 0);
  }
  if (name == "last") {
    return Cell::of_bool(!loop.peek());
  }
  if (name == "length") {
    return Cell::of(loop.count());
  }
  if (name == "revindex" || name == "revindex0") {
    return Cell::of(loop.count() - loop.index - (name == "revindex" ? 0 : 1));
  }
  if (name == "depth" || name == "depth0") {
    return Cell::of(std::int64_t{name == "depth" ? 1 : 0});
  }
  if (name == "previtem") {
    return loop.index == 0 ? renderer.undefined("there is no previous item") : loop.before;
  }
  if (name == "nextitem") {
    const auto next = loop.peek();
    return next ? *next : renderer.undefined("there is no next item");
  }
  return Cell::absent();
}

}  // namespace assay::templates
