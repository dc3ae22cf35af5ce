// The thread sleeps only when no client has anything to do.
#include "backends/llama/evaluation_thread.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "harness/base/check.h"

namespace assay {

std::shared_ptr<EvaluationThread> EvaluationThread::shared() {
  static std::mutex mutex;
  static std::weak_ptr<EvaluationThread> running;
  const std::lock_guard lock(mutex);
  if (auto held = running.lock()) {
    return held;
  }
  std::shared_ptr<EvaluationThread> made(new EvaluationThread);
  running = made;
  return made;
}

void EvaluationThread::run(std::function<void()> work) {
  ASSAY_CHECK(std::this_thread::get_id() != thread_.get_id(), "run() waits for the thread that calls it");
  std::unique_lock lock(mutex_);
  work_.push_back(std::move(work));
  const std::size_t number = ++given_;
  news_.notify_one();
  while (!done_.wait_for(lock, std::chrono::seconds(1), [&] { return finished_ >= number; })) {
  }
}

void EvaluationThread::add(Client& client) {
  run([&] { clients_.push_back(&client); });
}

void EvaluationThread::remove(Client& client, const std::function<void()>& last) {
  run([&] {
    std::erase(clients_, &client);
    last();
  });
}

void EvaluationThread::wake() {
  {
    const std::lock_guard lock(mutex_);
    has_news_ = true;
  }
  news_.notify_one();
}

void EvaluationThread::loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    std::vector<std::function<void()>> work;
    {
      std::unique_lock lock(mutex_);
      work.swap(work_);
      has_news_ = false;
    }
    for (const auto& one : work) {
      one();
      {
        const std::lock_guard lock(mutex_);
        ++finished_;
      }
      done_.notify_all();
    }
    take_turns(stop);
  }
}

// One turn for each client; if none has more to do, waits for news.
void EvaluationThread::take_turns(const std::stop_token& stop) {
  bool has_more = false;
  for (Client* client : clients_) {
    has_more = client->turn() || has_more;
  }
  if (!has_more) {
    std::unique_lock lock(mutex_);
    news_.wait_for(lock, stop, std::chrono::seconds(1), [this] { return has_news_ || !work_.empty(); });
  }
}

}  // namespace assay
