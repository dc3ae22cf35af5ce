// assay regrade with the real binary: a scripted run, judged again under changed task files, and killed on the way.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "results/sqlite/database.h"
#include "tests/fakes/program.h"

namespace assay {
namespace {

using Words = std::vector<std::string>;
using Json = nlohmann::json;

// Document i asks for the number i. The model writes it as it is, with a full stop behind it, or another number, in
// turn: by text 1 in 3 is right, by number 2 in 3.
class Regrade : public testing::Test {
 protected:
  Regrade() : folder_(fresh_folder("regrade_" + std::string(test_name()))) {
    std::filesystem::create_directories(folder_ + "/tasks");
    std::filesystem::create_directories(folder_ + "/data");
  }

  static const char* test_name() { return testing::UnitTest::GetInstance()->current_test_info()->name(); }

  void write(const std::string& name, const std::string& text) const {
    ASSERT_TRUE(write_file(folder_ + "/" + name, text));
  }
  void write_rows(int count, int changed = -1, const std::string& change = "") const {
    std::string rows;
    for (int i = 0; i < count; ++i) {
      const std::string number = std::to_string(i);
      rows += i == changed ? change + "\n" : R"({"q":"n)" + number + R"(","a":")" + number + "\"}\n";
    }
    write("data/quiz.jsonl", rows);
  }
  void write_task(const std::string& keys, int version = 1) const {
    write("tasks/quiz.yaml",
          "task: quiz\ndataset_path: json\ndataset_kwargs: {data_files: {test: quiz.jsonl}}\ntest_split: test\n"
          "output_type: generate_until\ndoc_to_text: \"Q: {{q}} A:\"\ndoc_to_target: \"{{a}}\"\n"
          "generation_kwargs: {until: [\"\\n\"], max_gen_toks: 16}\nmetadata: {version: " +
              std::to_string(version) + "}\n" + keys);
  }

  void run(int documents, const std::string& keys = kPlain) {
    write_rows(documents);
    write_task(keys);
    std::string script = "rules:\n";
    for (int i = 0; i < documents; ++i) {
      const std::string text = i % 3 == 0 ? std::to_string(i) : i % 3 == 1 ? std::to_string(i) + "." : "77777 no";
      script += "  - {ends_with: 'Q: n" + std::to_string(i) + " A:', text: '" + text + "'}\n";
    }
    write("m.yaml", script);
    const Ended ended = assay({"run", "--model", "scripted:m.yaml", "--task", "quiz", "--tasks", "tasks", "--data",
                               "data", "-q", "--block", "500"});
    ASSERT_EQ(ended.code, 0) << ended.errors;
  }

  Ended assay(const Words& words) const { return run_assay(folder_, words); }
  Ended regrade(Words words = {}) const {
    words.insert(words.begin(), {"regrade", "latest"});
    return assay(words);
  }
  Json regraded(Words words = {}) const {
    words.emplace_back("--json");
    const Ended ended = regrade(words);
    EXPECT_EQ(ended.code, 0) << ended.errors;
    return Json::parse(ended.output, nullptr, false);
  }
  std::string exported(const std::string& database = "assay.db") const {
    return assay({"db", "export", "--canonical", "--db", database}).output;
  }

  static void expect_refusal(const Ended& ended, int code, const std::string& words) {
    EXPECT_EQ(ended.code, code) << ended.errors;
    EXPECT_EQ(ended.output, "");
    EXPECT_EQ(std::count(ended.errors.begin(), ended.errors.end(), '\n'), 1) << ended.errors;
    EXPECT_TRUE(starts_with(ended.errors, "error: ")) << ended.errors;
    EXPECT_NE(ended.errors.find(words), std::string::npos) << ended.errors;
  }

