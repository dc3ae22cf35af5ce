// The scripted backend's thread: plays responses at their times, in the order of those times.
#include "backends/scripted/scripted.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "backends/scripted/script.h"
#include "harness/api/messages.h"
#include "harness/base/check.h"
#include "harness/base/files.h"
#include "harness/base/hash.h"
#include "harness/base/text.h"

namespace assay {
namespace {

constexpr Nanos kPatience = std::chrono::milliseconds(20);  // how late a stop or an earlier event may be noticed

constexpr std::int64_t kParallelMax = 4096;

Nanos from_ms(double milliseconds) { return Nanos(static_cast<std::int64_t>(milliseconds * 1e6)); }

// Touched by the submitting threads and one worker; mutex_ guards everything that is not const.
class ScriptedBackend final : public Backend {
 public:
  ScriptedBackend(Script script, BackendInfo info, int log, Clock& clock)
      : script_(std::move(script)),
        info_(std::move(info)),
        log_(log),
        clock_(clock),
        used_(script_.rules.size()),
        worker_([this](const std::stop_token& stopping) { work(stopping); }) {}

  ~ScriptedBackend() override {
    stop();
    if (log_ >= 0) {
      ::close(log_);
    }
  }

  const BackendInfo& info() const override { return info_; }

  Result<Encoding> encode(const Request& request) override {
    Encoding encoding;
    const auto ids = [](std::string_view text) {
      std::vector<TokenId> tokens;
      for (const std::string_view piece : script_pieces(text)) {
        tokens.push_back(script_token(piece));
      }
      return tokens;
    };
    if (const auto* ask = std::get_if<Generate>(&request.body)) {
      encoding.prompt = ids(asked_text(*ask));
      return encoding;
    }
    const auto& ask = std::get<Score>(request.body);
    encoding.prompt = ids(ask.context);
    for (const std::string& continuation : ask.continuations) {
      encoding.continuations.push_back(ids(continuation));
    }
    return encoding;
  }

  Result<std::string> render_chat(const std::vector<ChatMessage>& messages) override {
    std::string text;
    for (const ChatMessage& message : messages) {
      text += "<" + message.role + ">" + message.content + "</" + message.role + ">\n";
    }
    return text + "<assistant>";
  }

  void submit(const Request& request, ResponseSink& sink) override {
    const std::lock_guard lock(mutex_);
    ASSAY_CHECK(!is_stopped_, "submit after stop");
    const ScriptRule& rule = match(request);
    Play play{.sink = &sink, .response = script_response(script_, rule, request), .token_gap = from_ms(rule.token_ms)};
    if (!write_log(request)) {
      play.response = {.request = request.id, .finish = Finish::kFailed, .failure = "the log cannot be written"};
    }
    play.pieces = static_cast<int>(script_pieces(play.response.text).size());
    play.due = clock_.now() + from_ms(rule.prefill_ms);
    play.is_silent = rule.finish == Finish::kTimedOut;
    plays_.emplace(request.id, std::move(play));
    changed_.notify_all();
  }

  void cancel(RequestId request) override {
    const std::lock_guard lock(mutex_);
    if (const auto found = plays_.find(request); found != plays_.end()) {
      found->second.is_cancelled = true;
      changed_.notify_all();
    }
  }

  void stop() override {
    {
      const std::lock_guard lock(mutex_);
      if (is_stopped_) {
        return;
      }
      is_stopped_ = true;
    }
    worker_.request_stop();
    changed_.notify_all();
    worker_.join();
    for (auto& [id, play] : plays_) {
      play.sink->on_done({.request = id, .finish = Finish::kCancelled});
    }
    plays_.clear();
  }

 private:
  struct Play {
    ResponseSink* sink = nullptr;
    Response response;
    Nanos token_gap{0};
    Nanos due{0};
    int pieces = 0;
    int played = 0;
    bool is_silent = false;
    bool is_cancelled = false;
  };

  // The first rule that matches and is not used up. The last one matches everything, for ever.
  const ScriptRule& match(const Request& request) {
    const auto* ask = std::get_if<Generate>(&request.body);
    const std::string prompt = ask != nullptr ? asked_text(*ask) : std::get<Score>(request.body).context;
    for (std::size_t i = 0; i < script_.rules.size(); ++i) {
      const ScriptRule& rule = script_.rules[i];
      const bool ends =
          prompt.size() >= rule.ends_with.size() &&
          prompt.compare(prompt.size() - rule.ends_with.size(), rule.ends_with.size(), rule.ends_with) == 0;
      if (ends && prompt.find(rule.contains) != std::string::npos && (rule.times == 0 || used_[i] < rule.times)) {
        ++used_[i];
        return rule;
      }
    }
    return script_.rules.back();
  }

