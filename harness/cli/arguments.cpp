// The one file that knows CLI11: declares every option and fills the plain structs.
#include "harness/cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/text.h"

namespace assay {
namespace {

// CLI11's own range check lets numbers through that do not fit, and "nan".
CLI::Validator whole(std::int64_t low, std::int64_t high) {
  const auto check = [=](std::string& text) {
    const auto value = parse_int(text);
    return value && *value >= low && *value <= high
               ? std::string()
               : "'" + printable(text, 40) + "' is not a whole number from " + std::to_string(low) +
                     (high == INT64_MAX ? " up" : " to " + std::to_string(high));
  };
  return {check, ""};
}

CLI::Validator number(double low, double high) {
  const auto check = [=](std::string& text) {
    const auto value = parse_double(text);
    return value && *value >= low && *value <= high ? std::string()
                                                    : "'" + printable(text, 40) + "' is not a number from " +
                                                          exact_number(low) + " to " + exact_number(high);
  };
  return {check, ""};
}

CLI::Validator pair() {
  const auto check = [](std::string& text) {
    const std::size_t equals = text.find('=');
    return equals != std::string::npos && equals > 0 ? std::string() : "'" + printable(text, 60) + "' is not KEY=VALUE";
  };
  return {check, ""};
}

void add_common(CLI::App& command, CommonArguments& common) {
  command.add_option("--configs", common.configs,
                     "folder with tasks/, models/, suites/, machines/ (default: beside the binary)");
  command.add_option("--color", common.colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command.add_flag("--json", common.has_json, "one JSON document on stdout, nothing else");
  command.add_flag("-q,--quiet", common.is_quiet, "no progress on stderr");
}

void add_database(CLI::App& command, CommonArguments& common) {
  command.add_option("--db", common.database, "the SQLite database")->capture_default_str();
}

void add_data(CLI::App& command, CommonArguments& common) {
  command.add_option("--data", common.data, "folder with benchmark data sets in their upstream formats");
  command.add_option("--tasks", common.task_folders, "folder of task files in lm-eval's schema; repeatable")
      ->allow_extra_args(false);
}

// Options that go to the engine as they are; which ones a backend knows, it says itself.
void add_engine(CLI::App& command, EngineOptions& engine) {
  static constexpr std::array<std::array<const char*, 3>, 9> kOptions{{
      {"--parallel", "parallel", "sequences decoded together"},
      {"--threads", "threads", "threads of the engine"},
      {"--batch", "batch", "tokens of one logical batch"},
      {"--ubatch", "ubatch", "tokens of one physical batch"},
      {"--context", "context", "tokens of one sequence, prompt and output"},
      {"--flash-attention", "flash_attention", "auto, on or off"},
      {"--kv-type", "kv_type", "type of the KV cache"},
      {"--device", "device", "device by the engine's name for it"},
      {"--gpu-layers", "gpu_layers", "layers offloaded to the device; not given: as many as it takes"},
  }};
  for (const auto& [flag, key, help] : kOptions) {
    command.add_option_function<std::string>(
        flag, [&engine, name = key](const std::string& value) { engine[name] = value; }, help);
  }
  command
      .add_option_function<std::vector<std::string>>(
          "--option",
          [&engine](const std::vector<std::string>& pairs) {
            for (const std::string& pair : pairs) {
              const std::size_t equals = pair.find('=');
              engine[pair.substr(0, equals)] = pair.substr(equals + 1);
            }
          },
          "any other option of the backend, KEY=VALUE")
      ->check(pair())
      ->allow_extra_args(false)
      ->expected(1, 100)
      ->take_all();
}

void add_schedule(CLI::App& command, std::string& schedule) {
  command
      .add_option("--schedule", schedule,
                  "exact: an answer depends on its request alone; fast: shared prefixes and batches")
      ->check(CLI::IsMember({"exact", "fast"}))
      ->capture_default_str();
}

// How answers are drawn, and where the thoughts in them end.
void add_sampling(CLI::App& command, RunArguments& run) {
  command.add_option("--preset", run.preset,
                     "a published protocol: r1 (temperature 0.6, top-p 0.95, 32768 new tokens, repeats by set size)");
  command.add_option("--temperature", run.temperature, "of generated answers, in place of the task's; 0: greedy")
      ->check(number(0, 100));
  command.add_option("--top-p", run.top_p, "likewise; 1: off")->check(number(1e-6, 1));
  command.add_option("--max-new-tokens", run.output_tokens_max, "tokens of a generated answer, in place of the task's")
      ->check(whole(1, 10'000'000));
  command
      .add_option("--thought-tags", run.thought_tags,
                  "what stands around a thought, '<think> </think>', or none (default: the task's, the model's)")
      ->allow_extra_args(false);
  command.add_flag("--thought-opened", run.begins_in_thought,
                   "the server's own chat template opens the thought, so that answers begin inside it");
}

void add_run(CLI::App& app, Arguments& all) {
  RunArguments& run = all.run;
  CLI::App* command = app.add_subcommand("run", "measure: suites or tasks on models, into the database");
  add_common(*command, all.common);
  add_database(*command, all.common);
  add_data(*command, all.common);
  command
      ->add_option("-m,--model", run.models,
                   "catalogue name, address (llama:FILE.gguf, scripted:FILE) or NAME=ADDRESS; repeatable")
      ->allow_extra_args(false);
  command
      ->add_option("-t,--task", run.tasks,
                   "task, group, tag or pattern; NAME:generate asks a choice task for a letter; repeatable")
      ->allow_extra_args(false);
  command->add_option("-s,--suite", run.suite, "suite of tasks");
  command->add_option("--limit", run.limit, "only the first N documents of each task")->check(whole(1, INT64_MAX));
  command->add_option("--num-fewshot", run.exemplars, "exemplars before each question")->check(whole(0, 1000));
  command->add_option("--repeats", run.repeats, "times each document is asked")->check(whole(1, 1'000'000));
  command->add_option("--seed", run.seed, "of exemplars and sampling")
      ->check(whole(0, INT64_MAX))
      ->capture_default_str();
  command->add_flag("--chat", run.is_chat,
                    "in the model's chat form: description as system message, exemplars as turns");
  command->add_flag("--single-turn", run.is_single_turn, "with --chat: exemplars inside the one user turn");
  command->add_option("--system", run.system, "text before each task's description");
  add_sampling(*command, run);
  add_schedule(*command, run.schedule);
  command->add_option("--machine", run.machine, "whose price counts: configs/machines/NAME.yaml")
      ->capture_default_str();
  command->add_option("--resume", run.resume, "go on with an interrupted run: its id, a prefix of it, or 'latest'");
  command->add_option("--block", run.block_samples, "samples asked of one model before the next one's turn")
      ->check(whole(1, 100'000))
      ->capture_default_str();
  command->add_option("--timeout", run.timeout_s, "seconds for one request")
      ->check(number(0.001, 1e7))
      ->capture_default_str();
  add_engine(*command, run.engine);
}

void add_reports(CLI::App& app, Arguments& all) {
  CLI::App* report = app.add_subcommand("report", "show runs: terminal, markdown, json, csv");
  add_common(*report, all.common);
  add_database(*report, all.common);
  report->add_option("run", all.report.runs, "run ids or prefixes (default: the latest run, and the latest kernels)");
  report->add_option("-o,--out", all.report.out, "file; its ending chooses the form");
  report->add_option("--format", all.report.format, "terminal, markdown, json or csv");
  CLI::App* compare =
      app.add_subcommand("compare", "two runs side by side: settings that differ, scores, answers that part");
  add_common(*compare, all.common);
  add_database(*compare, all.common);
  compare->add_option("first", all.compare.first, "run id or prefix")->required();
  compare->add_option("second", all.compare.second, "run id or prefix")->required();
  compare
      ->add_option("--noise", all.compare.gap_max,
                   "exit 1 if choices or tokens part where the two best were further apart than this")
      ->check(number(0, 1e6));
}

void add_regrade(CLI::App& app, Arguments& all) {
  RegradeArguments& regrade = all.regrade;
  CLI::App* command = app.add_subcommand("regrade", "judge a stored run's answers again; no model is asked");
  add_common(*command, all.common);
  add_database(*command, all.common);
  add_data(*command, all.common);
  command->add_option("run", regrade.run, "run id, prefix of one, or 'latest'")->required();
  const auto add_names = [&](const char* flags, std::vector<std::string>& names, const char* help) {
    command->add_option(flags, names, help)->allow_extra_args(false);
  };
  add_names("-t,--task", regrade.tasks, "only this task of the run, or what it was asked by; repeatable");
  add_names("--scorer", regrade.scorers, "only this scorer of the tasks' files; repeatable");
  add_names("--with", regrade.metrics, "this metric too, though the tasks' files do not name it; repeatable");
  command->add_flag("--dry-run", regrade.is_dry, "write nothing; say what would change");
  command->add_option("--examples", regrade.examples, "changed verdicts shown, the first N")
      ->check(whole(0, 1'000'000))
      ->capture_default_str();
}

void add_kernels(CLI::App& app, Arguments& all) {
  CLI::App* kernels = app.add_subcommand("kernels", "measure: kernels against a reference and the machine's peak");
  add_common(*kernels, all.common);
  add_database(*kernels, all.common);
  kernels->add_option("-s,--suite", all.kernels.suite, "suite of kernels: configs/kernels/NAME.yaml")
      ->capture_default_str();
  kernels->add_option("--threads", all.kernels.threads, "threads of kernels and peaks (default: a thread a CPU)")
      ->check(CLI::Range(1, 1024));
}

void add_selftest(CLI::App& app, Arguments& all) {
  CLI::App* selftest = app.add_subcommand("selftest", "measure Assay itself");
  selftest->require_subcommand(1);
  CLI::App* noise = selftest->add_subcommand("noise", "how far the schedule 'fast' lies from 'exact' on this machine");
  add_common(*noise, all.common);
  add_database(*noise, all.common);
  add_data(*noise, all.common);
  noise->add_option("model", all.noise.model, "catalogue name or address")->required();
  noise->add_option("-t,--task", all.noise.task, "the requests compared are this task's")->capture_default_str();
  noise->add_option("--limit", all.noise.limit, "the first N documents")
      ->check(whole(1, INT64_MAX))
      ->capture_default_str();
  noise->add_option("--num-fewshot", all.noise.exemplars, "exemplars before each question")->check(whole(0, 1000));
  noise->add_flag("--store", all.noise.is_stored, "keep the figures in the latest run of this model in the database");
  add_engine(*noise, all.noise.engine);
  CLI::App* graders =
      selftest->add_subcommand("graders", "graders of mathematics: golds against themselves, rewrites, near misses");
  add_common(*graders, all.common);
  graders->add_option("--data", all.common.data, "folder of data sets: their golds too");
  graders->add_option("--pairs", all.graders.pairs, "rewrites, and as many near misses")
      ->check(whole(1, 1'000'000))
      ->capture_default_str();
  graders->add_option("--write", all.graders.write, "a file for the pairs, as JSON lines: for other graders");
  graders->add_option("--seed", all.graders.seed, "of the golds and the draw")
      ->check(whole(0, INT64_MAX))
      ->capture_default_str();
  CLI::App* bench =
      app.add_subcommand("bench-engine", "the engine alone, for comparison with other tools (scripts/bench-peers.sh)");
  add_common(*bench, all.common);
  bench->add_option("-m,--model", all.bench.model, "catalogue name or address")->required();
  bench->add_option("--sequences", all.bench.sequences, "requests at a time")
      ->check(whole(1, 1024))
      ->capture_default_str();
  bench->add_option("--prompt-tokens", all.bench.prompt_tokens)->check(whole(1, 1'000'000))->capture_default_str();
  bench->add_option("--output-tokens", all.bench.output_tokens)->check(whole(1, 1'000'000))->capture_default_str();
  bench->add_option("--repetitions", all.bench.repetitions)->check(whole(1, 1000))->capture_default_str();
  bench->add_option("--hellaswag", all.bench.hellaswag, "score the choices of this file (six lines an item) instead");
  bench->add_option("--items", all.bench.items, "of that file")->check(whole(1, 1'000'000))->capture_default_str();
  add_engine(*bench, all.bench.engine);
}

void add_listings(CLI::App& app, Arguments& all) {
  NamedArguments& named = all.named;
  CLI::App* models =
      app.add_subcommand("models", "the models of the catalogue: what is there, where, its licence, its hash");
  add_common(*models, all.common);
  models->add_flag("--verify", named.is_verifying, "compute the hashes of the files that are there");
  CLI::App* tasks = app.add_subcommand("tasks", "the tasks there are");
  tasks->require_subcommand(1);
  CLI::App* list = tasks->add_subcommand("list", "names, licences and what each needs");
  list->add_flag("--all", named.lists_all, "those of imported catalogues too");
  CLI::App* show = tasks->add_subcommand("show", "a document as it is asked, with its gold answer");
  show->add_option("task", named.names, "task")->required()->expected(1);
  show->add_option("--document", named.document, "which one")->check(whole(0, INT64_MAX))->capture_default_str();
  show->add_option("--num-fewshot", named.exemplars, "exemplars before the question")->check(whole(0, 1000));
  for (CLI::App* command : {list, show}) {
    add_common(*command, all.common);
    add_data(*command, all.common);
  }
  CLI::App* check_files =
      tasks->add_subcommand("check", "what of lm-eval's task files can be run, and why not the rest");
  check_files->add_option("path", named.names, "folder of task files, or one file")->required()->expected(1);
  check_files->add_flag("--all", named.lists_all, "every file, not only counts and reasons");
  CLI::App* import = tasks->add_subcommand("import", "check such a folder and keep a copy for runs");
  import->add_option("folder", named.names, "folder of task files")->required()->expected(1);
  for (CLI::App* command : {check_files, import}) {
    add_common(*command, all.common);
  }
  CLI::App* db = app.add_subcommand("db", "the database itself");
  db->require_subcommand(1);
  CLI::App* runs = db->add_subcommand("runs", "every run: id, state, suite, seed");
  CLI::App* check = db->add_subcommand("check", "SQLite's own check and every sample's checksum");
  CLI::App* exported = db->add_subcommand("export", "runs as sorted JSON lines on stdout");
  exported->add_option("run", named.names, "run ids or prefixes (default: all)");
  exported->add_flag("--canonical", named.is_canonical, "without times, places and run ids: equal for equal results")
      ->required();
  for (CLI::App* command : {runs, check, exported}) {
    add_common(*command, all.common);
    add_database(*command, all.common);
  }
  CLI::App* doctor = app.add_subcommand("doctor", "what this machine can do, and why not");
  add_common(*doctor, all.common);
}

void add_datasets(CLI::App& app, Arguments& all) {
  CLI::App* data = app.add_subcommand("data", "benchmark data sets: what is here, fetching, checking, importing");
  data->require_subcommand(1);
  CLI::App* list = data->add_subcommand("list", "every set: size, licence, whether it is here");
  CLI::App* pull = data->add_subcommand("pull", "download sets; sizes and hashes are checked, what was cut is resumed");
  CLI::App* verify = data->add_subcommand("verify", "compute the hashes of the files that are here");
  CLI::App* import = data->add_subcommand("import", "a hub set's JSON, CSV or Parquet files into the local mirror");
  pull->add_option("set", all.named.names, "sets to download")->required();
  pull->add_option("--from", all.datasets.from, "a mirror: a folder, file:// or http(s):// under which the paths lie");
  verify->add_option("set", all.named.names, "sets to check (default: all that are here)");
  import->add_option("from", all.datasets.from, "file, or folder as on the hub")->required();
  import->add_option("--as", all.datasets.place, "OWNER/DATASET[:CONFIG[:SPLIT]]")->required();
  for (CLI::App* command : {list, pull, verify, import}) {
    add_common(*command, all.common);
    command->add_option("--data", all.common.data,
                        "folder of the data sets (default: $ASSAY_DATA, else the user's cache)");
  }
}

// "run", or "selftest noise": the names of the subcommands that were given.
void read_command(const CLI::App& app, Arguments& all) {
  const auto given = app.get_subcommands();
  if (given.empty()) {
    return;
  }
  all.command = given.front()->get_name();
  for (const CLI::Option* option : given.front()->get_options()) {
    if (option->count() > 0 && all.command == "run") {
      all.run.given.push_back(option->get_name());
    }
  }
  const auto below = given.front()->get_subcommands();
  all.named.verb = below.empty() ? "" : below.front()->get_name();
}

// CLI11 says which word it did not understand; the nearest known one is added.
std::string explain(const CLI::App& app, const CLI::ParseError& error) {
  std::string message = error.what();
  std::replace(message.begin(), message.end(), '\n', ' ');
  const CLI::App* deepest = &app;
  std::string help = "assay";
  while (!deepest->get_subcommands().empty()) {
    deepest = deepest->get_subcommands().front();
    help += " " + deepest->get_name();
  }
  const std::vector<std::string> rest = deepest->remaining();
  std::vector<std::string> known;
  for (const CLI::Option* option : deepest->get_options()) {
    known.push_back(option->get_name());
  }
  for (const CLI::App* command : deepest->get_subcommands([](const CLI::App*) { return true; })) {
    known.push_back(command->get_name());
  }
  if (!rest.empty()) {
    const std::string word = rest.front().substr(0, rest.front().find('='));
    message =
        (word.empty() || word[0] == '-' ? "unknown option '" : "unknown command or name '") + printable(word, 60) + "'";
    if (const auto guess = nearest(word, known)) {
      message += "; did you mean '" + *guess + "'?";
    }
  }
  return message + (message.back() == '?' ? " See '" : "; see '") + help + " --help'";
}

}  // namespace

Result<Arguments> parse_arguments(int count, const char* const* words) {
  Arguments all;
  all.line = shell_line(std::vector<std::string>(words, words + count));
  all.program = count > 0 ? words[0] : "assay";
  CLI::App app("Assay measures what a language model is worth on the hardware at hand.", "assay");
  app.set_version_flag("--version", "assay " ASSAY_VERSION);
  app.require_subcommand(0, 1);
  add_run(app, all);
  add_reports(app, all);
  add_regrade(app, all);
  add_kernels(app, all);
  add_selftest(app, all);
  add_listings(app, all);
  add_datasets(app, all);
  try {
    app.parse(count, words);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* deepest = &app;
    while (!deepest->get_subcommands().empty()) {
      deepest = deepest->get_subcommands().front();
    }
    all.text = deepest->help();
    return all;
  } catch (const CLI::CallForVersion& version) {
    all.text = std::string(version.what()) + "\n";
    return all;
  } catch (const CLI::ParseError& error) {
    return Error{ErrorKind::kInvalidConfig, explain(app, error)};
  }
  read_command(app, all);
  if (all.command.empty()) {
    all.text = app.help();
  }
  return all;
}

std::string shell_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    const bool is_plain = !word.empty() && word.find_first_not_of(
                                               "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                               "_-./:=,@%+") == std::string::npos;
    line += line.empty() ? "" : " ";
    line += is_plain ? word : "'" + replace_all(word, "'", "'\\''") + "'";
  }
  return line;
}

}  // namespace assay
