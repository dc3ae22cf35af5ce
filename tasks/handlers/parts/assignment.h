// The assignment problem: pairs of rows and columns with the largest sum.
#pragma once

#include <cstddef>
#include <vector>

namespace assay {

// Rows by columns of numbers, all zero at first.
class Matrix {
 public:
  Matrix(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns), cells_(rows * columns) {}
  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  double& at(std::size_t row, std::size_t column) { return cells_[row * columns_ + column]; }
  double at(std::size_t row, std::size_t column) const { return cells_[row * columns_ + column]; }

 private:
  std::size_t rows_;
  std::size_t columns_;
  std::vector<double> cells_;
};

// The pairs, at most one in a row and one in a column, with the largest sum: each row's cell, 0 for a row without one.
// Kuhn-Munkres with potentials, O(min^2 max) (Jonker and Volgenant 1987).
std::vector<double> largest_assignment(const Matrix& scores);

}  // namespace assay
