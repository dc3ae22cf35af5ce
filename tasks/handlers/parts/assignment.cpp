// The assignment problem by shortest augmenting paths.
#include "tasks/handlers/parts/assignment.h"

#include <algorithm>
#include <limits>

namespace assay {
namespace {

constexpr std::size_t kFree = std::numeric_limits<std::size_t>::max();

// Dual prices of the rows and columns, and which row has each column. Column `columns` is where a row enters.
struct Prices {
  std::vector<double> row;
  std::vector<double> column;
  std::vector<std::size_t> row_of;
};

struct Search {
  std::vector<double> slack;
  std::vector<std::size_t> from;
  std::vector<char> is_reached;
};

// Moves along the cheapest alternating path to a free column; returns that column.
std::size_t reach_free_column(const Matrix& costs, Prices& prices, Search& search) {
  std::size_t column = costs.columns();
  while (prices.row_of[column] != kFree) {
    search.is_reached[column] = 1;
    const std::size_t row = prices.row_of[column];
    double step = std::numeric_limits<double>::infinity();
    std::size_t next = 0;
    for (std::size_t j = 0; j < costs.columns(); ++j) {
      if (search.is_reached[j] != 0) {
        continue;
      }
      const double reduced = costs.at(row, j) - prices.row[row] - prices.column[j];
      if (reduced < search.slack[j]) {
        search.slack[j] = reduced;
        search.from[j] = column;
      }
      if (search.slack[j] < step) {
        step = search.slack[j];
        next = j;
      }
    }
    for (std::size_t j = 0; j <= costs.columns(); ++j) {
      if (search.is_reached[j] != 0) {
        prices.row[prices.row_of[j]] += step;
        prices.column[j] -= step;
      } else if (j < costs.columns()) {
        search.slack[j] -= step;
      }
    }
    column = next;
  }
  return column;
}

}  // namespace

std::vector<double> largest_assignment(const Matrix& scores) {
  // Rows are the shorter side; costs are the scores negated.
  const bool is_wide = scores.rows() <= scores.columns();
  Matrix costs(std::min(scores.rows(), scores.columns()), std::max(scores.rows(), scores.columns()));
  for (std::size_t i = 0; i < costs.rows(); ++i) {
    for (std::size_t j = 0; j < costs.columns(); ++j) {
      costs.at(i, j) = is_wide ? -scores.at(i, j) : -scores.at(j, i);
    }
  }
  const std::size_t entry = costs.columns();
  Prices prices{std::vector<double>(costs.rows()), std::vector<double>(entry + 1),
                std::vector<std::size_t>(entry + 1, kFree)};
  for (std::size_t row = 0; row < costs.rows(); ++row) {
    Search search{std::vector<double>(entry, std::numeric_limits<double>::infinity()),
                  std::vector<std::size_t>(entry, entry), std::vector<char>(entry + 1)};
    prices.row_of[entry] = row;
    std::size_t column = reach_free_column(costs, prices, search);
    while (column != entry) {
      const std::size_t before = search.from[column];
      prices.row_of[column] = prices.row_of[before];
      column = before;
    }
  }
  std::vector<double> cells(scores.rows());
  for (std::size_t j = 0; j < entry; ++j) {
    if (prices.row_of[j] != kFree) {
      cells[is_wide ? prices.row_of[j] : j] = -costs.at(prices.row_of[j], j);
    }
  }
  return cells;
}

}  // namespace assay
