// Runs by id, prefix or age.
#include "harness/cli/store_access.h"

#include <vector>

#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::string_view kKernelPrefix = "kernels/";

}  // namespace

Result<RunRecord> find_run(const Store& store, const std::string& wanted) {
  const bool wants_latest = wanted == "latest";
  auto runs = store.runs(wants_latest ? "" : wanted);
  if (!runs) {
    return runs.error();
  }
  if (wants_latest) {
    for (const RunRecord& run : *runs) {
      if (!is_kernel_run(run)) {
        return run;
      }
    }
    return Error{ErrorKind::kNotFound, "the database holds no run yet; 'assay run' makes one"};
  }
  if (runs->size() == 1) {
    return runs->front();
  }
  std::vector<std::string> ids;
  const auto all = store.runs("");
  if (!all) {
    return all.error();
  }
  for (const RunRecord& run : runs->empty() ? *all : *runs) {
    if (run.id == wanted) {
      return run;
    }
    ids.push_back(run.id);
  }
  if (!runs->empty()) {
    return Error{ErrorKind::kInvalidConfig,
                 "run '" + wanted + "' is a prefix of " + std::to_string(ids.size()) + " runs: " + join(ids, ", ")};
  }
  return Error{ErrorKind::kNotFound, unknown_name("run", wanted, ids)};
}

std::string kernel_suite_name(const std::string& suite) { return std::string(kKernelPrefix) + suite; }

bool is_kernel_run(const RunRecord& run) { return starts_with(run.suite, kKernelPrefix); }

}  // namespace assay
