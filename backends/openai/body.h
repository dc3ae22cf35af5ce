// The bodies that are sent to an OpenAI server. Pure.
#pragma once

#include <string>

#include "backends/openai/options.h"
#include "harness/api/request.h"

namespace assay {

// Whether the request goes to /chat/completions; else to /completions.
bool is_chat(const OpenAiOptions& options, const Generate& ask);

std::string generate_body(const OpenAiOptions& options, const Generate& ask);

// All continuations behind their context, echoed with their log-probabilities; one token more is generated, because
// some servers refuse to generate none.
std::string score_body(const OpenAiOptions& options, const Score& score);

// The least that can be asked, to see that the path, the model and the key are right: one token.
std::string trial_body(const OpenAiOptions& options);

}  // namespace assay
