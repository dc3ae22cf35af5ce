// Asking the engine.
#include "tasks/graders/engine.h"

#include "tasks/math/equivalence.h"

namespace assay {

bool is_same_by_engine(std::string_view a, std::string_view b) {
  return compare_math(a, b).verdict == Equivalence::kEqual;
}

}  // namespace assay
