// Votes among several answers to one document: majority and its expectation over draws (maj@k, cons@k).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace assay {

// An answer that could be read. One that could not has no vote.
struct Vote {
  std::string answer;
  double value = 0;  // what the scorer gave it, in [0, 1]
};

// Answers that count as one.
struct AnswerClass {
  std::int64_t votes = 0;
  double value = 0;  // the mean of its answers' values
};

// Whether two answers are one. Need not be exact in the middle: an answer joins the first class whose first answer it
// equals.
using SameAnswer = std::function<bool(const std::string&, const std::string&)>;

// In the order in which they appear. Without `same`, equal texts are one.
std::vector<AnswerClass> answer_classes(std::span<const Vote> votes, const SameAnswer& same = {});

// The value of the class with most votes; of several, the mean of theirs. 0 without a vote.
double vote_value(std::span<const AnswerClass> classes);

// What vote_value is on average over k of `answers` answers, drawn without putting back; those beyond the classes'
// votes have none. Exact. REQUIRES: sum of votes <= answers <= kVotersMax, 1 <= k <= answers.
inline constexpr std::int64_t kVotersMax = 64;
double expected_vote(std::span<const AnswerClass> classes, std::int64_t answers, std::int64_t k);

}  // namespace assay
