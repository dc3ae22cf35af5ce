// Words that generated problems are made of.
#pragma once

#include <array>
#include <string_view>

#include "harness/base/rng.h"

namespace assay {

inline constexpr std::array<std::string_view, 36> kFirstNames{
    "Anna",  "Ben",  "Clara", "David",  "Emma",  "Felix", "Grace", "Henry",  "Iris",  "Jack", "Kate",  "Leo",
    "Mia",   "Noah", "Olga",  "Paul",   "Rosa",  "Sam",   "Tina",  "Victor", "Wendy", "Adam", "Bella", "Carl",
    "Diana", "Erik", "Fiona", "George", "Helen", "Ivan",  "Julia", "Karl",   "Laura", "Max",  "Nina",  "Oscar"};

inline constexpr std::array<std::string_view, 30> kThings{
    "apples", "books",   "coins",   "pencils", "stamps", "shells", "marbles", "cards",   "oranges",  "cookies",
    "eggs",   "flowers", "buttons", "stones",  "balls",  "cups",   "keys",    "tickets", "stickers", "candles",
    "plates", "lemons",  "nuts",    "toys",    "pears",  "beads",  "bottles", "hats",    "boxes",    "ribbons"};

template <std::size_t kCount>
std::string_view pick(const std::array<std::string_view, kCount>& words, Rng& rng) {
  return words[rng.below(kCount)];
}

}  // namespace assay
