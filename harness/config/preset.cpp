// The table of presets.
#include "harness/config/preset.h"

#include <array>
#include <utility>
#include <vector>

#include "harness/base/text.h"

namespace assay {
namespace {

// DeepSeek-AI, "DeepSeek-R1" (arXiv 2501.12948), evaluation setup.
constexpr std::array<Preset, 1> kPresets{{{.name = "r1",
                                           .summary = "DeepSeek-R1's protocol",
                                           .temperature = 0.6,
                                           .top_p = 0.95,
                                           .output_tokens_max = 32768}}};

constexpr std::array<std::pair<std::int64_t, int>, 4> kRepeats{{{30, 64}, {100, 16}, {250, 8}, {1000, 4}}};

}  // namespace

Result<Preset> find_preset(const std::string& name) {
  std::vector<std::string> names;
  for (const Preset& preset : kPresets) {
    if (preset.name == name) {
      return preset;
    }
    names.emplace_back(preset.name);
  }
  return Error{ErrorKind::kInvalidConfig, unknown_name("preset", name, names)};
}

int repeats_by_size(std::int64_t documents) {
  for (const auto& [documents_max, repeats] : kRepeats) {
    if (documents <= documents_max) {
      return repeats;
    }
  }
  return 1;
}

}  // namespace assay
