// A sink that keeps what it is told and lets a test wait for it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "harness/api/backend.h"

namespace assay {

// Any thread. mutex_ guards all members.
class WaitingSink final : public ResponseSink {
 public:
  void on_chunk(const Chunk& chunk) override {
    const std::lock_guard lock(mutex_);
    texts_[chunk.request] += chunk.text;
    ++chunks_[chunk.request];
    changed_.notify_all();
  }
  void on_done(Response response) override {
    const std::lock_guard lock(mutex_);
    done_.emplace(response.request, std::move(response));
    changed_.notify_all();
  }

  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kDeadline, [&] { return done_.size() >= count; });
  }
  bool wait_for_chunk(RequestId id) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kDeadline, [&] { return chunks_[id] > 0; });
  }
  // kCancelled with the failure "not told" if there is none yet.
  Response response(RequestId id) {
    const std::lock_guard lock(mutex_);
    const auto found = done_.find(id);
    return found == done_.end() ? Response{.finish = Finish::kCancelled, .failure = "not told"} : found->second;
  }
  std::string text(RequestId id) {
    const std::lock_guard lock(mutex_);
    return texts_[id];
  }
  int chunks(RequestId id) {
    const std::lock_guard lock(mutex_);
    return chunks_[id];
  }
  std::size_t told(RequestId id) {
    const std::lock_guard lock(mutex_);
    return done_.count(id);
  }

 private:
  static constexpr std::chrono::seconds kDeadline{60};

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<RequestId, std::string> texts_;
  std::map<RequestId, int> chunks_;
  std::multimap<RequestId, Response> done_;
};

}  // namespace assay
