// lm_eval/filters/extraction.py, restated.
#include "tasks/filters/extraction.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "harness/base/letter_case.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/filters/on_each.h"

namespace assay {
namespace {

constexpr std::string_view kGsm8kPattern = R"(#### (\-?[0-9\.\,]+))";  // lm-eval's default
constexpr std::string_view kInvalid = "[invalid]";

// A match at the wanted place. Nothing: no match there. Among several groups the first that took something; all
// empty: `all_empty` is set and the text is empty.
struct Selected {
  std::string text;
  bool is_all_empty = false;
};

std::optional<Selected> selected(const Pattern& pattern, const std::string& answer, std::int64_t place) {
  const auto matches = pattern.find_all(answer);
  if (!matches) {
    return std::nullopt;
  }
  const auto count = static_cast<std::int64_t>(matches->size());
  const std::int64_t at = place < 0 ? count + place : place;
  if (at < 0 || at >= count) {
    return std::nullopt;
  }
  const std::string taken = first_taken((*matches)[static_cast<std::size_t>(at)], answer);
  return Selected{.text = std::string(python_strip(taken)), .is_all_empty = pattern.group_count() > 1 && taken.empty()};
}

// What both sides go through before a choice's text is looked for.
struct Ignored {
  std::vector<Pattern> patterns;
  bool has_case = false;
  bool has_punctuation = false;

  std::string removed_from(std::string_view text) const {
    std::string rest(text);
    for (const Pattern& pattern : patterns) {
      if (auto without = pattern.sub("", rest)) {
        rest = std::move(*without);
      }
    }
    rest = has_case ? python_lower(rest) : rest;
    if (!has_punctuation) {
      return rest;
    }
    std::string kept;
    for (const char32_t c : to_points(rest)) {
      if (!is_unicode_punctuation(c)) {
        append_point(c, kept);
      }
    }
    return kept;
  }
};

// The patterns of one document's choices.
struct ChoicePatterns {
  Pattern texts;
  Pattern letters;
  std::map<std::string, std::string> names;  // of texts: "(A)"
  std::map<std::string, std::string> letter_names;
};

Result<std::vector<std::string>> choice_texts(const Value& row) {
  const Value* choices = row.find("choices");
  if (choices == nullptr || !choices->is_list()) {
    return Error{ErrorKind::kCorrupt, "multi_choice_regex: the document has no list 'choices'"};
  }
  std::vector<std::string> texts;
  for (const Value& choice : choices->items()) {
    if (!choice.is_text()) {
      return Error{ErrorKind::kCorrupt, "multi_choice_regex: a choice is no text: " + printable(to_json(choice), 60)};
    }
    texts.push_back(choice.as_text());
  }
  return texts;
}

Result<ChoicePatterns> choice_patterns(const std::vector<std::string>& choices, const Ignored& ignored) {
  std::vector<std::string> escaped;
  std::string letters;
  std::map<std::string, std::string> names;
  std::map<std::string, std::string> letter_names;
  char32_t letter = U'A';
  for (const std::string& choice : choices) {
    const std::string text = ignored.removed_from(python_strip(choice));
    std::string letter_text;
    append_point(letter++, letter_text);
    names[text] = "(" + letter_text + ")";
    letter_names[letter_text] = names[text];
    escaped.push_back(Pattern::escape(text));
    letters += (letters.empty() ? "" : "|") + Pattern::escape(letter_text);
  }
  std::stable_sort(escaped.begin(), escaped.end(), [](const std::string& a, const std::string& b) {
    return code_points(a) > code_points(b);  // a choice that begins another one must not be found in its place
  });
  auto texts = Pattern::compile(join(escaped, "|"));
  auto behind_colon = Pattern::compile(":[\\s]*(" + letters + ")");
  if (!texts || !behind_colon) {
    return std::move(texts ? behind_colon.error() : texts.error()).in("multi_choice_regex: choices");
  }
  return ChoicePatterns{.texts = std::move(*texts),
                        .letters = std::move(*behind_colon),
                        .names = std::move(names),
                        .letter_names = std::move(letter_names)};
}

// A match, under its name if it has one; empty if there is none.
std::string named(const Pattern& pattern, const std::string& answer, std::int64_t place,
                  const std::map<std::string, std::string>& names) {
  const auto match = selected(pattern, answer, place);
  if (!match) {
    return "";
  }
  const auto name = names.find(match->text);
  return name == names.end() || match->text.empty() ? match->text : name->second;
}

}  // namespace

AnswerFilter make_regex_filter(FilterArguments& arguments) {
  const auto pattern = arguments.pattern("regex_pattern", kGsm8kPattern);
  const std::int64_t place = arguments.integer("group_select", 0);
  const std::string fallback = arguments.text("fallback", kInvalid);
  return on_each([pattern, place, fallback](const std::string& answer) {
    const auto match = selected(pattern[0], answer, place);
    return match && !match->is_all_empty ? match->text : fallback;
  });
}

AnswerFilter make_tags_filter(FilterArguments& arguments) {
  arguments.pattern("regex_pattern", R"(\['(.*?)'\])");  // accepted and not used, as there
  arguments.integer("group_select", 0);
  const Value given = arguments.value("fallback");
  std::string fallback = given.is_none() ? R"(["invalid"])" : to_json(given);
  auto pattern = Pattern::compile(R"(\('([^']*)', '([^']*)'\))");
  ASSAY_CHECK(pattern, pattern.error().message);
  return on_each([tagged = *pattern, fallback](const std::string& answer) {
    const auto matches = tagged.find_all(answer);
    if (!matches || matches->empty()) {
      return fallback;
    }
    Value::List tags;
    for (const PatternMatch& match : *matches) {
      tags.push_back(Value::of(match[2]->of(answer)));
    }
    return to_json(Value::list(std::move(tags)));
  });
}

AnswerFilter make_choice_text_filter(FilterArguments& arguments) {
  const auto pattern = arguments.pattern("regex_pattern", kGsm8kPattern);
  const std::int64_t place = arguments.integer("group_select", 0);
  const std::string fallback = arguments.text("fallback", kInvalid);
  const Ignored ignored{.patterns = arguments.patterns("regexes_to_ignore"),
                        .has_case = arguments.flag("ignore_case", false),
                        .has_punctuation = arguments.flag("ignore_punctuation", false)};
  return [pattern, place, fallback, ignored](std::vector<std::string> answers,
                                             const Value& row) -> Result<std::vector<std::string>> {
    const auto choices = choice_texts(row);
    if (!choices) {
      return choices.error();
    }
    const auto patterns = choice_patterns(*choices, ignored);
    if (!patterns) {
      return patterns.error();
    }
    for (std::string& answer : answers) {
      std::string found = named(pattern[0], answer, place, {});
      if (found.empty()) {
        found = named(patterns->texts, ignored.removed_from(answer), place, patterns->names);
      }
      if (found.empty()) {
        found = named(patterns->letters, answer, place, patterns->letter_names);
      }
      answer = found.empty() ? fallback : found;
    }
    return answers;
  };
}

}  // namespace assay
