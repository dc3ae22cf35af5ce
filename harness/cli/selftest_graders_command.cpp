// assay selftest graders: the graders of mathematics against planted answers and real golds.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/cli/commands.h"
#include "tasks/registry.h"

namespace assay {
namespace {

std::string percent(const GraderTally& tally) {
  return tally.judged == 0 ? "-" : fmt::format("{:.2f}", 100 * tally.share());
}

std::string sets_table(const GraderSelftestResult& result, const std::vector<GoldSet>& sets) {
  std::string text = "\nGolds against themselves, % by set\n" + fmt::format("{:22}", "");
  for (const GoldSet& set : sets) {
    text += fmt::format("{:>12}", set.name);
  }
  text += "\n" + fmt::format("{:22}", "golds");
  for (const GoldSet& set : sets) {
    text += fmt::format("{:>12}", set.golds.size());
  }
  for (const GraderReport& report : result.graders) {
    text += "\n" + fmt::format("{:22}", report.grader);
    for (const GoldSet& set : sets) {
      text += fmt::format("{:>12}", percent(result.sets.at(set.name).at(report.grader)));
    }
  }
  return text + "\n";
}

std::string to_text(const GraderSelftestResult& result, const std::vector<GoldSet>& sets, std::int64_t pairs) {
  std::string text = fmt::format("{} golds; {} rewrites and {} near misses\n\n", result.golds, pairs, pairs);
  text += fmt::format("{:22}{:>8}{:>8}{:>10}{:>13}{:>11}{:>12}\n", "% judged as wanted", "golds", "found", "rewrites",
                      "near misses", "undecided", "asymmetric");
  for (const GraderReport& report : result.graders) {
    text += fmt::format("{:22}{:>8}{:>8}{:>10}{:>13}{:>11}{:>12}\n", report.grader, percent(report.golds),
                        percent(report.found), percent(report.rewrites), percent(report.near_misses),
                        report.rewrites.undecided + report.near_misses.undecided, report.asymmetric);
  }
  text += sets_table(result, sets);
  for (const GraderReport& report : result.graders) {
    for (const std::string& shortfall : report.shortfalls) {
      text += fmt::format("{}{}: not itself: {}\n", report.is_kept() ? "" : "FAILED ", report.grader,
                          printable(shortfall, 160));
    }
  }
  return text;
}

nlohmann::json to_json(const GraderTally& tally) {
  return {{"judged", tally.judged}, {"as_wanted", tally.as_wanted}, {"undecided", tally.undecided}};
}

nlohmann::json to_json(const GraderReport& report) {
  nlohmann::json changes = nlohmann::json::object();
  for (const auto& [change, tally] : report.changes) {
    changes[std::string(change)] = to_json(tally);
  }
  nlohmann::json shortfalls = nlohmann::json::array();
  for (const std::string& shortfall : report.shortfalls) {
    shortfalls.push_back(valid_utf8(shortfall));
  }
  return {{"grader", report.grader},
          {"about", report.about},
          {"claims_gold", report.claims_gold},
          {"is_kept", report.is_kept()},
          {"golds", to_json(report.golds)},
          {"found", to_json(report.found)},
          {"rewrites", to_json(report.rewrites)},
          {"near_misses", to_json(report.near_misses)},
          {"asymmetric", report.asymmetric},
          {"pairs_per_s", report.pairs_per_s ? nlohmann::json(*report.pairs_per_s) : nlohmann::json()},
          {"changes", changes},
          {"shortfalls", shortfalls}};
}

nlohmann::json to_json(const GraderSelftestResult& result, const GraderSelftest& selftest) {
  nlohmann::json graders = nlohmann::json::array();
  for (const GraderReport& report : result.graders) {
    graders.push_back(to_json(report));
  }
  nlohmann::json sets = nlohmann::json::object();
  for (const auto& [set, by_grader] : result.sets) {
    for (const auto& [grader, tally] : by_grader) {
      sets[set][std::string(grader)] = to_json(tally);
    }
  }
  return {{"schema_version", 1},   {"golds", result.golds}, {"pairs", selftest.pairs},
          {"seed", selftest.seed}, {"graders", graders},    {"sets", sets}};
}

// One pair a line, for graders of other projects.
std::string pairs_as_lines(const GraderSelftest& selftest) {
  std::vector<PlantedGold> golds;
  for (const GoldSet& set : selftest.sets) {
    golds.insert(golds.end(), set.golds.begin(), set.golds.end());
  }
  std::string lines;
  for (const PlantedPair& pair : planted_pairs(golds, selftest.pairs, selftest.seed)) {
    const nlohmann::json line{{"answer", valid_utf8(pair.answer)},
                              {"gold", valid_utf8(pair.gold)},
                              {"change", pair.change},
                              {"is_same", pair.is_same}};
    lines += line.dump() + "\n";
  }
  return lines;
}

}  // namespace

ExitCode selftest_graders_command(const Arguments& all, const Console& console, Clock& clock) {
  const auto seed = static_cast<std::uint64_t>(all.graders.seed);
  GraderSelftest selftest{.sets = {{"built-in", built_in_golds(seed)}}, .pairs = all.graders.pairs, .seed = seed};
  if (!all.common.data.empty()) {
    auto real = real_gold_sets(all.common.data);
    if (!real) {
      return console.fail(real.error());
    }
    selftest.sets.insert(selftest.sets.end(), real->begin(), real->end());
  }
  if (!all.graders.write.empty()) {
    if (auto written = write_file(all.graders.write, pairs_as_lines(selftest)); !written) {
      return console.fail(std::move(written.error()).in("--write"));
    }
  }
  const GraderSelftestResult result = run_grader_selftest(selftest, clock);
  console.result(console.has_json() ? to_json(result, selftest).dump(2) + "\n"
                                    : to_text(result, selftest.sets, selftest.pairs));
  for (const GraderReport& report : result.graders) {
    if (!report.is_kept()) {
      return ExitCode::kVerdictFailed;
    }
  }
  return ExitCode::kOk;
}

}  // namespace assay
