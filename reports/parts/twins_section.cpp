// One row for each static task, fresh twin and model.
#include "reports/parts/twins_section.h"

#include <string>

#include "reports/parts/figures.h"

namespace assay {

Section twins_section(const RunSummary& summary) {
  using Kind = Column::Kind;
  Section section{.title = "Fresh twins"};
  section.table.columns = {{"static task", Kind::kKey},
                           {"fresh twin", Kind::kKey},
                           {"model", Kind::kKey},
                           {"static\n%"},
                           {"fresh\n%"},
                           {"static - fresh\npoints"},
                           {"95 %\ninterval"},
                           {"standard\nerror"},
                           {"n static\n/ fresh"}};
  for (const TwinSummary& twin : summary.twins) {
    section.table.rows.push_back({twin.static_task, twin.fresh_task, twin.model, percent(twin.static_score.value),
                                  percent(twin.fresh_score.value), points(twin.difference.value),
                                  points_interval(twin.difference.interval), percent(twin.difference.standard_error),
                                  std::to_string(twin.static_score.n) + " / " + std::to_string(twin.fresh_score.n)});
    if (is_shown(twin.difference) && twin.difference.value > 0) {
      section.lines.push_back({{twin.model, true},
                               {" is better on "},
                               {twin.static_task, true},
                               {" than on its fresh twin "},
                               {twin.fresh_task, true},
                               {": a sign of contamination if both are equally hard."}});
    }
  }
  section.notes.push_back(
      {{"Independent samples, by the headlines of both tasks. A positive difference whose interval leaves 0 out says "
        "that the static task was easier for the model; whether it knew it by heart is for the reader to judge: "
        "compare the differences of several models."}});
  return section;
}

}  // namespace assay
