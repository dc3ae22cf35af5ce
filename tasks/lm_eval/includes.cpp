// Includes are followed depth first; the first error ends it.
#include "tasks/lm_eval/includes.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kNodesKeptMax = 2'000'000;
constexpr std::size_t kLevelsMax = 32;

std::string key_text(const Value& key) { return key.is_text() ? key.as_text() : to_json(key); }

std::string path_beside(const std::string& file, const std::string& name) {
  const std::filesystem::path path(name);
  return (path.is_absolute() ? path : std::filesystem::path(file).parent_path() / path).lexically_normal().string();
}

class Resolver {
 public:
  explicit Resolver(LooseFiles& files) : files_(files) {}

  Result<ResolvedFile> resolve(const std::string& path) {
    auto tree = files_.load(path);
    if (!tree) {
      return tree.error();
    }
    const LooseNode& root = (*tree)->root;
    if (root.kind != LooseNode::Kind::kMap) {
      return error_at(path, root.line, "a task file is a map of keys and values");
    }
    return complete(path, fields_of(root, *tree));
  }

  // `own` with what its `include` names below it; `path` is the file it stands in.
  Result<ResolvedFile> complete(const std::string& path, ResolvedFile own) {
    seen_.push_back(path);
    stack_.push_back(path);
    const PlacedField* includes = own.find("include");
    if (includes == nullptr) {
      stack_.pop_back();
      own.includes.assign(seen_.begin() + 1, seen_.end());
      return own;
    }
    ResolvedFile merged{.path = path, .line = own.line};
    const std::vector<LooseNode> one{*includes->node};
    for (const LooseNode& name : includes->node->kind == LooseNode::Kind::kList ? includes->node->items : one) {
      auto below = follow(path, name);
      if (!below) {
        return below.error();
      }
      merged = laid_over(std::move(merged), *below);
    }
    std::erase_if(own.fields, [](const PlacedField& field) { return field.key == "include"; });
    merged = laid_over(std::move(merged), own);
    stack_.pop_back();
    merged.includes.assign(seen_.begin() + 1, seen_.end());
    return merged;
  }

 private:
  Result<ResolvedFile> follow(const std::string& from, const LooseNode& name) {
    if (name.kind != LooseNode::Kind::kScalar || !name.value.is_text()) {
      return error_at(from, name.line, "include: a file's name, or a list of names, is needed");
    }
    const std::string path = path_beside(from, name.value.as_text());
    if (std::find(stack_.begin(), stack_.end(), path) != stack_.end()) {
      return error_at(from, name.line,
                      "include: '" + printable(name.value.as_text(), 100) + "' closes a cycle of " +
                          std::to_string(stack_.size()) + (stack_.size() == 1 ? " file" : " files"));
    }
    if (std::find(seen_.begin(), seen_.end(), path) != seen_.end()) {
      return error_at(from, name.line, "include: '" + printable(name.value.as_text(), 100) + "' is included twice");
    }
    if (stack_.size() >= kLevelsMax) {
      return error_at(from, name.line, "include: more than " + std::to_string(kLevelsMax) + " levels");
    }
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code)) {
      return error_at(from, name.line, "include: no file '" + printable(name.value.as_text(), 100) + "'");
    }
    auto below = resolve(path);
    if (below) {
      std::erase_if(below->fields, [](const PlacedField& field) { return field.key == "task_list"; });
    }
    return below;
  }

  LooseFiles& files_;
  std::vector<std::string> stack_;  // from the first file to the one being read
  std::vector<std::string> seen_;
};

}  // namespace

LooseFiles::Loaded LooseFiles::load(const std::string& path) {
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = loaded_.find(path); found != loaded_.end()) {
      return found->second;
    }
  }
  auto tree = load_loose_yaml(path);
  Loaded loaded = tree ? Loaded(std::make_shared<const LooseTree>(std::move(*tree))) : Loaded(tree.error());
  const std::scoped_lock lock(mutex_);
  if (nodes_ < kNodesKeptMax) {
    nodes_ += loaded ? (*loaded)->root.nodes : 1;
    loaded_.emplace(path, loaded);
  }
  return loaded;
}

const PlacedField* ResolvedFile::find(std::string_view key) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const PlacedField& f) { return f.key == key; });
  return found == fields.end() ? nullptr : &*found;
}

void ResolvedFile::set(PlacedField field) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const PlacedField& f) { return f.key == field.key; });
  if (found == fields.end()) {
    fields.push_back(std::move(field));
  } else {
    *found = std::move(field);
  }
}

Result<ResolvedFile> resolve_includes(LooseFiles& files, const std::string& path) {
  return Resolver(files).resolve(std::filesystem::path(path).lexically_normal().string());
}

Result<ResolvedFile> with_includes(LooseFiles& files, ResolvedFile map) {
  const std::string path = map.path;
  return Resolver(files).complete(path, std::move(map));
}

ResolvedFile fields_of(const LooseNode& map, const std::shared_ptr<const LooseTree>& tree) {
  ResolvedFile own{.path = tree->file, .line = map.line};
  own.fields.reserve(map.fields.size());
  for (const LooseField& field : map.fields) {
    own.fields.push_back({key_text(field.key), &field.node, tree});
  }
  return own;
}

ResolvedFile laid_over(ResolvedFile below, const ResolvedFile& above) {
  for (const PlacedField& field : above.fields) {
    below.set(field);
  }
  return below;
}

}  // namespace assay
