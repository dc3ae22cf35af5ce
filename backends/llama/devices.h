// The devices llama.cpp's build offers, chosen by name.
#pragma once

#include <llama.h>

#include <string>
#include <vector>

#include "backends/llama/options.h"
#include "harness/base/result.h"

namespace assay {

struct DeviceChoice {
  std::vector<ggml_backend_dev_t> offload;  // what layers go to; empty: none
  std::string name;                         // "CPU", "CUDA0 (NVIDIA H100)": the devices that compute
};

// "auto": every GPU there is, else the CPU. Errors: kInvalidConfig for a name that is not there, or gpu_layers without
// GPU.
Result<DeviceChoice> choose_devices(const LlamaOptions& options);

}  // namespace assay
