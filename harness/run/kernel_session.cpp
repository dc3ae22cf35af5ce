// One case after the other: prepare, verify, time cold, time hot, verify again, store.
#include "harness/run/kernel_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "harness/base/text.h"
#include "harness/stats/robust.h"

namespace assay {
namespace {

constexpr int kCopiesMax = 1 << 16;
constexpr int kPeakDoubtsMax = 2;  // times a peak is measured again because a row came out above it

enum class Mode : std::uint8_t { kCold, kHot };

std::string_view name_of(Mode mode) { return mode == Mode::kCold ? "cold" : "hot"; }

// Buffers enough that a rotation goes through kColdCaches times the cache; at least two.
int copies_for(std::int64_t working_set_bytes, std::int64_t cache_bytes) {
  const std::int64_t wanted =
      (kColdCaches * cache_bytes + working_set_bytes - 1) / std::max<std::int64_t>(1, working_set_bytes);
  return static_cast<int>(std::clamp<std::int64_t>(wanted, 2, kCopiesMax));
}

// The rows of one case and the blocks they were measured in.
struct CaseRows {
  std::vector<KernelRecord> records;
  std::vector<BlockRecord> blocks;
  bool is_interrupted = false;
};

class KernelSession {
 public:
  KernelSession(const KernelPlan& plan, const KernelParts& parts) : plan_(plan), parts_(parts) {}

  Result<KernelResult> run() {
    for (const KernelCase& tested : plan_.cases) {
      if (is_interrupted()) {
        break;
      }
      const auto rows = run_case(tested);
      if (!rows) {
        return rows.error();
      }
      if (rows->is_interrupted) {
        break;
      }
      if (auto stored = store(*rows); !stored) {
        return stored.error();
      }
    }
    result_.is_interrupted = is_interrupted();
    const RunState state = result_.is_interrupted ? RunState::kInterrupted : RunState::kComplete;
    if (auto stored = parts_.store.set_state(plan_.run, state); !stored) {
      return stored.error();
    }
    return result_;
  }

 private:
  bool is_interrupted() const { return parts_.interrupts.load() > 0; }

  // What both modes' rows have in common.
  KernelRecord base_record(const KernelCase& tested) const {
    return {.kernel = std::string(tested.entry.kernel),
            .implementation = std::string(tested.entry.implementation),
            .shape = shape_text(tested.entry, tested.shape),
            .threads = plan_.threads};
  }

  // A case that is not timed has a row in each mode all the same, so that tables of two runs line up.
  CaseRows untimed(KernelRecord record, const std::string& status, std::string failure) {
    record.status = status;
    record.failure = std::move(failure);
    CaseRows rows;
    for (const Mode mode : {Mode::kCold, Mode::kHot}) {
      record.mode = name_of(mode);
      rows.records.push_back(record);
    }
    return rows;
  }

  Result<CaseRows> run_case(const KernelCase& tested) {
    KernelRecord record = base_record(tested);
    auto kernel = tested.entry.make();
    if (!kernel) {
      ++(kernel.error().kind == ErrorKind::kEnvironment ? result_.unavailable : result_.failed);
      return untimed(std::move(record), "failed", kernel.error().message);
    }
    // One copy first, to learn the size of a working set; then as many as a rotation needs.
    Status prepared = (*kernel)->prepare(tested.shape, plan_.seed, plan_.threads, 1);
    const int copies = prepared ? copies_for((*kernel)->working_set_bytes(), plan_.cache_bytes) : 1;
    if (prepared) {
      prepared = (*kernel)->prepare(tested.shape, plan_.seed, plan_.threads, copies);
    }
    if (!prepared) {
      ++result_.failed;
      return untimed(std::move(record), "failed", prepared.error().message);
    }
    const KernelCost cost = (*kernel)->cost();
    record.flops = cost.flops;
    record.bytes = cost.bytes;
    record.formula_version = cost.formula_version;
    if (!verify(**kernel, record)) {
      return untimed(record, record.status, record.failure);
    }
    return time_case(tested, **kernel, record, copies);
  }

