// The bodies that go to a server, whole.
#include "backends/openai/body.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

OpenAiOptions options() { return {.base = "http://h/v1", .model = "m"}; }

TEST(OpenAiBody, AsksAPlainPromptGreedily) {
  const Generate ask{.prompt = "1 + 1 =", .stops = {"\n", ""}, .output_tokens_max = 8};

  EXPECT_EQ(generate_body(options(), ask),
            R"({"model":"m","prompt":"1 + 1 =","max_tokens":8,"temperature":0.0,"stop":["\n"],"stream":true,)"
            R"("stream_options":{"include_usage":true}})");
}

TEST(OpenAiBody, SendsSamplingOnlyWhereItIsAskedFor) {
  const Generate ask{.prompt = "p",
                     .sampling = {.temperature = 0.5, .top_p = 0.25, .min_p = 0.125, .top_k = 3, .seed = 7},
                     .output_tokens_max = 1,
                     .ignores_end = true};

  const std::string body = generate_body(options(), ask);

  EXPECT_NE(body.find(R"("temperature":0.5,"seed":7,"top_p":0.25,"top_k":3,"min_p":0.125,"ignore_eos":true)"),
            std::string::npos)
      << body;
}

TEST(OpenAiBody, SendsNoMoreThanFourStops) {
  const Generate ask{.prompt = "p", .stops = {"a", "b", "c", "d", "e"}};

  EXPECT_NE(generate_body(options(), ask).find(R"("stop":["a","b","c","d"])"), std::string::npos);
}

TEST(OpenAiBody, KeepsStopsFromAServerThatWouldLookForThemInAThought) {
  const Generate ask{.prompt = "p", .stops = {"a"}, .thought = ThoughtTags()};

  EXPECT_EQ(generate_body(options(), ask).find("stop\""), std::string::npos);
}

TEST(OpenAiBody, WrapsAPlainPromptAsChatIfAskedTo) {
  OpenAiOptions chat = options();
  chat.api = OpenAiApi::kChat;
  chat.system = "Be brief.";
  chat.extra = R"({"top_logprobs":2})";
  chat.limit_field = "max_completion_tokens";

  const std::string body = generate_body(chat, {.prompt = "Hi", .output_tokens_max = 4});

  EXPECT_EQ(body, R"({"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}],)"
                  R"("max_completion_tokens":4,"temperature":0.0,"stream":true,)"
                  R"("stream_options":{"include_usage":true},"top_logprobs":2})");
}

TEST(OpenAiBody, SendsMessagesToChatWhateverTheOption) {
  const Generate ask{.messages = {{"user", "Hi"}}};

  EXPECT_TRUE(is_chat(options(), ask));
  EXPECT_NE(generate_body(options(), ask).find(R"("messages":[{"role":"user","content":"Hi"}])"), std::string::npos);
}

TEST(OpenAiBody, EchoesEveryContinuationBehindItsContext) {
  EXPECT_EQ(
      score_body(options(), {.context = "It is", .continuations = {" so", " not"}}),
      R"({"model":"m","prompt":["It is so","It is not"],"max_tokens":1,"temperature":0,"echo":true,"logprobs":1})");
}

}  // namespace
}  // namespace assay
