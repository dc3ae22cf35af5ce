// assay doctor: what this machine can do, what it cannot, and what to do about it.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "backends/registry.h"
#include "harness/base/text.h"
#include "harness/cli/commands.h"
#include "harness/cli/model_source.h"
#include "harness/config/catalog.h"
#include "harness/run/disturbance.h"
#include "harness/run/energy.h"
#include "harness/run/environment.h"
#include "kernels/registry.h"
#include "results/registry.h"

namespace assay {
namespace {

struct Finding {
  std::string part;   // "models", "energy", ...
  std::string state;  // "ok", "limited", "missing"
  std::string text;
};
using Findings = std::vector<Finding>;

std::string value_of(const EnvironmentRecord& environment, const std::string& key) {
  const auto found = environment.find(key);
  return found == environment.end() ? "not known" : found->second;
}

void add_machine(Findings& findings) {
  const EnvironmentRecord machine = capture_environment("/");
  findings.push_back(
      {"processor", "ok",
       fmt::format("{}, {} logical, {} available; {}", value_of(machine, "cpu.model"), value_of(machine, "cpu.logical"),
                   value_of(machine, "cpu.available"), value_of(machine, "cpu.flags"))});
  findings.push_back({"system", "ok",
                      fmt::format("{}, kernel {}, {} KiB of memory", value_of(machine, "distribution"),
                                  value_of(machine, "kernel"), value_of(machine, "memory.total_kib"))});
  findings.push_back({"program", "ok",
                      fmt::format("assay {}, commit {}, {} build, {}", ASSAY_VERSION, value_of(machine, "assay.commit"),
                                  value_of(machine, "assay.build"), value_of(machine, "assay.compiler"))});
}

void add_backends(Findings& findings) {
  for (const BackendEntry& entry : backend_entries()) {
    std::string text = fmt::format("{}: {}", entry.scheme, entry.summary);
    for (const std::string& device : entry.devices != nullptr ? entry.devices() : std::vector<std::string>{}) {
      text += "; device " + printable(device, 100);
    }
    findings.push_back({"backend", "ok", std::move(text)});
  }
#ifndef ASSAY_HAS_LLAMA
  findings.push_back({"backend", "missing", "llama: not in this build; configure with -DASSAY_LLAMA=ON"});
#endif
}

void add_models(Findings& findings, const std::vector<ModelConfig>& models) {
  for (const ModelConfig& model : models) {
    const std::string file = find_model_file(model.address);
    findings.push_back(file.empty() ? Finding{"model", "missing", model.name + ": ./quickstart.sh --no-run fetches it"}
                                    : Finding{"model", "ok", model.name + ": " + file});
  }
}

void add_kernels(Findings& findings) {
  for (const KernelEntry& entry : kernel_entries()) {
    const auto kernel = entry.make();
    const std::string name = fmt::format("{}, {}", entry.kernel, entry.implementation);
    findings.push_back(kernel ? Finding{"kernel", "ok", name}
                              : Finding{"kernel", "missing", name + ": " + kernel.error().message});
  }
}

void add_meters(Findings& findings) {
  const EnergyReading energy = read_energy("/");
  findings.push_back(energy.packages_uj.empty()
                         ? Finding{"energy", "missing", "no joules will be recorded: " + energy.reason}
                         : Finding{"energy", "ok", fmt::format("{} RAPL packages", energy.packages_uj.size())});
  findings.push_back(read_cpu_counters().is_known
                         ? Finding{"disturbance", "ok", "/proc/stat tells what others take of the processors"}
                         : Finding{"disturbance", "missing", "/proc/stat cannot be read: no block can be marked"});
  const std::string warning = sqlite_warning();
  findings.push_back({"database", warning.empty() ? "ok" : "limited", warning.empty() ? "SQLite" : warning});
}

// What has been executed where, so that nobody takes a build for a proof.
void add_proofs(Findings& findings) {
  findings.push_back({"proven", "ok", "everything here has run on x86-64 CPUs with AVX2"});
  findings.push_back({"proven", "limited", "no part of this version has run on a GPU"});
}

}  // namespace

ExitCode doctor_command(const Arguments& all, const Console& console, Clock& /*clock*/) {
  const auto configs = find_configs(all.common.configs);
  if (!configs) {
    return console.fail(configs.error());
  }
  const auto models = load_models(*configs);
  if (!models) {
    return console.fail(models.error());
  }
  Findings findings;
  add_machine(findings);
  add_backends(findings);
  add_models(findings, *models);
  add_kernels(findings);
  add_meters(findings);
  add_proofs(findings);
  std::string text;
  nlohmann::json json = nlohmann::json::array();
  for (const Finding& finding : findings) {
    text += fmt::format("{:11}  {:7}  {}\n", finding.part, finding.state, finding.text);
    json.push_back({{"part", finding.part}, {"state", finding.state}, {"text", finding.text}});
  }
  console.result(console.has_json() ? json.dump(2) + "\n" : text);
  return ExitCode::kOk;
}

}  // namespace assay
