// One row a model and task; one row a figure.
#include "reports/parts/reasoning_sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/base/text.h"
#include "reports/parts/figures.h"

namespace assay {
namespace {

using Kind = Column::Kind;

std::string tokens(const std::optional<double>& mean) { return mean ? fmt::format("{:.1f}", *mean) : kAbsent; }

Section thoughts_section(const RunSummary& summary) {
  Section section{.title = "Thoughts"};
  section.table.columns = {{"task", Kind::kKey},
                           {"model", Kind::kKey},
                           {"thought tokens\nmean"},
                           {"answer tokens\nmean"},
                           {"truncated\nin thought %"},
                           {"with a\nthought %"},
                           {"answers"}};
  std::set<std::string> counts;
  for (const CellSummary& cell : summary.cells) {
    if (cell.thought) {
      const ThoughtSummary& thought = *cell.thought;
      section.table.rows.push_back({cell.task, cell.model, tokens(thought.thought_tokens_mean),
                                    tokens(thought.answer_tokens_mean), percent_of(thought.open, thought.answers),
                                    percent_of(thought.thoughts, thought.answers), std::to_string(thought.answers)});
      counts.insert(thought.counts.begin(), thought.counts.end());
    }
  }
  section.notes.push_back(
      {{"No scorer sees a thought. An answer whose thought has no end is truncated in thought and "
        "counts as wrong."}});
  section.notes.push_back(
      {{"Tokens counted by: " + join(std::vector<std::string>(counts.begin(), counts.end()), "; ") + "."}});
  return section;
}

Section repeats_section(const RunSummary& summary) {
  Section section{.title = "Repeats"};
  section.table.columns = {
      {"task", Kind::kKey}, {"model", Kind::kKey}, {"figure", Kind::kName}, {"%"}, {"95 %\ninterval"}, {"n"}};
  for (const CellSummary& cell : summary.cells) {
    if (!cell.repeats) {
      continue;
    }
    for (const RepeatFigure& figure : cell.repeats->figures) {
      const bool is_there = figure.share.n > 0;
      section.table.rows.push_back({cell.task, cell.model, figure.name,
                                    percent(is_there ? std::optional(figure.share.mean) : std::nullopt),
                                    percent_interval(figure.share.interval), std::to_string(figure.share.n)});
    }
    if (cell.repeats->documents_short > 0) {
      section.notes.push_back({{cell.model, true},
                               {" on "},
                               {cell.task, true},
                               {fmt::format(": {} documents have fewer than {} answers and are in avg@{} alone.",
                                            cell.repeats->documents_short, cell.repeats->k, cell.repeats->k)}});
    }
  }
  section.notes.push_back(
      {{"avg@k: pass@1, averaged over k answers. pass@k: one of k is right. cons@k: the answer given most often is "
        "right; what could not be read has no vote, ties share. G-Pass@k: at least the share tau of k is right; "
        "mG-Pass@k: its mean over tau from 0.5 to 1."}});
  return section;
}

}  // namespace

void add_reasoning_sections(const RunSummary& summary, std::vector<Section>& sections) {
  const auto any = [&](const auto& has) { return std::any_of(summary.cells.begin(), summary.cells.end(), has); };
  if (any([](const CellSummary& cell) { return cell.thought.has_value(); })) {
    sections.push_back(thoughts_section(summary));
  }
  if (any([](const CellSummary& cell) { return cell.repeats.has_value(); })) {
    sections.push_back(repeats_section(summary));
  }
}

}  // namespace assay
