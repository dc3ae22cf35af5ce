// Bad input, given to the real binary: one line that says the place, the value and what would be right, and the exit
// code of the README's table.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "harness/base/files.h"
#include "harness/base/hash.h"
#include "harness/base/text.h"
#include "harness/config/catalog.h"
#include "tests/fakes/program.h"
#include "tests/fakes/small_disk.h"

namespace assay {
namespace {

using Words = std::vector<std::string>;

constexpr const char* kArcLine = R"({"id":"1","question":{"stem":"S?",)"
                                 R"("choices":[{"text":"a","label":"A"},{"text":"b","label":"B"}]},"answerKey":"B"})";

// A folder with scripts, broken models, data and a catalogue of its own.
std::string make_bench(const std::string& name) {
  const std::string folder = fresh_folder(name);
  const std::vector<std::pair<std::string, std::string>> files{
      {"m.yaml", "seed: 11\n"},
      {"generates.yaml", "capabilities: [generate]\n"},
      {"twice.yaml", "seed: 1\nparallel: 2\nseed: 2\n"},
      {"key.yaml", "seed: 1\nrules:\n  - {finsh: end}\n"},
      {"list.yaml", "- 1\n"},
      {"broken.yaml", "seed: [1\n"},
      {"empty.gguf", ""},
      {"text.gguf", "hello\n"},
      {"corrupt.gguf", std::string("GGUF\3\0\0\0", 8) + std::string(16, '\xff')},
      {"text.db", std::string(5000, 'x')},
      {"data/arc/ARC-Challenge/ARC-Challenge-Test.jsonl", std::string(kArcLine) + "\n{\"id\": 3,\n"},
      {"data/arc/ARC-Challenge/ARC-Challenge-Dev.jsonl", std::string(kArcLine) + "\n"},
      {"fields/ARC-Challenge-Test.jsonl", std::string(kArcLine) + "\n\n{\"id\":\"2\"}\n"},
      {"nodocs/ARC-Challenge-Test.jsonl", "\n"},
      {"nodocs/ARC-Challenge-Dev.jsonl", std::string(kArcLine) + "\n"},
      {"catalogue/models/pinned.yaml", "model: pinned\nsummary: s\naddress: scripted:" + folder +
                                           "/m.yaml\nlicence: own\nsha256: " + std::string(64, '0') + "\n"},
      {"wrongkey/models/a.yaml", "model: a\nsummary: s\naddress: scripted:x\nlicence: own\nsourc: x\n"},
      {"wrongsuite/suites/s.yaml", "suite: s\nsummary: s\nprotocol: p\ntasks:\n  - {task: t, limit: -3}\n"}};
  for (const auto& [path, text] : files) {
    std::filesystem::create_directories(std::filesystem::path(folder + "/" + path).parent_path());
    EXPECT_TRUE(write_file(folder + "/" + path, text));
  }
  for (const std::string place : {"catalogue", "wrongkey", "wrongsuite"}) {
    for (const std::string part : {"tasks", "machines"}) {
      std::filesystem::copy(ASSAY_SOURCE_DIR "/configs/" + part, folder + "/" + place + "/" + part,
                            std::filesystem::copy_options::recursive);
    }
  }
  std::filesystem::create_directories(folder + "/a_folder");
  return folder;
}

struct Bad {
  std::string name;
  Words words;  // run words get -q
  int code;
  std::string expected;  // the whole of stderr's line behind "error: "; one ending in "..." is a beginning
};

Words run(Words words, bool has_task = true) {
  words.insert(words.begin(), {"run", "-q"});
  if (has_task) {
    words.insert(words.end(), {"--task", "arithmetic_words"});
  }
  return words;
}

// Against the scripted model "m".
Words with(Words words) {
  words.insert(words.begin(), {"--model", "scripted:m.yaml"});
  return run(std::move(words));
}

const std::string kHelp = "; see 'assay run --help'";

std::vector<Bad> names_and_options() {
  return {
      {"model", run({"--model", "smolm2-135m"}), 2, "unknown model 'smolm2-135m'; did you mean 'smollm2-135m'?..."},
      {"model_empty", run({"--model", ""}), 2, "unknown model ''; known: ..."},
      {"model_twice", run({"-m", "x=scripted:m.yaml", "-m", "x=scripted:generates.yaml"}), 2,
       "--model x=scripted:generates.yaml: the name 'x' is taken; give NAME=ADDRESS"},
      {"task", run({"-m", "scripted:m.yaml", "--task", "ordering_puzles"}, false), 2,
       "unknown task 'ordering_puzles'; did you mean 'ordering_puzzles'?..."},
      {"task_twice", with({"--task", "arithmetic_words", "--limit", "1"}), 2,
       "task 'arithmetic_words': selected twice; name it once, by --suite or by --task"},
      {"suite", with({"--suite", "quik"}), 2, "unknown suite 'quik'; did you mean 'quick'?..."},
      {"machine", with({"--machine", "lcal"}), 2, "unknown machine 'lcal'; did you mean 'local'?..."},
      {"scheme", run({"-m", "scriptd:m.yaml"}), 2,
       "model address 'scriptd:m.yaml': unknown scheme 'scriptd'; did you mean 'scripted'?..."},
      {"no_file_in_address", run({"-m", "scripted:"}), 2,
       "model address 'scripted:': names no file; write scripted:FILE"},
      {"option", with({"--limt", "3"}), 2, "unknown option '--limt'; did you mean '--limit'? See 'assay run --help'"},
      {"nested_option", {"db", "check", "--bogus"}, 2, "unknown option '--bogus'; see 'assay db check --help'"},
      {"engine_option", with({"--option", "paralel=1"}), 2,
       "model 'm': unknown option 'paralel'; did you mean 'parallel'? known: log, parallel, schedule"},
      {"engine_value", with({"--parallel", "many"}), 2,
       "model 'm': option 'parallel': 'many': not a whole number from 1 to 4096"},
      {"limit_zero", with({"--limit", "0"}), 2, "--limit: '0' is not a whole number from 1 up" + kHelp},
      {"limit_negative", with({"--limit", "-3"}), 2, "--limit: '-3' is not a whole number from 1 up" + kHelp},
      {"limit_text", with({"--limit", "ten"}), 2, "--limit: 'ten' is not a whole number from 1 up" + kHelp},
      {"limit_fraction", with({"--limit", "1.5"}), 2, "--limit: '1.5' is not a whole number from 1 up" + kHelp},
      {"limit_huge", with({"--limit", "99999999999999999999"}), 2,
       "--limit: '99999999999999999999' is not a whole number from 1 up" + kHelp},
      {"seed_negative", with({"--seed", "-1"}), 2, "--seed: '-1' is not a whole number from 0 up" + kHelp},
      {"seed_text", with({"--seed", "x"}), 2, "--seed: 'x' is not a whole number from 0 up" + kHelp},
      {"timeout_nan", with({"--timeout", "nan"}), 2, "--timeout: 'nan' is not a number from 0.001 to 1e+07..."},
      {"timeout_zero", with({"--timeout", "0"}), 2, "--timeout: '0' is not a number from 0.001 to 1e+07..."},
      {"fewshot", with({"--num-fewshot", "65", "--limit", "1"}), 2,
       "task 'arithmetic_words': 65 exemplars wanted, 64 available"},
      {"fewshot_negative", with({"--num-fewshot", "-1"}), 2,
       "--num-fewshot: '-1' is not a whole number from 0 to 1000" + kHelp},
      {"schedule", with({"--schedule", "slow"}), 2, "--schedule: slow not in {exact,fast}" + kHelp},
      {"nothing", {"run"}, 2, "nothing to run: give at least one --model"},
      {"no_task", run({"-m", "scripted:m.yaml"}, false), 2, "nothing to run: give a --suite or a --task"},
      {"capability", run({"-m", "scripted:generates.yaml", "--task", "ordering_puzzles"}, false), 2,
       "task 'ordering_puzzles': needs log_likelihood, which model 'generates' (backend scripted) does not offer"},
  };
}

std::vector<Bad> files() {
  return {
      {"yaml_key", run({"-m", "scripted:key.yaml"}), 2,
       "key.yaml:3: rules[0].finsh: unknown key 'finsh'; did you mean 'finish'?..."},
      {"yaml_duplicate", run({"-m", "scripted:twice.yaml"}), 2,
       "twice.yaml:3: key 'seed' is there twice; the first is on line 1"},
      {"yaml_list", run({"-m", "scripted:list.yaml"}), 2, "list.yaml:1: a map of keys and values is needed here"},
      {"yaml_broken", run({"-m", "scripted:broken.yaml"}), 2, "broken.yaml:2: not YAML: ..."},
      {"catalogue_key", with({"--configs", "wrongkey"}), 2,
       "wrongkey/models/a.yaml:5: sourc: unknown key 'sourc'; did you mean 'source'?..."},
      {"suite_value", with({"--configs", "wrongsuite", "--suite", "s"}), 2,
       "wrongsuite/suites/s.yaml:5: tasks[0].limit: '-3' is not a whole number from 1 up"},
      {"configs", with({"--configs", "nowhere"}), 2,
       "configs folder 'nowhere': not a folder; give the one that holds tasks/, models/, suites/"},
      {"script_absent", run({"-m", "scripted:none.yaml"}), 3,
       "scripted model: none.yaml: cannot be opened: No such file or directory"},
      {"script_folder", run({"-m", "scripted:a_folder"}), 3,
       "scripted model: a_folder: cannot be read: Is a directory"},
      {"wrong_hash", run({"-m", "pinned", "--configs", "catalogue"}), 3, "model 'pinned': scripted:..."},
      {"data_without_file", run({"-m", "scripted:m.yaml", "--task", "arc_challenge", "--data", "a_folder"}, false), 3,
       "task 'arc_challenge': allenai/ai2_arc: a_folder/arc/ARC-Challenge/ARC-Challenge-Test.jsonl is not there; run "
       "'assay data pull arc', or give --data DIR with it"},
      {"data_line", run({"-m", "scripted:m.yaml", "--task", "arc_challenge", "--data", "data"}, false), 3,
       "task 'arc_challenge': data/arc/ARC-Challenge/ARC-Challenge-Test.jsonl: line 2: byte 9: a text expected"},
      {"data_field", run({"-m", "scripted:m.yaml", "--task", "arc_challenge", "--data", "fields"}, false), 3,
       "task 'arc_challenge': fields/ARC-Challenge-Test.jsonl: item 2: one of id, question.stem and "
       "question.choices is missing"},
      {"data_without_documents", run({"-m", "scripted:m.yaml", "--task", "arc_challenge", "--data", "nodocs"}, false),
       3, "task 'arc_challenge': allenai/ai2_arc: no item in ARC-Challenge-Test.jsonl"},
      {"db_text", with({"--db", "text.db"}), 3, "text.db: not an SQLite database, or a damaged one..."},
      {"db_folder", with({"--db", "a_folder"}), 2,
       "--db a_folder: is a folder; give a file, such as a_folder/assay.db"},
      {"db_in_no_folder", with({"--db", "none/a.db"}), 3, "--db none/a.db: there is no folder none; make it first"},
      {"db_absent", {"report", "--db", "none.db"}, 3, "no database at none.db; 'assay run --db none.db' makes one"},
      {"resume_nothing",
       {"run", "--resume", "latest", "--db", "none.db"},
       3,
       "no database at none.db; 'assay run --db none.db' makes one"},
      {"out_form",
       {"report", "--out", "r.xyz"},
       2,
       "--out r.xyz: no form has this ending; known: .txt, .md, .json, .csv..."},
      {"form", {"report", "--format", "docx"}, 2, "unknown report form 'docx'; known: ..."},
  };
}

std::vector<Bad> model_files() {
  std::vector<Bad> all;
#ifdef ASSAY_HAS_LLAMA
  all = {{"gguf_absent", run({"-m", "llama:none.gguf"}), 3, "none.gguf: no such file"},
         {"gguf_folder", run({"-m", "llama:a_folder"}), 3, "a_folder: not a file"},
         {"gguf_empty", run({"-m", "llama:empty.gguf"}), 3, "empty.gguf: not a GGUF file: it begins with ''..."},
         {"gguf_text", run({"-m", "llama:text.gguf"}), 3, "text.gguf: not a GGUF file: it begins with 'hell'..."},
         {"gguf_corrupt", run({"-m", "llama:corrupt.gguf"}), 3,
          "corrupt.gguf: a damaged or truncated GGUF file (24 bytes)..."}};
#endif
  return all;
}

void expect_line(const Ended& ended, const std::string& expected, int code) {
  const bool is_whole = expected.size() < 3 || expected.substr(expected.size() - 3) != "...";
  const std::string begin = "error: " + (is_whole ? expected + "\n" : expected.substr(0, expected.size() - 3));
  EXPECT_EQ(ended.code, code) << ended.errors;
  EXPECT_EQ(ended.errors.substr(0, begin.size()), begin) << ended.errors;
  EXPECT_EQ(std::count(ended.errors.begin(), ended.errors.end(), '\n'), 1) << ended.errors;
  EXPECT_EQ(ended.output, "");
}

class BadInput : public testing::TestWithParam<Bad> {};

TEST_P(BadInput, IsAnsweredWithOneLineAndLeavesNoDatabaseBehind) {
  const std::string folder = make_bench("bad_" + GetParam().name);

  const Ended ended = run_assay(folder, GetParam().words);

  expect_line(ended, GetParam().expected, GetParam().code);
  EXPECT_FALSE(std::filesystem::exists(folder + "/assay.db"));
  EXPECT_FALSE(std::filesystem::exists(folder + "/assay.db.lock"));
}

std::string name_of(const testing::TestParamInfo<Bad>& tested) { return tested.param.name; }
INSTANTIATE_TEST_SUITE_P(NamesAndOptions, BadInput, testing::ValuesIn(names_and_options()), name_of);
INSTANTIATE_TEST_SUITE_P(Files, BadInput, testing::ValuesIn(files()), name_of);
INSTANTIATE_TEST_SUITE_P(ModelFiles, BadInput, testing::ValuesIn(model_files()), name_of);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BadInput);

TEST(BadModelFile, IsNamedTruncatedWithBothSizes) {
#ifndef ASSAY_HAS_LLAMA
  GTEST_SKIP() << "this build has no llama backend";
#endif
  std::string model;
  for (const std::string& in : model_folders()) {
    const auto found = files_below(in, ".gguf");
    model = model.empty() && !found.empty() ? found.front() : model;
  }
  if (model.empty()) {
    GTEST_SKIP() << "no model file in the model folders: ./quickstart.sh --no-run fetches one";
  }
  const std::string folder = make_bench("bad_truncated");
  std::filesystem::copy_file(model, folder + "/cut.gguf");
  const auto whole = std::filesystem::file_size(model);
  for (const auto& [size, expected] :
       {std::pair<std::uintmax_t, std::string>{whole - 1000, "cut.gguf: truncated: the file has "},
        {whole / 2, "cut.gguf: truncated: the file has "},
        {100'000, "cut.gguf: a damaged or truncated GGUF file (100000 bytes)"}}) {
    std::filesystem::resize_file(folder + "/cut.gguf", size);

    const Ended ended = run_assay(folder, run({"-m", "llama:cut.gguf"}));

    expect_line(ended, expected + "...", 3);
  }
}

// What needs a run in the database.
class BadRequest : public testing::Test {
 protected:
  BadRequest() : folder_(make_bench("bad_request_" + std::string(info()->name()))) {
    const Ended ended = run_assay(folder_, with({"--limit", "4", "--num-fewshot", "1"}));
    EXPECT_EQ(ended.code, 0) << ended.errors;
    const std::string text = run_assay(folder_, {"db", "runs"}).output;
    id_ = text.substr(0, text.find(' '));
  }
  static const testing::TestInfo* info() { return testing::UnitTest::GetInstance()->current_test_info(); }
  Ended resume(Words words) const {
    words.insert(words.begin(), {"run", "-q", "--resume", id_.substr(0, 12)});
    return run_assay(folder_, std::move(words));
  }
  std::string cannot(const std::string& rest) const { return "run " + id_ + " cannot be resumed" + rest; }

  std::string folder_;
  std::string id_;
};

TEST_F(BadRequest, NamesTheRunsThereAreIfTheWantedOneIsNot) {
  expect_line(run_assay(folder_, {"run", "--resume", "2019"}), "unknown run '2019'; known: " + id_, 3);
  expect_line(run_assay(folder_, {"report", "nosuch"}), "unknown run 'nosuch'; known: " + id_, 3);
}

TEST_F(BadRequest, NamesTheFirstOptionThatIsNotTheRunsOwn) {
  const std::string advice = "'; leave the option out, or start a new run";
  expect_line(resume({"--limit", "5"}), cannot(" with --limit '5': it was begun with '4" + advice), 2);
  expect_line(resume({"--schedule", "exact"}), cannot(" with --schedule 'exact': it was begun with 'fast" + advice), 2);
  expect_line(resume({"-m", "x"}), cannot(" with --model 'x': it was begun with 'scripted:m.yaml" + advice), 2);
  expect_line(resume({"--task", "t"}), cannot(" with --task 't': it was begun with 'arithmetic_words" + advice), 2);
  expect_line(resume({"--suite", "quick"}), cannot(" with --suite 'quick': it was begun with 'not set" + advice), 2);
  expect_line(resume({"--seed", "7"}), cannot(" with --seed '7': it was begun with '1" + advice), 2);
  expect_line(resume({"--threads", "7"}),
              cannot(" with engine option threads '7': it was begun with 'not set" + advice), 2);
}

TEST_F(BadRequest, GoesOnIfTheOptionsAreTheRunsOwn) {
  EXPECT_EQ(resume({"-m", "scripted:m.yaml", "--task", "arithmetic_words", "--limit", "4", "--seed", "1"}).code, 0);
}

TEST_F(BadRequest, NamesTheFirstSettingThatChangedUnderneath) {
  ASSERT_TRUE(write_file(folder_ + "/m.yaml", "seed: 12\n"));

  expect_line(resume({}),
              cannot(": model 'm' setting 'weights' was '" + sha256("seed: 11\n") + "' and is '" +
                     sha256("seed: 12\n") + "'; start a new run"),
              2);
}

TEST_F(BadRequest, SaysThatAReportCannotBeWritten) {
  expect_line(run_assay(folder_, {"report", "--out", "none/r.md"}),
              "none/r.md: cannot be written: No such file or directory", 3);
  SmallDisk disk("report", 64);
  if (disk.is_there() && disk.make_read_only()) {
    expect_line(run_assay(folder_, {"report", "--out", disk.folder() + "/r.md"}),
                disk.folder() + "/r.md: cannot be written: Read-only file system", 3);
  }
}

TEST_F(BadRequest, SaysThatADatabaseIsNewerOrNotOurs) {
  ASSERT_EQ(
      run_shell(folder_, "cp assay.db new.db && printf '\\143' | dd of=new.db bs=1 seek=63 conv=notrunc 2>/dev/null")
          .code,
      0);  // the last byte of user_version

  expect_line(run_assay(folder_, {"report", "--db", "new.db"}), "new.db: made by a newer Assay (schema 99...", 2);
  expect_line(run_assay(folder_, with({"--db", "new.db"})), "new.db: made by a newer Assay (schema 99...", 2);
}

TEST_F(BadRequest, SaysThatADatabaseIsTruncated) {
  std::filesystem::resize_file(folder_ + "/assay.db", std::filesystem::file_size(folder_ + "/assay.db") / 2);

  const Ended ended = run_assay(folder_, {"report"});

  EXPECT_EQ(ended.code, 3) << ended.errors;
  EXPECT_EQ(std::count(ended.errors.begin(), ended.errors.end(), '\n'), 1) << ended.errors;
  EXPECT_NE(ended.errors.find("assay.db"), std::string::npos) << ended.errors;
}

}  // namespace
}  // namespace assay
