// "exact_answer": the short answer of a generated task, exactly: a number, a fraction, a name, names, a date, yes or
// no.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/api/task.h"

namespace assay {

// Where an answer is looked for, by the first of these rules that finds any:
//   1. the last \boxed{X};
//   2. behind the last "answer is", "answer:" or "####", to the end of the sentence or line;
//   3. the last line that is not blank.
struct FoundAnswer {
  std::string_view text;
  std::string_view rule;
  bool is_announced = false;  // rules 1 and 2
};
// Linear in the answer's length. Nothing if the text is blank.
std::optional<FoundAnswer> find_short_answer(std::string_view text);

// A number in its simplest form: "3/4" of "0.75", "6/8" and "\frac{3}{4}", "1200" of "$1,200.00". The text may hold
// words around exactly one number, or an equation whose right side does. Nothing if it holds none or several, or digits
// beyond 18.
std::optional<std::string> exact_value(std::string_view text);

// Words in their simplest form: lower case, no quotes, emphasis or final stop, one blank between words, "a, b and c" as
// "a, b, c".
std::string plain_words(std::string_view text);

// Gold numbers are compared by exact_value, other golds by plain_words. An answer cut off before rule 1 or 2 finds
// anything is truncated; a blank one, and one without a number where one is due, is unparsed.
std::unique_ptr<Scorer> make_exact_answer_scorer();

}  // namespace assay
