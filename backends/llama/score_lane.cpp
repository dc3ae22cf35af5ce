// Fills packs with what waits, first come first served, and hands the sums back.
#include "backends/llama/score_lane.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "backends/llama/job_queue.h"
#include "backends/llama/prefix_cache.h"
#include "backends/llama/score_pack.h"
#include "backends/llama/score_tree.h"
#include "backends/llama/step_share.h"

namespace assay {
namespace {

// Measured: larger packs read past more of each other's cells, smaller ones fill parts worse.
constexpr int kPackTokens = 512;

class ScoreLane final : public Schedule {
 public:
  ScoreLane(const EngineParts& parts, std::unique_ptr<Context> context)
      : parts_(parts),
        context_(std::move(context)),
        prefix_(*context_, parts.model, kScoreSequences),
        pack_(*context_, parts.options.ubatch) {}

  void add(JobPtr job) override {
    job->response.choices.assign(job->encoding.continuations.size(), ChoiceScore{.is_greedy = true});
    waiting_.push(std::move(job));
  }

  bool has_work() const override { return !waiting_.is_empty(); }

  void step() override {
    const Nanos begin = parts_.clock.now();
    const std::string prefix(waiting_[0].shared_prefix());
    const PrefixCache::Held held = prefix_.hold(prefix, waiting_[0].encoding.prompt);
    fill(prefix);
    const Decoded decoded = pack_.evaluate();
    if (decoded == Decoded::kFailed) {
      prefix_.drop();  // nothing is known of the cache any more
    }
    prefix_.keep_alone();
    settle(decoded, seconds(parts_.clock.now() - begin), held.computed);
  }

  void cancel(RequestId id) override {
    if (JobPtr job = waiting_.take(id)) {
      finish(std::move(job), Finish::kCancelled);
    }
  }

  void cancel_all() override { waiting_.cancel_all(); }

 private:
  // A request in the pack, or, if it is too large for one, some of its continuations.
  struct Piece {
    JobPtr job;
    int continuations = 0;
    StepPart part;
  };
  struct Fit {
    ScoreTree tree;
    int continuations = 0;
    int known = 0;  // tokens of the context that the prefix holds
    int own = 0;
  };

  // How much of the job is put into the pack as it is: all it still needs, or nothing; into an empty pack, as many of
  // its continuations as there is room for.
  Fit fit(const Job& job, const std::string& prefix) const {
    Fit fitted{.known = prefix_.usable(prefix, job.encoding.prompt)};
    const auto all = std::span(job.encoding.continuations).subspan(static_cast<std::size_t>(job.scored));
    const bool is_first = pieces_.empty();
    const int room = is_first ? context_->cells() - prefix_.size() : kPackTokens - pack_.tokens();
    for (std::size_t count = all.size(); count > 0; count /= 2) {
      fitted.tree = make_score_tree(all.first(count));
      fitted.own =
          static_cast<int>(job.encoding.prompt.size()) - fitted.known + static_cast<int>(fitted.tree.nodes.size());
      fitted.continuations = static_cast<int>(count);
      if (fitted.own <= room && pack_.sequences() + fitted.tree.sequences <= kScoreSequences) {
        return fitted;
      }
      if (!is_first) {
        break;
      }
    }
    fitted.continuations = is_first ? 1 : 0;  // one continuation always has room: refusal() saw to it
    return fitted;
  }

  void fill(const std::string& prefix) {
    pack_.clear();
    pieces_.clear();
    while (!waiting_.is_empty() && waiting_[0].shared_prefix() == prefix) {
      const Fit fitted = fit(waiting_[0], prefix);
      if (fitted.continuations == 0) {
        break;
      }
      put(waiting_.pop(), fitted);
    }
  }

  void put(JobPtr job, const Fit& fitted) {
    for (int i = 0; i < fitted.tree.sequences; ++i) {
      prefix_.give(pack_.sequences() + i, fitted.known);
    }
    const auto choices = std::span(job->response.choices).subspan(static_cast<std::size_t>(job->scored));
    pack_.add(job->encoding.prompt, fitted.known, fitted.tree, choices);
    pieces_.push_back({.job = std::move(job),
                       .continuations = fitted.continuations,
                       .part = {.own_tokens = fitted.own, .uses_shared = fitted.known > 0}});
  }

  void settle(Decoded decoded, double step_s, int shared_tokens) {
    std::vector<StepPart> parts;
    for (const Piece& piece : pieces_) {
      parts.push_back(piece.part);
    }
    const std::vector<double> shares = split_step(step_s, parts, shared_tokens);
    std::vector<Piece> pieces = std::move(pieces_);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      Job& job = *pieces[i].job;
      job.share.prefill_s += shares[i];
      job.evaluated += pieces[i].part.own_tokens + (i == 0 ? shared_tokens : 0);
      job.scored += pieces[i].continuations;
    }
    for (std::size_t i = pieces.size(); i > 0; --i) {  // backwards: what goes back to the queue keeps its order
      end(std::move(pieces[i - 1].job), decoded);
    }
  }

  void end(JobPtr job, Decoded decoded) {
    const auto is_finite = [](const ChoiceScore& choice) { return std::isfinite(choice.log_likelihood); };
    if (decoded == Decoded::kAborted) {
      finish(std::move(job), Finish::kCancelled);
    } else if (decoded != Decoded::kDone) {
      finish(std::move(job), Finish::kFailed, context_->failure());
    } else if (!std::all_of(job->response.choices.begin(), job->response.choices.end(), is_finite)) {
      finish(std::move(job), Finish::kFailed, "the model gave logits that are not numbers");
    } else if (job->scored < static_cast<int>(job->encoding.continuations.size())) {
      waiting_.push_front(std::move(job));
    } else {
      finish(std::move(job), Finish::kScored);
    }
  }

  EngineParts parts_;
  std::unique_ptr<Context> context_;
  PrefixCache prefix_;
  JobQueue waiting_;
  ScorePack pack_;  // of the step
  std::vector<Piece> pieces_;
};

}  // namespace

int score_lane_cells(const LlamaOptions& options) {
  return options.context + std::max(options.context, 4 * kPackTokens);
}

std::unique_ptr<Schedule> make_score_lane(const EngineParts& parts, std::unique_ptr<Context> context) {
  return std::make_unique<ScoreLane>(parts, std::move(context));
}

}  // namespace assay
