// Where names are looked for, and what they become.
#include "tasks/registry.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "harness/base/text.h"
#include "tasks/data/dataset.h"
#include "tasks/lm_eval/catalogue.h"
#include "tasks/lm_eval/imports.h"
#include "tasks/lm_eval/task_builder.h"
#include "tasks/math/equivalence.h"
#include "tasks/procedural.h"

namespace assay {
namespace {

constexpr std::string_view kGenerate = ":generate";
constexpr std::string_view kAnyPattern = "*?[";

// A catalogue and where it stands.
struct Place {
  Catalogue catalogue;
  bool is_own = false;
};

Result<Place> own_place(const TaskOptions& options) {
  auto catalogue = open_catalogue(options.configs_folder + "/tasks");
  if (!catalogue) {
    return catalogue.error();
  }
  if (!catalogue->faults.empty()) {
    return catalogue->faults.front().error;
  }
  return Place{.catalogue = std::move(*catalogue), .is_own = true};
}

// The catalogues of the user, in the order in which names are looked for.
std::vector<std::string> other_folders(const TaskOptions& options) {
  std::vector<std::string> folders = options.task_folders;
  for (std::string& folder : catalogue_folders()) {
    folders.push_back(std::move(folder));
  }
  return folders;
}

bool is_pattern(const std::string& name) { return name.find_first_of(kAnyPattern) != std::string::npos; }

bool knows(const Place& place, const std::string& name) {
  return is_pattern(name) ? resolve(place.catalogue, name).operator bool() : place.catalogue.find(name) != nullptr;
}

// The leaves of a tree, each once, and the figures its groups ask for.
class Selector {
 public:
  Selector(const Place& place, const TaskOptions& options, bool is_generative,
           const std::vector<std::string>& extra_metrics)
      : options_{.root = place.catalogue.folder,
                 .data_folder = options.data_folder,
                 .is_own = place.is_own,
                 .is_generative = is_generative,
                 .extra_metrics = extra_metrics} {}

  Status add(const TaskTree& tree) {
    if (tree.kind == CatalogueKind::kTask || tree.kind == CatalogueKind::kPythonTask) {
      return add_task(tree);
    }
    for (const TaskTree& child : tree.children) {
      if (auto added = add(child); !added) {
        return added;
      }
    }
    if (tree.group) {
      add_figures(tree);
    }
    return {};
  }

  TaskSelection take() { return std::move(selection_); }

