// The one file that reads the machine's clock.
#include "harness/base/clock.h"

#include <thread>

namespace assay {
namespace {

class SystemClock final : public Clock {
 public:
  Nanos now() const override { return std::chrono::steady_clock::now().time_since_epoch(); }
  Nanos wall() const override { return std::chrono::system_clock::now().time_since_epoch(); }
  void sleep_until(Nanos deadline) override {
    std::this_thread::sleep_until(std::chrono::steady_clock::time_point(deadline));
  }
};

}  // namespace

std::unique_ptr<Clock> make_system_clock() { return std::make_unique<SystemClock>(); }

}  // namespace assay
