// BLEU (Papineni et al., ACL 2002) as sacreBLEU 2 computes it: what one document adds to a corpus.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/metrics/tokenizers.h"

namespace assay {

struct BleuOptions {
  BleuTokenizer tokenizer = BleuTokenizer::k13a;
  bool is_lowercase = false;
};

// {tokens of the hypothesis, tokens of the reference nearest in length (the shorter of two), n-grams of order 1 to 4
// that match, n-grams of order 1 to 4}: 10 numbers that add up over documents; bleu_score (harness/stats) makes the
// score of the sums. An n-gram matches as often as the reference that has most of it. REQUIRES: a reference.
std::vector<double> bleu_parts(std::string_view hypothesis, std::span<const std::string> references,
                               const BleuOptions& options = {});

}  // namespace assay
