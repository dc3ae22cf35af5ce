// The memory store: the contract in its plainest form, for tests.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "harness/base/text.h"
#include "results/registry.h"

namespace assay {
namespace {

// The newest version of a metric stands where its first did.
void add_metric(const MetricRecord& metric, std::vector<MetricRecord>& metrics) {
  const auto same = std::find_if(metrics.begin(), metrics.end(), [&](const MetricRecord& other) {
    return other.task == metric.task && other.name == metric.name;
  });
  if (same == metrics.end()) {
    metrics.push_back(metric);
  } else if (same->version < metric.version) {
    *same = metric;
  }
}

class MemoryStore final : public Store {
 public:
  Status begin_run(const RunView& plan) override {
    if (runs_.count(plan.run.id) != 0) {
      return Error{ErrorKind::kInvalidConfig, "run '" + plan.run.id + "' is there already"};
    }
    runs_[plan.run.id].view = {.run = plan.run,
                               .settings = plan.settings,
                               .models = plan.models,
                               .tasks = plan.tasks,
                               .metrics = plan.metrics,
                               .groups = plan.groups,
                               .documents = plan.documents};
    return {};
  }

  Status set_state(const RunId& run, RunState state) override {
    return with(run, [&](Kept& kept) { kept.view.run.state = state; });
  }

  Status append_answers(const RunId& run, std::span<const AnswerRecord> answers) override {
    return with(run, [&](Kept& kept) {
      for (const AnswerRecord& answer : answers) {
        kept.answers.emplace(answer.key, answer);
      }
    });
  }

  Status append_scores(const RunId& run, std::span<const ScoreRecord> scores) override {
    const auto found = runs_.find(run);
    for (const ScoreRecord& score : scores) {
      if (found != runs_.end() && found->second.answers.count(score.key) == 0) {
        return Error{ErrorKind::kNotFound, "a score without an answer: model '" + score.key.model + "', task '" +
                                               score.key.task + "', document " + std::to_string(score.key.document)};
      }
    }
    return with(run, [&](Kept& kept) {
      for (const ScoreRecord& score : scores) {
        kept.scores.emplace(ScoreKey{score.key, score.scorer, score.scorer_version}, score);
      }
    });
  }

  Status append_metrics(const RunId& run, std::span<const MetricRecord> metrics) override {
    return with(run, [&](Kept& kept) {
      for (const MetricRecord& metric : metrics) {
        add_metric(metric, kept.view.metrics);
      }
    });
  }

  Status append_block(const RunId& run, const BlockRecord& block) override {
    return with(run, [&](Kept& kept) { kept.blocks.emplace(block.index, block); });
  }

  Status append_environment(const RunId& run, const EnvironmentRecord& environment) override {
    return with(run, [&](Kept& kept) { kept.view.environment = environment; });
  }

  Status set_price(const RunId& run, const PriceRecord& price) override {
    return with(run, [&](Kept& kept) { kept.view.price = price; });
  }

  Status append_kernels(const RunId& run, std::span<const KernelRecord> kernels) override {
    return with(run,
                [&](Kept& kept) { kept.view.kernels.insert(kept.view.kernels.end(), kernels.begin(), kernels.end()); });
  }

  Status append_noise(const RunId& run, const NoiseRecord& noise) override {
    return with(run, [&](Kept& kept) { kept.view.noise.push_back(noise); });
  }

  Result<std::vector<RunRecord>> runs(const std::string& prefix) const override {
    std::vector<RunRecord> found;
    for (const auto& [id, kept] : runs_) {
      if (starts_with(id, prefix)) {
        found.push_back(kept.view.run);
      }
    }
    std::sort(found.begin(), found.end(), [](const RunRecord& a, const RunRecord& b) {
      return std::pair(b.created_ns, b.id) < std::pair(a.created_ns, a.id);
    });
    return found;
  }

  Result<std::set<SampleKey>> answered(const RunId& run) const override {
    std::set<SampleKey> keys;
    if (const auto found = runs_.find(run); found != runs_.end()) {
      for (const auto& [key, answer] : found->second.answers) {
        keys.insert(key);
      }
    }
    return keys;
  }

  Result<RunView> read_plan(const RunId& run) const override {
    const auto found = runs_.find(run);
    if (found == runs_.end()) {
      return missing(run);
    }
    const RunView& view = found->second.view;
    return RunView{.run = view.run,
                   .settings = view.settings,
                   .models = view.models,
                   .tasks = view.tasks,
                   .metrics = view.metrics,
                   .groups = view.groups,
                   .documents = view.documents};
  }

  Result<std::vector<JudgedAnswer>> judged(const RunId& run, const DocumentRange& range) const override {
    std::vector<JudgedAnswer> judged;
    const auto found = runs_.find(run);
    if (found == runs_.end()) {
      return judged;
    }
    const SampleKey first{.model = range.model, .task = range.task, .document = range.first};
    for (auto at = found->second.answers.lower_bound(first); at != found->second.answers.end(); ++at) {
      const auto& [key, answer] = *at;
      if (key.model != range.model || key.task != range.task || key.document >= range.last) {
        break;
      }
      JudgedAnswer& next = judged.emplace_back();
      next.answer = {.key = key,
                     .document_hash = answer.document_hash,
                     .prompt = answer.thought ? "" : answer.prompt,
                     .response = answer.response,
                     .thought = answer.thought};
      next.answer.response.engine.reset();
      next.answer.response.tokens.clear();
      next.answer.response.top_gaps.clear();
      const ScoreMap& scores = found->second.scores;
      for (auto score = scores.lower_bound({key, "", 0}); score != scores.end() && score->second.key == key; ++score) {
        next.scores.push_back(score->second);
      }
    }
    return judged;
  }

  Result<RunView> read(const RunId& run) const override {
    const auto found = runs_.find(run);
    if (found == runs_.end()) {
      return missing(run);
    }
    RunView view = found->second.view;
    for (const auto& [key, answer] : found->second.answers) {
      view.answers.push_back(answer);
    }
    for (const auto& [key, score] : found->second.scores) {
      // Versions of a scorer are neighbours, oldest first: the newest replaces the one before.
      if (!view.scores.empty() && view.scores.back().key == score.key && view.scores.back().scorer == score.scorer) {
        view.scores.pop_back();
      }
      view.scores.push_back(score);
    }
    for (const auto& [index, block] : found->second.blocks) {
      view.blocks.push_back(block);
    }
    return view;
  }

 private:
  using ScoreKey = std::tuple<SampleKey, std::string, int>;
  using ScoreMap = std::map<ScoreKey, ScoreRecord>;
  struct Kept {
    RunView view;
    std::map<SampleKey, AnswerRecord> answers;
    ScoreMap scores;
    std::map<std::int64_t, BlockRecord> blocks;
  };

  static Error missing(const RunId& run) { return {ErrorKind::kNotFound, "no run '" + run + "' in this store"}; }

  template <typename Change>
  Status with(const RunId& run, const Change& change) {
    const auto found = runs_.find(run);
    if (found == runs_.end()) {
      return missing(run);
    }
    change(found->second);
    return {};
  }

  std::map<RunId, Kept> runs_;
};

}  // namespace

std::unique_ptr<Store> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace assay
