// Placeholder until the scripted backend's own commit.
#include "backends/scripted/scripted.h"

namespace assay {

Result<std::unique_ptr<Backend>> make_scripted_backend(const BackendSpec& spec, Clock& /*clock*/) {
  return Error{ErrorKind::kUnsupported, spec.address + ": not built yet"};
}

}  // namespace assay
