// What servers write: pieces of answers, errors in their many forms, echoed log-probabilities.
#include "backends/openai/answer.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

struct Form {
  const char* name;
  std::string json;
  std::string text;
  std::string thought;
  std::string finish_reason;
};

class Pieces : public testing::TestWithParam<Form> {};

TEST_P(Pieces, AreReadInEveryForm) {
  const auto piece = read_openai_piece(GetParam().json);

  ASSERT_TRUE(piece) << piece.error().message;
  EXPECT_EQ(piece->text, GetParam().text);
  EXPECT_EQ(piece->thought, GetParam().thought);
  EXPECT_EQ(piece->finish_reason, GetParam().finish_reason);
  EXPECT_EQ(piece->error, "");
}

INSTANTIATE_TEST_SUITE_P(
    OpenAi, Pieces,
    testing::Values(
        Form{"completion", R"({"choices":[{"index":0,"text":" a","finish_reason":null}]})", " a", "", ""},
        Form{"chat", R"({"choices":[{"delta":{"role":"assistant","content":"a"},"finish_reason":"stop"}]})", "a", "",
             "stop"},
        Form{"whole_chat", R"({"choices":[{"message":{"content":"a"},"finish_reason":"length"}]})", "a", "", "length"},
        Form{"thought", R"({"choices":[{"delta":{"reasoning_content":"t","content":null}}]})", "", "t", ""},
        Form{"thought_other_name", R"({"choices":[{"delta":{"reasoning":"t"}}]})", "", "t", ""},
        Form{"second_choice_first", R"({"choices":[{"index":1,"text":"b"},{"index":0,"text":"a"}]})", "a", "", ""},
        Form{"only_another_choice", R"({"choices":[{"index":1,"text":"b"}]})", "", "", ""},
        Form{"usage_only", R"({"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}})", "", "", ""},
        Form{"delta_null", R"({"choices":[{"delta":null,"finish_reason":""}]})", "", "", ""}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(OpenAiPiece, HoldsUsageAndTheStopThatTheServerNames) {
  const auto piece = read_openai_piece(
      R"({"model":"x","system_fingerprint":"f","choices":[{"text":"","finish_reason":"stop","stop_reason":"\n"}],)"
      R"("usage":{"prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":8}}})");

  ASSERT_TRUE(piece);
  EXPECT_EQ(piece->stop, "\n");
  EXPECT_EQ(piece->usage->prompt_tokens, 9);
  EXPECT_EQ(piece->usage->cached_tokens, 8);
  EXPECT_EQ(piece->usage->output_tokens, 4);
  EXPECT_EQ(piece->model, "x");
  EXPECT_EQ(piece->fingerprint, "f");
}

struct Message {
  const char* name;
  std::string body;
  std::string message;
};

class Messages : public testing::TestWithParam<Message> {};

TEST_P(Messages, AreFoundAndMadePrintable) { EXPECT_EQ(openai_error_message(GetParam().body), GetParam().message); }

