// Answers written in LaTeX: finding the boxed one, the two conventional normal forms, and equality of exact numbers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay {

// The last \boxed{...} with balanced braces, or \fbox{...} where no \boxed is; "\boxed x" up to a dollar sign.
std::optional<std::string> last_boxed(std::string_view text);

// What the box holds. Nothing if this is no \boxed.
std::optional<std::string> unboxed(std::string_view boxed);

// unboxed(last_boxed(text)).
std::optional<std::string> boxed_answer(std::string_view text);

// Equality after the MATH authors' normalising (Hendrycks et al. 2021). Where the rule is not defined for one of the
// two (several units, a fraction whose parts are no integers), the texts as they are.
bool is_same_by_hendrycks(std::string_view answer, std::string_view gold);

// What becomes of "a/b" where a and b are not both integers: the rule is not defined (lm-eval), or leaves it (PRM800K).
enum class OddSlash { kUndefined, kKept };

// The normal form itself; nothing where the rule is not defined.
std::optional<std::string> hendrycks_form(std::string_view answer, OddSlash odd_slash = OddSlash::kUndefined);

// Normalising of Lewkowycz et al. 2022, appendix D.
enum class MinervaForm {
  kOriginal,  // as the Open LLM Leaderboard froze it: units go wherever their letters stand, all commas between digits
              // go
  kCareful,   // units go as words and outside LaTeX commands, indexed roots are kept, only thousands' commas go
};
std::string minerva_form(std::string_view answer, MinervaForm form);

// The answer in "Final Answer: The final answer is ... I hope it is correct."; the closing words may be missing at the
// very end.
std::optional<std::string> minerva_answer(std::string_view text);

// Both are numbers (integer, decimal, a/b, \frac{a}{b}, with a sign), and exactly the same one. Numbers that do not fit
// 64-bit parts are not the same as any other text.
bool is_same_number(std::string_view a, std::string_view b);

}  // namespace assay
