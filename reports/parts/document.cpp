// The sections of a report, most important first.
#include "reports/parts/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/api/names.h"
#include "harness/base/text.h"
#include "reports/parts/figures.h"
#include "reports/parts/reasoning_sections.h"
#include "reports/parts/sections.h"
#include "reports/parts/twins_section.h"

namespace assay {
namespace {

using Kind = Column::Kind;

Sentence headline_of(const PairSummary& pair) {
  const PairedDifference& difference = pair.difference;
  std::string figures =
      fmt::format(" ({} points, 95 % interval {}, paired, n = {}, McNemar p {}).", points(difference.mean),
                  points_interval(difference.interval), difference.n, p_value(difference.mcnemar_p));
  if (!is_shown(difference)) {
    return {{pair.task, true},   {": no difference shown between "}, {pair.first, true}, {" and "}, {pair.second, true},
            {std::move(figures)}};
  }
  return {{pair.task, true},   {": "},
          {pair.second, true}, {difference.mean > 0 ? " is better than " : " is worse than "},
          {pair.first, true},  {std::move(figures)}};
}

// How far the schedule alone moves answers, beside the scores it could move.
void add_noise_notes(const RunView& run, std::vector<Sentence>& notes) {
  for (const NoiseRecord& noise : run.noise) {
    notes.push_back({{"Noise floor, " + noise.setting + ": "},
                     {noise.model, true},
                     {" on "},
                     {noise.task, true},
                     {fmt::format(" answers {} of {} items otherwise ({} %).", noise.flips, noise.items,
                                  percent_of(noise.flips, noise.items))}});
  }
  if (run.noise.empty() && run.run.schedule == "fast") {
    notes.push_back(
        said("Noise floor of schedule fast: not measured for this run; "
             "'assay selftest noise MODEL --store' measures it."));
  }
}

const MetricSummary* find_metric(const CellSummary& cell, std::string_view name) {
  const auto found = std::find_if(cell.metrics.begin(), cell.metrics.end(),
                                  [&](const MetricSummary& metric) { return metric.name == name; });
  return found == cell.metrics.end() ? nullptr : &*found;
}

bool has_metric(const CellSummary& cell, std::string_view name) { return find_metric(cell, name) != nullptr; }

// Which rows of the scores are not in percent.
void add_scale_note(const RunSummary& summary, std::vector<Sentence>& notes) {
  std::set<std::string> names;
  for (const CellSummary& cell : summary.cells) {
    for (const MetricSummary& metric : cell.metrics) {
      if (!metric.is_share && !metric.is_supplementary && metric.mean) {
        names.insert(metric.name);
      }
    }
  }
  if (!names.empty()) {
    notes.push_back(said("Not in percent: " + join(std::vector<std::string>(names.begin(), names.end()), ", ") + "."));
  }
}

void add_outcome_notes(const RunSummary& summary, std::vector<Sentence>& notes) {
  notes.push_back(said("Unparsed, truncated and refused answers count as wrong."));
  for (const CellSummary& cell : summary.cells) {
    const OutcomeCounts& outcomes = cell.outcomes;
    if (outcomes.no_answer > 0) {
      notes.push_back(
          {{cell.model, true},
           {" on "},
           {cell.task, true},
           {fmt::format(": {} of {} samples have no answer after every attempt (infrastructure) and are left "
                        "out of the score.",
                        outcomes.no_answer, outcomes.samples)}});
    }
    if (outcomes.retried > 0) {
      notes.push_back({{cell.model, true},
                       {" on "},
                       {cell.task, true},
                       {fmt::format(": {} of {} samples were answered only after another attempt.", outcomes.retried,
                                    outcomes.samples)}});
    }
  }
}

// Shares in percent, other figures (perplexities, BLEU) as they are, marked as such by having no row of shares.
std::string score_text(const MetricSummary& metric) {
  return metric.is_share ? percent(metric.mean) : metric.mean ? significant(*metric.mean, 4) : kAbsent;
}

std::string interval_text(const MetricSummary& metric) {
  if (metric.is_share) {
    return percent_interval(metric.interval);
  }
  return metric.interval ? significant(metric.interval->low, 4) + " – " + significant(metric.interval->high, 4)
                         : kAbsent;
}

// A regrading that was stopped leaves scores of two versions.
void add_version_notes(const RunSummary& summary, std::vector<Sentence>& notes) {
  for (const CellSummary& cell : summary.cells) {
    for (const MetricSummary& metric : cell.metrics) {
      if (metric.scores_of_version < metric.scores) {
        notes.push_back({{cell.model, true},
                         {" on "},
                         {cell.task, true},
                         {": "},
                         {metric.name, true},
                         {fmt::format(" judged {} of {} answers by version {} and the others by an older one; 'assay "
                                      "regrade {}' judges them all alike.",
                                      metric.scores_of_version, metric.scores, metric.version, summary.run->run.id)}});
      }
    }
  }
}

Section scores_section(const RunSummary& summary) {
  Section section{.title = "Scores"};
  for (const PairSummary& pair : summary.pairs) {
    section.lines.push_back(headline_of(pair));
  }
  section.table.columns = {{"task", Kind::kKey}, {"model", Kind::kKey}, {"metric", Kind::kName},
                           {"score\n%"},         {"95 %\ninterval"},    {"n"},
                           {"unparsed\n%"},      {"truncated\n%"},      {"refused\n%"}};
  for (const CellSummary& cell : summary.cells) {
    const OutcomeCounts& outcomes = cell.outcomes;
    for (const MetricSummary& metric : cell.metrics) {
      if (metric.is_supplementary) {
        continue;
      }
      const auto share = [&](std::int64_t count) {  // outcomes are the headline's
        return metric.is_headline ? percent_of(count, outcomes.samples) : std::string();
      };
      section.table.rows.push_back({cell.task, cell.model, metric.name, score_text(metric), interval_text(metric),
                                    std::to_string(metric.n), share(outcomes.unparsed), share(outcomes.truncated),
                                    share(outcomes.refused)});
    }
  }
  add_scale_note(summary, section.notes);
  add_outcome_notes(summary, section.notes);
  add_version_notes(summary, section.notes);
  add_noise_notes(*summary.run, section.notes);
  return section;
}

Section groups_section(const RunSummary& summary) {
  Section section{.title = "Groups"};
  section.table.columns = {{"group", Kind::kKey},
                           {"model", Kind::kKey},
                           {"metric", Kind::kName},
                           {"mean", Kind::kText},
                           {"score\n%"},
                           {"standard\nerror"},
                           {"tasks"},
                           {"documents"}};
  for (const GroupSummary& group : summary.groups) {
    const auto figure = [&](const std::optional<double>& value) {
      return group.is_share ? percent(value) : value ? significant(*value, 4) : kAbsent;
    };
    section.table.rows.push_back({group.group, group.model, group.metric,
                                  group.is_weighted_by_size ? "of documents (micro)" : "of tasks (macro)",
                                  figure(group.value), figure(group.standard_error), std::to_string(group.tasks),
                                  std::to_string(group.documents)});
  }
  section.notes.push_back(said("The first mean of a group is the one its file asks for."));
  return section;
}

// The same log-likelihoods under every normalisation.
Section choices_section(const RunSummary& summary) {
  Section section{.title = "Choices"};
  section.table.columns = {{"task", Kind::kKey},
                           {"model", Kind::kKey},
                           {"raw\n%"},
                           {"per\ncharacter"},
                           {"per\nbyte"},
                           {"per\ntoken"},
                           {"PMI"},
                           {"ECE"},
                           {"Brier"},
                           {"merged\nboundaries"}};
  for (const CellSummary& cell : summary.cells) {
    if (!has_metric(cell, "acc_bytes")) {
      continue;
    }
    std::vector<std::string> row{cell.task, cell.model};
    for (const char* name : {"acc", "acc_norm", "acc_bytes", "acc_tokens", "acc_mutual_info", "ece"}) {
      const MetricSummary* metric = find_metric(cell, name);
      row.push_back(metric != nullptr ? percent(metric->mean) : kAbsent);
    }
    const MetricSummary* brier = find_metric(cell, "brier_score");
    row.push_back(brier != nullptr && brier->mean ? significant(*brier->mean, 3) : kAbsent);
    row.push_back(std::to_string(cell.boundary_merges));
    section.table.rows.push_back(std::move(row));
  }
  section.notes.push_back(
      said("Accuracy by the largest sum of log-likelihoods, as it is and divided by the choice's length; PMI: less the "
           "sum behind an empty context, where the task asks for it. ECE: expected calibration error, 15 bins. Brier: "
           "0 to 2. Both from the softmax of the raw sums. Merged boundaries: continuations whose first token took in "
           "the context's end."));
  return section;
}

Section pairs_section(const RunSummary& summary) {
  Section section{.title = "Differences"};
  section.table.columns = {{"task", Kind::kKey}, {"second - first", Kind::kKey},  {"points"}, {"95 %\ninterval"},
                           {"McNemar\np"},       {"right alone\nsecond / first"}, {"n"}};
  for (const PairSummary& pair : summary.pairs) {
    const PairedDifference& difference = pair.difference;
    section.table.rows.push_back({pair.task, pair.second + " - " + pair.first, points(difference.mean),
                                  points_interval(difference.interval), p_value(difference.mcnemar_p),
                                  fmt::format("{} / {}", difference.gained, difference.lost),
                                  std::to_string(difference.n)});
  }
  section.notes.push_back(
      said("Of the first metric, document by document. A difference is called shown if the interval "
           "leaves 0 out and McNemar's exact p is below 0.05."));
  if (summary.pairs.size() > 1) {
    section.notes.push_back(said(fmt::format("{} comparisons, not adjusted for their number.", summary.pairs.size())));
  }
  return section;
}

std::string marked(const SpeedSummary& speed, const std::string& figure) {
  return speed.is_disturbed && figure != kAbsent ? figure + " *" : figure;
}

std::string percentiles_text(const SpeedSummary& speed, const Percentiles& figures) {
  return marked(speed, both(milliseconds(figures.p50), milliseconds(figures.p95)));
}

Section speed_section(const RunSummary& summary) {
  Section section{.title = "Speed"};
  section.table.columns = {{"task", Kind::kKey},    {"model", Kind::kKey},  {"prompt\ntokens/s"},
                           {"output\ntokens/s"},    {"TTFT ms\np50 / p95"}, {"inter-token\nms p50 / p95"},
                           {"total ms\np50 / p95"}, {"disturbed\nblocks"}};
  std::int64_t blocks = 0;
  std::int64_t disturbed = 0;
  bool has_disturbed_figures = false;
  for (const CellSummary& cell : summary.cells) {
    const SpeedSummary& speed = cell.speed;
    blocks += speed.blocks;
    disturbed += speed.blocks_disturbed;
    has_disturbed_figures = has_disturbed_figures || speed.is_disturbed;
    section.table.rows.push_back({cell.task, cell.model, marked(speed, rate(speed.prompt_tokens_per_s)),
                                  marked(speed, rate(speed.output_tokens_per_s)), percentiles_text(speed, speed.ttft_s),
                                  percentiles_text(speed, speed.inter_token_s), percentiles_text(speed, speed.total_s),
                                  fmt::format("{} of {}", speed.blocks_disturbed, speed.blocks)});
  }
  section.notes.push_back(said(fmt::format(
      "Blocks disturbed by other programs: {} of {}; they are left out of speed and cost figures, never out of scores.",
      disturbed, blocks)));
  if (has_disturbed_figures) {
    section.notes.push_back(said("* every block was disturbed: the figure says little about the model."));
  }
  section.notes.push_back(
      said("– is absent: choosing by log-likelihood produces no tokens, and a percentile is shown only "
           "if there are enough values for it (p50: 6, p95: 59)."));
  return section;
}

void add_cost_notes(const RunSummary& summary, const std::string& unit, std::vector<Sentence>& notes) {
  const RunView& run = *summary.run;
  const CostSummary& cost = summary.cost;
  notes.push_back(
      said(fmt::format("Wall time {} s = samples {} s + idle {} s (loading, planning, storing, waiting).",
                       significant(cost.wall_s, 3), significant(cost.active_s, 3), significant(cost.idle_s, 3))));
  if (run.price) {
    notes.push_back({{fmt::format("{} {} in all = samples {} + idle {}; price: machine ", money(cost.cost_total), unit,
                                  money(cost.cost_samples), money(cost.cost_idle))},
                     {run.price->machine, true},
                     {fmt::format(", {} {} an hour ({}).", money(run.price->per_hour), unit, run.price->source)}});
  } else {
    notes.push_back(said("No price is known for this run: --machine NAME gives one."));
  }
}

Section cost_section(const RunSummary& summary) {
  const RunView& run = *summary.run;
  Section section{.title = "Cost"};
  const std::string unit = run.price ? run.price->currency : "cost";
  section.table.columns = {{"task", Kind::kKey},
                           {"model", Kind::kKey},
                           {unit + " per 1M\ninput tokens"},
                           {unit + " per 1M\noutput tokens"},
                           {unit + " per\nright answer"},
                           {"input\ntokens"},
                           {"output\ntokens"},
                           {"active\ns"}};
  bool has_disturbed_figures = false;
  for (const CellSummary& cell : summary.cells) {
    const SpeedSummary& speed = cell.speed;
    has_disturbed_figures = has_disturbed_figures || (speed.is_disturbed && run.price);
    section.table.rows.push_back(
        {cell.task, cell.model, marked(speed, money(speed.cost_per_million_input)),
         marked(speed, money(speed.cost_per_million_output)), marked(speed, money(speed.cost_per_right_answer)),
         std::to_string(speed.prompt_tokens), std::to_string(speed.output_tokens), significant(speed.active_s, 3)});
  }
  add_cost_notes(summary, unit, section.notes);
  if (has_disturbed_figures) {
    section.notes.push_back(said("* from disturbed blocks alone."));
  }
  return section;
}

Section noise_section(const RunView& run) {
  Section section{.title = "Noise floor"};
  section.table.columns = {{"task", Kind::kKey},    {"model", Kind::kKey},    {"answers\ndiffering"}, {"items"},
                           {"shift\nmean"},         {"shift\np99"},           {"shift\nmax"},         {"sums"},
                           {"widest gap\nflipped"}, {"compared", Kind::kText}};
  for (const NoiseRecord& noise : run.noise) {
    section.table.rows.push_back({noise.task, noise.model, std::to_string(noise.flips), std::to_string(noise.items),
                                  significant(noise.shift_mean, 3), significant(noise.shift_p99, 3),
                                  significant(noise.shift_max, 3), std::to_string(noise.sums),
                                  noise.flips > 0 ? significant(noise.gap_flip_max, 3) : kAbsent, noise.setting});
  }
  section.notes.push_back(
      said("Shifts in nats: of a choice's summed log-likelihood, or of the gap between the two best "
           "tokens. The widest gap is between the two best answers of an item whose answer differs."));
  return section;
}

// Machines differ between runs; what passes with the hour does not make two of them.
bool is_passing(const std::string& key) { return key == "load.1min" || key == "memory.available_kib"; }

bool is_same_machine(const EnvironmentRecord& a, const EnvironmentRecord& b) {
  const auto lacks = [](const EnvironmentRecord& one, const EnvironmentRecord& other) {
    return std::any_of(one.begin(), one.end(), [&](const auto& entry) {
      const auto found = other.find(entry.first);
      return !is_passing(entry.first) && (found == other.end() || found->second != entry.second);
    });
  };
  return !lacks(a, b) && !lacks(b, a);
}

std::string description_of(const ModelRecord& model) {
  std::vector<std::string> parts;
  if (!model.format.empty()) {
    parts.push_back(model.format);
  }
  if (!model.licence.empty()) {
    parts.push_back("licence " + model.licence);
  }
  if (!model.hash.empty()) {
    parts.push_back("sha256 " + model.hash.substr(0, 16));
  }
  return parts.empty() ? kAbsent : join(parts, ", ");
}

void add_environments(std::span<const RunView> runs, ReportDocument& document) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const RunView& run = runs[i];
    const bool is_said =
        std::any_of(runs.begin(), runs.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const RunView& before) { return is_same_machine(before.environment, run.environment); });
    Section section{.title = i == 0 ? "Environment" : "Environment of run " + run.run.id};
    section.table.columns = {{"what", Kind::kKey}, {"value", Kind::kText}};
    if (!is_said) {
      for (const auto& [key, value] : run.environment) {
        section.table.rows.push_back({key, value});
      }
    }
    for (const ModelRecord& model : run.models) {
      section.table.rows.push_back({"model " + model.name, description_of(model)});
    }
    if (!section.table.rows.empty()) {
      document.sections.push_back(std::move(section));
    }
  }
}