  static constexpr const char* kPlain = "metric_list: [{metric: exact_match}]\n";
  const std::string folder_;
};

TEST_F(Regrade, OfAnUnchangedTaskFindsEverythingAsItIs) {
  run(12);
  const std::string before = exported();

  const Json json = regraded();

  EXPECT_EQ(json["answers"], 12);
  ASSERT_EQ(json["scorers"].size(), 1u);
  EXPECT_EQ(json["scorers"][0]["scorer"], "exact_match");
  EXPECT_EQ(json["scorers"][0]["stored"], 12);
  EXPECT_EQ(json["scorers"][0]["added"], 0);
  EXPECT_EQ(json["scorers"][0]["right"], 4);
  EXPECT_EQ(exported(), before);
}

TEST_F(Regrade, WithAMetricThatTheFileDoesNotNamePutsItIntoReportsAndViews) {
  run(12);

  const Ended ended = regrade({"--with", "number"});

  ASSERT_EQ(ended.code, 0) << ended.errors;
  EXPECT_NE(ended.output.find("number version 1: 8 of 12 right; 12 added, 0 stored before"), std::string::npos)
      << ended.output;
  const Json report = Json::parse(assay({"report", "--json"}).output, nullptr, false);
  const Json& run = report["runs"][0];
  EXPECT_EQ(run["results"][0]["metrics"].size(), 2u);
  ASSERT_EQ(run["agreement"].size(), 1u) << run["agreement"];
  const Json& pair = run["agreement"][0];
  EXPECT_EQ(pair["first"], "exact_match");
  EXPECT_EQ(pair["second"], "number");
  EXPECT_EQ(pair["both_right"], 4);
  EXPECT_EQ(pair["only_second_right"], 4);
  EXPECT_EQ(pair["both_wrong"], 4);
  EXPECT_EQ(pair["disagreements"][0]["document"], 1);
  EXPECT_EQ(pair["disagreements"][0]["first"]["answer"], "1.");
  EXPECT_EQ(pair["disagreements"][0]["second"]["answer"], "1");
}

TEST_F(Regrade, DryRunSaysWhatWouldBeAddedAndWritesNothing) {
  run(12);
  const std::string before = exported();

  const Json json = regraded({"--dry-run", "--with", "number", "--scorer", "exact_match"});

  EXPECT_EQ(json["dry_run"], true);
  EXPECT_EQ(json["scorers"][1]["scorer"], "number");
  EXPECT_EQ(json["scorers"][1]["added"], 12);
  EXPECT_EQ(exported(), before);
}

TEST_F(Regrade, ByANewerTaskFileAddsItsScorersToTheOldAnswers) {
  run(12);
  write_task("metric_list:\n  - {metric: exact_match}\n  - {metric: exec, name: contains, command: [" ASSAY_SOURCE_DIR
             "/docs/examples/exec_scorer.sh]}\nextractors: [number]\n",
             2);

  const Ended ended = regrade({"--json"});

  ASSERT_EQ(ended.code, 0) << ended.errors;
  EXPECT_NE(ended.errors.find("task 'quiz': version 2 judges answers to version 1"), std::string::npos) << ended.errors;
  const Json json = Json::parse(ended.output, nullptr, false);
  ASSERT_EQ(json["scorers"].size(), 3u);
  EXPECT_EQ(json["scorers"][1]["scorer"], "exec:contains");
  EXPECT_EQ(json["scorers"][1]["added"], 12);
  EXPECT_EQ(json["scorers"][2]["right"], 8);
}

TEST_F(Regrade, ByScorersThatNeedAllRepeatsJudgesEachDocumentOnce) {
  run(6, std::string("repeats: 3\n") + kPlain);
  write_task(
      "repeats: 3\nmetric_list: [{metric: exact_match}]\nfilter_list:\n  - {name: maj, filter: [{function: "
      "majority_vote}, {function: take_first}]}\n  - {name: five, filter: [{function: take_first_k, k: 5}, {function: "
      "majority_vote}]}\n");

  const Ended ended = regrade({"--json"});
  const Ended named = regrade({"--scorer", "exact_match,five"});

  ASSERT_EQ(ended.code, 0) << ended.errors;
  EXPECT_NE(ended.errors.find("scorer 'exact_match,five' needs 5 repeats, the run has 3; left out"), std::string::npos)
      << ended.errors;
  const Json json = Json::parse(ended.output, nullptr, false);
  EXPECT_EQ(json["answers"], 18);
  ASSERT_EQ(json["scorers"].size(), 1u);
  EXPECT_EQ(json["scorers"][0]["scorer"], "exact_match,maj");
  EXPECT_EQ(json["scorers"][0]["judged"], 6);
  EXPECT_EQ(json["scorers"][0]["right"], 2);
  expect_refusal(named, 2, "needs 5 repeats, the run has 3");
}

TEST_F(Regrade, NamesARuleThatChangedWithoutAnotherVersionAndKeepsWhatIsStored) {
  run(12);
  const std::string before = exported();
  write_task("metric_list: [{metric: exact_match, ignore_punctuation: true}]\n");

  const Ended ended = regrade();

  EXPECT_EQ(ended.code, 1) << ended.errors;
  EXPECT_NE(ended.errors.find("error: 4 stored scores differ from those of the same scorer and version now"),
            std::string::npos)
      << ended.errors;
  EXPECT_NE(ended.output.find("document 1 repeat 0, gold '1'"), std::string::npos) << ended.output;
  EXPECT_EQ(exported(), before);
}

TEST_F(Regrade, RefusesDocumentsThatChanged) {
  run(12);
  const std::string before = exported();
  write_rows(12, 5, R"({"q":"n5, please","a":"5"})");
  const Ended text = regrade();
  write_rows(5);
  const Ended fewer = regrade();

  expect_refusal(text, 2, "task 'quiz': document 5 is no longer the one that the run asked");
  expect_refusal(fewer, 2, "task 'quiz': document 5 is not there: it has 5 documents now");
  EXPECT_EQ(exported(), before);
}

TEST_F(Regrade, RefusesAnotherGoldAnswer) {
  run(6);
  write_task(std::string("doc_to_target: \"{{a}}.0\"\n") + kPlain);

  expect_refusal(regrade(), 2, "task 'quiz': document 0 has another gold answer than in the run");
}

TEST_F(Regrade, AnswersWrongNamesWithOneLine) {
  run(3);

  expect_refusal(regrade({"--scorer", "exact_mtch"}), 2, "unknown scorer 'exact_mtch'; did you mean 'exact_match'?");
  expect_refusal(regrade({"--task", "quizz"}), 2, "unknown task of the run 'quizz'; did you mean 'quiz'?");
  expect_refusal(regrade({"--with", "nonsense"}), 2, "metric 'nonsense' is not known for generated texts");
  expect_refusal(assay({"regrade", "2020"}), 3, "unknown run '2020'");
  expect_refusal(assay({"regrade", "latest", "--db", "none.db"}), 3, "no database at none.db");
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/none.db"));
  expect_refusal(assay({"regrade"}), 2, "run is required");
  std::filesystem::remove(folder_ + "/tasks/quiz.yaml");
  expect_refusal(regrade(), 2, "unknown task 'quiz'");
}

TEST_F(Regrade, FindsFilesThatMoved) {
  run(3);
  std::filesystem::rename(folder_ + "/data", folder_ + "/elsewhere");
  std::filesystem::rename(folder_ + "/tasks", folder_ + "/others");

  EXPECT_EQ(regraded({"--data", "elsewhere", "--tasks", "others"})["answers"], 3);
}

// A program that takes its time over each answer, so that a signal falls between two of the pages that are committed
// one by one.
class SlowRegrade : public Regrade {
 protected:
  void begin(int documents) {
    write("tasks/judge.sh",
          "#!/bin/sh\nwhile IFS= read -r line; do\n  case $line in '{\"kind\":\"hello\"'*) printf "
          "'{\"protocol\":1,\"version\":1}\\n'; continue ;; esac\n  sleep 0.001\n  id=${line#*\\\"id\\\":}\n  printf "
          "'{\"id\":%s,\"value\":1,\"outcome\":\"right\"}\\n' \"${id%%,*}\"\ndone\n");
    std::filesystem::permissions(folder_ + "/tasks/judge.sh", std::filesystem::perms::owner_all);
    write_task("metric_list:\n  - {metric: exact_match}\n  - {metric: exec, name: slow, command: [./judge.sh]}\n");
    documents_ = documents;
  }

