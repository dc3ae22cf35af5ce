// Request and Response: what is asked of a backend for one sample, and everything that came back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "harness/api/thought.h"

namespace assay {

using RequestId = std::uint64_t;
using TokenId = std::int32_t;

// How the next token is chosen. temperature 0 is greedy and ignores the rest.
struct Sampling {
  double temperature = 0;  // >= 0
  double top_p = 1;        // (0, 1]; 1: off
  double min_p = 0;        // [0, 1); 0: off
  int top_k = 0;           // 0: off
  std::uint64_t seed = 0;  // of this request alone
};

struct ChatMessage {
  std::string role;  // "system", "user", "assistant"
  std::string content;
  bool operator==(const ChatMessage&) const = default;
};

// Continue `prompt`, or answer `messages` in the model's own chat form.
struct Generate {
  std::string prompt;                 // without a meaning if there are messages
  std::vector<ChatMessage> messages;  // empty: a plain prompt
  Sampling sampling;
  std::vector<std::string> stops;      // generation ends before the first occurrence of any; not part of the text
  std::optional<ThoughtTags> thought;  // stops do not count inside a thought between these; absent: everywhere
  bool begins_in_thought = false;      // the prompt has opened the thought
  int output_tokens_max = 256;         // > 0
  bool ignores_end = false;            // goes on after the model's end tokens: forced lengths, for speed measurements
};

// Sum of log-probabilities of each continuation behind `context`. All choices of an item come together, so that the
// context is evaluated once.
struct Score {
  std::string context;                     // without trailing white space, or it moves to the continuation (METHOD)
  std::vector<std::string> continuations;  // with their leading delimiter, such as " A"
};

// The token ids a request stands for; what the engine evaluates.
struct Encoding {
  std::vector<TokenId> prompt;  // of Generate's prompt or messages, or of Score.context, special tokens included
  std::vector<std::vector<TokenId>> continuations;  // one list for each of Score.continuations
  int boundary_merges =
      0;  // continuations whose joint tokens do not begin with the context's: tokens merged over the boundary
  bool has_bos = false;  // the first id is the model's beginning-of-sequence token
};

struct Request {
  RequestId id = 0;  // unique within a backend's life
  std::variant<Generate, Score> body;
  std::optional<Encoding> encoding;  // from Backend::encode; absent where the backend has no kTokenIds

  // Hint: the leading bytes of the prompt that neighbouring requests share (description and exemplars). A backend may
  // compute them once. Never changes what is asked.
  std::size_t shared_prefix_bytes = 0;
};

enum class Finish : std::uint8_t {
  kEnd,          // the model's own end token
  kStop,         // a stop string
  kLength,       // output_tokens_max reached
  kContextFull,  // the prompt, or prompt and answer, do not fit the context
  kScored,       // a Score request was answered in full
  kRefused,      // the engine declined (content filter)
  kTimedOut,
  kFailed,  // infrastructure: `failure` says what
  kCancelled,
};

// One continuation's score. Sums in float64, natural logarithm.
struct ChoiceScore {
  double log_likelihood = 0;  // sum over the continuation's tokens
  int tokens = 0;
  bool is_greedy = false;  // every token is the most likely one at its place
};

// Active time is the share of the engine's steps that this request's tokens took (METHOD "splitting a step").
struct EngineShare {
  double prefill_s = 0;             // share of steps that evaluated prompt (and continuation) tokens
  double decode_s = 0;              // share of steps that generated
  double batch_occupancy_mean = 0;  // sequences in the steps this request took part in, mean over its decode steps
};

struct Response {
  RequestId request = 0;
  Finish finish = Finish::kFailed;
  // Generate: the answer, stop string removed, valid UTF-8. A thought that the engine tells apart from the answer
  // stands before it between <think> and </think>, as models write it themselves.
  std::string text;
  std::string stop;                  // the stop string that ended it
  std::vector<TokenId> tokens;       // Generate: ids as sampled, the end token left out; empty where unknown
  std::vector<float> top_gaps;       // one per token: log-probability of the best token minus that of the second
  std::vector<ChoiceScore> choices;  // Score: in the order of the continuations
  std::string failure;               // kFailed, kTimedOut, kContextFull: one line
  std::optional<int> prompt_tokens;  // presented: the length of the request's own prompt
  std::optional<int>
      prompt_tokens_evaluated;  // of them and of continuations, computed for this request, not taken from a cache
  std::optional<int> output_tokens;
  std::optional<int> thought_tokens;  // of them, where the engine counts a thought apart by its own rule
  std::optional<EngineShare> engine;  // where the backend has kStepShares
};

}  // namespace assay
