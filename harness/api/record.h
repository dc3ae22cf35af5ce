// Records: what is stored about runs, requests, answers, scores, time, energy and machines. Plain values; each record's
// fields are listed once, in visit_fields (record_fields.h), which the SQL, JSON and CSV codecs walk.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/api/request.h"
#include "harness/api/task.h"
#include "harness/api/thought.h"

namespace assay {

using RunId = std::string;  // "20261124-015321-3f9a": UTC time and four hex digits

enum class RunState : std::uint8_t { kRunning, kInterrupted, kComplete, kFailed };

struct RunRecord {
  RunId id;
  std::int64_t created_ns = 0;  // wall clock
  RunState state = RunState::kRunning;
  std::string suite;  // name, or "" for single tasks
  std::uint64_t seed = 0;
  std::string schedule;  // "exact", "fast"
  std::string command;   // the command line that makes it again
  std::string note;      // the protocol in one sentence: "few-shot completion, no chat template"
  std::string assay_version;
};

// Every setting of a run, a model or a task of it; what `diff` of two runs lists. model and task "" mean the whole run.
struct SettingRecord {
  std::string model;
  std::string task;
  std::string key;
  std::string value;
  bool is_identity = true;  // false: a place or a time, left out of canonical exports
};

// The key of a task's setting that names the static tasks whose fresh twin it is (Task::twin_of), with blanks between.
inline constexpr std::string_view kTwinSetting = "twin_of";

struct ModelRecord {
  std::string name;
  std::string address;  // as given
  std::string hash;     // SHA-256 of the weights' file, or of the script; "" where a remote engine cannot tell
  std::string licence;
  std::optional<std::int64_t> bytes;
  std::optional<std::int64_t> parameters;
  std::string format;  // "Q4_1"
};

struct TaskRecord {
  std::string name;
  int version = 0;
  int exemplars = 0;
  std::string settings;        // Task.settings
  std::string headline;        // the first scorer's name
  std::string kind;            // "generate", "choose"
  std::int64_t documents = 0;  // planned for this run, after limits
};

// A scorer of a task in a run.
struct MetricRecord {
  std::string task;
  std::string name;         // Scorer::name
  int version = 0;          // Scorer::version
  std::string aggregation;  // Scorer::aggregation
  bool is_higher_better = true;
  bool is_supplementary = false;  // Scorer::is_supplementary
};

// A figure over several tasks of a run (TaskGroup); one record per group and metric.
struct GroupRecord {
  std::string name;
  std::string metric;
  bool is_weighted_by_size = true;
  std::vector<std::string> tasks;
};

struct DocumentRecord {
  std::string task;
  int task_version = 0;
  std::int64_t index = 0;
  std::string hash;     // 32 hex digits over `content`
  std::string content;  // Sample.document
  std::string gold;
  std::optional<int> gold_choice;  // of a multiple-choice document
  std::string cluster;             // "" if documents are independent
};

// What makes a sample unique within a run.
struct SampleKey {
  std::string model;
  std::string task;
  std::int64_t document = 0;
  int repeat = 0;
  auto operator<=>(const SampleKey&) const = default;  // NOLINT(modernize-use-nullptr): the check misreads it
};

// One request, its raw answer and its times: stored together, before anything is judged.
struct AnswerRecord {
  SampleKey key;
  std::string document_hash;
  std::string request_key;            // 32 hex digits over request_text
  std::string request_text;           // canonical text of everything that decides the answer (METHOD "identity")
  std::string prompt;                 // rendered: Generate.prompt or Score.context
  std::vector<std::string> contexts;  // where a sample has several: one per continuation; else empty
  std::vector<std::string> continuations;
  std::optional<std::vector<TokenId>> prompt_ids;
  int boundary_merges = 0;
  int exemplars = 0;
  Response response;
  // Of a generation: where the thought ends, found once, when the answer came, and kept for every later judging. Absent
  // for log-likelihoods, for samples without an answer, and in runs of older versions.
  std::optional<Thought> thought;
  std::int64_t block = 0;  // BlockRecord.index
  int attempt = 1;         // which try gave this answer
  // Times in nanoseconds after the block's begin, by the harness's clock; absent where it did not happen.
  std::int64_t submitted_ns = 0;
  std::optional<std::int64_t> first_token_ns;
  std::int64_t done_ns = 0;
  std::vector<std::int64_t> token_ns;  // arrival of each chunk that held tokens
  // Share of wall time that this sample pays for; sums with the blocks' idle time to the run's wall time.
  double prefill_active_s = 0;
  double decode_active_s = 0;
};

struct ScoreRecord {
  SampleKey key;
  std::string scorer;
  int scorer_version = 0;
  Judgement judgement;
};

// A stretch of measuring on one model, long enough to say whether the machine was disturbed meanwhile.
struct BlockRecord {
  std::int64_t index = 0;  // unique and rising within the run, over resumes too
  std::string model;       // "" for time outside any model's block: loading, planning, storing
  std::string task;
  std::int64_t begin_wall_ns = 0;
  double wall_s = 0;
  double active_s = 0;     // sum of the samples' active seconds
  double idle_s = 0;       // wall_s - active_s
  double own_cpu_s = 0;    // this process, user + system
  double other_cpu_s = 0;  // everybody else on the machine's CPUs
  double steal_s = 0;      // taken by the hypervisor
  std::int64_t involuntary_switches = 0;
  std::optional<double> joules;  // where the machine can tell
  std::string energy_method;     // "rapl package", or why there is none
  bool is_disturbed = false;
  std::string disturbance;  // why, if so
};

// What was true of the machine: "cpu.model", "cpu.flags", "cpu.governor", "memory.total", "kernel", "git.commit",
// "load.1min", ...
using EnvironmentRecord = std::map<std::string, std::string>;

// What money is computed from, applied in views, never stored in rows.
struct PriceRecord {
  std::string machine;  // name of configs/machines/NAME.yaml
  std::string currency = "USD";
  double per_hour = 0;  // of the machine while it is used
  double per_kwh = 0;   // 0 where energy is in per_hour
  std::string source;   // where the figures come from, with a date
};

struct KernelRecord {
  std::string kernel;          // "gemm_f32"
  std::string implementation;  // "openblas"
  std::string shape;           // "m=512 n=512 k=512"
  std::string mode;            // "cold", "hot"
  int threads = 1;
  std::string status;   // "passed", "incorrect", "failed", "suspect", "unstable"
  std::string failure;  // one line, if not passed
  double flops = 0;     // per run, by the formula of `formula_version`
  double bytes = 0;
  int formula_version = 1;
  double error_max = 0;              // against the reference, in units of the tolerance
  std::vector<double> samples_s;     // every timed run
  std::optional<double> peak_share;  // of the measured peak: of FLOP/s if the kernel is compute bound, else of bytes/s
  std::string peak_kind;             // "measured GFLOP/s, this process"
  bool is_disturbed = false;
};

struct NoiseRecord {
  std::string model;
  std::string task;
  std::string setting;    // what was compared: "fast parallel=4 against exact"
  std::int64_t sums = 0;  // log-likelihoods compared
  double shift_mean = 0;  // |difference| of a summed log-likelihood
  double shift_max = 0;
  double shift_p99 = 0;
  std::int64_t items = 0;
  std::int64_t flips = 0;   // items whose best choice differs
  double gap_flip_max = 0;  // the widest gap between the two best choices at which one flipped
};

// Everything a report, a comparison or a gate reads of one run.
struct RunView {
  RunRecord run;
  std::vector<SettingRecord> settings;
  std::vector<ModelRecord> models;
  std::vector<TaskRecord> tasks;
  std::vector<MetricRecord> metrics;  // in the tasks' order; the first of a task is its headline
  std::vector<GroupRecord> groups;
  std::vector<DocumentRecord> documents;
  std::vector<AnswerRecord> answers;  // ordered by key
  std::vector<ScoreRecord> scores;    // ordered by key, then scorer; the newest version of each scorer
  std::vector<BlockRecord> blocks;    // ordered by index
  EnvironmentRecord environment;
  std::optional<PriceRecord> price;
  std::vector<NoiseRecord> noise;
  std::vector<KernelRecord> kernels;
};

}  // namespace assay
