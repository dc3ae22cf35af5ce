// Programs behind exec, good and bad: each fault costs the requests it touches, never the run.
#include <gtest/gtest.h>

#include "backends/registry.h"
#include "harness/base/clock.h"
#include "harness/base/files.h"
#include "harness/base/text.h"
#include "tasks/exec_scorer/exec_scorer.h"
#include "tests/fakes/program.h"
#include "tests/fakes/scratch_folder.h"
#include "tests/fakes/waiting_sink.h"

namespace assay {
namespace {

const std::string kHello =
    R"(echo '{"protocol":1,"name":"n","model":"m","parallel":4,"can":["generate","log_likelihood","streaming"]}')";

// Shell lines that answer: $line is what was asked, $id its id.
std::string engine(const std::string& answer) {
  return "read -r line; " + kHello +
         "\nwhile read -r line; do id=$(printf '%s' \"$line\" | sed 's/.*\"id\":\\([0-9]*\\).*/\\1/')\n" + answer +
         "\ndone\n";
}

class Exec : public testing::Test {
 protected:
  Result<std::unique_ptr<Backend>> make(const std::string& script, std::map<std::string, std::string> options = {}) {
    const std::string file = folder_.write("engine.sh", script);
    return make_backend({.name = "e", .address = "exec:sh " + file, .options = std::move(options)}, *clock_);
  }
  void start(const std::string& script, std::map<std::string, std::string> options = {}) {
    auto made = make(script, std::move(options));
    ASSERT_TRUE(made) << made.error().message;
    backend_ = std::move(*made);
  }
  Response ask(RequestId id) {
    submit(id);
    EXPECT_TRUE(sink_.wait_for(++asked_));
    return sink_.response(id);
  }
  void submit(RequestId id, std::vector<std::string> stops = {}) {
    backend_->submit({.id = id, .body = Generate{.prompt = "p", .stops = std::move(stops)}}, sink_);
  }

