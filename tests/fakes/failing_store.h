// A store whose writes fail from the n-th on, as on a disk that is full, in front of another store.
#pragma once

#include "tests/fakes/forwarding_store.h"

namespace assay {

class FailingStore final : public ForwardingStore {
 public:
  // `writes_left`: how many writes still succeed.
  FailingStore(Store& inner, int writes_left) : ForwardingStore(inner), left_(writes_left) {}

  Status begin_run(const RunView& plan) override { return fails() ? Status(full_) : inner_.begin_run(plan); }
  Status set_state(const RunId& run, RunState state) override {
    return fails() ? Status(full_) : inner_.set_state(run, state);
  }
  Status append_answers(const RunId& run, std::span<const AnswerRecord> answers) override {
    return fails() ? Status(full_) : inner_.append_answers(run, answers);
  }
  Status append_scores(const RunId& run, std::span<const ScoreRecord> scores) override {
    return fails() ? Status(full_) : inner_.append_scores(run, scores);
  }
  Status append_metrics(const RunId& run, std::span<const MetricRecord> metrics) override {
    return fails() ? Status(full_) : inner_.append_metrics(run, metrics);
  }
  Status append_block(const RunId& run, const BlockRecord& block) override {
    return fails() ? Status(full_) : inner_.append_block(run, block);
  }
  Status append_environment(const RunId& run, const EnvironmentRecord& environment) override {
    return fails() ? Status(full_) : inner_.append_environment(run, environment);
  }
  Status set_price(const RunId& run, const PriceRecord& price) override {
    return fails() ? Status(full_) : inner_.set_price(run, price);
  }
  Status append_kernels(const RunId& run, std::span<const KernelRecord> kernels) override {
    return fails() ? Status(full_) : inner_.append_kernels(run, kernels);
  }
  Status append_noise(const RunId& run, const NoiseRecord& noise) override {
    return fails() ? Status(full_) : inner_.append_noise(run, noise);
  }

  bool has_failed() const { return has_failed_; }

 private:
  bool fails() {
    has_failed_ = has_failed_ || left_ == 0;
    left_ -= left_ > 0 ? 1 : 0;
    return has_failed_;
  }

  int left_;
  bool has_failed_ = false;
  const Error full_{ErrorKind::kStorage, "disk full"};
};

}  // namespace assay