  // The names of the tasks below a node, each once, with `suffix` behind.
  static void leaves(const TaskTree& tree, std::string_view suffix, std::vector<std::string>& names) {
    const std::string name = tree.name + std::string(suffix);
    if (tree.kind == CatalogueKind::kTask && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
    for (const TaskTree& child : tree.children) {
      leaves(child, suffix, names);
    }
  }

 private:
  Status add_task(const TaskTree& leaf) {
    if (!names_.insert(leaf.name).second) {
      return {};
    }
    auto task = make(leaf);
    if (!task) {
      return task.error();
    }
    selection_.tasks.push_back(std::move(*task));
    return {};
  }

  Result<Task> make(const TaskTree& leaf) const {
    if (leaf.fields.find("generator") != nullptr) {
      return options_.is_generative ? Result<Task>(Error{ErrorKind::kUnsupported, "task '" + leaf.name +
                                                                                      "' is generated: ':generate' is "
                                                                                      "for choice tasks on data sets"})
                                    : make_procedural_task(leaf.fields.path, options_.extra_metrics);
    }
    const auto config = load_task(leaf);
    return config ? build_task(*config, options_) : config.error();
  }

  // One figure for each of the members' scorers that the group's metric and filters mean.
  void add_figures(const TaskTree& tree) {
    std::vector<std::string> members;
    leaves(tree, options_.is_generative ? kGenerate : std::string_view(), members);
    std::vector<GroupAggregate> aggregates = tree.group->aggregates;
    if (options_.is_generative && !aggregates.empty()) {  // the twins have one scorer, whatever the tasks have
      aggregates.resize(1);
      aggregates.front().metric = "letter";
      aggregates.front().filters.clear();
    }
    for (const GroupAggregate& aggregate : aggregates) {
      for (const std::string& scorer : scorers_meant(aggregate, members)) {
        selection_.groups.push_back({.name = tree.group->alias.empty() ? tree.name : tree.group->alias,
                                     .tasks = members,
                                     .metric = scorer,
                                     .is_weighted_by_size = aggregate.is_weighted_by_size});
      }
    }
  }

  // The names of the members' scorers that an aggregate means.
  std::set<std::string> scorers_meant(const GroupAggregate& aggregate, const std::vector<std::string>& members) const {
    std::set<std::string> scorers;
    for (const Task& task : selection_.tasks) {
      const bool is_member = std::find(members.begin(), members.end(), task.name) != members.end();
      for (const auto& scorer : task.scorers) {
        if (is_member && is_meant(aggregate, std::string(scorer->name()))) {
          scorers.emplace(scorer->name());
        }
      }
    }
    return scorers;
  }

  static bool is_meant(const GroupAggregate& aggregate, const std::string& scorer) {
    const std::size_t comma = scorer.find(',');
    const std::string filter = comma == std::string::npos ? "none" : scorer.substr(comma + 1);
    const bool is_filter = aggregate.filters.empty() || std::find(aggregate.filters.begin(), aggregate.filters.end(),
                                                                  filter) != aggregate.filters.end();
    return scorer.substr(0, comma) == aggregate.metric && is_filter;
  }

  const BuildOptions options_;
  std::set<std::string> names_;
  TaskSelection selection_;
};

Error unknown_task(const std::vector<std::string>& names, const std::string& name, const TaskOptions& options) {
  std::string message = unknown_name("task", name, names);
  if (other_folders(options).empty()) {
    message += "; 'assay tasks import DIR' adds a catalogue of lm-eval's";
  }
  return {ErrorKind::kInvalidConfig, std::move(message)};
}

// The place that knows a name, looked for in order; later catalogues are opened only if they are needed.
Result<Place> find_place(const std::string& name, const TaskOptions& options) {
  auto own = own_place(options);
  if (!own || (options.prefers_own && knows(*own, name))) {
    return own;
  }
  std::vector<std::string> names;
  const auto note_names = [&names](const Catalogue& catalogue) {
    for (const CatalogueEntry& entry : catalogue.entries) {
      names.push_back(entry.name);
    }
  };
  note_names(own->catalogue);
  for (const std::string& folder : other_folders(options)) {
    auto catalogue = open_catalogue(folder);
    if (!catalogue) {
      return catalogue.error();
    }
    Place place{.catalogue = std::move(*catalogue)};
    if (knows(place, name)) {
      return place;
    }
    note_names(place.catalogue);
  }
  return knows(*own, name) ? own : unknown_task(names, name, options);
}

TaskListing listing_of(const TaskConfig& config, const TaskOptions& options) {
  TaskListing listing{.name = config.name,
                      .summary = config.summary.text_or(config.alias),
                      .licence = config.licence.text_or("see the data set")};
  const ConfigValue& split = config.test_split.is_set() ? config.test_split : config.validation_split;
  const DatasetState state = dataset_state({.path = config.dataset_path.text_or(""),
                                            .name = config.dataset_name.text_or(""),
                                            .split = split.text_or(""),
                                            .options = config.dataset_kwargs.value},
                                           data_folder_of(options.data_folder));
  listing.needs_data = config.dataset_path.text_or("");
  listing.is_ready = state.is_there;
  return listing;
}

void add_group(const TaskTree& tree, std::vector<TaskListing>& listings, std::set<std::string>& members) {
  std::vector<std::string> names;
  Selector::leaves(tree, "", names);
  members.insert(names.begin(), names.end());
  listings.push_back({.name = tree.name,
                      .summary = "group of " + std::to_string(names.size()) + " tasks",
                      .needs_data = "its tasks' data sets"});
}

Status add_listings(const Place& place, const TaskOptions& options, std::vector<TaskListing>& listings) {
  std::set<std::string> members;
  for (const CatalogueEntry& entry : place.catalogue.entries) {
    if (entry.kind == CatalogueKind::kTag) {
      continue;
    }
    const auto tree = resolve(place.catalogue, entry.name);
    if (entry.kind == CatalogueKind::kGroup) {
      if (tree) {
        add_group(*tree, listings, members);
      }
      continue;
    }
    const bool is_generated = tree && tree->fields.find("generator") != nullptr;
    if (is_generated) {
      auto listing = list_procedural_task(tree->fields.path);
      if (!listing) {
        return listing.error();
      }
      listings.push_back(std::move(*listing));
      continue;
    }
    const auto config = tree ? load_task(*tree) : Result<TaskConfig>(tree.error());
    if (config) {
      listings.push_back(listing_of(*config, options));
    } else if (place.is_own) {
      return config.error();
    }
  }
  for (TaskListing& listing : listings) {
    listing.is_member = listing.is_member || members.count(listing.name) > 0;
  }
  return {};
}

}  // namespace

Result<std::vector<TaskListing>> task_listings(const TaskOptions& options, bool lists_imported) {
  auto own = own_place(options);
  if (!own) {
    return own.error();
  }
  std::vector<TaskListing> listings;
  if (auto added = add_listings(*own, options, listings); !added) {
    return added.error();
  }
  for (const std::string& folder : lists_imported ? other_folders(options) : options.task_folders) {
    auto catalogue = open_catalogue(folder);
    if (!catalogue) {
      return catalogue.error();
    }
    if (auto added = add_listings({.catalogue = std::move(*catalogue)}, options, listings); !added) {
      return added.error();
    }
  }
  std::stable_sort(listings.begin(), listings.end(),
                   [](const TaskListing& a, const TaskListing& b) { return a.name < b.name; });
  return listings;
}

Result<TaskSelection> select_tasks(const std::string& name, const TaskOptions& options,
                                   const std::vector<std::string>& extra_metrics) {
  const bool is_generative =
      name.size() > kGenerate.size() && name.compare(name.size() - kGenerate.size(), kGenerate.size(), kGenerate) == 0;
  const std::string base = is_generative ? name.substr(0, name.size() - kGenerate.size()) : name;
  const auto place = find_place(base, options);
  if (!place) {
    return place.error();
  }
  const auto tree = resolve(place->catalogue, base);
  if (!tree) {
    return tree.error();
  }
  Selector selector(*place, options, is_generative, extra_metrics);
  if (auto added = selector.add(*tree); !added) {
    return added.error();
  }
  return selector.take();
}

Result<Task> make_task(const std::string& name, const TaskOptions& options) {
  auto selection = select_tasks(name, options);
  if (!selection) {
    return selection.error();
  }
  if (selection->tasks.size() != 1) {
    return Error{ErrorKind::kInvalidConfig,
                 "'" + name + "' stands for " + std::to_string(selection->tasks.size()) + " tasks; name one of them"};
  }
  return std::move(selection->tasks.front());
}

bool is_same_answer(const std::string& left, const std::string& right) {
  return left == right || compare_math(left, right).verdict == Equivalence::kEqual;
}

}  // namespace assay
