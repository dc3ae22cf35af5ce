// Arrivals and the even split of time among requests in flight.
#include "harness/run/collector.h"

#include <algorithm>
#include <utility>

#include "harness/base/check.h"

namespace assay {

void Collector::expect(RequestId request) {
  const Nanos now = clock_.now();
  const std::lock_guard lock(mutex_);
  accrue(now);
  const bool is_new = flights_.emplace(request, Arrival{.submitted = now}).second;
  ASSAY_CHECK(is_new, "a request id was used twice");
}

void Collector::on_chunk(const Chunk& chunk) {
  const Nanos now = clock_.now();
  const std::lock_guard lock(mutex_);
  accrue(now);
  const auto flight = flights_.find(chunk.request);
  ASSAY_CHECK(flight != flights_.end(), "a chunk of a request that is not in flight");
  flight->second.streamed += chunk.text;
  flight->second.chunks.push_back({.end = flight->second.streamed.size(), .tokens = chunk.tokens});
  // Text without tokens is an arrival only where the backend cannot count; else it is a tail that was held back.
  flight->second.has_counts = flight->second.has_counts || chunk.tokens > 0;
  if (chunk.tokens > 0 || (!flight->second.has_counts && !chunk.text.empty())) {
    flight->second.tokens.push_back(now);
    if (!flight->second.first_token) {
      flight->second.first_token = now;
    }
  }
}

void Collector::on_done(Response response) {
  const Nanos now = clock_.now();
  const std::lock_guard lock(mutex_);
  accrue(now);
  const auto flight = flights_.find(response.request);
  ASSAY_CHECK(flight != flights_.end(), "an answer to a request that is not in flight");
  Arrival arrival = std::move(flight->second);
  flights_.erase(flight);
  arrival.done = now;
  if (response.engine) {
    arrival.prefill_active_s = response.engine->prefill_s;
    arrival.decode_active_s = response.engine->decode_s;
  }
  arrival.response = std::move(response);
  done_.push_back(std::move(arrival));
  arrived_.notify_one();
}

std::vector<Arrival> Collector::take(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, patience, [this] { return !done_.empty(); });
  return std::exchange(done_, {});
}

std::vector<RequestId> Collector::older_than(Nanos moment) const {
  const std::lock_guard lock(mutex_);
  std::vector<RequestId> old;
  for (const auto& [id, flight] : flights_) {
    if (flight.submitted < moment) {
      old.push_back(id);
    }
  }
  return old;
}

int Collector::in_flight() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(flights_.size());
}

// Calls may come out of order by the time between reading the clock and taking the lock; the later reading wins.
void Collector::accrue(Nanos now) {
  if (now > accrued_until_ && !flights_.empty()) {
    const double share = seconds(now - accrued_until_) / static_cast<double>(flights_.size());
    for (auto& [id, flight] : flights_) {
      (flight.first_token ? flight.decode_active_s : flight.prefill_active_s) += share;
    }
  }
  accrued_until_ = std::max(accrued_until_, now);
}

}  // namespace assay
