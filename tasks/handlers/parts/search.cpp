// Searching with PCRE2, match limits set.
#include "tasks/handlers/parts/search.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <cstddef>
#include <cstdint>
#include <memory>

namespace assay {
namespace {

constexpr std::uint32_t kStepsMax = 2'000'000;

using Code = std::unique_ptr<pcre2_code, decltype(&pcre2_code_free)>;
using Context = std::unique_ptr<pcre2_match_context, decltype(&pcre2_match_context_free)>;
using Match = std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)>;

}  // namespace

std::optional<int> count_matches(const std::string& pattern, std::string_view text, MatchCase match_case) {
  int error = 0;
  PCRE2_SIZE error_at = 0;
  // The library's own search for a first letter looks for both cases to the end of the text at each match: quadratic.
  const std::uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NO_START_OPTIMIZE |
                                (match_case == MatchCase::kIgnored ? static_cast<std::uint32_t>(PCRE2_CASELESS) : 0);
  const auto* bytes = reinterpret_cast<PCRE2_SPTR>(text.data());
  const Code code(
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options, &error, &error_at, nullptr),
      &pcre2_code_free);
  if (!code) {
    return std::nullopt;
  }
  const Context context(pcre2_match_context_create(nullptr), &pcre2_match_context_free);
  pcre2_set_match_limit(context.get(), kStepsMax);
  const Match match(pcre2_match_data_create_from_pattern(code.get(), nullptr), &pcre2_match_data_free);
  int count = 0;
  std::size_t at = 0;
  std::uint32_t checked = 0;  // the text's UTF-8 is checked once
  while (at <= text.size()) {
    const int found = pcre2_match(code.get(), bytes, text.size(), at, checked, match.get(), context.get());
    if (found == PCRE2_ERROR_NOMATCH) {
      break;
    }
    if (found < 0) {
      return std::nullopt;
    }
    checked = PCRE2_NO_UTF_CHECK;
    ++count;
    const PCRE2_SIZE* span = pcre2_get_ovector_pointer(match.get());
    at = span[1];
    if (span[1] == span[0]) {
      ++at;
      while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
        ++at;
      }
    }
  }
  return count;
}

}  // namespace assay
