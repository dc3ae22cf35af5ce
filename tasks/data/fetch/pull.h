// Sets in the data folder: what is there, fetching what is not, checking what is.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "harness/base/result.h"
#include "tasks/data/fetch/manifest.h"

namespace assay {

enum class FileState : std::uint8_t { kPresent, kMissing, kDamaged };
std::string state_word(FileState state);

// By size alone; with `is_hashing` by SHA-256 too.
FileState file_state(const PinnedFile& file, const std::string& data_folder, bool is_hashing);

struct SetState {
  FileState state = FileState::kMissing;  // of the worst file: damaged, missing, present
  std::size_t present = 0;
  std::vector<std::string> damaged;  // paths below the data folder
  std::vector<std::string> missing;
};
SetState set_state(const PinnedSet& set, const std::string& data_folder, bool is_hashing);

struct PullOptions {
  std::string data_folder;
  std::string root;  // --from: a mirror under which the files' paths lie; "": each file's own address
  const std::atomic<int>& interrupts;
  std::function<void(const std::string&)> note;  // a line about what is going on
};

struct PullCounts {
  std::size_t kept = 0;  // there already, and right
  std::size_t fetched = 0;
  std::uint64_t bytes = 0;
};

// Makes every file of the set be there. Files that are there with the right bytes are kept, damaged ones replaced. Ends
// at the first failure; what has come stays, and the same call goes on from it.
Result<PullCounts> pull_set(const PinnedSet& set, const PullOptions& options);

}  // namespace assay
