// Is a file a whole GGUF? Asked before llama.cpp reads it, so that the answer names the file and what is wrong.
#pragma once

#include <string>

#include "harness/base/result.h"

namespace assay {

// Magic number, version, header, and that every tensor lies inside the file. Errors: kNotFound, kEnvironment (cannot be
// read), kCorrupt.
Status check_gguf(const std::string& path);

}  // namespace assay
