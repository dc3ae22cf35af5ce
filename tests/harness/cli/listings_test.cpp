// Listings of models, tasks and runs, as text and as JSON; foreign text never reaches the terminal raw.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "harness/base/hash.h"
#include "harness/cli/commands.h"
#include "results/registry.h"
#include "tests/fakes/manual_clock.h"
#include "tests/fakes/report_views.h"
#include "tests/fakes/scratch_folder.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

using CommandFunction = ExitCode (*)(const Arguments&, const Console&, Clock&);

struct Said {
  ExitCode code;
  std::string out;
  std::string error;
};

Said run(CommandFunction command, const Arguments& all) {
  ManualClock clock;
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const ExitCode code = command(all, Console(all.common), clock);
  std::string out = testing::internal::GetCapturedStdout();
  return {code, std::move(out), testing::internal::GetCapturedStderr()};
}

Arguments on_shipped_configs(const std::string& verb, std::vector<std::string> names = {}) {
  Arguments all;
  all.common.configs = std::string(ASSAY_SOURCE_DIR) + "/configs";
  all.named = {.verb = verb, .names = std::move(names)};
  return all;
}

nlohmann::json json_of(const Said& said) { return nlohmann::json::parse(said.out, nullptr, false); }

class Models : public testing::Test {
 protected:
  void SetUp() override {
    file_ = configs_.write("weights.gguf", "weights");
    all_.common.configs = configs_.path();
    all_.common.has_json = true;
    all_.named.verb = "list";
  }
  void pin(const std::string& hash) const {
    configs_.write("models/m.yaml", "model: m\nsummary: s\naddress: llama:" + file_ + "\nlicence: l\nterms: t\n" +
                                        (hash.empty() ? "" : "sha256: " + hash + "\n"));
  }

  ScratchFolder configs_{"models"};
  std::string file_;
  Arguments all_;
};

TEST_F(Models, AreListedWithTheirStateAndTerms) {
  pin(sha256("weights"));
  const nlohmann::json ready = json_of(run(models_command, all_));
  all_.named.is_verifying = true;
  const nlohmann::json verified = json_of(run(models_command, all_));

  ASSERT_EQ(ready.size(), 1u);
  EXPECT_EQ(ready[0]["state"], "ready");
  EXPECT_EQ(ready[0]["file"], file_);
  EXPECT_EQ(ready[0]["terms"], "t");
  EXPECT_EQ(verified[0]["state"], "verified");
}

TEST_F(Models, WithAnotherHashFailTheCheck) {
  pin(std::string(64, '0'));
  all_.named.is_verifying = true;

  const Said said = run(models_command, all_);

  EXPECT_EQ(said.code, ExitCode::kEnvironment);
  EXPECT_EQ(json_of(said)[0]["state"], "wrong hash");
  EXPECT_EQ(json_of(said)[0]["sha256"], sha256("weights"));
}

TEST_F(Models, ThatAreNotPinnedSaySo) {
  pin("");
  all_.common.has_json = false;

  const Said said = run(models_command, all_);

  EXPECT_NE(said.out.find("m  ready\n"), std::string::npos);
  EXPECT_NE(said.out.find("sha256 not pinned"), std::string::npos);
}

