// One check for each kind of instruction.
#include "tasks/handlers/ifeval/instructions.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "harness/base/pattern.h"
#include "harness/base/text.h"
#include "tasks/handlers/ifeval/formats.h"
#include "tasks/handlers/ifeval/language.h"
#include "tasks/handlers/ifeval/sentences.h"
#include "tasks/handlers/ifeval/words.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

struct Response {
  std::string_view text;
  std::u32string_view points;
};

// Reads what it needs from `arguments`; what it returns is not looked at after a failed read.
using Check = bool (*)(RowReader& arguments, const Response& response);

bool fits_relation(RowReader& arguments, const char* relation_name, std::int64_t count, std::int64_t threshold) {
  const std::string relation = arguments.text(relation_name);
  if (relation != "less than" && relation != "at least") {
    arguments.fail(relation_name, "'" + relation + "' is neither 'less than' nor 'at least'");
  }
  return relation == "less than" ? count < threshold : count >= threshold;
}

enum class MatchCase { kAsWritten, kIgnored };

int matches(RowReader& arguments, const char* field, const std::string& pattern, const Response& response,
            MatchCase match_case) {
  const auto compiled = Pattern::compile(pattern, {.ignores_case = match_case == MatchCase::kIgnored});
  const auto found = compiled ? compiled->find_all(response.text) : Result<std::vector<PatternMatch>>(compiled.error());
  if (!found) {
    arguments.fail(field, "'" + printable(pattern, 40) + "' is no usable pattern");
    return 0;
  }
  return static_cast<int>(found->size());
}

bool has_keywords(RowReader& arguments, const Response& response) {
  const auto keywords = arguments.texts("keywords");
  return std::all_of(keywords.begin(), keywords.end(), [&](const std::string& keyword) {
    return matches(arguments, "keywords", keyword, response, MatchCase::kIgnored) > 0;
  });
}

bool has_keyword_often(RowReader& arguments, const Response& response) {
  const std::string keyword(python_strip(arguments.text("keyword")));
  const int count = matches(arguments, "keyword", keyword, response, MatchCase::kIgnored);
  return fits_relation(arguments, "relation", count, arguments.integer("frequency"));
}

bool has_no_forbidden_word(RowReader& arguments, const Response& response) {
  const auto words = arguments.texts("forbidden_words");
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return matches(arguments, "forbidden_words", "\\b" + word + "\\b", response, MatchCase::kIgnored) == 0;
  });
}

// The conventional grader takes a letter at random where the data hold another character; here that character counts.
bool has_letter_often(RowReader& arguments, const Response& response) {
  const std::string letter = arguments.text("letter");
  const std::u32string wanted = to_points(python_lower(python_strip(letter)));
  if (wanted.size() != 1) {
    arguments.fail("letter", "'" + printable(letter, 40) + "' is no single character");
    return false;
  }
  const std::u32string lower = to_points(python_lower(response.text));
  const auto count = std::count(lower.begin(), lower.end(), wanted[0]);
  return fits_relation(arguments, "let_relation", count, arguments.integer("let_frequency"));
}

// A text whose language cannot be told follows.
bool is_in_language(RowReader& arguments, const Response& response) {
  const std::string wanted = arguments.text("language");
  return language_of(response.text).value_or(wanted) == wanted;
}

bool has_sentences(RowReader& arguments, const Response& response) {
  const auto count = static_cast<std::int64_t>(sentences_of(response.points).size());
  return fits_relation(arguments, "relation", count, arguments.integer("num_sentences"));
}

bool has_words(RowReader& arguments, const Response& response) {
  return fits_relation(arguments, "relation", word_count(response.points), arguments.integer("num_words"));
}

bool is_blank(std::u32string_view text) { return python_strip(text).empty(); }

// Blank pieces count nowhere: at the ends they are left out, inside they fail.
bool has_paragraphs(RowReader& arguments, const Response& response) {
  const auto pieces = divided_paragraphs(response.points);
  const auto blanks = std::count_if(pieces.begin(), pieces.end(), is_blank);
  const int outer = pieces.size() == 1 ? (is_blank(pieces[0]) ? 1 : 0)
                                       : (is_blank(pieces.front()) ? 1 : 0) + (is_blank(pieces.back()) ? 1 : 0);
  const auto count = static_cast<std::int64_t>(pieces.size()) - outer;
  return blanks == outer && count == arguments.integer("num_paragraphs");
}

