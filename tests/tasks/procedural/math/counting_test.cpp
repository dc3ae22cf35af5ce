// Counting by listing: everything that fits the text is made and counted, without a formula.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <numeric>
#include <set>

#include "tasks/procedural/math/generators.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

std::int64_t count_rows(const std::string& text) {
  std::string row;
  for (const std::int64_t alike : whole_numbers_in(text)) {
    const char letter = static_cast<char>('a' + (row.empty() ? 0 : row.back() - 'a' + 1));
    row.append(static_cast<std::size_t>(alike), letter);
  }
  std::int64_t count = 0;
  do {
    ++count;
  } while (std::next_permutation(row.begin(), row.end()));
  return count;
}

// Groups of `size` of `people`, of whom the first `women` are women; `fits` takes the number of women.
std::int64_t count_groups(std::int64_t people, std::int64_t women, std::int64_t size,
                          const std::function<bool(int)>& fits) {
  std::int64_t count = 0;
  for (std::uint32_t group = 0; group < (1U << people); ++group) {
    const int chosen = std::popcount(group & ((1U << women) - 1));
    count += std::popcount(group) == size && fits(chosen) ? 1 : 0;
  }
  return count;
}

std::int64_t count_committees(const std::string& text) {
  const auto n = whole_numbers_in(text);
  if (n.size() == 2) {
    const bool is_size_first = says(text, "can ") && (says(text, "choose") || says(text, "formed"));
    return count_groups(std::max(n[0], n[1]), 0, is_size_first ? n[0] : n[1], [](int) { return true; });
  }
  // The size comes first in one wording, behind the women and men in the others.
  const bool is_size_first = says(text, "A committee of");
  const std::int64_t size = is_size_first ? n[0] : n[2];
  const std::int64_t women = is_size_first ? n[1] : n[0];
  const std::int64_t men = is_size_first ? n[2] : n[1];
  const auto wanted = static_cast<int>(n[3]);
  const bool is_exact = says(text, "exactly");
  return count_groups(women + men, women, size,
                      [&](int chosen) { return is_exact ? chosen == wanted : chosen >= wanted; });
}

// Paths to (x, y) step by step; `avoided` counts for nothing.
std::int64_t count_paths(const std::string& text) {
  const std::string numbers = text.substr(text.find('('));
  std::vector<std::pair<std::int64_t, std::int64_t>> points;
  for (std::size_t at = text.find('('); at != std::string::npos; at = text.find('(', at + 1)) {
    const auto n = whole_numbers_in(text.substr(at, text.find(')', at) - at));
    points.emplace_back(n.at(0), n.at(1));
  }
  std::function<std::int64_t(std::int64_t, std::int64_t, bool)> walk = [&](std::int64_t x, std::int64_t y,
                                                                           bool has_passed) -> std::int64_t {
    const auto end = points.at(1);
    const bool is_marked = points.size() > 2 && points[2] == std::pair(x, y);
    has_passed = has_passed || is_marked;
    if (std::pair(x, y) == end) {
      return points.size() < 3 || has_passed != says(text, "do not pass") ? 1 : 0;
    }
    return (x < end.first ? walk(x + 1, y, has_passed) : 0) + (y < end.second ? walk(x, y + 1, has_passed) : 0);
  };
  return walk(0, 0, false);
}

std::int64_t count_codes(const std::string& text) {
  const auto n = whole_numbers_in(text);  // k, 1, n
  std::int64_t count = 0;
  std::vector<std::int64_t> code(static_cast<std::size_t>(n[0]), 1);
  while (true) {
    const std::set<std::int64_t> digits(code.begin(), code.end());
    const bool has_twins = std::adjacent_find(code.begin(), code.end()) != code.end();
    const bool fits = says(text, "no digit is used twice") ? digits.size() == code.size()
                      : says(text, "neighbouring digits")  ? !has_twins
                                                           : digits.size() < code.size();
    count += fits ? 1 : 0;
    std::size_t place = 0;
    while (place < code.size() && ++code[place] > n[2]) {
      code[place++] = 1;
    }
    if (place == code.size()) {
      return count;
    }
  }
}

std::int64_t count_seats(const std::string& text) {
  const std::size_t verb = std::min({text.find(" sit down"), text.find(" stand side"), text.find(" queue")});
  const std::vector<std::string> names = unlisted(text.substr(0, verb));
  const std::size_t condition = text.find(" if ");
  std::vector<std::size_t> named;
  for (std::size_t i = 0; i < names.size() && condition != std::string::npos; ++i) {
    if (says(text.substr(condition), names[i] + " ")) {
      named.push_back(i);
    }
  }
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), 0);
  std::int64_t count = 0;
  do {
    std::vector<std::ptrdiff_t> at;
    for (const std::size_t person : named) {
      at.push_back(std::find(order.begin(), order.end(), person) - order.begin());
    }
    const bool are_neighbours = at.size() == 2 && std::abs(at[0] - at[1]) == 1;
    const bool fits = condition == std::string::npos      ? true
                      : says(text, "two ends")            ? at[0] == 0 || at[0] + 1 == std::ssize(order)
                      : says(text, "must not be next to") ? !are_neighbours
                                                          : are_neighbours;
    count += fits ? 1 : 0;
  } while (std::next_permutation(order.begin(), order.end()));
  return count;
}

std::int64_t share(std::int64_t things, std::int64_t people, std::int64_t least) {
  if (people == 1) {
    return things >= least ? 1 : 0;
  }
  std::int64_t count = 0;
  for (std::int64_t first = least; first <= things; ++first) {
    count += share(things - first, people - 1, least);
  }
  return count;
}

std::int64_t count_shares(const std::string& text) {
  const auto n = whole_numbers_in(text);
  const bool are_people_first = says(text, "friends divide");
  return share(n[are_people_first ? 1 : 0], n[are_people_first ? 0 : 1], n[2]);
}

std::int64_t solve(const std::string& text) {
  if (says(text, "identical")) {
    return count_shares(text);
  }
  if (says(text, "digit")) {
    return count_codes(text);
  }
  if (says(text, "(0, 0)")) {
    return count_paths(text);
  }
  if (says(text, "sit down") || says(text, "line-ups") || says(text, "queues")) {
    return count_seats(text);
  }
  if (says(text, "look alike") || says(text, "told apart") || says(text, "all alike")) {
    return count_rows(text);
  }
  return count_committees(text);
}

class Counting : public testing::TestWithParam<int> {};

TEST_P(Counting, HasTheAnswerThatListingFinds) {
  check_twins(counting_generator(), GetParam(), 200, [](const std::string& text, const std::string& gold) {
    ASSERT_EQ(std::to_string(solve(text)), gold) << text;
  });
}

INSTANTIATE_TEST_SUITE_P(Levels, Counting, testing::Range(1, 6));

}  // namespace
}  // namespace assay