  ScratchFolder folder_{"exec"};
  std::unique_ptr<Clock> clock_ = make_system_clock();
  WaitingSink sink_;
  std::unique_ptr<Backend> backend_;
  std::size_t asked_ = 0;
};

TEST_F(Exec, AnswersPieceByPiece) {
  start(engine(R"(printf '{"id":%s,"chunk":"a"}\n{"id":%s,"chunk":"b","tokens":1}\n{"id":%s}\n' $id $id $id)"));

  const Response response = ask(1);

  EXPECT_EQ(response.finish, Finish::kEnd) << response.failure;
  EXPECT_EQ(response.text, "ab");
  EXPECT_EQ(sink_.chunks(1), 2);
}

TEST_F(Exec, CutsAtStopsThatTheProgramIgnores) {
  start(engine(
      R"(case $line in *generate*) printf '{"id":%s,"chunk":"a#b"}\n' $id;; *cancel*) printf '{"id":%s}\n' $id;; esac)"));

  submit(1, {"#"});
  ASSERT_TRUE(sink_.wait_for(1));

  EXPECT_EQ(sink_.response(1).finish, Finish::kStop);
  EXPECT_EQ(sink_.response(1).stop, "#");
  EXPECT_EQ(sink_.response(1).text, "a");
  asked_ = 1;
  submit(2, {"#"});
  EXPECT_TRUE(sink_.wait_for(2)) << "the program goes on";
}

struct Fault {
  const char* name;
  std::string answer;
  std::string failure;
};

class ExecFaults : public Exec, public testing::WithParamInterface<Fault> {};

TEST_P(ExecFaults, CostTheRequestAndTheProgramIsStartedAgain) {
  const std::string mark = folder_.path() + "/again";
  // The first program does wrong, the second one does not.
  start(engine("if [ -e " + mark + " ]; then printf '{\"id\":%s,\"text\":\"fine\"}\\n' $id; else touch " + mark + "\n" +
               GetParam().answer + "\nfi"));

  const Response bad = ask(1);
  const Response good = ask(2);

  EXPECT_EQ(bad.finish, Finish::kFailed);
  EXPECT_NE(bad.failure.find(GetParam().failure), std::string::npos) << bad.failure;
  EXPECT_EQ(bad.failure.find('\n'), std::string::npos);
  EXPECT_EQ(good.finish, Finish::kEnd) << good.failure;
  EXPECT_EQ(good.text, "fine");
}

INSTANTIATE_TEST_SUITE_P(
    Faults, ExecFaults,
    testing::Values(Fault{"death", "echo 'out of memory' >&2; exit 9",
                          "it ended (exit code 9); its standard error ends: out of memory"},
                    Fault{"signal", "kill -9 $$", "it ended (signal 9)"},
                    Fault{"garbage", "echo Traceback", "it wrote a line that is no JSON object: 'Traceback'"},
                    Fault{"unknown_id", R"(echo '{"id":77,"text":"a"}')",
                          "answered the request 77, which is not on its way"},
                    Fault{"flood", "yes | tr -d '\\n'", "a line longer than 16 MiB"},
                    Fault{"other_text", R"(printf '{"id":%s,"chunk":"a"}\n{"id":%s,"text":"b"}\n' $id $id)",
                          "not what its pieces were"},
                    Fault{"no_text", R"(printf '{"id":%s}\n' $id)", "without a text"},
                    Fault{"own_failure", R"(printf '{"id":%s,"failure":"no luck"}\n' $id)", "no luck"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(Exec, TakesAnswersInAnyOrder) {
  start(engine(R"(if [ "$id" = 1 ]; then first=$id; else printf '{"id":2,"text":"b"}\n{"id":1,"text":"a"}\n'; fi)"));

  submit(1);
  submit(2);

  ASSERT_TRUE(sink_.wait_for(2));
  EXPECT_EQ(sink_.response(1).text, "a");
  EXPECT_EQ(sink_.response(2).text, "b");
}

TEST_F(Exec, EndsAProgramThatDoesNotLetGoOfACancelledRequest) {
  start(engine("case $line in *generate*) [ $id = 3 ] && printf '{\"id\":3,\"text\":\"c\"}\\n';; esac"),
        {{"grace", "0.2"}});
  submit(1);
  submit(2);

  backend_->cancel(1);
  ASSERT_TRUE(sink_.wait_for(2));

  EXPECT_EQ(sink_.response(1).finish, Finish::kCancelled);
  EXPECT_EQ(sink_.response(2).finish, Finish::kFailed);
  EXPECT_NE(sink_.response(2).failure.find("did not let go of a cancelled request"), std::string::npos);
  asked_ = 2;
  EXPECT_EQ(ask(3).text, "c");
}

TEST_F(Exec, IsNotStartedForEver) {
  start(engine("exit 1"), {{"restarts", "2"}});

  for (RequestId id = 1; id <= 3; ++id) {
    EXPECT_NE(ask(id).failure.find("it ended (exit code 1)"), std::string::npos);
  }

  const Response last = ask(4);
  EXPECT_EQ(last.finish, Finish::kFailed);
  EXPECT_NE(last.failure.find("ended 3 times without an answer between; it is not started again"), std::string::npos)
      << last.failure;
}

TEST_F(Exec, IsRefusedIfItDoesNotBeginAsAgreed) {
  const auto silent = make("sleep 60", {{"start_timeout", "0.2"}});
  const auto dead = make("echo 'no weights' >&2; exit 2");
  const auto odd = make("echo hello");

  ASSERT_FALSE(silent || dead || odd);
  EXPECT_EQ(silent.error().message, "model 'e': 'sh': no first line within 0.2 s");
  EXPECT_EQ(dead.error().message,
            "model 'e': 'sh': ended (exit code 2) before its first line; its standard error ends: no weights");
  EXPECT_NE(odd.error().message.find("not a JSON object with its name: 'hello'"), std::string::npos);
}

TEST_F(Exec, RunsATaskThroughTheExampleEngine) {
  const std::string folder = fresh_folder("exec_run");
  const std::string engine = std::string("words=exec:python3 ") + ASSAY_SOURCE_DIR + "/docs/examples/exec_backend.py";
  const Ended ended = run_assay(folder, {"run", "--model", engine, "--task", "arithmetic_words", "--task",
                                         "ordering_puzzles", "--limit", "8", "--num-fewshot", "0", "--json"});

  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_NE(ended.output.find("\"no_answer\": 0"), std::string::npos) << ended.output;
}

class ExecJudges : public testing::Test {
 protected:
  Result<std::unique_ptr<Scorer>> make(const std::string& script, int restarts = 20) {
    const std::string file = folder_.write("judge.sh", script);
    return make_exec_scorer({.name = "j", .command = {"sh", file}, .timeout_s = 0.5, .restarts = restarts});
  }
  static Judgement judge(const Scorer& scorer, const std::string& text = "The answer is 7.") {
    return scorer.judge({.document = "{}", .gold = "7"}, {.finish = Finish::kEnd, .text = text});
  }

  ScratchFolder folder_{"judge"};
};

TEST_F(ExecJudges, AreTheExampleInDocs) {
  const auto scorer =
      make_exec_scorer({.name = "contains", .command = {ASSAY_SOURCE_DIR "/docs/examples/exec_scorer.sh"}});

  ASSERT_TRUE(scorer) << scorer.error().message;
  EXPECT_EQ((*scorer)->name(), "exec:contains");
  EXPECT_EQ((*scorer)->version(), 1);
  EXPECT_EQ(judge(**scorer).outcome, Outcome::kRight);
  EXPECT_EQ(judge(**scorer).value, 1);
  EXPECT_EQ(judge(**scorer, "It is 7?\nNo, \"8\".\n").outcome, Outcome::kWrong);
  EXPECT_EQ(judge(**scorer, "").outcome, Outcome::kUnparsed);
}

TEST_F(ExecJudges, AreNotAskedAboutWhatIsNoAnswer) {
  const auto scorer = make("read -r l; echo '{\"protocol\":1,\"version\":2}'; cat > " + folder_.path() + "/asked");
  ASSERT_TRUE(scorer) << scorer.error().message;

  const Judgement judgement = (*scorer)->judge({}, {.finish = Finish::kFailed, .failure = "down"});

  EXPECT_EQ(judgement.outcome, Outcome::kNoAnswer);
  EXPECT_EQ(judgement.rule, "no answer: down");
}

class ExecJudgeFaults : public ExecJudges, public testing::WithParamInterface<Fault> {};

TEST_P(ExecJudgeFaults, CostOneJudgementAndNoMore) {
  const std::string mark = folder_.path() + "/again";
  const auto scorer = make(
      "read -r l; echo '{\"protocol\":1,\"version\":2}'\nwhile read -r l; do id=$(printf '%s' \"$l\" | sed "
      "'s/.*\"id\":\\([0-9]*\\).*/\\1/')\nif [ -e " +
      mark + " ]; then printf '{\"id\":%s,\"value\":1,\"outcome\":\"right\"}\\n' $id; else touch " + mark + "\n" +
      GetParam().answer + "\nfi\ndone");
  ASSERT_TRUE(scorer) << scorer.error().message;

  const Judgement bad = judge(**scorer);
  const Judgement good = judge(**scorer);

  EXPECT_EQ(bad.outcome, Outcome::kNoAnswer);
  EXPECT_FALSE(bad.value);
  EXPECT_TRUE(starts_with(bad.rule, "scorer fault: ")) << bad.rule;
  EXPECT_NE(bad.rule.find(GetParam().failure), std::string::npos) << bad.rule;
  EXPECT_EQ(good.value, 1) << good.rule;
}

INSTANTIATE_TEST_SUITE_P(
    Faults, ExecJudgeFaults,
    testing::Values(Fault{"hang", "sleep 60", "wrote nothing within 0.5 s"},
                    Fault{"death", "echo dead >&2; exit 4", "it ended (exit code 4); its standard error ends: dead"},
                    Fault{"flood", "yes | tr -d '\\n'", "it wrote"},
                    Fault{"garbage", "echo no", "no JSON object: 'no'"},
                    Fault{"out_of_order", R"(echo '{"id":99,"value":1,"outcome":"right"}')", "wrote another one"},
                    Fault{"outcome", R"(printf '{"id":%s,"outcome":"good"}\n' $id)", "'outcome' is none of"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(ExecJudges, AreNotStartedForEver) {
  const auto scorer = make("read -r l; echo '{\"protocol\":1,\"version\":2}'; read -r l; exit 1", 1);
  ASSERT_TRUE(scorer) << scorer.error().message;

  judge(**scorer);
  judge(**scorer);

  EXPECT_NE(judge(**scorer).rule.find("failed 2 times without a judgement between"), std::string::npos);
}

TEST_F(ExecJudges, AreRefusedIfTheyDoNotBeginAsAgreed) {
  const auto absent = make_exec_scorer({.name = "j", .command = {"/nowhere/judge"}});
  const auto odd = make("read -r l; echo hi");
  const auto none = make_exec_scorer({.name = "j"});

  ASSERT_FALSE(absent || odd || none);
  EXPECT_EQ(absent.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(odd.error().message.find("metric 'exec:j': 'sh': its first line is not"), std::string::npos)
      << odd.error().message;
  EXPECT_EQ(none.error().kind, ErrorKind::kInvalidConfig);
}

}  // namespace
}  // namespace assay
