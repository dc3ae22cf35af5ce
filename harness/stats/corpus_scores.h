// Scores of whole corpora from numbers that add up over documents: BLEU, chrF, TER.
#pragma once

#include <span>

namespace assay {

// From {hypothesis tokens, reference tokens, matches of orders 1 to 4, n-grams of orders 1 to 4}: 100 × brevity
// penalty × geometric mean of the four precisions; an order without a match counts as half a match, the next such one
// as a quarter, and so on ("exp" smoothing, Chen and Cherry, WMT 2014, method 3). 0 if nothing matches at all.
// REQUIRES: 10 numbers.
double bleu_score(std::span<const double> sums);

// From {hypothesis, reference, matches} for each order: 100 × F2 of the precision and the recall, each averaged over
// the orders that both sides have. REQUIRES: a multiple of 3 numbers.
double chrf_score(std::span<const double> sums);

// From {edits, reference words}: 100 × edits per word; without words 100 if there are edits, else 0.
// REQUIRES: 2 numbers.
double ter_score(std::span<const double> sums);

}  // namespace assay
