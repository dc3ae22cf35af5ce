// The backends this build has, by the scheme of a model's address.
#pragma once

#include <memory>
#include <span>

#include "harness/api/backend.h"

namespace assay {

std::span<const BackendEntry> backend_entries();

// The backend named by the address's scheme. kInvalidConfig if there is none of that name in this build.
Result<std::unique_ptr<Backend>> make_backend(const BackendSpec& spec, Clock& clock);

}  // namespace assay