// As a shell reads it back.
std::string quoted(const std::string& word) {
  const bool is_plain = !word.empty() && word.find_first_not_of(
                                             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                             "0123456789_-./:=,+") == std::string::npos;
  return is_plain ? word : "'" + replace_all(word, "'", "'\\''") + "'";
}

Section again_section(const RunView& run, const ReportOptions& options) {
  Section section{.title = "Make it again"};
  section.code.push_back(run.run.command);
  section.code.push_back("assay report " + run.run.id + " --db " + quoted(options.database));
  return section;
}

Section opening_section(const RunView& run, bool is_one_of_several) {
  Section section{.title = is_one_of_several ? "Run " + run.run.id : ""};
  std::string text = is_one_of_several ? "State: " : "Run " + run.run.id + ", ";
  text += to_name(run.run.state);
  text += run.run.suite.empty() ? "" : ", suite " + run.run.suite;
  if (!run.models.empty()) {
    text += ", seed " + std::to_string(run.run.seed) + ", schedule " + run.run.schedule;
  }
  section.lines.push_back(said(text + ", assay " + run.run.assay_version + "."));
  if (run.run.state != RunState::kComplete) {
    section.lines.push_back(said("This run is not complete: its figures rest on what was answered so far."));
  }
  if (!run.run.note.empty()) {
    section.lines.push_back(said("Protocol, the same for every model: " + run.run.note + "."));
  }
  return section;
}

