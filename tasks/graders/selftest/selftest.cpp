// Running every grader over planted answers.
#include "tasks/graders/selftest/selftest.h"

#include <algorithm>
#include <array>
#include <span>

#include "harness/base/rng.h"
#include "tasks/graders/graders.h"

namespace assay {
namespace {

constexpr std::size_t kShortfallsMax = 5;

void count(GraderTally& tally, bool is_as_wanted, bool is_undecided) {
  ++tally.judged;
  tally.as_wanted += is_as_wanted ? 1 : 0;
  tally.undecided += is_undecided ? 1 : 0;
}

// Ways in which models give their answers. A grader answers for those that its rule knows.
struct Saying {
  std::string_view before;
  std::string_view behind;
};
constexpr Saying kBoxed{"We add both sides.\n\nThe answer is $\\boxed{", "}$.\n"};
constexpr Saying kFormal{"Final Answer: The final answer is $", "$. I hope it is correct."};

std::span<const Saying> sayings_of(std::string_view grader) {
  static constexpr std::array<Saying, 1> kOnlyFormal{kFormal};
  static constexpr std::array<Saying, 1> kOnlyBoxed{kBoxed};
  static constexpr std::array<Saying, 2> kTwo{kBoxed, kFormal};
  static constexpr std::array<Saying, 6> kAll{{kBoxed,
                                               kFormal,
                                               {"So 2 + 2 is four.\n**Final Answer:** $", "$"},
                                               {"Step 1: $1+1=2$. Therefore, the answer is $", "$."},
                                               {"It follows that\n\\[\\boxed{\\textbf{", "}}\\]"},
                                               {"As $x > 0$, we get $", "$"}}};
  if (grader.find("minerva") != std::string_view::npos) {
    return kOnlyFormal;
  }
  if (grader.find("math_equal") != std::string_view::npos) {
    return kAll;
  }
  return grader == "prm800k" ? std::span<const Saying>(kOnlyBoxed) : std::span<const Saying>(kTwo);
}

void check_golds(const Grader& grader, const GoldSet& set, GraderReport& report, GraderSelftestResult& result) {
  GraderTally& of_set = result.sets[set.name][grader.name];
  for (const PlantedGold& gold : set.golds) {
    const GraderVerdict verdict = grade(grader, gold.latex, gold.latex);
    count(report.golds, verdict.is_right, verdict.is_undecided);
    count(of_set, verdict.is_right, verdict.is_undecided);
    if (!verdict.is_right && report.shortfalls.size() < kShortfallsMax) {
      report.shortfalls.push_back(gold.latex + " (" + verdict.rule + ")");
    }
  }
}

void check_sayings(const Grader& grader, const std::vector<PlantedGold>& golds, GraderReport& report) {
  for (const PlantedGold& gold : golds) {
    const bool is_itself = grade(grader, gold.latex, gold.latex).is_right;
    for (const Saying& saying : sayings_of(grader.name)) {
      const bool is_bold = saying.before.find("textbf") != std::string_view::npos;
      if (!is_itself || (is_bold && gold.kind != GoldKind::kInteger)) {
        continue;
      }
      const auto found = grader.find(std::string(saying.before) + gold.latex + std::string(saying.behind));
      const GraderVerdict verdict = found ? grade(grader, found->text, gold.latex) : GraderVerdict();
      count(report.found, verdict.is_right, verdict.is_undecided);
    }
  }
}

void check_pairs(const Grader& grader, const std::vector<PlantedPair>& pairs, Clock& clock, GraderReport& report) {
  std::vector<bool> are_right;
  const Nanos begin = clock.now();
  for (const PlantedPair& pair : pairs) {
    const GraderVerdict verdict = grade(grader, pair.answer, pair.gold);
    const bool is_as_wanted = verdict.is_right == pair.is_same;
    count(pair.is_same ? report.rewrites : report.near_misses, is_as_wanted, verdict.is_undecided);
    count(report.changes[pair.change], is_as_wanted, verdict.is_undecided);
    are_right.push_back(verdict.is_right);
  }
  const double time_s = seconds(clock.now() - begin);
  if (time_s > 0) {
    report.pairs_per_s = static_cast<double>(pairs.size()) / time_s;
  }
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    report.asymmetric += grade(grader, pairs[i].gold, pairs[i].answer).is_right == are_right[i] ? 0 : 1;
  }
}

// All answers of one kind, shuffled; taken from again from the start where there are too few.
void draw(std::vector<PlantedPair> from, std::int64_t count, Rng& rng, std::vector<PlantedPair>& into) {
  rng.shuffle(from);
  for (std::int64_t i = 0; i < count && !from.empty(); ++i) {
    into.push_back(from[static_cast<std::size_t>(i) % from.size()]);
  }
}

}  // namespace

std::vector<PlantedPair> planted_pairs(const std::vector<PlantedGold>& golds, std::int64_t count, std::uint64_t seed) {
  std::vector<PlantedPair> same;
  std::vector<PlantedPair> other;
  for (const PlantedGold& gold : golds) {
    for (const PlantedAnswer& answer : rewrites_of(gold)) {
      same.push_back({answer.text, gold.latex, answer.change, true});
    }
    for (const PlantedAnswer& answer : near_misses_of(gold)) {
      other.push_back({answer.text, gold.latex, answer.change, false});
    }
  }
  Rng rng(seed);
  std::vector<PlantedPair> pairs;
  draw(std::move(same), count, rng, pairs);
  draw(std::move(other), count, rng, pairs);
  return pairs;
}

GraderSelftestResult run_grader_selftest(const GraderSelftest& selftest, Clock& clock) {
  std::vector<PlantedGold> golds;
  for (const GoldSet& set : selftest.sets) {
    golds.insert(golds.end(), set.golds.begin(), set.golds.end());
  }
  const auto pairs = planted_pairs(golds, selftest.pairs, selftest.seed);
  GraderSelftestResult result;
  result.golds = static_cast<std::int64_t>(golds.size());
  for (const Grader& grader : graders()) {
    GraderReport report{.grader = grader.name, .about = grader.about, .claims_gold = grader.claims_gold};
    for (const GoldSet& set : selftest.sets) {
      check_golds(grader, set, report, result);
    }
    check_sayings(grader, golds, report);
    check_pairs(grader, pairs, clock, report);
    result.graders.push_back(std::move(report));
  }
  return result;
}

}  // namespace assay
