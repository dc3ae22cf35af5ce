// A reasoning model from the command line to report and views: thoughts, truncations, preset r1, votes.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/base/files.h"
#include "results/sqlite/database.h"
#include "tests/fakes/program.h"
#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

// Three sums, four answers each, in the order in which they are asked. Gold: 12, 5, 8.
constexpr const char* kScript = R"(model: thinker
parallel: 1
rules:
  - {times: 1, text: "<think>let me see\n\n3 + 9</think>\n\nThe answer is 12."}
  - {times: 1, text: "<think>hm</think>The answer is 12."}
  - {times: 1, text: "<think>hm</think>The answer is 13."}
  - {times: 1, text: "<think>The answer is 12. wait", finish: length}
  - {times: 1, text: "The answer is 5."}
  - {times: 1, text: "<think>x y</think>The answer is 4."}
  - {times: 1, text: "<think>x y</think>I do not know"}
  - {times: 1, text: "<think>5", finish: length}
  - {times: 3, text: "<think>hm</think>The answer is 8."}
  - {text: "<think>8</think>The answer is 7.\n\nIt is 8."}
)";

constexpr const char* kTask = R"(task: sums
dataset_path: json
dataset_kwargs: {data_files: {test: sums.jsonl}}
test_split: test
doc_to_text: "{{q}}"
doc_to_target: "{{a}}"
grader: number
generation_kwargs: {until: ["\n\n"], max_gen_toks: 16}
)";

class Reasoning : public testing::Test {
 protected:
  void SetUp() override {
    folder_.write("thinker.yaml", kScript);
    folder_.write("tasks/sums.yaml", kTask);
    folder_.write("data/sums.jsonl",
                  "{\"q\": \"3 + 9 =\", \"a\": \"12\"}\n{\"q\": \"2 + 3 =\", \"a\": \"5\"}\n{\"q\": \"1 + 7 =\", "
                  "\"a\": \"8\"}\n");
  }

  Ended run(std::vector<std::string> more) {
    std::vector<std::string> words{
        "run",  "--configs", ASSAY_SOURCE_DIR "/configs", "--db",   "a.db", "--tasks", "tasks", "--data",
        "data", "--model",   "scripted:thinker.yaml",     "--task", "sums"};
    words.insert(words.end(), more.begin(), more.end());
    return run_assay(folder_.path(), words);
  }

  std::string one(const std::string& sql) const {
    const auto database = Database::open(folder_.path() + "/a.db", Database::Mode::kReadOnly);
    EXPECT_TRUE(database);
    const auto text = database->query_text(sql);
    EXPECT_TRUE(text) << (text ? "" : text.error().message);
    return text ? *text : "";
  }

  ScratchFolder folder_{"reasoning"};
};

double figure(const nlohmann::json& list, const std::string& name) {
  for (const auto& entry : list) {
    if (entry["figure"] == name) {
      return entry["mean"];
    }
  }
  return -1;
}

TEST_F(Reasoning, IsMeasuredByPresetR1) {
  const Ended ended = run({"--preset", "r1", "--repeats", "4", "--json"});

  ASSERT_EQ(ended.code, 0) << ended.errors;
  const auto report = nlohmann::json::parse(ended.output);
  const auto& cell = report["runs"][0]["results"][0];
  EXPECT_EQ(cell["outcomes"]["right"], 6);
  EXPECT_EQ(cell["outcomes"]["truncated_in_thought"], 2);
  EXPECT_EQ(cell["outcomes"]["unparsed"], 1);
  EXPECT_EQ(cell["thought"]["answers"], 12);
  EXPECT_EQ(cell["thought"]["thoughts"], 11);
  EXPECT_EQ(cell["thought"]["open"], 2);
  EXPECT_DOUBLE_EQ(cell["thought"]["thought_tokens_mean"], 23.0 / 12);
  EXPECT_DOUBLE_EQ(cell["thought"]["answer_tokens_mean"], 33.0 / 12);
  EXPECT_EQ(cell["repeats"]["k"], 4);
  const auto& figures = cell["repeats"]["figures"];
  EXPECT_DOUBLE_EQ(figure(figures, "avg@4"), 0.5);
  EXPECT_DOUBLE_EQ(figure(figures, "pass@4"), 1);
  EXPECT_DOUBLE_EQ(figure(figures, "cons@4"), 2.5 / 3);
}

