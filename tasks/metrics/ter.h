// TER (Snover et al., AMTA 2006) as sacreBLEU 2 computes it: what one document adds to a corpus.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct TerOptions {
  bool is_normalized = false;  // punctuation set apart, entities resolved
  bool is_without_punctuation = false;
  bool is_asian = false;  // both of the above also for Chinese and Japanese
  bool is_case_sensitive = false;
};

// {fewest edits to any of the references, mean length of the references in words}: they add up over documents;
// ter_score (harness/stats) makes the score of the sums. REQUIRES: a reference.
std::vector<double> ter_parts(std::string_view hypothesis, std::span<const std::string> references,
                              const TerOptions& options = {});

// The words that are compared, with one space between them (Tercom's normalizer).
std::string ter_normalized(std::string_view text, const TerOptions& options);

}  // namespace assay
