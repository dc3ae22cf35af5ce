// Toy tasks for tests of the harness: N documents, "doc 3:", the gold answer "3", one exact scorer.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "harness/api/task.h"

namespace assay {

// Generates " 3" for document 3.
Task make_toy_task(const std::string& name, std::int64_t size);

// Chooses between " yes" (gold for even documents) and " no".
Task make_toy_choice_task(const std::string& name, std::int64_t size);

// "vote": right if most repeats of a document are; joint, over `repeats_min` repeats at least.
std::unique_ptr<Scorer> make_toy_vote(int repeats_min = 1);

}  // namespace assay