std::string first_word_of(std::string_view paragraph) {
  const auto words = python_split(paragraph);
  std::string_view word = words.empty() ? std::string_view() : words[0];
  for (const char quote : {'\'', '"'}) {
    word.remove_prefix(std::min(word.find_first_not_of(quote), word.size()));
  }
  return python_lower(word.substr(0, word.find_first_of(".,?!'\"")));
}

bool starts_paragraph_with(RowReader& arguments, const Response& response) {
  const std::int64_t wanted_count = arguments.integer("num_paragraphs");
  const std::int64_t nth = arguments.integer("nth_paragraph");
  const std::string first_word = python_lower(arguments.text("first_word"));
  if (nth < 1 || nth > wanted_count) {
    arguments.fail("nth_paragraph", std::to_string(nth) + " is not among " + std::to_string(wanted_count));
    return false;
  }
  const auto paragraphs = split_on(response.text, "\n\n");
  const auto count = std::count_if(paragraphs.begin(), paragraphs.end(),
                                   [](std::string_view paragraph) { return !python_strip(paragraph).empty(); });
  // The n-th piece, blank ones counted; but there must be n that are not blank.
  return nth <= count && count == wanted_count &&
         !python_strip(paragraphs[static_cast<std::size_t>(nth - 1)]).empty() &&
         first_word_of(paragraphs[static_cast<std::size_t>(nth - 1)]) == first_word;
}

bool has_placeholders(RowReader& arguments, const Response& response) {
  return placeholder_count(response.points) >= arguments.integer("num_placeholders");
}

bool has_marked_postscript(RowReader& arguments, const Response& response) {
  const std::string marker(python_strip(arguments.text("postscript_marker")));
  const std::string lower = python_lower(response.text);
  if (marker == "P.P.S") {
    return has_second_postscript(to_points(lower));
  }
  if (marker == "P.S.") {
    return has_postscript(to_points(lower));
  }
  return matches(arguments, "postscript_marker", python_lower(marker), {lower, {}}, MatchCase::kAsWritten) > 0;
}

bool has_bullets(RowReader& arguments, const Response& response) {
  return bullet_count(response.points) == arguments.integer("num_bullets");
}

bool is_one_of_three_answers(RowReader& /*arguments*/, const Response& response) {
  constexpr std::string_view kAnswers[] = {"My answer is yes.", "My answer is no.", "My answer is maybe."};
  return std::any_of(std::begin(kAnswers), std::end(kAnswers),
                     [&](std::string_view answer) { return response.text.find(answer) != std::string_view::npos; });
}

bool has_highlights(RowReader& arguments, const Response& response) {
  return highlight_count(response.points) >= arguments.integer("num_highlights");
}

bool has_sections(RowReader& arguments, const Response& response) {
  const std::string marker(python_strip(arguments.text("section_spliter")));
  const int count =
      matches(arguments, "section_spliter", "\\s?" + marker + "\\s?\\d+\\s?", response, MatchCase::kAsWritten);
  return count >= arguments.integer("num_sections");
}

bool is_json(RowReader& /*arguments*/, const Response& response) {
  return static_cast<bool>(parse_json_value(without_code_fence(response.text)));
}

bool has_marked_title(RowReader& /*arguments*/, const Response& response) { return has_title(response.points); }

bool has_two_responses(RowReader& /*arguments*/, const Response& response) {
  const auto pieces = split_on(response.text, "******");
  std::vector<std::string_view> answers;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string_view piece = python_strip(pieces[i]);
    const bool is_inside = i > 0 && i + 1 < pieces.size();
    if (piece.empty() && is_inside) {
      return false;
    }
    if (!piece.empty()) {
      answers.push_back(piece);
    }
  }
  return answers.size() == 2 && answers[0] != answers[1];
}

bool repeats_prompt(RowReader& arguments, const Response& response) {
  const std::string prompt = arguments.text("prompt_to_repeat");
  return starts_with(python_lower(python_strip(response.text)), python_lower(python_strip(prompt)));
}

bool ends_with_phrase(RowReader& arguments, const Response& response) {
  const std::string phrase = python_lower(python_strip(arguments.text("end_phrase")));
  std::string_view text = python_strip(response.text);
  const std::size_t first = std::min(text.find_first_not_of('"'), text.size());
  const std::size_t last = text.find_last_not_of('"');
  text = last == std::string_view::npos ? std::string_view() : text.substr(first, last + 1 - first);
  const std::string lower = python_lower(text);
  return lower.size() >= phrase.size() && lower.compare(lower.size() - phrase.size(), phrase.size(), phrase) == 0;
}

bool is_quoted(RowReader& /*arguments*/, const Response& response) {
  const std::string_view text = python_strip(response.text);
  return text.size() > 1 && text.front() == '"' && text.back() == '"';
}

