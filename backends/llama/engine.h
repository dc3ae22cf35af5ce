// The engine's worker thread: takes requests in, runs the schedule, answers on that thread.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "backends/llama/job.h"
#include "backends/llama/schedule.h"

namespace assay {

// submit, cancel and stop: any thread. The schedule, and with it every llama.cpp context, belongs to the worker alone
// once the engine runs. Callbacks are made by the worker without any lock held. The inbox is bounded by what the
// harness keeps in flight.
class Engine {
 public:
  // `aborted` ends an evaluation early when the engine is stopped; it and `model` outlive the engine.
  Engine(std::unique_ptr<Schedule> schedule, const Model& model, std::atomic<bool>& aborted);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  void submit(const Request& request, ResponseSink& sink);
  void cancel(RequestId id);
  // Returns when every request has been answered. Not from a callback.
  void stop();

 private:
  void run(const std::stop_token& stop);
  bool take_in(const std::stop_token& stop);
  void add(JobPtr job);

  std::unique_ptr<Schedule> schedule_;  // the worker's
  const Model& model_;
  std::atomic<bool>& aborted_;

  std::mutex mutex_;  // guards the members down to the thread
  std::condition_variable_any wake_;
  std::vector<JobPtr> inbox_;
  std::vector<RequestId> cancelled_;
  bool is_stopped_ = false;

  std::jthread worker_;  // last: it uses everything above
};

}  // namespace assay