TEST_F(Reasoning, StandsInTheViewsAsInTheReport) {
  ASSERT_EQ(run({"--preset", "r1", "--repeats", "4"}).code, 0);

  EXPECT_EQ(one("SELECT k || ' ' || avg_at_k || ' ' || pass_at_k || ' ' || round(cons_at_k, 4) FROM repeat_scores"),
            "4 0.5 1.0 0.8333");
  EXPECT_EQ(one("SELECT truncated_in_thought || ' ' || round(thought_tokens_mean, 4) || ' ' || answer_tokens_mean "
                "FROM leaderboard WHERE is_headline"),
            "2 1.9167 2.75");
  EXPECT_EQ(one("SELECT group_concat(thought || thought_tokens || answer_tokens, ' ') FROM (SELECT * FROM samples "
                "WHERE document = 0 ORDER BY repeat)"),
            "closed75 closed13 closed13 open50");
  EXPECT_EQ(one("SELECT group_concat(key || '=' || value, ' ') FROM (SELECT * FROM run_setting WHERE key IN "
                "('temperature', 'top_p', 'output_tokens_max', 'preset', 'repeats') ORDER BY key)"),
            "output_tokens_max=32768 preset=r1 repeats=4 temperature=0.6 top_p=0.95");
}

// The first answer thinks over a blank line, which is a stop string of the task; the last one's answer is cut there.
TEST_F(Reasoning, DoesNotStopInsideAThought) {
  ASSERT_EQ(run({"--preset", "r1", "--repeats", "4"}).code, 0);

  EXPECT_EQ(one("SELECT answer FROM samples WHERE document = 0 AND repeat = 0"), "12");
  EXPECT_EQ(one("SELECT finish || ' ' || answer FROM samples WHERE document = 2 AND repeat = 3"), "stop 7");
}

TEST_F(Reasoning, ShowsThoughtsAndRepeatsInTheTerminal) {
  const Ended ended = run({"--preset", "r1", "--repeats", "4"});

  for (const std::string text : {"Thoughts", "Repeats", "avg@4", "cons@4", "mG-Pass@2", "in thought %"}) {
    EXPECT_NE(ended.output.find(text), std::string::npos) << text << "\n" << ended.output;
  }
}

TEST_F(Reasoning, AsksBySizeOfTheSetWhereNothingElseIsSaid) {
  const Ended ended = run({"--preset", "r1", "--limit", "1"});

  EXPECT_NE(ended.errors.find("preset r1: task 'sums', 1 documents, 64 answers each"), std::string::npos)
      << ended.errors;
  EXPECT_EQ(one("SELECT count(*) FROM samples"), "64");
}

// The answer's given beginning opens the thought, as a chat template may: the text has a closing tag alone, or none.
TEST_F(Reasoning, BeginsInsideAThoughtThatThePromptOpened) {
  folder_.write("thinker.yaml",
                "parallel: 1\nrules:\n  - {times: 1, text: \"3 + 9 is 12</think>\\n\\nThe answer is 12.\"}\n  - {text: "
                "\"The answer is 5\", finish: length}\n");
  folder_.write("tasks/sums.yaml",
                std::string(kTask) + "gen_prefix: \"<think>\\n\"\nthought_tags: \"<think> </think>\"\n");

  ASSERT_EQ(run({"--limit", "2"}).code, 0);

  EXPECT_EQ(one("SELECT group_concat(thought || ' ' || outcome || ' ' || value, ', ') FROM (SELECT * FROM samples "
                "ORDER BY document)"),
            "closed right 1.0, open truncated_in_thought 0.0");
}

TEST_F(Reasoning, TakesTagsOffWhereAsked) {
  ASSERT_EQ(run({"--thought-tags", "none", "--limit", "1", "--max-new-tokens", "99"}).code, 0);

  EXPECT_EQ(one("SELECT thought || ' ' || output FROM samples"), "none <think>let me see");
}

TEST_F(Reasoning, RefusesTagsThatAreNoPairAndPresetsNobodyKnows) {
  const Ended tags = run({"--thought-tags", "<think>"});
  const Ended preset = run({"--preset", "r9"});

  EXPECT_EQ(tags.code, 2);
  EXPECT_EQ(tags.errors.find("error: --thought-tags: '<think>' is no pair of tags"), 0u) << tags.errors;
  EXPECT_EQ(preset.code, 2);
  EXPECT_EQ(preset.errors.find("error: --preset: unknown preset 'r9'"), 0u) << preset.errors;
}

}  // namespace
}  // namespace assay
