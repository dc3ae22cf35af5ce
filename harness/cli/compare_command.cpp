// assay compare: two runs, settings that differ first, then scores, then the answers that part and how near they were.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/base/text.h"
#include "harness/cli/commands.h"
#include "harness/cli/store_access.h"
#include "harness/run/compare_runs.h"
#include "harness/stats/paired.h"
#include "results/registry.h"

namespace assay {
namespace {

// What the four counts say about the second run against the first.
struct Verdict {
  double points = 0;  // of second - first
  std::optional<Interval> interval;
  double mcnemar_p = 1;
};

Verdict verdict_of(const std::array<std::int64_t, 4>& cells) {
  const auto [both, lost, gained, neither] = cells;
  const std::int64_t n = both + lost + gained + neither;
  Verdict verdict{.interval = tango_interval(gained, lost, n), .mcnemar_p = mcnemar_exact(gained, lost)};
  verdict.points = n == 0 ? 0 : 100.0 * static_cast<double>(gained - lost) / static_cast<double>(n);
  return verdict;
}

std::string to_text(const RunComparison& compared, const RunId& first, const RunId& second) {
  std::string text = fmt::format("{} against {}\n\nsettings that differ:{}\n", first, second,
                                 compared.settings.empty() ? " none" : "");
  for (const auto& [key, left, right] : compared.settings) {
    text += fmt::format("  {}: {} | {}\n", printable(key), left.empty() ? "absent" : printable(left),
                        right.empty() ? "absent" : printable(right));
  }
  text += "\nscores (both right, only first, only second, neither):\n";
  for (const auto& [place, cells] : compared.scores) {
    text += fmt::format("  {} · {} · {}: {} / {} / {} / {}", printable(std::get<0>(place)),
                        printable(std::get<1>(place)), std::get<2>(place), cells[0], cells[1], cells[2], cells[3]);
    const Verdict verdict = verdict_of(cells);
    if (verdict.interval) {
      text += fmt::format("; second - first {:+.1f} points, 95 % interval {:+.1f} to {:+.1f}, McNemar p {:.3f}",
                          verdict.points, 100 * verdict.interval->low, 100 * verdict.interval->high, verdict.mcnemar_p);
    }
    text += "\n";
  }
  text += fmt::format(
      "\nsamples in both: {}; equal prompts: {}; equal answers: {}; largest shift of a log-likelihood sum: {:.3g}\n",
      compared.pairs, compared.equal_prompts, compared.equal_answers, compared.shift_max);
  for (const AnswerDifference& difference : compared.differences) {
    text += fmt::format("  {} · {} · document {} repeat {}: ", printable(difference.key.model),
                        printable(difference.key.task), difference.key.document, difference.key.repeat);
    text += difference.what == "choice" ? fmt::format("another choice; gap of the two best {:.4g}\n", difference.gap)
                                        : fmt::format("parts at token {}; gap of the two best there {:.4g}\n",
                                                      difference.token, difference.gap);
  }
  return text;
}

nlohmann::json to_json(const RunComparison& compared, const RunId& first, const RunId& second) {
  nlohmann::json json{{"schema_version", 1},
                      {"first", first},
                      {"second", second},
                      {"pairs", compared.pairs},
                      {"equal_prompts", compared.equal_prompts},
                      {"equal_answers", compared.equal_answers},
                      {"shift_max", compared.shift_max},
                      {"settings", compared.settings},
                      {"scores", nlohmann::json::array()},
                      {"differences", nlohmann::json::array()}};
  for (const auto& [place, cells] : compared.scores) {
    json["scores"].push_back({{"model", std::get<0>(place)},
                              {"task", std::get<1>(place)},
                              {"scorer", std::get<2>(place)},
                              {"both", cells[0]},
                              {"first_only", cells[1]},
                              {"second_only", cells[2]},
                              {"neither", cells[3]}});
    const Verdict verdict = verdict_of(cells);
    json["scores"].back()["points"] = verdict.points;
    json["scores"].back()["mcnemar_p"] = verdict.mcnemar_p;
    if (verdict.interval) {
      json["scores"].back()["interval_points"] = {100 * verdict.interval->low, 100 * verdict.interval->high};
    }
  }
  for (const AnswerDifference& difference : compared.differences) {
    json["differences"].push_back({{"model", difference.key.model},
                                   {"task", difference.key.task},
                                   {"document", difference.key.document},
                                   {"repeat", difference.key.repeat},
                                   {"what", difference.what},
                                   {"token", difference.token},
                                   {"gap", difference.gap}});
  }
  return json;
}

}  // namespace

ExitCode compare_command(const Arguments& all, const Console& console, Clock& /*clock*/) {
  const auto store = open_store(all.common.database, Access::kRead);
  if (!store) {
    return console.fail(store.error());
  }
  std::vector<RunView> views;
  for (const std::string& wanted : {all.compare.first, all.compare.second}) {
    const auto run = find_run(**store, wanted);
    if (!run) {
      return console.fail(run.error());
    }
    auto view = (*store)->read(run->id);
    if (!view) {
      return console.fail(view.error());
    }
    views.push_back(std::move(*view));
  }
  const RunComparison compared = compare_runs(views[0], views[1]);
  if (compared.pairs == 0) {
    console.note("error: the two runs have no sample in common");
    return ExitCode::kNothingSelected;
  }
  console.result(console.has_json() ? to_json(compared, views[0].run.id, views[1].run.id).dump(2) + "\n"
                                    : to_text(compared, views[0].run.id, views[1].run.id));
  const bool is_within =
      std::all_of(compared.differences.begin(), compared.differences.end(),
                  [&](const AnswerDifference& difference) { return difference.gap <= all.compare.gap_max; });
  return all.compare.gap_max < 0 || is_within ? ExitCode::kOk : ExitCode::kVerdictFailed;
}

}  // namespace assay
