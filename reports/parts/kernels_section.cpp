// Kernels: what each row took, and how near it came to the machine's peak.
#include <set>

#include "reports/parts/figures.h"
#include "reports/parts/sections.h"

namespace assay {
namespace {

using Kind = Column::Kind;

std::vector<std::string> kernel_row(const KernelSummary& kernel) {
  const KernelRecord& record = kernel.record;
  const std::string middle = kernel.median_s ? milliseconds(kernel.q1_s) + " – " + milliseconds(kernel.q3_s) : kAbsent;
  return {record.kernel,
          record.implementation,
          record.shape,
          record.mode,
          milliseconds(kernel.median_s),
          rate(kernel.gflops),
          rate(kernel.gbytes),
          percent(record.peak_share),
          record.status + (record.is_disturbed ? " *" : ""),
          std::to_string(record.threads),
          middle,
          std::to_string(record.samples_s.size()),
          record.status == "failed" ? kAbsent : significant(record.error_max, 2)};
}

}  // namespace

Section kernels_section(const RunSummary& summary) {
  Section section{.title = "Kernels"};
  section.table.columns = {{"kernel", Kind::kKey},
                           {"implementation", Kind::kKey},
                           {"shape", Kind::kKey},
                           {"mode", Kind::kText},
                           {"median\nms"},
                           {"GFLOP/s"},
                           {"GB/s"},
                           {"% of\npeak"},
                           {"status", Kind::kText},
                           {"threads"},
                           {"q1 – q3\nms"},
                           {"runs"},
                           {"error\n/ limit"}};
  std::set<std::string> peaks;
  bool has_disturbed = false;
  for (const KernelSummary& kernel : summary.kernels) {
    const KernelRecord& record = kernel.record;
    section.table.rows.push_back(kernel_row(kernel));
    has_disturbed = has_disturbed || record.is_disturbed;
    if (!record.failure.empty()) {
      section.notes.push_back(
          {{record.kernel + " " + record.implementation + " " + record.shape + " " + record.mode, true},
           {": " + record.failure}});
    }
    if (!record.peak_kind.empty()) {
      peaks.insert(record.peak_kind);
    }
  }
  for (const std::string& peak : peaks) {
    section.notes.push_back(said("Peak: " + peak + "."));
  }
  section.notes.push_back(
      said("Error / limit: the largest deviation from the reference in units of the tolerance; a "
           "kernel passes at 1 or less."));
  if (has_disturbed) {
    section.notes.push_back(said("* other programs used the CPUs while this row was measured."));
  }
  return section;
}

}  // namespace assay
