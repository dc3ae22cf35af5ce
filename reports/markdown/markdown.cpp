// Markdown with every foreign text escaped: a model's output never becomes markup.
#include "reports/markdown/markdown.h"

#include <string>
#include <string_view>

#include "harness/base/text.h"
#include "reports/parts/document.h"

namespace assay {
namespace {

// Characters that Markdown or HTML would read as markup, behind a backslash or as an entity.
std::string escape(std::string_view text) {
  std::string escaped;
  for (const char c : printable(text, 2000)) {
    if (c == '<' || c == '>' || c == '&') {
      escaped += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
      continue;
    }
    if (std::string_view("\\`*_[]|#~").find(c) != std::string_view::npos) {
      escaped += '\\';
    }
    escaped += c;
  }
  return escaped;
}

std::string render_table(const DocumentTable& table) {
  std::string text = "|";
  std::string rule = "|";
  for (const Column& column : table.columns) {
    text += " " + escape(column.header) + " |";
    rule += column.is_number ? "--:|" : ":--|";
  }
  text += "\n" + rule + "\n";
  for (const auto& row : table.rows) {
    text += "|";
    for (const std::string& cell : row) {
      text += " " + escape(cell) + " |";
    }
    text += "\n";
  }
  return text;
}

// A code block whose fence is longer than any run of backticks in it.
std::string code_block(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    text += printable(line, 2000) + "\n";
  }
  std::string fence = "```";
  while (text.find(fence) != std::string::npos) {
    fence += "`";
  }
  return fence + "\n" + text + fence + "\n";
}

class MarkdownReport final : public Report {
 public:
  Result<std::string> render(std::span<const RunView> runs, const ReportOptions& options) const override {
    const ReportDocument document = make_document(runs, options);
    std::string text = "# " + escape(document.title) + "\n";
    for (const Section& section : document.sections) {
      text += section.title.empty() ? "" : "\n## " + escape(section.title) + "\n";
      for (const std::string& line : section.lines) {
        text += "\n" + escape(line) + "\n";
      }
      if (!section.table.columns.empty()) {
        text += "\n" + render_table(section.table);
      }
      for (const std::string& note : section.notes) {
        text += "\n" + escape(note) + "\n";
      }
      if (!section.code.empty()) {
        text += "\n" + code_block(section.code);
      }
    }
    return text;
  }
};

}  // namespace

std::unique_ptr<Report> make_markdown_report() { return std::make_unique<MarkdownReport>(); }

}  // namespace assay
