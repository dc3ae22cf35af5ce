// From what a user calls a model to a backend spec: catalogue names, addresses, files looked for in the model folders.
#pragma once

#include <string>
#include <vector>

#include "harness/api/backend.h"
#include "harness/cli/arguments.h"
#include "harness/config/catalog.h"

namespace assay {

struct ModelSource {
  BackendSpec spec;
  std::string sha256;              // pinned by the catalogue; "" if not
  std::string licence;             // "" if not known
  std::string thought_tags;        // by the catalogue; "" if it does not say
  bool begins_in_thought = false;  // likewise
};

// `wanted` is a catalogue name, an address, or NAME=ADDRESS. Errors: kInvalidConfig for unknown names, kNotFound for a
// catalogue model whose file is nowhere (with what to do).
Result<ModelSource> find_model(const std::string& wanted, const std::vector<ModelConfig>& catalogue);

// The file a catalogue address stands for; "" if it is in none of the model folders.
std::string find_model_file(const std::string& address);

}  // namespace assay
