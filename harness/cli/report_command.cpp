// assay report: shows stored runs in one of the registered forms.
#include <algorithm>
#include <string>
#include <vector>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/cli/commands.h"
#include "harness/cli/store_access.h"
#include "reports/registry.h"
#include "results/registry.h"
#include "tasks/registry.h"

namespace assay {
namespace {

// The form: what was asked for, else what the file's name says, else the terminal (or JSON).
Result<std::string> choose_format(const ReportArguments& report, const CommonArguments& common) {
  if (!report.format.empty()) {
    return report.format;
  }
  if (report.out.empty()) {
    return std::string(common.has_json ? "json" : "terminal");
  }
  std::vector<std::string> endings;
  for (const ReportEntry& entry : report_entries()) {
    if (entry.extension.empty()) {
      continue;
    }
    if (report.out.size() > entry.extension.size() &&
        std::string_view(report.out).substr(report.out.size() - entry.extension.size()) == entry.extension) {
      return std::string(entry.name);
    }
    endings.emplace_back(entry.extension);
  }
  return Error{ErrorKind::kInvalidConfig, "--out " + report.out + ": no form has this ending; known: " +
                                              join(endings, ", ") + "; or give --format"};
}

// The latest measurement and the latest kernels: what a reader who names nothing wants to see.
Result<std::vector<RunId>> latest(const Store& store) {
  const auto runs = store.runs("");
  if (!runs) {
    return runs.error();
  }
  std::vector<RunId> ids;
  for (const bool wants_kernels : {false, true}) {
    const auto found = std::find_if(runs->begin(), runs->end(),
                                    [&](const RunRecord& run) { return is_kernel_run(run) == wants_kernels; });
    if (found != runs->end()) {
      ids.push_back(found->id);
    }
  }
  if (ids.empty()) {
    return Error{ErrorKind::kNotFound, "the database holds no run yet; 'assay run' makes one"};
  }
  return ids;
}

Result<std::vector<RunView>> read_runs(const Store& store, const std::vector<std::string>& wanted) {
  std::vector<RunId> ids;
  if (wanted.empty()) {
    auto found = latest(store);
    if (!found) {
      return found.error();
    }
    ids = std::move(*found);
  }
  for (const std::string& name : wanted) {
    const auto run = find_run(store, name);
    if (!run) {
      return run.error();
    }
    ids.push_back(run->id);
  }
  std::vector<RunView> views;
  for (const RunId& id : ids) {
    auto view = store.read(id);
    if (!view) {
      return view.error();
    }
    views.push_back(std::move(*view));
  }
  return views;
}

}  // namespace

ExitCode report_command(const Arguments& all, const Console& console, Clock& /*clock*/) {
  const auto format = choose_format(all.report, all.common);
  if (!format) {
    return console.fail(format.error());
  }
  const auto report = make_report(*format);
  if (!report) {
    return console.fail(report.error());
  }
  const auto store = open_store(all.common.database, Access::kRead);
  if (!store) {
    return console.fail(store.error());
  }
  const auto views = read_runs(**store, all.report.runs);
  if (!views) {
    return console.fail(views.error());
  }
  const bool is_to_terminal = all.report.out.empty();
  const auto text = (*report)->render(*views, {.has_colour = is_to_terminal && console.has_colour(),
                                               .width = console.width(),
                                               .database = all.common.database,
                                               .same_answer = is_same_answer});
  if (!text) {
    return console.fail(text.error());
  }
  if (is_to_terminal) {
    console.result(*text);
    return ExitCode::kOk;
  }
  if (auto written = write_file(all.report.out, *text); !written) {
    return console.fail(written.error());
  }
  console.note("wrote " + all.report.out);
  return ExitCode::kOk;
}

}  // namespace assay
