// Bursts: all threads begin together, the last to end counts, the fastest of many bursts is the peak.
#include "kernels/peak/machine_peaks.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "kernels/parts/guarded_buffer.h"
#include "kernels/parts/thread_team.h"
#include "kernels/peak/loops.h"

namespace assay {
namespace {

// Bursts are short, so that some fall between two disturbances, yet thousands of clock steps long.
constexpr double kBurstMinS = 5e-4;
constexpr int kBurstsMin = 5;
constexpr int kCalibrations = 4;
constexpr double kCalibrationMaxS = 0.02;  // longer than a time slice: long enough whoever disturbed it
constexpr int kBurstsMax = 500;
// For all bursts of one loop, beyond kBurstsMin. Operations are measured once a run, copies once a footprint.
constexpr double kFlopsTimeMaxS = 0.25;
constexpr double kCopyTimeMaxS = 0.08;
constexpr std::int64_t kRepetitionsMax = std::int64_t{1} << 40;
constexpr std::int64_t kCopyGrain = 64;  // floats: what a copy loop takes at a time

// `work(member, repetitions)`, done by each member of a team at once.
using BurstWork = std::function<void(int, std::int64_t)>;

// Gives each member of a team a CPU of its own, where there are enough: two threads that a busy scheduler keeps on one
// CPU would halve the peak, and every good kernel would be above it. The calling thread gets its CPUs back at the end.
class PinnedTeam {
 public:
  explicit PinnedTeam(int threads) : team_(threads) {
    CPU_ZERO(&allowed_);
    if (::sched_getaffinity(0, sizeof(allowed_), &allowed_) != 0 || CPU_COUNT(&allowed_) < threads) {
      return;
    }
    std::vector<int> cpus;
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
      if (CPU_ISSET(cpu, &allowed_)) {
        cpus.push_back(cpu);
      }
    }
    team_.run([&](int member) {
      cpu_set_t own;
      CPU_ZERO(&own);
      CPU_SET(cpus[static_cast<std::size_t>(member)], &own);
      ::sched_setaffinity(0, sizeof(own), &own);  // if it may not, the members stay where they are
    });
    is_pinned_ = true;
  }
  ~PinnedTeam() {
    if (is_pinned_) {
      ::sched_setaffinity(0, sizeof(allowed_), &allowed_);
    }
  }
  PinnedTeam(const PinnedTeam&) = delete;
  PinnedTeam& operator=(const PinnedTeam&) = delete;

  int size() const { return team_.size(); }
  void run(const std::function<void(int)>& work) { team_.run(work); }

 private:
  ThreadTeam team_;
  cpu_set_t allowed_;
  bool is_pinned_ = false;
};

class BurstTimer {
 public:
  BurstTimer(const Clock& clock, int threads, double time_max_s)
      : clock_(clock), time_max_s_(time_max_s), team_(threads) {}

  // The shortest time of one repetition.
  double shortest_s(const BurstWork& work) {
    std::int64_t repetitions = 1;
    double burst_s = calibration_s(work, repetitions);
    while (burst_s < kBurstMinS && repetitions < kRepetitionsMax) {
      repetitions *= burst_s < kBurstMinS / 16 ? 8 : 2;
      burst_s = calibration_s(work, repetitions);
    }
    const Nanos begun = clock_.now();
    for (int bursts = 0; bursts < kBurstsMin || (bursts < kBurstsMax && seconds(clock_.now() - begun) < time_max_s_);
         ++bursts) {
      burst_s = std::min(burst_s, time(work, repetitions));
    }
    return burst_s / static_cast<double>(repetitions);
  }

 private:
  // One disturbed burst must not pass for a long one: the shortest of a few.
  double calibration_s(const BurstWork& work, std::int64_t repetitions) {
    double shortest_s = time(work, repetitions);
    for (int again = 1; again < kCalibrations && shortest_s < kCalibrationMaxS; ++again) {
      shortest_s = std::min(shortest_s, time(work, repetitions));
    }
    return shortest_s;
  }

  struct Span {
    Nanos begin{0};
    Nanos end{0};
  };

