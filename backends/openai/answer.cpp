// Servers differ; what none of them promises is checked.
#include "backends/openai/answer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "harness/base/text.h"
#include "harness/base/value.h"

namespace assay {
namespace {

constexpr std::size_t kMessageShown = 300;

std::optional<int> count_at(const Value* object, std::string_view key) {
  const Value* field = object != nullptr ? object->find(key) : nullptr;
  const bool is_count = field != nullptr && field->kind() == Value::Kind::kInteger && field->as_integer() >= 0 &&
                        field->as_integer() <= INT32_MAX;
  return is_count ? std::optional<int>(static_cast<int>(field->as_integer())) : std::nullopt;
}

// A text field of an object that may not be there.
std::string text_of(const Value* object, std::string_view key) {
  return object != nullptr ? object->text_at(key).value_or("") : "";
}

// The choice with this index. One without an index is the first.
const Value* choice_at(const Value& answer, int index) {
  const Value* choices = answer.find("choices");
  if (choices == nullptr || !choices->is_list()) {
    return nullptr;
  }
  for (const Value& choice : choices->items()) {
    if (count_at(&choice, "index").value_or(0) == index) {
      return &choice;
    }
  }
  return nullptr;
}

// {"error": {"message": ...}}, {"error": "..."}, {"object": "error", "message": ...}, {"detail": ...}
std::string error_in(const Value& answer) {
  const Value* error = answer.find("error");
  if (error != nullptr && error->is_text()) {
    return error->as_text();
  }
  if (error != nullptr && error->is_dict()) {
    const std::string message = text_of(error, "message");
    return message.empty() ? to_json(*error) : message;
  }
  const bool is_error = text_of(&answer, "object") == "error";
  if (is_error || answer.find("choices") == nullptr) {
    if (const Value* detail = answer.find("detail")) {
      return detail->is_text() ? detail->as_text() : to_json(*detail);
    }
    return text_of(&answer, "message");
  }
  return "";
}

void read_usage(const Value& answer, OpenAiPiece& piece) {
  const Value* usage = answer.find("usage");
  if (usage != nullptr && usage->is_dict()) {
    piece.usage = OpenAiUsage{.prompt_tokens = count_at(usage, "prompt_tokens"),
                              .cached_tokens = count_at(usage->find("prompt_tokens_details"), "cached_tokens"),
                              .output_tokens = count_at(usage, "completion_tokens"),
                              .thought_tokens = count_at(usage->find("completion_tokens_details"), "reasoning_tokens")};
  }
}

std::string lower(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return copy;
}

// Parallel lists of one echoed choice: per token its text's offset, its log-probability and that of the best.
struct EchoedTokens {
  std::vector<std::int64_t> offsets;
  std::vector<std::optional<double>> sums;
  std::vector<std::optional<double>> best;
  std::vector<std::string> texts;
};

std::optional<double> best_of(const Value& top) {
  std::optional<double> best;
  for (const ValueField& field : top.is_dict() ? top.fields() : Value::Dict{}) {
    if (field.value.is_number() && (!best || field.value.as_real() > *best)) {
      best = field.value.as_real();
    }
  }
  return best;
}

Result<EchoedTokens> read_tokens(const Value& choice) {
  const Error none{ErrorKind::kUnsupported, "the answer holds no log-probabilities of the prompt's tokens"};
  const Value* logprobs = choice.find("logprobs");
  if (logprobs == nullptr || !logprobs->is_dict()) {
    return none;
  }
  std::array<const Value*, 4> lists{};
  constexpr std::array<std::string_view, 4> kNames{"tokens", "token_logprobs", "text_offset", "top_logprobs"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    lists[i] = logprobs->find(kNames[i]);
    if (lists[i] == nullptr || !lists[i]->is_list() || lists[i]->items().size() != lists[0]->items().size()) {
      return none;
    }
  }
  EchoedTokens tokens;
  for (std::size_t i = 0; i < lists[0]->items().size(); ++i) {
    const Value& text = lists[0]->items()[i];
    const Value& sum = lists[1]->items()[i];
    const Value& offset = lists[2]->items()[i];
    if (offset.kind() != Value::Kind::kInteger) {
      return none;
    }
    tokens.texts.push_back(text.is_text() ? text.as_text() : "");
    tokens.offsets.push_back(offset.as_integer());
    tokens.sums.push_back(sum.is_number() ? std::optional<double>(sum.as_real()) : std::nullopt);
    tokens.best.push_back(best_of(lists[3]->items()[i]));
  }
  return tokens;
}

// The continuation is what ends where the prompt ends. Offsets count code points; a token for the beginning of the text
// may count too, so they are read from the end. A token over the boundary belongs to the continuation, whose first
// bytes it holds.
Result<std::size_t> first_of_continuation(const EchoedTokens& tokens, std::size_t prompt_count, const Score& score,
                                          const std::string& continuation) {
  const auto length = static_cast<std::int64_t>(code_points(score.context + continuation));
  const auto end = prompt_count < tokens.offsets.size()
                       ? tokens.offsets[prompt_count]
                       : tokens.offsets.back() + static_cast<std::int64_t>(code_points(tokens.texts.back()));
  const auto begin_of_text = static_cast<std::int64_t>(code_points(tokens.texts.front()));
  const std::int64_t shift = end - length;
  if (shift != 0 && shift != begin_of_text) {
    return Error{ErrorKind::kCorrupt, "the server's text offsets end at " + std::to_string(end) + ", the prompt at " +
                                          std::to_string(length)};
  }
  const std::int64_t boundary = end - static_cast<std::int64_t>(code_points(continuation));
  std::size_t first = prompt_count;
  while (first > 0) {
    const std::int64_t token_end = first < tokens.offsets.size() && first < prompt_count ? tokens.offsets[first] : end;
    if (token_end <= boundary) {
      break;
    }
    --first;
  }
  return first;
}

Result<ChoiceScore> sum_up(const EchoedTokens& tokens, std::size_t first, std::size_t last) {
  ChoiceScore choice{.tokens = static_cast<int>(last - first), .is_greedy = true};
  for (std::size_t i = first; i < last; ++i) {
    if (!tokens.sums[i] || !std::isfinite(*tokens.sums[i])) {
      return Error{ErrorKind::kCorrupt, "the server gives no log-probability for token " + std::to_string(i + 1) +
                                            (i == 0 ? " (a context is needed before the continuation)" : "")};
    }
    choice.log_likelihood += *tokens.sums[i];
    choice.is_greedy &= tokens.best[i] && *tokens.sums[i] >= *tokens.best[i];
  }
  if (choice.tokens == 0) {
    return Error{ErrorKind::kCorrupt, "a continuation has no token of its own behind the context"};
  }
  return choice;
}

}  // namespace

Result<OpenAiPiece> read_openai_piece(std::string_view json) {
  const auto answer = parse_json_value(json);
  if (!answer || !answer->is_dict()) {
    return Error{ErrorKind::kCorrupt, "not a JSON object: '" + printable(json, 120) + "'"};
  }
  OpenAiPiece piece{.error = error_in(*answer),
                    .fingerprint = text_of(&*answer, "system_fingerprint"),
                    .model = text_of(&*answer, "model")};
  read_usage(*answer, piece);
  const Value* choice = choice_at(*answer, 0);
  if (choice == nullptr) {
    return piece;
  }
  const Value* delta = choice->find("delta");
  delta = delta != nullptr && delta->is_dict() ? delta : choice->find("message");
  piece.text = text_of(choice, "text") + text_of(delta, "content");
  piece.thought = text_of(delta, "reasoning_content");
  piece.thought = piece.thought.empty() ? text_of(delta, "reasoning") : piece.thought;
  piece.finish_reason = text_of(choice, "finish_reason");
  piece.stop = text_of(choice, "stop_reason");
  return piece;
}

std::optional<Finish> finish_of(std::string_view finish_reason) {
  if (finish_reason == "length" || finish_reason == "max_tokens") {
    return Finish::kLength;
  }
  if (finish_reason == "content_filter") {
    return Finish::kRefused;
  }
  const bool is_fault = finish_reason == "abort" || finish_reason == "error" || finish_reason == "cancelled";
  return is_fault ? std::nullopt : std::optional<Finish>(Finish::kEnd);
}

std::string openai_error_message(std::string_view body) {
  const auto answer = parse_json_value(body);
  const std::string message = answer ? error_in(*answer) : "";
  return printable(message.empty() ? trim(body) : trim(message), kMessageShown);
}

bool is_context_error(std::string_view body) {
  const std::string text = lower(body.substr(0, std::size_t{16} << 10));
  constexpr std::array<std::string_view, 6> kSigns{
      "context_length_exceeded", "exceed_context_size", "maximum context length",
      "context length",          "context size",        "context window"};
  return std::any_of(kSigns.begin(), kSigns.end(),
                     [&](std::string_view sign) { return text.find(sign) != std::string::npos; });
}

Result<EchoedScores> read_echo(std::string_view json, const Score& score) {
  const auto answer = parse_json_value(json);
  if (!answer || !answer->is_dict()) {
    return Error{ErrorKind::kCorrupt, "not a JSON object: '" + printable(json, 120) + "'"};
  }
  if (const std::string error = error_in(*answer); !error.empty()) {
    return Error{ErrorKind::kCorrupt, "the server says: " + printable(error, kMessageShown)};
  }
  const auto count = score.continuations.size();
  const Value* usage = answer->find("usage");
  const auto generated =
      static_cast<std::size_t>(count_at(usage, "completion_tokens").value_or(static_cast<int>(count)));
  EchoedScores scores;
  for (std::size_t i = 0; i < count; ++i) {
    const Value* choice = choice_at(*answer, static_cast<int>(i));
    if (choice == nullptr) {
      return Error{ErrorKind::kCorrupt, "the server answered no choice " + std::to_string(i)};
    }
    auto tokens = read_tokens(*choice);
    if (!tokens) {
      return std::move(tokens.error());
    }
    if (generated != count && generated != 0) {
      return Error{ErrorKind::kCorrupt, "the server generated " + std::to_string(generated) + " tokens for " +
                                            std::to_string(count) + " continuations"};
    }
    const std::size_t behind = generated == 0 ? 0 : 1;
    if (tokens->offsets.size() < behind + 2) {
      return Error{ErrorKind::kUnsupported, "the answer holds no log-probabilities of the prompt's tokens"};
    }
    const std::size_t prompt_count = tokens->offsets.size() - behind;
    auto first = first_of_continuation(*tokens, prompt_count, score, score.continuations[i]);
    if (!first) {
      return std::move(first.error());
    }
    auto sum = sum_up(*tokens, *first, prompt_count);
    if (!sum) {
      return std::move(sum.error());
    }
    scores.choices.push_back(*sum);
    scores.context_tokens = scores.context_tokens.value_or(static_cast<int>(*first));
  }
  return scores;
}

}  // namespace assay
