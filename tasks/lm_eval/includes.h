// `include`: a task file and the files it stands on, as one list of top-level fields that know where they come from.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "harness/base/result.h"
#include "tasks/lm_eval/yaml_node.h"

namespace assay {

// Reads each file once. Shared by threads: mutex_ guards the map; trees never change. They are owned by this cache and
// by whoever points into them, hence shared. Beyond two million nodes, files are read again instead of kept.
class LooseFiles {
 public:
  using Loaded = Result<std::shared_ptr<const LooseTree>>;
  Loaded load(const std::string& path);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, Loaded> loaded_;
  std::size_t nodes_ = 0;
};

// A top-level field; `node` points into `tree`.
struct PlacedField {
  std::string key;
  const LooseNode* node = nullptr;
  std::shared_ptr<const LooseTree> tree;
};

struct ResolvedFile {
  std::string path;
  std::vector<PlacedField> fields;    // the file's own win over included ones
  std::vector<std::string> includes;  // the files it stands on, in the order they were read
  int line = 1;                       // where its map begins

  const PlacedField* find(std::string_view key) const;
  void set(PlacedField field);
};

// The file with everything it includes (paths are relative to the file that names them). kInvalidConfig for a cycle, a
// file that is named twice, more than 32 levels, and what is no map.
Result<ResolvedFile> resolve_includes(LooseFiles& files, const std::string& path);

// The fields of one map of a tree: what stands in a group's list of tasks.
ResolvedFile fields_of(const LooseNode& map, const std::shared_ptr<const LooseTree>& tree);

// The same for a map inside a file that has an `include` of its own.
Result<ResolvedFile> with_includes(LooseFiles& files, ResolvedFile map);

// `above` laid over `below`.
ResolvedFile laid_over(ResolvedFile below, const ResolvedFile& above);

}  // namespace assay
