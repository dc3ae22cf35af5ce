// Options of a llama model: read strictly, each refusal names option, value and what would be right.
#include "backends/llama/options.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

using Options = std::map<std::string, std::string>;

Result<LlamaOptions> parsed(const Options& options, const std::string& address = "llama:m.gguf") {
  return parse_llama_options({.name = "m", .address = address, .options = options}, 3);
}

TEST(LlamaOptions, HaveDefaults) {
  const auto options = parsed({});

  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->file, "m.gguf");
  EXPECT_EQ(options->schedule, LlamaSchedule::kFast);
  EXPECT_EQ(options->threads, 3);
  EXPECT_EQ(options->context, 0);
  EXPECT_FALSE(options->gpu_layers);
}

TEST(LlamaOptions, TakeEveryOption) {
  const auto options = parsed({{"schedule", "exact"},
                               {"parallel", "8"},
                               {"threads", "2"},
                               {"batch", "256"},
                               {"ubatch", "128"},
                               {"context", "1024"},
                               {"flash_attention", "off"},
                               {"device", "cpu"},
                               {"gpu_layers", "0"},
                               {"kv_type", "f32"}});

  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->schedule, LlamaSchedule::kExact);
  EXPECT_EQ(options->parallel, 8);
  EXPECT_EQ(options->threads, 2);
  EXPECT_EQ(options->batch, 256);
  EXPECT_EQ(options->ubatch, 128);
  EXPECT_EQ(options->context, 1024);
  EXPECT_EQ(options->flash_attention, FlashAttention::kOff);
  EXPECT_EQ(options->device, "cpu");
  EXPECT_EQ(options->gpu_layers, 0);
  EXPECT_EQ(options->kv_type, "f32");
}

TEST(LlamaOptions, KeepTheDefaultUbatchWithinASmallBatch) { EXPECT_EQ(parsed({{"batch", "64"}})->ubatch, 64); }

struct Wrong {
  const char* name;
  Options options;
  const char* message;
};

class WrongOptions : public testing::TestWithParam<Wrong> {};

TEST_P(WrongOptions, AreRefused) {
  const auto options = parsed(GetParam().options);

  ASSERT_FALSE(options);
  EXPECT_EQ(options.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_NE(options.error().message.find("model 'm': "), std::string::npos);
  EXPECT_NE(options.error().message.find(GetParam().message), std::string::npos) << options.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongOptions,
    testing::Values(
        Wrong{"unknown", {{"thread", "2"}}, "unknown option 'thread'; did you mean 'threads'?"},
        Wrong{"zero", {{"parallel", "0"}}, "option 'parallel': '0': not a whole number from 1 to 200"},
        Wrong{"too_many", {{"parallel", "201"}}, "not a whole number from 1 to 200"},
        Wrong{"negative", {{"threads", "-1"}}, "option 'threads': '-1'"},
        Wrong{"no_number", {{"batch", "2k"}}, "option 'batch': '2k'"},
        Wrong{"empty", {{"context", ""}}, "option 'context': ''"},
        Wrong{"schedule", {{"schedule", "exat"}}, "did you mean 'exact'?"},
        Wrong{"flash", {{"flash_attention", "yes"}}, "option 'flash_attention'"},
        Wrong{"kv", {{"kv_type", "f17"}}, "option 'kv_type'"},
        Wrong{"device", {{"device", ""}}, "not the name of a device"},
        Wrong{"layers", {{"gpu_layers", "-1"}}, "option 'gpu_layers': '-1'"},
        Wrong{"ubatch_over_batch", {{"batch", "64"}, {"ubatch", "128"}}, "ubatch: 128 is more than batch (64)"},
        Wrong{"quantised_cache", {{"kv_type", "q8_0"}, {"flash_attention", "off"}}, "'q8_0' needs flash attention"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(LlamaAddress, IsSchemeAndFile) {
  EXPECT_FALSE(parsed({}, "llama:"));
  EXPECT_FALSE(parsed({}, "m.gguf"));
  EXPECT_EQ(parsed({}, "llama:dir/with:colon.gguf")->file, "dir/with:colon.gguf");
}

}  // namespace
}  // namespace assay
