// From a document to a request: exemplars, delimiters, seeds. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/api/request.h"
#include "harness/api/task.h"

namespace assay {

// What is asked about one sample, and how it came about.
struct Prompt {
  Request request;  // id and encoding not set
  int exemplars = 0;
};

// description + for each exemplar (question + target_delimiter + target + exemplar_delimiter) + question; a choice is
// asked as target_delimiter + its text (lm-eval's order). The sampling seed is a hash of task, document, repeat and
// run seed, so nothing else decides it.
Prompt build_prompt(const Task& task, const Sample& sample, int exemplar_count, int repeat, std::uint64_t run_seed);

// 32 hex digits over the document's content.
std::string document_hash(const Sample& sample);

}  // namespace assay
