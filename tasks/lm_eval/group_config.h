// A group as lm-eval's schema describes it: members with overrides, and how their scores become one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/base/result.h"
#include "tasks/lm_eval/includes.h"
#include "tasks/lm_eval/task_config.h"

namespace assay {

// A name of a task, group or tag; or a map that names one and overrides keys of it, or describes a new one.
struct GroupMember {
  std::string name;
  bool is_group_map = false;              // a map with the key `group`
  std::optional<ResolvedFile> overrides;  // the whole map; absent: a bare name
  ConfigPlace place;
};

struct GroupAggregate {
  std::string metric;
  std::vector<std::string> filters;  // empty: those that the members have
  ConfigValue aggregation;           // absent: mean
  bool is_weighted_by_size = true;
};

struct GroupConfig {
  std::string file;
  std::string name;
  std::string alias;  // "" if there is none
  ConfigPlace place;
  std::vector<GroupMember> members;
  std::vector<GroupAggregate> aggregates;
  ConfigValue metadata;
  ResolvedFile task_overrides;  // the keys that are no group's: they go to every member
};

// Of a file, or of a map inside a list of tasks.
Result<GroupConfig> read_group_config(const ResolvedFile& file);

}  // namespace assay
