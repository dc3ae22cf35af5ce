// A kernel that passes time, fails or is wrong as it was told, and peaks that say what they were told.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "harness/api/kernel.h"

namespace assay {

struct FakeKernelScript {
  Status prepared;
  std::vector<double> errors{0};  // of verify, one after the other; the last stays
  std::function<Status(int copy)> run = [](int) { return Status(); };
  KernelCost cost{.flops = 1e6, .bytes = 1e6};
  std::int64_t working_set_bytes = 1000;
};

class FakeKernel final : public Kernel {
 public:
  explicit FakeKernel(FakeKernelScript& script) : script_(script) {}
  Status prepare(const KernelShape&, std::uint64_t, int, int) override { return script_.prepared; }
  Status run(int copy) override { return script_.run(copy); }
  Result<KernelError> verify() override {
    const double error = script_.errors.front();
    if (script_.errors.size() > 1) {
      script_.errors.erase(script_.errors.begin());
    }
    return KernelError{.error_max = error, .worst = "c[0]"};
  }
  KernelCost cost() const override { return script_.cost; }
  std::int64_t working_set_bytes() const override { return script_.working_set_bytes; }

 private:
  FakeKernelScript& script_;
};

// Gives the rates in order; the last one again and again.
class FakePeaks final : public KernelPeaks {
 public:
  explicit FakePeaks(std::vector<double> rates) : rates_(std::move(rates)) {}
  Result<PeakRate> measure_flops(int) override { return next("flops"); }
  Result<PeakRate> measure_bytes(int, std::int64_t footprint_bytes) override {
    footprints.push_back(footprint_bytes);
    return next("bytes");
  }

  int calls = 0;
  std::vector<std::int64_t> footprints;

 private:
  PeakRate next(const char* kind) {
    const auto at = std::min(static_cast<std::size_t>(calls++), rates_.size() - 1);
    return {.per_s = rates_[at], .kind = kind};
  }
  std::vector<double> rates_;
};

}  // namespace assay
