// Console: stdout for results, stderr for everything else; knows width, colour and whether anybody looks.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "harness/base/clock.h"
#include "harness/base/result.h"
#include "harness/cli/arguments.h"
#include "harness/cli/exit_code.h"
#include "harness/run/progress.h"

namespace assay {

class Console {
 public:
  explicit Console(const CommonArguments& common);

  void result(std::string_view text) const;  // stdout, as it is
  void note(std::string_view line) const;    // stderr, one line; silent with --quiet
  void warn(std::string_view line) const;    // stderr, one line; also with --quiet
  // stderr "error: MESSAGE"; the exit code that belongs to it.
  ExitCode fail(const Error& error) const;

  bool has_colour() const { return has_colour_; }
  bool has_json() const { return has_json_; }
  int width() const { return width_; }

  // Progress of a run: a line redrawn at most once a second on a terminal, else a line per tenth.
  std::unique_ptr<Progress> make_progress(const Clock& clock) const;

 private:
  bool has_colour_ = false;
  bool has_json_ = false;
  bool is_quiet_ = false;
  int width_ = 100;
};

}  // namespace assay
