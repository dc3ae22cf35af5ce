// Assembling prompts.
#include "harness/run/prompt.h"

#include "harness/base/hash.h"

namespace assay {

std::string document_hash(const Sample& sample) { return to_hex(hash128(sample.document)); }

Prompt build_prompt(const Task& task, const Sample& sample, int exemplar_count, int repeat, std::uint64_t run_seed) {
  Prompt prompt;
  std::string text = task.format.description;
  if (exemplar_count > 0) {
    const auto exemplars = task.exemplars->exemplars(sample, exemplar_count, run_seed);
    prompt.exemplars = static_cast<int>(exemplars.size());
    for (const Sample& exemplar : exemplars) {
      text += exemplar.question + task.format.target_delimiter + exemplar.target + task.format.exemplar_delimiter;
    }
  }
  if (exemplar_count == 0 || task.exemplars->is_fixed()) {
    prompt.request.shared_prefix_bytes = text.size();
  }
  text += sample.question;
  if (const auto* generation = std::get_if<Generation>(&task.asking)) {
    Generate ask{.prompt = std::move(text),
                 .sampling = generation->sampling,
                 .stops = generation->stops,
                 .output_tokens_max = generation->output_tokens_max};
    ask.sampling.seed = seed_from({task.name, std::to_string(task.version), sample.document, std::to_string(repeat),
                                   "sampling", std::to_string(run_seed)});
    prompt.request.body = std::move(ask);
    return prompt;
  }
  Score ask{.context = std::move(text)};
  for (const std::string& choice : sample.choices) {
    ask.continuations.push_back(task.format.target_delimiter + choice);
  }
  prompt.request.body = std::move(ask);
  return prompt;
}

}  // namespace assay