bool has_capital_words(RowReader& arguments, const Response& response) {
  return fits_relation(arguments, "capital_relation", capital_word_count(response.points),
                       arguments.integer("capital_frequency"));
}

bool is_english(std::string_view text) { return language_of(text).value_or("en") == "en"; }

bool is_english_capitals(RowReader& /*arguments*/, const Response& response) {
  return is_all_case(response.points, true) && is_english(response.text);
}

bool is_english_lower_case(RowReader& /*arguments*/, const Response& response) {
  return is_all_case(response.points, false) && is_english(response.text);
}

bool has_no_comma(RowReader& /*arguments*/, const Response& response) {
  return response.text.find(',') == std::string_view::npos;
}

struct Kind {
  std::string_view id;
  Check check;
};

constexpr Kind kKinds[] = {
    {"change_case:capital_word_frequency", &has_capital_words},
    {"change_case:english_capital", &is_english_capitals},
    {"change_case:english_lowercase", &is_english_lower_case},
    {"combination:repeat_prompt", &repeats_prompt},
    {"combination:two_responses", &has_two_responses},
    {"detectable_content:number_placeholders", &has_placeholders},
    {"detectable_content:postscript", &has_marked_postscript},
    {"detectable_format:constrained_response", &is_one_of_three_answers},
    {"detectable_format:json_format", &is_json},
    {"detectable_format:multiple_sections", &has_sections},
    {"detectable_format:number_bullet_lists", &has_bullets},
    {"detectable_format:number_highlighted_sections", &has_highlights},
    {"detectable_format:title", &has_marked_title},
    {"keywords:existence", &has_keywords},
    {"keywords:forbidden_words", &has_no_forbidden_word},
    {"keywords:frequency", &has_keyword_often},
    {"keywords:letter_frequency", &has_letter_often},
    {"language:response_language", &is_in_language},
    {"length_constraints:nth_paragraph_first_word", &starts_paragraph_with},
    {"length_constraints:number_paragraphs", &has_paragraphs},
    {"length_constraints:number_sentences", &has_sentences},
    {"length_constraints:number_words", &has_words},
    {"punctuation:no_comma", &has_no_comma},
    {"startend:end_checker", &ends_with_phrase},
    {"startend:quotation", &is_quoted},
};

bool counts_as_absent(const Value& value) {
  return value.is_none() || (value.is_number() && value.as_real() == 0) ||
         (value.is_text() && value.as_text().empty()) || (value.is_list() && value.items().empty());
}

// The arguments that say something, in a row of their own.
Value present_arguments(const Value& arguments) {
  Value::Dict present;
  if (arguments.is_dict()) {
    for (const ValueField& field : arguments.fields()) {
      if (!counts_as_absent(field.value)) {
        present.push_back(field);
      }
    }
  }
  return Value::dict(std::move(present));
}

}  // namespace

Result<bool> follows_instruction(std::string_view id, const Value& arguments, std::string_view response) {
  const auto* const kind =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const Kind& known) { return known.id == id; });
  if (kind == std::end(kKinds)) {
    const auto kinds = instruction_kinds();
    return Error{ErrorKind::kUnsupported, unknown_name("instruction", id, kinds)};
  }
  const Value present = present_arguments(arguments);
  RowReader reader(present);
  const std::u32string points = to_points(response);
  const bool is_followed = kind->check(reader, {response, points});
  auto result = reader.done(!python_strip(response).empty() && is_followed);
  return result ? std::move(result) : Result<bool>(std::move(result.error()).in(id));
}

std::vector<std::string> instruction_kinds() {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) {
    names.emplace_back(kind.id);
  }
  return names;
}

std::vector<std::string> loose_variants(std::string_view response) {
  const std::size_t first_end = response.find('\n');
  const std::size_t last_begin = response.rfind('\n');
  const bool has_lines = first_end != std::string_view::npos;
  const std::string_view without_first = has_lines ? response.substr(first_end + 1) : std::string_view();
  const std::string_view without_last = has_lines ? response.substr(0, last_begin) : std::string_view();
  const std::string_view without_both = has_lines && first_end < last_begin
                                            ? response.substr(first_end + 1, last_begin - first_end - 1)
                                            : std::string_view();
  std::vector<std::string> variants{std::string(response), std::string(python_strip(without_first)),
                                    std::string(python_strip(without_last)), std::string(python_strip(without_both))};
  for (std::size_t i = 0; i < 4; ++i) {
    variants.push_back(replace_all(variants[i], "*", ""));
  }
  return variants;
}

}  // namespace assay
