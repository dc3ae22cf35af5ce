// News comes in through an inbox under a lock; everything else belongs to the evaluation thread.
#include "backends/llama/engine.h"

#include <utility>

#include "backends/llama/tokens.h"

namespace assay {

Engine::Engine(std::shared_ptr<EvaluationThread> thread, std::unique_ptr<Schedule> schedule, const Model& model,
               std::atomic<bool>& aborted)
    : thread_(std::move(thread)), schedule_(std::move(schedule)), model_(model), aborted_(aborted) {
  thread_->add(*this);
}

Engine::~Engine() { stop(); }

void Engine::submit(const Request& request, ResponseSink& sink) {
  auto job = std::make_unique<Job>();
  job->request = request;
  job->sink = &sink;
  {
    const std::lock_guard lock(mutex_);
    if (!is_stopped_) {
      inbox_.push_back(std::move(job));
    }
  }
  if (job != nullptr) {
    finish(std::move(job), Finish::kCancelled);
    return;
  }
  thread_->wake();
}

void Engine::cancel(RequestId id) {
  {
    const std::lock_guard lock(mutex_);
    cancelled_.push_back(id);
  }
  thread_->wake();
}

void Engine::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  aborted_.store(true);
  thread_->remove(*this, [this] { cancel_all(); });
}

// Moves what arrived into the schedule and does a step, unless the engine is being stopped.
bool Engine::turn() {
  std::vector<JobPtr> jobs;
  std::vector<RequestId> cancelled;
  {
    const std::lock_guard lock(mutex_);
    if (is_stopped_) {
      return false;
    }
    jobs.swap(inbox_);
    cancelled.swap(cancelled_);
  }
  for (JobPtr& job : jobs) {
    add(std::move(job));
  }
  for (const RequestId id : cancelled) {
    schedule_->cancel(id);
  }
  if (schedule_->has_work()) {
    schedule_->step();
  }
  return schedule_->has_work();
}

// Also what was submitted after the last look at the inbox; is_stopped_ is set by now, so nothing follows.
void Engine::cancel_all() {
  schedule_->cancel_all();
  std::vector<JobPtr> left;
  {
    const std::lock_guard lock(mutex_);
    left.swap(inbox_);
  }
  for (JobPtr& job : left) {
    finish(std::move(job), Finish::kCancelled);
  }
}

void Engine::add(JobPtr job) {
  if (job->request.encoding) {
    job->encoding = std::move(*job->request.encoding);
  } else {
    auto encoding =
        encode_request(job->request, model_.rules(), [this](std::string_view text) { return model_.tokenize(text); });
    if (!encoding) {
      finish(std::move(job), Finish::kFailed, std::move(encoding.error().message));
      return;
    }
    job->encoding = std::move(*encoding);
  }
  schedule_->add(std::move(job));
}

}  // namespace assay
