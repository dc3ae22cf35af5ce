// The lines between harness and program: what is written, and what is said of wrong ones.
#include "backends/exec/protocol.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(ExecProtocol, WritesRequestsOnOneLine) {
  const Request generate{
      .id = 3, .body = Generate{.prompt = "a\nb", .sampling = {.seed = 5}, .stops = {"\n"}, .output_tokens_max = 9}};
  const Request score{.id = 4, .body = Score{.context = "c", .continuations = {" d"}}};

  EXPECT_EQ(exec_hello_line(), R"({"kind":"hello","protocol":1})");
  EXPECT_EQ(exec_request_line(generate),
            R"({"kind":"generate","id":3,"prompt":"a\nb","output_tokens_max":9,"stops":["\n"],"temperature":0.0,)"
            R"("top_p":1.0,"min_p":0.0,"top_k":0,"seed":5,"ignores_end":false})");
  EXPECT_EQ(exec_request_line(score), R"({"kind":"score","id":4,"context":"c","continuations":[" d"]})");
  EXPECT_EQ(exec_cancel_line(4), R"({"kind":"cancel","id":4})");
  EXPECT_EQ(exec_stop_line(), R"({"kind":"stop"})");
}

TEST(ExecProtocol, WritesMessagesInsteadOfAPrompt) {
  const std::string line = exec_request_line({.id = 1, .body = Generate{.messages = {{"user", "Hi"}}}});

  EXPECT_NE(line.find(R"("messages":[{"role":"user","content":"Hi"}])"), std::string::npos) << line;
  EXPECT_EQ(line.find("prompt"), std::string::npos);
}

TEST(ExecProtocol, ReadsAName) {
  const auto info = read_exec_hello(
      R"({"protocol":1,"name":"n","model":"m","can":["generate","top_k"],"parallel":7,"context":99,"identity":{"v":2}})");

  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->can, Capability::kGenerate | Capability::kTopK);
  EXPECT_EQ(info->generations_in_flight, 7);
  EXPECT_EQ(info->context_tokens_max, 99);
  EXPECT_EQ(info->identity.at("program.v"), "2");
  EXPECT_EQ(info->identity.at("program.name"), "n");
}

struct BadLine {
  const char* name;
  std::string line;
  std::string message;
};

class BadHellos : public testing::TestWithParam<BadLine> {};

TEST_P(BadHellos, AreRefused) {
  const auto info = read_exec_hello(GetParam().line);

  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().kind, ErrorKind::kEnvironment);
  EXPECT_NE(info.error().message.find(GetParam().message), std::string::npos) << info.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Exec, BadHellos,
    testing::Values(BadLine{"garbage", "hello", "not a JSON object"},
                    BadLine{"other_protocol", R"({"protocol":2,"can":["generate"]})", "no \"protocol\":1"},
                    BadLine{"cannot_do_anything", R"({"protocol":1,"can":["seed"]})", "neither 'generate' nor"},
                    BadLine{"unknown", R"({"protocol":1,"can":["generat"]})", "did you mean 'generate'?"},
                    BadLine{"inner", R"({"protocol":1,"can":["token_ids"]})", "unknown capability 'token_ids'"},
                    BadLine{"parallel", R"({"protocol":1,"can":["generate"],"parallel":0})", "'parallel' is 0"}),
    [](const auto& tested) { return std::string(tested.param.name); });

class BadAnswers : public testing::TestWithParam<BadLine> {};

TEST_P(BadAnswers, AreRefusedWithTheLine) {
  const auto said = read_exec_line(GetParam().line);

  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().kind, ErrorKind::kCorrupt);
  EXPECT_NE(said.error().message.find(GetParam().message), std::string::npos) << said.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Exec, BadAnswers,
    testing::Values(BadLine{"garbage", "Traceback\x1b[1m", "no JSON object: 'Traceback\\x1b[1m'"},
                    BadLine{"list", "[1]", "no JSON object"}, BadLine{"no_id", R"({"text":"a"})", "without an 'id'"},
                    BadLine{"id_text", R"({"id":"1","text":"a"})", "without an 'id'"},
                    BadLine{"negative", R"({"id":-1,"text":"a"})", "without an 'id'"},
                    BadLine{"text", R"({"id":1,"text":5})", "'text' is 5, not a text"},
                    BadLine{"chunk", R"({"id":1,"chunk":[]})", "'chunk' is [], not a text"},
                    BadLine{"finish", R"({"id":1,"text":"","finish":"timed_out"})", "'finish' is 'timed_out'"},
                    BadLine{"positive", R"({"id":1,"choices":[{"log_likelihood":0.5}]})", "at most 0"},
                    BadLine{"nan", R"({"id":1,"choices":[{"log_likelihood":NaN}]})", "at most 0"},
                    BadLine{"no_sum", R"({"id":1,"choices":[3]})", "at most 0"},
                    BadLine{"tokens", R"({"id":1,"text":"a","output_tokens":-1})", "'output_tokens' is -1"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(ExecProtocol, ReadsPiecesAnswersChoicesAndFailures) {
  const auto chunk = read_exec_line(R"({"id":1,"chunk":"a","tokens":2})");
  const auto answer = read_exec_line(R"({"id":1,"text":"ab","finish":"length","output_tokens":2})");
  const auto choices = read_exec_line(R"({"id":1,"choices":[{"log_likelihood":-1,"tokens":1,"is_greedy":true}]})");
  const auto failure = read_exec_line(R"({"id":1,"failure":"no memory"})");

  ASSERT_TRUE(chunk && answer && choices && failure);
  EXPECT_EQ(chunk->chunk, "a");
  EXPECT_EQ(chunk->chunk_tokens, 2);
  EXPECT_EQ(answer->finish, Finish::kLength);
  EXPECT_EQ(answer->output_tokens, 2);
  EXPECT_TRUE(choices->choices[0].is_greedy);
  EXPECT_EQ(failure->finish, Finish::kFailed);
  EXPECT_EQ(failure->failure, "no memory");
}

}  // namespace
}  // namespace assay
