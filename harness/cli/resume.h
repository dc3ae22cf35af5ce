// Going on with a stored run: its configuration, what may not be given anew, and the command that does it.
#pragma once

#include <string>

#include "harness/api/record.h"
#include "harness/base/result.h"
#include "harness/cli/arguments.h"
#include "harness/cli/run_config.h"

namespace assay {

// The configuration a run was begun with. kCorrupt if it holds none.
Result<RunConfig> stored_config(const RunView& view);

// kInvalidConfig naming the first option on the command line that is not what the run was begun with.
Status check_given(const RunArguments& given, const RunConfig& stored, const RunId& run);

// The command that goes on with the run, for the shell it was begun from.
std::string resume_line(const RunId& id, const Arguments& all);

}  // namespace assay
