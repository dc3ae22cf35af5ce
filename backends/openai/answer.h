// What an OpenAI server's JSON says: pieces of an answer, errors, log-probabilities of an echoed prompt. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/api/request.h"
#include "harness/base/result.h"

namespace assay {

struct OpenAiUsage {
  std::optional<int> prompt_tokens;
  std::optional<int> cached_tokens;  // of the prompt
  std::optional<int> output_tokens;
  std::optional<int> thought_tokens;  // of them
};

// An event of a stream, or a whole answer in one.
struct OpenAiPiece {
  std::string thought;
  std::string text;
  std::string finish_reason;  // "" while it goes on
  std::string stop;           // the stop string, where the server names it
  std::string error;          // the server's message, if this is an error
  std::optional<OpenAiUsage> usage;
  std::string fingerprint;  // "system_fingerprint"
  std::string model;        // as the server calls it
};

// Of several choices the one with index 0. kCorrupt for what is no JSON object.
Result<OpenAiPiece> read_openai_piece(std::string_view json);

// How an answer ended by the server's word. Nothing for reasons that are faults ("abort", "error").
std::optional<Finish> finish_of(std::string_view finish_reason);

// The message in an error's body, in the forms that servers use; else the text itself. printable.
std::string openai_error_message(std::string_view body);

// Whether an error says that the prompt, or prompt and answer, do not fit the context.
bool is_context_error(std::string_view body);

struct EchoedScores {
  std::vector<ChoiceScore> choices;
  std::optional<int> context_tokens;
};

// The scores of `score`'s continuations out of the answer to score_body. kUnsupported if the answer holds no
// log-probabilities of the prompt, kCorrupt if they do not fit it.
Result<EchoedScores> read_echo(std::string_view json, const Score& score);

}  // namespace assay
