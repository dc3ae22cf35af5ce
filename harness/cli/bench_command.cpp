// assay bench-engine: one loaded engine on synthetic work.
#include <sstream>

#include "harness/cli/assembly.h"
#include "harness/cli/bench_engine.h"
#include "harness/cli/commands.h"

namespace assay {

ExitCode bench_engine_command(const Arguments& all, const Console& console, Clock& clock) {
  const auto configs = find_configs(all.common.configs);
  if (!configs) {
    return console.fail(configs.error());
  }
  EngineOptions engine = all.bench.engine;
  engine.try_emplace("parallel", std::to_string(all.bench.sequences));
  const auto model = load_model(all.bench.model, *configs, engine, "fast", clock);
  if (!model) {
    return console.fail(model.error());
  }
  std::ostringstream out;
  const auto measured = run_engine_bench(*model->backend, clock,
                                         {.sequences = all.bench.sequences,
                                          .prompt_tokens = all.bench.prompt_tokens,
                                          .output_tokens = all.bench.output_tokens,
                                          .repetitions = all.bench.repetitions,
                                          .hellaswag = all.bench.hellaswag,
                                          .items = all.bench.items,
                                          .is_json = console.has_json()},
                                         out);
  model->backend->stop();
  if (!measured) {
    return console.fail(measured.error());
  }
  console.result(out.str());
  return ExitCode::kOk;
}

}  // namespace assay
