// Generators: documents made from a seed, so that no benchmark text is needed and every item can be made anew.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "harness/api/task.h"
#include "harness/base/result.h"
#include "harness/base/rng.h"

namespace assay {

struct GeneratorOptions {
  std::uint64_t seed = 1;
  int difficulty = 1;        // 1 to GeneratorEntry::difficulty_max
  std::int64_t size = 1000;  // documents; the exemplars are others
};

struct GeneratorEntry {
  std::string_view name;
  std::string_view summary;
  int version = 1;  // another rule, another version: figures of different versions are not compared
  int difficulty_max = 1;
  // One item, a function of the numbers drawn alone. index and document are filled by the dataset.
  Sample (*make)(Rng& rng, int difficulty);
};

// Documents 0..size-1, no two with the same question; a document depends on seed, difficulty and index only. `purpose`
// keeps the items of a test set and of an exemplar pool apart; items whose question is in `taken` are left out.
// REQUIRES: the generator has that many items at this difficulty.
std::unique_ptr<Dataset> make_generated_dataset(const GeneratorEntry& entry, const GeneratorOptions& options,
                                                std::string_view purpose, const Dataset* taken = nullptr);

// The same, but kInvalidConfig if the generator runs out of items that it has not made before.
Result<std::unique_ptr<Dataset>> try_generated_dataset(const GeneratorEntry& entry, const GeneratorOptions& options,
                                                       std::string_view purpose, const Dataset* taken = nullptr);

// The same exemplars, in the same order, for every document: drawn from `pool` by a hash of the run's seed. Never the
// document itself (by content).
std::unique_ptr<ExemplarSource> make_fixed_exemplars(std::string task_name, std::shared_ptr<const Dataset> pool);

}  // namespace assay
