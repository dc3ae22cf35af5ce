// Words of mathematics: LaTeX or plain text cut into numbers, letters, commands, words and signs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace assay {

enum class MathTokenKind : std::uint8_t {
  kNumber,   // text: digits and at most one point; repeating: the digits under a bar
  kLetter,   // one letter
  kCommand,  // text without the backslash: "frac", "sin", "le"; plain words of mathematics are commands as well
  kWord,     // a word of \text{...} or of plain language
  kSign,  // + - * / ^ _ ( ) [ ] { } | , ; : = < > ! % ' & .  and "\\{" "\\}" (a set's), "\\\\" (a new row), "(|" "|)"
  kEnd,
};

struct MathToken {
  MathTokenKind kind = MathTokenKind::kEnd;
  std::string text;
  std::string repeating;
  bool is_spaced = false;   // white space stands before it
  bool is_in_text = false;  // inside \text{...}
};

// How commas are read. "1,234" is a number outside brackets, two numbers inside; `kSeparate` reads two everywhere.
enum class CommaReading : std::uint8_t { kThousands, kSeparate };

// REQUIRES: the text is folded (fold.h). An error where the text is no mathematics at all, or has a number of more
// than 2,000 digits. The last token is kEnd. `has_thousands` says whether a bare comma was read as part of a number.
struct MathTokens {
  std::vector<MathToken> tokens;
  bool has_thousands = false;
};
Result<MathTokens> math_tokens(std::string_view text, CommaReading commas);

}  // namespace assay
