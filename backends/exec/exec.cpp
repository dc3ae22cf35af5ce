// One thread owns the program and all requests on their way; submit, cancel and stop hand it notes.
#include "backends/exec/exec.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "backends/exec/flight.h"
#include "backends/exec/options.h"
#include "backends/exec/protocol.h"
#include "harness/base/child_process.h"
#include "harness/base/text.h"

namespace assay {
namespace {

constexpr Nanos kPatience = std::chrono::milliseconds(500);  // between two looks at deadlines
constexpr Nanos kFarewell = std::chrono::seconds(1);         // from "stop" to the end of the program

Nanos from_s(double value) { return Nanos(static_cast<std::int64_t>(value * 1e9)); }

struct Started {
  std::unique_ptr<ChildProcess> child;
  BackendInfo info;
};

Error with_last_words(Error error, ChildProcess& child) {
  child.end(Nanos(0));
  const std::string words = child.last_words();
  error.message += words.empty() ? "" : "; its standard error ends: " + words;
  return error;
}

// Starts the program and hears its first line.
Result<Started> start_program(const ExecOptions& options, const Clock& clock) {
  auto child = ChildProcess::start(options.words, {}, clock);
  if (!child) {
    return std::move(child.error());
  }
  (*child)->send(exec_hello_line());
  const Nanos deadline = clock.now() + from_s(options.start_timeout_s);
  Heard heard = (*child)->listen(deadline);
  while (heard.what == Heard::What::kWoken) {
    heard = (*child)->listen(deadline);
  }
  const std::string program = "'" + printable(options.words[0], 100) + "': ";
  if (heard.what == Heard::What::kNothing) {
    return with_last_words(
        {ErrorKind::kEnvironment, program + "no first line within " + exact_number(options.start_timeout_s) + " s"},
        **child);
  }
  if (heard.what != Heard::What::kLine) {
    (*child)->end(clock.now() + kFarewell);
    return with_last_words(
        {ErrorKind::kEnvironment, program + "ended (" + (*child)->how_it_ended() + ") before its first line"}, **child);
  }
  auto info = read_exec_hello(heard.line);
  if (!info) {
    return with_last_words(std::move(info.error()).in("'" + printable(options.words[0], 100) + "'"), **child);
  }
  return Started{.child = std::move(*child), .info = std::move(*info)};
}

struct Submission {
  Request request;
  ResponseSink* sink = nullptr;
};

// mutex_ guards the inbox, cancels_, is_stopped_ and the pointer child_ where another thread wakes it; everything else
// is the worker's, and the maker's before and after it. Sinks are called without the lock: they may submit.
class ExecBackend final : public Backend {
 public:
  ExecBackend(ExecOptions options, Started started, BackendInfo info, const Clock& clock)
      : options_(std::move(options)),
        first_hello_(std::move(started.info)),
        info_(std::move(info)),
        clock_(clock),
        child_(std::move(started.child)),
        worker_([this](const std::stop_token& stopping) { work(stopping); }) {}
  ExecBackend(const ExecBackend&) = delete;
  ExecBackend& operator=(const ExecBackend&) = delete;
  ~ExecBackend() override { end(); }

  const BackendInfo& info() const override { return info_; }

  Result<Encoding> encode(const Request& /*request*/) override {
    return Error{ErrorKind::kUnsupported, "a program behind exec: gives no token ids"};
  }
  Result<std::string> render_chat(const std::vector<ChatMessage>& /*messages*/) override {
    return Error{ErrorKind::kUnsupported, "a program behind exec: renders messages itself"};
  }

  void submit(const Request& request, ResponseSink& sink) override {
    const std::lock_guard lock(mutex_);
    inbox_.push_back({request, &sink});
    ring();
  }

  void cancel(RequestId request) override {
    const std::lock_guard lock(mutex_);
    cancels_.push_back(request);
    ring();
  }

  void stop() override { end(); }

 private:
  void end() {
    {
      const std::lock_guard lock(mutex_);
      if (std::exchange(is_stopped_, true)) {
        return;
      }
      worker_.request_stop();
      ring();
    }
    worker_.join();
    for (auto& [id, flight] : flights_) {
      flight.cancel();
    }
    flights_.clear();
    for (const Submission& waiting : inbox_) {
      waiting.sink->on_done({.request = waiting.request.id, .finish = Finish::kCancelled});
    }
    if (child_ != nullptr) {
      child_->send(exec_stop_line());
      child_->end(clock_.now() + kFarewell);
    }
  }

  // REQUIRES: mutex_ is held.
  void ring() {
    if (child_ != nullptr) {
      child_->wake();
    }
    changed_.notify_all();
  }

  void work(const std::stop_token& stopping) {
    while (!stopping.stop_requested()) {
      take_notes(stopping);
      if (child_ != nullptr) {
        hear(child_->listen(clock_.now() + kPatience));
        end_if_deaf();
      }
    }
  }

  // New requests and cancels; without a program there is nothing else to wait for.
  void take_notes(const std::stop_token& stopping) {
    std::vector<Submission> submissions;
    std::vector<RequestId> cancels;
    {
      std::unique_lock lock(mutex_);
      if (child_ == nullptr && inbox_.empty() && cancels_.empty()) {
        changed_.wait_for(lock, kPatience, [&] { return !inbox_.empty() || stopping.stop_requested(); });
      }
      if (stopping.stop_requested()) {
        return;
      }
      submissions = std::exchange(inbox_, {});
      cancels = std::exchange(cancels_, {});
    }
    for (Submission& submission : submissions) {
      begin(std::move(submission));
    }
    for (const RequestId id : cancels) {
      const auto found = flights_.find(id);
      if (found != flights_.end() && found->second.mark_cancelled(clock_.now()) && child_ != nullptr) {
        child_->send(exec_cancel_line(id));
      }
    }
  }

