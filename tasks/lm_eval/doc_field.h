// A field of a task file that is made from each row: a column, a template, a constant, or a native function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"
#include "tasks/handlers/handler.h"
#include "tasks/lm_eval/task_config.h"
#include "tasks/template/template.h"

namespace assay {

// What a rendered text becomes (lm-eval's ConfigurableTask.doc_to_text, doc_to_target, doc_to_choice, doc_to_prefix).
enum class FieldUse {
  kPlain,   // the text
  kText,    // an integer where it is all digits and the task has choices
  kTarget,  // the same; a list where it is one in square brackets
  kChoice,  // a list: it must be one in Python's syntax; of a dict its values
};

struct FieldSetting {
  FieldUse use = FieldUse::kPlain;
  bool has_choices = false;          // the task has doc_to_choice
  std::string root;                  // the catalogue's folder
  std::vector<std::string> columns;  // of the documents: a text that is one of them means the column
};

class DocField {
 public:
  // kInvalidConfig and kUnsupported with file and line: a template that cannot be parsed, a function without a handler.
  static Result<DocField> make(const ConfigValue& value, FieldSetting setting);

  bool is_set() const { return kind_ != Kind::kAbsent; }
  // A text that is the same for every row; nothing if it depends on the row.
  std::optional<std::string> constant_text() const;
  // REQUIRES: is_set(). kInvalidConfig for a row it cannot be made from.
  Result<Value> of(const Value& row) const;

 private:
  enum class Kind { kAbsent, kConstant, kColumn, kTemplate, kFunction };

  Result<Value> interpreted(std::string text) const;

  Kind kind_ = Kind::kAbsent;
  FieldUse use_ = FieldUse::kPlain;
  bool has_choices_ = false;
  Value constant_;
  std::string column_;
  std::optional<Template> template_;
  DocFunction function_ = nullptr;
  ConfigPlace place_;
};

}  // namespace assay
