// generation_kwargs: lm-eval's defaults, what counts as sampling, and what is refused.
#include "tasks/lm_eval/generation_settings.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace assay {
namespace {

using Stops = std::vector<std::string>;

Result<Generation> read(const std::string& json, const std::string& delimiter = "") {
  TaskConfig config;
  config.generation_kwargs.value = json.empty() ? Value() : *parse_json_value(json);
  config.fewshot_delimiter.value = delimiter.empty() ? Value() : Value::of(delimiter);
  return read_generation(config);
}

TEST(GenerationSettings, StopAtTheExemplarsDelimiterWithoutUntil) {
  EXPECT_EQ(read("")->stops, Stops{"\n\n"});
  EXPECT_EQ(read("{}", ";")->stops, Stops{";"});
  EXPECT_EQ(read(R"({"until":null})", ";")->stops, Stops{";"});
  EXPECT_EQ(read(R"({"until":[]})", ";")->stops, Stops{});
  EXPECT_EQ(read(R"({"until":"x"})")->stops, Stops{"x"});
  EXPECT_EQ(read(R"({"until":["","a","b"]})")->stops, (Stops{"a", "b"}));
}

TEST(GenerationSettings, LimitTheTokensByTheFirstNameThatIsThere) {
  EXPECT_EQ(read("")->output_tokens_max, 256);
  EXPECT_EQ(read(R"({"max_gen_toks":32})")->output_tokens_max, 32);
  EXPECT_EQ(read(R"({"max_tokens":8,"max_gen_toks":"16"})")->output_tokens_max, 16);
}

struct SamplingCase {
  const char* name;
  std::string json;
  double temperature;
  double top_p;
  int top_k;
};

class SamplingSettings : public testing::TestWithParam<SamplingCase> {};

TEST_P(SamplingSettings, AreReadAsLmEvalPassesThem) {
  const auto generation = read(GetParam().json);

  ASSERT_TRUE(generation) << generation.error().message;
  EXPECT_EQ(generation->sampling.temperature, GetParam().temperature);
  EXPECT_EQ(generation->sampling.top_p, GetParam().top_p);
  EXPECT_EQ(generation->sampling.top_k, GetParam().top_k);
}

INSTANTIATE_TEST_SUITE_P(
    Kwargs, SamplingSettings,
    testing::Values(SamplingCase{"None", "{}", 0, 1, 0},
                    SamplingCase{"GreedyWithTemperature", R"({"do_sample":false,"temperature":0.7})", 0, 1, 0},
                    SamplingCase{"TemperatureAlone", R"({"temperature":0.7,"top_k":40})", 0.7, 1, 40},
                    SamplingCase{"Sampled", R"({"do_sample":true,"temperature":1.0,"top_p":0.95})", 1, 0.95, 0},
                    SamplingCase{"SampledAtZero", R"({"do_sample":true,"temperature":0.0,"top_p":0.95})", 0, 1, 0},
                    SamplingCase{"TopPOfZeroIsOff", R"({"temperature":1,"top_p":0,"top_k":-1})", 1, 1, 0}),
    [](const auto& tested) { return std::string(tested.param.name); });

struct RefusedCase {
  const char* name;
  std::string json;
  ErrorKind kind;
  std::string expected;
};

class RefusedKwargs : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedKwargs, AreNamed) {
  const auto generation = read(GetParam().json);

  ASSERT_FALSE(generation);
  EXPECT_EQ(generation.error().kind, GetParam().kind);
  EXPECT_NE(generation.error().message.find(GetParam().expected), std::string::npos) << generation.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Kwargs, RefusedKwargs,
    testing::Values(
        RefusedCase{"UnknownKey", R"({"guidance":1})", ErrorKind::kUnsupported, "'guidance' is not supported"},
        RefusedCase{"NoNumber", R"({"max_gen_toks":"many"})", ErrorKind::kInvalidConfig,
                    "max_gen_toks is 'many', not a number from 1 to 1e+06"},
        RefusedCase{"TooLarge", R"({"temperature":1000})", ErrorKind::kInvalidConfig, "temperature is 1000"},
        RefusedCase{"NoTruth", R"({"do_sample":"yes"})", ErrorKind::kInvalidConfig, "do_sample is 'yes'"},
        RefusedCase{"StopThatIsNoText", R"({"until":[1]})", ErrorKind::kInvalidConfig, "until holds 1"},
        RefusedCase{"Beams", R"({"num_beams":4})", ErrorKind::kInvalidConfig, "num_beams above 1"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(GenerationSettings, LeaveRoomForAThoughtBeforeALetter) {
  EXPECT_TRUE(letter_generation().stops.empty());
  EXPECT_EQ(letter_generation().output_tokens_max, 512);
}

}  // namespace
}  // namespace assay
