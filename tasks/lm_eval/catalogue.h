// A folder of task files as lm-eval lays them out: which names there are, where they stand, what a name means.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "tasks/lm_eval/group_config.h"
#include "tasks/lm_eval/includes.h"
#include "tasks/lm_eval/task_config.h"

namespace assay {

enum class CatalogueKind : std::uint8_t { kTask, kPythonTask, kGroup, kTag };

struct CatalogueEntry {
  std::string name;
  CatalogueKind kind = CatalogueKind::kTask;
  std::string file;                // below the catalogue's folder; "" for a tag
  std::vector<std::string> tasks;  // kTag: the tasks that carry it, sorted
};

// A file that gave no entry: not YAML, no map, or a name that another file has already.
struct CatalogueFault {
  std::string file;
  Error error;
};

// Files are parsed once and kept by `files`, which every copy of the catalogue shares and owns with the others.
struct Catalogue {
  std::string folder;                   // absolute
  std::vector<CatalogueEntry> entries;  // sorted by name
  std::vector<CatalogueFault> faults;   // in the order of the files
  std::shared_ptr<LooseFiles> files;

  const CatalogueEntry* find(std::string_view name) const;
};

// Reads every *.yaml below `folder` in parallel, or, if it was imported, its index. A bad file is a fault, not an
// error. kNotFound if there is no such folder.
Result<Catalogue> open_catalogue(const std::string& folder);

// Whether the path lies in a folder that holds copies of a tool, not task files.
bool is_left_out(std::string_view path);

// What a name stands for. A task or a member of a group has overrides of the groups above it.
struct TaskTree {
  std::string name;
  CatalogueKind kind = CatalogueKind::kTask;
  std::optional<GroupConfig> group;  // kGroup
  std::vector<TaskTree> children;    // kGroup and kTag, and of a pattern
  ResolvedFile fields;               // kTask, kPythonTask: the task's, overrides laid over them
};

// A task, a group, a tag, or a pattern of names with * ? and [..]. kInvalidConfig for an unknown name (with the
// nearest), a group that contains itself, and more than 100,000 tasks.
Result<TaskTree> resolve(const Catalogue& catalogue, const std::string& name);

// The config of a task by its name. kUnsupported for a task that is a Python class.
Result<TaskConfig> load_task(const Catalogue& catalogue, const std::string& name);
// Of a leaf of resolve()'s tree.
Result<TaskConfig> load_task(const TaskTree& leaf);

// The index as JSON, and the file it is kept in inside an imported catalogue.
inline constexpr std::string_view kCatalogueIndexFile = "assay-index.json";
std::string catalogue_index(const Catalogue& catalogue);

}  // namespace assay
