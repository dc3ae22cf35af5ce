// Prompts first, so that the running batch is as wide as it can be; then one token of every answer per step.
#include "backends/llama/generate_lane.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "backends/llama/generation.h"
#include "backends/llama/job_queue.h"
#include "backends/llama/prefix_cache.h"
#include "backends/llama/step_share.h"

namespace assay {
namespace {

class GenerateLane final : public Schedule {
 public:
  GenerateLane(const EngineParts& parts, std::unique_ptr<Context> context, LaneKind kind)
      : parts_(parts),
        context_(std::move(context)),
        kind_(kind),
        slots_(static_cast<std::size_t>(parts.options.parallel)) {
    if (kind == LaneKind::kShared) {
      prefix_.emplace(*context_, parts.model, parts.options.parallel);
    }
  }

  void add(JobPtr job) override { waiting_.push(std::move(job)); }

  bool has_work() const override { return !waiting_.is_empty() || running_count() > 0; }

  void step() override {
    if (!waiting_.is_empty() && running_count() < slots_.size()) {
      prefill_step();
    } else {
      decode_step();
    }
  }

  void cancel(RequestId id) override {
    if (JobPtr job = waiting_.take(id)) {
      finish(std::move(job), Finish::kCancelled);
      return;
    }
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      if (slots_[slot] && slots_[slot]->job().id() == id) {
        end(slot, Finish::kCancelled, {});
      }
    }
  }

  void cancel_all() override {
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      if (slots_[slot]) {
        end(slot, Finish::kCancelled, {});
      }
    }
    waiting_.cancel_all();
  }

 private:
  // An answer in this step: where it stands in the batch, and what it had evaluated.
  struct Entry {
    std::size_t slot = 0;
    int last = 0;  // index of the token whose logits it needs
    StepPart part;
    bool is_accepted = false;
  };

  std::size_t running_count() const {
    return static_cast<std::size_t>(
        std::count_if(slots_.begin(), slots_.end(), [](const auto& slot) { return slot.has_value(); }));
  }

  std::size_t free_slot() const {
    return static_cast<std::size_t>(
        std::find_if(slots_.begin(), slots_.end(), [](const auto& slot) { return !slot.has_value(); }) -
        slots_.begin());
  }

  // Takes prompts into free slots and puts their tokens into the batch: one prompt where sequences have cells of their
  // own (they would be evaluated one after the other anyway), else those with the same prefix that fit one batch.
  std::vector<Entry> admit(const std::string& prefix) {
    std::vector<Entry> entries;
    while (!waiting_.is_empty() && running_count() < slots_.size() && waiting_[0].shared_prefix() == prefix) {
      const std::vector<TokenId>& prompt = waiting_[0].encoding.prompt;
      const int known = prefix_ ? prefix_->usable(prefix, prompt) : 0;
      const int own = static_cast<int>(prompt.size()) - known;
      if (!entries.empty() && (kind_ == LaneKind::kAlone || batch_.size() + own > context_->batch_max())) {
        break;
      }
      const std::size_t slot = free_slot();
      const int sequence = static_cast<int>(slot);
      if (prefix_) {
        prefix_->give(sequence, known);
      }
      for (std::size_t i = static_cast<std::size_t>(known); i < prompt.size(); ++i) {
        batch_.add(prompt[i], {.position = static_cast<int>(i), .sequence_first = sequence}, i + 1 == prompt.size());
      }
      entries.push_back(
          {.slot = slot, .last = batch_.size() - 1, .part = {.own_tokens = own, .uses_shared = known > 0}});
      slots_[slot].emplace(waiting_.pop(), parts_.model, parts_.options.context);
    }
    return entries;
  }

