// The command line: values arrive where they belong, and mistakes are answered with one line.
#include "harness/cli/arguments.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

Result<Arguments> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "assay");
  return parse_arguments(static_cast<int>(words.size()), words.data());
}

TEST(Arguments, OfARunArriveInItsStruct) {
  const auto all = parse({"run",
                          "--model",
                          "a",
                          "-m",
                          "x=llama:f.gguf",
                          "--suite",
                          "quick",
                          "--task",
                          "t",
                          "--limit",
                          "7",
                          "--num-fewshot",
                          "2",
                          "--repeats",
                          "3",
                          "--seed",
                          "9",
                          "--parallel",
                          "8",
                          "--schedule",
                          "exact",
                          "--db",
                          "d.db",
                          "--data",
                          "D",
                          "--json",
                          "--option",
                          "gpu_layers=3",
                          "--threads",
                          "2"});

  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(all->command, "run");
  EXPECT_EQ(all->run.models, (std::vector<std::string>{"a", "x=llama:f.gguf"}));
  EXPECT_EQ(all->run.tasks, (std::vector<std::string>{"t"}));
  EXPECT_EQ(all->run.suite, "quick");
  EXPECT_EQ(all->run.limit, 7);
  EXPECT_EQ(all->run.exemplars, 2);
  EXPECT_EQ(all->run.repeats, 3);
  EXPECT_EQ(all->run.seed, 9u);
  EXPECT_EQ(all->run.schedule, "exact");
  EXPECT_EQ(all->run.engine, (EngineOptions{{"gpu_layers", "3"}, {"parallel", "8"}, {"threads", "2"}}));
  EXPECT_EQ(all->common.database, "d.db");
  EXPECT_EQ(all->common.data, "D");
  EXPECT_TRUE(all->common.has_json);
}

TEST(Arguments, OfNestedCommandsNameTheVerb) {
  const auto all = parse({"tasks", "show", "arc_challenge", "--document", "4"});

  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(all->command, "tasks");
  EXPECT_EQ(all->named.verb, "show");
  EXPECT_EQ(all->named.names, (std::vector<std::string>{"arc_challenge"}));
  EXPECT_EQ(all->named.document, 4);
}

TEST(Arguments, HelpAndVersionAreTextsNotErrors) {
  EXPECT_NE(parse({"run", "--help"})->text.find("--num-fewshot"), std::string::npos);
  EXPECT_EQ(parse({"--version"})->text.substr(0, 6), "assay ");
  EXPECT_NE(parse({})->text.find("kernels"), std::string::npos);
}

TEST(Arguments, OfRegradingArriveInTheirStruct) {
  const auto all = parse({"regrade", "2026", "--task", "a", "-t", "b", "--scorer", "s,f", "--with", "number", "--with",
                          "letter", "--dry-run", "--examples", "3", "--tasks", "T", "--data", "D"});

  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(all->command, "regrade");
  EXPECT_EQ(all->regrade.run, "2026");
  EXPECT_EQ(all->regrade.tasks, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(all->regrade.scorers, (std::vector<std::string>{"s,f"}));
  EXPECT_EQ(all->regrade.metrics, (std::vector<std::string>{"number", "letter"}));
  EXPECT_TRUE(all->regrade.is_dry);
  EXPECT_EQ(all->regrade.examples, 3);
  EXPECT_EQ(all->common.task_folders, std::vector<std::string>{"T"});
  EXPECT_EQ(all->common.data, "D");
}

struct Mistake {
  std::string name;
  std::vector<const char*> words;
  std::string expected;
};

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreAnsweredWithWhatWouldBeRight) {
  const auto all = parse(GetParam().words);

  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_EQ(all.error().message.find('\n'), std::string::npos);
  EXPECT_NE(all.error().message.find(GetParam().expected), std::string::npos) << all.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    CommandLine, Mistakes,
    testing::Values(Mistake{"option", {"run", "--modle", "x"}, "unknown option '--modle'; did you mean '--model'?"},
                    Mistake{"command", {"rnu"}, "unknown command or name 'rnu'; did you mean 'run'?"},
                    Mistake{"number", {"run", "--limit", "x"}, "--limit"},
                    Mistake{"range", {"run", "--limit", "0"}, "--limit"},
                    Mistake{"schedule", {"run", "--schedule", "slow"}, "--schedule"},
                    Mistake{"pair", {"run", "--option", "novalue"}, "'novalue' is not KEY=VALUE"},
                    Mistake{"missing", {"compare", "a"}, "second"},
                    Mistake{"examples", {"regrade", "a", "--examples", "-1"}, "--examples"}),
    [](const auto& tested) { return tested.param.name; });

TEST(ShellLine, QuotesWhatAShellWouldSplitOrExpand) {
  EXPECT_EQ(shell_line({"assay", "--db", "a b.db", "it's", ""}), "assay --db 'a b.db' 'it'\\''s' ''");
}

}  // namespace
}  // namespace assay
