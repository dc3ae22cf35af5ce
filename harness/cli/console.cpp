// Writing to the terminal without ever sending it foreign control bytes.
#include "harness/cli/console.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "harness/base/text.h"

namespace assay {
namespace {

constexpr int kWidthDefault = 100;
constexpr int kWidthMin = 40;

int terminal_width() {
  if (const char* columns = std::getenv("COLUMNS")) {
    if (const auto number = parse_int(columns); number && *number >= kWidthMin) {
      return static_cast<int>(std::min<std::int64_t>(*number, 1000));
    }
  }
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= kWidthMin) {
    return size.ws_col;
  }
  return kWidthDefault;
}

bool wants_colour(const std::string& colour) {
  if (colour != "auto") {
    return colour == "always";
  }
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool is_refused = no_color != nullptr && *no_color != '\0';
  return ::isatty(STDOUT_FILENO) == 1 && !is_refused && term != nullptr && std::string_view(term) != "dumb";
}

class ConsoleProgress final : public Progress {
 public:
  ConsoleProgress(const Clock& clock, bool is_live, bool is_quiet)
      : clock_(clock), is_live_(is_live), is_quiet_(is_quiet) {}
  ~ConsoleProgress() override { clear(); }

  void on_state(const ProgressState& state) override {
    const Nanos now = clock_.now();
    if (begun_ == Nanos{0}) {
      begun_ = now;
      answered_at_begin_ = state.answered;
    }
    const std::int64_t tenth = state.planned > 0 ? 10 * state.answered / state.planned : 0;
    const bool is_due = is_live_ ? now - shown_ >= std::chrono::seconds(1) : tenth > tenth_;
    if (is_quiet_ || !is_due) {
      return;
    }
    shown_ = now;
    tenth_ = tenth;
    const double rate =
        static_cast<double>(state.answered - answered_at_begin_) / std::max(1e-9, seconds(now - begun_));
    std::string line = fmt::format("{}/{} answers  {} · {}", state.answered, state.planned, printable(state.model, 30),
                                   printable(state.task, 30));
    if (rate > 0) {
      line +=
          fmt::format("  {:.1f}/s  {:.0f} s left", rate, static_cast<double>(state.planned - state.answered) / rate);
    }
    line += state.failed > 0 ? fmt::format("  {} failed", state.failed) : "";
    std::fprintf(stderr, is_live_ ? "\r\x1b[K%s" : "%s\n", line.c_str());
    std::fflush(stderr);
    is_line_open_ = is_live_;
  }

  void on_block(const BlockRecord& block) override {
    if (block.is_disturbed) {
      on_note(fmt::format("disturbed: block {} ({} · {}): {}; left out of speed figures", block.index,
                          printable(block.model, 30), printable(block.task, 30), printable(block.disturbance)));
    }
  }

  void on_note(const std::string& line) override {
    clear();
    if (!is_quiet_) {
      std::fprintf(stderr, "%s\n", printable(line, 500).c_str());
    }
  }

 private:
  void clear() {
    if (is_line_open_) {
      std::fprintf(stderr, "\r\x1b[K");
      is_line_open_ = false;
    }
  }

  const Clock& clock_;
  const bool is_live_;
  const bool is_quiet_;
  bool is_line_open_ = false;
  Nanos begun_{0};
  Nanos shown_{0};
  std::int64_t tenth_ = 0;
  std::int64_t answered_at_begin_ = 0;
};

}  // namespace

Console::Console(const CommonArguments& common)
    : has_colour_(wants_colour(common.colour)),
      has_json_(common.has_json),
      is_quiet_(common.is_quiet),
      width_(terminal_width()) {}

void Console::result(std::string_view text) const {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

void Console::note(std::string_view line) const {
  if (!is_quiet_) {
    warn(line);
  }
}

void Console::warn(std::string_view line) const { std::fprintf(stderr, "%s\n", printable(line, 2000).c_str()); }

ExitCode Console::fail(const Error& error) const {
  std::fprintf(stderr, "error: %s\n", printable(error.message, 2000).c_str());
  return exit_code_of(error);
}

std::unique_ptr<Progress> Console::make_progress(const Clock& clock) const {
  return std::make_unique<ConsoleProgress>(clock, ::isatty(STDERR_FILENO) == 1, is_quiet_);
}

}  // namespace assay
