// The real binary, interrupted and killed: what was stored stays, the printed command goes on, and in the end nothing
// differs from a run that nobody disturbed.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <set>
#include <thread>

#include "harness/base/files.h"
#include "harness/base/hash.h"
#include "harness/base/text.h"
#include "results/registry.h"
#include "results/sqlite/database.h"
#include "tests/fakes/program.h"

namespace assay {
namespace {

using Words = std::vector<std::string>;
using Millis = std::chrono::milliseconds;

constexpr std::size_t kAsked = 60;
constexpr const char* kScript = "seed: 11\nparallel: 3\nanswers_max: 60\nrules:\n  - {prefill_ms: 6, token_ms: 1}\n";

// A run of 40 generated answers and 20 choices that takes about half a second.
class Interrupted : public testing::Test {
 protected:
  // What fails here is told by SetUp: googletest counts tests of a suite that could not be set up as skipped.
  static void SetUpTestSuite() {
    undisturbed_run = fresh_folder("interrupt_undisturbed");
    prepare(undisturbed_run);
    const Ended ended = run_assay(undisturbed_run, words());
    set_up_errors = ended.code == 0 ? "" : "exit " + std::to_string(ended.code) + ": " + ended.errors;
    expected_export = run_assay(undisturbed_run, {"db", "export", "--canonical"}).output;
  }

  void SetUp() override {
    ASSERT_EQ(set_up_errors, "");
    ASSERT_GT(expected_export.size(), 1000u);
  }

  static void prepare(const std::string& folder) {
    EXPECT_TRUE(write_file(folder + "/m.yaml", kScript));
    EXPECT_TRUE(write_file(folder + "/never.yaml", "rules:\n  - {finish: never}\n"));
  }

  // One run file in words: two tasks with different limits through a suite of the test's own would need configs; the
  // same limit serves.
  static Words words(const std::string& model = "m.yaml") {
    return {"run",     "--model", "scripted:" + model, "--task", "arithmetic_words", "--task", "ordering_puzzles",
            "--limit", "30",      "--num-fewshot",     "2",      "--block",          "7",      "--option",
            "log=log"};
  }

  static Words program(Words words) {
    words.insert(words.begin(), ASSAY_BINARY);
    return words;
  }

  static std::vector<std::string> log(const std::string& folder) {
    std::vector<std::string> lines;
    const auto text = read_file(folder + "/log");
    if (text) {
      for (const std::string_view line : split(*text, '\n')) {
        if (!line.empty()) {
          lines.emplace_back(line);
        }
      }
    }
    return lines;
  }

  // The last line of stderr that is a command.
  static std::string command_in(const std::string& errors) {
    std::string found;
    for (const std::string_view line : split(errors, '\n')) {
      if (starts_with(line, "  ") && line.find(" run --resume ") != std::string_view::npos) {
        found = std::string(trim(line));
      }
    }
    return found;
  }

  static RunView view(const std::string& folder) {
    const auto store = open_store(folder + "/assay.db", Access::kRead);
    EXPECT_TRUE(store) << (store ? "" : store.error().message);
    const auto runs = (*store)->runs("");
    EXPECT_EQ(runs->size(), 1u);
    return *(*store)->read(runs->front().id);
  }

  // Waits until the scripted model was asked `count` requests, or the time is up.
  static void wait_until_asked(const std::string& folder, std::size_t count) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (log(folder).size() < count && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(Millis(1));
    }
  }

  // Nothing of `before` that had an answer was asked again after `asked` requests.
  static void expect_nothing_asked_again(const std::string& folder, const RunView& before, std::size_t asked) {
    std::set<std::string> answered;
    for (const AnswerRecord& answer : before.answers) {
      answered.insert("m " + to_hex(hash128(answer.prompt)));
    }
    const auto lines = log(folder);
    for (std::size_t i = asked; i < lines.size(); ++i) {
      EXPECT_EQ(answered.count(lines[i]), 0u) << "asked again: " << lines[i];
    }
  }

  // Takes the write lock again and again, until it comes between an answer and its score; kills the program then. False
  // if that moment was not met within a second.
  static bool stop_between_answer_and_score(const std::string& path, const Program& running) {
    auto database = Database::open(path, Database::Mode::kReadWrite);
    if (!database || !database->execute("PRAGMA busy_timeout = 0")) {
      return false;
    }
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    while (std::chrono::steady_clock::now() < end) {
      auto locked = Transaction::begin(*database);
      if (!locked) {
        continue;
      }
      const auto unscored = database->query_text(
          "SELECT count(*) FROM request WHERE NOT EXISTS (SELECT 1 FROM score WHERE score.request = request.id)");
      if (unscored && *unscored != "0") {
        running.send(SIGKILL);
        std::this_thread::sleep_for(Millis(20));  // it is dead before the lock is given up
        return true;
      }
    }
    return false;
  }

