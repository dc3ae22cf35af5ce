// Units add, hundred multiplies, thousand and above close a group.
#include "tasks/graders/number_words.h"

#include <algorithm>
#include <string>
#include <utility>

#include "harness/base/letter_case.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"

namespace assay {
namespace {

constexpr std::pair<std::string_view, std::int64_t> kWords[] = {
    {"zero", 0},
    {"one", 1},
    {"two", 2},
    {"three", 3},
    {"four", 4},
    {"five", 5},
    {"six", 6},
    {"seven", 7},
    {"eight", 8},
    {"nine", 9},
    {"ten", 10},
    {"eleven", 11},
    {"twelve", 12},
    {"thirteen", 13},
    {"fourteen", 14},
    {"fifteen", 15},
    {"sixteen", 16},
    {"seventeen", 17},
    {"eighteen", 18},
    {"nineteen", 19},
    {"twenty", 20},
    {"thirty", 30},
    {"forty", 40},
    {"fifty", 50},
    {"sixty", 60},
    {"seventy", 70},
    {"eighty", 80},
    {"ninety", 90},
    {"hundred", 100},
    {"thousand", 1000},
    {"million", 1'000'000},
    {"billion", 1'000'000'000},
};
constexpr std::int64_t kLargest = 999'999'999'999;

}  // namespace

std::optional<std::int64_t> number_of_words(std::string_view text) {
  const std::string plain = replace_all(python_lower(text), "-", " ");
  if (!plain.empty() && plain.find_first_not_of("0123456789") == std::string::npos) {
    return parse_int(plain);
  }
  std::optional<std::int64_t> sum;
  std::int64_t group = 0;
  for (const std::string_view word : python_split(plain)) {
    const auto* const found =
        std::find_if(std::begin(kWords), std::end(kWords), [&](const auto& entry) { return entry.first == word; });
    if (found == std::end(kWords)) {
      continue;
    }
    sum = sum.value_or(0);
    if (found->second >= 1000) {
      *sum += std::max<std::int64_t>(group, 1) * found->second;
      group = 0;
    } else {
      group = found->second == 100 ? std::max<std::int64_t>(group, 1) * 100 : group + found->second;
    }
    if (*sum > kLargest || group > kLargest) {
      return std::nullopt;
    }
  }
  return sum ? std::optional(*sum + group) : std::nullopt;
}

}  // namespace assay
