// Task: a set of documents, how each becomes a request, and how its answer is judged. A struct of parts, mostly data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/api/capability.h"
#include "harness/api/request.h"
#include "harness/base/result.h"

namespace assay {

// One document, rendered.
struct Sample {
  std::int64_t index = 0;            // position in its split
  std::string document;              // canonical JSON of the document's own fields; its hash is the document's identity
  std::string question;              // the prompt's part for this document, without exemplars and without the answer
  std::vector<std::string> choices;  // texts of a multiple-choice document, in order; else empty
  std::string gold;                  // the right answer's text
  std::optional<int> gold_choice;    // index into choices
  std::string target;                // what an exemplar shows behind the question: the choice, or a worked solution
};

// Reading a document is deterministic and cheap; any thread.
class Dataset {
 public:
  virtual ~Dataset() = default;
  virtual std::int64_t size() const = 0;
  virtual Sample at(std::int64_t index) const = 0;  // REQUIRES: 0 <= index < size()
};

// Where exemplars come from: `count` of them for one document, never the document itself. Depends on nothing but the
// task, the document and the run's seed (docs/METHOD.md, "Prompts").
class ExemplarSource {
 public:
  virtual ~ExemplarSource() = default;
  virtual std::vector<Sample> exemplars(const Sample& sample, int count, std::uint64_t run_seed) const = 0;
  virtual std::int64_t available() const = 0;
  // True if every document gets the same exemplars in the same order, so that prefixes are shared.
  virtual bool is_fixed() const = 0;
};

// The texts around documents. Defaults are lm-eval's.
struct PromptFormat {
  std::string description;             // before everything
  std::string target_delimiter = " ";  // between question and target, and before each choice
  std::string exemplar_delimiter = "\n\n";
};

// What is asked per document.
struct Generation {
  std::vector<std::string> stops;
  int output_tokens_max = 256;
  Sampling sampling;  // seed is replaced per request
};
struct Choosing {};  // log-likelihood of each of Sample.choices
using Asking = std::variant<Generation, Choosing>;

enum class Outcome : std::uint8_t {
  kRight,
  kWrong,
  kUnparsed,            // an answer came, but nothing in it is an answer by the scorer's rule
  kTruncatedInThought,  // the limit fell inside an unfinished thought
  kTruncatedInAnswer,   // the limit fell before the answer was complete, and no answer was found
  kRefused,
  kNoAnswer,  // nothing came: an infrastructure fault after all retries; excluded from scores and named
};

struct Judgement {
  Outcome outcome = Outcome::kNoAnswer;
  std::optional<double> value;  // what enters the mean, in [0, 1] for accuracies; absent: `rule` says why
  std::string answer;           // what was extracted
  std::string rule;             // which rule decided: "last number", "argmax of sums", "context full"
};

// Pure; any thread. A name and version stand for one rule for ever: another rule, another version.
class Scorer {
 public:
  virtual ~Scorer() = default;
  virtual std::string_view name() const = 0;  // the metric's name: "exact_match", "acc", "acc_norm"
  virtual int version() const = 0;
  virtual Judgement judge(const Sample& sample, const Response& response) const = 0;
};

struct Task {
  std::string name;
  int version = 0;
  std::string summary;   // one line for `tasks list`
  std::string licence;   // of the documents; "own" for procedural ones
  std::string settings;  // canonical JSON of what makes the task: seed, difficulty, templates, file hashes. In the
                         // run's identity.
  CapabilitySet needs;
  int exemplar_count = 0;  // default few-shot number
  PromptFormat format;
  Asking asking;
  std::unique_ptr<Dataset> dataset;
  std::unique_ptr<ExemplarSource> exemplars;
  std::vector<std::unique_ptr<Scorer>> scorers;  // the first one's score is the headline
};

// What a task is made from.
struct TaskOptions {
  std::string data_folder;     // --data; empty: not given
  std::string configs_folder;  // where configs/ is
};

struct TaskListing {
  std::string name;
  std::string summary;
  std::string licence;
  std::string needs_data;  // what --data must hold; empty: nothing, the task makes its own documents
};

}  // namespace assay
