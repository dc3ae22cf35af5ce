// SuperGLUE's COPA and WSC (Wang et al. 2019), COPAL-ID, and GLUE's MNLI: sentences joined and cut.
#include <string>

#include "harness/base/text.h"
#include "tasks/handlers/families.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

std::string with_small_start(const std::string& text) {
  std::u32string points = to_points(text);
  if (points.empty()) {
    return text;
  }
  const std::string first = python_lower(from_points(points.substr(0, 1)));
  return first + from_points(std::u32string_view(points).substr(1));
}

// The premise without its last character, the full stop, and the word that joins it to a choice.
Result<Value> joined_premise(const Value& row, const std::string& cause, const std::string& effect) {
  RowReader read(row);
  const std::string question = read.text("question");
  if (question != "cause" && question != "effect") {
    read.fail("question", "'" + question + "' is neither 'cause' nor 'effect'");
  }
  std::u32string premise = to_points(python_strip(read.text("premise")));
  if (!premise.empty()) {
    premise.pop_back();
  }
  return read.done(Value::of(from_points(premise) + " " + (question == "cause" ? cause : effect)));
}

Result<Value> copa_text(const Value& row) { return joined_premise(row, "because", "therefore"); }
Result<Value> copal_text(const Value& row) { return joined_premise(row, "karena", "maka"); }

std::string copa_choice(RowReader& read, const char* field) {
  const std::string choice = read.text(field);
  if (choice.empty()) {
    read.fail(field, "is empty");
  }
  return with_small_start(choice);
}

Result<Value> copa_target(const Value& row) {
  RowReader read(row);
  return read.done(Value::of(" " + copa_choice(read, read.integer("label") == 0 ? "choice1" : "choice2")));
}

Result<Value> copa_choices(const Value& row) {
  RowReader read(row);
  return read.done(list_of_texts({" " + copa_choice(read, "choice1"), " " + copa_choice(read, "choice2")}));
}

Result<Value> copal_choices(const Value& row) {
  RowReader read(row);
  return read.done(list_of_texts({copa_choice(read, "choice1"), copa_choice(read, "choice2")}));
}

// Spaces that tokenisation put before or behind punctuation.
std::string untokenized(std::string text) {
  const std::pair<const char*, const char*> steps[] = {{" n't", "n't"}, {" )", ")"}, {"( ", "("}, {"\" ", "\""},
                                                       {" \"", "\""},   {" '", "'"}, {" .", "."}, {" ,", ","}};
  for (const auto& [before, after] : steps) {
    text = replace_all(std::move(text), before, after);
  }
  return text;
}

// The pronoun is marked with stars. Its index counts words; where it ends is then counted in characters.
Result<Value> wsc_text(const Value& row) {
  RowReader read(row);
  const std::string passage = read.text("text");
  const std::string pronoun = read.text("span2_text");
  const std::string noun = read.text("span1_text");
  const std::int64_t index = read.integer("span2_index");
  const auto words = python_split(passage);
  if (index < 0 || index > static_cast<std::int64_t>(words.size())) {
    read.fail("span2_index", "lies outside the text");
  }
  if (!read.is_good()) {
    return read.done(row);
  }
  std::string before;
  for (std::size_t i = 0; i < static_cast<std::size_t>(index); ++i) {
    before += (i == 0 ? "" : " ") + std::string(words[i]);
  }
  const std::u32string points = to_points(passage);
  const std::size_t skipped = code_points(before) + code_points(pronoun) + 1;
  const std::string after = from_points(std::u32string_view(points).substr(std::min(skipped, points.size())));
  return Value::of("Passage: " + untokenized(before + " *" + pronoun + "*" + after) +
                   "\nQuestion: In the passage above, does the pronoun \"*" + pronoun + "*\" refer to \"*" + noun +
                   "*\"?\nAnswer:");
}

Result<Value> mnli_text(const Value& row) {
  RowReader read(row);
  const std::string premise = read.text("premise");
  const std::string hypothesis(python_strip(read.text("hypothesis")));
  const bool has_stop = !hypothesis.empty() && hypothesis.back() == '.';
  return read.done(
      Value::of(premise + "\nQuestion: " + hypothesis + (has_stop ? "" : ".") + " True, False or Neither?\nAnswer:"));
}

const HandlerEntry kEntries[] = {
    {"super_glue/copa", "utils.doc_to_text", &copa_text},
    {"super_glue/copa", "utils.doc_to_target", &copa_target},
    {"super_glue/copa", "utils.doc_to_choice", &copa_choices},
    {"copal_id", "utils.doc_to_text_id", &copal_text},
    {"copal_id", "utils.doc_to_choice", &copal_choices},
    {"super_glue/wsc", "preprocess_wsc.default_doc_to_text", &wsc_text},
    {"glue/mnli", "utils.doc_to_text", &mnli_text},
};

}  // namespace

std::span<const HandlerEntry> inference_handlers() { return kEntries; }

}  // namespace assay
