// Arguments: the command line as plain values; each subcommand takes its own struct.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/result.h"

namespace assay {

struct CommonArguments {
  std::string configs;  // --configs; "": beside the binary
  std::string database = "assay.db";
  std::string data;                       // --data
  std::vector<std::string> task_folders;  // --tasks
  std::string colour = "auto";
  bool has_json = false;  // --json: stdout carries one JSON document
  bool is_quiet = false;
};

// Options of a model's engine, as given on the command line; applied to every --model.
using EngineOptions = std::map<std::string, std::string>;

struct RunArguments {
  std::vector<std::string> models;
  std::vector<std::string> tasks;
  std::string suite;
  std::optional<std::int64_t> limit;
  std::optional<int> exemplars;
  std::optional<int> repeats;
  std::uint64_t seed = 1;
  std::string schedule = "fast";
  std::string machine = "local";
  bool is_chat = false;                  // --chat
  bool is_single_turn = false;           // --single-turn: exemplars inside the one user turn
  std::string system;                    // --system
  std::string preset;                    // --preset
  std::optional<double> temperature;     // --temperature, of generated answers
  std::optional<double> top_p;           // --top-p
  std::optional<int> output_tokens_max;  // --max-new-tokens
  std::string thought_tags;              // --thought-tags; "": the tasks' and the models'
  bool begins_in_thought = false;        // --thought-opened
  std::string resume;                    // a run id, a prefix of one, or "latest"
  EngineOptions engine;
  int block_samples = 25;
  double timeout_s = 600;
  std::vector<std::string> given;  // the options that were given: "--limit", ...
};

struct ReportArguments {
  std::vector<std::string> runs;  // ids or prefixes; empty: the latest measurement and the latest kernels
  std::string out;                // file; "": stdout
  std::string format;             // "": by the file name, or terminal
};

struct CompareArguments {
  std::string first;
  std::string second;
  double gap_max = -1;  // --noise: fail if answers part at a wider gap; < 0: no verdict
};

struct RegradeArguments {
  std::string run;                   // an id, a prefix of one, or "latest"
  std::vector<std::string> tasks;    // --task; empty: all of the run
  std::vector<std::string> scorers;  // --scorer; empty: all that the task files have
  std::vector<std::string> metrics;  // --with: beside those
  bool is_dry = false;               // --dry-run
  int examples = 10;
};

struct KernelsArguments {
  std::string suite = "quick";
  int threads = 0;  // 0: as many as this process has CPUs
};

struct NoiseArguments {
  std::string model;
  std::string task = "ordering_puzzles";
  std::int64_t limit = 100;
  std::optional<int> exemplars;
  EngineOptions engine;
  bool is_stored = false;  // --store: keep it in the database beside the runs
};

struct GraderArguments {
  std::int64_t pairs = 2000;  // rewrites, and as many near misses
  std::int64_t seed = 1;
  std::string write;  // --write: a file for the pairs, JSON lines
};

struct BenchArguments {
  std::string model;
  EngineOptions engine;
  int sequences = 8;
  int prompt_tokens = 128;
  int output_tokens = 128;
  int repetitions = 1;
  std::string hellaswag;  // a file in llama.cpp's six-line form: score its choices instead
  int items = 100;
};

struct NamedArguments {  // subcommands that take a verb and names
  std::string verb;      // "list", "show", "export", "check", ...
  std::vector<std::string> names;
  bool is_canonical = false;
  bool is_verifying = false;
  bool lists_all = false;
  std::int64_t document = 0;
  std::optional<int> exemplars;
};

struct DataArguments {  // data; the sets' names are in `named`
  std::string from;     // pull: a mirror's root; import: the file or folder
  std::string place;    // import --as
};

struct Arguments {
  std::string command;  // "run", "report", ...; "" if there is nothing to do but to print `text`
  std::string text;     // help or version
  std::string line;     // the command line, quoted for a shell
  std::string program;  // its first word
  CommonArguments common;
  RunArguments run;
  ReportArguments report;
  CompareArguments compare;
  KernelsArguments kernels;
  NoiseArguments noise;
  GraderArguments graders;
  BenchArguments bench;
  NamedArguments named;  // models, tasks, data, db
  DataArguments datasets;
  RegradeArguments regrade;
};

// kInvalidConfig with one line that says what is wrong and what would be right.
Result<Arguments> parse_arguments(int count, const char* const* words);

// The words as one line that a shell reads back as the same words.
std::string shell_line(const std::vector<std::string>& words);

}  // namespace assay
