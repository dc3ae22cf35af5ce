// Placeholder until the llama backend's own commit.
#include "backends/llama/llama.h"

namespace assay {

Result<std::unique_ptr<Backend>> make_llama_backend(const BackendSpec& spec, Clock& /*clock*/) {
  return Error{ErrorKind::kUnsupported, spec.address + ": not built yet"};
}

}  // namespace assay
