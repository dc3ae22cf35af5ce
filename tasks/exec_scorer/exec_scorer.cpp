// One program, one question at a time; a program that fails is ended and started again for the next question.
#include "tasks/exec_scorer/exec_scorer.h"

#include <cmath>
#include <mutex>
#include <utility>

#include "harness/base/child_process.h"
#include "harness/base/text.h"
#include "tasks/exec_scorer/protocol.h"

namespace assay {
namespace {

constexpr double kTimeoutMax = 86'400;

Nanos from_s(double value) { return Nanos(static_cast<std::int64_t>(value * 1e9)); }

// One program on its way through questions. One thread.
class Judge {
 public:
  explicit Judge(ExecScorerOptions options) : options_(std::move(options)), clock_(make_system_clock()) {}
  ~Judge() {
    if (child_ != nullptr) {
      child_->end(clock_->now() + std::chrono::milliseconds(500));
    }
  }
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  // The program's version.
  Result<int> start() {
    auto child = ChildProcess::start(options_.command, {}, *clock_);
    if (!child) {
      return std::move(child.error());
    }
    child_ = std::move(*child);
    auto line = ask(scorer_hello_line());
    if (!line) {
      return std::move(line.error());
    }
    auto version = read_scorer_hello(*line);
    return version ? std::move(version) : Result<int>(lose(version.error().message));
  }

  Result<Judgement> judge(const Sample& sample, const Response& response, int version) {
    if (child_ == nullptr) {
      if (Status again = start_again(version); !again) {
        return std::move(again.error());
      }
    }
    const std::int64_t id = next_id_++;
    auto line = ask(scorer_question_line(id, sample, response));
    if (!line) {
      return std::move(line.error());
    }
    auto judgement = read_scorer_line(*line, id);
    if (!judgement) {
      return lose(judgement.error().message);
    }
    restarts_ = 0;
    return judgement;
  }

 private:
  Status start_again(int version) {
    if (restarts_ >= options_.restarts) {
      return Error{ErrorKind::kEnvironment, "the program failed " + std::to_string(restarts_ + 1) +
                                                " times without a judgement between; it is not started again"};
    }
    ++restarts_;
    const auto now = start();
    if (!now) {
      return now.error();
    }
    return *now == version ? Status()
                           : Status(lose("it was started again and says that it is version " + std::to_string(*now) +
                                         ", not " + std::to_string(version)));
  }

  // One line for one line. What was written before the question was asked is nobody's answer.
  Result<std::string> ask(const std::string& line) {
    const Nanos deadline = clock_->now() + from_s(options_.timeout_s);
    if (!child_->send(line)) {
      return lose("it does not read what it is sent");
    }
    Heard heard = child_->listen(deadline);
    switch (heard.what) {
      case Heard::What::kLine:
        return std::move(heard.line);
      case Heard::What::kFlood:
        return lose("it wrote a line longer than 16 MiB");
      case Heard::What::kClosed:
        return lose("it ended");
      case Heard::What::kWoken:
      case Heard::What::kNothing:
        break;
    }
    return lose("it wrote nothing within " + exact_number(options_.timeout_s) + " s");
  }

  // Ends the program, and says why and what it said.
  Error lose(const std::string& why) {
    child_->end(why == "it ended" ? clock_->now() + std::chrono::seconds(1) : Nanos(0));
    std::string text = why + (why == "it ended" ? " (" + child_->how_it_ended() + ")" : "");
    const std::string words = child_->last_words();
    child_.reset();
    return {ErrorKind::kEnvironment, text + (words.empty() ? "" : "; its standard error ends: " + words)};
  }

  const ExecScorerOptions options_;
  const std::unique_ptr<Clock> clock_;
  std::unique_ptr<ChildProcess> child_;
  std::int64_t next_id_ = 1;
  int restarts_ = 0;  // since the last judgement
};

// mutex_ guards judge_.
class ExecScorer final : public Scorer {
 public:
  ExecScorer(const std::string& name, int version, std::unique_ptr<Judge> judge)
      : name_("exec:" + name), version_(version), judge_(std::move(judge)) {}

  std::string_view name() const override { return name_; }
  int version() const override { return version_; }

  Judgement judge(const Sample& sample, const Response& response) const override {
    if (response.finish == Finish::kFailed || response.finish == Finish::kTimedOut ||
        response.finish == Finish::kCancelled) {
      return {.outcome = Outcome::kNoAnswer, .rule = "no answer: " + response.failure};
    }
    const std::lock_guard lock(mutex_);
    auto judgement = judge_->judge(sample, response, version_);
    if (judgement) {
      return std::move(*judgement);
    }
    return {.outcome = Outcome::kNoAnswer, .rule = "scorer fault: " + judgement.error().message};
  }

 private:
  const std::string name_;
  const int version_;
  mutable std::mutex mutex_;
  const std::unique_ptr<Judge> judge_;
};

}  // namespace

Result<std::unique_ptr<Scorer>> make_exec_scorer(const ExecScorerOptions& options) {
  const std::string place = "metric 'exec:" + printable(options.name, 60) + "'";
  if (options.command.empty() || options.command.front().empty()) {
    return Error{ErrorKind::kInvalidConfig, place + ": 'command' names no program; write a list of words"};
  }
  if (!std::isfinite(options.timeout_s) || options.timeout_s <= 0 || options.timeout_s > kTimeoutMax) {
    return Error{ErrorKind::kInvalidConfig, place + ": timeout_s: '" + exact_number(options.timeout_s) +
                                                "' is not a number of seconds above 0, at most 86400"};
  }
  auto judge = std::make_unique<Judge>(options);
  auto version = judge->start();
  if (!version) {
    return std::move(version.error()).in("'" + printable(options.command.front(), 100) + "'").in(place);
  }
  return std::unique_ptr<Scorer>(std::make_unique<ExecScorer>(options.name, *version, std::move(judge)));
}

}  // namespace assay
