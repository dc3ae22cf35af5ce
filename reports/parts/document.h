// Document: what a report says, before its form: sections of lines and tables, made from summaries.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "harness/api/report.h"
#include "reports/parts/summary.h"

namespace assay {

struct Column {
  std::string header;
  bool is_number = false;  // aligned to the right
  int priority = 0;        // narrow terminals drop the highest numbers first; 0 stays
};

struct DocumentTable {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  // one text per column; "–" for what is absent
};

struct Section {
  std::string title;
  std::vector<std::string> lines;  // sentences before the table
  DocumentTable table;             // no columns: none
  std::vector<std::string> notes;  // below the table
  std::vector<std::string> code;   // commands
};

// All texts are foreign until a form has escaped them.
struct ReportDocument {
  std::string title;
  std::vector<Section> sections;
};

ReportDocument make_document(std::span<const RunView> runs, const ReportOptions& options);

}  // namespace assay
