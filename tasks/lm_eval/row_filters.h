// Python functions of lm-eval's catalogue that only select rows by a column, as the conditions they stand for.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "harness/base/value.h"

namespace assay {

// The condition (tasks/lm_eval/where.h) of `function`, "utils.process_anatomy", in `folder` below the catalogue's root;
// nothing if it is not known to be a row filter.
std::optional<Value> known_row_filter(std::string_view folder, std::string_view function);

}  // namespace assay
