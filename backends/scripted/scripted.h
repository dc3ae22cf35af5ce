// The scripted backend: answers, token times and faults from a file, for tests and demonstrations (docs/FORMATS.md).
#pragma once

#include <memory>

#include "harness/api/backend.h"

namespace assay {

// Address "scripted:FILE".
Result<std::unique_ptr<Backend>> make_scripted_backend(const BackendSpec& spec, Clock& clock);

}  // namespace assay
