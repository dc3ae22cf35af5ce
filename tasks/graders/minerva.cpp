// Two normal forms, one comparison.
#include "tasks/graders/minerva.h"

#include <string>

#include "tasks/graders/engine.h"
#include "tasks/graders/sympy_latex.h"
#include "tasks/handlers/parts/latex.h"

namespace assay {
namespace {

GraderVerdict compare_as_read(std::string_view answer, std::string_view gold) {
  const auto a = read_like_sympy(answer);
  const auto b = read_like_sympy(gold);
  if (!a || !b) {
    return {false, false, "sympy's parser reads no such text"};
  }
  if (a->is_relation || b->is_relation) {
    return {false, false, "relations cannot be subtracted"};
  }
  const bool is_same = a->text == b->text || is_same_by_engine(a->text, b->text);
  return {is_same, false, is_same ? "same expression by the engine" : "other expression by the engine"};
}

}  // namespace

GraderVerdict grade_minerva(std::string_view answer, std::string_view gold) {
  const std::string a = minerva_form(answer, MinervaForm::kCareful);
  const std::string b = minerva_form(gold, MinervaForm::kCareful);
  return !a.empty() && a == b ? GraderVerdict{true, false, "same text after normalising"} : compare_as_read(a, b);
}

GraderVerdict grade_minerva_original(std::string_view answer, std::string_view gold) {
  return compare_as_read(minerva_form(answer, MinervaForm::kOriginal), minerva_form(gold, MinervaForm::kOriginal));
}

}  // namespace assay
