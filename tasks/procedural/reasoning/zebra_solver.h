// A solver of zebra puzzles: things of several kinds, each at a place of its own in a row, and clues that relate them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace assay {

// Things are numbered kind by kind: thing = kind * places + number.
struct ZebraClue {
  enum class Form : std::uint8_t {
    kAt,        // `first` is at `place`
    kNotAt,     // `first` is not at `place`
    kSame,      // at one place
    kJustLeft,  // `first` directly to the left of `second`
    kNextTo,    // side by side
    kSomeLeft,  // `first` somewhere to the left of `second`
  };
  Form form = Form::kSame;
  std::size_t first = 0, second = 0;
  std::size_t place = 0;
};

// Places (bits) that remain for things of `places` places and `kinds` kinds: the solutions, at most `solutions_max`.
// Each solution gives every thing its place. REQUIRES: 1 to 8 places, at most 8 kinds.
std::vector<std::vector<std::size_t>> solve_zebra(std::size_t places, std::size_t kinds,
                                                  const std::vector<ZebraClue>& clues, std::size_t solutions_max);

}  // namespace assay
