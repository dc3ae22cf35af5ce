// The reference GEMM: tiles in registers over panels in the cache, in loops over the compilers' vector type.
#include <algorithm>
#include <cstring>
#include <memory>

#include "kernels/gemm_f32/gemm_f32.h"
#include "kernels/parts/thread_team.h"

namespace assay {
namespace {

// A tile is kRows × kColumns elements of c; each is summed in kLanes partial sums, one for each lane of a vector.
constexpr int kRows = 4;
constexpr int kColumns = 2;
constexpr int kLanes = 4;
// Rows of b that are gone through for one tile row of a: with k = 1024 they take 128 KiB, which a second-level cache
// holds.
constexpr std::int64_t kPanel = 32;

// A vector type of the compilers: every machine has registers for it, or gets plain code.
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));

Lanes load(const float* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof(lanes));
  return lanes;
}

// The c elements of `kTileRows` rows of a, from i, and `kTileColumns` rows of b, from j. The sums stay in registers.
template <int kTileRows, int kTileColumns>
void multiply_tile(const GemmCall& call, std::int64_t i, std::int64_t j) {
  Lanes sums[kTileRows][kTileColumns] = {};
  const std::int64_t whole = call.k / kLanes * kLanes;
  for (std::int64_t l = 0; l < whole; l += kLanes) {
    for (int r = 0; r < kTileRows; ++r) {
      const Lanes a = load(call.a + (i + r) * call.k + l);
      for (int s = 0; s < kTileColumns; ++s) {
        sums[r][s] += a * load(call.b + (j + s) * call.k + l);
      }
    }
  }
  for (int r = 0; r < kTileRows; ++r) {
    for (int s = 0; s < kTileColumns; ++s) {
      const Lanes sum = sums[r][s];
      float c = (sum[0] + sum[1]) + (sum[2] + sum[3]);
      for (std::int64_t l = whole; l < call.k; ++l) {
        c += call.a[(i + r) * call.k + l] * call.b[(j + s) * call.k + l];
      }
      call.c[(i + r) * call.n + j + s] = c;
    }
  }
}

// Whole tiles, then what is left over of rows and columns one by one.
void multiply_panel(const GemmCall& call, Slice rows, Slice columns) {
  for (std::int64_t i = rows.begin; i < rows.end;) {
    const bool has_rows = i + kRows <= rows.end;
    for (std::int64_t j = columns.begin; j < columns.end;) {
      const bool has_columns = j + kColumns <= columns.end;
      if (has_rows && has_columns) {
        multiply_tile<kRows, kColumns>(call, i, j);
      } else if (has_rows) {
        multiply_tile<kRows, 1>(call, i, j);
      } else if (has_columns) {
        multiply_tile<1, kColumns>(call, i, j);
      } else {
        multiply_tile<1, 1>(call, i, j);
      }
      j += has_columns ? kColumns : 1;
    }
    i += has_rows ? kRows : 1;
  }
}

class ReferenceGemm final : public GemmImplementation {
 public:
  void use_threads(int threads) override { team_ = std::make_unique<ThreadTeam>(threads); }

  // Threads share the longer side of c.
  Status multiply(const GemmCall& call) override {
    team_->run([&](int member) {
      const bool is_by_rows = call.m > call.n;
      const Slice mine = slice_of(is_by_rows ? call.m : call.n, member, team_->size(), kRows);
      const Slice rows = is_by_rows ? mine : Slice{.begin = 0, .end = call.m};
      const Slice columns = is_by_rows ? Slice{.begin = 0, .end = call.n} : mine;
      for (std::int64_t j = columns.begin; j < columns.end; j += kPanel) {
        multiply_panel(call, rows, {.begin = j, .end = std::min(columns.end, j + kPanel)});
      }
    });
    return {};
  }

 private:
  std::unique_ptr<ThreadTeam> team_;
};

}  // namespace

Result<std::unique_ptr<Kernel>> make_reference_gemm_f32() {
  return make_gemm_f32_kernel(std::make_unique<ReferenceGemm>());
}

}  // namespace assay
