// Verdicts as a text for people and as JSON for programs.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "harness/base/text.h"
#include "tasks/lm_eval/check.h"

namespace assay {
namespace {

struct ReasonCount {
  std::size_t files = 0;
  std::size_t alone = 0;  // files for which it is the only one
  std::string example;
};

struct Tally {
  std::map<FileKind, std::size_t> kinds;
  std::map<Readiness, std::size_t> tasks;  // kTask and kPythonTask
  std::map<Readiness, std::size_t> groups;
  std::size_t unreadable = 0;  // *.yaml that is no YAML, or no map
  std::map<std::string, ReasonCount> reasons;
  std::map<std::string, ReasonCount> warnings;
};

void count_reasons(const std::vector<CheckFinding>& findings, std::map<std::string, ReasonCount>& counts) {
  std::set<std::string> reasons;
  for (const CheckFinding& finding : findings) {
    reasons.insert(finding.reason);
    std::string& example = counts[finding.reason].example;
    example = example.empty() ? finding.message : example;
  }
  for (const std::string& reason : reasons) {
    ++counts[reason].files;
    counts[reason].alone += reasons.size() == 1 ? 1 : 0;
  }
}

bool is_task(const FileVerdict& verdict) {
  return verdict.kind == FileKind::kTask || verdict.kind == FileKind::kPythonTask;
}

Tally tally_of(const std::vector<FileVerdict>& verdicts) {
  Tally tally;
  for (const FileVerdict& verdict : verdicts) {
    ++tally.kinds[verdict.kind];
    if (is_task(verdict)) {
      ++tally.tasks[verdict.readiness];
    } else if (verdict.kind == FileKind::kGroup) {
      ++tally.groups[verdict.readiness];
    } else if (verdict.readiness == Readiness::kRefused) {
      ++tally.unreadable;
    }
    if (verdict.kind != FileKind::kNoTaskFile) {
      count_reasons(verdict.missing, tally.reasons);
    }
    count_reasons(verdict.warnings, tally.warnings);
  }
  return tally;
}

std::size_t at(const auto& counts, auto key) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : found->second;
}

std::string_view readiness_name(Readiness readiness) {
  switch (readiness) {
    case Readiness::kAsItStands:
      return "runnable as it stands";
    case Readiness::kByHandler:
      return "runnable by native handlers";
    case Readiness::kByRowFilter:
      return "runnable by a row filter";
    case Readiness::kNeedsRowFilter:
      return "needs a row filter: add 'where', or a native handler for process_docs";
    case Readiness::kRefused:
      return "refused";
    case Readiness::kNotRun:
      break;
  }
  return "not run itself";
}

std::string_view kind_name(FileKind kind) {
  constexpr std::array<std::string_view, 5> kNames{"task", "Python task", "group", "template", "no task file"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string counted(std::size_t count, std::string_view what) {
  std::string number = std::to_string(count);
  return std::string(number.size() < 8 ? 8 - number.size() : 0, ' ') + number + "  " + std::string(what) + "\n";
}

std::vector<std::pair<std::string, ReasonCount>> by_count(const std::map<std::string, ReasonCount>& reasons) {
  std::vector<std::pair<std::string, ReasonCount>> sorted(reasons.begin(), reasons.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.files > b.second.files; });
  return sorted;
}

std::string reasons_text(const std::string& title, const std::map<std::string, ReasonCount>& reasons) {
  std::string text;
  for (const auto& [reason, count] : by_count(reasons)) {
    text += counted(count.files, reason + " (alone in " + std::to_string(count.alone) + ")");
    text += "            " + printable(count.example, 240) + "\n";
  }
  return text.empty() ? text : "\n" + title + "\n" + text;
}

// Each by itself: there are few, and none is like the other.
std::string unreadable_text(const std::vector<FileVerdict>& verdicts) {
  constexpr std::size_t kShownMax = 20;
  std::string text;
  std::size_t count = 0;
  for (const FileVerdict& verdict : verdicts) {
    if (verdict.kind == FileKind::kNoTaskFile && !verdict.missing.empty() && ++count <= kShownMax) {
      text += "    " + printable(verdict.missing.front().message, 400) + "\n";
    }
  }
  text += count > kShownMax ? "    and " + std::to_string(count - kShownMax) + " more\n" : "";
  return text.empty() ? text : "\nNot readable as task files:\n" + text;
}

std::string files_text(const std::vector<FileVerdict>& verdicts) {
  std::string text = "\n";
  for (const FileVerdict& verdict : verdicts) {
    text += printable(verdict.file, 300) + ": " + std::string(kind_name(verdict.kind));
    text += verdict.name.empty() ? "" : " " + printable(verdict.name, 120);
    text += ": " + std::string(readiness_name(verdict.readiness)) + "\n";
    for (const CheckFinding& finding : verdict.missing) {
      text += "    " + printable(finding.message, 400) + "\n";
    }
    for (const CheckFinding& finding : verdict.warnings) {
      text += "    warning: " + printable(finding.message, 400) + "\n";
    }
  }
  return text;
}

Value field_list(const std::vector<CheckFinding>& findings) {
  Value::List list;
  for (const CheckFinding& finding : findings) {
    list.push_back(Value::dict({{Value::of("reason"), Value::of(finding.reason)},
                                {Value::of("message"), Value::of(valid_utf8(finding.message))}}));
  }
  return Value::list(std::move(list));
}

Value number(std::size_t count) { return Value::of(static_cast<std::int64_t>(count)); }

Value reasons_value(const std::map<std::string, ReasonCount>& reasons) {
  Value::List list;
  for (const auto& [reason, count] : by_count(reasons)) {
    list.push_back(Value::dict({{Value::of("reason"), Value::of(reason)},
                                {Value::of("files"), number(count.files)},
                                {Value::of("alone"), number(count.alone)},
                                {Value::of("example"), Value::of(valid_utf8(count.example))}}));
  }
  return Value::list(std::move(list));
}

Value files_value(const std::vector<FileVerdict>& verdicts) {
  Value::List list;
  for (const FileVerdict& verdict : verdicts) {
    list.push_back(Value::dict({{Value::of("file"), Value::of(valid_utf8(verdict.file))},
                                {Value::of("kind"), Value::of(kind_name(verdict.kind))},
                                {Value::of("name"), Value::of(verdict.name)},
                                {Value::of("readiness"), Value::of(readiness_name(verdict.readiness))},
                                {Value::of("missing"), field_list(verdict.missing)},
                                {Value::of("warnings"), field_list(verdict.warnings)}}));
  }
  return Value::list(std::move(list));
}

}  // namespace

std::string check_report(const std::vector<FileVerdict>& verdicts, bool lists_all) {
  const Tally tally = tally_of(verdicts);
  const std::size_t tasks = at(tally.kinds, FileKind::kTask) + at(tally.kinds, FileKind::kPythonTask);
  std::string text = counted(verdicts.size(), "files");
  text += counted(tasks, "tasks, of which");
  for (const Readiness readiness : {Readiness::kAsItStands, Readiness::kByRowFilter, Readiness::kByHandler,
                                    Readiness::kNeedsRowFilter, Readiness::kRefused}) {
    text += counted(at(tally.tasks, readiness), "  " + std::string(readiness_name(readiness)));
  }
  text += counted(at(tally.kinds, FileKind::kGroup), "groups, of which");
  text += counted(at(tally.groups, Readiness::kRefused), "  refused");
  text += counted(at(tally.kinds, FileKind::kTemplate), "templates: no task of their own");
  text += counted(at(tally.kinds, FileKind::kNoTaskFile), "no task files");
  text += counted(tally.unreadable, "  of them *.yaml that cannot be read");
  text += unreadable_text(verdicts);
  text += reasons_text("Why refused, by files:", tally.reasons);
  text += reasons_text("Warnings, by files:", tally.warnings);
  return lists_all ? text + files_text(verdicts) : text;
}

std::string check_report_json(const std::vector<FileVerdict>& verdicts, bool lists_all) {
  const Tally tally = tally_of(verdicts);
  Value json = Value::dict(
      {{Value::of("files"), number(verdicts.size())},
       {Value::of("tasks"), number(at(tally.kinds, FileKind::kTask) + at(tally.kinds, FileKind::kPythonTask))},
       {Value::of("as_they_stand"), number(at(tally.tasks, Readiness::kAsItStands))},
       {Value::of("by_row_filter"), number(at(tally.tasks, Readiness::kByRowFilter))},
       {Value::of("by_handler"), number(at(tally.tasks, Readiness::kByHandler))},
       {Value::of("need_row_filter"), number(at(tally.tasks, Readiness::kNeedsRowFilter))},
       {Value::of("refused"), number(at(tally.tasks, Readiness::kRefused))},
       {Value::of("groups"), number(at(tally.kinds, FileKind::kGroup))},
       {Value::of("groups_refused"), number(at(tally.groups, Readiness::kRefused))},
       {Value::of("templates"), number(at(tally.kinds, FileKind::kTemplate))},
       {Value::of("no_task_files"), number(at(tally.kinds, FileKind::kNoTaskFile))},
       {Value::of("unreadable"), number(tally.unreadable)},
       {Value::of("reasons"), reasons_value(tally.reasons)},
       {Value::of("warnings"), reasons_value(tally.warnings)}});
  if (lists_all) {
    json = json.with("all", files_value(verdicts));
  }
  return to_json(json) + "\n";
}

}  // namespace assay
