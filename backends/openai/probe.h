// What a server is and can, asked before the first request.
#pragma once

#include <string>

#include "backends/openai/http.h"
#include "backends/openai/options.h"
#include "harness/api/backend.h"

namespace assay {

// Asks for the models, and for one token with the log-probabilities of an echoed prompt. Fills in `options.model` where
// the server has only one. Errors: kNotFound for a model or path that is not there, kEnvironment for a server that
// cannot be reached, refuses the key or does not answer.
Result<BackendInfo> probe_openai(HttpClient& client, OpenAiOptions& options, const Clock& clock);

}  // namespace assay
