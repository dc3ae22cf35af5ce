// The openai backend's address and options, from a model's specification to checked values.
#pragma once

#include <string>

#include "harness/api/backend.h"

namespace assay {

enum class OpenAiApi { kCompletions, kChat };

struct OpenAiOptions {
  std::string base;                         // "http://host:port/v1", no slash at its end, no credentials
  std::string model;                        // "": the only one the server has
  OpenAiApi api = OpenAiApi::kCompletions;  // how a plain prompt is asked; messages always go to chat
  int parallel = 4;                         // requests on their way at once
  int context = 0;                          // tokens of prompt and answer; 0: what the server says, if it does
  std::string system;                       // put before a plain prompt that is asked as chat
  std::string key_name = "OPENAI_API_KEY";  // the environment variable that holds the key
  std::string key;                          // goes into a header and nowhere else
  std::string extra = "{}";                 // a JSON object merged into every body, as canonical text
  std::string ca;                           // a file of certificates to trust instead of the system's
  std::string limit_field = "max_tokens";   // the body's name for the limit of an answer
  CapabilitySet knows;                      // beyond the protocol: kTopK, kMinP, kIgnoresEnd, kSeed
};

// kInvalidConfig, naming the option, the value and what would be right.
Result<OpenAiOptions> parse_openai_options(const BackendSpec& spec);

}  // namespace assay
