// Rows into samples: question, choices, gold and the turns of a prompt, as lm-eval's fewshot_context puts them
// together.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/api/task.h"
#include "tasks/lm_eval/doc_field.h"

namespace assay {

class DocumentMaker {
 public:
  // `first` is the first document, whose form decides for all whether choices are contexts and whether there are
  // several targets. Errors: of the fields, with file and line.
  // With `is_generative` choices are listed with letters and the right letter is asked for
  // (tasks/parts/letter_answer.h).
  static Result<DocumentMaker> make(const TaskConfig& config, const std::string& root, const Value& first,
                                    bool is_generative = false);

  // The document as it is asked. kInvalidConfig with file and line for a row that the fields cannot be made from.
  Result<Sample> document(const Value& row, std::int64_t index) const;
  // The document as an exemplar: only `document`, `row` and `shown` are set.
  Result<Sample> exemplar(const Value& row) const;

  // The description, if it is the same for every document; else "".
  std::string constant_description() const { return description_.constant_text().value_or(""); }

 private:
  struct Fields {
    DocField text, target, choice, prefix;
    std::string target_delimiter;
  };

  static Result<Fields> fields_of(const TaskConfig& config, const std::string& root,
                                  const std::vector<std::string>& columns);
  static Result<Fields> exemplar_fields_of(const TaskConfig& config, const std::string& root,
                                           const std::vector<std::string>& columns);
  Status fill_choices(const Value& row, const Value& text, const Value& target, Sample& sample) const;
  Status fill_answer(const Value& target, Sample& sample) const;
  void shuffle_choices(Sample& sample) const;
  void ask_for_letter(Sample& sample) const;

  Fields asked_, shown_;
  DocField description_;
  std::string exemplar_delimiter_;
  std::string cluster_column_;
  std::optional<std::int64_t> shuffle_seed_;
  bool is_choosing_ = false;
  bool is_generative_ = false;
  bool has_contexts_ = false;
  ConfigPlace place_;
};

}  // namespace assay
