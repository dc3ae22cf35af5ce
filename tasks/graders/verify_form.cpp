// What of an answer's writing does not count for Math-Verify (latex2sympy2_extended's normalising).
#include <algorithm>
#include <string>

#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/graders/math_verify.h"
#include "tasks/graders/rule_text.h"

namespace assay {
namespace {

// The rule's unit words, as one alternation.
constexpr std::string_view kUnits =
    "integerpoint|feet|sue|digit|pound|meal|edge|student|children ticket|multiple|east|degree|mph|kmph|ft|m square|"
    " m east|sq m|deg|mile|monkey|prime|ratio|profit of rs|rd|o|gm|p \\. m|lb|tile|per|dm|lt|gain|ab|way|west|no "
    "change|"
    "men|soldier|pie|bc|excess|st|inches|noon|cent|by|gal|kmh|c|acre|rise|th|sq|mark|l|toy|coin|gallon|profit|yr|women|"
    "am|"
    "pm|hr|cu cm|square|are|rupee|rounds|cubic|cc|mtr|s|ohm|number|day|hour|minute|min|second|man|woman|sec|cube|mt|"
    "sq inch|mp|hectare|more|unit|rs|kg|g|month|km|m|cm|mm|apple|liter|loss|yard|pure|year|increase|decrease|d|less|"
    "Surface|litre|metre|meter|inch|t|h";

std::string with_plain_words(std::string text) {
  static const Pattern kLeft = rule_pattern("\\\\m?left(?=\\\\\\{|\\{|\\\\\\||\\||\\[|\\(|\\\\[lv]|\\\\u)");
  static const Pattern kRight = rule_pattern("\\\\m?right(?=\\\\\\}|\\}|\\\\\\||\\||\\]|\\)|\\\\[rvl]|\\\\u)");
  static const Pattern kRemoved =
      rule_pattern("\\\\mathrm\\{th\\}|\\\\!\\s*|\\\\text\\s*\\{\\s*\\}|\\\\\\$|\\$|(?<!\\\\)[\"']|\\\\displaystyle");
  static const Pattern kText = rule_pattern("\\\\(?:math(?:rm|it|bf)|text(?:normal|bf|it|rm))(?![a-zA-Z])");
  static const Pattern kJoining =
      rule_pattern("(,?\\s*\\\\text\\{\\s*(?:and|or)\\s*\\})|(?<![a-zA-Z])(,?\\s*(?:and|or))(?![a-zA-Z])");
  static const Pattern kPercent =
      rule_pattern("\\\\text\\{(?:percentage|percent|pct)\\}|\\s*\\b(?:percentage|percent|pct)\\b");
  static const Pattern kSpace = rule_pattern("(?<!\\\\)\\\\\\s");
  static const Pattern kGroups = rule_pattern("\\s*\\{\\s*,\\s*\\}");
  static const Pattern kInfinity = rule_pattern("(?<!\\\\)infinity|(?<!\\\\)inf(?!ty)");
  text = substituted(kRight, "", substituted(kLeft, "", text));
  text = substituted(kText, "\\\\text", substituted(kRemoved, "", text));
  text = substituted(kGroups, ",",
                     replaced(std::move(text), {{"\\dfrac", "\\frac"}, {"\\tfrac", "\\frac"}, {"\\cfrac", "\\frac"}}));
  text = substituted(kPercent, "\\\\%", substituted(kJoining, ",", text));
  text = substituted(kInfinity, "\\\\infty", substituted(kSpace, " ", text));
  return replaced(std::move(text), {{" .", " 0."}, {"{.", "{0."}, {"\n", " "}, {"\t", " "}});
}

// A last \text{...} with its power, and two unit words behind a digit, a brace or white space.
std::string without_units(std::string text) {
  static const Pattern kLastText = rule_pattern("(\\\\(?:text|mbox)\\{[^{}]*\\})(\\^\\d|\\{\\^\\d\\})?$");
  static const Pattern kUnit = rule_pattern("(\\d|\\}|\\s)\\s*(?:" + std::string(kUnits) + ")(?:s|es)?\\s*$");
  const auto perhaps = [&](std::string changed) { text = changed.empty() ? text : std::move(changed); };
  perhaps(std::string(python_strip(substituted(kLastText, "", text))));
  perhaps(substituted(kUnit, "\\1", text));
  perhaps(substituted(kUnit, "\\1", text));
  return text;
}

}  // namespace

std::string verify_form(std::string_view answer) {
  static const Pattern kCommands = rule_pattern("\\\\\\\\(?=[a-zA-Z])");
  std::string text = with_plain_words(valid_utf8(answer));
  text = holds(text, "matrix") ? text : substituted(kCommands, "\\\\", text);
  text = without_units(std::string(python_strip(text)));
  return std::string(python_strip((starts_with(text, ".") ? "0" : "") + text));
}

}  // namespace assay
