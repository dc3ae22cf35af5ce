// The one door to Assay's equivalence engine (tasks/math): where a conventional rule asks a computer algebra system,
// this is asked instead.
#pragma once

#include <optional>
#include <string_view>

namespace assay {

// Equal by the engine. Undecided is no, as a system that raises or times out is for the conventional graders.
bool is_same_by_engine(std::string_view a, std::string_view b);

// The real number that a text denotes, where it denotes one.
std::optional<double> number_by_engine(std::string_view text);

}  // namespace assay
