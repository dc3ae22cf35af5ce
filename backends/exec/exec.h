// The exec backend: a program of the user's that answers requests on its standard input and output.
#pragma once

#include <memory>

#include "harness/api/backend.h"

namespace assay {

// Address "exec:PROGRAM ARGUMENTS". Starts the program and hears its name. Errors: kInvalidConfig for an option,
// kNotFound for a program that is not there, kEnvironment for one that does not begin as agreed.
Result<std::unique_ptr<Backend>> make_exec_backend(const BackendSpec& spec, Clock& clock);

}  // namespace assay
