// The expectation sums, over the votes the winner gets and the classes it ties with, the ways to draw them.
#include "harness/stats/votes.h"

#include <algorithm>
#include <array>
#include <map>

#include "harness/base/check.h"

namespace assay {
namespace {

constexpr std::size_t kMax = kVotersMax + 1;
using Choose = std::array<std::array<double, kMax>, kMax>;  // [n][r]: ways to take r of n; up to 1.9e18

Choose make_choose() {
  Choose choose{};
  for (std::size_t n = 0; n < kMax; ++n) {
    choose[n][0] = 1;
    for (std::size_t r = 1; r <= n; ++r) {
      choose[n][r] = choose[n - 1][r - 1] + (r < n ? choose[n - 1][r] : 0);
    }
  }
  return choose;
}

using Sizes = std::vector<std::size_t>;
// [answers drawn][classes that tie]: ways
using Ways = std::vector<std::vector<double>>;

// Adds a class of which at most `top` may be drawn; drawing `top` is a tie.
Ways with_class(const Choose& choose, const Ways& ways, std::size_t size, std::size_t top) {
  Ways next(ways.size(), std::vector<double>(ways.front().size(), 0.0));
  for (std::size_t drawn = 0; drawn < ways.size(); ++drawn) {
    for (std::size_t ties = 0; ties < ways.front().size(); ++ties) {
      if (ways[drawn][ties] == 0) {
        continue;
      }
      for (std::size_t more = 0; more <= std::min({size, top, ways.size() - 1 - drawn}); ++more) {
        next[drawn + more][ties + (more == top ? 1 : 0)] += ways[drawn][ties] * choose[size][more];
      }
    }
  }
  return next;
}

// The expected share of the victory of the class at `winner`, over draws of k: 1 / (number of classes that tie).
double victory(const Choose& choose, const Sizes& sizes, std::size_t winner, std::size_t without_vote, std::size_t k) {
  double sum = 0;
  for (std::size_t top = 1; top <= std::min(k, sizes[winner]); ++top) {
    Ways ways(k + 1, std::vector<double>(k / top + 1, 0.0));
    ways[top][0] = choose[sizes[winner]][top];
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      if (i != winner) {
        ways = with_class(choose, ways, sizes[i], top);
      }
    }
    for (std::size_t drawn = top; drawn <= k; ++drawn) {
      const double rest = k - drawn <= without_vote ? choose[without_vote][k - drawn] : 0;
      for (std::size_t ties = 0; ties < ways[drawn].size(); ++ties) {
        sum += ways[drawn][ties] * rest / static_cast<double>(ties + 1);
      }
    }
  }
  return sum;
}

}  // namespace

std::vector<AnswerClass> answer_classes(std::span<const Vote> votes, const SameAnswer& same) {
  std::vector<AnswerClass> classes;
  std::vector<const std::string*> firsts;
  std::map<std::string, std::size_t> known;  // texts met before, so that each is compared once
  for (const Vote& vote : votes) {
    const auto [place, is_new] = known.emplace(vote.answer, classes.size());
    if (is_new && same) {
      const auto found = std::find_if(firsts.begin(), firsts.end(),
                                      [&](const std::string* first) { return same(*first, vote.answer); });
      place->second = static_cast<std::size_t>(found - firsts.begin());
    }
    if (place->second == classes.size()) {
      classes.emplace_back();
      firsts.push_back(&vote.answer);
    }
    AnswerClass& one = classes[place->second];
    ++one.votes;
    one.value += (vote.value - one.value) / static_cast<double>(one.votes);
  }
  return classes;
}

double vote_value(std::span<const AnswerClass> classes) {
  std::int64_t most = 0;
  for (const AnswerClass& one : classes) {
    most = std::max(most, one.votes);
  }
  double sum = 0;
  std::int64_t tied = 0;
  for (const AnswerClass& one : classes) {
    if (most > 0 && one.votes == most) {
      sum += one.value;
      ++tied;
    }
  }
  return tied == 0 ? 0 : sum / static_cast<double>(tied);
}

double expected_vote(std::span<const AnswerClass> classes, std::int64_t answers, std::int64_t k) {
  static const Choose kChoose = make_choose();
  ASSAY_CHECK(answers <= kVotersMax && k >= 1 && k <= answers, "k answers are drawn from those there are");
  Sizes sizes;
  std::int64_t voting = 0;
  for (const AnswerClass& one : classes) {
    sizes.push_back(static_cast<std::size_t>(one.votes));
    voting += one.votes;
  }
  ASSAY_CHECK(voting <= answers, "no more votes than answers");
  const auto without_vote = static_cast<std::size_t>(answers - voting);
  std::map<std::size_t, double> victories;  // classes of one size win alike
  double sum = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const auto [found, is_new] = victories.emplace(sizes[i], 0);
    if (is_new) {
      found->second = victory(kChoose, sizes, i, without_vote, static_cast<std::size_t>(k));
    }
    sum += classes[i].value * found->second;
  }
  return sum / kChoose[static_cast<std::size_t>(answers)][static_cast<std::size_t>(k)];
}

}  // namespace assay
