// The subcommands: each takes its arguments, prints to the console, returns how it ended.
#pragma once

#include "harness/base/clock.h"
#include "harness/cli/arguments.h"
#include "harness/cli/console.h"
#include "harness/cli/exit_code.h"

namespace assay {

ExitCode run_command(const Arguments& all, const Console& console, Clock& clock);
ExitCode report_command(const Arguments& all, const Console& console, Clock& clock);
ExitCode compare_command(const Arguments& all, const Console& console, Clock& clock);
ExitCode regrade_command(const Arguments& all, const Console& console, Clock& clock);
ExitCode kernels_command(const Arguments& all, const Console& console, Clock& clock);
ExitCode selftest_command(const Arguments& all, const Console& console, Clock& clock);
ExitCode selftest_graders_command(const Arguments& all, const Console& console, Clock& clock);
ExitCode bench_engine_command(const Arguments& all, const Console& console, Clock& clock);
ExitCode models_command(const Arguments& all, const Console& console, Clock& clock);
ExitCode tasks_command(const Arguments& all, const Console& console, Clock& clock);
ExitCode data_command(const Arguments& all, const Console& console, Clock& clock);
ExitCode db_command(const Arguments& all, const Console& console, Clock& clock);
ExitCode doctor_command(const Arguments& all, const Console& console, Clock& clock);

}  // namespace assay
