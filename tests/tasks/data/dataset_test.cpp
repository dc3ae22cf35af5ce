// Every adapter on small made-up files, and, where they are at hand, on the real ones.
#include "tasks/data/dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "harness/base/files.h"
#include "harness/base/hash.h"
#include "harness/base/text.h"
#include "tasks/data/adapters/adapter.h"
#include "tasks/data/fetch/manifest.h"
#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

using testing::HasSubstr;

// A file, a query, and the rows it must give as JSON lines.
struct Reading {
  const char* name;
  const char* file;
  std::string text;
  DatasetQuery query;
  const char* rows;
};

class ReadDataset : public testing::TestWithParam<Reading> {};

TEST_P(ReadDataset, GivesTheHubsColumns) {
  const Reading& reading = GetParam();
  const ScratchFolder folder("dataset");
  folder.write(reading.file, reading.text);

  const auto rows = read_dataset(reading.query, folder.path());

  ASSERT_TRUE(rows) << rows.error().message;
  std::string lines;
  for (const Value& row : rows->rows) {
    lines += to_json(row) + "\n";
  }
  EXPECT_EQ(lines, reading.rows);
  ASSERT_EQ(rows->files.size(), 1u);
  EXPECT_EQ(rows->files[0].sha256, sha256(reading.text));
  EXPECT_TRUE(dataset_state(reading.query, folder.path()).is_there);
}

constexpr const char* kStem =
    "{\"id\":\"q1\",\"question\":{\"stem\":\"S?\",\"question_concept\":\"c\",\"choices\":[{\"text\":\"a\",\"label\":"
    "\"1\"},"
    "{\"text\":\"b\",\"label\":\"2\"},{\"text\":\"c\",\"label\":\"3\"}]},\"answerKey\":\"2\"}\n";
constexpr const char* kFlat = R"("choices":{"text":["a","b","c"],"label":["1","2","3"]},"answerKey":"2"})"
                              "\n";
const std::string kArcRow = std::string(R"({"id":"q1","question":"S?",)") + kFlat;
const std::string kBookRow = std::string(R"({"id":"q1","question_stem":"S?",)") + kFlat;

