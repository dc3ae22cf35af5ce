// Exemplars drawn from rows: by lm-eval's running generator, replayed; the first ones; or the same for every document.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/api/task.h"
#include "tasks/lm_eval/document_maker.h"

namespace assay {

enum class ExemplarSampler {
  kFixed,   // ours: a draw by hash of task and run seed, the same for every document, so that prefixes are shared
  kLmEval,  // lm-eval's default: one random.Random(1234) per task, running on from document to document
  kFirst,   // first_n
};
std::optional<ExemplarSampler> exemplar_sampler_named(
    std::string_view name);  // "fixed", "default", "lm_eval", "first_n"

struct ExemplarPool {
  std::string task;
  std::vector<Value> rows;
  ExemplarSampler sampler = ExemplarSampler::kFixed;
  // The rows are the documents' own split, so one more is drawn and the document itself dropped.
  bool holds_documents = false;
  std::shared_ptr<const std::vector<Value>> documents;  // in the order in which the generator runs over them
};

// `maker` renders what is drawn. Any thread.
std::unique_ptr<ExemplarSource> make_exemplar_pool(ExemplarPool pool, std::shared_ptr<const DocumentMaker> maker);

}  // namespace assay
