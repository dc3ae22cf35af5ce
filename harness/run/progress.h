// Progress: what a run tells while it goes on; shown on stderr by the command line, recorded by tests.
#pragma once

#include <cstdint>
#include <string>

#include "harness/api/record.h"

namespace assay {

struct ProgressState {
  std::int64_t answered = 0;  // of this run, earlier sessions included
  std::int64_t planned = 0;
  std::int64_t failed = 0;  // no answer after all attempts
  std::string model;        // at work now
  std::string task;
  int in_flight = 0;
};

// Called from the session's thread only, never from a measuring one.
class Progress {
 public:
  virtual ~Progress() = default;
  // At least at every wait: an implementation limits what it shows.
  virtual void on_state(const ProgressState& state) = 0;
  virtual void on_block(const BlockRecord& block) = 0;
  virtual void on_note(const std::string& line) = 0;  // something the user should know
};

}  // namespace assay
