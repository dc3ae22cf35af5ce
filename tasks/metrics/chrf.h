// chrF and chrF++ (Popović, WMT 2015 and 2017) as sacreBLEU 2 computes them: what one document adds to a corpus.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct ChrfOptions {
  int character_orders = 6;  // 1 to 6
  int word_orders = 0;       // 0 to 4; 2 is chrF++
  bool is_lowercase = false;
  bool keeps_white_space = false;
};

// For every order, characters before words: {n-grams of the hypothesis, n-grams of the reference, matches}; of the
// reference that scores best alone (the first of equal ones). They add up over documents; chrf_score (harness/stats)
// makes the score of the sums. REQUIRES: a reference.
std::vector<double> chrf_parts(std::string_view hypothesis, std::span<const std::string> references,
                               const ChrfOptions& options = {});

}  // namespace assay