void add_run(const RunView& run, bool is_one_of_several, const ReportOptions& options, ReportDocument& document) {
  const RunSummary summary = summarise(run, options.same_answer);
  document.sections.push_back(opening_section(run, is_one_of_several));
  if (!summary.cells.empty()) {
    document.sections.push_back(scores_section(summary));
    if (!summary.groups.empty()) {
      document.sections.push_back(groups_section(summary));
    }
    if (!summary.twins.empty()) {
      document.sections.push_back(twins_section(summary));
    }
    if (Section choices = choices_section(summary); !choices.table.rows.empty()) {
      document.sections.push_back(std::move(choices));
    }
    add_reasoning_sections(summary, document.sections);
    if (!summary.pairs.empty()) {
      document.sections.push_back(pairs_section(summary));
    }
    if (!summary.agreements.empty()) {
      document.sections.push_back(agreement_section(summary));
    }
    document.sections.push_back(speed_section(summary));
    document.sections.push_back(cost_section(summary));
  }
  if (!run.noise.empty()) {
    document.sections.push_back(noise_section(run));
  }
  if (!summary.kernels.empty()) {
    document.sections.push_back(kernels_section(summary));
  }
  document.sections.push_back(again_section(run, options));
}

}  // namespace

ReportDocument make_document(std::span<const RunView> runs, const ReportOptions& options) {
  ReportDocument document{.title = "Assay report"};
  for (const RunView& run : runs) {
    add_run(run, runs.size() > 1, options, document);
  }
  add_environments(runs, document);
  return document;
}

}  // namespace assay
