// Rounds of work.
#include "kernels/parts/thread_team.h"

#include <algorithm>

#include "harness/base/check.h"

namespace assay {

Slice slice_of(std::int64_t count, int member, int members, std::int64_t grain) {
  const std::int64_t grains = (count + grain - 1) / grain;
  const auto border = [&](int at) { return std::min(count, grains * at / members * grain); };
  return {.begin = border(member), .end = border(member + 1)};
}

ThreadTeam::ThreadTeam(int size) {
  ASSAY_CHECK(size >= 1, "a team without members");
  for (int member = 1; member < size; ++member) {
    threads_.emplace_back([this, member](const std::stop_token& stop) { serve(stop, member); });
  }
}

ThreadTeam::~ThreadTeam() {
  for (std::jthread& thread : threads_) {
    thread.request_stop();
  }
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
}

void ThreadTeam::run(const std::function<void(int)>& work) {
  work_ = &work;
  left_.store(static_cast<int>(threads_.size()), std::memory_order_relaxed);
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
  work(0);
  for (int left = left_.load(std::memory_order_acquire); left != 0; left = left_.load(std::memory_order_acquire)) {
    left_.wait(left, std::memory_order_acquire);
  }
}

void ThreadTeam::serve(const std::stop_token& stop, int member) {
  for (std::uint64_t seen = 0;; ++seen) {
    round_.wait(seen, std::memory_order_acquire);
    if (stop.stop_requested()) {
      return;
    }
    (*work_)(member);
    if (left_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      left_.notify_one();
    }
  }
}

}  // namespace assay
