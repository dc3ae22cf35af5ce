// From names in a run's configuration to tasks whose scorers judge its answers.
#include "harness/cli/regrade_tasks.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "harness/base/text.h"
#include "harness/cli/assembly.h"

namespace assay {
namespace {

const TaskRecord* record_of(const RunView& plan, const std::string& task) {
  const auto found =
      std::find_if(plan.tasks.begin(), plan.tasks.end(), [&](const TaskRecord& other) { return other.name == task; });
  return found == plan.tasks.end() ? nullptr : &*found;
}

int repeats_of(const RunView& plan, const std::string& task) {
  for (const SettingRecord& setting : plan.settings) {
    if (setting.task == task && setting.model.empty() && setting.key == "repeats") {
      return static_cast<int>(parse_int(setting.value).value_or(1));
    }
  }
  return 1;
}

bool is_in(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What of a run's tasks is wanted and was made; the others are not built unless a group holds them.
class Making {
 public:
  Making(const RunView& plan, const RunConfig& config, const RegradeArguments& arguments, const std::string& configs)
      : plan_(plan), config_(config), arguments_(arguments), configs_(configs) {}

  // By name. Errors: the first that stood in the way of a task that is wanted.
  Result<std::map<std::string, Task>> make() {
    if (auto known = check_names(); !known) {
      return known.error();
    }
    for (const TaskChoice& choice : config_.tasks) {
      const bool is_wanted = wants_all() || is_in(arguments_.tasks, choice.task);
      if (!is_wanted && record_of(plan_, choice.task) != nullptr && !wants(choice.task)) {
        continue;
      }
      if (auto made = make_choice(choice, is_wanted); !made) {
        return made.error();
      }
    }
    for (const TaskRecord& record : plan_.tasks) {
      if (wants(record.name) && made_.count(record.name) == 0) {
        return first_error_
                   ? *first_error_
                   : Error{ErrorKind::kInvalidConfig, "task '" + record.name +
                                                          "' of the run is not among those that its names stand for "
                                                          "today"};
      }
    }
    return std::move(made_);
  }

 private:
  bool wants_all() const { return arguments_.tasks.empty(); }
  bool wants(const std::string& task) const { return wants_all() || is_in(arguments_.tasks, task); }

  // A name is one of the run's tasks, or what the run was asked for.
  Status check_names() const {
    std::vector<std::string> known;
    for (const TaskRecord& record : plan_.tasks) {
      known.push_back(record.name);
    }
    for (const TaskChoice& choice : config_.tasks) {
      known.push_back(choice.task);
    }
    for (const std::string& task : arguments_.tasks) {
      if (!is_in(known, task)) {
        return Error{ErrorKind::kInvalidConfig, "--task: " + unknown_name("task of the run", task, known)};
      }
    }
    return {};
  }

  // `is_wanted`: all that the choice stands for; else those of its tasks that are named.
  Status make_choice(const TaskChoice& choice, bool is_wanted) {
    auto planned = plan_tasks(choice,
                              {.data_folder = config_.data,
                               .configs_folder = configs_,
                               .prefers_own = choice.is_of_suite,
                               .task_folders = config_.task_folders},
                              arguments_.metrics);
    if (!planned) {
      first_error_ = first_error_ ? first_error_ : planned.error();
      return is_wanted ? Status(planned.error()) : Status();
    }
    for (PlannedTask& one : planned->tasks) {
      const std::string name = one.task.name;
      if ((is_wanted || wants(name)) && record_of(plan_, name) != nullptr) {
        made_.try_emplace(name, std::move(one.task));
      }
    }
    return {};
  }

  const RunView& plan_;
  const RunConfig& config_;
  const RegradeArguments& arguments_;
  const std::string& configs_;
  std::map<std::string, Task> made_;
  std::optional<Error> first_error_;
};

// Leaves the scorers that were asked for and that the run's repeats suffice for.
Status choose_scorers(const RegradeArguments& arguments, RegradeTask& planned, std::vector<std::string>& notes) {
  std::vector<std::unique_ptr<Scorer>> chosen;
  for (auto& scorer : planned.task.scorers) {
    const std::string name(scorer->name());
    const bool is_extra = is_in(arguments.metrics, name.substr(0, name.find(',')));
    if (!arguments.scorers.empty() && !is_extra && !is_in(arguments.scorers, name)) {
      continue;
    }
    if (scorer->repeats_min() <= planned.repeats) {
      chosen.push_back(std::move(scorer));
      continue;
    }
    const std::string why = "task '" + planned.task.name + "': scorer '" + name + "' needs " +
                            std::to_string(scorer->repeats_min()) + " repeats, the run has " +
                            std::to_string(planned.repeats);
    if (is_extra || is_in(arguments.scorers, name)) {
      return Error{ErrorKind::kInvalidConfig, why};
    }
    notes.push_back(why + "; left out");
  }
  planned.task.scorers = std::move(chosen);
  return {};
}

Status check_scorers(const RegradeArguments& arguments, const std::map<std::string, Task>& tasks) {
  std::set<std::string> known;
  for (const auto& [name, task] : tasks) {
    for (const auto& scorer : task.scorers) {
      known.emplace(scorer->name());
    }
  }
  const std::vector<std::string> names(known.begin(), known.end());
  for (const std::string& scorer : arguments.scorers) {
    if (!is_in(names, scorer)) {
      return Error{ErrorKind::kInvalidConfig,
                   "--scorer: " + unknown_name("scorer", scorer, names) + "; --with METRIC adds one to the task's"};
    }
  }
  return {};
}

}  // namespace

Result<RegradeSelection> select_for_regrading(const RunView& plan, const RunConfig& config,
                                              const RegradeArguments& arguments, const std::string& configs) {
  auto made = Making(plan, config, arguments, configs).make();
  if (!made) {
    return made.error();
  }
  if (auto known = check_scorers(arguments, *made); !known) {
    return known.error();
  }
  RegradeSelection selection;
  for (const TaskRecord& record : plan.tasks) {
    const auto task = made->find(record.name);
    if (task == made->end()) {
      continue;
    }
    if (auto same = check_same_documents(plan, task->second); !same) {
      return same.error();
    }
    if (task->second.version != record.version) {
      selection.notes.push_back("task '" + record.name + "': version " + std::to_string(task->second.version) +
                                " judges answers to version " + std::to_string(record.version) +
                                "; the documents are the same");
    }
    RegradeTask planned{.task = std::move(task->second), .repeats = repeats_of(plan, record.name)};
    if (auto chosen = choose_scorers(arguments, planned, selection.notes); !chosen) {
      return chosen.error();
    }
    if (!planned.task.scorers.empty()) {
      selection.tasks.push_back(std::move(planned));
    }
  }
  return selection;
}

}  // namespace assay