TEST(TaskListings, HoldEveryShippedTask) {
  Arguments all = on_shipped_configs("list");
  const Said text = run(tasks_command, all);
  all.common.has_json = true;
  const nlohmann::json json = json_of(run(tasks_command, all));

  EXPECT_EQ(text.code, ExitCode::kOk);
  EXPECT_GE(json.size(), 3u);
  EXPECT_NE(text.out.find("ARC-Challenge, grade-school"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("group of 57 tasks"), std::string::npos) << text.out;
  EXPECT_EQ(text.out.find("mmlu_virology"), std::string::npos) << text.out;
}

TEST(TaskShown, IsThePromptAModelGets) {
  Arguments all = on_shipped_configs("show", {"ordering_puzzles"});
  all.named.exemplars = 2;
  const Said text = run(tasks_command, all);
  all.common.has_json = true;
  const nlohmann::json json = json_of(run(tasks_command, all));

  EXPECT_EQ(text.code, ExitCode::kOk);
  const std::string prompt = json["prompt"];
  EXPECT_EQ(text.out.compare(0, prompt.size(), prompt), 0);
  EXPECT_NE(text.out.find("* " + json["gold"].get<std::string>() + "\n"), std::string::npos);
  std::size_t questions = 0;
  for (std::size_t at = prompt.find("Question: "); at != std::string::npos; at = prompt.find("Question: ", at + 1)) {
    ++questions;
  }
  EXPECT_EQ(questions, 3u);
}

TEST(TaskShown, RefusesDocumentsAndExemplarsThatAreNotThere) {
  Arguments beyond = on_shipped_configs("show", {"arithmetic_words"});
  beyond.named.document = 1000000;
  Arguments many = on_shipped_configs("show", {"arithmetic_words"});
  many.named.exemplars = 1000;

  EXPECT_NE(run(tasks_command, beyond).error.find("has documents 0 to"), std::string::npos);
  EXPECT_EQ(run(tasks_command, beyond).code, ExitCode::kUsage);
  EXPECT_NE(run(tasks_command, many).error.find("has 64 exemplars"), std::string::npos);
}

// A database with one stored run.
class Runs : public testing::Test {
 protected:
  void SetUp() override {
    all_.common.database = folder_.path() + "/assay.db";
    const auto store = open_store(all_.common.database, Access::kWrite);
    ASSERT_TRUE(store) << store.error().message;
    RunView view = make_hostile_view();
    for (AnswerRecord& answer : view.answers) {
      answer.request_key = std::string(32, '0');
    }
    ASSERT_TRUE((*store)->begin_run(view));
  }

  ScratchFolder folder_{"runs"};
  Arguments all_;
};

TEST_F(Runs, AreListedWithoutControlBytes) {
  all_.named.verb = "runs";
  const Said text = run(db_command, all_);
  all_.common.has_json = true;
  const Said json = run(db_command, all_);

  EXPECT_EQ(text.out.find('\x1b'), std::string::npos);
  EXPECT_NE(text.out.find("20260101-140000-dead"), std::string::npos);
  ASSERT_EQ(json_of(json).size(), 1u);
  EXPECT_EQ(json_of(json)[0]["seed"], 7);
}

TEST_F(Runs, AreExportedByNameOrAll) {
  all_.named.verb = "export";
  const Said everything = run(db_command, all_);
  all_.named.names = {"20260101-14"};
  const Said one = run(db_command, all_);
  all_.named.names = {"2019"};
  const Said none = run(db_command, all_);

  EXPECT_EQ(everything.code, ExitCode::kOk);
  EXPECT_EQ(everything.out, one.out);
  EXPECT_NE(one.out.find("\"record\":\"model\""), std::string::npos);
  EXPECT_NE(none.code, ExitCode::kOk);
  EXPECT_EQ(none.out, "");
}

TEST_F(Runs, AreChecked) {
  all_.named.verb = "check";
  const Said text = run(db_command, all_);
  all_.common.has_json = true;
  const nlohmann::json json = json_of(run(db_command, all_));

  EXPECT_EQ(text.code, ExitCode::kOk);
  EXPECT_NE(text.out.find("SQLite's integrity check: ok"), std::string::npos);
  EXPECT_EQ(json["is_sound"], true);
  EXPECT_EQ(json["damaged"].size(), 0u);
}

TEST(RunListings, OfNoDatabaseFail) {
  Arguments all;
  all.common.database = temp_folder() + "no-such.db";
  all.named.verb = "runs";

  EXPECT_EQ(run(db_command, all).code, ExitCode::kEnvironment);
}

}  // namespace
}  // namespace assay
