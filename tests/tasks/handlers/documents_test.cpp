// Handlers of rows and documents, each on small rows whose result follows from the rule.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/base/value.h"
#include "tests/fakes/handler_calls.h"

namespace assay {
namespace {

struct DocCase {
  const char* name;
  const char* folder;
  const char* function;
  const char* row;
  const char* expected;
};

class Documents : public testing::TestWithParam<DocCase> {};

TEST_P(Documents, AreMadeByTheRule) {
  const DocCase& test = GetParam();

  EXPECT_EQ(doc_result(test.folder, test.function, test.row), test.expected);
}

constexpr const char* kBlankRow =
    R"({"sentence":"The cup broke, so _ was sad. ","option1":"Ann","option2":"Bo","answer":"2"})";
constexpr const char* kCopaRow =
    R"({"premise":" It rained. ","question":"effect","choice1":"The street got wet.","choice2":"Élan rose.","label":1})";
constexpr const char* kRaceRow =
    R"J({"article":"A","problems":"[{'question': 'Who?', 'answer': 'B', 'options': ['a', 'b', 'c', 'd']},)J"
    R"J( {'question': 'It was  _  .', 'answer': 'C', 'options': ['e', 'f', 'g', 'h']}, {'question': 'Why?',)J"
    R"J( 'answer': 'D', 'options': ['i', 'j', 'k', \"it's l\"]}]"})J";

