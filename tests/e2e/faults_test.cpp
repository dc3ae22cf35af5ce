// Faults on the way of a run of the real binary: engines that fail or fall silent, and a disk that is full.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "results/registry.h"
#include "tests/fakes/program.h"
#include "tests/fakes/small_disk.h"

namespace assay {
namespace {

using Words = std::vector<std::string>;

class Faults : public testing::Test {
 protected:
  Faults() : folder_(fresh_folder("faults_" + std::string(info()->name()))) {}
  static const testing::TestInfo* info() { return testing::UnitTest::GetInstance()->current_test_info(); }

  Ended run(const std::string& script, Words more) const {
    EXPECT_TRUE(write_file(folder_ + "/m.yaml", script));
    Words words{"run", "--model", "scripted:m.yaml", "--task", "arithmetic_words", "--num-fewshot", "0"};
    words.insert(words.end(), more.begin(), more.end());
    return run_assay(folder_, words);
  }

  RunView view() const {
    const auto store = open_store(folder_ + "/assay.db", Access::kRead);
    EXPECT_TRUE(store) << (store ? "" : store.error().message);
    return *(*store)->read((*store)->runs("")->front().id);
  }

  std::size_t asked() const { return split(*read_file(folder_ + "/log"), '\n').size() - 1; }

