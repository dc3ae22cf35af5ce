// Scorers of generated texts: a filter pipeline, then a metric of its answer against the gold ones.
#pragma once

#include <memory>
#include <string>

#include "harness/api/task.h"
#include "tasks/filters/pipeline.h"
#include "tasks/handlers/handler.h"

namespace assay {

// "exact_match" (arguments as tasks/metrics/exact_match.h says), "bleu" (key `tokenize`: 13a, char, intl, none, zh),
// "chrf", "chrf++", "ter", "bypass". `name` is the scorer's. kUnsupported for other metrics, kInvalidConfig for
// arguments.
Result<std::unique_ptr<Scorer>> make_text_scorer(const std::string& metric, const Value& arguments,
                                                 std::shared_ptr<const FilterPipeline> pipeline, std::string name);

// One metric of a native process_results. With aggregation "ratio" the parts are pooled: their sum and their number.
struct HandlerMetric {
  std::string metric;       // as process_results names it
  std::string name;         // the scorer's
  std::string aggregation;  // a name of harness/stats/aggregate.h
  bool is_higher_better = true;
};
std::unique_ptr<Scorer> make_handler_scorer(ProcessResults function, HandlerMetric metric,
                                            std::shared_ptr<const FilterPipeline> pipeline);

// "perplexity" and "acc" of a continuation; "word_perplexity", "byte_perplexity" and "bits_per_byte" of a whole text.
// Nothing for another name.
std::unique_ptr<Scorer> make_likelihood_scorer(const std::string& metric, bool is_rolling);

}  // namespace assay
