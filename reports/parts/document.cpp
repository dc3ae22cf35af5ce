// The sections of a report, most important first.
#include "reports/parts/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/api/names.h"
#include "reports/parts/figures.h"

namespace assay {
namespace {

// "gemma +12.0 points [+3.1, +20.9] over smollm on arithmetic (paired, n = 100, McNemar p 0.010)".
std::string headline_of(const PairSummary& pair) {
  const PairedDifference& difference = pair.difference;
  const bool is_shown = difference.interval && (difference.interval->low > 0 || difference.interval->high < 0);
  const std::string figures =
      fmt::format("{} points, 95 % interval {}, paired, n = {}, McNemar p {}", points(difference.mean),
                  points_interval(difference.interval), difference.n, p_value(difference.mcnemar_p));
  if (!is_shown) {
    return fmt::format("{}: no difference shown between {} and {} ({})", pair.task, pair.first, pair.second, figures);
  }
  return fmt::format("{}: {} is {} than {} ({})", pair.task, pair.second, difference.mean > 0 ? "better" : "worse",
                     pair.first, figures);
}

Section scores_section(const RunSummary& summary) {
  Section section{.title = "Scores"};
  for (const PairSummary& pair : summary.pairs) {
    section.lines.push_back(headline_of(pair));
  }
  section.table.columns = {{"task", false, 0},      {"model", false, 0},        {"metric", false, 1},
                           {"score %", true, 0},    {"95 % interval", true, 0}, {"n", true, 0},
                           {"unparsed %", true, 2}, {"truncated %", true, 2},   {"refused %", true, 3},
                           {"no answer", true, 3}};
  for (const CellSummary& cell : summary.cells) {
    const OutcomeCounts& outcomes = cell.outcomes;
    for (const MetricSummary& metric : cell.metrics) {
      std::vector<std::string> row{cell.task,
                                   cell.model,
                                   metric.name,
                                   percent(metric.mean),
                                   percent_interval(metric.interval),
                                   std::to_string(metric.n)};
      const std::vector<std::string> rates{
          count_of(outcomes.unparsed, outcomes.samples), count_of(outcomes.truncated, outcomes.samples),
          count_of(outcomes.refused, outcomes.samples), std::to_string(outcomes.no_answer)};
      row.insert(row.end(), rates.begin(), rates.end());
      section.table.rows.push_back(std::move(row));
    }
  }
  section.notes.push_back(
      "Unparsed, truncated and refused answers count as wrong; samples without an answer (infrastructure) are left out "
      "of the score.");
  return section;
}

Section pairs_section(const RunSummary& summary) {
  Section section{.title = "Differences"};
  section.table.columns = {
      {"task", false, 0},     {"models", false, 0},           {"points", true, 0},           {"95 % interval", true, 0},
      {"McNemar p", true, 1}, {"only second right", true, 2}, {"only first right", true, 2}, {"n", true, 1}};
  for (const PairSummary& pair : summary.pairs) {
    const PairedDifference& difference = pair.difference;
    section.table.rows.push_back({pair.task, pair.second + " - " + pair.first, points(difference.mean),
                                  points_interval(difference.interval), p_value(difference.mcnemar_p),
                                  std::to_string(difference.gained), std::to_string(difference.lost),
                                  std::to_string(difference.n)});
  }
  return section;
}

std::string marked(const SpeedSummary& speed, const std::string& figure) {
  return speed.is_disturbed && figure != kAbsent ? figure + " *" : figure;
}

Section speed_section(const RunSummary& summary) {
  Section section{.title = "Speed"};
  section.table.columns = {
      {"task", false, 0},        {"model", false, 0}, {"prompt tok/s", true, 0},       {"output tok/s", true, 0},
      {"TTFT p50 ms", true, 1},  {"p95", true, 2},    {"inter-token p50 ms", true, 1}, {"p95", true, 2},
      {"total p50 ms", true, 3}, {"p95", true, 3},    {"disturbed blocks", true, 4}};
  std::int64_t blocks = 0;
  std::int64_t disturbed = 0;
  bool has_disturbed_figures = false;
  for (const CellSummary& cell : summary.cells) {
    const SpeedSummary& speed = cell.speed;
    blocks += speed.blocks;
    disturbed += speed.blocks_disturbed;
    has_disturbed_figures = has_disturbed_figures || speed.is_disturbed;
    section.table.rows.push_back(
        {cell.task, cell.model, marked(speed, rate(speed.prompt_tokens_per_s)),
         marked(speed, rate(speed.output_tokens_per_s)), marked(speed, milliseconds(speed.ttft_s.p50)),
         marked(speed, milliseconds(speed.ttft_s.p95)), marked(speed, milliseconds(speed.inter_token_s.p50)),
         marked(speed, milliseconds(speed.inter_token_s.p95)), marked(speed, milliseconds(speed.total_s.p50)),
         marked(speed, milliseconds(speed.total_s.p95)),
         fmt::format("{} of {}", speed.blocks_disturbed, speed.blocks)});
  }
  section.notes.push_back(fmt::format(
      "Blocks disturbed by other programs: {} of {}; they are left out of speed figures, never out of scores.",
      disturbed, blocks));
  if (has_disturbed_figures) {
    section.notes.push_back("* every block was disturbed: the figure says little about the model.");
  }
  section.notes.push_back(
      "– : log-likelihood requests produce no tokens; a percentile is shown only if n supports it.");
  return section;
}

Section cost_section(const RunSummary& summary) {
  const RunView& run = *summary.run;
  Section section{.title = "Cost"};
  const std::string unit = run.price ? run.price->currency : "no price";
  section.table.columns = {{"task", false, 0},
                           {"model", false, 0},
                           {unit + " per 1M input tokens", true, 0},
                           {unit + " per 1M output tokens", true, 0},
                           {unit + " per right answer", true, 0},
                           {"input tokens", true, 2},
                           {"output tokens", true, 2},
                           {"active s", true, 1}};
  for (const CellSummary& cell : summary.cells) {
    const SpeedSummary& speed = cell.speed;
    section.table.rows.push_back(
        {cell.task, cell.model, marked(speed, money(speed.cost_per_million_input)),
         marked(speed, money(speed.cost_per_million_output)), marked(speed, money(speed.cost_per_right_answer)),
         std::to_string(speed.prompt_tokens), std::to_string(speed.output_tokens), significant(speed.active_s, 3)});
  }
  const CostSummary& cost = summary.cost;
  section.notes.push_back(
      fmt::format("Wall time {:.1f} s = samples {:.1f} s + idle {:.1f} s (loading, planning, storing, waiting).",
                  cost.wall_s, cost.active_s, cost.idle_s));
  if (run.price) {
    section.notes.push_back(fmt::format("{} {} in all = samples {} + idle {}; price: machine '{}', {} {} an hour ({}).",
                                        money(cost.cost_total), unit, money(cost.cost_samples), money(cost.cost_idle),
                                        run.price->machine, money(run.price->per_hour), unit, run.price->source));
  }
  return section;
}

Section noise_section(const RunView& run) {
  Section section{.title = "Noise floor"};
  section.table.columns = {{"model", false, 0},     {"task", false, 0},     {"setting", false, 1},
                           {"shift mean", true, 0}, {"shift p99", true, 1}, {"shift max", true, 0},
                           {"flips", true, 0},      {"items", true, 0},     {"widest gap flipped", true, 0}};
  for (const NoiseRecord& noise : run.noise) {
    section.table.rows.push_back({noise.model, noise.task, noise.setting, significant(noise.shift_mean, 3),
                                  significant(noise.shift_p99, 3), significant(noise.shift_max, 3),
                                  std::to_string(noise.flips), std::to_string(noise.items),
                                  significant(noise.gap_flip_max, 3)});
  }
  return section;
}

Section kernels_section(const RunSummary& summary) {
  Section section{.title = "Kernels"};
  section.table.columns = {
      {"kernel", false, 0}, {"implementation", false, 0}, {"shape", false, 0},    {"threads", true, 1},
      {"mode", false, 1},   {"status", false, 0},         {"median ms", true, 1}, {"q1 – q3 ms", true, 2},
      {"n", true, 3},       {"GFLOP/s", true, 0},         {"GB/s", true, 0},      {"% of peak", true, 0}};
  std::set<std::string> peaks;
  for (const KernelSummary& kernel : summary.kernels) {
    const KernelRecord& record = kernel.record;
    const bool has_samples = kernel.median_s.has_value();
    const std::string middle = has_samples ? milliseconds(kernel.q1_s) + " – " + milliseconds(kernel.q3_s) : kAbsent;
    const std::string status = record.status + (record.is_disturbed ? " *" : "");
    section.table.rows.push_back({record.kernel, record.implementation, record.shape, std::to_string(record.threads),
                                  record.mode, status, milliseconds(kernel.median_s), middle,
                                  std::to_string(record.samples_s.size()), rate(kernel.gflops), rate(kernel.gbytes),
                                  percent(record.peak_share)});
    if (!record.failure.empty()) {
      section.notes.push_back(record.kernel + " " + record.implementation + " " + record.shape + ": " + record.failure);
    }
    if (!record.peak_kind.empty()) {
      peaks.insert(record.peak_kind);
    }
  }
  for (const std::string& peak : peaks) {
    section.notes.push_back("Peak: " + peak + ".");
  }
  const bool has_disturbed = std::any_of(summary.kernels.begin(), summary.kernels.end(),
                                         [](const KernelSummary& kernel) { return kernel.record.is_disturbed; });
  if (has_disturbed) {
    section.notes.push_back("* other programs used the CPUs while this row was measured.");
  }
  return section;
}

Section environment_section(const RunView& run) {
  Section section{.title = "Environment"};
  section.table.columns = {{"what", false, 0}, {"value", false, 0}};
  for (const auto& [key, value] : run.environment) {
    section.table.rows.push_back({key, value});
  }
  for (const ModelRecord& model : run.models) {
    section.table.rows.push_back(
        {"model " + model.name, model.format + ", licence " + model.licence + ", sha256 " + model.hash.substr(0, 16)});
  }
  return section;
}

Section again_section(const RunView& run, const ReportOptions& options) {
  Section section{.title = "Make it again"};
  section.code.push_back(run.run.command);
  section.code.push_back("assay report " + run.run.id + " --db " + options.database);
  return section;
}

std::string subtitle(const RunView& run) {
  std::string text = "Run " + run.run.id + ", " + std::string(to_name(run.run.state));
  text += run.run.suite.empty() ? "" : ", suite " + run.run.suite;
  if (!run.models.empty()) {
    text += ", seed " + std::to_string(run.run.seed) + ", schedule " + run.run.schedule;
  }
  return text + ", assay " + run.run.assay_version + ".";
}

void add_run(const RunView& run, const ReportOptions& options, ReportDocument& document) {
  const RunSummary summary = summarise(run);
  Section opening{.lines = {subtitle(run)}};
  if (!run.run.note.empty()) {
    opening.lines.push_back("Protocol, the same for every model: " + run.run.note + ".");
  }
  document.sections.push_back(std::move(opening));
  if (!summary.cells.empty()) {
    document.sections.push_back(scores_section(summary));
    if (!summary.pairs.empty()) {
      document.sections.push_back(pairs_section(summary));
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
    add_run(run, options, document);
  }
  if (!runs.empty()) {
    document.sections.push_back(environment_section(runs.front()));
  }
  return document;
}

}  // namespace assay
