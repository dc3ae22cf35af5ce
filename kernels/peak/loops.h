// Loops that do nothing but one thing, as fast as each instruction set can: multiply-add, and copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace assay {

// Independent multiply-adds on registers: nothing to load, nothing to wait for.
struct FlopsLoop {
  std::string_view name;                        // "avx2"
  double flops_per_round = 0;                   // a multiply-add counts two for each lane
  float (*run)(std::int64_t rounds) = nullptr;  // the sum of all lanes, so that nothing can be left out
};

struct CopyLoop {
  std::string_view name;
  // REQUIRES: both aligned to 64 bytes; count is a multiple of 64.
  void (*run)(float* to, const float* from, std::size_t count) = nullptr;
};

// Those that this CPU can run; never none.
std::vector<FlopsLoop> flops_loops();
std::vector<CopyLoop> copy_loops();

}  // namespace assay
