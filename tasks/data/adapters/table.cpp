// The table of adapters.
#include "tasks/data/adapters/adapter.h"

namespace assay {

const std::vector<Adapter>& all_adapters() {
  static const std::vector<Adapter> all = [] {
    std::vector<Adapter> joined;
    for (const auto& list :
         {choice_adapters(), subject_adapters(), math_adapters(), code_adapters(), text_adapters()}) {
      joined.insert(joined.end(), list.begin(), list.end());
    }
    return joined;
  }();
  return all;
}

}  // namespace assay
