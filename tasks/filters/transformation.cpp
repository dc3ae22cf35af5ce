// lm_eval/filters/transformation.py and selection.py, restated.
#include "tasks/filters/transformation.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "harness/base/check.h"
#include "harness/base/letter_case.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/filters/on_each.h"

namespace assay {
namespace {

std::string python_text_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNone:
      return "None";
    case Value::Kind::kBool:
      return value.as_bool() ? "True" : "False";
    case Value::Kind::kText:
      return value.as_text();
    default:
      return to_json(value);
  }
}

// Labels in the order in which they are rewritten.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kLabels{{{"person", "PER"},
                                                                                 {"location", "LOC"},
                                                                                 {"organization", "ORG"},
                                                                                 {"counties", "LOC"},
                                                                                 {"places", "LOC"},
                                                                                 {"people", "PER"},
                                                                                 {"persons", "PER"},
                                                                                 {"company", "ORG"},
                                                                                 {"country", "LOC"},
                                                                                 {"continent", "LOC"},
                                                                                 {"time", "DATE"},
                                                                                 {"date", "DATE"},
                                                                                 {"per", "PER"},
                                                                                 {"loc", "LOC"},
                                                                                 {"org", "ORG"}}};

struct SpanPatterns {
  std::vector<Pattern> labels;
  std::vector<Pattern> entities;  // one
};

Pattern compiled(const std::string& text) {
  auto pattern = Pattern::compile(text);
  ASSAY_CHECK(pattern, pattern.error().message);
  return std::move(*pattern);
}

SpanPatterns span_patterns() {
  SpanPatterns patterns;
  for (const auto& [label, name] : kLabels) {
    patterns.labels.push_back(compiled("\\b" + std::string(label) + "\\s*:"));
  }
  patterns.entities.push_back(compiled(R"(\b(PER|LOC|ORG|DATE):\s*([^$]+))"));
  return patterns;
}

std::string with_short_labels(std::string text, const SpanPatterns& patterns) {
  for (std::size_t i = 0; i < kLabels.size(); ++i) {
    if (auto shorter = patterns.labels[i].sub(std::string(kLabels[i].second) + ":", text)) {
      text = std::move(*shorter);
    }
  }
  text = replace_all(std::move(text), "$$", "$");
  text.erase(text.find_last_not_of('$') + 1);
  return text;
}

std::string formatted_spans(const std::string& answer, const SpanPatterns& patterns) {
  const std::string labelled = with_short_labels(python_lower(answer), patterns);
  const std::string one_line = replace_all(labelled, "\n", "$");
  const std::string text(python_strip(one_line));
  std::string formatted;
  const auto matches = patterns.entities[0].find_all(text);
  if (!matches) {
    return formatted;
  }
  for (const PatternMatch& match : *matches) {
    const std::string label = python_lower(match[1]->of(text));
    for (const std::string_view piece : split(match[2]->of(text), ',')) {
      const std::string_view entity = python_strip(piece);
      if (python_lower(entity) != "none") {
        formatted += (formatted.empty() ? "" : " $ ") + label + ": " + std::string(entity);
      }
    }
  }
  return formatted;
}

}  // namespace

AnswerFilter make_strip_filter() {
  return on_each([](const std::string& answer) { return std::string(python_strip(answer)); });
}

AnswerFilter make_lower_filter() {
  return on_each([](const std::string& answer) { return python_lower(answer); });
}

AnswerFilter make_upper_filter() {
  return on_each([](const std::string& answer) { return python_upper(answer); });
}

AnswerFilter make_first_filter(std::size_t count) {
  return [count](std::vector<std::string> answers, const Value&) -> Result<std::vector<std::string>> {
    answers.resize(std::min(answers.size(), count));
    return answers;
  };
}

AnswerFilter make_majority_filter() {
  return [](std::vector<std::string> answers, const Value&) -> Result<std::vector<std::string>> {
    std::map<std::string, int> votes;
    for (const std::string& answer : answers) {
      ++votes[answer];
    }
    const auto most = std::max_element(answers.begin(), answers.end(), [&](const std::string& a, const std::string& b) {
      return votes[a] < votes[b];  // the first of equals
    });
    return most == answers.end() ? answers : std::vector<std::string>{*most};
  };
}

AnswerFilter make_map_filter(FilterArguments& arguments) {
  const Value mapping = arguments.value("mapping_dict");
  const Value otherwise = arguments.value("default_value");
  return on_each([mapping, otherwise](const std::string& answer) {
    const Value* found = mapping.find(answer);
    return python_text_of(found == nullptr ? otherwise : *found);
  });
}

AnswerFilter make_span_filter() {
  return on_each([patterns = span_patterns()](const std::string& answer) { return formatted_spans(answer, patterns); });
}

}  // namespace assay
