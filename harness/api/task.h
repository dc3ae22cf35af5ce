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
#include "harness/base/value.h"

namespace assay {

enum class Role : std::uint8_t { kSystem, kUser, kAssistant };

// A part of a prompt. In plain text the parts follow each other, each with its delimiter behind it; with a chat
// template
// each is a message and delimiters fall away.
struct PromptPart {
  Role role = Role::kUser;
  std::string text;
  std::string delimiter;
};

// One document, rendered.
struct Sample {
  std::int64_t index = 0;            // position in its split
  std::string document;              // canonical JSON of the document's own fields; its hash is the document's identity
  Value row;                         // the same fields; None for generated documents
  std::string question;              // the prompt's part for this document, without exemplars and without the answer
  std::vector<std::string> choices;  // texts of a multiple-choice document, in order; else empty
  // One context for each choice, where the choices are inserted into the question and what is scored is `target`
  // (WinoGrande); else empty.
  std::vector<std::string> contexts;
  std::string gold;                // the right answer's text
  std::vector<std::string> golds;  // every right answer's text, where there are several; else empty
  std::optional<int> gold_choice;  // index into choices
  std::vector<int> gold_choices;   // every right choice, where there may be several; else empty
  std::string target;              // what an exemplar shows behind the question: the choice, or a worked solution
  std::string cluster;             // documents with the same text are not independent; "" if all are

  // The prompt's parts, where a task says more than question and target; empty: made of those (harness/run/prompt.h).
  std::optional<std::string> description;  // in place of PromptFormat::description
  std::vector<PromptPart> asked;           // the question; perhaps the answer's given beginning
  std::vector<PromptPart> shown;           // as an exemplar: question and answer
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
  // kInvalidConfig for an exemplar that the task's templates cannot render.
  virtual Result<std::vector<Sample>> exemplars(const Sample& sample, int count, std::uint64_t run_seed) const = 0;
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
struct Choosing {                   // log-likelihood of each of Sample.choices
  bool with_unconditional = false;  // and of each behind an empty context, in the same order after them
};
struct Continuing {};  // log-likelihood of Sample.target behind the context, without a delimiter
struct Rolling {};     // log-likelihood of the whole of Sample.target, in windows of the model's context
using Asking = std::variant<Generation, Choosing, Continuing, Rolling>;

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
  // What the metric's aggregation adds up or lists, where that is not the mean of `value`: a text metric's counts, a
  // log-likelihood and its words, the verdicts on a prompt's instructions. See harness/stats/aggregate.h.
  std::vector<double> parts;
};

// Pure; any thread. A name and version stand for one rule for ever: another rule, another version.
class Scorer {
 public:
  virtual ~Scorer() = default;
  virtual std::string_view name() const = 0;  // the metric's name: "exact_match", "acc", "acc_norm"
  virtual int version() const = 0;
  virtual Judgement judge(const Sample& sample, const Response& response) const = 0;

  // How the samples' figures become the task's: a name of harness/stats/aggregate.h.
  virtual std::string_view aggregation() const { return "mean"; }
  virtual bool is_higher_better() const { return true; }
  // True for a figure that comes along with what was asked for; reports show it apart.
  virtual bool is_supplementary() const { return false; }

  // True if one verdict needs all repeats of a document (a majority vote): then judge_jointly is called instead, once.
  virtual bool is_joint() const { return false; }
  // The least number of repeats that a joint verdict can be given on.
  virtual int repeats_min() const { return 1; }
  virtual Judgement judge_jointly(const Sample& sample, std::span<const Response* const> repeats) const {
    return judge(sample, *repeats.front());
  }
};

struct Task {
  std::string name;
  int version = 0;
  std::string summary;   // one line for `tasks list`
  std::string licence;   // of the documents; "own" for procedural ones
  std::string settings;  // canonical JSON of what makes the task: seed, difficulty, templates, file hashes. In the
                         // run's identity.
  CapabilitySet needs;
  int exemplar_count = 0;                // default few-shot number
  bool is_exemplar_count_fixed = false;  // lm-eval: a file that says num_fewshot: 0 cannot be asked with more
  PromptFormat format;
  Asking asking;
  std::unique_ptr<Dataset> dataset;
  std::unique_ptr<ExemplarSource> exemplars;
  std::vector<std::unique_ptr<Scorer>> scorers;  // the first one's score is the headline
  int repeats = 1;                               // default number of answers per document
  std::vector<std::string> twin_of;              // static tasks that this one's documents are fresh twins of
  bool fits_by_cutting = false;  // a context too long for a log-likelihood loses its beginning (lm-eval); else it fails
};

// A figure over several tasks.
struct TaskGroup {
  std::string name;
  std::vector<std::string> tasks;
  std::string metric;               // a scorer's name
  bool is_weighted_by_size = true;  // micro: each document counts alike; macro: each task
};

// What a task is made from.
struct TaskOptions {
  std::string data_folder;                // --data; empty: not given
  std::string configs_folder;             // where configs/ is
  bool prefers_own = false;               // a name of configs/tasks counts before one of the user's: for suites of ours
  std::vector<std::string> task_folders;  // --tasks: folders of task files beside configs/tasks and imported ones
};

struct TaskListing {
  std::string name;
  std::string summary;
  std::string licence;
  std::string needs_data;  // the data set it is on; empty: none, the task makes its own documents
  bool is_ready = true;    // nothing is missing
  bool is_member = false;  // of a group that is listed too
};

}  // namespace assay
