// The index follows lm-eval's: files in the order of their paths, the first of a name wins, tags made by the way.
#include "tasks/lm_eval/catalogue.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "harness/base/files.h"
#include "harness/base/parallel.h"
#include "harness/base/text.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kIndexVersion = 1;

// What one file contributes.
struct Contribution {
  std::optional<Error> error;
  bool is_empty = false;  // a map without a task, group or class: a template
  CatalogueKind kind = CatalogueKind::kTask;
  std::string name;
  std::vector<std::string> tags;
};

std::optional<std::string> plain_text(const ResolvedFile& file, std::string_view key) {
  const PlacedField* field = file.find(key);
  const bool is_text =
      field != nullptr && field->node->kind == LooseNode::Kind::kScalar && field->node->value.is_text();
  return is_text ? std::optional(field->node->value.as_text()) : std::nullopt;
}

std::vector<std::string> tags_of(const ResolvedFile& file) {
  const PlacedField* field = file.find("tag");
  std::vector<std::string> tags;
  if (field == nullptr) {
    return tags;
  }
  if (const auto one = plain_text(file, "tag")) {
    tags.push_back(*one);
  }
  for (const LooseNode& item : field->node->items) {
    if (item.kind == LooseNode::Kind::kScalar && item.value.is_text()) {
      tags.push_back(item.value.as_text());
    }
  }
  return tags;
}

Contribution contribution_of(LooseFiles& files, const std::string& path) {
  Contribution found;
  const auto file = resolve_includes(files, path);
  if (!file) {
    found.error = file.error();
    return found;
  }
  std::string_view key = "task";
  if (file->find("class") != nullptr) {
    found.kind = CatalogueKind::kPythonTask;
  } else if (file->find("group") != nullptr) {
    found.kind = CatalogueKind::kGroup;
    key = "group";
  } else if (file->find("task") == nullptr) {
    found.is_empty = true;
    return found;
  }
  const auto name = plain_text(*file, key);
  if (!name) {
    const PlacedField* field = file->find(key);
    found.error = error_at(path, field == nullptr ? file->line : field->node->line,
                           std::string(key) + ": the name must be a text");
    return found;
  }
  found.name = *name;
  found.tags = tags_of(*file);
  return found;
}

void enlist(Contribution& found, const std::string& file, std::map<std::string, CatalogueEntry>& index,
            Catalogue& catalogue) {
  if (const auto twin = index.find(found.name); twin != index.end()) {
    const std::string other =
        twin->second.kind == CatalogueKind::kTag ? "a tag of an earlier file" : "also in " + twin->second.file;
    catalogue.faults.push_back(
        {file, error_at(catalogue.folder + "/" + file, 0,
                        "name '" + printable(found.name, 80) + "' is " + other + "; the first one counts")});
    return;
  }
  index.emplace(found.name, CatalogueEntry{.name = found.name, .kind = found.kind, .file = file});
  if (found.kind == CatalogueKind::kGroup) {
    return;
  }
  for (const std::string& tag : found.tags) {
    auto [entry, is_new] = index.try_emplace(tag);
    if (is_new) {
      entry->second = {.name = tag, .kind = CatalogueKind::kTag};
    }
    entry->second.tasks.push_back(found.name);  // of no consequence if the name is a task's or a group's
  }
}

std::optional<CatalogueEntry> entry_of(const Value& item) {
  const auto name = item.text_at("name");
  const auto kind = item.text_at("kind");
  const auto file = item.text_at("file");
  const Value* tasks = item.find("tasks");
  if (!name || !kind || !file || tasks == nullptr || !tasks->is_list()) {
    return std::nullopt;
  }
  CatalogueEntry entry{.name = *name, .file = *file};
  entry.kind = *kind == "group"    ? CatalogueKind::kGroup
               : *kind == "tag"    ? CatalogueKind::kTag
               : *kind == "python" ? CatalogueKind::kPythonTask
                                   : CatalogueKind::kTask;
  for (const Value& task : tasks->items()) {
    if (!task.is_text()) {
      return std::nullopt;
    }
    entry.tasks.push_back(task.as_text());
  }
  return entry;
}

