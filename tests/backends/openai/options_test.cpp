// Addresses and options of the openai backend: what they become, and what is said of wrong ones.
#include "backends/openai/options.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace assay {
namespace {

BackendSpec spec(const std::string& address) { return {.name = "m", .address = address}; }

TEST(OpenAiOptions, TakeAddressAndModelApart) {
  const auto options = parse_openai_options(spec("openai:http://127.0.0.1:8080/v1/#org/model-0.5B"));

  ASSERT_TRUE(options);
  EXPECT_EQ(options->base, "http://127.0.0.1:8080/v1");
  EXPECT_EQ(options->model, "org/model-0.5B");
  EXPECT_EQ(options->api, OpenAiApi::kCompletions);
  EXPECT_EQ(options->limit_field, "max_tokens");
}

TEST(OpenAiOptions, NameTheLimitAsTheHostWantsIt) {
  EXPECT_EQ(parse_openai_options(spec("openai:https://api.openai.com/v1#x"))->limit_field, "max_completion_tokens");
}

TEST(OpenAiOptions, ReadTheKeyFromTheNamedVariable) {
  ::setenv("ASSAY_TEST_KEY", " secret\n", 1);
  BackendSpec asked = spec("openai:http://h/v1");
  asked.options["key_env"] = "ASSAY_TEST_KEY";

  EXPECT_EQ(parse_openai_options(asked)->key, "secret");
  ::setenv("ASSAY_TEST_KEY", "a\r\nX-Evil: 1", 1);
  const auto refused = parse_openai_options(asked);
  ::unsetenv("ASSAY_TEST_KEY");

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message.find("Evil"), std::string::npos) << "a key is never shown";
}

struct Wrong {
  const char* name;
  std::string address;
  std::string option;
  std::string value;
  std::string message;
};

class WrongOpenAi : public testing::TestWithParam<Wrong> {};

TEST_P(WrongOpenAi, IsRefusedWithItsPlace) {
  BackendSpec asked = spec(GetParam().address.empty() ? "openai:http://h:1/v1" : GetParam().address);
  if (!GetParam().option.empty()) {
    asked.options[GetParam().option] = GetParam().value;
  }

  const auto options = parse_openai_options(asked);

  ASSERT_FALSE(options);
  EXPECT_EQ(options.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_NE(options.error().message.find(GetParam().message), std::string::npos) << options.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    OpenAi, WrongOpenAi,
    testing::Values(Wrong{"scheme", "openai:ftp://h/v1", "", "", "http and https are known"},
                    Wrong{"no_url", "openai:", "", "", "not an address"},
                    Wrong{"query", "openai:http://h/v1?x=1", "", "", "has a query"},
                    Wrong{"password", "openai:http://me:pw@h/v1", "", "", "belongs into the environment"},
                    Wrong{"api", "", "api", "cht", "unknown value 'cht'; did you mean 'chat'?"},
                    Wrong{"extra", "", "extra", "[1]", "not a JSON object"},
                    Wrong{"extra_own", "", "extra", R"({"seed": 1})", "the field 'seed' is set by each request"},
                    Wrong{"knows", "", "knows", "top_k,topp", "unknown field 'topp'"},
                    Wrong{"ca", "", "ca", "/nowhere/ca.pem", "not a file of certificates"},
                    Wrong{"limit_field", "", "limit_field", "tokens", "neither 'max_tokens'"},
                    Wrong{"context", "", "context", "0", "not a whole number from 1"},
                    Wrong{"unknown", "", "thread", "1", "unknown option 'thread'"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(OpenAiOptions, NeverShowAPassword) {
  const auto options = parse_openai_options(spec("openai:http://me:geheim@h/v1"));

  ASSERT_FALSE(options);
  EXPECT_EQ(options.error().message.find("geheim"), std::string::npos);
}

}  // namespace
}  // namespace assay
