// The language a text is written in, by Compact Language Detector 2.
#include "tasks/handlers/ifeval/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>

#include "tasks/handlers/parts/python_string.h"

namespace assay {
namespace {

// No text of that length leaves a doubt, and the detector takes an int.
constexpr std::size_t kBytesMax = 1U << 20U;

std::string conventional_code(const std::string& code) {
  constexpr std::pair<const char*, const char*> kOthers[] = {{"zh", "zh-cn"}, {"zh-Hant", "zh-tw"}, {"iw", "he"},
                                                             {"nb", "no"},    {"nn", "no"},         {"jw", "jv"}};
  for (const auto& [ours, conventional] : kOthers) {
    if (code == ours) {
      return conventional;
    }
  }
  return code;
}

}  // namespace

std::optional<std::string> language_of(std::string_view text) {
  const std::string bytes(text.substr(0, kBytesMax));
  const std::u32string points = to_points(bytes);
  if (std::none_of(points.begin(), points.end(), is_letter)) {
    return std::nullopt;
  }
  CLD2::Language languages[3] = {};
  int percents[3] = {};
  double scores[3] = {};
  int text_bytes = 0;
  bool is_reliable = false;
  const CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  const CLD2::Language language = CLD2::ExtDetectLanguageSummary(bytes.data(), static_cast<int>(bytes.size()), true,
                                                                 &hints, CLD2::kCLDFlagBestEffort, languages, percents,
                                                                 scores, nullptr, &text_bytes, &is_reliable);
  if (language == CLD2::UNKNOWN_LANGUAGE) {
    return std::nullopt;
  }
  return conventional_code(CLD2::LanguageCode(language));
}

}  // namespace assay
