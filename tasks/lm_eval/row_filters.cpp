// Facts read out of the catalogue of lm-eval 0.4.13: folder, column, and the values its functions are named after.
#include "tasks/lm_eval/row_filters.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "harness/base/text.h"
#include "tasks/data/adapters/names.h"

namespace assay {
namespace {

constexpr auto kAreas =
    std::to_array<std::string_view>({"Business", "Humanities", "Medical", "Other", "STEM", "Social Sciences"});
constexpr auto kDomains =
    std::to_array<std::string_view>({"Applied Science", "Arts & Humanities", "Business & Commerce", "Driving License",
                                     "General knowledge", "Health oriented education", "Marine License",
                                     "Medical License", "Professional certification", "STEM", "Social Science"});
constexpr auto kFields = std::to_array<std::string_view>({"biology", "business", "chemistry", "computer science",
                                                          "economics", "engineering", "health", "history", "law",
                                                          "math", "other", "philosophy", "physics", "psychology"});
constexpr auto kSources = std::to_array<std::string_view>(
    {"ao3_english", "ao3_nonenglish", "arxiv_cs", "arxiv_math", "arxiv_other", "arxiv_physics", "bbc_news",
     "biorxiv_all", "github_cpp", "github_javascript", "github_markdown", "github_other", "github_python",
     "wikipedia_english", "wikipedia_nonenglish"});
constexpr auto kGenders = std::to_array<std::string_view>({"female", "male", "neutral"});

// A function for each of `values`: its name is `stem` and the value in lower case with underscores.
struct Family {
  std::string_view folder;  // * is one part of a path
  std::string_view stem;
  std::string_view column;
  std::span<const std::string_view> values;
};

// The first one that fits counts.
constexpr auto kFamilies = std::to_array<Family>({
    {"global_mmlu/full/*", "utils.process_", "subject", kMmluSubjects},
    {"global_mmlu/default/*", "utils.process_", "subject_category", kAreas},
    {"openai-mmmlu/default", "utils.process_", "Subject", kMmluSubjects},
    {"include/*/*", "utils.process_", "domain", kDomains},
    {"llama3/instruct/mmlu_pro", "utils.process_", "category", kFields},
    {"llama3/instruct/mmlu_??", "utils.process_docs_", "subtask_name", kMmluSubjects},
    {"mmlu_pro", "utils.process_", "category", kFields},
    {"mmlu-pro-plus", "utils.process_", "category", kFields},
    {"mmlu_prox/??", "utils.process_", "category", kFields},
    {"uncheatable_eval", "uncheatable_eval_utils.filter_", "category", kSources},
    {"winogender", "utils.filter_", "gender", kGenders},
});

std::string function_part(std::string_view value) {
  std::string name = replace_all(replace_all(std::string(value), " & ", "_"), " ", "_");
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return name;
}

Value one(std::string_view key, Value value) { return Value::dict({{Value::of(key), std::move(value)}}); }

Value condition_of(const Family& family, std::string_view folder, std::string_view value) {
  if (family.folder == "openai-mmmlu/default") {
    // Some files of that set hold names of CSV files in the column: "anatomy_test.csv_sw-KE.csv".
    return one(family.column,
               Value::dict({{Value::of("cut_at"), Value::list({Value::of("_test.csv"), Value::of("_test-")})},
                            {Value::of("is"), Value::of(value)}}));
  }
  if (family.column == "subtask_name") {
    const std::string language(folder.substr(folder.rfind('/') + 1));  // "mmlu_de"
    return one(family.column, Value::of(language + "_chat." + std::string(value)));
  }
  return one(family.column, Value::of(value));
}

std::optional<Value> lone_filter(std::string_view folder, std::string_view function) {
  if (folder == "bigbench" && function == "utils.filter_multiple_choice") {
    return one("multiple_choice_targets", one("is_empty", Value::of_bool(false)));
  }
  if (folder == "noreval/noropenbookqa" && function == "utils.filter_dataset") {
    return one("fact", one("is_empty", Value::of_bool(false)));
  }
  if (folder == "eus_exams" && function == "utils.process_docs") {
    const Value nothing = Value::of("");
    const Value answers = Value::list({Value::of(std::int64_t{0}), Value::of(std::int64_t{1}),
                                       Value::of(std::int64_t{2}), Value::of(std::int64_t{3})});
    const Value no_candidates = Value::list({Value::list({nothing, nothing, nothing, nothing})});
    return Value::dict({{Value::of("answer"), answers}, {Value::of("candidates"), one("not", no_candidates)}});
  }
  return std::nullopt;
}

}  // namespace

std::optional<Value> known_row_filter(std::string_view folder, std::string_view function) {
  const std::string place(folder);
  for (const Family& family : kFamilies) {
    const bool fits = ::fnmatch(std::string(family.folder).c_str(), place.c_str(), FNM_PATHNAME | FNM_NOESCAPE) == 0;
    if (!fits || !starts_with(function, family.stem)) {
      continue;
    }
    const std::string_view part = function.substr(family.stem.size());
    const auto value = std::find_if(family.values.begin(), family.values.end(),
                                    [&](std::string_view name) { return function_part(name) == part; });
    return value == family.values.end() ? std::nullopt : std::optional(condition_of(family, folder, *value));
  }
  return lone_filter(folder, function);
}

}  // namespace assay
