// assay kernels: measures a suite of kernels against their reference and the machine's peaks, into the database.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/text.h"
#include "harness/cli/assembly.h"
#include "harness/cli/commands.h"
#include "harness/cli/interrupt.h"
#include "harness/cli/store_access.h"
#include "harness/config/catalog.h"
#include "harness/config/kernel_suite.h"
#include "harness/run/environment.h"
#include "harness/run/kernel_session.h"
#include "harness/run/machine_meter.h"
#include "harness/stats/robust.h"
#include "kernels/registry.h"
#include "reports/registry.h"
#include "results/registry.h"

namespace assay {
namespace {

constexpr std::int64_t kCacheDefault = 32 << 20;  // where the machine does not tell the size of its last-level cache

Error at(const KernelChoice& choice, std::string_view key, const std::string& message) {
  return {ErrorKind::kInvalidConfig, choice.place + "." + std::string(key) + ": " + message};
}

template <typename Name>
std::vector<std::string> names_of(std::span<const KernelEntry> entries, Name name) {
  std::set<std::string> names;
  for (const KernelEntry& entry : entries) {
    names.emplace(entry.*name);
  }
  return {names.begin(), names.end()};
}

// The chosen implementations of the chosen kernel, in the registry's order.
Result<std::vector<KernelEntry>> entries_of(const KernelChoice& choice) {
  std::vector<KernelEntry> entries;
  std::ranges::copy_if(kernel_entries(), std::back_inserter(entries),
                       [&](const KernelEntry& entry) { return entry.kernel == choice.kernel; });
  if (entries.empty()) {
    return at(choice, "kernel",
              unknown_name("kernel", choice.kernel, names_of(kernel_entries(), &KernelEntry::kernel)));
  }
  if (choice.implementations.empty()) {
    return entries;
  }
  const std::vector<std::string> known = names_of(entries, &KernelEntry::implementation);
  for (const std::string& wanted : choice.implementations) {
    if (std::ranges::find(known, wanted) == known.end()) {
      return at(choice, "implementations", unknown_name("implementation", wanted, known));
    }
  }
  std::erase_if(entries, [&](const KernelEntry& entry) {
    return std::ranges::find(choice.implementations, entry.implementation) == choice.implementations.end();
  });
  return entries;
}

Status check_shape(const KernelChoice& choice, const KernelEntry& entry, const KernelShape& shape) {
  std::vector<std::string> axes;
  for (const std::string_view axis : split(entry.axes, ' ')) {
    axes.emplace_back(axis);
  }
  for (const auto& [axis, size] : shape) {
    if (std::ranges::find(axes, axis) == axes.end()) {
      return at(choice, "shapes", unknown_name("axis", axis, axes));
    }
  }
  if (shape.size() != axes.size()) {
    return at(choice, "shapes", "a shape of " + choice.kernel + " needs each of the axes " + join(axes, ", "));
  }
  return {};
}

Status add_shape(const KernelChoice& choice, const std::vector<KernelEntry>& entries, const KernelShape& shape,
                 std::vector<KernelCase>& cases) {
  for (const KernelEntry& entry : entries) {
    if (auto fits = check_shape(choice, entry, shape); !fits) {
      return fits;
    }
    cases.push_back({.entry = entry, .shape = shape});
  }
  return {};
}

// Shape by shape, so that implementations of the same work are measured one after the other.
Result<std::vector<KernelCase>> resolve(const KernelSuiteConfig& suite) {
  std::vector<KernelCase> cases;
  for (const KernelChoice& choice : suite.kernels) {
    const auto entries = entries_of(choice);
    if (!entries) {
      return entries.error();
    }
    for (const KernelShape& shape : choice.shapes) {
      if (auto added = add_shape(choice, *entries, shape, cases); !added) {
        return added.error();
      }
    }
  }
  return cases;
}

MeasureOptions measure_options(const KernelSuiteConfig& suite) {
  return {.rule = {.samples_min = suite.samples_min,
                   .samples_max = suite.samples_max,
                   .time_min_s = suite.time_min_s,
                   .relative_error_max = suite.relative_error_max,
                   .wall_max_s = suite.wall_max_s}};
}

int threads_of(const Arguments& all, const EnvironmentRecord& machine) {
  if (all.kernels.threads > 0) {
    return all.kernels.threads;
  }
  const auto found = machine.find("cpu.available");
  const auto cpus = found == machine.end() ? std::nullopt : parse_int(found->second);
  return static_cast<int>(std::clamp<std::int64_t>(cpus.value_or(1), 1, 1024));
}

// The foreign libraries behind the chosen entries: part of a result's identity.
std::vector<SettingRecord> library_settings(const std::vector<KernelCase>& cases) {
  std::map<std::string, std::string> libraries;
  for (const KernelCase& tested : cases) {
    const std::string name(tested.entry.implementation);
    if (libraries.contains(name)) {
      continue;
    }
    const auto kernel = tested.entry.make();
    libraries[name] = kernel ? (*kernel)->library() : "missing";
  }
  std::vector<SettingRecord> settings;
  for (const auto& [name, library] : libraries) {
    if (!library.empty()) {
      settings.push_back({.key = "kernels.library." + name, .value = library});
    }
  }
  return settings;
}

RunView plan_view(const KernelPlan& plan, const KernelSuiteConfig& suite, const Arguments& all, const Clock& clock) {
  RunView view{.run = {.id = plan.run,
                       .created_ns = clock.wall().count(),
                       .suite = kernel_suite_name(suite.name),
                       .seed = plan.seed,
                       .command = all.line,
                       .assay_version = ASSAY_VERSION}};
  view.settings = library_settings(plan.cases);
  const StoppingRule& rule = plan.measure.rule;
  const std::vector<std::pair<std::string, std::string>> figures{
      {"seed", std::to_string(plan.seed)},
      {"kernels.threads", std::to_string(plan.threads)},
      {"kernels.cold_bytes_min", std::to_string(kColdCaches * plan.cache_bytes)},
      {"kernels.samples_min", std::to_string(rule.samples_min)},
      {"kernels.samples_max", std::to_string(rule.samples_max)},
      {"kernels.time_min_s", exact_number(rule.time_min_s)},
      {"kernels.relative_error_max", exact_number(rule.relative_error_max)},
      {"kernels.wall_max_s", exact_number(rule.wall_max_s)},
      {"kernels.warm_up_s", exact_number(plan.measure.warm_up_s)},
      {"kernels.sample_min_s", exact_number(plan.measure.sample_min_s)}};
  for (const auto& [key, value] : figures) {
    view.settings.push_back({.key = key, .value = value});
  }
  return view;
}

// The machine, with the libraries beside it for who reads the report.
EnvironmentRecord environment_of(EnvironmentRecord machine, const RunView& view) {
  for (const SettingRecord& setting : view.settings) {
    if (starts_with(setting.key, "kernels.library.")) {
      machine[setting.key] = setting.value;
    }
  }
  return machine;
}

void note_row(const Console& console, const KernelRecord& record) {
  const auto middle_s = median(record.samples_s);
  std::string line =
      fmt::format("{} {} {} {}: {}", record.kernel, record.implementation, record.shape, record.mode, record.status);
  line += middle_s ? fmt::format(", {:.4g} ms", 1e3 * *middle_s) : "";
  line += record.is_disturbed ? ", disturbed" : "";
  line += record.failure.empty() ? "" : "; " + record.failure;
  console.note(line);
}

ExitCode show(const RunId& id, const Arguments& all, const Store& store, const Console& console) {
  auto view = store.read(id);
  if (!view) {
    return console.fail(view.error());
  }
  const auto report = make_report(console.has_json() ? "json" : "terminal");
  if (!report) {
    return console.fail(report.error());
  }
  const auto text = (*report)->render(
      std::array{std::move(*view)},
      {.has_colour = console.has_colour(), .width = console.width(), .database = all.common.database});
  if (!text) {
    return console.fail(text.error());
  }
  console.result(*text);
  return ExitCode::kOk;
}

// A kernel that is wrong or breaks down fails the run; one whose library is missing does not, unless nothing is left.
ExitCode conclude(const KernelResult& result, const RunId& id, const Arguments& all, const Store& store,
                  const Console& console) {
  if (const ExitCode shown = show(id, all, store, console); shown != ExitCode::kOk) {
    return shown;
  }
  console.note("run " + id + " in " + all.common.database +
               "; next: " + shell_line({"assay", "report", id, "--db", all.common.database, "--out", "kernels.md"}));
  if (result.is_interrupted) {
    console.note(fmt::format("interrupted: the {} rows measured so far are stored", result.rows));
    return ExitCode::kInterrupted;
  }
  if (result.incorrect + result.failed > 0) {
    console.note(fmt::format("error: {} incorrect, {} failed", result.incorrect, result.failed));
    return ExitCode::kVerdictFailed;
  }
  return 2 * result.unavailable == result.rows ? ExitCode::kEnvironment : ExitCode::kOk;
}

Result<KernelSuiteConfig> find_suite(const Arguments& all) {
  const auto configs = find_configs(all.common.configs);
  return configs ? load_kernel_suite(*configs, all.kernels.suite) : configs.error();
}

}  // namespace

ExitCode kernels_command(const Arguments& all, const Console& console, Clock& clock) {
  const std::atomic<int>& interrupts = watch_interrupts();
  const auto suite = find_suite(all);
  if (!suite) {
    return console.fail(suite.error());
  }
  auto cases = resolve(*suite);
  if (!cases) {
    return console.fail(cases.error());
  }
  const auto store = open_store(all.common.database, Access::kWrite);
  if (!store) {
    return console.fail(store.error());
  }
  const EnvironmentRecord machine = capture_environment("/");
  const KernelPlan plan{.run = make_run_id(clock),
                        .cases = std::move(*cases),
                        .threads = threads_of(all, machine),
                        .cache_bytes = last_level_cache_bytes(machine).value_or(kCacheDefault),
                        .measure = measure_options(*suite)};
  const RunView view = plan_view(plan, *suite, all, clock);
  if (auto begun = (*store)->begin_run(view); !begun) {
    return console.fail(begun.error());
  }
  if (auto stored = (*store)->append_environment(plan.run, environment_of(machine, view)); !stored) {
    return console.fail(stored.error());
  }
  const auto meter = make_machine_meter(clock);
  const auto peaks = make_kernel_peaks(clock);
  const auto result = run_kernels(plan, {.clock = clock,
                                         .store = **store,
                                         .meter = *meter,
                                         .peaks = *peaks,
                                         .interrupts = interrupts,
                                         .on_row = [&](const KernelRecord& record) { note_row(console, record); },
                                         .on_peak = [&](const std::string& peak) { console.note("peak: " + peak); }});
  return result ? conclude(*result, plan.run, all, **store, console) : console.fail(result.error());
}

}  // namespace assay