INSTANTIATE_TEST_SUITE_P(OpenAi, Messages,
                         testing::Values(Message{"nested", R"({"error":{"message":"no","code":1}})", "no"},
                                         Message{"text", R"({"error":"no"})", "no"},
                                         Message{"object", R"({"object":"error","message":"no"})", "no"},
                                         Message{"detail", R"({"detail":"no"})", "no"},
                                         Message{"html", "<html>\x1b[31mBad Gateway</html>\n",
                                                 "<html>\\x1b[31mBad Gateway</html>"},
                                         Message{"empty", "", ""}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(OpenAiUsage, TellsTheThoughtsTokensWhereTheServerCountsThem) {
  const auto piece = read_openai_piece(R"({"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":90,)"
                                       R"("completion_tokens_details":{"reasoning_tokens":80}}})");
  const auto without =
      read_openai_piece(R"({"choices":[],"usage":{"completion_tokens":9,"completion_tokens_details":null}})");

  ASSERT_TRUE(piece && piece->usage && without && without->usage);
  EXPECT_EQ(piece->usage->thought_tokens, 80);
  EXPECT_FALSE(without->usage->thought_tokens);
}

TEST(OpenAiErrors, ThatMeanAFullContextAreKnown) {
  EXPECT_TRUE(is_context_error(R"({"error":{"message":"This model's maximum context length is 4096 tokens."}})"));
  EXPECT_TRUE(is_context_error(R"({"error":{"code":400,"type":"exceed_context_size_error","message":"x"}})"));
  EXPECT_TRUE(is_context_error("The input (9 tokens) is longer than the model's Context Length (8 tokens)."));
  EXPECT_FALSE(is_context_error(R"({"error":{"message":"top_p must be at most 1"}})"));
}

TEST(OpenAiFinish, FollowsTheServersReason) {
  EXPECT_EQ(finish_of("stop"), Finish::kEnd);
  EXPECT_EQ(finish_of("length"), Finish::kLength);
  EXPECT_EQ(finish_of("content_filter"), Finish::kRefused);
  EXPECT_EQ(finish_of("tool_calls"), Finish::kEnd);
  EXPECT_FALSE(finish_of("abort"));
}

// "It is" + " so": four tokens of the prompt and one that was generated.
std::string echo(const std::string& tokens, const std::string& offsets, const std::string& sums,
                 const std::string& best) {
  return R"({"usage":{"completion_tokens":1},"choices":[{"index":0,"logprobs":{"tokens":)" + tokens +
         R"(,"text_offset":)" + offsets + R"(,"token_logprobs":)" + sums + R"(,"top_logprobs":)" + best + "}}]}";
}

const Score kScore{.context = "It is", .continuations = {" so"}};

TEST(OpenAiEcho, SumsTheTokensBehindTheContext) {
  const auto scores = read_echo(echo(R"(["It"," is"," s","o","!"])", "[0,2,5,7,8]", "[null,-1,-2,-0.5,-9]",
                                     R"([null,{"x":-1},{" s":-2},{"o":-0.5},{}])"),
                                kScore);

  ASSERT_TRUE(scores) << scores.error().message;
  EXPECT_EQ(scores->choices[0].log_likelihood, -2.5);
  EXPECT_EQ(scores->choices[0].tokens, 2);
  EXPECT_TRUE(scores->choices[0].is_greedy);
  EXPECT_EQ(scores->context_tokens, 2);
}

TEST(OpenAiEcho, AllowsForABeginningTokenThatCounts) {
  const auto scores = read_echo(
      echo(R"(["<s>","It"," is"," so","!"])", "[0,3,5,8,11]", "[null,-4,-1,-2,-9]", R"([null,{},{},{"y":-1},{}])"),
      kScore);

  ASSERT_TRUE(scores) << scores.error().message;
  EXPECT_EQ(scores->choices[0].log_likelihood, -2);
  EXPECT_FALSE(scores->choices[0].is_greedy);
  EXPECT_EQ(scores->context_tokens, 3);
}

TEST(OpenAiEcho, GivesATokenOverTheBoundaryToTheContinuation) {
  const auto scores =
      read_echo(echo(R"(["It"," is s","o","!"])", "[0,2,7,8]", "[null,-1,-2,-9]", "[null,{},{},{}]"), kScore);

  ASSERT_TRUE(scores) << scores.error().message;
  EXPECT_EQ(scores->choices[0].tokens, 2);
  EXPECT_EQ(scores->choices[0].log_likelihood, -3);
}

TEST(OpenAiEcho, CountsCodePoints) {
  const Score score{.context = "\xc3\xa4\xc3\xb6", .continuations = {"\xc3\xbc"}};

  const auto scores =
      read_echo(echo("[\"\xc3\xa4\xc3\xb6\",\"\xc3\xbc\",\"!\"]", "[0,2,3]", "[null,-1.5,-9]", "[null,{},{}]"), score);

  ASSERT_TRUE(scores) << scores.error().message;
  EXPECT_EQ(scores->choices[0].log_likelihood, -1.5);
}

struct BadEcho {
  const char* name;
  std::string json;
  ErrorKind kind;
  std::string message;
};

class BadEchoes : public testing::TestWithParam<BadEcho> {};

TEST_P(BadEchoes, AreNotTakenForScores) {
  const auto scores = read_echo(GetParam().json, kScore);

  ASSERT_FALSE(scores);
  EXPECT_EQ(scores.error().kind, GetParam().kind);
  EXPECT_NE(scores.error().message.find(GetParam().message), std::string::npos) << scores.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    OpenAi, BadEchoes,
    testing::Values(
        BadEcho{"no_logprobs", R"({"choices":[{"text":"It is so","logprobs":null}]})", ErrorKind::kUnsupported,
                "no log"},
        BadEcho{"other_form", R"({"choices":[{"logprobs":{"content":[]}}]})", ErrorKind::kUnsupported, "no log"},
        BadEcho{"only_the_answer", echo("[\"!\"]", "[0]", "[-1]", "[{}]"), ErrorKind::kUnsupported, "no log"},
        BadEcho{"wrong_offsets", echo(R"(["It"," so","!"])", "[0,2,5]", "[null,-1,-1]", "[null,{},{}]"),
                ErrorKind::kCorrupt, "offsets end at 5"},
        BadEcho{"a_hole", echo(R"(["It"," is"," so","!"])", "[0,2,5,8]", "[null,-1,null,-1]", "[null,{},{},{}]"),
                ErrorKind::kCorrupt, "no log-probability for token 3"},
        BadEcho{"error", R"({"error":{"message":"no"}})", ErrorKind::kCorrupt, "the server says: no"},
        BadEcho{"no_choice", R"({"choices":[]})", ErrorKind::kCorrupt, "no choice 0"},
        BadEcho{"garbage", "hello", ErrorKind::kCorrupt, "not a JSON object"}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace assay
