// All files of a catalogue: what each one is, and its verdict.
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

#include "harness/base/files.h"
#include "harness/base/parallel.h"
#include "harness/base/text.h"
#include "tasks/lm_eval/check.h"

namespace assay {
namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Task files end in .yaml; what they include often has no ending at all.
bool may_be_ours(const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  return ends_with(name, ".yaml") || ends_with(name, ".yml") || name.find('.') == std::string::npos;
}

// Places are named from the catalogue's folder.
void shorten(std::vector<CheckFinding>& findings, const std::string& root) {
  for (CheckFinding& finding : findings) {
    if (starts_with(finding.message, root)) {
      finding.message.erase(0, root.size());
    }
  }
}

void refuse(FileVerdict& verdict, std::string reason, const Error& error) {
  verdict.readiness = Readiness::kRefused;
  verdict.missing.push_back({std::move(reason), error.message});
}

// A map in a group's list that describes a task of its own.
void check_member(ResolvedFile map, const Catalogue& catalogue, const CheckOptions& options, FileVerdict& verdict) {
  const auto fields = with_includes(*catalogue.files, std::move(map));
  const auto config = fields ? read_task_config(*fields) : Result<TaskConfig>(fields.error());
  if (!config) {
    refuse(verdict, "value", config.error());
    return;
  }
  FileVerdict inner = check_task(*config, catalogue.folder, options);
  std::move(inner.missing.begin(), inner.missing.end(), std::back_inserter(verdict.missing));
  verdict.readiness = verdict.missing.empty() ? verdict.readiness : Readiness::kRefused;
}

// Members are looked up; a map that describes a task of its own is checked like a file.
void check_group(const GroupConfig& group, const ResolvedFile& overrides, const Catalogue& catalogue,
                 const CheckOptions& options, FileVerdict& verdict) {
  for (const GroupAggregate& aggregate : group.aggregates) {
    const ConfigValue& how = aggregate.aggregation;
    if (how.is_set() && how.text_or("") != "mean") {
      refuse(verdict, "aggregation of a group",
             how.place.error("aggregate_metric_list.aggregation: only 'mean' is supported"));
    }
  }
  for (const GroupMember& member : group.members) {
    if (catalogue.find(member.name) != nullptr) {
      continue;
    }
    if (!member.overrides) {
      refuse(verdict, "member of a group",
             member.place.error("task: no task, group or tag '" + printable(member.name, 80) + "'"));
    } else if (!member.is_group_map) {
      check_member(laid_over(overrides, *member.overrides), catalogue, options, verdict);
    } else if (const auto nested = read_group_config(*member.overrides); nested) {
      check_group(*nested, laid_over(overrides, nested->task_overrides), catalogue, options, verdict);
    } else {
      refuse(verdict, "value", nested.error());
    }
  }
}

FileVerdict check_resolved(const ResolvedFile& file, const Catalogue& catalogue, const CheckOptions& options) {
  FileVerdict verdict;
  if (file.find("class") == nullptr && file.find("group") != nullptr) {
    verdict.kind = FileKind::kGroup;
    verdict.readiness = Readiness::kAsItStands;
    const auto group = read_group_config(file);
    if (!group) {
      refuse(verdict, "value", group.error());
      return verdict;
    }
    verdict.name = group->name;
    check_group(*group, group->task_overrides, catalogue, options, verdict);
    return verdict;
  }
  const auto config = read_task_config(file);
  if (config) {
    verdict = check_task(*config, catalogue.folder, options);
  } else {
    refuse(verdict, "value", config.error());
  }
  verdict.kind = file.find("class") != nullptr ? FileKind::kPythonTask : FileKind::kTask;
  return verdict;
}

FileVerdict check_file(const std::string& path, const Catalogue& catalogue, const CheckOptions& options) {
  FileVerdict verdict{.kind = FileKind::kNoTaskFile};
  const bool is_task_file = ends_with(path, ".yaml");
  const auto file = resolve_includes(*catalogue.files, path);
  if (!file) {
    if (is_task_file) {
      refuse(verdict, "not readable as a task file", file.error());
    }
    return verdict;
  }
  const bool has_name =
      file->find("task") != nullptr || file->find("group") != nullptr || file->find("class") != nullptr;
  if (!is_task_file || !has_name) {
    verdict.kind = FileKind::kTemplate;
    return verdict;
  }
  return check_resolved(*file, catalogue, options);
}

}  // namespace

std::vector<FileVerdict> check_one_file(const std::string& path, const CheckOptions& options) {
  const auto file = std::filesystem::absolute(path).lexically_normal();
  Catalogue catalogue{.folder = file.parent_path().string(), .files = std::make_shared<LooseFiles>()};
  const auto resolved = resolve_includes(*catalogue.files, file.string());
  if (resolved && resolved->find("group") != nullptr) {  // groups name tasks of other files
    if (auto opened = open_catalogue(catalogue.folder)) {
      catalogue = std::move(*opened);
    }
  }
  FileVerdict verdict = check_file(file.string(), catalogue, options);
  verdict.file = file.filename().string();
  return {std::move(verdict)};
}

std::vector<FileVerdict> check_catalogue(const Catalogue& catalogue, const CheckOptions& options) {
  std::vector<std::string> paths = files_below(catalogue.folder, "");
  std::erase_if(paths, [](const std::string& path) { return !may_be_ours(path) || is_left_out(path); });
  std::vector<FileVerdict> verdicts(paths.size());
  for_each_parallel(paths.size(), [&](std::size_t i) {
    verdicts[i] = check_file(paths[i], catalogue, options);
    verdicts[i].file = paths[i].substr(catalogue.folder.size() + 1);
    shorten(verdicts[i].missing, catalogue.folder + "/");
    shorten(verdicts[i].warnings, catalogue.folder + "/");
  });
  std::map<std::string_view, FileVerdict*> by_file;
  for (FileVerdict& verdict : verdicts) {
    by_file.emplace(verdict.file, &verdict);
  }
  for (const CatalogueFault& fault : catalogue.faults) {
    const auto found = by_file.find(fault.file);
    if (found != by_file.end() && found->second->kind != FileKind::kNoTaskFile) {
      refuse(*found->second, "name taken", fault.error);
      shorten(found->second->missing, catalogue.folder + "/");
    }
  }
  return verdicts;
}

}  // namespace assay