  // Fills error_max, and status and failure if the kernel does not pass.
  bool verify(Kernel& kernel, KernelRecord& record) {
    const auto error = kernel.verify();
    if (!error) {
      ++result_.failed;
      record.status = "failed";
      record.failure = error.error().message;
      return false;
    }
    record.error_max = std::max(record.error_max, error->error_max);
    if (!(error->error_max <= 1)) {  // also NaN
      ++result_.incorrect;
      record.status = "incorrect";
      record.failure = fmt::format("{:.3g} times the tolerance at {}", error->error_max, error->worst);
      return false;
    }
    return true;
  }

  Result<CaseRows> time_case(const KernelCase& tested, Kernel& kernel, const KernelRecord& base, int copies) {
    CaseRows rows;
    for (const Mode mode : {Mode::kCold, Mode::kHot}) {
      KernelRecord record = base;
      record.mode = name_of(mode);
      const int in_use = mode == Mode::kCold ? copies : 1;
      const auto peak = peak_for(tested.entry, kernel.working_set_bytes() * in_use);
      if (!peak) {
        return peak.error();
      }
      BlockRecord block = begin_block(record);
      const auto measured = measure(
          parts_.clock, [&](std::int64_t i) { return kernel.run(static_cast<int>(i % in_use)); }, plan_.measure,
          [&] { return is_interrupted(); });
      end_block(block);
      if (is_interrupted()) {
        return CaseRows{.is_interrupted = true};
      }
      record.is_disturbed = block.is_disturbed;
      if (measured) {
        judge(*measured, record);
        if (auto held = hold_against_peak(tested.entry, kernel.working_set_bytes() * in_use, record); !held) {
          return held.error();
        }
      } else {
        ++result_.failed;
        record.status = "failed";
        record.failure = measured.error().message;
      }
      rows.records.push_back(std::move(record));
      rows.blocks.push_back(std::move(block));
    }
    check_again(kernel, rows.records);
    return rows;
  }

  // Being timed must not have broken anything: what is no longer right keeps no times.
  void check_again(Kernel& kernel, std::vector<KernelRecord>& records) {
    KernelRecord again = records.front();
    if (verify(kernel, again)) {
      return;
    }
    for (KernelRecord& record : records) {
      record.status = again.status;
      record.failure = "after timing: " + again.failure;
      record.error_max = again.error_max;
      record.samples_s.clear();
      record.peak_share.reset();
    }
  }

  void judge(const Measurement& measured, KernelRecord& record) const {
    record.samples_s = measured.samples_s;
    record.status = "passed";
    if (measured.cause == StopCause::kUnstable) {
      record.status = "unstable";
      record.failure = fmt::format("the median is known to {:.3g} % after {} samples of {}, wanted is {:.3g} %",
                                   100 * measured.relative_error, measured.samples_s.size(),
                                   measured.batch == 1 ? "a run" : std::to_string(measured.batch) + " runs",
                                   100 * plan_.measure.rule.relative_error_max);
    }
  }

  // Fills peak_share and peak_kind. A row above the peak first puts the peak in doubt: it may have been measured while
  // others used the machine.
  Status hold_against_peak(const KernelEntry& entry, std::int64_t footprint_bytes, KernelRecord& record) {
    const double median_s = median(record.samples_s).value_or(0);
    const double done = entry.is_compute_bound ? record.flops : record.bytes;
    if (median_s <= 0) {
      record.status = "suspect";
      record.failure = "runs that take no time";
      return {};
    }
    for (int doubts = 0;; ++doubts) {
      const auto peak = peak_for(entry, footprint_bytes);
      if (!peak) {
        return peak.error();
      }
      record.peak_share = done / median_s / peak->per_s;
      record.peak_kind = peak->kind;
      if (*record.peak_share <= 1 + kPeakTolerance) {
        return {};
      }
      if (doubts == kPeakDoubtsMax || is_interrupted()) {
        record.status = "suspect";
        record.failure = fmt::format(
            "{:.1f} % of the peak, which was measured {} times: the formula, the kernel or the "
            "peak is wrong",
            100 * *record.peak_share, doubts + 1);
        return {};
      }
      if (auto measured = measure_peak(entry, footprint_bytes); !measured) {
        return measured;
      }
    }
  }

