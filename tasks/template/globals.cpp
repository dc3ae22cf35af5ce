// range, dict, namespace, cycler and joiner.
#include "tasks/template/globals.h"

#include <algorithm>
#include <array>
#include <string>

#include "tasks/template/operations.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

using Kind = GlobalBox::Kind;

struct GlobalName {
  std::string_view name;
  Kind kind;
};

constexpr std::array<GlobalName, 5> kGlobals{{{"range", Kind::kRange},
                                              {"dict", Kind::kDict},
                                              {"namespace", Kind::kNamespace},
                                              {"cycler", Kind::kCycler},
                                              {"joiner", Kind::kJoiner}}};

Cell make_range(Renderer& renderer, const CallValues& call) {
  if (!call.named.empty() || call.values.empty() || call.values.size() > 3) {
    return renderer.fail("range() takes one to three whole numbers");
  }
  std::array<std::int64_t, 3> numbers{0, 0, 1};
  for (std::size_t i = 0; i < call.values.size(); ++i) {
    numbers[i] = whole_argument(renderer, call.values[i], 0, "what range() is given");
  }
  if (renderer.failed()) {
    return {};
  }
  if (numbers[2] == 0) {
    return renderer.fail("the step of range() cannot be zero");
  }
  return call.values.size() == 1 ? renderer.range(0, numbers[0], 1)
                                 : renderer.range(numbers[0], numbers[1], numbers[2]);
}

// What dict()'s one value without a name holds; false after an error.
bool take_pairs(Renderer& renderer, const Cell& source, Cell& made) {
  if (source.is(CellKind::kDict)) {
    made.dict->fields = source.dict->fields;
    return true;
  }
  for (const Cell& pair : all_items(renderer, source)) {
    const std::vector<Cell> parts = all_items(renderer, pair);
    if (renderer.failed() || parts.size() != 2) {
      renderer.fail("dict() needs pairs of keys and values");
      return false;
    }
    put_in(renderer, *made.dict, parts[0], parts[1]);
  }
  return true;
}

// dict(mapping or pairs, name=value, ...)
Cell make_dict(Renderer& renderer, const CallValues& call) {
  Cell made = renderer.dict({});
  if (call.values.size() > 1) {
    return renderer.fail("dict() takes at most one value without a name");
  }
  if (!call.values.empty() && !take_pairs(renderer, call.values[0], made)) {
    return {};
  }
  for (const auto& [name, value] : call.named) {
    put_in(renderer, *made.dict, renderer.text(std::string(name)), value);
  }
  return made;
}

Cell call_cycler(Renderer& renderer, const CallValues& call) {
  if (call.values.empty() || !call.named.empty()) {
    return renderer.fail("cycler() needs values to go through");
  }
  return renderer.global({.kind = Kind::kCyclerObject, .items = call.values, .at = 0});
}

Cell make_joiner(Renderer& renderer, const CallValues& call) {
  Cell separator = call.values.empty() ? renderer.text(", ") : call.values[0];
  for (const auto& [name, value] : call.named) {
    if (name != "sep" || !call.values.empty()) {
      return renderer.fail("joiner() takes one separator");
    }
    separator = value;
  }
  return call.values.size() > 1 ? renderer.fail("joiner() takes one separator")
                                : renderer.global({.kind = Kind::kJoinerObject, .items = {separator}, .at = 0});
}

// cycler.next(), cycler.reset()
Cell next_of_cycler(Renderer& renderer, const Cell& self, CallValues&) {
  GlobalBox& global = *self.global;
  if (global.kind != Kind::kCyclerObject) {
    return renderer.fail("a function has no 'next'");
  }
  const Cell item = global.items[global.at];
  global.at = (global.at + 1) % global.items.size();
  return item;
}

Cell reset_cycler(Renderer& renderer, const Cell& self, CallValues&) {
  if (self.global->kind != Kind::kCyclerObject) {
    return renderer.fail("a function has no 'reset'");
  }
  self.global->at = 0;
  return {};
}

constexpr std::array<BuiltinEntry, 2> kCyclerMethods{{{"next", next_of_cycler, 0, {}}, {"reset", reset_cycler, 0, {}}}};

}  // namespace

std::span<const BuiltinEntry> cycler_methods() { return kCyclerMethods; }

Cell global_named(Renderer& renderer, std::string_view name) {
  if (name == "lipsum") {
    return renderer.refuse("lipsum is not supported: its text is random");
  }
  const auto found = std::find_if(kGlobals.begin(), kGlobals.end(), [&](const auto& one) { return one.name == name; });
  return found == kGlobals.end() ? Cell::absent() : renderer.global({.kind = found->kind, .items = {}, .at = 0});
}

Cell call_global(Renderer& renderer, GlobalBox& global, CallValues& call) {
  switch (global.kind) {
    case Kind::kRange:
      return make_range(renderer, call);
    case Kind::kDict:
      return make_dict(renderer, call);
    case Kind::kNamespace: {
      Cell made = make_dict(renderer, call);
      made.kind = renderer.failed() ? CellKind::kNone : CellKind::kNamespace;
      return made;
    }
    case Kind::kCycler:
      return call_cycler(renderer, call);
    case Kind::kJoiner:
      return make_joiner(renderer, call);
    case Kind::kJoinerObject:
      if (!call.values.empty() || !call.named.empty()) {
        return renderer.fail("a joiner is called without values");
      }
      return global.at++ == 0 ? renderer.text("") : global.items[0];
    case Kind::kCyclerObject:
      break;
  }
  return renderer.fail("a cycler cannot be called; it has next(), reset() and current");
}

}  // namespace assay::templates
