// The llama backend: a GGUF file evaluated in process by llama.cpp.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/api/backend.h"

namespace assay {

// Address "llama:FILE.gguf". Options: docs/FORMATS.md "model options".
Result<std::unique_ptr<Backend>> make_llama_backend(const BackendSpec& spec, Clock& clock);

// Every device of llama.cpp's build on this machine: "CPU (name of the processor)".
std::vector<std::string> list_llama_devices();

}  // namespace assay