  const std::string folder_;
};

TEST_F(Faults, ThatPassAreRetriedAndCountForNothing) {
  const Ended ended = run("rules:\n  - {finish: failed, failure: 'connection reset', times: 5}\n  - {text: ' 7.'}\n",
                          {"--limit", "10", "--option", "log=log"});

  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(asked(), 15u);
  int attempts = 0;
  for (const AnswerRecord& answer : view().answers) {
    EXPECT_EQ(answer.response.finish, Finish::kEnd);
    attempts += answer.attempt;
  }
  EXPECT_EQ(attempts, 15);
}

TEST_F(Faults, ThatStayEndInNoAnswerAreNamedAndLeftOutOfScores) {
  const Ended ended =
      run("rules:\n  - {finish: failed, failure: 'connection reset', times: 3, prefill_ms: 5}\n  - {text: ' 7.'}\n",
          {"--limit", "10", "--parallel", "1", "--json", "--option", "log=log"});

  EXPECT_EQ(ended.code, 4) << "1 of 10 samples has no answer";
  EXPECT_NE(ended.errors.find("no answer: model 'm', task 'arithmetic_words', document 0: connection reset"),
            std::string::npos)
      << ended.errors;
  EXPECT_NE(ended.errors.find("error: 1 of 10 samples have no answer (infrastructure); the scores leave them out"),
            std::string::npos)
      << ended.errors;
  const RunView stored = view();
  ASSERT_EQ(stored.scores.size(), 10u);
  EXPECT_EQ(stored.scores[0].judgement.outcome, Outcome::kNoAnswer);
  EXPECT_FALSE(stored.scores[0].judgement.value);
  EXPECT_EQ(stored.answers[0].attempt, 3);
  EXPECT_TRUE(std::all_of(stored.scores.begin() + 1, stored.scores.end(),
                          [](const ScoreRecord& score) { return score.judgement.value.has_value(); }));
  EXPECT_EQ(stored.run.state, RunState::kComplete);
}

TEST_F(Faults, AreStillTooManyWhenTheRunIsResumed) {
  ASSERT_EQ(run("rules:\n  - {finish: failed, failure: down}\n", {"--limit", "3", "-q"}).code, 4);

  const Ended resumed = run_assay(folder_, {"run", "--resume", "latest", "-q"});

  EXPECT_EQ(resumed.code, 4);
  EXPECT_EQ(resumed.errors, "error: 3 of 3 samples have no answer (infrastructure); the scores leave them out\n");
}

TEST_F(Faults, OfFewSamplesInManyLeaveTheRunGood) {
  const Ended ended = run("rules:\n  - {finish: failed, failure: down, times: 3, prefill_ms: 5}\n  - {text: ' 7.'}\n",
                          {"--limit", "400", "--parallel", "1"});

  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_NE(ended.errors.find("no answer: model 'm'"), std::string::npos) << ended.errors;
}

TEST_F(Faults, OfSilenceEndAtTheTimeout) {
  const Ended ended = run("rules:\n  - {finish: never, times: 3}\n  - {text: ' 7.'}\n",
                          {"--limit", "4", "--parallel", "1", "--timeout", "0.2"});

  EXPECT_EQ(ended.code, 4) << ended.errors;
  EXPECT_NE(ended.errors.find("document 0: no answer within 0.2 s"), std::string::npos) << ended.errors;
  EXPECT_EQ(view().answers[0].response.finish, Finish::kTimedOut);
}

TEST_F(Faults, AreNotRefusalsAndFullContextsWhichAreAnswers) {
  const Ended ended = run(
      "rules:\n  - {finish: refused, text: '', times: 1}\n  - {finish: context_full, failure: 'too long', times: 1}\n"
      "  - {finish: length, text: ' 1', times: 1}\n  - {text: 'I do not know.'}\n",
      {"--limit", "4", "--parallel", "1"});

  EXPECT_EQ(ended.code, 0) << ended.errors;
  std::vector<Outcome> outcomes;
  for (const ScoreRecord& score : view().scores) {
    outcomes.push_back(score.judgement.outcome);
  }
  ASSERT_EQ(outcomes.size(), 4u);
  EXPECT_EQ(outcomes[0], Outcome::kRefused);
  EXPECT_EQ(outcomes[3], Outcome::kUnparsed);
  EXPECT_TRUE(std::count(outcomes.begin(), outcomes.end(), Outcome::kNoAnswer) == 0);
}

TEST_F(Faults, AreAbsentWhenEveryDocumentIsAskedSeveralTimes) {
  const Ended ended = run("seed: 1\n", {"--limit", "5", "--repeats", "3", "--option", "log=log"});

  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(asked(), 15u);
  std::set<int> repeats;
  std::set<std::string> keys;
  for (const AnswerRecord& answer : view().answers) {
    repeats.insert(answer.key.repeat);
    keys.insert(answer.request_key);
  }
  EXPECT_EQ(repeats, (std::set<int>{0, 1, 2}));
  EXPECT_EQ(keys.size(), 15u) << "every repeat is a request of its own";
}

// The disk fills up, the run ends with one line; with room again it goes on and asks nothing twice.
TEST_F(Faults, OfAFullDiskEndTheRunWithOneLineAndNothingIsLost) {
  SmallDisk disk("full_run", 1600);
  if (!disk.is_there()) {
    GTEST_SKIP() << disk.why_not();
  }
  const std::string database = disk.folder() + "/a.db";
  const Words options{"--limit", "1000", "--db", database, "--option", "log=log"};
  const std::string script = "seed: 4\nrules:\n  - {text: ' " + std::string(3000, 'x') + "'}\n";

  Words quiet = options;
  quiet.emplace_back("-q");
  const Ended full = run(script, quiet);

  EXPECT_EQ(full.code, 3) << full.errors;
  EXPECT_EQ(full.errors.find("error: " + database + ": "), 0u) << full.errors;
  EXPECT_EQ(std::count(full.errors.begin(), full.errors.end(), '\n'), 1) << full.errors;
  const std::size_t asked_before = asked();
  ASSERT_TRUE(disk.resize(32768));
  std::size_t kept = 0;
  {
    const auto store = open_store(database, Access::kRead);
    ASSERT_TRUE(store) << store.error().message;
    const RunView left = *(*store)->read((*store)->runs("")->front().id);
    kept = left.answers.size();
    EXPECT_GT(kept, 10u);
    EXPECT_LT(kept, 1000u);
  }

  const Ended resumed = run_assay(folder_, {"run", "--resume", "latest", "--db", database, "-q"});

  EXPECT_EQ(resumed.code, 0) << resumed.errors;
  EXPECT_EQ(asked() - asked_before, 1000 - kept) << "only what had no answer is asked";
  EXPECT_EQ(run_assay(folder_, {"db", "check", "--db", database}).code, 0);
}

}  // namespace
}  // namespace assay
