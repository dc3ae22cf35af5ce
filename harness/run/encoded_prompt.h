// Token ids for a prompt's requests: windows of long texts, and contexts that lose their beginning to fit the model.
#pragma once

#include "harness/api/backend.h"
#include "harness/run/prompt.h"

namespace assay {

// Fills Request::encoding of every request where the backend has kTokenIds. Rolling prompts become one request a
// window:
// the first predicts up to a full context of tokens from the prefix token alone, each later one is conditioned on the
// token before it, or on more where the text ends (lm-eval's windows of context length 1). If `cuts` is set, a context
// too long for its continuations loses tokens at its beginning, for each continuation as many as it must (lm-eval
// keeps the last context_tokens_max + 1 tokens of both together). Errors: of Backend::encode; kUnsupported for a
// rolling
// prompt on a backend that cannot tell tokens or its context.
Status encode_prompt(Backend& backend, bool cuts, Prompt& prompt);

// Asks for no longer an answer than the context has room for behind the prompt, where the context is known. Without
// token ids a prompt counts as a token a byte, which is never too few. A prompt that fills the context stays as it is.
void fit_context(const BackendInfo& info, Prompt& prompt);

}  // namespace assay
