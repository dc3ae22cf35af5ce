// The same work on many items, on all processors.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace assay {

// Calls work(i) for each i below `count`, from up to eight threads at once; returns when all are done. REQUIRES: calls
// for different i do not touch the same data unguarded.
template <typename Work>
void for_each_parallel(std::size_t count, const Work& work) {
  const std::size_t threads =
      std::min({count / 64 + 1, std::size_t{8}, std::max<std::size_t>(1, std::thread::hardware_concurrency())});
  std::atomic<std::size_t> next{0};
  const auto loop = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      work(i);
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i) {
    others.emplace_back(loop);
  }
  loop();
}

}  // namespace assay
