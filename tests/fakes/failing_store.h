// A store whose writes fail from the n-th on, as on a disk that is full, in front of another store.
#pragma once

#include "harness/api/store.h"

namespace assay {

class FailingStore final : public Store {
 public:
  // `writes_left`: how many writes still succeed.
  FailingStore(Store& inner, int writes_left) : inner_(inner), left_(writes_left) {}

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
  Result<std::vector<RunRecord>> runs(const std::string& prefix) const override { return inner_.runs(prefix); }
  Result<std::set<SampleKey>> answered(const RunId& run) const override { return inner_.answered(run); }
  Result<RunView> read(const RunId& run) const override { return inner_.read(run); }

  bool has_failed() const { return has_failed_; }

 private:
  bool fails() {
    has_failed_ = has_failed_ || left_ == 0;
    left_ -= left_ > 0 ? 1 : 0;
    return has_failed_;
  }

  Store& inner_;
  int left_;
  bool has_failed_ = false;
  const Error full_{ErrorKind::kStorage, "disk full"};
};

}  // namespace assay
