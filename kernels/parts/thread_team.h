// A team of threads that does one piece of work after the other, each split among its members.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <thread>
#include <vector>

namespace assay {

struct Slice {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

// The part of [0, count) that is `member`'s of `members`; borders are multiples of `grain`.
Slice slice_of(std::int64_t count, int member, int members, std::int64_t grain = 1);

// Owned by one thread, which is member 0; the others sleep between two calls of run(). `work_` is written before
// `round_` rises and read after (release, acquire); `left_` is how the caller learns that all are done. The waits have
// no deadline: they are for the caller's own computation, never for the world.
class ThreadTeam {
 public:
  explicit ThreadTeam(int size);
  ~ThreadTeam();
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  int size() const { return static_cast<int>(threads_.size()) + 1; }

  // Calls work(member) for each member at once, and returns when all are done.
  void run(const std::function<void(int)>& work);

 private:
  void serve(const std::stop_token& stop, int member);

  std::atomic<std::uint64_t> round_{0};
  std::atomic<int> left_{0};
  const std::function<void(int)>* work_ = nullptr;
  std::vector<std::jthread> threads_;
};

}  // namespace assay
