// Plain words of YAML 1.1, each with what PyYAML 6.0.4 makes of it.
#include "tasks/lm_eval/yaml_scalar.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

struct Word {
  std::string name, text, expected;  // JSON
};

class PlainWords : public testing::TestWithParam<Word> {};

TEST_P(PlainWords, MeanWhatTheyMeanToPyYaml) { EXPECT_EQ(to_json(plain_scalar(GetParam().text)), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Yaml11, PlainWords,
    testing::Values(Word{"nothing", "", "null"}, Word{"tilde", "~", "null"}, Word{"null_word", "Null", "null"},
                    Word{"no_null", "nUll", "\"nUll\""}, Word{"yes", "yes", "true"}, Word{"off", "OFF", "false"},
                    Word{"letter_y", "y", "\"y\""}, Word{"octal", "017", "15"}, Word{"no_octal", "08", "\"08\""},
                    Word{"new_octal", "0o17", "\"0o17\""}, Word{"hexadecimal", "0x1F", "31"},
                    Word{"binary", "-0b101", "-5"}, Word{"underscores", "1_000", "1000"}, Word{"plus", "+5", "5"},
                    Word{"big", "12345678901234567890", "12345678901234567890"}, Word{"sixties", "190:20:30", "685230"},
                    Word{"no_sixties", "1:60", "\"1:60\""}, Word{"real_sixties", "-1:30.5", "-90.5"},
                    Word{"underscore_in_sixties", "1:_5.2", "\"1:_5.2\""}, Word{"real", "-1.50", "-1.5"},
                    Word{"only_dot_behind", "1.", "1.0"}, Word{"dot_first", ".5", "0.5"},
                    Word{"sign_and_dot", "-.5", "\"-.5\""}, Word{"exponent", "1.5e+3", "1500.0"},
                    Word{"exponent_without_sign", "1.5e3", "\"1.5e3\""}, Word{"exponent_without_dot", "1e3", "\"1e3\""},
                    Word{"infinite", "-.inf", "-Infinity"}, Word{"date", "2024-01-01", "\"2024-01-01\""},
                    Word{"dash", "-", "\"-\""}, Word{"name", "utils.f", "\"utils.f\""}),
    [](const auto& tested) { return tested.param.name; });

TEST(TaggedScalar, TakesTheTypeThatIsNamedOrNone) {
  EXPECT_EQ(to_json(*tagged_scalar("tag:yaml.org,2002:str", "5")), "\"5\"");
  EXPECT_EQ(to_json(*tagged_scalar("tag:yaml.org,2002:float", "5")), "5.0");
  EXPECT_FALSE(tagged_scalar("tag:yaml.org,2002:int", "five"));
  EXPECT_FALSE(tagged_scalar("tag:yaml.org,2002:python/object:os.system", "ls"));
}

}  // namespace
}  // namespace assay
