// What the log-likelihoods of a document's choices say: which is chosen, by which rule, and how sure.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/api/request.h"

namespace assay {

enum class ChoiceRule {
  kSum,           // acc: the log-likelihood
  kPerCharacter,  // acc_norm: divided by the choice's code points, without the delimiter
  kPerByte,       // acc_bytes: divided by its UTF-8 bytes
  kPerToken,      // divided by the tokens that were scored; not in lm-eval
  kMutualInfo,    // acc_mutual_info: minus the log-likelihood without the context
};

struct ScoredChoices {
  std::span<const ChoiceScore> scores;
  std::span<const std::string> texts;          // as many
  std::span<const ChoiceScore> unconditional;  // kMutualInfo: as many, scored behind an empty context; else empty
};

// The figure that each choice is ranked by. REQUIRES: as many texts as scores; for kMutualInfo as many unconditional
// scores. An empty choice under a rule that divides has minus infinity.
std::vector<double> choice_figures(const ScoredChoices& choices, ChoiceRule rule);

// The first of the largest figures; nothing for no choices.
std::optional<std::size_t> chosen(std::span<const double> figures);

// The probabilities of the choices among themselves: softmax of their sums. Sum 1; empty for no choices.
std::vector<double> choice_probabilities(std::span<const ChoiceScore> scores);

// Sum over the choices of (probability - 1 if gold else 0)^2: Brier's score of one document (Monthly Weather Review
// 78(1), 1950), from 0 to 2. REQUIRES: gold < probabilities.size().
double brier_part(std::span<const double> probabilities, std::size_t gold);

// exact_match of choices: the gold choice is what greedy decoding would give. Any of several golds.
bool is_gold_greedy(std::span<const ChoiceScore> scores, std::span<const std::size_t> golds);

// What rolling log-likelihoods are divided by: lm-eval counts words as the pieces between runs of white space, so that
// white space at either end makes an empty piece that counts too.
std::size_t word_count(std::string_view text);

}  // namespace assay
