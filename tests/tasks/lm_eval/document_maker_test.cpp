// Documents: every kind of field, gold answers, and prompts put together as lm-eval does.
#include "tasks/lm_eval/document_maker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/fakes/task_folder.h"

namespace assay {
namespace {

using Texts = std::vector<std::string>;

const std::string kChoose = "test_split: test\noutput_type: multiple_choice\n";
const std::string kGenerate = "test_split: test\noutput_type: generate_until\n";

class DocumentMakerTest : public testing::Test {
 protected:
  // The first document of a task on this one row.
  Result<Sample> sample(const std::string& row, const std::string& keys) const {
    folder_.write_rows("test", row + "\n");
    const auto task = folder_.make(keys);
    return task ? Result<Sample>(task->dataset->at(0)) : task.error();
  }
  static std::string message(const Result<Sample>& sample) { return sample ? "" : sample.error().message; }

  TaskFolder folder_;
};

struct TextCase {
  const char* name;
  std::string field;  // doc_to_text
  std::string expected;
};

class QuestionText : public DocumentMakerTest, public testing::WithParamInterface<TextCase> {};

TEST_P(QuestionText, IsAColumnATemplateOrAConstant) {
  const auto made = sample(R"({"q":"{{x}} one","n":7,"x":"X"})",
                           kGenerate + "doc_to_target: x\ndoc_to_text: " + GetParam().field + "\n");

  ASSERT_TRUE(made) << message(made);
  EXPECT_EQ(made->question, GetParam().expected);
  EXPECT_EQ(made->document, R"({"q":"{{x}} one","n":7,"x":"X"})");
}

INSTANTIATE_TEST_SUITE_P(Fields, QuestionText,
                         testing::Values(TextCase{"Column", "q", "{{x}} one"},
                                         TextCase{"Template", "\"{{x}}-{{n + 1}}\"", "X-8"},
                                         TextCase{"Constant", "\"q: \"", "q: "},
                                         TextCase{"ConstantWithNewlineAtItsEnd", "\"q\\n\"", "q\n"},
                                         TextCase{"DigitsWithoutChoices", "\"{{n}}\"", "7"}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(DocumentMakerTest, RefusesAQuestionThatIsNoText) {
  const auto made = sample(R"({"n":7})", kGenerate + "doc_to_target: x\ndoc_to_text: n\n");

  EXPECT_NE(message(made).find("doc_to_text gives 7, which is no text"), std::string::npos);
}

TEST_F(DocumentMakerTest, NamesTheFieldsThatAreMissing) {
  EXPECT_NE(message(sample("{}", kGenerate + "doc_to_target: x\n")).find("doc_to_text is missing"), std::string::npos);
  EXPECT_NE(message(sample("{}", kGenerate + "doc_to_text: x\n")).find("doc_to_target is missing"), std::string::npos);
  EXPECT_NE(message(sample("{}", kChoose + "doc_to_text: x\ndoc_to_target: 0\n")).find("doc_to_choice is missing"),
            std::string::npos);
}

TEST_F(DocumentMakerTest, TakesFieldsOfNativeFunctions) {
  folder_.write_rows("test", R"({"page":" = A = \n a , b "})");
  const auto task = folder_.make_in("wikitext",
                                    "test_split: test\noutput_type: loglikelihood_rolling\ndoc_to_text: \"\"\n"
                                    "doc_to_target: !function preprocess_wikitext.wikitext_detokenizer\n");
  const auto unknown = folder_.make(kGenerate + "doc_to_text: !function utils.nothing\ndoc_to_target: x\n");

  ASSERT_TRUE(task) << error_of(task);
  EXPECT_EQ(task->dataset->at(0).target, " = A =\na, b ");
  EXPECT_EQ(unknown.error().kind, ErrorKind::kUnsupported);
  EXPECT_NE(error_of(unknown).find("'!function utils.nothing' has no native handler"), std::string::npos);
}

struct GoldCase {
  const char* name;
  std::string row;
  std::string keys;  // doc_to_target and doc_to_choice
  Texts choices;
  std::optional<int> gold;
  std::vector<int> golds;
};

class Gold : public DocumentMakerTest, public testing::WithParamInterface<GoldCase> {};

TEST_P(Gold, IsTheIndexOfAChoice) {
  const GoldCase& tested = GetParam();

  const auto made = sample(tested.row, kChoose + "doc_to_text: q\n" + tested.keys);

  ASSERT_TRUE(made) << message(made);
  EXPECT_EQ(made->choices, tested.choices);
  EXPECT_EQ(made->gold_choice, tested.gold);
  EXPECT_EQ(made->gold_choices, tested.golds);
  const std::string gold = tested.gold ? tested.choices[static_cast<std::size_t>(*tested.gold)] : "";
  EXPECT_EQ(made->gold, gold);
  EXPECT_EQ(made->target, gold);
}

const std::string kRow = R"({"q":"Q","label":1,"name":"no","l":["a","b","c"],"many":[2,0],"far":9,"t":true,"r":1.0})";

INSTANTIATE_TEST_SUITE_P(
    Golds, Gold,
    testing::Values(
        GoldCase{"Column", kRow, "doc_to_target: label\ndoc_to_choice: l\n", {"a", "b", "c"}, 1, {}},
        GoldCase{
            "TemplateOfDigits", kRow, "doc_to_target: \"{{label + 1}}\"\ndoc_to_choice: l\n", {"a", "b", "c"}, 2, {}},
        GoldCase{"ConstantInteger", kRow, "doc_to_target: 0\ndoc_to_choice: l\n", {"a", "b", "c"}, 0, {}},
        GoldCase{"ConstantDigits", kRow, "doc_to_target: \"2\"\ndoc_to_choice: l\n", {"a", "b", "c"}, 2, {}},
        GoldCase{"Truth", kRow, "doc_to_target: t\ndoc_to_choice: [u, v]\n", {"u", "v"}, 1, {}},
        GoldCase{"WholeReal", kRow, "doc_to_target: r\ndoc_to_choice: [u, v]\n", {"u", "v"}, 1, {}},
        GoldCase{"Text", kRow, "doc_to_target: name\ndoc_to_choice: [\"yes\", \"no\"]\n", {"yes", "no"}, 1, {}},
        GoldCase{"TextThatIsNoChoice", kRow, "doc_to_target: q\ndoc_to_choice: l\n", {"a", "b", "c"}, {}, {}},
        GoldCase{"OutOfRange", kRow, "doc_to_target: far\ndoc_to_choice: l\n", {"a", "b", "c"}, {}, {}},
        GoldCase{"Negative", kRow, "doc_to_target: -1\ndoc_to_choice: l\n", {"a", "b", "c"}, {}, {}},
        GoldCase{"Several", kRow, "doc_to_target: many\ndoc_to_choice: l\n", {"a", "b", "c"}, 2, {2, 0}},
        GoldCase{
            "SeveralByTemplate", kRow, "doc_to_target: \"{{many}}\"\ndoc_to_choice: l\n", {"a", "b", "c"}, 2, {2, 0}},
        GoldCase{"SeveralOfWhichOneIsNone", kRow, "doc_to_target: [9, 1]\ndoc_to_choice: l\n", {"a", "b", "c"}, 1, {1}},
        GoldCase{"ChoicesByTemplate", kRow, "doc_to_target: 0\ndoc_to_choice: \"{{['x', q]}}\"\n", {"x", "Q"}, 0, {}},
        GoldCase{"ChoicesAsDict", kRow, "doc_to_target: 0\ndoc_to_choice: {one: u, two: v}\n", {"u", "v"}, 0, {}},
        GoldCase{"ChoicesAsText", kRow, "doc_to_target: 0\ndoc_to_choice: \"['u', 'v']\"\n", {"u", "v"}, 0, {}}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(DocumentMakerTest, RefusesChoicesThatAreNoList) {
  const std::string keys = kChoose + "doc_to_text: q\ndoc_to_target: 0\n";

  EXPECT_NE(message(sample(kRow, keys + "doc_to_choice: \"{{q}}\"\n")).find("choices must be a list"),
            std::string::npos);
  EXPECT_NE(message(sample(kRow, keys + "doc_to_choice: q\n")).find("doc_to_choice gives no list"), std::string::npos);
  EXPECT_NE(message(sample(kRow, keys + "doc_to_choice: \"[]\"\n")).find("doc_to_choice gives no list"),
            std::string::npos);
}

TEST_F(DocumentMakerTest, HasSeveralGoldTextsWhereTheTargetIsAList) {
  const auto column = sample(R"({"q":"Q","a":["x","y"]})", kGenerate + "doc_to_text: q\ndoc_to_target: a\n");
  const auto text = sample(R"({"q":"Q","a":["x","y"]})", kGenerate + "doc_to_text: q\ndoc_to_target: \"{{a}}\"\n");
  const auto bracket = sample(R"({"q":"Q"})", kGenerate + "doc_to_text: q\ndoc_to_target: \"[a b]\"\n");
  const auto index = sample(R"({"q":"Q"})", kGenerate + "doc_to_text: q\ndoc_to_target: 1\ndoc_to_choice: [u, v]\n");
  const auto beyond = sample(R"({"q":"Q"})", kGenerate + "doc_to_text: q\ndoc_to_target: 2\ndoc_to_choice: [u, v]\n");

  EXPECT_EQ(column->golds, (Texts{"x", "y"}));
  EXPECT_EQ(text->golds, (Texts{"x", "y"}));
  EXPECT_EQ(column->target, "x");
  EXPECT_TRUE(bracket->golds.empty());
  EXPECT_EQ(bracket->gold, "[a b]");
  EXPECT_EQ(index->gold, "v");
  EXPECT_NE(message(beyond).find("doc_to_target gives 2, which is the index of no choice"), std::string::npos);
}

TEST_F(DocumentMakerTest, ClustersByAColumn) {
  const auto with = sample(R"({"q":"Q","p":3})", kGenerate + "doc_to_text: q\ndoc_to_target: q\ncluster_by: p\n");
  const auto without = sample(R"({"q":"Q"})", kGenerate + "doc_to_text: q\ndoc_to_target: q\n");

  EXPECT_EQ(with->cluster, "3");
  EXPECT_EQ(without->cluster, "");
}

TEST_F(DocumentMakerTest, ShufflesChoicesByContentAndSeedAlone) {
  const std::string keys = kChoose + "doc_to_text: q\ndoc_to_target: [3, 0]\ndoc_to_choice: [a, b, c, d, e, f]\n";
  const std::string seed_1 = keys + "shuffle_choices: {seed: 1}\n";
  const Texts plain{"a", "b", "c", "d", "e", "f"};

  const auto first = sample(R"({"q":"Q"})", seed_1);
  const auto again = sample(R"({"q":"Q"})", seed_1 + "num_fewshot: 0\n");
  const auto other = sample(R"({"q":"R"})", seed_1);
  const auto seed = sample(R"({"q":"Q"})", keys + "shuffle_choices: {seed: 2}\n");

  EXPECT_TRUE(std::is_permutation(first->choices.begin(), first->choices.end(), plain.begin(), plain.end()));
  EXPECT_EQ(first->choices, again->choices);
  EXPECT_NE(first->choices, other->choices);
  EXPECT_NE(first->choices, seed->choices);
  for (const auto* made : {&first, &other, &seed}) {
    EXPECT_EQ((*made)->choices[static_cast<std::size_t>(*(*made)->gold_choice)], "d");
    EXPECT_EQ((*made)->choices[static_cast<std::size_t>((*made)->gold_choices[1])], "a");
  }
}

struct ContextCase {
  const char* name;
  std::string keys;
  int exemplars;
  std::string expected;  // of the second document
};

class Context : public DocumentMakerTest, public testing::WithParamInterface<ContextCase> {};

// What lm-eval 0.4.13's fewshot_context gives.
TEST_P(Context, IsLmEvals) {
  folder_.write_numbered_rows("test", "t", 2);
  folder_.write_numbered_rows("train", "r", 4);
  const auto task = folder_.make("test_split: test\nfewshot_split: train\n" + GetParam().keys);

  ASSERT_TRUE(task) << error_of(task);
  EXPECT_EQ(prompt_of(*task, 1, GetParam().exemplars), GetParam().expected);
}

const std::string kPlain = "doc_to_text: \"{{q}}\"\ndoc_to_target: \"{{a}}\"\nfewshot_config: {sampler: first_n}\n";

INSTANTIATE_TEST_SUITE_P(
    Contexts, Context,
    testing::Values(
        ContextCase{"Plain", kPlain, 2, "r0 Ar0\n\nr1 Ar1\n\nt1"},
        ContextCase{"Delimiters", kPlain + "target_delimiter: \"=\"\nfewshot_delimiter: \";\"\n", 2,
                    "r0=Ar0;r1=Ar1;t1"},
        ContextCase{"Prefix", kPlain + "gen_prefix: It is\n", 1, "r0 It is Ar0\n\nt1 It is"},
        ContextCase{"PrefixWithSpaceAtItsEnd", kPlain + "gen_prefix: \"It is \"\n", 1, "r0 It is Ar0\n\nt1 It is "},
        ContextCase{"PrefixWithSpaceBefore", kPlain + "gen_prefix: \"\\nIt is\"\n", 1, "r0\nIt is Ar0\n\nt1\nIt is"},
        ContextCase{"PrefixByTemplate", kPlain + "gen_prefix: \"{{q}}:\"\n", 1, "r0 r0: Ar0\n\nt1 t1:"},
        ContextCase{"PrefixOfAColumn", kPlain + "gen_prefix: a\n", 1, "r0 Ar0 Ar0\n\nt1 At1"},
        ContextCase{"Description", kPlain + "description: \"D\\n\\n\"\n", 1, "D\n\nr0 Ar0\n\nt1"},
        ContextCase{"DescriptionByTemplate", kPlain + "description: \"D {{q}}\\n\"\n", 1, "D t1\nr0 Ar0\n\nt1"},
        ContextCase{"DescriptionOfAColumn", kPlain + "description: q\n", 1, "t1r0 Ar0\n\nt1"},
        ContextCase{"ExemplarsInAnotherForm",
                    "doc_to_text: \"{{q}}\"\ndoc_to_target: \"{{a}}\"\ntarget_delimiter: \"=\"\n"
                    "fewshot_config: {sampler: first_n, doc_to_text: \"E {{q}}\", doc_to_target: \"T {{a}}\",\n"
                    "  fewshot_delimiter: \"|\", target_delimiter: \"~\", gen_prefix: P}\n",
                    1, "E r0~P T Ar0|t1"},
        ContextCase{"Choices",
                    "doc_to_text: q\ndoc_to_target: 1\ndoc_to_choice: [x, y]\noutput_type: multiple_choice\n"
                    "fewshot_config: {sampler: first_n}\n",
                    1, "r0 y\n\nt1"},
        ContextCase{"NoAnswerToShow", "doc_to_text: q\ndoc_to_target: \"\"\nfewshot_config: {sampler: first_n}\n", 2,
                    "r0r1t1"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(DocumentMakerTest, PutsEachChoiceIntoTheContextWhereTheQuestionIsAnIndex) {
  folder_.write_numbered_rows("test", "t", 2);
  folder_.write_numbered_rows("train", "r", 4);
  const auto task = folder_.make(
      "test_split: test\nfewshot_split: train\nfewshot_config: {sampler: first_n}\noutput_type: multiple_choice\n"
      "doc_to_text: 1\ndoc_to_choice: [x _, y _]\ndoc_to_target: \"end {{q}}\"\ntarget_delimiter: \"=\"\n"
      "gen_prefix: P\n");
  ASSERT_TRUE(task) << error_of(task);

  const auto requests = requests_of(*task, 0, 1);

  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(std::get<Score>(requests[0].body).context, "y _=P end r0\n\nx _P");
  EXPECT_EQ(std::get<Score>(requests[1].body).context, "y _=P end r0\n\ny _P");
  EXPECT_EQ(std::get<Score>(requests[1].body).continuations, Texts{"=end t0"});
  EXPECT_EQ(task->dataset->at(0).gold_choice, 1);
}

TEST_F(DocumentMakerTest, AsksTwinsForALetter) {
  folder_.write_rows("test", R"({"q":"Which?\nAnswer:","c":["red","blue"],"g":1})");
  folder_.write_rows("train", R"({"q":"What?","c":["A","B"],"g":0})");
  const std::string keys =
      "test_split: test\nfewshot_split: train\nfewshot_config: {sampler: first_n}\noutput_type: multiple_choice\n"
      "doc_to_text: q\ndoc_to_choice: c\ndoc_to_target: g\n";
  const auto task = folder_.make_generative(keys);
  ASSERT_TRUE(task) << error_of(task);

  EXPECT_EQ(task->name, "t:generate");
  EXPECT_TRUE(task->needs.has(Capability::kGenerate));
  EXPECT_EQ(scorer_names(*task, true), Texts{"letter"});
  EXPECT_EQ(prompt_of(*task, 0, 1),
            "What?\n\nEnd with the letter of the right choice, in this form: The answer is (A).\nThe answer is (A).\n\n"
            "Which?\n\nA. red\nB. blue\n\n"
            "End with the letter of the right choice, in this form: The answer is (A).\n");
  const Sample sample = task->dataset->at(0);
  EXPECT_EQ(task->scorers[0]->judge(sample, text_response("So the answer is (B).")).value, 1);
  EXPECT_EQ(task->scorers[0]->judge(sample, text_response("So the answer is (A).")).value, 0);
  EXPECT_NE(error_of(folder_.make_generative(kGenerate + "doc_to_text: q\ndoc_to_target: q\n"))
                .find("':generate' is for choice tasks"),
            std::string::npos);
}

}  // namespace
}  // namespace assay
