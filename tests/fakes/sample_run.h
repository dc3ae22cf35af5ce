// A run with every kind of record in it, easy and awkward values alike.
#pragma once

#include <string>
#include <vector>

#include "harness/api/record.h"
#include "harness/api/store.h"

namespace assay {

// The rows a run begins with: two models, two tasks, documents with and without a gold choice.
RunView sample_plan(const std::string& id, std::int64_t created_ns = 1);

// Every field set, none to its default; texts hold quotes, NUL bytes, and bytes that are not UTF-8.
AnswerRecord full_answer(std::int64_t document);
// Only the key: every other field as it is by default.
AnswerRecord empty_answer(std::int64_t document);

ScoreRecord sample_score(const SampleKey& key, const std::string& scorer, int version, Outcome outcome);
BlockRecord sample_block(std::int64_t index);
NoiseRecord sample_noise();
KernelRecord sample_kernel(const std::string& kernel);
PriceRecord sample_price();

// The plan begun and every kind of record appended: the view that read() must give.
RunView fill_store(Store& store, const std::string& id);

}  // namespace assay
