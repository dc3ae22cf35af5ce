// A pack is evaluated in parts of one ubatch, and each part's rows are reduced while they are still in the cache.
#include "backends/llama/score_lane.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "backends/llama/job_queue.h"
#include "backends/llama/prefix_cache.h"
#include "backends/llama/score_tree.h"
#include "backends/llama/step_share.h"

namespace assay {
namespace {

class ScoreLane final : public Schedule {
 public:
  ScoreLane(const EngineParts& parts, std::unique_ptr<Context> context)
      : parts_(parts), context_(std::move(context)), prefix_(*context_, parts.model, kScoreSequences) {}

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
    const Decoded decoded = evaluate();
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
  // A term of a sum: log P(token) by the row of logits behind the batch's token `index`.
  struct Term {
    int index = 0;
    TokenId token = 0;
    ChoiceScore* choice = nullptr;
  };
  struct Fit {
    ScoreTree tree;
    int continuations = 0;
    int known = 0;  // tokens of the context that the prefix holds
    int own = 0;
  };

  // How much of the job is put into a pack that holds `tokens` in `sequences` so far: all it still needs, or nothing;
  // into an empty pack, as many of its continuations as there is room for.
  Fit fit(const Job& job, const std::string& prefix, int tokens, int sequences) const {
    Fit fitted{.known = prefix_.usable(prefix, job.encoding.prompt)};
    const auto all = std::span(job.encoding.continuations).subspan(static_cast<std::size_t>(job.scored));
    const int room = sequences == 0 ? context_->cells() - prefix_.size() : parts_.options.ubatch - tokens;
    for (std::size_t count = all.size(); count > 0; count /= 2) {
      fitted.tree = make_score_tree(all.first(count));
      fitted.own =
          static_cast<int>(job.encoding.prompt.size()) - fitted.known + static_cast<int>(fitted.tree.nodes.size());
      fitted.continuations = static_cast<int>(count);
      if (fitted.own <= room && sequences + fitted.tree.sequences <= kScoreSequences) {
        return fitted;
      }
      if (sequences > 0) {
        break;
      }
    }
    fitted.continuations = sequences > 0 ? 0 : 1;  // one continuation always has room: refusal() saw to it
    return fitted;
  }

  void fill(const std::string& prefix) {
    batch_.clear();
    pieces_.clear();
    terms_.clear();
    int sequences = 0;
    while (!waiting_.is_empty() && waiting_[0].shared_prefix() == prefix) {
      const Fit fitted = fit(waiting_[0], prefix, batch_.size(), sequences);
      if (fitted.continuations == 0) {
        break;
      }
      put(waiting_.pop(), fitted, sequences);
      sequences += fitted.tree.sequences;
    }
    std::stable_sort(terms_.begin(), terms_.end(), [](const Term& a, const Term& b) { return a.index < b.index; });
  }

  void put(JobPtr job, const Fit& fitted, int sequence) {
    const std::vector<TokenId>& prompt = job->encoding.prompt;
    for (int i = 0; i < fitted.tree.sequences; ++i) {
      prefix_.give(sequence + i, fitted.known);
    }
    for (std::size_t i = static_cast<std::size_t>(fitted.known); i < prompt.size(); ++i) {
      batch_.add(prompt[i],
                 {.position = static_cast<int>(i), .sequence_first = sequence, .sequence_count = fitted.tree.sequences},
                 i + 1 == prompt.size());
    }
    const int behind = batch_.size();  // the index of the tree's first node
    for (const ScoreTree::Node& node : fitted.tree.nodes) {
      batch_.add(node.token,
                 {.position = static_cast<int>(prompt.size()) + node.depth,
                  .sequence_first = sequence + node.sequence_first,
                  .sequence_count = node.sequence_last - node.sequence_first + 1},
                 true);
    }
    for (const ScoreTree::Target& target : fitted.tree.targets) {
      ChoiceScore& choice = job->response.choices[static_cast<std::size_t>(job->scored + target.continuation)];
      terms_.push_back({.index = behind + target.node, .token = target.token, .choice = &choice});
    }
    pieces_.push_back({.job = std::move(job),
                       .continuations = fitted.continuations,
                       .part = {.own_tokens = fitted.own, .uses_shared = fitted.known > 0}});
  }

  Decoded evaluate() {
    int next = 0;
    const int part = std::min(context_->ubatch_max(), context_->batch_max());
    const auto reduce = [this](int first, int count) { add_terms(first, count); };
    return context_->decode_parts(batch_, next, part, reduce);
  }

  // Adds the terms whose rows this part holds. Sums are added up in the order of the tokens, whatever the threads do.
  void add_terms(int first, int count) {
    const auto begin = std::lower_bound(terms_.begin(), terms_.end(), first,
                                        [](const Term& term, int index) { return term.index < index; });
    std::vector<std::span<const float>> rows;
    auto end = begin;
    for (int seen = -1; end != terms_.end() && end->index < first + count; ++end) {
      if (end->index != seen) {
        seen = end->index;
        rows.push_back(context_->logits(seen - first));
      }
    }
    const std::vector<RowSummary> summaries = context_->summaries(rows);
    std::size_t row = 0;
    for (auto term = begin; term != end; ++term) {
      row += term != begin && term->index != (term - 1)->index ? 1 : 0;
      term->choice->log_likelihood +=
          static_cast<double>(rows[row][static_cast<std::size_t>(term->token)]) - summaries[row].log_sum;
      term->choice->tokens += 1;
      term->choice->is_greedy = term->choice->is_greedy && summaries[row].best == term->token;
    }
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
  TokenBatch batch_;  // the pack of the step, with its pieces and their sums' terms
  std::vector<Piece> pieces_;
  std::vector<Term> terms_;
};

}  // namespace

int score_lane_cells(const LlamaOptions& options) {
  return options.context + std::max(options.context, 4 * options.ubatch);
}

std::unique_ptr<Schedule> make_score_lane(const EngineParts& parts, std::unique_ptr<Context> context) {
  return std::make_unique<ScoreLane>(parts, std::move(context));
}

}  // namespace assay