  // From the first member's begin to the last one's end. Members wait for each other before they begin, or a thread
  // that woke late would count as slow; they yield, as there may be more of them than CPUs.
  double time(const BurstWork& work, std::int64_t repetitions) {
    std::atomic<int> ready{0};
    std::vector<Span> spans(static_cast<std::size_t>(team_.size()));
    team_.run([&](int member) {
      ready.fetch_add(1);
      while (ready.load() < team_.size()) {
        std::this_thread::yield();
      }
      Span& span = spans[static_cast<std::size_t>(member)];
      span.begin = clock_.now();
      work(member, repetitions);
      span.end = clock_.now();
    });
    const auto first = std::ranges::min_element(spans, {}, &Span::begin);
    const auto last = std::ranges::max_element(spans, {}, &Span::end);
    return seconds(last->end - first->begin);
  }

  const Clock& clock_;
  const double time_max_s_;
  PinnedTeam team_;
};

std::string threads_text(int threads) { return std::to_string(threads) + (threads == 1 ? " thread" : " threads"); }

std::string size_text(std::int64_t bytes) {
  const std::int64_t kib = bytes / 1024;
  return kib < 10 * 1024 ? std::to_string(kib) + " KiB" : std::to_string(kib / 1024) + " MiB";
}

class MachinePeaks final : public KernelPeaks {
 public:
  explicit MachinePeaks(const Clock& clock) : clock_(clock) {}

  Result<PeakRate> measure_flops(int threads) override {
    BurstTimer timer(clock_, threads, kFlopsTimeMaxS);
    std::vector<float> sinks(static_cast<std::size_t>(threads));
    PeakRate peak;
    for (const FlopsLoop& loop : flops_loops()) {
      const double round_s = timer.shortest_s(
          [&](int member, std::int64_t rounds) { sinks[static_cast<std::size_t>(member)] = loop.run(rounds); });
      keep_faster(peak, threads * loop.flops_per_round, round_s,
                  "measured multiply-add throughput (" + std::string(loop.name) + "), " + threads_text(threads));
    }
    return peak;
  }

  // Each thread copies its own part, so that the team as a whole goes through the footprint.
  Result<PeakRate> measure_bytes(int threads, std::int64_t footprint_bytes) override {
    const std::int64_t floats = footprint_bytes / (2 * static_cast<std::int64_t>(sizeof(float)) * threads);
    const std::int64_t count = std::max<std::int64_t>(1, floats / kCopyGrain) * kCopyGrain;
    std::vector<GuardedBuffer> from;
    std::vector<GuardedBuffer> to;
    for (int member = 0; member < threads; ++member) {
      for (std::vector<GuardedBuffer>* side : {&from, &to}) {
        auto buffer = GuardedBuffer::make(count);
        if (!buffer) {
          return buffer.error();
        }
        std::ranges::fill(buffer->values(), 1.0F);
        side->push_back(std::move(*buffer));
      }
    }
    BurstTimer timer(clock_, threads, kCopyTimeMaxS);
    PeakRate peak;
    for (const CopyLoop& loop : copy_loops()) {
      const double pass_s = timer.shortest_s([&](int member, std::int64_t passes) {
        float* target = to[static_cast<std::size_t>(member)].values().data();
        const float* source = from[static_cast<std::size_t>(member)].values().data();
        for (std::int64_t pass = 0; pass < passes; ++pass) {
          loop.run(target, source, static_cast<std::size_t>(count));
        }
      });
      const double bytes = 2.0 * sizeof(float) * static_cast<double>(count) * threads;
      keep_faster(peak, bytes, pass_s,
                  "measured copy (" + std::string(loop.name) + ") through " + size_text(footprint_bytes) + ", " +
                      threads_text(threads));
    }
    return peak;
  }

 private:
  static void keep_faster(PeakRate& peak, double done, double time_s, std::string kind) {
    const double per_s = time_s > 0 ? done / time_s : 0;
    if (per_s > peak.per_s) {
      peak = {.per_s = per_s, .kind = std::move(kind)};
    }
  }

  const Clock& clock_;
};

}  // namespace

std::unique_ptr<KernelPeaks> make_machine_peaks(const Clock& clock) { return std::make_unique<MachinePeaks>(clock); }

}  // namespace assay
