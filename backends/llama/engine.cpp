// The worker sleeps only when there is nothing to evaluate.
#include "backends/llama/engine.h"

#include <chrono>
#include <utility>

#include "backends/llama/tokens.h"
#include "harness/base/check.h"

namespace assay {

Engine::Engine(std::unique_ptr<Schedule> schedule, const Model& model, std::atomic<bool>& aborted)
    : schedule_(std::move(schedule)),
      model_(model),
      aborted_(aborted),
      worker_([this](const std::stop_token& stop) { run(stop); }) {}

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
  wake_.notify_one();
}

void Engine::cancel(RequestId id) {
  {
    const std::lock_guard lock(mutex_);
    cancelled_.push_back(id);
  }
  wake_.notify_one();
}

void Engine::stop() {
  ASSAY_CHECK(std::this_thread::get_id() != worker_.get_id(), "stop() waits for the thread that calls it");
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  aborted_.store(true);
  worker_.request_stop();
  if (worker_.joinable()) {
    worker_.join();
  }
}

void Engine::run(const std::stop_token& stop) {
  while (take_in(stop)) {
    if (schedule_->has_work()) {
      schedule_->step();
    }
  }
  schedule_->cancel_all();
  // What was submitted after the last look at the inbox; is_stopped_ is set by now, so nothing follows.
  std::vector<JobPtr> left;
  {
    const std::lock_guard lock(mutex_);
    left.swap(inbox_);
  }
  for (JobPtr& job : left) {
    finish(std::move(job), Finish::kCancelled);
  }
}

// Moves what arrived into the schedule; waits for something to do. False once the engine is stopped.
bool Engine::take_in(const std::stop_token& stop) {
  std::vector<JobPtr> jobs;
  std::vector<RequestId> cancelled;
  {
    std::unique_lock lock(mutex_);
    const auto has_news = [this] { return !inbox_.empty() || !cancelled_.empty(); };
    if (!schedule_->has_work()) {
      wake_.wait_for(lock, stop, std::chrono::seconds(1), has_news);
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
  return !stop.stop_requested();
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