  void prefill_step() {
    const Nanos begin = parts_.clock.now();
    const std::string prefix(waiting_[0].shared_prefix());
    PrefixCache::Held held;
    if (prefix_) {
      held = prefix_->hold(prefix, waiting_[0].encoding.prompt);  // if it fails, prompts are evaluated whole
    }
    batch_.clear();
    std::vector<Entry> entries = admit(prefix);
    const Decoded decoded = evaluate(entries);
    const std::vector<double> shares = split(entries, seconds(parts_.clock.now() - begin), held.computed);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      Job& job = slots_[entries[i].slot]->job();
      job.share.prefill_s += shares[i];
      job.evaluated += entries[i].part.own_tokens + (i == 0 ? held.computed : 0);
    }
    settle(entries, decoded);
  }

  void decode_step() {
    const Nanos begin = parts_.clock.now();
    close_gaps();
    batch_.clear();
    std::vector<Entry> entries;
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      if (slots_[slot]) {
        const int index =
            batch_.add(slots_[slot]->token(),
                       {.position = slots_[slot]->position(), .sequence_first = static_cast<int>(slot)}, true);
        entries.push_back({.slot = slot, .last = index, .part = {.own_tokens = 1}});
      }
    }
    const Decoded decoded = evaluate(entries);
    const std::vector<double> shares = split(entries, seconds(parts_.clock.now() - begin), 0);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      Job& job = slots_[entries[i].slot]->job();
      job.share.decode_s += shares[i];
      job.occupancy_sum += static_cast<double>(entries.size());
      job.decode_steps += 1;
    }
    settle(entries, decoded);
  }

  // Evaluates the batch; each answer takes its next token as soon as its logits are there. If room is short, a prefix
  // nobody uses gives its cells back.
  Decoded evaluate(std::vector<Entry>& entries) {
    const auto accept = [&](int first, int count) {
      for (Entry& entry : entries) {
        if (entry.last >= first && entry.last < first + count) {
          slots_[entry.slot]->accept(context_->logits(entry.last - first));
          entry.is_accepted = true;
        }
      }
    };
    int next = 0;
    Decoded decoded = context_->decode_parts(batch_, next, batch_.size(), context_->batch_max(), accept);
    if (decoded == Decoded::kNoRoom && prefix_ && prefix_->size() > 0) {
      prefix_->drop();
      decoded = context_->decode_parts(batch_, next, batch_.size(), context_->batch_max(), accept);
    }
    return decoded;
  }

  static std::vector<double> split(const std::vector<Entry>& entries, double step_s, int shared_tokens) {
    std::vector<StepPart> parts;
    parts.reserve(entries.size());
    for (const Entry& entry : entries) {
      parts.push_back(entry.part);
    }
    return split_step(step_s, parts, shared_tokens);
  }

  void settle(const std::vector<Entry>& entries, Decoded decoded) {
    if (decoded == Decoded::kAborted) {
      return;  // the engine is being stopped and cancels everything
    }
    for (const Entry& entry : entries) {
      if (!entry.is_accepted) {
        end(entry.slot, Finish::kFailed, context_->failure());
      } else if (slots_[entry.slot]->is_finished()) {
        GrowingAnswer done = std::move(*slots_[entry.slot]);
        release(entry.slot);
        done.close();
      }
    }
  }

  // Sequences with cells of their own are evaluated together only if their numbers follow on each other. When nothing
  // waits to fill a gap, the last answer moves into it.
  void close_gaps() {
    if (kind_ != LaneKind::kAlone || !parts_.model.has_cells()) {
      return;
    }
    for (std::size_t gap = free_slot(); gap < running_count(); gap = free_slot()) {
      std::size_t last = slots_.size() - 1;
      while (!slots_[last]) {
        --last;
      }
      context_->move(static_cast<int>(last), static_cast<int>(gap));
      slots_[gap].emplace(std::move(*slots_[last]));
      slots_[last].reset();
    }
  }

  void release(std::size_t slot) {
    slots_[slot].reset();
    context_->remove(static_cast<int>(slot), 0);
  }

  void end(std::size_t slot, Finish how, std::string failure) {
    GrowingAnswer ended = std::move(*slots_[slot]);
    release(slot);
    ended.close(how, std::move(failure));
  }

  EngineParts parts_;
  std::unique_ptr<Context> context_;
  LaneKind kind_;
  std::optional<PrefixCache> prefix_;  // kShared
  JobQueue waiting_;
  std::vector<std::optional<GrowingAnswer>> slots_;  // the index is the sequence
  TokenBatch batch_;
};

}  // namespace

Result<std::unique_ptr<Schedule>> make_generate_lane(const EngineParts& parts, LaneKind kind) {
  const bool is_shared = kind == LaneKind::kShared;
  const int parallel = parts.options.parallel;
  auto context = Context::create(parts.model, parts.options,
                                 {.cells = parallel * parts.options.context,
                                  .sequences = is_shared ? parallel + 2 : parallel,
                                  .is_unified = is_shared},
                                 parts.aborted);
  if (!context) {
    return std::move(context.error());
  }
  return std::unique_ptr<Schedule>(std::make_unique<GenerateLane>(parts, std::move(*context), kind));
}

}  // namespace assay