  using PeakKey = std::pair<bool, std::int64_t>;  // compute bound, footprint

  static PeakKey key_of(const KernelEntry& entry, std::int64_t footprint_bytes) {
    return {entry.is_compute_bound, entry.is_compute_bound ? 0 : footprint_bytes};
  }

  Result<PeakRate> peak_for(const KernelEntry& entry, std::int64_t footprint_bytes) {
    const PeakKey key = key_of(entry, footprint_bytes);
    if (!peaks_.contains(key)) {
      if (auto measured = measure_peak(entry, footprint_bytes); !measured) {
        return measured.error();
      }
    }
    return peaks_.at(key);
  }

  // Measures, and keeps what was found if it is more than before.
  Status measure_peak(const KernelEntry& entry, std::int64_t footprint_bytes) {
    parts_.meter.begin();
    auto rate = entry.is_compute_bound ? parts_.peaks.measure_flops(plan_.threads)
                                       : parts_.peaks.measure_bytes(plan_.threads, footprint_bytes);
    BlockRecord block;
    parts_.meter.end(block);
    if (!rate) {
      return rate.error();
    }
    if (rate->per_s <= 0) {
      return Error{ErrorKind::kEnvironment, "no peak to hold kernels against: " + rate->kind + " came out as 0"};
    }
    rate->kind += fmt::format(": {:.4g} {}{}", rate->per_s / 1e9, entry.is_compute_bound ? "GFLOP/s" : "GB/s",
                              block.is_disturbed ? " (disturbed: may be too low)" : "");
    PeakRate& kept = peaks_[key_of(entry, footprint_bytes)];
    if (rate->per_s > kept.per_s) {
      kept = std::move(*rate);
      parts_.on_peak(kept.kind);
    }
    return {};
  }

  BlockRecord begin_block(const KernelRecord& record) {
    BlockRecord block{
        .index = blocks_++,
        .task = fmt::format("{} {} {} {}", record.kernel, record.implementation, record.shape, record.mode),
        .begin_wall_ns = parts_.clock.wall().count()};
    block_begun_ = parts_.clock.now();
    parts_.meter.begin();
    return block;
  }

  void end_block(BlockRecord& block) {
    parts_.meter.end(block);
    block.wall_s = seconds(parts_.clock.now() - block_begun_);
    block.active_s = block.wall_s;
  }

  Status store(const CaseRows& rows) {
    if (auto stored = parts_.store.append_kernels(plan_.run, rows.records); !stored) {
      return stored;
    }
    for (const BlockRecord& block : rows.blocks) {
      if (auto stored = parts_.store.append_block(plan_.run, block); !stored) {
        return stored;
      }
    }
    for (const KernelRecord& record : rows.records) {
      ++result_.rows;
      parts_.on_row(record);
    }
    return {};
  }

  const KernelPlan& plan_;
  const KernelParts& parts_;
  KernelResult result_;
  std::map<PeakKey, PeakRate> peaks_;
  std::int64_t blocks_ = 0;
  Nanos block_begun_{0};
};

}  // namespace

Result<KernelResult> run_kernels(const KernelPlan& plan, const KernelParts& parts) {
  return KernelSession(plan, parts).run();
}

std::string shape_text(const KernelEntry& entry, const KernelShape& shape) {
  std::string text;
  for (const std::string_view axis : split(entry.axes, ' ')) {
    const auto found = shape.find(std::string(axis));
    if (found != shape.end()) {
      text += fmt::format("{}{}={}", text.empty() ? "" : " ", axis, found->second);
    }
  }
  return text;
}

}  // namespace assay