  void begin(Submission submission) {
    ExecFlight flight(std::move(submission.request), *submission.sink, info_.can.has(Capability::kStreaming));
    if (child_ == nullptr) {
      if (Status again = start_again(); !again) {
        flight.fail(again.error().message);
        return;
      }
    }
    const RequestId id = flight.id();
    if (!child_->send(exec_request_line(flight.request()))) {
      flight.fail("the program does not read what it is sent");
      lose("it does not read what it is sent");
      return;
    }
    flights_.emplace(id, std::move(flight));
  }

  Status start_again() {
    if (restarts_ >= options_.restarts) {
      return Error{ErrorKind::kEnvironment,
                   "the program ended " + std::to_string(restarts_ + 1) +
                       " times without an answer between; it is not started again (last: " + last_loss_ + ")"};
    }
    ++restarts_;
    auto started = start_program(options_, clock_);
    if (!started) {
      return std::move(started.error());
    }
    if (started->info.identity != first_hello_.identity || started->info.can != first_hello_.can) {
      return Error{ErrorKind::kEnvironment, "the program was started again and says that it is another one"};
    }
    const std::lock_guard lock(mutex_);
    child_ = std::move(started->child);
    return {};
  }

  void hear(const Heard& heard) {
    switch (heard.what) {
      case Heard::What::kLine:
        return hear_line(heard.line);
      case Heard::What::kClosed:
        return lose("it ended");
      case Heard::What::kFlood:
        return lose("it wrote a line longer than 16 MiB");
      case Heard::What::kWoken:
      case Heard::What::kNothing:
        return;
    }
  }

  void hear_line(const std::string& line) {
    auto said = read_exec_line(line);
    if (!said) {
      return lose("it wrote " + said.error().message);
    }
    const auto found = flights_.find(said->request);
    if (found == flights_.end()) {
      return lose("it answered the request " + std::to_string(said->request) + ", which is not on its way");
    }
    ExecFlight& flight = found->second;
    if (said->chunk) {
      if (flight.add(*said) && flight.mark_cancelled(clock_.now())) {
        child_->send(exec_cancel_line(said->request));
      }
      return;
    }
    restarts_ = 0;
    flight.finish(std::move(*said));
    flights_.erase(found);
  }

  // A program that does not let go of a cancelled request is ended.
  void end_if_deaf() {
    const Nanos limit = clock_.now() - from_s(options_.grace_s);
    const bool is_deaf = std::any_of(flights_.begin(), flights_.end(),
                                     [&](const auto& entry) { return entry.second.was_cancelled_before(limit); });
    if (is_deaf && child_ != nullptr) {
      lose("it did not let go of a cancelled request within " + exact_number(options_.grace_s) + " s");
    }
  }

  // Ends the program; what it was asked fails, what was cancelled is cancelled.
  void lose(const std::string& why) {
    if (child_ == nullptr) {
      return;
    }
    // One that closed its output is about to end by itself, and its exit code is worth waiting for.
    child_->end(why == "it ended" ? clock_.now() + kFarewell : Nanos(0));
    last_loss_ = why + (why == "it ended" ? " (" + child_->how_it_ended() + ")" : "");
    const std::string words = child_->last_words();
    {
      const std::lock_guard lock(mutex_);
      child_.reset();
    }
    auto lost = std::exchange(flights_, {});
    for (auto& [id, flight] : lost) {
      flight.fail("the program is lost: " + last_loss_ + (words.empty() ? "" : "; its standard error ends: " + words));
    }
  }

  const ExecOptions options_;
  const BackendInfo first_hello_;
  const BackendInfo info_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::unique_ptr<ChildProcess> child_;
  std::vector<Submission> inbox_;
  std::vector<RequestId> cancels_;
  bool is_stopped_ = false;
  std::map<RequestId, ExecFlight> flights_;
  int restarts_ = 0;  // since the last answer
  std::string last_loss_;
  std::jthread worker_;  // last: it must not begin before the rest exists
};

}  // namespace

Result<std::unique_ptr<Backend>> make_exec_backend(const BackendSpec& spec, Clock& clock) {
  auto options = parse_exec_options(spec);
  if (!options) {
    return std::move(options.error());
  }
  const Nanos begin = clock.now();
  auto started = start_program(*options, clock);
  if (!started) {
    return std::move(started.error()).in("model '" + printable(spec.name, 60) + "'");
  }
  BackendInfo info = started->info;
  info.model = spec.name.empty() ? info.model : spec.name;
  if (options->parallel) {
    info.generations_in_flight = std::min(*options->parallel, info.generations_in_flight);
    info.scores_in_flight = info.generations_in_flight;
  }
  const auto weights = info.identity.find("program.weights");
  info.identity["weights"] = weights == info.identity.end() ? "" : weights->second;
  info.identity["backend"] = "exec 1";
  info.facts["program"] = join(options->words, " ");
  info.facts["load.seconds"] = exact_number(seconds(clock.now() - begin));
  return std::unique_ptr<Backend>(
      std::make_unique<ExecBackend>(std::move(*options), std::move(*started), std::move(info), clock));
}

}  // namespace assay
