// ChildProcess: a program in its own process group that speaks lines on its standard input and output.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/clock.h"
#include "harness/base/result.h"

namespace assay {

struct ChildLimits {
  std::size_t line_bytes_max = std::size_t{16} << 20;    // of one line it writes
  std::size_t unsent_bytes_max = std::size_t{64} << 20;  // of lines it has not read yet
  std::size_t errors_bytes_max = 4096;                   // kept of the end of its standard error
};

// What listening brought.
struct Heard {
  enum class What {
    kLine,
    kWoken,    // wake() was called
    kNothing,  // the deadline came
    kClosed,   // it closed its standard output, or ended
    kFlood,    // a line without an end
  };
  What what = What::kNothing;
  std::string line;  // kLine: without its line end (LF or CRLF)
};

// One thread uses it; wake() alone may be called by any. No call waits but listen() and end(), and those until their
// deadlines. Other programs that it started in its process group end with it.
class ChildProcess {
 public:
  // `words[0]` is looked for in PATH if it has no slash. kNotFound or kEnvironment if it cannot be started. `clock`
  // outlives the child.
  static Result<std::unique_ptr<ChildProcess>> start(const std::vector<std::string>& words, const ChildLimits& limits,
                                                     const Clock& clock);
  virtual ~ChildProcess() = default;  // ends it at once

  // Queues a line, its end is added. False if too much is queued or it does not listen any more.
  virtual bool send(std::string_view line) = 0;

  // Sends what is queued and waits for a line.
  virtual Heard listen(Nanos deadline) = 0;

  // Makes listen() return.
  virtual void wake() = 0;

  // Closes its standard input and waits until it has ended by itself or the deadline has come; then the whole group is
  // killed. Afterwards nothing but how_it_ended() and last_words() may be called.
  virtual void end(Nanos deadline) = 0;

  // "exit code 3", "signal 9"; "still running" before end().
  virtual std::string how_it_ended() const = 0;

  // The end of its standard error, printable, on one line; empty if it said nothing.
  virtual std::string last_words() = 0;
};

}  // namespace assay
