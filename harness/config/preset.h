// Preset: a published protocol's sampling and number of answers a document, by name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/result.h"

namespace assay {

struct Preset {
  std::string_view name;
  std::string_view summary;
  double temperature = 0;
  double top_p = 1;
  int output_tokens_max = 256;
};

// kInvalidConfig for an unknown name, with the known ones.
Result<Preset> find_preset(const std::string& name);

// Answers a document, by the number of documents that are asked: 64 up to 30, 16 up to 100, 8 up to 250, 4 up to 1000,
// one beyond. The protocol's authors take 4 to 64 by the size of the set; the steps are ours.
int repeats_by_size(std::int64_t documents);

}  // namespace assay
