// WinoGrande (Sakaguchi et al. 2020) by partial evaluation (Trinh and Le 2018): the option fills the blank in the
// context, what follows the blank is scored.
#include <string>

#include "tasks/handlers/families.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

std::size_t blank_of(RowReader& read, const std::string& sentence) {
  const std::size_t blank = sentence.find('_');
  if (blank == std::string::npos) {
    read.fail("sentence", "has no blank '_'");
    return 0;
  }
  return blank;
}

Result<Value> doc_to_text(const Value& row) {
  RowReader read(row);
  const std::string answer = read.text("answer");
  if (answer != "1" && answer != "2") {
    read.fail("answer", "'" + answer + "' is neither '1' nor '2'");
  }
  return read.done(Value::of(static_cast<std::int64_t>(answer == "2" ? 1 : 0)));
}

Result<Value> doc_to_target(const Value& row) {
  RowReader read(row);
  const std::string sentence = read.text("sentence");
  const std::size_t blank = blank_of(read, sentence);
  const std::string_view rest = std::string_view(sentence).substr(std::min(sentence.size(), blank + 1));
  return read.done(Value::of(python_strip(rest)));
}

Result<Value> doc_to_choice(const Value& row) {
  RowReader read(row);
  const std::string sentence = read.text("sentence");
  const std::string before = sentence.substr(0, blank_of(read, sentence));
  return read.done(list_of_texts({before + read.text("option1"), before + read.text("option2")}));
}

const HandlerEntry kEntries[] = {
    {"winogrande", "preprocess_winogrande.doc_to_text", &doc_to_text},
    {"winogrande", "preprocess_winogrande.doc_to_target", &doc_to_target},
    {"winogrande", "preprocess_winogrande.doc_to_choice", &doc_to_choice},
};

}  // namespace

std::span<const HandlerEntry> winogrande_handlers() { return kEntries; }

}  // namespace assay
