// Kinds are checked where a value is taken, so that what is built from a config can rely on them.
#include "tasks/lm_eval/config_reader.h"

#include <algorithm>
#include <array>

#include "harness/base/text.h"

namespace assay {
namespace {

unsigned kind_of(const LooseNode& node) {
  if (node.kind != LooseNode::Kind::kScalar) {
    return node.kind == LooseNode::Kind::kFunction ? kFunctionKind
                                                   : (node.kind == LooseNode::Kind::kList ? kListKind : kMapKind);
  }
  switch (node.value.kind()) {
    case Value::Kind::kText:
      return kTextKind;
    case Value::Kind::kBool:
      return kBoolKind;
    case Value::Kind::kInteger:
      return kIntegerKind;
    default:
      return kNumberKind & ~kIntegerKind;
  }
}

std::string kinds_text(unsigned allowed) {
  constexpr std::array<std::pair<unsigned, std::string_view>, 7> kNames{{{kTextKind, "a text"},
                                                                         {kFunctionKind, "a !function"},
                                                                         {kIntegerKind, "a whole number"},
                                                                         {8, "a number"},
                                                                         {kBoolKind, "true or false"},
                                                                         {kListKind, "a list"},
                                                                         {kMapKind, "a map"}}};
  std::vector<std::string> names;
  for (const auto& [kind, name] : kNames) {
    if ((allowed & kind) != 0) {
      names.emplace_back(name);
    }
  }
  return join(names, " or ");
}

}  // namespace

void ConfigReader::fail(const PlacedField& at, std::string_view message) {
  if (!error_) {
    error_ = error_at(at.tree->file, at.node->line, message);
  }
}

void ConfigReader::fail_at_file(std::string_view message) {
  if (!error_) {
    error_ = error_at(file_.path, file_.line, message);
  }
}

ConfigValue ConfigReader::value(const PlacedField& field, unsigned allowed, std::string_view prefix) {
  ConfigValue read{.place = {field.tree, field.node->line}};
  if (field.node->is_null()) {
    return read;
  }
  if ((kind_of(*field.node) & allowed) == 0) {
    fail(field, std::string(prefix) + field.key + ": '" + printable(to_json(value_of(*field.node)), 60) + "' is not " +
                    kinds_text(allowed));
    return read;
  }
  if (field.node->kind == LooseNode::Kind::kFunction) {
    read.function = field.node->value.as_text();
  } else {
    read.value = value_of(*field.node);
  }
  return read;
}

std::optional<bool> ConfigReader::truth(const PlacedField& field, std::string_view prefix) {
  const ConfigValue read = value(field, kBoolKind, prefix);
  return read.value.kind() == Value::Kind::kBool ? std::optional(read.value.as_bool()) : std::nullopt;
}

std::optional<std::int64_t> ConfigReader::whole(const PlacedField& field, std::int64_t low, std::int64_t high) {
  const ConfigValue read = value(field, kIntegerKind, "");
  if (read.value.kind() != Value::Kind::kInteger) {
    return std::nullopt;
  }
  const std::int64_t number = read.value.as_integer();
  if (number < low || number > high) {
    fail(field, field.key + ": " + std::to_string(number) + " is not from " + std::to_string(low) + " to " +
                    std::to_string(high));
    return std::nullopt;
  }
  return number;
}

std::vector<std::string> ConfigReader::texts(const PlacedField& field) {
  const ConfigValue read = value(field, kTextKind | kListKind, "");
  std::vector<std::string> texts;
  if (read.value.is_text()) {
    texts.push_back(read.value.as_text());
  } else if (read.value.is_list()) {
    for (const Value& item : read.value.items()) {
      if (!item.is_text()) {
        fail(field, field.key + ": a text, or a list of texts, is needed");
        return {};
      }
      texts.push_back(item.as_text());
    }
  }
  return texts;
}

std::vector<PlacedField> ConfigReader::maps_of(const PlacedField& field) {
  std::vector<PlacedField> maps;
  const bool has_maps = field.node->kind == LooseNode::Kind::kList &&
                        std::all_of(field.node->items.begin(), field.node->items.end(),
                                    [](const LooseNode& item) { return item.kind == LooseNode::Kind::kMap; });
  if (!has_maps) {
    fail(field, field.key + ": a list of maps is needed");
    return maps;
  }
  for (const LooseNode& item : field.node->items) {
    maps.push_back({field.key, &item, field.tree});
  }
  return maps;
}

void ConfigReader::argument(const PlacedField& field, Value::Dict& arguments, std::vector<ConfigValue>& functions) {
  if (field.node->kind == LooseNode::Kind::kFunction) {
    functions.push_back(value(field, kFunctionKind, ""));
  } else {
    arguments.push_back({Value::of(field.key), value_of(*field.node)});
  }
}

}  // namespace assay
