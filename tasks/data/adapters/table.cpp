// The table of adapters.
#include "tasks/data/adapters/adapter.h"

namespace assay {

std::vector<Adapter> all_adapters() {
  std::vector<Adapter> all;
  for (const auto& list : {choice_adapters(), subject_adapters(), math_adapters(), code_adapters(), text_adapters()}) {
    all.insert(all.end(), list.begin(), list.end());
  }
  return all;
}

}  // namespace assay