INSTANTIATE_TEST_SUITE_P(
    Rules, Documents,
    testing::Values(
        DocCase{"winogrande_index", "winogrande", "preprocess_winogrande.doc_to_text", kBlankRow, "1"},
        DocCase{"winogrande_rest", "winogrande", "preprocess_winogrande.doc_to_target", kBlankRow, R"("was sad.")"},
        DocCase{"winogrande_contexts", "winogrande", "preprocess_winogrande.doc_to_choice", kBlankRow,
                R"(["The cup broke, so Ann","The cup broke, so Bo"])"},
        DocCase{"winogrande_without_blank", "winogrande", "preprocess_winogrande.doc_to_target",
                R"({"sentence":"No."})", "error: field 'sentence': has no blank '_'"},
        DocCase{"winogrande_other_answer", "winogrande", "preprocess_winogrande.doc_to_text", R"({"answer":"3"})",
                "error: field 'answer': '3' is neither '1' nor '2'"},
        DocCase{"copa_text", "super_glue/copa", "utils.doc_to_text", kCopaRow, R"("It rained therefore")"},
        DocCase{"copa_choices", "super_glue/copa", "utils.doc_to_choice", kCopaRow,
                R"([" the street got wet."," élan rose."])"},
        DocCase{"copa_target", "super_glue/copa", "utils.doc_to_target", kCopaRow, R"(" élan rose.")"},
        DocCase{"copal_text", "copal_id", "utils.doc_to_text_id", kCopaRow, R"("It rained maka")"},
        DocCase{"race_text", "race", "preprocess_race.doc_to_text", kRaceRow,
                R"("Article: A\n\nQuestion: Who?\nAnswer: b\nIt was g\nWhy?")"},
        DocCase{"race_target", "race", "preprocess_race.doc_to_target", kRaceRow, "3"},
        DocCase{"race_choices", "race", "preprocess_race.doc_to_choice", kRaceRow, R"(["i","j","k","it's l"])"},
        DocCase{"race_without_problems", "race", "preprocess_race.doc_to_target", R"({"problems":"[]"})",
                "error: field 'problems': is no Python list of problems"},
        DocCase{"logiqa_text", "logiqa", "utils_logiqa.doc_to_text",
                R"({"context":"C","question":"Q","options":["w","x","y","z"],"label":"c"})",
                R"("Passage: C\nQuestion: Q\nChoices:\nA. w\nB. x\nC. y\nD. z\nAnswer:")"},
        DocCase{"logiqa_target", "logiqa", "utils_logiqa.doc_to_target", R"({"label":" c\n"})", "2"},
        DocCase{"mathqa_choices", "mathqa", "utils.doc_to_choice",
                R"J({"options":"a ) 38 , b ) 27.675 , c ) rs . 5 , d ) 1,000 , e ) none , really"})J",
                R"(["38","27.675","rs . 5","1,000","none , really"])"},
        DocCase{"musr_text", "leaderboard/musr", "utils.doc_to_text",
                R"J({"narrative":"N","question":"Q","choices":"['x', \"y's\"]"})J",
                R"("N\n\nQ\n\n1 - x\n2 - y's\n\nAnswer:")"},
        DocCase{"musr_choices", "leaderboard/musr", "utils.doc_to_choice", R"J({"choices":"['x', \"y's\"]"})J",
                R"(["x","y's"])"},
        DocCase{
            "wsc_text", "super_glue/wsc", "preprocess_wsc.default_doc_to_text",
            R"({"text":"Bo did n't call , so he left .","span1_text":"Bo","span2_text":"he","span2_index":6})",
            R"("Passage: Bo didn't call, so *he* left.\nQuestion: In the passage above, does the pronoun \"*he*\" refer to \"*Bo*\"?\nAnswer:")"},
        DocCase{"mnli_text", "glue/mnli", "utils.doc_to_text", R"({"premise":"P.","hypothesis":" H "})",
                R"("P.\nQuestion: H. True, False or Neither?\nAnswer:")"},
        DocCase{"record_text", "super_glue/record", "util.doc_to_text",
                R"({"passage":"P\n@highlight\nx\n@highlight\ny\n"})", R"("P\n\n  - x.\n  - y.\n")"},
        DocCase{"record_choices", "super_glue/record", "util.doc_to_choice",
                R"({"query":"@placeholder won","entities":["Ann","Bo"]})", R"(["  - Ann won","  - Bo won"])"},
        DocCase{"mmlu_pro_text", "mmlu_pro", "utils.doc_to_text", R"({"question":"Q","options":[" x ","y"]})",
                R"("Question:\nQ\nOptions:\nA. x\nB. y\nAnswer: Let's think step by step.")"},
        DocCase{"mmlu_pro_worked", "mmlu_pro", "utils.fewshot_to_target",
                R"({"cot_content":"A: Let's think step by step. So (B)."})", R"("So (B).")"},
        DocCase{"leaderboard_mmlu_pro", "leaderboard/mmlu_pro", "utils.doc_to_text",
                R"({"question":"Q","options":[" x ","y"]})", R"("Q\nA.  x \nB. y\nAnswer:")"},
        DocCase{"leaderboard_mmlu_pro_letters", "leaderboard/mmlu_pro", "utils.doc_to_choice",
                R"({"options":["x","y"]})", R"(["A","B"])"},
        DocCase{"wikitext", "wikitext", "preprocess_wikitext.wikitext_detokenizer",
                R"J({"page":" = Title = \n It 's 1 @,@ 000 ( or so ) , \" he said \" . "})J",
                R"J(" = Title =\nIt's 1,000 (or so), \"he said\". ")J"},
        DocCase{"minerva_text", "minerva_math", "utils.doc_to_text", R"({"problem":"P"})",
                R"("Problem:\nP\n\nSolution:")"}),
    [](const testing::TestParamInfo<DocCase>& test_case) { return test_case.param.name; });

class ChangedRows : public testing::TestWithParam<DocCase> {};

TEST_P(ChangedRows, AreMadeByTheRule) {
  const DocCase& test = GetParam();

  EXPECT_EQ(row_result(test.folder, test.function, test.row), test.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, ChangedRows,
    testing::Values(
        DocCase{"record_sorts_once", "super_glue/record", "util.process_docs",
                R"({"entities":["b","a","b"],"answers":["a"]})", R"({"entities":["a","b"],"answers":["a"]})"},
        DocCase{"category_kept", "mmlu_pro", "utils.process_law", R"({"category":"law"})", R"({"category":"law"})"},
        DocCase{"category_left_out", "mmlu_pro", "utils.process_math", R"({"category":"law"})", "null"},
        DocCase{"category_missing", "mmlu_pro", "utils.process_math", R"({"subject":"law"})",
                "error: row 0: field 'category': is missing"},
        DocCase{"truthful_sentences", "truthfulqa", "utils.process_docs_gen",
                R"({"question":" Q? ","correct_answers":["Yes"," "],"incorrect_answers":["No."]})",
                R"({"question":"Q?","correct_answers":["Yes.","I have no comment."],"incorrect_answers":["No."]})"},
        DocCase{"winograd_possessive", "wsc273", "utils.process_doc",
                R"({"text":"Bo lost  his hat.","pronoun":"his","pronoun_loc":8,"options":["The man","Bo"]})",
                R"({"text":"Bo lost his hat.","pronoun":"his","pronoun_loc":8,"options":["the man's","Bo's"]})"},
        DocCase{"winograd_at_sentence_start", "wsc273", "utils.process_doc",
                R"({"text":"It fell. It broke.","pronoun":"It","pronoun_loc":9,"options":["The cup","The cat"]})",
                R"({"text":"It fell. It broke.","pronoun":"It","pronoun_loc":9,"options":["The cup","The cat"]})"},
        DocCase{"math_answer", "hendrycks_math", "utils.process_docs", R"({"solution":"so $\\boxed{\\frac{1}{2}}$."})",
                R"({"solution":"so $\\boxed{\\frac{1}{2}}$.","answer":"\\frac{1}{2}"})"},
        DocCase{"math_without_box", "hendrycks_math", "utils.process_docs", R"({"solution":"so 2."})",
                "error: row 0: field 'solution': holds no closed \\boxed{...}"},
        DocCase{"minerva_answer", "minerva_math", "utils.process_docs", R"({"solution":"$\\boxed{x = 10,000}$"})",
                R"({"solution":"$\\boxed{x = 10,000}$","answer":"10000"})"},
        DocCase{"leaderboard_level", "leaderboard/math", "utils.process_docs",
                R"({"level":"Level 4","solution":"$\\boxed{1}$"})", "null"},
        DocCase{"leaderboard_without_box", "leaderboard/math", "utils.process_docs",
                R"({"level":"Level 5","solution":"1"})",
                R"({"level":"Level 5","solution":"1","answer":"[invalidanswer]"})"}),
    [](const testing::TestParamInfo<DocCase>& test_case) { return test_case.param.name; });

std::string hellaswag_field(const char* row, const char* field) {
  const auto changed = parse_json_value(row_result("hellaswag", "utils.process_docs", row));
  return changed ? to_json(*changed->find(field)) : "error";
}

TEST(HellaSwag, JoinsTheContextWithItsFirstLetterLargeAndTheRestSmall) {
  const char* row =
      R"({"activity_label":"Roof shingle removal","ctx_a":"A man is on the roof. He","ctx_b":"starts Pulling up.",
          "endings":["[step] Foo"],"label":"3"})";

  EXPECT_EQ(hellaswag_field(row, "query"), R"("Roof shingle removal: A man is on the roof. He Starts pulling up.")");
  EXPECT_EQ(hellaswag_field(row, "choices"), R"([" Foo"])");  // stripped before the brackets go
  EXPECT_EQ(hellaswag_field(row, "gold"), "3");
}

TEST(HellaSwag, CleansOutBracketedMarks) {
  const char* row = R"({"activity_label":"Home and Garden","ctx_a":"[header] How to x [title] Do y. [step] Foo",
                        "ctx_b":"","endings":[],"label":0})";

  EXPECT_EQ(hellaswag_field(row, "query"), R"("Home and Garden: How to x. Do y. Foo")");
}

