// Edits with shifts: the distance under TER, found greedily within Tercom's limits.
#pragma once

#include <cstdint>
#include <span>

namespace assay {

// Insertions, deletions, substitutions and shifts of blocks of at most 10 words by at most 50 places that turn
// `hypothesis` into `reference`. In every round the shift that lowers the edit distance most is made (then: the
// longest, the earliest, the earliest target); 1,000 shifts are tried at most. The edit distance itself looks 25 places
// to either side of the diagonal.
std::int64_t edits_with_shifts(std::span<const std::uint32_t> hypothesis, std::span<const std::uint32_t> reference);

}  // namespace assay
