// The engine of a model: takes requests in, and runs the schedule and answers on the evaluation thread.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "backends/llama/evaluation_thread.h"
#include "backends/llama/job.h"
#include "backends/llama/schedule.h"

namespace assay {

// submit, cancel and stop: any thread. The schedule, and with it every llama.cpp context, belongs to the evaluation
// thread alone once the engine runs. Callbacks are made by it without any lock held. The inbox is bounded by what the
// harness keeps in flight.
class Engine final : EvaluationThread::Client {
 public:
  // `aborted` ends an evaluation early when the engine is stopped; it and `model` outlive the engine.
  Engine(std::shared_ptr<EvaluationThread> thread, std::unique_ptr<Schedule> schedule, const Model& model,
         std::atomic<bool>& aborted);
  ~Engine() override;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  void submit(const Request& request, ResponseSink& sink);
  void cancel(RequestId id);
  // Returns when every request has been answered. Not from a callback.
  void stop();

 private:
  bool turn() override;
  void add(JobPtr job);
  void cancel_all();

  std::shared_ptr<EvaluationThread> thread_;
  std::unique_ptr<Schedule> schedule_;  // the thread's
  const Model& model_;
  std::atomic<bool>& aborted_;

  std::mutex mutex_;  // guards the members below
  std::vector<JobPtr> inbox_;
  std::vector<RequestId> cancelled_;
  bool is_stopped_ = false;
};

}  // namespace assay