  std::int64_t judged() const {
    auto database = Database::open(folder_ + "/assay.db", Database::Mode::kReadOnly);
    const auto count = database ? database->query_text("SELECT count(*) FROM score WHERE scorer = 'exec:slow'")
                                : Result<std::string>(database.error());
    return count ? parse_int(*count).value_or(0) : 0;
  }

  // Starts it and sends a signal when the first page is committed.
  Ended stop_by(int signal) const {
    Program running(folder_, {ASSAY_BINARY, "regrade", "latest"});
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (judged() == 0 && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    running.send(signal);
    Ended ended = running.wait();
    EXPECT_GT(judged(), 0);
    EXPECT_LT(judged(), documents_);
    return ended;
  }

  int documents_ = 0;
};

TEST_F(SlowRegrade, KilledOnTheWayAndRepeatedEndsLikeAnUndisturbedOne) {
  run(600);
  begin(600);
  std::filesystem::copy_file(folder_ + "/assay.db", folder_ + "/undisturbed.db");
  ASSERT_EQ(regrade({"--db", "undisturbed.db"}).code, 0);

  const Ended killed = stop_by(SIGKILL);
  const Ended again = regrade();

  EXPECT_EQ(killed.code, 128 + SIGKILL);
  EXPECT_EQ(again.code, 0) << again.errors;
  EXPECT_EQ(judged(), 600);
  EXPECT_EQ(exported(), exported("undisturbed.db"));
  EXPECT_EQ(assay({"db", "check"}).code, 0);
}

TEST_F(SlowRegrade, InterruptedSaysSoAndTheSameCommandGoesOn) {
  run(1000);
  begin(1000);

  const Ended stopped = stop_by(SIGINT);

  EXPECT_EQ(stopped.code, 130) << stopped.errors;
  EXPECT_EQ(stopped.output, "");
  EXPECT_NE(stopped.errors.find("the same command goes on"), std::string::npos) << stopped.errors;
  EXPECT_EQ(regraded()["scorers"][1]["judged"], 1000);
  EXPECT_EQ(judged(), 1000);
}

}  // namespace
}  // namespace assay
