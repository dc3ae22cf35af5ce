// Agreement of scorers: each two of a task on the same answers.
#include "reports/parts/figures.h"
#include "reports/parts/sections.h"

namespace assay {
namespace {

using Kind = Column::Kind;

}  // namespace

Section agreement_section(const RunSummary& summary) {
  Section section{.title = "Agreement of scorers"};
  section.table.columns = {{"task", Kind::kKey},
                           {"model", Kind::kKey},
                           {"first", Kind::kName},
                           {"second", Kind::kName},
                           {"n"},
                           {"both\nright"},
                           {"only\nfirst"},
                           {"only\nsecond"},
                           {"both\nwrong"},
                           {"alike\n%"},
                           {"kappa"}};
  for (const AgreementSummary& pair : summary.agreements) {
    const Agreement& counts = pair.counts;
    const auto kappa = cohen_kappa(counts);
    section.table.rows.push_back({pair.task, pair.model, pair.first, pair.second, std::to_string(counts.count()),
                                  std::to_string(counts.both_right), std::to_string(counts.only_first),
                                  std::to_string(counts.only_second), std::to_string(counts.both_wrong),
                                  percent(agreement_share(counts)), kappa ? significant(*kappa, 3) : kAbsent});
  }
  section.notes.push_back(
      said("Two scorers on the same answers; what is not right counts as wrong. Kappa: Cohen's; 0 is what chance would "
           "give, 1 the same verdict always; – where all verdicts are one. The JSON report lists the first answers of "
           "each pair that they part on, the view disagreements all."));
  return section;
}

}  // namespace assay
