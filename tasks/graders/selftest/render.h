// Golds as LaTeX, in the styles that rewrites choose from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tasks/graders/selftest/planted.h"

namespace assay {

struct RenderStyle {
  std::string fraction = "\\frac";  // or "\\dfrac", "\\tfrac"; "short" for \frac12, "slash" for 1/2
  std::string gap;                  // around operators, behind commas
  bool is_sized = false;            // \left and \right
};

std::string render(const PlantedGold& gold, const RenderStyle& style = {});

// An integer, a decimal or "a/b" (which becomes a fraction) in that style.
std::string render_number(const std::string& number, const RenderStyle& style);

// The number with its last digit's place raised or lowered by `steps`; of "a/b" the numerator. Nothing for anything
// else.
std::optional<std::string> moved(const std::string& number, int steps);

// -5 for 5 and the other way round; 0 has no other sign.
std::optional<std::string> negated(const std::string& number);

}  // namespace assay
