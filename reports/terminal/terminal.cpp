// Sentences and tables in a fixed width, safe for a terminal.
#include "reports/terminal/terminal.h"

#include <algorithm>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "reports/parts/document.h"
#include "reports/terminal/layout.h"

namespace assay {
namespace {

constexpr std::size_t kTextMax = 2000;
constexpr std::size_t kWidthMin = 20;

std::string pad(const std::string& text, std::size_t width, bool is_right) {
  const std::size_t have = code_points(text);
  const std::string space(width > have ? width - have : 0, ' ');
  return is_right ? space + text : text + space;
}

std::string bold(const std::string& line, bool has_colour) {
  return has_colour && !line.empty() ? "\x1b[1m" + line + "\x1b[0m" : line;
}

std::string without_trailing_blanks(const std::string& line) { return line.substr(0, line.find_last_not_of(' ') + 1); }

// One row of cells, each of which may take several lines, without its line's end.
std::vector<std::string> render_row(const DocumentTable& table, const TableLayout& layout,
                                    const std::vector<std::size_t>& part, const std::vector<std::string>& cells) {
  std::vector<std::vector<std::string>> broken;
  std::size_t height = 1;
  for (const std::size_t column : part) {
    std::vector<std::string> lines;
    for (const std::string_view line : split(cells[column], '\n')) {
      const auto more = broken_lines(line, layout.widths[column]);
      lines.insert(lines.end(), more.begin(), more.end());
    }
    height = std::max(height, lines.size());
    broken.push_back(std::move(lines));
  }
  std::vector<std::string> rendered(height);
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool is_right = table.columns[part[i]].kind == Column::Kind::kNumber;
    for (std::size_t line = 0; line < height; ++line) {
      const std::string text = line < broken[i].size() ? broken[i][line] : "";
      rendered[line] += (i > 0 ? "  " : "") + pad(text, layout.widths[part[i]], is_right);
    }
  }
  for (std::string& line : rendered) {
    line = without_trailing_blanks(line);
  }
  return rendered;
}

std::string render_part(const DocumentTable& table, const TableLayout& layout, const std::vector<std::size_t>& part,
                        bool has_colour) {
  std::vector<std::string> headers;
  for (const Column& column : table.columns) {
    headers.push_back(column.header);
  }
  std::string text;
  for (const std::string& line : render_row(table, layout, part, headers)) {
    text += bold(line, has_colour) + "\n";
  }
  for (const std::size_t column : part) {
    text += column == part.front() ? "" : "  ";
    for (std::size_t i = 0; i < layout.widths[column]; ++i) {
      text += "─";
    }
  }
  text += "\n";
  const bool has_two_keys = table.columns.size() > 1 && table.columns[1].kind == Column::Kind::kKey;
  std::string before;
  for (std::vector<std::string> row : table.rows) {
    const std::string first = row[0];
    if (has_two_keys && first == before) {
      row[0].clear();  // a first key that repeats itself is said once
    }
    before = first;
    for (const std::string& line : render_row(table, layout, part, row)) {
      text += line + "\n";
    }
  }
  return text;
}

std::string render_table(const DocumentTable& foreign, std::size_t width, bool has_colour) {
  DocumentTable table{.columns = foreign.columns};
  for (const auto& row : foreign.rows) {
    auto& safe = table.rows.emplace_back();
    for (const std::string& cell : row) {
      safe.push_back(printable(cell, kTextMax));
    }
  }
  const TableLayout layout = lay_out(table, width);
  std::string text;
  for (const auto& part : layout.parts) {
    text += (text.empty() ? "" : "\n") + render_part(table, layout, part, has_colour);
  }
  return text;
}

std::string render_sentence(const Sentence& sentence, std::size_t width) {
  std::string whole;
  for (const Piece& piece : sentence) {
    whole += printable(piece.text, kTextMax);
  }
  std::string text;
  for (const std::string& line : broken_lines(whole, width)) {
    text += line + "\n";
  }
  return text;
}

class TerminalReport final : public Report {
 public:
  Result<std::string> render(std::span<const RunView> runs, const ReportOptions& options) const override {
    const std::size_t width = std::max(kWidthMin, static_cast<std::size_t>(std::max(0, options.width)));
    std::string text;
    for (const Section& section : make_document(runs, options).sections) {
      text += "\n" + (section.title.empty() ? "" : bold(printable(section.title), options.has_colour) + "\n");
      for (const Sentence& line : section.lines) {
        text += render_sentence(line, width);
      }
      if (!section.table.columns.empty()) {
        text += section.lines.empty() ? "" : "\n";
        text += render_table(section.table, width, options.has_colour);
      }
      for (const Sentence& note : section.notes) {
        text += render_sentence(note, width);
      }
      for (const std::string& command : section.code) {
        text += "  " + printable(command, kTextMax) + "\n";
      }
    }
    return text;
  }
};

}  // namespace

std::unique_ptr<Report> make_terminal_report() { return std::make_unique<TerminalReport>(); }

}  // namespace assay
