// The table of all native handlers, family by family.
#include "tasks/handlers/registry.h"

#include <algorithm>
#include <vector>

#include "tasks/handlers/families.h"

namespace assay {

std::span<const HandlerEntry> handler_entries() {
  static const std::vector<HandlerEntry> kEntries = [] {
    std::vector<HandlerEntry> entries;
    for (const auto& family :
         {hellaswag_handlers(), winogrande_handlers(), winograd_handlers(), reading_handlers(), inference_handlers(),
          record_handlers(), truthfulqa_handlers(), mmlu_pro_handlers(), gpqa_handlers(), wikitext_handlers(),
          drop_handlers(), competition_math_handlers(), minerva_math_handlers(), ifeval_handlers()}) {
      entries.insert(entries.end(), family.begin(), family.end());
    }
    return entries;
  }();
  return kEntries;
}

const HandlerEntry* find_handler(std::string_view folder, std::string_view function) {
  const auto entries = handler_entries();
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const HandlerEntry& entry) {
    return entry.folder == folder && entry.function == function;
  });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace assay
