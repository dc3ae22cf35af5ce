// Graders checked against themselves: golds against golds, rewrites that keep the meaning, near misses that do not.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/clock.h"
#include "harness/base/result.h"
#include "tasks/graders/selftest/planted.h"

namespace assay {

struct GraderTally {
  std::int64_t judged = 0;
  std::int64_t as_wanted = 0;
  std::int64_t undecided = 0;
  double share() const { return judged == 0 ? 1 : static_cast<double>(as_wanted) / static_cast<double>(judged); }
};

struct GraderReport {
  std::string_view grader;
  std::string_view about;
  bool claims_gold = false;
  GraderTally golds;                                // each against itself
  GraderTally found;                                // golds found again in outputs in each way of saying them
  GraderTally rewrites;                             // wanted: right
  GraderTally near_misses;                          // wanted: wrong
  std::optional<double> pairs_per_s;                // of rewrites and near misses, one thread
  std::int64_t asymmetric = 0;                      // pairs where the other order has another verdict
  std::map<std::string_view, GraderTally> changes;  // by kind of change, of both
  std::vector<std::string> shortfalls;              // the first golds that are not themselves
  bool is_kept() const { return !claims_gold || golds.as_wanted == golds.judged; }
};

struct GoldSet {
  std::string name;  // "built-in", "MATH", ...
  std::vector<PlantedGold> golds;
};

struct GraderSelftest {
  std::vector<GoldSet> sets;   // for golds against themselves
  std::int64_t pairs = 2'000;  // rewrites, and as many near misses, drawn from all sets' golds
  std::uint64_t seed = 1;
};

struct GraderSelftestResult {
  std::vector<GraderReport> graders;
  std::map<std::string, std::map<std::string_view, GraderTally>> sets;  // by set and grader: golds against themselves
  std::int64_t golds = 0;
};

// Deterministic but for the speeds: the same sets, number and seed give the same figures.
GraderSelftestResult run_grader_selftest(const GraderSelftest& selftest, Clock& clock);

// The golds of MATH, MATH-500, AIME, GSM8K and MGSM that are in a data folder, as those sets hold them. kNotFound if it
// has none of them.
Result<std::vector<GoldSet>> real_gold_sets(const std::string& data_folder);

struct PlantedPair {
  std::string answer;
  std::string gold;
  std::string_view change;
  bool is_same = false;
};
// `count` rewrites and `count` near misses, all kinds of gold in turn.
std::vector<PlantedPair> planted_pairs(const std::vector<PlantedGold>& golds, std::int64_t count, std::uint64_t seed);

}  // namespace assay
