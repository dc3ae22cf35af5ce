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

// The characters beside `at`; the text's ends count as spaces.
char before(std::string_view text, std::size_t at) { return at == 0 ? ' ' : text[at - 1]; }
char behind(std::string_view text, std::size_t at) { return at + 1 >= text.size() ? ' ' : text[at + 1]; }

// Whether the character would be read as markup where it stands (CommonMark 0.30, GFM).
bool is_markup(std::string_view text, std::size_t at, bool begins_line) {
  const char left = before(text, at);
  const char right = behind(text, at);
  const bool is_alone = left == ' ' && right == ' ';  // neither opens nor closes emphasis
  switch (text[at]) {
    case '\\':
    case '`':
    case '|':
      return true;
    case '*':
    case '~':
      return !is_alone || (at == 0 && begins_line);
    case '_':
      return !is_alone && !(is_word(left) && is_word(right));  // inside a word it is no emphasis
    case ']':
      return right == '(' || right == ':';  // other brackets need a definition, and there is none
    case '#':
    case '+':
    case '-':
    case '=':
    case '>':
      return at == 0 && begins_line;
    case '.':
    case ')':
      return begins_line && right == ' ' && at > 0 && text.find_first_not_of("0123456789") == at;  // "1. " is a list
    default:
      return false;
  }
}

// What Markdown or HTML would read as markup, behind a backslash or as an entity; the rest as it is. `begins_line`: the
// text stands where a heading, a list or a quotation could begin.
std::string escape(std::string_view foreign, bool begins_line) {
  const std::string text = printable(foreign, kTextMax);
  std::string escaped;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char right = behind(text, at);
    if (text[at] == '<' && (is_word(right) || std::string_view("/!?").find(right) != std::string_view::npos)) {
      escaped += "&lt;";
    } else if (text[at] == '&' && (is_word(right) || right == '#')) {
      escaped += "&amp;";
    } else {
      escaped += is_markup(text, at, begins_line) ? "\\" : "";
      escaped += text[at];
    }
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
