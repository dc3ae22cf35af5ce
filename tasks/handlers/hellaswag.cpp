// HellaSwag (Zellers et al. 2019): the context joined and cleaned of WikiHow's bracketed marks.
#include <string>

#include "harness/base/text.h"
#include "tasks/handlers/families.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

// White space goes before brackets do, so that an ending "[step] Foo" keeps a leading space: the conventional rule.
std::string cleaned(std::string_view text) {
  const std::string titled = replace_all(std::string(python_strip(text)), " [title]", ". ");
  return replace_all(without_brackets(titled), "  ", " ");
}

Result<Value> with_query(const Value& row) {
  RowReader read(row);
  const std::string context = read.text("ctx_a") + " " + python_capitalize(read.text("ctx_b"));
  const std::string query = cleaned(read.text("activity_label") + ": " + context);
  std::vector<std::string> choices = read.texts("endings");
  for (std::string& choice : choices) {
    choice = cleaned(choice);
  }
  const std::int64_t gold = read.integer("label");
  if (!read.is_good()) {
    return read.done(row);
  }
  return row.with("query", Value::of(query)).with("choices", list_of_texts(choices)).with("gold", Value::of(gold));
}

Result<std::vector<Value>> process_docs(std::vector<Value> rows) { return map_rows(std::move(rows), with_query); }

const HandlerEntry kEntries[] = {{"hellaswag", "utils.process_docs", &process_docs}};

}  // namespace

std::span<const HandlerEntry> hellaswag_handlers() { return kEntries; }

}  // namespace assay
