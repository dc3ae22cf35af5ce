// Script: what a scripted model answers to which prompt, parsed from YAML (docs/FORMATS.md "scripted models").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/api/backend.h"

namespace assay {

// What happens to a request that a rule matches.
struct ScriptRule {
  std::string contains;                 // the prompt (or context) contains this; "" matches everything
  std::string ends_with;                // and ends with this
  std::optional<std::string> text;      // the answer; absent: a number made by hashing the prompt
  std::vector<double> log_likelihoods;  // of the choices; empty: made by hashing
  Finish finish = Finish::kEnd;         // kEnd, kLength, kRefused, kContextFull, kFailed; kTimedOut: never answers
  std::string failure;                  // the message of kFailed and kContextFull
  int times = 0;                        // how many requests it applies to; 0: all
  double prefill_ms = 0;                // until the first token
  double token_ms = 0;                  // between tokens
};

struct Script {
  std::string model;  // "" if the file does not say
  CapabilitySet can;
  int parallel = 4;
  std::uint64_t seed = 0;         // of the hashed answers
  int answers_max = 50;           // hashed answers lie in [0, answers_max)
  std::vector<ScriptRule> rules;  // the first match wins; a last rule that matches everything is always there
};

// kInvalidConfig with file and line.
Result<Script> load_script(const std::string& path);

// Words with their leading space are the tokens of scripted models; an id is a hash of the piece.
std::vector<std::string_view> script_pieces(std::string_view text);
TokenId script_token(std::string_view piece);

// The response of `rule` to `request`, but for its times. Pure.
Response script_response(const Script& script, const ScriptRule& rule, const Request& request);

}  // namespace assay
