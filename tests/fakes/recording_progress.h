// A progress sink that keeps what it was told, and lets a test act between two waits.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/run/progress.h"

namespace assay {

class RecordingProgress final : public Progress {
 public:
  void on_state(const ProgressState& state) override {
    last = state;
    if (on_wait) {
      on_wait(state);
    }
  }
  void on_block(const BlockRecord& block) override { blocks.push_back(block); }
  void on_note(const std::string& line) override { notes.push_back(line); }

  ProgressState last;
  std::vector<BlockRecord> blocks;
  std::vector<std::string> notes;
  std::function<void(const ProgressState&)> on_wait;
};

}  // namespace assay
