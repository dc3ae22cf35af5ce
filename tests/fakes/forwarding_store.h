// A store in front of another one: what a test wants otherwise it overrides.
#pragma once

#include "harness/api/store.h"

namespace assay {

class ForwardingStore : public Store {
 public:
  explicit ForwardingStore(Store& inner) : inner_(inner) {}

  Status begin_run(const RunView& plan) override { return inner_.begin_run(plan); }
  Status set_state(const RunId& run, RunState state) override { return inner_.set_state(run, state); }
  Status append_answers(const RunId& run, std::span<const AnswerRecord> answers) override {
    return inner_.append_answers(run, answers);
  }
  Status append_scores(const RunId& run, std::span<const ScoreRecord> scores) override {
    return inner_.append_scores(run, scores);
  }
  Status append_metrics(const RunId& run, std::span<const MetricRecord> metrics) override {
    return inner_.append_metrics(run, metrics);
  }
  Status append_block(const RunId& run, const BlockRecord& block) override { return inner_.append_block(run, block); }
  Status append_environment(const RunId& run, const EnvironmentRecord& environment) override {
    return inner_.append_environment(run, environment);
  }
  Status set_price(const RunId& run, const PriceRecord& price) override { return inner_.set_price(run, price); }
  Status append_kernels(const RunId& run, std::span<const KernelRecord> kernels) override {
    return inner_.append_kernels(run, kernels);
  }
  Status append_noise(const RunId& run, const NoiseRecord& noise) override { return inner_.append_noise(run, noise); }
  Result<std::vector<RunRecord>> runs(const std::string& prefix) const override { return inner_.runs(prefix); }
  Result<std::set<SampleKey>> answered(const RunId& run) const override { return inner_.answered(run); }
  Result<RunView> read(const RunId& run) const override { return inner_.read(run); }
  Result<RunView> read_plan(const RunId& run) const override { return inner_.read_plan(run); }
  Result<std::vector<JudgedAnswer>> judged(const RunId& run, const DocumentRange& range) const override {
    return inner_.judged(run, range);
  }

 protected:
  Store& inner_;
};

}  // namespace assay