const auto kReadings = testing::Values(
    Reading{
        "arc", "arc/ARC-Easy/ARC-Easy-Test.jsonl", kStem, {"allenai/ai2_arc", "ARC-Easy", "test", {}}, kArcRow.c_str()},
    Reading{"arc_elsewhere",
            "ARC-Challenge-Dev.jsonl",
            kStem,
            {"allenai/ai2_arc", "ARC-Challenge", "validation", {}},
            kArcRow.c_str()},
    Reading{"openbookqa",
            "openbookqa/Main/test.jsonl",
            kStem,
            {"allenai/openbookqa", "main", "test", {}},
            kBookRow.c_str()},
    Reading{
        "commonsenseqa_without_answers",
        "commonsenseqa/test_rand_split_no_answers.jsonl",
        "{\"id\":\"q\",\"question\":{\"question_concept\":\"c\",\"choices\":[{\"label\":\"A\",\"text\":\"a\"}],"
        "\"stem\":\"S?\"}}",
        {"tau/commonsense_qa", "", "test", {}},
        "{\"id\":\"q\",\"question\":\"S?\",\"question_concept\":\"c\",\"choices\":{\"label\":[\"A\"],\"text\":[\"a\"]},"
        "\"answerKey\":\"\"}\n"},
    Reading{
        "mmlu_with_crlf_and_line_breaks",
        "mmlu/data/val/anatomy_val.csv",
        "\"One, or\ntwo \"\"q\"\"?\",a,b, c,d,C\r\nx\xC2\x85y,1,2,3,4,A",
        {"cais/mmlu", "anatomy", "validation", {}},
        "{\"question\":\"One, or\\ntwo \\\"q\\\"?\",\"subject\":\"anatomy\",\"choices\":[\"a\",\"b\",\" c\",\"d\"],"
        "\"answer\":2}\n"
        "{\"question\":\"x\xC2\x85y\",\"subject\":\"anatomy\",\"choices\":[\"1\",\"2\",\"3\",\"4\"],\"answer\":0}\n"},
    Reading{
        "hellaswag_text",
        "hellaswag/hellaswag_val_full.txt",
        "Roofing: A man sits. he\n3\ne0\ne1\ne2\ne3\nCooking: Take a pan. Heat it.\n0\nf0\nf1\nf2\nf3\n",
        {"Rowan/hellaswag", "", "validation", {}},
        "{\"activity_label\":\"Roofing\",\"ctx_a\":\"A man sits.\",\"ctx_b\":\"he\",\"ctx\":\"A man sits. he\","
        "\"endings\":[\"e0\",\"e1\",\"e2\",\"e3\"],\"split\":\"val\",\"label\":\"3\"}\n"
        "{\"activity_label\":\"Cooking\",\"ctx_a\":\"Take a pan. Heat it.\",\"ctx_b\":\"\",\"ctx\":\"Take a pan. Heat "
        "it.\",\"endings\":[\"f0\",\"f1\",\"f2\",\"f3\"],\"split\":\"val\",\"label\":\"0\"}\n"},
    Reading{
        "hellaswag_original",
        "hellaswag/hellaswag_val.jsonl",
        "{\"ind\":7,\"activity_label\":\"L\",\"ctx_a\":\"A.\",\"ctx_b\":\"he\",\"ctx\":\"A. he\",\"split\":\"val\","
        "\"split_type\":\"indomain\",\"label\":3,\"endings\":[\"a\",\"b\",\"c\",\"d\"],\"source_id\":\"s\"}",
        {"Rowan/hellaswag", "default", "validation", {}},
        "{\"ind\":7,\"activity_label\":\"L\",\"ctx_a\":\"A.\",\"ctx_b\":\"he\",\"ctx\":\"A. he\",\"endings\":[\"a\","
        "\"b\",\"c\",\"d\"],\"source_id\":\"s\",\"split\":\"val\",\"split_type\":\"indomain\",\"label\":\"3\"}\n"},
    Reading{"winogrande",
            "winogrande/dev.jsonl",
            "{\"qID\":\"x\",\"sentence\":\"_ s\",\"option1\":\"a\",\"option2\":\"b\",\"answer\":\"2\"}\n",
            {"allenai/winogrande", "winogrande_xl", "validation", {}},
            "{\"sentence\":\"_ s\",\"option1\":\"a\",\"option2\":\"b\",\"answer\":\"2\"}\n"},
    Reading{"winogrande_csv_with_a_blank_line",
            "winogrande/winogrande-debiased-eval.csv",
            "4,\"_, s\",a,b,2\n\n",
            {"ikawrakow/winogrande-eval-for-llama.cpp", "", "validation", {}},
            "{\"index\":4,\"sentence\":\"_, s\",\"option1\":\"a\",\"option2\":\"b\",\"answer\":\"2\"}\n"},
    Reading{"boolq_booleans_and_words",
            "boolq/val.jsonl",
            "{\"question\":\"q\",\"passage\":\"p\",\"idx\":5,\"label\":true}\n"
            "{\"question\":\"q\",\"passage\":\"p\",\"label\":\"false\"}\n",
            {"aps/super_glue", "boolq", "validation", {}},
            "{\"question\":\"q\",\"passage\":\"p\",\"idx\":5,\"label\":1}\n"
            "{\"question\":\"q\",\"passage\":\"p\",\"idx\":1,\"label\":0}\n"},
    Reading{"boolq_as_published",
            "boolq/val.jsonl",
            "{\"question\":\"q\",\"answer\":true,\"passage\":\"p\"}",
            {"google/boolq", "", "validation", {}},
            "{\"question\":\"q\",\"answer\":true,\"passage\":\"p\"}\n"},
    Reading{"truthfulqa_choices",
            "truthfulqa/data/mc_task.json",
            "[{\"question\":\"q\",\"mc1_targets\":{\"b\":1,\"a\":0},\"mc2_targets\":{\"b\":1}}]",
            {"truthfulqa/truthful_qa", "multiple_choice", "validation", {}},
            "{\"question\":\"q\",\"mc1_targets\":{\"choices\":[\"b\",\"a\"],\"labels\":[1,0]},\"mc2_targets\":{"
            "\"choices\":["
            "\"b\"],\"labels\":[1]}}\n"},
    Reading{
        "truthfulqa_with_a_byte_order_mark",
        "truthfulqa/TruthfulQA.csv",
        "\xEF\xBB\xBFType,Category,Question,Best Answer,Correct Answers,Incorrect Answers,Source\r\n"
        "T,C,Q,B,\"x; y\",z,http://s\r\n",
        {"truthfulqa/truthful_qa", "generation", "validation", {}},
        "{\"type\":\"T\",\"category\":\"C\",\"question\":\"Q\",\"best_answer\":\"B\",\"correct_answers\":[\"x\",\"y\"],"
        "\"incorrect_answers\":[\"z\"],\"source\":\"http://s\"}\n"},
    Reading{"gsm8k",
            "gsm8k/test.jsonl",
            "{\"question\":\"q\",\"answer\":\"#### 1\"}\n",
            {"openai/gsm8k", "main", "test", {}},
            "{\"question\":\"q\",\"answer\":\"#### 1\"}\n"},
    Reading{
        "math_of_a_subject",
        "math/test.jsonl",
        "{\"problem\":\"p\",\"level\":\"Level 1\",\"type\":\"Algebra\",\"solution\":\"s\",\"idx\":0}\n"
        "{\"problem\":\"r\",\"level\":\"Level 1\",\"type\":\"Counting & Probability\",\"solution\":\"s\",\"idx\":1}\n",
        {"EleutherAI/hendrycks_math", "counting_and_probability", "test", {}},
        "{\"problem\":\"r\",\"level\":\"Level 1\",\"type\":\"Counting & Probability\",\"solution\":\"s\"}\n"},
    Reading{"aime2024",
            "aime2024/test.jsonl",
            "{\"id\":60,\"problem\":\"p\",\"solution\":\"s\",\"answer\":\"025\",\"url\":"
            "\"https://a.b/wiki/index.php/2024_AIME_II_Problems/Problem_4\",\"question\":\"p\"}",
            {"Maxwell-Jia/AIME_2024", "", "train", {}},
            "{\"ID\":\"2024-II-4\",\"Problem\":\"p\",\"Solution\":\"s\",\"Answer\":25}\n"},
    Reading{"mgsm",
            "mgsm/mgsm_en.tsv",
            "\"He\" has 2.\t1,080\n",
            {"juletxara/mgsm", "en", "test", {}},
            "{\"question\":\"\\\"He\\\" has 2.\",\"answer\":null,\"answer_number\":1080,\"equation_solution\":null}\n"},
    Reading{"bbh",
            "bbh/bbh/navigate.json",
            "{\"canary\":\"c\",\"examples\":[{\"input\":\"i\",\"target\":\"Yes\"}]}",
            {"SaylorTwift/bbh", "navigate", "test", {}},
            "{\"input\":\"i\",\"target\":\"Yes\"}\n"},
    Reading{"bbh_prompt",
            "bbh/cot-prompts/navigate.txt",
            "canary\n-----\nDo it.\n\nQ: one\nA: Let's. Yes.\n\nQ: two\nA: No.\n",
            {"lukaemon/bbh", "navigate", "prompt", {}},
            "{\"description\":\"Do it.\",\"input\":\"one\",\"target\":\"Let's. Yes.\"}\n"
            "{\"description\":\"Do it.\",\"input\":\"two\",\"target\":\"No.\"}\n"},
    Reading{"mbpp_split_by_ids",
            "mbpp/mbpp.jsonl",
            "{\"text\":\"t\",\"code\":\"a\\r\\nb\",\"task_id\":10,\"test_setup_code\":\"\",\"test_list\":[],"
            "\"challenge_test_list\":[]}\n"
            "{\"text\":\"t\",\"code\":\"a\\r\\nb\",\"task_id\":11,\"test_setup_code\":\"\",\"test_list\":[],"
            "\"challenge_test_list\":[]}\n",
            {"google-research-datasets/mbpp", "full", "test", {}},
            "{\"task_id\":11,\"text\":\"t\",\"code\":\"a\\r\\nb\",\"test_list\":[],\"test_setup_code\":\"\","
            "\"challenge_test_list\":[]}\n"},
    Reading{"cruxeval_with_numbers_beyond_64_bits",
            "cruxeval/cruxeval.jsonl",
            "{\"n\":123456789012345678901234567890,\"m\":-Infinity}",
            {"cruxeval-org/cruxeval", "", "test", {}},
            "{\"n\":123456789012345678901234567890,\"m\":-Infinity}\n"},
    Reading{
        "drop",
        "drop/drop_contrast_sets_test.json",
        "{\"s1\":{\"passage\":\"P\",\"qa_pairs\":[{\"question\":\"Q\",\"oruginal_question\":\"o\",\"query_id\":\"i\","
        "\"answer\":{\"number\":\"2\",\"spans\":[]},\"validated_answers\":[{\"number\":3}]}]}}",
        {"EleutherAI/drop", "", "contrast", {}},
        "{\"section_id\":\"s1\",\"query_id\":\"i\",\"passage\":\"P\",\"question\":\"Q\",\"answer\":{\"number\":\"2\","
        "\"date\":{\"day\":\"\",\"month\":\"\",\"year\":\"\"},\"spans\":[],\"worker_id\":\"\",\"hit_id\":\"\"},"
        "\"validated_answers\":{\"number\":[\"3\"],\"date\":[{\"day\":\"\",\"month\":\"\",\"year\":\"\"}],\"spans\":[[]"
        "],"
        "\"worker_id\":[\"\"],\"hit_id\":[\"\"]}}\n"},
    Reading{"bigcodebench",
            "bigcodebench/bigcodebench_hard.json",
            "{\"B/1\":{\"task_id\":\"B/1\",\"test\":\"t\"}}",
            {"bigcode/bigcodebench-hard", "", "v0.1.4", {}},
            "{\"task_id\":\"B/1\",\"test\":\"t\"}\n"},
    Reading{"imported", "hub/some/set/fr/dev.jsonl", "{\"a\":1}\n", {"some/set", "fr", "dev", {}}, "{\"a\":1}\n"},
    Reading{"imported_with_its_only_configuration",
            "hub/some/set/fr/dev.jsonl",
            "{\"a\":1}\n",
            {"some/set", "", "dev", {}},
            "{\"a\":1}\n"},
    Reading{"imported_before_adapted",
            "hub/openai/gsm8k/main/test.jsonl",
            "{\"question\":\"mine\"}\n",
            {"openai/gsm8k", "main", "test", {}},
            "{\"question\":\"mine\"}\n"},
    Reading{"data_files_of_a_split",
            "x/y.csv",
            "n,t\n1,a\n2,NA\n",
            {"csv", "", "validation", *parse_json_value(R"({"data_files":{"validation":["x/y.csv"]}})")},
            "{\"n\":1,\"t\":\"a\"}\n{\"n\":2,\"t\":null}\n"},
    Reading{"data_files_of_the_hub",
            "hub/owner/set/data/a.jsonl",
            "{\"a\":1.5}\n",
            {"json", "", "train", *parse_json_value(R"({"data_files":"hf://datasets/owner/set/data/a.jsonl"})")},
            "{\"a\":1.5}\n"},
    Reading{"data_files_with_a_field",
            "a.json",
            "{\"v\":2,\"rows\":[{\"a\":[]}]}",
            {"json", "", "test", *parse_json_value(R"({"data_files":{"test":"a.json"},"field":"rows"})")},
            "{\"a\":[]}\n"},
    Reading{"data_files_of_text",
            "a.txt",
            "one\r\n\ntwo",
            {"text", "", "train", *parse_json_value(R"({"data_files":["a.txt"]})")},
            "{\"text\":\"one\"}\n{\"text\":\"\"}\n{\"text\":\"two\"}\n"});

INSTANTIATE_TEST_SUITE_P(Readings, ReadDataset, kReadings,
                         [](const auto& tested) { return std::string(tested.param.name); });

// A query that cannot be answered, and what the message must say.
struct Refusal {
  const char* name;
  const char* file;
  const char* text;
  DatasetQuery query;
  ErrorKind kind;
  const char* says;
};

class RefusedDataset : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedDataset, SaysThePlaceAndWhatWouldBeRight) {
  const Refusal& refusal = GetParam();
  const ScratchFolder folder("refused");
  folder.write(refusal.file, refusal.text);

  const auto rows = read_dataset(refusal.query, folder.path());

  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, refusal.kind) << rows.error().message;
  EXPECT_THAT(rows.error().message, HasSubstr(refusal.says));
  EXPECT_EQ(rows.error().message.find('\n'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Refusals, RefusedDataset,
    testing::Values(
        Refusal{"split", "x", "", {"openai/gsm8k", "main", "dev", {}}, ErrorKind::kInvalidConfig, "known: test, train"},
        Refusal{"configuration",
                "x",
                "",
                {"allenai/ai2_arc", "ARC-Hard", "test", {}},
                ErrorKind::kInvalidConfig,
                "known: ARC-Challenge, ARC-Easy"},
        Refusal{
            "missing", "x", "", {"openai/gsm8k", "main", "test", {}}, ErrorKind::kNotFound, "assay data pull gsm8k"},
        Refusal{"missing_and_not_pinned",
                "x",
                "",
                {"allenai/openbookqa", "main", "train", {}},
                ErrorKind::kNotFound,
                "no address is pinned"},
        Refusal{"missing_from_another_set",
                "x",
                "",
                {"EleutherAI/drop", "", "validation", {}},
                ErrorKind::kNotFound,
                "assay data pull drop_dev"},
        Refusal{"unknown", "x", "", {"no/body", "en", "test", {}}, ErrorKind::kNotFound, "--as no/body:en:test"},
        Refusal{"imported_split",
                "hub/no/body/en/dev.jsonl",
                "{}",
                {"no/body", "en", "test", {}},
                ErrorKind::kInvalidConfig,
                "known: dev"},
        Refusal{"leaving_the_folder", "x", "", {"../..", "", "test", {}}, ErrorKind::kInvalidConfig, "OWNER/DATASET"},
        Refusal{"split_that_is_a_path", "x", "", {"a/b", "", "../x", {}}, ErrorKind::kInvalidConfig, "OWNER/DATASET"},
        Refusal{"broken_line",
                "gsm8k/test.jsonl",
                "{\"question\":\"q\",\"answer\":\"a\"}\n{\"quest",
                {"openai/gsm8k", "main", "test", {}},
                ErrorKind::kCorrupt,
                "gsm8k/test.jsonl: line 2"},
        Refusal{"missing_column",
                "gsm8k/test.jsonl",
                "{\"question\":\"q\"}",
                {"openai/gsm8k", "main", "test", {}},
                ErrorKind::kCorrupt,
                "item 1: no column 'answer'"},
        Refusal{
            "no_item", "gsm8k/test.jsonl", "\n", {"openai/gsm8k", "main", "test", {}}, ErrorKind::kCorrupt, "no item"},
        Refusal{"label_of_no_choice",
                "arc/ARC-Easy/ARC-Easy-Test.jsonl",
                "{\"id\":\"1\",\"question\":{\"stem\":\"s\",\"choices\":[]},\"answerKey\":\"E\"}",
                {"allenai/ai2_arc", "ARC-Easy", "test", {}},
                ErrorKind::kCorrupt,
                "answerKey 'E'"},
        Refusal{"mmlu_row",
                "mmlu/data/dev/anatomy_dev.csv",
                "q,a,b,c,d,E\n",
                {"cais/mmlu", "anatomy", "dev", {}},
                ErrorKind::kCorrupt,
                "item 1"},
        Refusal{"hellaswag_lines",
                "hellaswag/hellaswag_val_full.txt",
                "a: b\n1\nx\n",
                {"Rowan/hellaswag", "", "validation", {}},
                ErrorKind::kCorrupt,
                "3 lines"},
        Refusal{"no_zip",
                "gpqa/dataset.zip",
                "not a zip",
                {"Idavidrein/gpqa", "gpqa_main", "train", {}},
                ErrorKind::kCorrupt,
                "no zip file"},
        Refusal{"no_gzip",
                "humaneval/HumanEval.jsonl.gz",
                "plain",
                {"openai/openai_humaneval", "", "test", {}},
                ErrorKind::kCorrupt,
                "damaged gzip"},
        Refusal{"data_files_missing", "x", "", {"json", "", "test", {}}, ErrorKind::kInvalidConfig, "needs a path"},
        Refusal{"data_files_split",
                "x",
                "",
                {"json", "", "test", *parse_json_value(R"({"data_files":{"dev":"x"}})")},
                ErrorKind::kInvalidConfig,
                "known: dev"},
        Refusal{"data_files_address",
                "x",
                "",
                {"json", "", "train", *parse_json_value(R"({"data_files":"https://a/b.json"})")},
                ErrorKind::kInvalidConfig,
                "download it"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(DataFolder, IsTheGivenOneElseTheEnvironmentsElseTheCache) {
  ::setenv("ASSAY_CACHE", "/c", 1);
  ::unsetenv("ASSAY_DATA");
  EXPECT_EQ(data_folder_of(""), "/c/data");
  ::setenv("ASSAY_DATA", "/d", 1);
  EXPECT_EQ(data_folder_of(""), "/d");
  EXPECT_EQ(data_folder_of("/given"), "/given");
  ::unsetenv("ASSAY_DATA");
  ::unsetenv("ASSAY_CACHE");
}

// Which files each part reads, and what is pinned, must be one list.
TEST(Adapters, ReadEveryPinnedFileAndPullOnlyPinnedOnes) {
  const auto sets = load_pinned_sets(ASSAY_SOURCE_DIR "/configs");
  ASSERT_TRUE(sets) << sets.error().message;
  std::map<std::string, std::string> pinned;
  for (const PinnedSet& set : *sets) {
    for (const PinnedFile& file : set.files) {
      EXPECT_TRUE(pinned.emplace(file.path, set.name).second) << file.path;
    }
  }
  std::set<std::string> hub;
  std::set<std::string> read;

  for (const Adapter& adapter : all_adapters()) {
    for (const std::string_view name : adapter.hub) {
      EXPECT_TRUE(hub.insert(std::string(name)).second) << name;
    }
    for (const AdapterPart& part : adapter.parts()) {
      read.insert(part.files.begin(), part.files.end());
      const std::string set = part.set.empty() ? std::string(adapter.set) : part.set;
      const auto comes = [&](const std::string& file) { return pinned.count(file) != 0 && pinned[file] == set; };
      const bool is_pulled = std::all_of(part.files.begin(), part.files.end(), comes) ||
                             std::any_of(part.otherwise.begin(), part.otherwise.end(), comes);
      EXPECT_EQ(is_pulled, part.is_pulled) << part.files.front();
    }
  }
  for (const auto& [path, set] : pinned) {
    EXPECT_EQ(read.count(path), 1u) << path;
  }
  EXPECT_GE(pinned.size(), 278u);
}

// The rows that the parts of one adapter make of one file.
std::map<std::string, std::size_t> rows_by_config(const Adapter& adapter, const std::string& file,
                                                  const std::string& folder) {
  std::map<std::string, std::size_t> counts;
  for (const AdapterPart& part : adapter.parts()) {
    if (std::find(part.files.begin(), part.files.end(), file) == part.files.end() || part.files.size() > 2) {
      continue;
    }
    const auto rows = read_dataset(
        {.path = std::string(adapter.hub.front()), .name = part.config, .split = part.split, .options = {}}, folder);
    EXPECT_TRUE(rows) << rows.error().message;
    counts[part.config] += rows ? rows->rows.size() : 0;
  }
  return counts;
}

class RealFiles : public testing::TestWithParam<bool> {};

bool has_pyarrow() {
  const char* python = std::getenv("ASSAY_PYTHON");
  const std::string command =
      std::string(python == nullptr || *python == '\0' ? "python3" : python) + " -c 'import pyarrow' 2>/dev/null";
  return std::system(command.c_str()) == 0;
}

// The count is that of one configuration (several read one file whole), or of all of them (each reads its part).
void expect_items(const Adapter& adapter, const PinnedFile& file, const std::string& folder) {
  std::size_t all = 0;
  bool is_one = false;
  const auto items = static_cast<std::size_t>(*file.items);
  for (const auto& [config, rows] : rows_by_config(adapter, file.path, folder)) {
    all += rows;
    const bool is_half = adapter.set == "aime2025" && rows == 2 * items;  // one part of two files
    is_one = is_one || rows == items || is_half;
  }
  EXPECT_TRUE(all == 0 || is_one || all == items) << file.path << ": " << all << " rows, " << items << " items";
}

// By every adapter of the set.
void expect_items_of(const std::string& set, const PinnedFile& file, const std::string& folder) {
  for (const Adapter& adapter : all_adapters()) {
    if (adapter.set == set) {
      expect_items(adapter, file, folder);
    }
  }
}

TEST_P(RealFiles, GiveAsManyRowsAsTheyHaveItems) {
  const bool is_parquet = GetParam();
  const char* shared = std::getenv("ASSAY_SHARED");
  if (shared == nullptr) {
    GTEST_SKIP() << "ASSAY_SHARED names no folder with datasets/";
  }
  if (is_parquet && !has_pyarrow()) {
    GTEST_SKIP() << "no Python with pyarrow; ASSAY_PYTHON can name one";
  }
  const auto sets = load_pinned_sets(ASSAY_SOURCE_DIR "/configs");
  ASSERT_TRUE(sets);
  std::size_t count = 0;
  for (const PinnedSet& set : *sets) {
    for (const PinnedFile& file : set.files) {
      const bool is_wanted = (file.path.find(".parquet") != std::string::npos) == is_parquet;
      if (!is_wanted || set.name == "hellaswag_original" || set.name == "drop_dev") {
        continue;
      }
      ++count;
      expect_items_of(set.name, file, std::string(shared) + "/datasets");
    }
  }
  EXPECT_EQ(count, is_parquet ? 3u : 275u);
}

INSTANTIATE_TEST_SUITE_P(Forms, RealFiles, testing::Bool(),
                         [](const auto& tested) { return std::string(tested.param ? "parquet" : "text"); });

}  // namespace
}  // namespace assay
