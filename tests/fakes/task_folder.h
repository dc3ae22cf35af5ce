// A folder with one task file on small data sets of a test's own, and what the task asks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/api/task.h"
#include "tests/fakes/scratch_folder.h"

namespace assay {

// Splits "test", "train", "valid" and "more"; a split that is not written has no file.
class TaskFolder {
 public:
  TaskFolder();

  // One JSON object a line.
  void write_rows(const std::string& split, std::string_view lines) const;
  // `count` rows {"q": "t0", "a": "At0"} with that letter.
  void write_numbered_rows(const std::string& split, const std::string& letter, int count) const;

  // The task "t" of a catalogue given with --tasks, or of configs/tasks; `keys` stand beside those of the data set.
  Result<Task> make(const std::string& keys) const;
  Result<Task> make_own(const std::string& keys) const;
  // Its generative twin.
  Result<Task> make_generative(const std::string& keys) const;
  // A task file in `folder` below the catalogue, so that native functions of that folder are found.
  Result<Task> make_in(const std::string& folder, const std::string& keys) const;

  // A file of the given catalogue; "{data}" stands for the keys of the data set.
  void write_file(const std::string& name, const std::string& text) const;
  TaskOptions options() const;

 private:
  ScratchFolder folder_{"tasks"};
};

// "" if it was made.
std::string error_of(const Result<Task>& task);

// What is asked of one document, in plain text, with seed 1.
std::vector<Request> requests_of(const Task& task, std::int64_t document, int exemplars = 0);
// The one generation's prompt, or the context of the one scoring.
std::string prompt_of(const Task& task, std::int64_t document, int exemplars = 0);

// "q" of the exemplars that a document gets, in order: "r7 r0".
std::string exemplars_of(const Task& task, std::int64_t document, int count, std::uint64_t seed = 1);

// The scorer of that name. Aborts the test program if there is none.
const Scorer& scorer_of(const Task& task, std::string_view name);
std::vector<std::string> scorer_names(const Task& task, bool with_supplementary = false);

Response text_response(const std::string& text, Finish finish = Finish::kStop);
// Log-likelihoods, a token each.
Response scored_response(const std::vector<double>& log_likelihoods);

}  // namespace assay