  // Every second of the wall time is some sample's or idle.
  static void expect_costs_to_add_up(const RunView& view) {
    double shares = 0;
    double blocks = 0;
    double wall = 0;
    for (const AnswerRecord& answer : view.answers) {
      shares += answer.prefill_active_s + answer.decode_active_s;
    }
    for (const BlockRecord& block : view.blocks) {
      blocks += block.idle_s;
      wall += block.wall_s;
      EXPECT_GE(block.idle_s, -1e-9);
    }
    EXPECT_NEAR(shares + blocks, wall, 0.001 * wall);
  }

  static std::string undisturbed_run;
  static std::string expected_export;
  static std::string set_up_errors;
};

std::string Interrupted::undisturbed_run;
std::string Interrupted::expected_export;
std::string Interrupted::set_up_errors;

TEST_F(Interrupted, RunsOnItsOwnAskEverythingOnce) {
  EXPECT_EQ(log(undisturbed_run).size(), kAsked);
  expect_costs_to_add_up(view(undisturbed_run));
}

TEST_F(Interrupted, OnceDrainsCommitsAndPrintsACommandThatGoesOn) {
  const std::string folder = fresh_folder("interrupt_once it's");  // the command must survive a shell
  prepare(folder);
  Words begin = words();
  begin.insert(begin.end(), {"--db", "my runs.db", "--configs", ASSAY_SOURCE_DIR "/configs"});
  Program running(folder, program(begin));
  wait_until_asked(folder, 20);
  running.send(SIGINT);

  const Ended ended = running.wait();

  EXPECT_EQ(ended.code, 130) << ended.errors;
  EXPECT_EQ(ended.output, "");
  EXPECT_NE(ended.errors.find("interrupt again to cancel"), std::string::npos) << ended.errors;
  auto store = open_store(folder + "/my runs.db", Access::kRead);
  ASSERT_TRUE(store) << store.error().message;
  const RunView left = *(*store)->read((*store)->runs("")->front().id);
  store->reset();
  EXPECT_EQ(left.run.state, RunState::kInterrupted);
  const std::size_t asked = log(folder).size();
  EXPECT_EQ(left.answers.size(), asked) << "what was asked was drained and committed";
  EXPECT_EQ(left.scores.size(),
            2 * left.answers.size() - static_cast<std::size_t>(std::count_if(
                                          left.answers.begin(), left.answers.end(), [](const AnswerRecord& answer) {
                                            return answer.key.task == "arithmetic_words";
                                          })));
  EXPECT_LT(asked, kAsked);
  expect_costs_to_add_up(left);
  const std::string command = command_in(ended.errors);
  ASSERT_FALSE(command.empty()) << ended.errors;

  const Ended resumed = run_shell(folder, command);

  EXPECT_EQ(resumed.code, 0) << resumed.errors;
  EXPECT_EQ(log(folder).size(), kAsked);
  EXPECT_EQ(run_assay(folder, {"db", "export", "--canonical", "--db", "my runs.db"}).output, expected_export);
}

TEST_F(Interrupted, TwiceCancelsWhatIsOnItsWay) {
  const std::string folder = fresh_folder("interrupt_twice");
  prepare(folder);
  Program running(folder, program(words("never.yaml")));
  wait_until_asked(folder, 3);
  running.send(SIGINT);
  std::this_thread::sleep_for(Millis(50));
  running.send(SIGINT);

  const Ended ended = running.wait();

  EXPECT_EQ(ended.code, 130) << ended.errors;
  const RunView left = view(folder);
  EXPECT_EQ(left.run.state, RunState::kInterrupted);
  EXPECT_TRUE(left.answers.empty());
  // The time of a block without answers is not lost: it is idle.
  double wall = 0;
  for (const BlockRecord& block : left.blocks) {
    wall += block.wall_s;
  }
  EXPECT_GT(wall, 0.05);
}

TEST_F(Interrupted, TerminationIsAnInterruptToo) {
  const std::string folder = fresh_folder("interrupt_term");
  prepare(folder);
  Program running(folder, program(words()));
  wait_until_asked(folder, 5);
  running.send(SIGTERM);

  EXPECT_EQ(running.wait().code, 130);
  EXPECT_EQ(view(folder).run.state, RunState::kInterrupted);
}

TEST_F(Interrupted, ResumesByLatestIdAndPrefix) {
  const std::string folder = fresh_folder("interrupt_names");
  prepare(folder);
  std::string wanted = "latest";
  for (std::size_t turn = 0; turn < 3; ++turn) {
    Words go = turn == 0 ? words() : Words{"run", "--resume", wanted};
    Program running(folder, program(go));
    wait_until_asked(folder, 12 * (turn + 1));
    running.send(SIGINT);
    ASSERT_EQ(running.wait().code, 130);
    const std::string id = view(folder).run.id;
    wanted = turn == 0 ? "latest" : id.substr(0, 13);
  }

  const Ended ended = run_assay(folder, {"run", "--resume", view(folder).run.id});

  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(log(folder).size(), kAsked);
  EXPECT_EQ(run_assay(folder, {"db", "export", "--canonical"}).output, expected_export);
  expect_costs_to_add_up(view(folder));
}

// Moments spread over the run by how much was asked, and a little later by a fraction that walks through the work done
// between two requests.
TEST_F(Interrupted, ByKillNineAtTwentyMomentsEndsLikeAnUndisturbedRun) {
  int killed = 0;
  for (std::size_t moment = 0; moment < 20; ++moment) {
    const std::string folder = fresh_folder("interrupt_kill");
    prepare(folder);
    Program running(folder, program(words()));
    wait_until_asked(folder, 1 + 56 * moment / 19);
    std::this_thread::sleep_for(std::chrono::microseconds(397 * (moment % 7)));
    running.send(SIGKILL);
    killed += running.wait().code == 128 + SIGKILL ? 1 : 0;
    const RunView left = view(folder);
    const std::size_t asked = log(folder).size();

    const Ended resumed = run_assay(folder, {"run", "-q", "--resume", "latest"});

    ASSERT_EQ(resumed.code, 0) << "moment " << moment << ": " << resumed.errors;
    EXPECT_EQ(run_assay(folder, {"db", "export", "--canonical"}).output, expected_export) << "moment " << moment;
    EXPECT_EQ(run_assay(folder, {"db", "check"}).code, 0);
    expect_nothing_asked_again(folder, left, asked);
    expect_costs_to_add_up(view(folder));
  }
  EXPECT_GE(killed, 18) << "the kills came too late to say anything";
  RecordProperty("killed", killed);
}

// The moment between an answer's commit and its score's: while the test holds SQLite's write lock, the program waits
// before the next of its transactions, and it can be seen from outside which one that is.
TEST_F(Interrupted, ByKillNineBetweenAnswerAndScoreIsJudgedOnResume) {
  constexpr int kHits = 5;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(200);  // a busy machine meets it seldom
  int hits = 0;
  for (std::size_t turn = 0; hits < kHits && std::chrono::steady_clock::now() < end; ++turn) {
    const std::string folder = fresh_folder("interrupt_between");
    prepare(folder);
    Program running(folder, program(words()));
    wait_until_asked(folder, 1 + 7 * (turn % 7));
    const bool is_between = stop_between_answer_and_score(folder + "/assay.db", running);
    running.send(SIGKILL);
    running.wait();
    const RunView left = view(folder);
    const std::size_t asked = log(folder).size();
    if (!is_between) {
      continue;
    }
    ++hits;
    std::set<SampleKey> scored;
    for (const ScoreRecord& score : left.scores) {
      scored.insert(score.key);
    }
    EXPECT_LT(scored.size(), left.answers.size());

    const Ended resumed = run_assay(folder, {"run", "-q", "--resume", "latest"});

    ASSERT_EQ(resumed.code, 0) << resumed.errors;
    EXPECT_EQ(run_assay(folder, {"db", "export", "--canonical"}).output, expected_export);
    expect_nothing_asked_again(folder, left, asked);
  }
  EXPECT_EQ(hits, kHits) << "the moment was met too seldom to say anything";
  RecordProperty("killed_between_answer_and_score", hits);
}

TEST_F(Interrupted, ASecondWriterIsToldToTryAgain) {
  const std::string folder = fresh_folder("interrupt_busy");
  prepare(folder);
  Program running(folder, program(words("never.yaml")));
  wait_until_asked(folder, 3);

  const Ended second = run_assay(folder, words());
  const Ended reader = run_assay(folder, {"db", "runs"});
  running.send(SIGINT);
  running.send(SIGTERM);

  EXPECT_EQ(second.code, 75);
  EXPECT_EQ(second.errors.find("error: assay.db: another program is writing to it (process "), 0u) << second.errors;
  EXPECT_EQ(std::count(second.errors.begin(), second.errors.end(), '\n'), 1) << second.errors;
  EXPECT_EQ(reader.code, 0) << reader.errors;
  EXPECT_NE(reader.output.find("running"), std::string::npos) << reader.output;
}

// The schedule "exact" promises the same answers whatever is asked together.
TEST_F(Interrupted, TheExportOfAnExactRunDoesNotDependOnParallel) {
  std::vector<std::string> exports;
  for (const std::string parallel : {"1", "2", "5"}) {
    const std::string folder = fresh_folder("interrupt_parallel_" + parallel);
    prepare(folder);
    Words go = words();
    go.insert(go.end(), {"--schedule", "exact", "--parallel", parallel, "-q"});
    ASSERT_EQ(run_assay(folder, go).code, 0);
    exports.push_back(run_assay(folder, {"db", "export", "--canonical"}).output);
  }

  EXPECT_EQ(exports[0], exports[1]);
  EXPECT_EQ(exports[0], exports[2]);
}

}  // namespace
}  // namespace assay
