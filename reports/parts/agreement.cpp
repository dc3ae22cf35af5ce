// Pairs of scorers, merged along the samples that both judged.
#include "reports/parts/agreement.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "reports/parts/metric_figures.h"

namespace assay {
namespace {

constexpr std::size_t kShown = 10;  // disagreements of a pair

using Place = std::pair<std::int64_t, int>;                // document, repeat
using Verdicts = std::map<Place, const ScoreRecord*>;      // those with a value
using Golds = std::map<std::int64_t, const std::string*>;  // of one task, by document

bool is_right(const ScoreRecord& score) { return *score.judgement.value == 1; }

// Nothing if some value is neither 0 nor 1, or there is none.
std::optional<Verdicts> verdicts_of(const std::vector<const ScoreRecord*>& scores, const std::string& scorer) {
  Verdicts verdicts;
  for (const ScoreRecord* score : scores) {
    const auto& value = score->judgement.value;
    if (score->scorer != scorer || !value) {
      continue;
    }
    if (*value != 0 && *value != 1) {
      return std::nullopt;
    }
    verdicts[{score->key.document, score->key.repeat}] = score;
  }
  return verdicts.empty() ? std::nullopt : std::optional(std::move(verdicts));
}

void compare(const Verdicts& first, const Verdicts& second, const Golds& golds, AgreementSummary& summary) {
  for (const auto& [place, score] : first) {
    const auto other = second.find(place);
    if (other == second.end()) {
      continue;
    }
    const bool is_first_right = is_right(*score);
    const bool is_second_right = is_right(*other->second);
    summary.counts.add(is_first_right, is_second_right);
    if (is_first_right != is_second_right && summary.disagreements.size() < kShown) {
      const auto gold = golds.find(place.first);
      summary.disagreements.push_back({.document = place.first,
                                       .repeat = place.second,
                                       .first = score->judgement,
                                       .second = other->second->judgement,
                                       .gold = gold == golds.end() ? "" : *gold->second});
    }
  }
}

void add_pairs(const std::vector<std::pair<std::string, Verdicts>>& scorers, const AgreementSummary& place,
               const Golds& golds, std::vector<AgreementSummary>& summaries) {
  for (std::size_t i = 0; i < scorers.size(); ++i) {
    for (std::size_t j = i + 1; j < scorers.size(); ++j) {
      AgreementSummary summary = place;
      summary.first = scorers[i].first;
      summary.second = scorers[j].first;
      compare(scorers[i].second, scorers[j].second, golds, summary);
      if (summary.counts.count() > 0) {
        summaries.push_back(std::move(summary));
      }
    }
  }
}

using Scorers = std::vector<std::pair<std::string, Verdicts>>;

// Those of a cell's metrics that give verdicts, in order.
Scorers scorers_of(const RunView& run, const std::vector<const ScoreRecord*>& cell, const TaskRecord& task) {
  Scorers scorers;
  for (const MetricRecord& metric : metrics_of(run, cell, task)) {
    auto verdicts = metric.is_supplementary || !metric.is_higher_better ? std::nullopt : verdicts_of(cell, metric.name);
    if (verdicts) {
      scorers.emplace_back(metric.name, std::move(*verdicts));
    }
  }
  return scorers;
}

}  // namespace

std::vector<AgreementSummary> summarise_agreement(const RunView& run) {
  std::map<std::pair<std::string, std::string>, std::vector<const ScoreRecord*>> cells;  // by task and model
  for (const ScoreRecord& score : run.scores) {
    cells[{score.key.task, score.key.model}].push_back(&score);
  }
  std::map<std::string, Golds> golds;
  for (const DocumentRecord& document : run.documents) {
    golds[document.task][document.index] = &document.gold;
  }
  std::vector<AgreementSummary> summaries;
  for (const TaskRecord& task : run.tasks) {
    for (const ModelRecord& model : run.models) {
      const auto cell = cells.find({task.name, model.name});
      if (cell == cells.end()) {
        continue;
      }
      add_pairs(scorers_of(run, cell->second, task), {.task = task.name, .model = model.name}, golds[task.name],
                summaries);
    }
  }
  return summaries;
}

}  // namespace assay
