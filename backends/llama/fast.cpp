// Three lanes, each with its context; they take turns, step by step.
#include "backends/llama/fast.h"

#include <array>
#include <cstddef>
#include <utility>

#include "backends/llama/exact.h"
#include "backends/llama/generate_lane.h"
#include "backends/llama/score_lane.h"

namespace assay {
namespace {

class FastSchedule final : public Schedule {
 public:
  FastSchedule(const EngineParts& parts, std::unique_ptr<Context> score_context) : parts_(parts) {
    lanes_[kScore] = parts.model.has_cells() ? make_score_lane(parts, std::move(score_context))
                                             : make_exact_schedule(parts, std::move(score_context));
  }

  void add(JobPtr job) override {
    if (auto refused = refusal(*job, parts_.options.context)) {
      finish(std::move(job), refused->finish, std::move(refused->failure));
      return;
    }
    const std::size_t lane = lane_of(*job);
    if (lanes_[lane] == nullptr) {
      auto made = make_generate_lane(parts_, lane == kShared ? LaneKind::kShared : LaneKind::kAlone);
      if (!made) {
        finish(std::move(job), Finish::kFailed, std::move(made.error().message));
        return;
      }
      lanes_[lane] = std::move(*made);
    }
    lanes_[lane]->add(std::move(job));
  }

  bool has_work() const override {
    for (const auto& lane : lanes_) {
      if (lane != nullptr && lane->has_work()) {
        return true;
      }
    }
    return false;
  }

  void step() override {
    do {
      turn_ = (turn_ + 1) % lanes_.size();
    } while (lanes_[turn_] == nullptr || !lanes_[turn_]->has_work());
    lanes_[turn_]->step();
  }

  void cancel(RequestId id) override {
    for (const auto& lane : lanes_) {
      if (lane != nullptr) {
        lane->cancel(id);
      }
    }
  }

  void cancel_all() override {
    for (const auto& lane : lanes_) {
      if (lane != nullptr) {
        lane->cancel_all();
      }
    }
  }

 private:
  enum Lane : std::size_t { kScore, kShared, kAlone, kLanes };

  std::size_t lane_of(const Job& job) const {
    if (job.is_score()) {
      return kScore;
    }
    return parts_.model.has_cells() && !job.shared_prefix().empty() ? kShared : kAlone;
  }

  EngineParts parts_;
  std::array<std::unique_ptr<Schedule>, kLanes> lanes_;
  std::size_t turn_ = 0;
};

}  // namespace

std::unique_ptr<Schedule> make_fast_schedule(const EngineParts& parts, std::unique_ptr<Context> score_context) {
  return std::make_unique<FastSchedule>(parts, std::move(score_context));
}

}  // namespace assay
