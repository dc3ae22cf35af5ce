// Markdown with every foreign text escaped or in a code span: a model's output never becomes markup.
#include "reports/markdown/markdown.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "harness/base/text.h"
#include "reports/parts/document.h"

namespace assay {
namespace {

constexpr std::size_t kTextMax = 2000;

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// An underscore inside a word is no emphasis (GFM 6.2); anywhere else it may be.
bool is_inside_word(std::string_view text, std::size_t at) {
  return at > 0 && at + 1 < text.size() && is_word(text[at - 1]) && is_word(text[at + 1]);
}

// What Markdown or HTML would read as markup, behind a backslash or as an entity. `begins_line`: the text stands where
// a heading, a list or a quotation could begin.
std::string escape(std::string_view foreign, bool begins_line) {
  const std::string text = printable(foreign, kTextMax);
  std::string escaped;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '<' || c == '>' || c == '&') {
      escaped += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
      continue;
    }
    const bool is_markup = std::string_view("\\`*[]|~").find(c) != std::string_view::npos ||
                           (c == '_' && !is_inside_word(text, at)) ||
                           (at == 0 && begins_line && std::string_view("#+-=").find(c) != std::string_view::npos);
    escaped += is_markup ? "\\" : "";
    escaped += c;
  }
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (begins_line && digits != 0 && digits != std::string::npos && (text[digits] == '.' || text[digits] == ')')) {
    escaped.insert(digits, "\\");  // "1." begins a list
  }
  return escaped;
}

// A code span: nothing in it is markup, a link or a mention. Its fence is longer than any run of backticks in it.
std::string code_span(std::string_view foreign, bool is_in_table) {
  std::string text = printable(foreign, kTextMax);
  if (trim(text).empty()) {
    return text;
  }
  std::string fence = "`";
  while (text.find(fence) != std::string::npos) {
    fence += "`";
  }
  const bool needs_space = text.front() == '`' || text.back() == '`';
  text = needs_space ? " " + text + " " : text;
  return fence + (is_in_table ? replace_all(std::move(text), "|", "\\|") : text) + fence;
}

std::string render_cell(const Column& column, const std::string& cell) {
  const bool is_name = column.kind == Column::Kind::kKey || column.kind == Column::Kind::kName;
  return is_name ? code_span(cell, true) : escape(cell, false);
}

std::string render_table(const DocumentTable& table) {
  std::string text = "|";
  std::string rule = "|";
  for (const Column& column : table.columns) {
    text += " " + escape(replace_all(column.header, "\n", " "), false) + " |";
    rule += column.kind == Column::Kind::kNumber ? "--:|" : ":--|";
  }
  text += "\n" + rule + "\n";
  for (const auto& row : table.rows) {
    text += "|";
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += " " + render_cell(table.columns[i], row[i]) + " |";
    }
    text += "\n";
  }
  return text;
}

std::string render_sentence(const Sentence& sentence) {
  std::string text;
  for (const Piece& piece : sentence) {
    text += piece.is_name ? code_span(piece.text, false) : escape(piece.text, text.empty());
  }
  return text;
}

// A code block whose fence is longer than any run of backticks in it.
std::string code_block(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    text += printable(line, kTextMax) + "\n";
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
    std::string text = "# " + escape(document.title, false) + "\n";
    for (const Section& section : document.sections) {
      text += section.title.empty() ? "" : "\n## " + escape(section.title, false) + "\n";
      for (const Sentence& line : section.lines) {
        text += "\n" + render_sentence(line) + "\n";
      }
      if (!section.table.columns.empty()) {
        text += "\n" + render_table(section.table);
      }
      for (const Sentence& note : section.notes) {
        text += "\n" + render_sentence(note) + "\n";
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
