// The program: words into arguments, arguments to a subcommand, its ending into an exit code.
#include <algorithm>
#include <array>
#include <string_view>

#include "harness/cli/commands.h"

namespace {

struct Command {
  std::string_view name;
  assay::ExitCode (*run)(const assay::Arguments&, const assay::Console&, assay::Clock&);
};

constexpr auto kCommands = std::to_array<Command>({
    {"run", assay::run_command},
    {"report", assay::report_command},
    {"compare", assay::compare_command},
    {"regrade", assay::regrade_command},
    {"kernels", assay::kernels_command},
    {"selftest", assay::selftest_command},
    {"bench-engine", assay::bench_engine_command},
    {"models", assay::models_command},
    {"tasks", assay::tasks_command},
    {"data", assay::data_command},
    {"db", assay::db_command},
    {"doctor", assay::doctor_command},
});

}  // namespace

int main(int count, char** words) {
  const auto arguments = assay::parse_arguments(count, words);
  if (!arguments) {
    return static_cast<int>(assay::Console({}).fail(arguments.error()));
  }
  const assay::Console console(arguments->common);
  if (!arguments->text.empty()) {
    console.result(arguments->text);
    return 0;
  }
  const auto* const command = std::find_if(kCommands.begin(), kCommands.end(),
                                           [&](const Command& entry) { return entry.name == arguments->command; });
  ASSAY_CHECK(command != kCommands.end(), "a subcommand without an entry");
  const auto clock = assay::make_system_clock();
  return static_cast<int>(command->run(*arguments, console, *clock));
}
