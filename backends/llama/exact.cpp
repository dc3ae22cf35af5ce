// Scores whole, generates token by token; nothing of one request is left when the next begins.
#include "backends/llama/exact.h"

#include <optional>
#include <utility>

#include "backends/llama/generation.h"
#include "backends/llama/job_queue.h"
#include "backends/llama/score_alone.h"

namespace assay {
namespace {

class ExactSchedule final : public Schedule {
 public:
  ExactSchedule(const EngineParts& parts, std::unique_ptr<Context> context)
      : parts_(parts), context_(std::move(context)) {}

  void add(JobPtr job) override {
    if (auto refused = refusal(*job, parts_.options.context)) {
      finish(std::move(job), refused->finish, std::move(refused->failure));
      return;
    }
    waiting_.push(std::move(job));
  }

  bool has_work() const override { return running_.has_value() || !waiting_.is_empty(); }

  void step() override {
    if (running_) {
      generate_token();
    } else if (JobPtr job = waiting_.pop(); job->is_score()) {
      score(std::move(job));
    } else {
      begin(std::move(job));
    }
  }

  void cancel(RequestId id) override {
    if (running_ && running_->job().id() == id) {
      running_->close(Finish::kCancelled, {});
      running_.reset();
    } else if (JobPtr job = waiting_.take(id)) {
      finish(std::move(job), Finish::kCancelled);
    }
  }

  void cancel_all() override {
    if (running_) {
      cancel(running_->job().id());
    }
    waiting_.cancel_all();
  }

 private:
  void score(JobPtr job) {
    const Nanos begin = parts_.clock.now();
    AloneResult result = score_alone(*context_, job->encoding);
    job->share.prefill_s = seconds(parts_.clock.now() - begin);
    job->evaluated = result.evaluated;
    job->response.choices = std::move(result.choices);
    if (result.decoded == Decoded::kDone) {
      finish(std::move(job), Finish::kScored);
    } else {
      finish(std::move(job), result.decoded == Decoded::kAborted ? Finish::kCancelled : Finish::kFailed,
             std::move(result.failure));
    }
  }

  void begin(JobPtr job) {
    const Nanos begin = parts_.clock.now();
    running_.emplace(std::move(job), parts_.model, parts_.options.context);
    context_->clear();
    const int last = static_cast<int>(running_->prompt().size()) - 1;
    const Decoded decoded = decode_alone(*context_, running_->prompt(), 0, false, [&](int first, int count) {
      if (first + count > last) {
        running_->accept(context_->logits(last - first));
      }
    });
    running_->job().evaluated = last + 1;
    running_->job().share.prefill_s += seconds(parts_.clock.now() - begin);
    settle(decoded);
  }

  void generate_token() {
    const Nanos begin = parts_.clock.now();
    const TokenId token = running_->token();
    const Decoded decoded = decode_alone(*context_, {&token, 1}, running_->position(), true,
                                         [&](int, int) { running_->accept(context_->logits(0)); });
    Job& job = running_->job();
    job.share.decode_s += seconds(parts_.clock.now() - begin);
    job.occupancy_sum += 1;
    job.decode_steps += 1;
    settle(decoded);
  }

  void settle(Decoded decoded) {
    if (decoded == Decoded::kAborted) {
      return;  // the engine is being stopped and cancels everything
    }
    if (decoded != Decoded::kDone) {
      running_->close(Finish::kFailed, context_->failure());
      running_.reset();
    } else if (running_->is_finished()) {
      running_->close();
      running_.reset();
    }
  }

  EngineParts parts_;
  std::unique_ptr<Context> context_;
  JobQueue waiting_;
  std::optional<GrowingAnswer> running_;
};

}  // namespace

std::unique_ptr<Schedule> make_exact_schedule(const EngineParts& parts, std::unique_ptr<Context> context) {
  return std::make_unique<ExactSchedule>(parts, std::move(context));
}

}  // namespace assay
