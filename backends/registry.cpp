// The table of backends; a new one is one line here.
#include "backends/registry.h"

#include <array>
#include <string>
#include <vector>

#include "backends/exec/exec.h"
#include "backends/openai/openai.h"
#include "backends/scripted/scripted.h"
#include "harness/base/text.h"
#ifdef ASSAY_HAS_LLAMA
#include "backends/llama/llama.h"
#endif

namespace assay {
namespace {

constexpr auto kEntries = std::to_array<BackendEntry>({
#ifdef ASSAY_HAS_LLAMA
    {"llama", "a GGUF file, in process, by llama.cpp (CPU, or whatever that build has)", make_llama_backend,
     list_llama_devices},
#endif
    {"openai", "a server that speaks OpenAI's protocol", make_openai_backend},
    {"exec", "a program that speaks JSON lines", make_exec_backend},
    {"scripted", "a file of answers, times and faults", make_scripted_backend},
});

}  // namespace

std::span<const BackendEntry> backend_entries() { return kEntries; }

Result<std::unique_ptr<Backend>> make_backend(const BackendSpec& spec, Clock& clock) {
  const std::string scheme = spec.address.substr(0, spec.address.find(':'));
  std::vector<std::string> schemes;
  for (const BackendEntry& entry : kEntries) {
    if (entry.scheme == scheme) {
      return entry.make(spec, clock);
    }
    schemes.emplace_back(entry.scheme);
  }
  return Error{ErrorKind::kInvalidConfig,
               "model address '" + spec.address + "': " + unknown_name("scheme", scheme, schemes)};
}

}  // namespace assay
