// What a name means: groups opened, tags spread out, overrides handed down.
#include <fnmatch.h>

#include <algorithm>
#include <utility>

#include "harness/base/text.h"
#include "tasks/lm_eval/catalogue.h"

namespace assay {
namespace {

constexpr std::size_t kTasksMax = 100'000;
constexpr std::size_t kLevelsMax = 32;

ResolvedFile without(ResolvedFile fields, std::string_view key) {
  std::erase_if(fields.fields, [&](const PlacedField& field) { return field.key == key; });
  return fields;
}

class TreeMaker {
 public:
  explicit TreeMaker(const Catalogue& catalogue) : catalogue_(catalogue) {}

  Result<TaskTree> of_entry(const CatalogueEntry& entry, const ResolvedFile& overrides) {
    TaskTree tree{.name = entry.name, .kind = entry.kind};
    if (++nodes_ > kTasksMax) {
      return Error{ErrorKind::kInvalidConfig,
                   "'" + printable(entry.name, 80) + "' brings more than " + std::to_string(kTasksMax) + " tasks"};
    }
    if (entry.kind == CatalogueKind::kTag) {
      for (const std::string& name : entry.tasks) {
        const CatalogueEntry* task = catalogue_.find(name);
        if (task == nullptr || task->kind == CatalogueKind::kTag || task->kind == CatalogueKind::kGroup) {
          continue;
        }
        if (auto failed = add(tree, of_entry(*task, without(overrides, "task")))) {
          return *failed;
        }
      }
      return tree;
    }
    auto file = resolve_includes(*catalogue_.files, catalogue_.folder + "/" + entry.file);
    if (!file) {
      return file.error();
    }
    if (entry.kind == CatalogueKind::kGroup) {
      return of_group(*file, entry.name, overrides);
    }
    tree.fields = laid_over(std::move(*file), overrides);
    return tree;
  }

 private:
  static std::optional<Error> add(TaskTree& above, Result<TaskTree> child) {
    if (!child) {
      return child.error();
    }
    above.children.push_back(std::move(*child));
    return std::nullopt;
  }

  Result<TaskTree> of_group(const ResolvedFile& file, const std::string& name, const ResolvedFile& overrides) {
    auto config = read_group_config(file);
    if (!config) {
      return config.error();
    }
    if (std::find(open_.begin(), open_.end(), name) != open_.end()) {
      return config->place.error("group '" + printable(name, 80) + "' contains itself");
    }
    if (open_.size() >= kLevelsMax) {
      return config->place.error("groups nested deeper than " + std::to_string(kLevelsMax) + " levels");
    }
    open_.push_back(name);
    TaskTree tree{.name = name, .kind = CatalogueKind::kGroup};
    const ResolvedFile handed_down = laid_over(config->task_overrides, overrides);
    for (const GroupMember& member : config->members) {
      if (auto failed = add(tree, of_member(member, name, handed_down))) {
        return *failed;
      }
    }
    open_.pop_back();
    tree.group = std::move(*config);
    return tree;
  }

  Result<TaskTree> of_member(const GroupMember& member, const std::string& group, const ResolvedFile& overrides) {
    const CatalogueEntry* entry = catalogue_.find(member.name);
    if (member.is_group_map) {
      return entry != nullptr ? of_entry(*entry, laid_over(overrides, without(*member.overrides, "group")))
                              : of_group(*member.overrides, group + "::" + member.name, overrides);
    }
    const ResolvedFile merged = member.overrides ? laid_over(overrides, without(*member.overrides, "task")) : overrides;
    if (entry != nullptr) {
      return of_entry(*entry, merged);
    }
    if (!member.overrides) {
      return member.place.error("group '" + printable(group, 80) + "': no task, group or tag '" +
                                printable(member.name, 80) + "'");
    }
    ++nodes_;
    auto own = with_includes(*catalogue_.files, *member.overrides);
    if (!own) {
      return own.error();
    }
    return TaskTree{.name = group + "::" + member.name, .fields = laid_over(overrides, *own)};
  }

  const Catalogue& catalogue_;
  std::vector<std::string> open_;  // the groups being opened
  std::size_t nodes_ = 0;
};

bool is_pattern(std::string_view name) { return name.find_first_of("*?[") != std::string_view::npos; }

}  // namespace

Result<TaskTree> resolve(const Catalogue& catalogue, const std::string& name) {
  TreeMaker maker(catalogue);
  if (const CatalogueEntry* entry = catalogue.find(name)) {
    return maker.of_entry(*entry, {});
  }
  TaskTree all{.name = name, .kind = CatalogueKind::kTag};
  std::vector<std::string> names;
  for (const CatalogueEntry& entry : catalogue.entries) {
    names.push_back(entry.name);
    if (is_pattern(name) && ::fnmatch(name.c_str(), entry.name.c_str(), FNM_NOESCAPE) == 0) {
      auto child = maker.of_entry(entry, {});
      if (!child) {
        return child.error();
      }
      all.children.push_back(std::move(*child));
    }
  }
  if (all.children.empty()) {
    return Error{ErrorKind::kInvalidConfig, is_pattern(name)
                                                ? "no task, group or tag matches '" + printable(name, 80) + "'"
                                                : unknown_name("task", name, names)};
  }
  return all;
}

Result<TaskConfig> load_task(const TaskTree& leaf) {
  if (leaf.kind == CatalogueKind::kPythonTask) {
    const PlacedField* python = leaf.fields.find("class");
    return Error{ErrorKind::kUnsupported,
                 error_at(leaf.fields.path, python == nullptr ? 0 : python->node->line,
                          "class: task '" + printable(leaf.name, 80) + "' is a Python class; there is no native form")
                     .message};
  }
  if (leaf.kind != CatalogueKind::kTask) {
    return Error{ErrorKind::kInvalidConfig, "'" + printable(leaf.name, 80) + "' is a group or a tag, not a task"};
  }
  auto config = read_task_config(leaf.fields);
  if (config) {
    config->name = leaf.name;
  }
  return config;
}

Result<TaskConfig> load_task(const Catalogue& catalogue, const std::string& name) {
  const auto tree = resolve(catalogue, name);
  return tree ? load_task(*tree) : Result<TaskConfig>(tree.error());
}

}  // namespace assay
