// Drawing exemplars.
#include "tasks/lm_eval/exemplar_pool.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <numeric>
#include <string>
#include <utility>

#include "harness/base/check.h"
#include "harness/base/hash.h"
#include "harness/base/python_random.h"
#include "harness/base/rng.h"

namespace assay {
namespace {

constexpr std::int64_t kLmEvalSeed = 1234;  // lm-eval's default --seed for exemplars

using Drawn = std::vector<std::size_t>;  // indices into the pool's rows

// Which rows each document gets from lm-eval's generator: what document i gets depends on all before it. mutex_ guards
// the members.
class Replay {
 public:
  Replay(const ExemplarPool& pool, std::size_t count) : pool_(pool), count_(count), random_(kLmEvalSeed) {}

  Drawn of(std::size_t document) {
    const std::lock_guard lock(mutex_);
    while (drawn_.size() <= document) {
      drawn_.push_back(draw(pool_.documents->at(drawn_.size())));
    }
    return drawn_[document];
  }
  std::size_t count() const { return count_; }

 private:
  Drawn draw(const Value& document) {
    if (!pool_.holds_documents) {
      return random_.sample(pool_.rows.size(), count_);
    }
    Drawn drawn = random_.sample(pool_.rows.size(), count_ + 1);
    std::erase_if(drawn, [&](std::size_t index) { return pool_.rows[index] == document; });
    if (drawn.size() > count_) {
      drawn.resize(count_);
    }
    return drawn.size() == count_ ? drawn : draw_without(document);
  }

  // More than one copy of the document was drawn: again, from the others.
  Drawn draw_without(const Value& document) {
    Drawn others;
    for (std::size_t i = 0; i < pool_.rows.size(); ++i) {
      if (pool_.rows[i] != document) {
        others.push_back(i);
      }
    }
    Drawn drawn;
    for (const std::size_t place : random_.sample(others.size(), std::min(count_, others.size()))) {
      drawn.push_back(others[place]);
    }
    return drawn;
  }

  const ExemplarPool& pool_;
  const std::size_t count_;
  std::mutex mutex_;
  PythonRandom random_;
  std::vector<Drawn> drawn_;
};

// How many rows a document may lose because they equal it, whatever their splits are called.
std::int64_t rows_lost_max(const ExemplarPool& pool) {
  std::map<std::string, std::int64_t> copies;
  for (const Value& row : pool.rows) {
    ++copies[to_json(row)];
  }
  std::int64_t lost = pool.sampler == ExemplarSampler::kLmEval ? 1 : 0;  // it draws one more in any case
  for (const Value& document : *pool.documents) {
    if (const auto found = copies.find(to_json(document)); found != copies.end()) {
      lost = std::max(lost, found->second);
    }
  }
  return lost;
}

class PoolExemplars final : public ExemplarSource {
 public:
  PoolExemplars(ExemplarPool pool, std::shared_ptr<const DocumentMaker> maker)
      : pool_(std::move(pool)),
        maker_(std::move(maker)),
        rows_lost_max_(pool_.holds_documents || pool_.sampler == ExemplarSampler::kFixed ? rows_lost_max(pool_) : 0) {}

  Result<std::vector<Sample>> exemplars(const Sample& sample, int count, std::uint64_t run_seed) const override {
    std::vector<Sample> samples;
    for (const std::size_t index : drawn(sample, static_cast<std::size_t>(count), run_seed)) {
      auto made = maker_->exemplar(pool_.rows[index]);
      if (!made) {
        return std::move(made.error()).in("exemplar " + std::to_string(index));
      }
      samples.push_back(std::move(*made));
    }
    return samples;
  }

  std::int64_t available() const override {
    return std::max<std::int64_t>(0, static_cast<std::int64_t>(pool_.rows.size()) - rows_lost_max_);
  }

  bool is_fixed() const override { return pool_.sampler != ExemplarSampler::kLmEval && rows_lost_max_ == 0; }

 private:
  Drawn drawn(const Sample& sample, std::size_t count, std::uint64_t run_seed) const {
    if (pool_.sampler == ExemplarSampler::kLmEval) {
      return replay(count).of(static_cast<std::size_t>(sample.index));
    }
    Drawn order(pool_.rows.size());
    std::iota(order.begin(), order.end(), 0);
    if (pool_.sampler == ExemplarSampler::kFixed) {
      Rng rng(seed_from({pool_.task, "exemplars", std::to_string(run_seed)}));
      rng.shuffle(order);
    }
    Drawn drawn;
    for (std::size_t i = 0; i < order.size() && drawn.size() < count; ++i) {
      if (rows_lost_max_ == 0 || pool_.rows[order[i]] != sample.row) {
        drawn.push_back(order[i]);
      }
    }
    return drawn;
  }

  // A task is asked with one number of exemplars; another number begins anew.
  Replay& replay(std::size_t count) const {
    const std::lock_guard lock(mutex_);
    if (replay_ == nullptr || replay_->count() != count) {
      replay_ = std::make_unique<Replay>(pool_, count);
    }
    return *replay_;
  }

  const ExemplarPool pool_;
  const std::shared_ptr<const DocumentMaker> maker_;  // the task's dataset owns it too
  const std::int64_t rows_lost_max_;                  // a document that is among the rows does not get itself
  mutable std::mutex mutex_;                          // guards replay_
  mutable std::unique_ptr<Replay> replay_;
};

}  // namespace

std::optional<ExemplarSampler> exemplar_sampler_named(std::string_view name) {
  if (name == "fixed") {
    return ExemplarSampler::kFixed;
  }
  if (name == "default" || name == "lm_eval") {
    return ExemplarSampler::kLmEval;
  }
  return name == "first_n" ? std::optional(ExemplarSampler::kFirst) : std::nullopt;
}

std::unique_ptr<ExemplarSource> make_exemplar_pool(ExemplarPool pool, std::shared_ptr<const DocumentMaker> maker) {
  ASSAY_CHECK(pool.documents != nullptr, "a pool needs the documents");
  return std::make_unique<PoolExemplars>(std::move(pool), std::move(maker));
}

}  // namespace assay