Result<std::vector<CatalogueEntry>> read_index(const std::string& path) {
  const Error broken{ErrorKind::kCorrupt, path + ": not an index of this version; import the catalogue again"};
  const auto text = read_file(path);
  if (!text) {
    return text.error();
  }
  const auto json = parse_json_value(*text);
  const Value* items = json ? json->find("entries") : nullptr;
  const Value* version = json ? json->find("version") : nullptr;
  if (items == nullptr || !items->is_list() || version == nullptr || *version != Value::of(kIndexVersion)) {
    return broken;
  }
  std::vector<CatalogueEntry> entries;
  for (const Value& item : items->items()) {
    auto entry = entry_of(item);
    if (!entry) {
      return broken;
    }
    entries.push_back(std::move(*entry));
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

std::string_view kind_name(CatalogueKind kind) {
  switch (kind) {
    case CatalogueKind::kPythonTask:
      return "python";
    case CatalogueKind::kGroup:
      return "group";
    case CatalogueKind::kTag:
      return "tag";
    case CatalogueKind::kTask:
      break;
  }
  return "task";
}

}  // namespace

bool is_left_out(std::string_view path) {
  return path.find("/__pycache__/") != std::string_view::npos ||
         path.find("/.ipynb_checkpoints/") != std::string_view::npos;
}

const CatalogueEntry* Catalogue::find(std::string_view name) const {
  const auto found = std::lower_bound(entries.begin(), entries.end(), name,
                                      [](const CatalogueEntry& entry, std::string_view n) { return entry.name < n; });
  return found != entries.end() && found->name == name ? &*found : nullptr;
}

Result<Catalogue> open_catalogue(const std::string& folder) {
  std::error_code code;
  if (!fs::is_directory(folder, code)) {
    return Error{ErrorKind::kNotFound, folder + ": no such folder; a folder of lm-eval's task files is needed"};
  }
  Catalogue catalogue{.folder = fs::absolute(folder).lexically_normal().string(),
                      .files = std::make_shared<LooseFiles>()};
  while (catalogue.folder.size() > 1 && catalogue.folder.back() == '/') {
    catalogue.folder.pop_back();
  }
  const std::string index_file = catalogue.folder + "/" + std::string(kCatalogueIndexFile);
  if (fs::is_regular_file(index_file, code)) {
    auto entries = read_index(index_file);
    if (!entries) {
      return entries.error();
    }
    catalogue.entries = std::move(*entries);
    return catalogue;
  }
  std::vector<std::string> paths = files_below(catalogue.folder, ".yaml");
  std::erase_if(paths, is_left_out);
  std::vector<Contribution> found(paths.size());
  for_each_parallel(paths.size(), [&](std::size_t i) { found[i] = contribution_of(*catalogue.files, paths[i]); });
  std::map<std::string, CatalogueEntry> index;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string file = paths[i].substr(catalogue.folder.size() + 1);
    if (found[i].error) {
      catalogue.faults.push_back({file, *found[i].error});
    } else if (!found[i].is_empty) {
      enlist(found[i], file, index, catalogue);
    }
  }
  for (auto& [name, entry] : index) {
    std::sort(entry.tasks.begin(), entry.tasks.end());
    entry.tasks.erase(std::unique(entry.tasks.begin(), entry.tasks.end()), entry.tasks.end());
    if (entry.kind != CatalogueKind::kTag) {
      entry.tasks.clear();
    }
    catalogue.entries.push_back(std::move(entry));
  }
  return catalogue;
}

std::string catalogue_index(const Catalogue& catalogue) {
  Value::List entries;
  for (const CatalogueEntry& entry : catalogue.entries) {
    Value::List tasks;
    std::transform(entry.tasks.begin(), entry.tasks.end(), std::back_inserter(tasks),
                   [](const std::string& task) { return Value::of(task); });
    entries.push_back(Value::dict({{Value::of("name"), Value::of(entry.name)},
                                   {Value::of("kind"), Value::of(kind_name(entry.kind))},
                                   {Value::of("file"), Value::of(entry.file)},
                                   {Value::of("tasks"), Value::list(std::move(tasks))}}));
  }
  return to_json(Value::dict({{Value::of("version"), Value::of(kIndexVersion)},
                              {Value::of("entries"), Value::list(std::move(entries))}})) +
         "\n";
}

}  // namespace assay
