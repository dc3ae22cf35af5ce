// Known row filters: the condition behind a function's name, and nothing for names that no file defines.
#include "tasks/lm_eval/row_filters.h"

#include <gtest/gtest.h>

#include <string>

#include "tasks/lm_eval/where.h"

namespace assay {
namespace {

struct Known {
  std::string name, folder, function, expected;  // "" : not known
};

class RowFilters : public testing::TestWithParam<Known> {};

TEST_P(RowFilters, StandForConditions) {
  const auto filter = known_row_filter(GetParam().folder, GetParam().function);

  EXPECT_EQ(filter ? to_json(*filter) : "", GetParam().expected);
  EXPECT_TRUE(!filter || check_where(*filter));
}

INSTANTIATE_TEST_SUITE_P(
    Functions, RowFilters,
    testing::Values(Known{"subject", "global_mmlu/full/de", "utils.process_anatomy", R"({"subject":"anatomy"})"},
                    Known{"area", "global_mmlu/default/de", "utils.process_social_sciences",
                          R"({"subject_category":"Social Sciences"})"},
                    Known{"ampersand", "include/few_shot_en/North Macedonian", "utils.process_arts_humanities",
                          R"({"domain":"Arts & Humanities"})"},
                    Known{"names_of_files", "openai-mmmlu/default", "utils.process_virology",
                          R"({"Subject":{"cut_at":["_test.csv","_test-"],"is":"virology"}})"},
                    Known{"language", "llama3/instruct/mmlu_th", "utils.process_docs_nutrition",
                          R"({"subtask_name":"mmlu_th_chat.nutrition"})"},
                    Known{"blank", "mmlu_pro", "utils.process_computer_science", R"({"category":"computer science"})"},
                    Known{"other_module", "uncheatable_eval", "uncheatable_eval_utils.filter_arxiv_cs",
                          R"({"category":"arxiv_cs"})"},
                    Known{"exams", "eus_exams", "utils.process_docs",
                          R"({"answer":[0,1,2,3],"candidates":{"not":[["","","",""]]}})"},
                    Known{"choices", "bigbench", "utils.filter_multiple_choice",
                          R"({"multiple_choice_targets":{"is_empty":false}})"},
                    Known{"unknown_subject", "global_mmlu/full/de", "utils.process_cooking", ""},
                    Known{"unknown_folder", "global_mmlu/de", "utils.process_anatomy", ""},
                    Known{"maps_rows", "hellaswag", "utils.process_docs", ""}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace assay
