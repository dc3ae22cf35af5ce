// The canonical schedule of log-likelihoods; scripts/reference_loglikelihood.py does the same through another binding.
#include "backends/llama/score_alone.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace assay {
namespace {

// Adds log P(token) by the row behind the token before it.
void add_token(ChoiceScore& choice, TokenId token, std::span<const float> row, const RowSummary& summary) {
  choice.log_likelihood += static_cast<double>(row[static_cast<std::size_t>(token)]) - summary.log_sum;
  choice.tokens += 1;
  choice.is_greedy = choice.is_greedy && summary.best == token;
}

class AloneScorer {
 public:
  AloneScorer(Context& context, const Encoding& encoding) : context_(context), encoding_(encoding) {}

  AloneResult run() {
    context_.clear();
    if (!decode_prompt(true)) {
      return std::move(result_);
    }
    for (std::size_t i = 0; i < encoding_.continuations.size(); ++i) {
      if (!score_rest(i)) {
        return std::move(result_);
      }
    }
    for (const ChoiceScore& choice : result_.choices) {
      if (!std::isfinite(choice.log_likelihood)) {
        result_.decoded = Decoded::kFailed;
        result_.failure = "the model gave logits that are not numbers";
      }
    }
    return std::move(result_);
  }

 private:
  bool check(Decoded decoded) {
    if (decoded != Decoded::kDone) {
      result_.decoded = decoded;
      result_.failure = context_.failure();
    }
    return decoded == Decoded::kDone;
  }

  // With `scores`, the first token of every continuation is scored by the row behind the context.
  bool decode_prompt(bool scores) {
    result_.evaluated += static_cast<int>(encoding_.prompt.size());
    const int last = static_cast<int>(encoding_.prompt.size()) - 1;
    return check(decode_alone(context_, encoding_.prompt, 0, false, [&](int first, int count) {
      if (!scores || first + count <= last) {
        return;
      }
      const std::span<const float> row = context_.logits(last - first);
      const RowSummary summary = summarize(row);
      for (const std::vector<TokenId>& continuation : encoding_.continuations) {
        add_token(result_.choices.emplace_back(ChoiceScore{.is_greedy = true}), continuation.front(), row, summary);
      }
    }));
  }

  // The tokens behind the first: evaluated but for the last, and taken out of the cache again.
  bool score_rest(std::size_t index) {
    const std::vector<TokenId>& continuation = encoding_.continuations[index];
    if (continuation.size() == 1) {
      return true;
    }
    const auto tokens = std::span<const TokenId>(continuation).first(continuation.size() - 1);
    const int position = static_cast<int>(encoding_.prompt.size());
    result_.evaluated += static_cast<int>(tokens.size());
    const Decoded decoded = decode_alone(context_, tokens, position, true, [&](int first, int count) {
      std::vector<std::span<const float>> rows;
      rows.reserve(static_cast<std::size_t>(count));
      for (int i = 0; i < count; ++i) {
        rows.push_back(context_.logits(i));
      }
      const std::vector<RowSummary> summaries = context_.summaries(rows);
      for (int i = 0; i < count; ++i) {
        add_token(result_.choices[index], continuation[static_cast<std::size_t>(first + i) + 1], rows[i], summaries[i]);
      }
    });
    return check(decoded) && restore(index);
  }

  // The cache holds the context alone again, unless no continuation is left that needs it.
  bool restore(std::size_t done) {
    const auto next = encoding_.continuations.begin() + static_cast<std::ptrdiff_t>(done) + 1;
    const bool is_needed = std::any_of(next, encoding_.continuations.end(),
                                       [](const std::vector<TokenId>& tokens) { return tokens.size() > 1; });
    if (!is_needed || context_.remove(0, static_cast<int>(encoding_.prompt.size()))) {
      return true;
    }
    context_.clear();
    return decode_prompt(false);
  }

  Context& context_;
  const Encoding& encoding_;
  AloneResult result_;
};

}  // namespace

AloneResult score_alone(Context& context, const Encoding& encoding) { return AloneScorer(context, encoding).run(); }

}  // namespace assay
