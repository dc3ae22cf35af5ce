// Capabilities: what a backend can do and what a task needs, compared before the first request.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace assay {

enum class Capability : std::uint32_t {
  kGenerate = 1,       // text from a prompt
  kLogLikelihood = 2,  // log-probabilities of given continuations
  kTokenIds = 4,       // encode() gives the token ids that will be evaluated
  kStreaming = 8,      // on_chunk is called as tokens appear
  kSeed = 16,          // sampling repeats with the same seed
  kChatTemplate = 32,  // render_chat gives the model's own chat form
  kStepShares = 64,    // responses carry the engine's own active seconds
  kMessages = 128,     // Generate.messages is taken
  kTopK = 256,         // Sampling.top_k is obeyed
  kMinP = 512,         // Sampling.min_p is obeyed
  kIgnoresEnd = 1024,  // Generate.ignores_end is obeyed
};

inline constexpr std::array<std::pair<Capability, std::string_view>, 11> kCapabilityNames{{
    {Capability::kGenerate, "generate"},
    {Capability::kLogLikelihood, "log_likelihood"},
    {Capability::kTokenIds, "token_ids"},
    {Capability::kStreaming, "streaming"},
    {Capability::kSeed, "seed"},
    {Capability::kChatTemplate, "chat_template"},
    {Capability::kStepShares, "step_shares"},
    {Capability::kMessages, "messages"},
    {Capability::kTopK, "top_k"},
    {Capability::kMinP, "min_p"},
    {Capability::kIgnoresEnd, "ignores_end"},
}};

class CapabilitySet {
 public:
  constexpr CapabilitySet() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): one capability is a set
  constexpr CapabilitySet(Capability one) : bits_(static_cast<std::uint32_t>(one)) {}

  constexpr CapabilitySet operator|(CapabilitySet other) const { return CapabilitySet(bits_ | other.bits_); }
  constexpr bool has(CapabilitySet all) const { return (bits_ & all.bits_) == all.bits_; }
  constexpr CapabilitySet without(CapabilitySet other) const { return CapabilitySet(bits_ & ~other.bits_); }
  constexpr bool is_empty() const { return bits_ == 0; }
  constexpr bool operator==(const CapabilitySet&) const = default;

  // "generate, log_likelihood", in the order of the enumerators.
  std::string to_string() const {
    std::string text;
    for (const auto& [capability, name] : kCapabilityNames) {
      if (has(capability)) {
        text += text.empty() ? "" : ", ";
        text += name;
      }
    }
    return text;
  }

 private:
  constexpr explicit CapabilitySet(std::uint32_t bits) : bits_(bits) {}
  std::uint32_t bits_ = 0;
};

constexpr CapabilitySet operator|(Capability a, Capability b) { return CapabilitySet(a) | CapabilitySet(b); }

}  // namespace assay
