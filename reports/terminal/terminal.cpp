// Laying tables out in a fixed width.
#include "reports/terminal/terminal.h"

#include <algorithm>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "reports/parts/document.h"

namespace assay {
namespace {

constexpr std::size_t kCellMax = 60;

std::string pad(const std::string& text, std::size_t width, bool is_right) {
  const std::size_t have = code_points(text);
  const std::string space(width > have ? width - have : 0, ' ');
  return is_right ? space + text : text + space;
}

std::vector<std::size_t> widths_of(const DocumentTable& table) {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    std::size_t width = code_points(table.columns[column].header);
    for (const auto& row : table.rows) {
      width = std::max(width, code_points(printable(row[column], kCellMax)));
    }
    widths.push_back(width);
  }
  return widths;
}

// The columns that fit: the least important go first, the rightmost of them before others.
std::vector<std::size_t> choose_columns(const DocumentTable& table, const std::vector<std::size_t>& widths,
                                        std::size_t limit) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    chosen.push_back(i);
  }
  const auto total = [&] {
    std::size_t sum = 0;
    for (const std::size_t column : chosen) {
      sum += widths[column] + 2;
    }
    return sum;
  };
  while (total() > limit + 2) {
    const auto least = std::max_element(chosen.rbegin(), chosen.rend(), [&](std::size_t a, std::size_t b) {
      return table.columns[a].priority < table.columns[b].priority;
    });
    if (table.columns[*least].priority == 0) {
      break;
    }
    chosen.erase(std::next(least).base());
  }
  return chosen;
}

std::string render_table(const DocumentTable& table, const ReportOptions& options) {
  const auto widths = widths_of(table);
  const auto chosen = choose_columns(table, widths, static_cast<std::size_t>(options.width));
  std::string head;
  std::string rule;
  for (const std::size_t column : chosen) {
    head += pad(table.columns[column].header, widths[column], table.columns[column].is_number) + "  ";
    for (std::size_t i = 0; i < widths[column]; ++i) {
      rule += "─";
    }
    rule += "  ";
  }
  std::string text = (options.has_colour ? "\x1b[1m" + head + "\x1b[0m" : head) + "\n" + rule + "\n";
  std::string before;
  for (const auto& row : table.rows) {
    std::string line;
    for (const std::size_t column : chosen) {
      // A first column that repeats itself is said once.
      const bool is_repeated = column == 0 && row[0] == before && table.columns[0].header == "task";
      line +=
          pad(is_repeated ? "" : printable(row[column], kCellMax), widths[column], table.columns[column].is_number) +
          "  ";
    }
    before = row[0];
    text += line + "\n";
  }
  if (chosen.size() < table.columns.size()) {
    text += "(" + std::to_string(table.columns.size() - chosen.size()) +
            " columns do not fit; a wider terminal or --format markdown shows them)\n";
  }
  return text;
}

// Words broken into lines of the width.
std::string wrap(const std::string& text, std::size_t width) {
  std::string wrapped;
  std::size_t column = 0;
  for (const std::string_view word : split(text, ' ')) {
    const std::size_t length = code_points(word);
    if (column > 0 && column + 1 + length > width) {
      wrapped += "\n";
      column = 0;
    } else if (column > 0) {
      wrapped += " ";
      ++column;
    }
    wrapped += word;
    column += length;
  }
  return wrapped + "\n";
}

// Trailing blanks say nothing and spoil copies.
std::string without_trailing_blanks(const std::string& text) {
  std::string trimmed;
  for (const std::string_view line : split(text, '\n')) {
    trimmed += std::string(line.substr(0, line.find_last_not_of(' ') + 1)) + "\n";
  }
  trimmed.pop_back();
  return trimmed;
}

class TerminalReport final : public Report {
 public:
  Result<std::string> render(std::span<const RunView> runs, const ReportOptions& options) const override {
    const ReportDocument document = make_document(runs, options);
    std::string text;
    for (const Section& section : document.sections) {
      text += "\n";
      if (!section.title.empty()) {
        text += options.has_colour ? "\x1b[1m" + section.title + "\x1b[0m\n" : section.title + "\n";
      }
      for (const std::string& line : section.lines) {
        text += wrap(printable(line, 2000), static_cast<std::size_t>(options.width));
      }
      if (!section.table.columns.empty()) {
        text += render_table(section.table, options);
      }
      for (const std::string& note : section.notes) {
        text += wrap(printable(note, 2000), static_cast<std::size_t>(options.width));
      }
      for (const std::string& command : section.code) {
        text += "  " + printable(command, 2000) + "\n";
      }
    }
    return without_trailing_blanks(text);
  }
};

}  // namespace

std::unique_ptr<Report> make_terminal_report() { return std::make_unique<TerminalReport>(); }

}  // namespace assay
