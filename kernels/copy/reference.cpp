// The reference copy: each thread its share, by the C++ library.
#include <algorithm>
#include <memory>

#include "kernels/copy/copy.h"
#include "kernels/parts/thread_team.h"

namespace assay {
namespace {

constexpr std::int64_t kShareMin = 64 * 1024;  // floats; less is copied sooner than a thread wakes
constexpr std::int64_t kLine = 16;             // floats of a cache line: threads share none

class ReferenceCopy final : public CopyImplementation {
 public:
  void use_threads(int threads) override { team_ = std::make_unique<ThreadTeam>(threads); }

  Status copy(std::span<const float> from, std::span<float> to) override {
    const auto count = static_cast<std::int64_t>(from.size());
    if (count < kShareMin * team_->size()) {
      std::copy(from.begin(), from.end(), to.begin());
      return {};
    }
    team_->run([&](int member) {
      const Slice slice = slice_of(count, member, team_->size(), kLine);
      std::copy(from.begin() + slice.begin, from.begin() + slice.end, to.begin() + slice.begin);
    });
    return {};
  }

 private:
  std::unique_ptr<ThreadTeam> team_;
};

}  // namespace

Result<std::unique_ptr<Kernel>> make_reference_copy() { return make_copy_kernel(std::make_unique<ReferenceCopy>()); }

}  // namespace assay
