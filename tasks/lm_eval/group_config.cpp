// Keys of a group; whatever else stands beside them is handed down to its tasks.
#include "tasks/lm_eval/group_config.h"

#include <algorithm>
#include <array>

#include "harness/base/text.h"
#include "tasks/lm_eval/config_reader.h"

namespace assay {
namespace {

constexpr std::array<std::string_view, 5> kGroupKeys{"group", "group_alias", "task", "aggregate_metric_list",
                                                     "metadata"};

GroupMember member_of(ConfigReader& reader, const PlacedField& item) {
  GroupMember member{.place = {item.tree, item.node->line}};
  if (item.node->kind == LooseNode::Kind::kScalar && item.node->value.is_text()) {
    member.name = item.node->value.as_text();
    return member;
  }
  if (item.node->kind == LooseNode::Kind::kMap) {
    member.overrides = fields_of(*item.node, item.tree);
    const PlacedField* group = member.overrides->find("group");
    const PlacedField* name = group != nullptr ? group : member.overrides->find("task");
    if (name != nullptr && name->node->kind == LooseNode::Kind::kScalar && name->node->value.is_text()) {
      member.name = name->node->value.as_text();
      member.is_group_map = group != nullptr;
      return member;
    }
  }
  reader.fail(item, "task: a member is a name, or a map with the key 'task' or 'group' and a name there");
  return member;
}

void read_members(ConfigReader& reader, GroupConfig& config) {
  const PlacedField* field = reader.file().find("task");
  if (field == nullptr || field->node->is_null()) {
    return;
  }
  if (field->node->kind == LooseNode::Kind::kList) {
    for (const LooseNode& item : field->node->items) {
      config.members.push_back(member_of(reader, {"task", &item, field->tree}));
    }
  } else {
    config.members.push_back(member_of(reader, *field));
  }
}

GroupAggregate aggregate_of(ConfigReader& reader, const PlacedField& item) {
  GroupAggregate aggregate;
  for (const PlacedField& inner : fields_of(*item.node, item.tree).fields) {
    if (inner.key == "metric") {
      aggregate.metric = reader.value(inner, kTextKind, "aggregate_metric_list.").text_or("");
    } else if (inner.key == "filter_list") {
      aggregate.filters = reader.texts(inner);
    } else if (inner.key == "aggregation") {
      aggregate.aggregation = reader.value(inner, kTextKind | kFunctionKind, "aggregate_metric_list.");
    } else if (inner.key == "weight_by_size") {
      aggregate.is_weighted_by_size = reader.truth(inner, "aggregate_metric_list.").value_or(true);
    } else {
      reader.fail(inner, "aggregate_metric_list: unknown key '" + printable(inner.key, 40) +
                             "'; known: aggregation, filter_list, metric, weight_by_size");
    }
  }
  if (aggregate.metric.empty()) {
    reader.fail(item, "aggregate_metric_list: key 'metric' is missing");
  }
  return aggregate;
}

void read_aggregates(ConfigReader& reader, GroupConfig& config) {
  const PlacedField* field = reader.file().find("aggregate_metric_list");
  if (field == nullptr || field->node->is_null()) {
    return;
  }
  if (field->node->kind == LooseNode::Kind::kMap) {
    config.aggregates.push_back(aggregate_of(reader, *field));
    return;
  }
  for (const PlacedField& item : reader.maps_of(*field)) {
    config.aggregates.push_back(aggregate_of(reader, item));
  }
}

}  // namespace

Result<GroupConfig> read_group_config(const ResolvedFile& file) {
  ConfigReader reader(file);
  GroupConfig config{.file = file.path};
  if (const PlacedField* name = file.find("group")) {
    config.name = reader.value(*name, kTextKind, "").text_or("");
    config.place = {name->tree, name->node->line};
  }
  if (config.name.empty()) {
    reader.fail_at_file("key 'group' with the group's name is missing");
  }
  if (const PlacedField* alias = file.find("group_alias")) {
    config.alias = reader.value(*alias, kTextKind, "").text_or("");
  }
  if (const PlacedField* metadata = file.find("metadata")) {
    config.metadata = reader.value(*metadata, kAnyKind, "");
  }
  read_members(reader, config);
  read_aggregates(reader, config);
  config.task_overrides = {.path = file.path, .line = file.line};
  std::copy_if(file.fields.begin(), file.fields.end(), std::back_inserter(config.task_overrides.fields),
               [](const PlacedField& field) {
                 return std::find(kGroupKeys.begin(), kGroupKeys.end(), field.key) == kGroupKeys.end();
               });
  if (const auto finished = reader.finish(); !finished) {
    return finished.error();
  }
  return config;
}

}  // namespace assay
