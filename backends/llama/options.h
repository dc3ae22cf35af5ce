// The llama backend's options, from a model's specification to checked values.
#pragma once

#include <optional>
#include <string>

#include "harness/api/backend.h"
#include "harness/base/result.h"

namespace assay {

enum class LlamaSchedule {
  kFast,   // sequences share batches and prefixes
  kExact,  // an answer is a function of its request alone
};

enum class FlashAttention { kAuto, kOn, kOff };

struct LlamaOptions {
  std::string file;
  LlamaSchedule schedule = LlamaSchedule::kFast;
  int parallel = 4;  // sequences that generate at once
  int threads = 1;   // for prompts and for generation
  int batch = 2048;  // tokens handed to llama.cpp at once
  int ubatch = 512;  // tokens it evaluates at once
  int context = 0;   // tokens of one sequence; 0: the model's own, at most 4096
  FlashAttention flash_attention = FlashAttention::kAuto;
  std::string device = "auto";    // "auto", "cpu", or a ggml device's name
  std::optional<int> gpu_layers;  // absent: as many as the device takes
  std::string kv_type = "f16";
};

// Address "llama:FILE" and the options of docs/FORMATS.md. Errors: kInvalidConfig, naming the option, the value and
// what would be right. `threads_default` is taken where the specification does not say.
Result<LlamaOptions> parse_llama_options(const BackendSpec& spec, int threads_default);

}  // namespace assay
