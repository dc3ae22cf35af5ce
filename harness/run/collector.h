// Collector: the harness's end of every answer; stamps each arrival with the clock before anything else.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "harness/api/backend.h"
#include "harness/base/clock.h"

namespace assay {

// A chunk of an answer: where its text ends in Arrival::streamed, and its tokens (0: the backend cannot count).
struct Streamed {
  std::size_t end = 0;
  int tokens = 0;
};

// One answered request with its times, by the harness's clock.
struct Arrival {
  Response response;
  Nanos submitted{0};
  std::optional<Nanos> first_token;
  Nanos done{0};
  std::vector<Nanos> tokens;  // of each chunk that held tokens, or text where the backend cannot count
  bool has_counts = false;    // the backend counts tokens
  std::string streamed;       // the text of all chunks
  std::vector<Streamed> chunks;
  double prefill_active_s = 0;  // its share of the time that was spent (METHOD "splitting time")
  double decode_active_s = 0;
};

// Backends call on_chunk and on_done from any thread; one harness thread calls the rest. mutex_ guards all members.
//
// Shares of time: where the backend tells its own (EngineShare), those; else wall time is split evenly among the
// requests in flight at each moment, before a request's first token as prefill, after it as decode.
class Collector final : public ResponseSink {
 public:
  explicit Collector(const Clock& clock) : clock_(clock) {}

  // Before Backend::submit. The request counts as in flight from now on.
  void expect(RequestId request);

  void on_chunk(const Chunk& chunk) override;
  void on_done(Response response) override;

  // What has arrived since the last call; waits up to `patience` for the first arrival. May be empty.
  std::vector<Arrival> take(std::chrono::milliseconds patience);

  // Requests in flight that were submitted before `moment`.
  std::vector<RequestId> older_than(Nanos moment) const;
  int in_flight() const;

 private:
  void accrue(Nanos now);

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::map<RequestId, Arrival> flights_;
  std::vector<Arrival> done_;
  Nanos accrued_until_{0};
};

}  // namespace assay
