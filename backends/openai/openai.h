// The openai backend: a server that speaks OpenAI's HTTP protocol (vLLM, SGLang, llama-server, hosted ones).
#pragma once

#include <memory>

#include "harness/api/backend.h"

namespace assay {

// Address "openai:http://HOST:PORT/v1#MODEL". Asks the server for its models and tries one token. Errors:
// kInvalidConfig for the address or an option, kNotFound for a model or path the server does not have, kEnvironment
// for a server that cannot be reached or refuses.
Result<std::unique_ptr<Backend>> make_openai_backend(const BackendSpec& spec, Clock& clock);

}  // namespace assay
