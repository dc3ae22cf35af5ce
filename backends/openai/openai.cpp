// One thread drives all transfers; submit, cancel and stop hand it notes.
#include "backends/openai/openai.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "backends/openai/flight.h"
#include "backends/openai/http.h"
#include "backends/openai/options.h"
#include "backends/openai/pace.h"
#include "backends/openai/probe.h"
#include "harness/base/text.h"

namespace assay {
namespace {

constexpr Nanos kPatience = std::chrono::milliseconds(500);  // between two looks at deadlines
constexpr Nanos kAfterword = std::chrono::seconds(2);  // for usage, from an answer's end to the end of waiting for it

using FlightPtr = std::unique_ptr<OpenAiFlight>;

// mutex_ guards inbox_, cancels_ and is_stopped_; the rest is the worker's, and the maker's before and after it. Sinks
// are called without the lock: they may submit.
class OpenAiBackend final : public Backend {
 public:
  OpenAiBackend(OpenAiOptions options, BackendInfo info, std::unique_ptr<HttpClient> client, const Clock& clock)
      : options_(std::move(options)),
        info_(std::move(info)),
        clock_(clock),
        client_(std::move(client)),
        worker_([this](const std::stop_token& stopping) { work(stopping); }) {}
  OpenAiBackend(const OpenAiBackend&) = delete;
  OpenAiBackend& operator=(const OpenAiBackend&) = delete;
  ~OpenAiBackend() override { end(); }

  const BackendInfo& info() const override { return info_; }

  Result<Encoding> encode(const Request& /*request*/) override {
    return Error{ErrorKind::kUnsupported, "a server gives no token ids"};
  }
  Result<std::string> render_chat(const std::vector<ChatMessage>& /*messages*/) override {
    return Error{ErrorKind::kUnsupported, "a server renders messages itself"};
  }

  void submit(const Request& request, ResponseSink& sink) override {
    auto flight = std::make_unique<OpenAiFlight>(request, sink, options_, clock_);
    {
      const std::lock_guard lock(mutex_);
      inbox_.push_back(std::move(flight));
    }
    client_->wake();
  }

  void cancel(RequestId request) override {
    {
      const std::lock_guard lock(mutex_);
      cancels_.push_back(request);
    }
    client_->wake();
  }

  void stop() override { end(); }

 private:
  void end() {
    {
      const std::lock_guard lock(mutex_);
      if (std::exchange(is_stopped_, true)) {
        return;
      }
    }
    worker_.request_stop();
    client_->wake();
    worker_.join();
    client_.reset();  // breaks off what is going
    for (const FlightPtr& flight : inbox_) {
      flight->cancel();
    }
    for (const FlightPtr& flight : waiting_) {
      flight->cancel();
    }
    for (const auto& [id, flight] : active_) {
      flight->cancel();
    }
  }

  void work(const std::stop_token& stopping) {
    while (!stopping.stop_requested()) {
      take_notes();
      start_waiting();
      const Nanos pause = pace_.not_before() - clock_.now();
      client_->run(!waiting_.empty() && pause > Nanos(0) ? std::min(kPatience, pause) : kPatience);
      clear_ended();
    }
  }

  void take_notes() {
    std::vector<FlightPtr> submitted;
    std::vector<RequestId> cancels;
    {
      const std::lock_guard lock(mutex_);
      submitted = std::exchange(inbox_, {});
      cancels = std::exchange(cancels_, {});
    }
    std::move(submitted.begin(), submitted.end(), std::back_inserter(waiting_));
    for (const RequestId id : cancels) {
      cancel_now(id);
    }
  }

  void cancel_now(RequestId id) {
    const auto waiting =
        std::find_if(waiting_.begin(), waiting_.end(), [&](const FlightPtr& flight) { return flight->id() == id; });
    if (waiting != waiting_.end()) {
      const FlightPtr flight = std::move(*waiting);
      waiting_.erase(waiting);
      return flight->cancel();
    }
    if (const auto found = active_.find(id); found != active_.end()) {
      client_->abort(id);
      const FlightPtr flight = std::move(found->second);
      active_.erase(found);
      flight->cancel();
    }
  }

  void start_waiting() {
    while (!waiting_.empty() && active_.size() < static_cast<std::size_t>(options_.parallel) &&
           clock_.now() >= pace_.not_before()) {
      FlightPtr flight = std::move(waiting_.front());
      waiting_.pop_front();
      OpenAiFlight& started = *flight;
      active_.emplace(started.id(), std::move(flight));
      client_->start(started.id(), started.url(), started.body(), started);
    }
  }

  void clear_ended() {
    const Nanos now = clock_.now();
    for (auto at = active_.begin(); at != active_.end();) {
      OpenAiFlight& flight = *at->second;
      const bool is_idle = !flight.is_over() && flight.is_idle_since(now - kAfterword);
      if (is_idle) {
        client_->abort(at->first);
        flight.settle();
      } else if (flight.is_over() && flight.is_turned_away()) {
        pace_.turned_away(now, flight.head().retry_after_s);
      } else if (flight.is_over()) {
        pace_.took();
      }
      at = is_idle || flight.is_over() ? active_.erase(at) : std::next(at);
    }
  }

  const OpenAiOptions options_;
  const BackendInfo info_;
  const Clock& clock_;
  std::unique_ptr<HttpClient> client_;
  std::mutex mutex_;
  std::vector<FlightPtr> inbox_;
  std::vector<RequestId> cancels_;
  bool is_stopped_ = false;
  std::deque<FlightPtr> waiting_;
  std::map<RequestId, FlightPtr> active_;
  Pace pace_;
  std::jthread worker_;  // last: it must not begin before the rest exists
};

}  // namespace

Result<std::unique_ptr<Backend>> make_openai_backend(const BackendSpec& spec, Clock& clock) {
  auto options = parse_openai_options(spec);
  if (!options) {
    return std::move(options.error());
  }
  const std::string place = "model '" + printable(spec.name, 60) + "'";
  auto client = HttpClient::create({.key = options->key, .ca = options->ca});
  if (!client) {
    return std::move(client.error()).in(place);
  }
  const Nanos begin = clock.now();
  auto info = probe_openai(**client, *options, clock);
  if (!info) {
    return std::move(info.error()).in(place);
  }
  info->model = spec.name.empty() ? options->model : spec.name;
  info->facts["load.seconds"] = exact_number(seconds(clock.now() - begin));
  return std::unique_ptr<Backend>(
      std::make_unique<OpenAiBackend>(std::move(*options), std::move(*info), std::move(*client), clock));
}

}  // namespace assay
