// How fast a backend is on synthetic work, through the same interface and with the same clock as every run.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "harness/api/backend.h"
#include "harness/base/clock.h"
#include "harness/base/result.h"

namespace assay {

struct EngineBenchOptions {
  int sequences = 8;  // answers in flight at once
  int prompt_tokens = 128;
  int output_tokens = 128;  // forced
  int repetitions = 1;      // of the measurement, the engine staying loaded
  std::string hellaswag;    // a file of six lines an item, as llama-perplexity reads: its choices are scored instead
  int items = 0;            // of that file, from its beginning; 0: all
  std::uint64_t seed = 1;
  bool is_json = false;
};

// Measures generation, after a warm-up, or the choices of the file; writes the rates to `out`. Prompt and
// generation rates are tokens over the engine's own seconds; the first token of each answer belongs to its prompt.
// Errors: kUnsupported if the backend lacks token ids, step shares or log-likelihood; kNotFound, kCorrupt for the file;
// kEnvironment if a request fails.
Status run_engine_bench(Backend& backend, Clock& clock, const EngineBenchOptions& options, std::ostream& out);

}  // namespace assay