constexpr const char* kGpqaRow =
    R"({"Question":"Q","Incorrect Answer 1":"w","Incorrect Answer 2":"x [a]","Incorrect Answer 3":null,
        "Correct Answer":" right "})";

Value gpqa_row(const char* folder, const char* row) {
  const auto changed = parse_json_value(row_result(folder, "utils.process_docs", row));
  return changed ? *changed : Value();
}

TEST(Gpqa, OrdersTheAnswersByTheRecordAlone) {
  const Value first = gpqa_row("gpqa/zeroshot", kGpqaRow);
  const Value again = gpqa_row("gpqa/cot_zeroshot", kGpqaRow);

  const std::string label = first.text_at("answer").value_or("");
  ASSERT_EQ(label.size(), 3U);
  EXPECT_EQ(first.text_at("choice" + std::to_string(label[1] - 'A' + 1)), "right");
  EXPECT_EQ(*first.find("choice_order"), *again.find("choice_order"));
  EXPECT_EQ(again.find("choices")->items().size(), 4U);
}

TEST(Gpqa, DropsBracketsOnTheLeaderboardAlone) {
  const std::string kept = to_json(gpqa_row("gpqa/n_shot", kGpqaRow));
  const std::string dropped = to_json(gpqa_row("leaderboard/gpqa", kGpqaRow));

  EXPECT_NE(kept.find(R"(":"x [a]","choice)"), std::string::npos) << kept;
  EXPECT_NE(dropped.find(R"(":"x ")"), std::string::npos) << dropped;
}

}  // namespace
}  // namespace assay
