// Generated datasets and the exemplars that every document shares.
#include "tasks/parts/generator.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "harness/base/check.h"
#include "harness/base/hash.h"

namespace assay {
namespace {

// A generator that cannot make a new item in so many tries is too small for its size.
constexpr int kAttemptsMax = 1000;

// One whose question is not among `questions`, where it is added; nothing if none is found.
std::optional<Sample> make_new(const GeneratorEntry& entry, const GeneratorOptions& options, std::string_view purpose,
                               std::int64_t index, std::set<std::string>& questions) {
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    Rng rng(seed_from({entry.name, std::to_string(entry.version), purpose, std::to_string(options.seed),
                       std::to_string(options.difficulty), std::to_string(index), std::to_string(attempt)}));
    if (Sample sample = entry.make(rng, options.difficulty); questions.insert(sample.question).second) {
      return sample;
    }
  }
  return std::nullopt;
}

std::string document_of(const Sample& sample) {
  nlohmann::json json{{"question", sample.question}, {"answer", sample.gold}, {"solution", sample.target}};
  if (!sample.choices.empty()) {
    json["choices"] = sample.choices;
  }
  return json.dump();
}

class GeneratedDataset final : public Dataset {
 public:
  explicit GeneratedDataset(std::vector<Sample> samples) : samples_(std::move(samples)) {}

  std::int64_t size() const override { return static_cast<std::int64_t>(samples_.size()); }
  Sample at(std::int64_t index) const override { return samples_.at(static_cast<std::size_t>(index)); }

 private:
  std::vector<Sample> samples_;
};

// Owns a share of the pool: a task whose exemplars are its own dataset hands the same object to both.
class FixedExemplars final : public ExemplarSource {
 public:
  FixedExemplars(std::string task_name, std::shared_ptr<const Dataset> pool)
      : task_name_(std::move(task_name)), pool_(std::move(pool)) {}

  Result<std::vector<Sample>> exemplars(const Sample& sample, int count, std::uint64_t run_seed) const override {
    std::vector<std::int64_t> order(static_cast<std::size_t>(pool_->size()));
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = static_cast<std::int64_t>(i);
    }
    Rng rng(seed_from({task_name_, "exemplars", std::to_string(run_seed)}));
    rng.shuffle(order);
    std::vector<Sample> drawn;
    for (const std::int64_t index : order) {
      if (drawn.size() == static_cast<std::size_t>(count)) {
        break;
      }
      if (Sample exemplar = pool_->at(index); exemplar.document != sample.document) {
        drawn.push_back(std::move(exemplar));
      }
    }
    return drawn;
  }

  std::int64_t available() const override { return pool_->size(); }
  bool is_fixed() const override { return true; }

 private:
  const std::string task_name_;
  const std::shared_ptr<const Dataset> pool_;
};

}  // namespace

Result<std::unique_ptr<Dataset>> try_generated_dataset(const GeneratorEntry& entry, const GeneratorOptions& options,
                                                       std::string_view purpose, const Dataset* taken) {
  std::set<std::string> questions;
  for (std::int64_t i = 0; taken != nullptr && i < taken->size(); ++i) {
    questions.insert(taken->at(i).question);
  }
  std::vector<Sample> samples;
  for (std::int64_t index = 0; index < options.size; ++index) {
    auto sample = make_new(entry, options, purpose, index, questions);
    if (!sample) {
      return Error{ErrorKind::kInvalidConfig, "generator '" + std::string(entry.name) +
                                                  "' ran out of new items after " + std::to_string(index) +
                                                  "; a smaller size or another difficulty"};
    }
    sample->index = index;
    sample->document = document_of(*sample);
    samples.push_back(std::move(*sample));
  }
  return std::unique_ptr<Dataset>(std::make_unique<GeneratedDataset>(std::move(samples)));
}

std::unique_ptr<Dataset> make_generated_dataset(const GeneratorEntry& entry, const GeneratorOptions& options,
                                                std::string_view purpose, const Dataset* taken) {
  auto dataset = try_generated_dataset(entry, options, purpose, taken);
  ASSAY_CHECK(dataset, "a generator ran out of new items");
  return std::move(*dataset);
}

std::unique_ptr<ExemplarSource> make_fixed_exemplars(std::string task_name, std::shared_ptr<const Dataset> pool) {
  return std::make_unique<FixedExemplars>(std::move(task_name), std::move(pool));
}

}  // namespace assay