  // One line per request asked, written before it is answered, so that a test can see what a killed run had asked.
  bool write_log(const Request& request) const {
    if (log_ < 0) {
      return true;
    }
    const auto* ask = std::get_if<Generate>(&request.body);
    const std::string prompt = ask != nullptr ? asked_text(*ask) : std::get<Score>(request.body).context;
    const std::string line = info_.model + " " + to_hex(hash128(prompt)) + "\n";
    return ::write(log_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  }

  void work(const std::stop_token& stopping) {
    std::unique_lock lock(mutex_);
    while (!stopping.stop_requested()) {
      const auto next = std::min_element(plays_.begin(), plays_.end(), [](const auto& a, const auto& b) {
        return std::pair(urgency(a.second), a.first) < std::pair(urgency(b.second), b.first);
      });
      if (next == plays_.end() || urgency(next->second) == Nanos::max()) {
        changed_.wait_for(lock, kPatience);
        continue;
      }
      const Nanos now = clock_.now();
      if (urgency(next->second) > now) {
        const Nanos until = std::min(urgency(next->second), now + kPatience);
        lock.unlock();
        clock_.sleep_until(until);
        lock.lock();
        continue;
      }
      play_one(lock, next->first);
    }
  }

  static Nanos urgency(const Play& play) {
    return play.is_cancelled ? Nanos::min() : play.is_silent ? Nanos::max() : play.due;
  }

  // Plays the next token, or the end. The sink is called without the lock: it may submit.
  void play_one(std::unique_lock<std::mutex>& lock, RequestId id) {
    Play& play = plays_.at(id);
    ResponseSink& sink = *play.sink;
    if (!play.is_cancelled && play.played < play.pieces) {
      const std::string piece(script_pieces(play.response.text)[static_cast<std::size_t>(play.played)]);
      ++play.played;
      play.due += play.token_gap;
      lock.unlock();
      if (info_.can.has(Capability::kStreaming)) {
        sink.on_chunk({.request = id, .text = piece, .tokens = 1});
      }
    } else {
      Response response =
          play.is_cancelled ? Response{.request = id, .finish = Finish::kCancelled} : std::move(play.response);
      plays_.erase(id);
      lock.unlock();
      sink.on_done(std::move(response));
    }
    lock.lock();
  }

  const Script script_;
  const BackendInfo info_;
  const int log_;
  Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<RequestId, Play> plays_;
  std::vector<int> used_;
  bool is_stopped_ = false;
  std::jthread worker_;  // last: it must not begin before the rest exists
};

Result<int> open_log(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) {
    return Error{ErrorKind::kEnvironment,
                 path + ": the scripted model's log cannot be opened: " + std::strerror(errno)};
  }
  return file;
}

}  // namespace

Result<std::unique_ptr<Backend>> make_scripted_backend(const BackendSpec& spec, Clock& clock) {
  const std::string path = spec.address.substr(spec.address.find(':') + 1);
  if (path.empty() || path == spec.address) {
    return Error{ErrorKind::kInvalidConfig, "model address '" + spec.address + "': names no file; write scripted:FILE"};
  }
  auto text = read_file(path);
  if (!text) {
    return std::move(text.error()).in("scripted model");
  }
  auto script = load_script(path);
  if (!script) {
    return script.error();
  }
  int log = -1;
  const std::vector<std::string> known{"log", "parallel", "schedule"};
  for (const auto& [key, value] : spec.options) {
    if (key == "parallel") {
      const auto number = parse_int(value);
      if (!number || *number < 1 || *number > kParallelMax) {
        return Error{ErrorKind::kInvalidConfig, "model '" + spec.name + "': option 'parallel': '" +
                                                    printable(value, 60) + "': not a whole number from 1 to " +
                                                    std::to_string(kParallelMax)};
      }
      script->parallel = static_cast<int>(*number);
    } else if (key == "log") {
      const auto opened = open_log(value);
      if (!opened) {
        return opened.error();
      }
      log = *opened;
    } else if (key != "schedule") {  // scripted answers are the same under every schedule
      return Error{ErrorKind::kInvalidConfig, "model '" + spec.name + "': " + unknown_name("option", key, known)};
    }
  }
  BackendInfo info{.name = "scripted", .model = spec.name.empty() ? script->model : spec.name, .can = script->can};
  info.generations_in_flight = script->parallel;
  info.scores_in_flight = script->parallel;
  info.identity = {{"backend", "scripted"}, {"weights", sha256(*text)}};
  info.facts = {{"file", path}, {"format", "script"}, {"licence", "own"}};
  return std::unique_ptr<Backend>(std::make_unique<ScriptedBackend>(std::move(*script), std::move(info), log, clock));
}

}  // namespace assay
