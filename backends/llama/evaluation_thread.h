// The one thread of the process that evaluates, for all models.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace assay {

// OpenMP's runtime keeps a team of threads for every thread that ever met a parallel region. Once the teams together
// are more than the processors, libgomp lets them sleep at barriers instead of spinning, and llama.cpp has hundreds of
// barriers in a step. Measured on 2 cores, 8 sequences: 120 tokens/s instead of 160 after one evaluation by another
// thread. So every evaluation in the process is made here.
class EvaluationThread {
 public:
  class Client {
   public:
    virtual ~Client() = default;
    // Takes in what is new and does at most one step; by the thread alone. True: there is more to do at once.
    virtual bool turn() = 0;
  };

  // The thread that is running, or a new one. It ends with its last holder.
  static std::shared_ptr<EvaluationThread> shared();
  ~EvaluationThread() = default;
  EvaluationThread(const EvaluationThread&) = delete;
  EvaluationThread& operator=(const EvaluationThread&) = delete;

  // Does `work` between two turns and returns when it is done. Not from the thread itself.
  void run(std::function<void()> work);
  // From now on `client` has its turns. It outlives them.
  void add(Client& client);
  // The client gets no turn any more; then `last` is done, by the thread. A second call only does `last`.
  void remove(Client& client, const std::function<void()>& last);
  // There is something new for a client. Any thread.
  void wake();

 private:
  EvaluationThread() : thread_([this](const std::stop_token& stop) { loop(stop); }) {}

  void loop(const std::stop_token& stop);
  void take_turns(const std::stop_token& stop);

  std::vector<Client*> clients_;  // the thread's

  std::mutex mutex_;  // guards the members down to the thread
  std::condition_variable_any news_;
  std::condition_variable done_;
  std::vector<std::function<void()>> work_;
  std::size_t given_ = 0;
  std::size_t finished_ = 0;
  bool has_news_ = false;

  std::jthread thread_;  // last: it uses everything above
};

}  // namespace assay
