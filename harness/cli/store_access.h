// Finding runs in a database by what a user writes.
#pragma once

#include <string>
#include <string_view>

#include "harness/api/store.h"

namespace assay {

// The run that `wanted` names: an id, a prefix of exactly one, or "latest". kNotFound or kInvalidConfig otherwise.
Result<RunRecord> find_run(const Store& store, const std::string& wanted);

// Kernel measurements are runs of a suite of this name.
std::string kernel_suite_name(const std::string& suite);
bool is_kernel_run(const RunRecord& run);

}  // namespace assay
