// Document: what a report says, before its form: sections of sentences and tables, made from summaries.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "harness/api/report.h"
#include "reports/parts/summary.h"

namespace assay {

struct Column {
  enum class Kind {
    kKey,     // names the row; a form that breaks a wide table in parts repeats it in each
    kName,    // an identifier: of a metric
    kText,    // words
    kNumber,  // aligned to the right
  };
  std::string header;  // '\n' where a form with little room may break it
  Kind kind = Kind::kNumber;
};

struct DocumentTable {
  std::vector<Column> columns;                 // the keys first
  std::vector<std::vector<std::string>> rows;  // one text per column; "–" for what is absent
};

struct Piece {
  std::string text;
  bool is_name = false;  // an identifier from outside: of a model, a task, a machine
};
using Sentence = std::vector<Piece>;

struct Section {
  std::string title;
  std::vector<Sentence> lines;    // before the table
  DocumentTable table;            // no columns: none
  std::vector<Sentence> notes;    // below the table
  std::vector<std::string> code;  // commands
};

// All texts are foreign until a form has escaped them.
struct ReportDocument {
  std::string title;
  std::vector<Section> sections;
};

ReportDocument make_document(std::span<const RunView> runs, const ReportOptions& options);

}  // namespace assay
