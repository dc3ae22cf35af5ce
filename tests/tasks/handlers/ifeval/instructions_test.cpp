// Each kind of instruction: what follows it and what does not.
#include "tasks/handlers/ifeval/instructions.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

struct InstructionCase {
  const char* id;
  const char* arguments;
  const char* response;
  bool is_followed;
};

class Instructions : public testing::TestWithParam<InstructionCase> {};

TEST_P(Instructions, AreCheckedByTheRule) {
  const InstructionCase& test = GetParam();
  const auto arguments = parse_json_value(test.arguments);
  ASSERT_TRUE(arguments);

  const auto follows = follows_instruction(test.id, *arguments, test.response);

  ASSERT_TRUE(follows) << follows.error().message;
  EXPECT_EQ(*follows, test.is_followed) << test.id << ": " << test.response;
}

INSTANTIATE_TEST_SUITE_P(
    Keywords, Instructions,
    testing::Values(InstructionCase{"keywords:existence", R"({"keywords":["Cat","dog"]})", "Dogs and CATs", true},
                    InstructionCase{"keywords:existence", R"({"keywords":["cat","dog"]})", "a dog", false},
                    InstructionCase{"keywords:frequency", R"({"keyword":" so ","frequency":2,"relation":"at least"})",
                                    "so, also", true},
                    InstructionCase{"keywords:frequency", R"({"keyword":"so","frequency":2,"relation":"less than"})",
                                    "so so", false},
                    InstructionCase{"keywords:forbidden_words", R"({"forbidden_words":["cat"]})", "cats", true},
                    InstructionCase{"keywords:forbidden_words", R"({"forbidden_words":["cat"]})", "A Cat.", false},
                    InstructionCase{"keywords:letter_frequency",
                                    R"({"letter":"E","let_frequency":2,"let_relation":"at least"})", "eE", true},
                    InstructionCase{"keywords:letter_frequency",
                                    R"({"letter":"#","let_frequency":2,"let_relation":"less than"})", "# #", false},
                    InstructionCase{"punctuation:no_comma", "{}", "a; b", true},
                    InstructionCase{"punctuation:no_comma", "{}", "a, b", false}));

INSTANTIATE_TEST_SUITE_P(
    Lengths, Instructions,
    testing::Values(
        InstructionCase{"length_constraints:number_words", R"({"num_words":3,"relation":"at least"})", "it's ok", true},
        InstructionCase{"length_constraints:number_words", R"({"num_words":3,"relation":"less than"})", "a b c", false},
        InstructionCase{"length_constraints:number_sentences", R"({"num_sentences":2,"relation":"at least"})",
                        "Mr. Smith left. He slept.", true},
        InstructionCase{"length_constraints:number_sentences", R"({"num_sentences":2,"relation":"less than"})",
                        "Dr. Brown came at 5 p.m. yesterday.", true},
        InstructionCase{"length_constraints:number_paragraphs", R"({"num_paragraphs":2})", "a\n***\nb", true},
        InstructionCase{"length_constraints:number_paragraphs", R"({"num_paragraphs":2})", "*** a *** b ***", true},
        InstructionCase{"length_constraints:number_paragraphs", R"({"num_paragraphs":2})", "a *** *** b", false},
        InstructionCase{"length_constraints:nth_paragraph_first_word",
                        R"({"num_paragraphs":2,"nth_paragraph":2,"first_word":"Weekend"})", "One\n\n\"weekend's on",
                        true},
        InstructionCase{"length_constraints:nth_paragraph_first_word",
                        R"({"num_paragraphs":2,"nth_paragraph":2,"first_word":"on"})", "One\n\n\n\non", false}));

INSTANTIATE_TEST_SUITE_P(
    Formats, Instructions,
    testing::Values(
        InstructionCase{"detectable_content:number_placeholders", R"({"num_placeholders":2})", "[a] and []", true},
        InstructionCase{"detectable_content:number_placeholders", R"({"num_placeholders":1})", "[a\n]", false},
        InstructionCase{"detectable_content:postscript", R"({"postscript_marker":"P.S."})", "x p. s. y", true},
        InstructionCase{"detectable_content:postscript", R"({"postscript_marker":"P.S."})", "PS: y", false},
        InstructionCase{"detectable_content:postscript", R"({"postscript_marker":"P.P.S"})", "P.P. S", true},
        InstructionCase{"detectable_format:number_bullet_lists", R"({"num_bullets":3})", "* a\n  - b\n**c**\n-d", true},
        InstructionCase{"detectable_format:number_bullet_lists", R"({"num_bullets":1})", "* a\n* b", false},
        InstructionCase{"detectable_format:constrained_response", "{}", "Well. My answer is no. OK", true},
        InstructionCase{"detectable_format:constrained_response", "{}", "my answer is no.", false},
        InstructionCase{"detectable_format:number_highlighted_sections", R"({"num_highlights":2})", "**bold**", false},
        InstructionCase{"detectable_format:number_highlighted_sections", R"({"num_highlights":2})", "*a* and *b*",
                        true},
        InstructionCase{"detectable_format:multiple_sections", R"({"num_sections":2,"section_spliter":"Section"})",
                        "Section 1\na\nSection2 b", true},
        InstructionCase{"detectable_format:multiple_sections", R"({"num_sections":2,"section_spliter":"Section"})",
                        "section 1 section 2", false},
        InstructionCase{"detectable_format:json_format", "{}", "```json\n{\"a\": 1}\n```", true},
        InstructionCase{"detectable_format:json_format", "{}", "Here: {\"a\": 1}", false},
        InstructionCase{"detectable_format:title", "{}", "<<A>>\ntext", true},
        InstructionCase{"detectable_format:title", "{}", "<< >>\n<<\n>>", false}));

INSTANTIATE_TEST_SUITE_P(
    Whole, Instructions,
    testing::Values(
        InstructionCase{"combination:two_responses", "{}", "a ****** b", true},
        InstructionCase{"combination:two_responses", "{}", "a ****** a", false},
        InstructionCase{"combination:two_responses", "{}", "a ****** ****** b", false},
        InstructionCase{"combination:repeat_prompt", R"({"prompt_to_repeat":"Say X. "})", " say x. Done", true},
        InstructionCase{"combination:repeat_prompt", R"({"prompt_to_repeat":"Say X."})", "Ok. Say X.", false},
        InstructionCase{"startend:end_checker", R"({"end_phrase":"Bye now"})", "So \"bye now\"", true},
        InstructionCase{"startend:end_checker", R"({"end_phrase":"Bye now"})", "bye now.", false},
        InstructionCase{"startend:quotation", "{}", " \"x\"\n", true},
        InstructionCase{"startend:quotation", "{}", "\"", false},
        InstructionCase{"change_case:capital_word_frequency",
                        R"({"capital_frequency":4,"capital_relation":"at least"})", "I'M IN-HOUSE OK", true},
        InstructionCase{"change_case:capital_word_frequency",
                        R"({"capital_frequency":2,"capital_relation":"less than"})", "CANNOT", false},
        InstructionCase{"change_case:english_capital", "{}", "THIS IS A SENTENCE THAT EVERYBODY CAN READ", true},
        InstructionCase{"change_case:english_capital", "{}", "This is a sentence", false},
        InstructionCase{"change_case:english_lowercase", "{}", "this is a sentence that everybody can read", true},
        InstructionCase{"change_case:english_lowercase", "{}", "das ist ein satz den jeder gut lesen kann", false},
        InstructionCase{"language:response_language", R"({"language":"de"})", "Das ist ein Satz, den jeder lesen kann.",
                        true},
        InstructionCase{"language:response_language", R"({"language":"de"})", "This is a sentence that all can read.",
                        false},
        InstructionCase{"language:response_language", R"({"language":"he"})",
                        "\u05D6\u05D4\u05D5 \u05D8\u05E7\u05E1\u05D8 \u05E7\u05E6\u05E8 \u05E9\u05E0\u05DB\u05EA\u05D1",
                        true},
        InstructionCase{"language:response_language", R"({"language":"fr"})", "123 456", true}));

TEST(InstructionKinds, AreTwentyFive) { EXPECT_EQ(instruction_kinds().size(), 25U); }

TEST(InstructionArguments, ThatSayNothingAreRefused) {
  const Value zero = Value::dict({{Value::of("num_words"), Value::of(std::int64_t{0})}});

  const auto follows = follows_instruction("length_constraints:number_words", zero, "x");

  ASSERT_FALSE(follows);
  EXPECT_EQ(follows.error().message, "length_constraints:number_words: field 'num_words': is missing");
}

TEST(LooseVariants, LeaveLinesAndStarsOut) {
  const auto variants = loose_variants("first\n*mid*\nlast");

  EXPECT_EQ(variants, (std::vector<std::string>{"first\n*mid*\nlast", "*mid*\nlast", "first\n*mid*", "*mid*",
                                                "first\nmid\nlast", "mid\nlast", "first\nmid", "mid"}));
  EXPECT_EQ(loose_variants("one")[1], "");
}

// Every kind, on texts that make careless patterns slow.
TEST(InstructionKinds, EndSoonOnHostileTexts) {
  const Value arguments = *parse_json_value(
      R"({"keywords":["a"],"keyword":"a","frequency":1,"relation":"at least","forbidden_words":["a"],"letter":"a",
          "let_frequency":1,"let_relation":"at least","language":"en","num_sentences":1,"num_paragraphs":1,"num_words":1,
          "nth_paragraph":1,"first_word":"a","num_placeholders":1,"postscript_marker":"P.S.","num_bullets":1,
          "num_highlights":1,"section_spliter":"Section","num_sections":1,"prompt_to_repeat":"a","end_phrase":"a",
          "capital_frequency":1,"capital_relation":"at least"})");
  for (const char* unit :
       {"\n", "[", "*", "* ", "<<", ". . ", "p. ", "-", "a.", "?!", "\"'", "A. ", "\n\n***", " \t"}) {
    std::string text;
    while (text.size() < 200'000) {
      text += unit;
    }
    for (const std::string& kind : instruction_kinds()) {
      EXPECT_TRUE(follows_instruction(kind, arguments, text + "x")) << kind;
    }
  }
}

}  // namespace
}  // namespace assay
