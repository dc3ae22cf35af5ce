// Tercom's search as sacreBLEU restates it; the rows of the distance table that a shift leaves alone are kept.
#include "tasks/metrics/shifts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>
#include <vector>

namespace assay {
namespace {

using Words = std::span<const std::uint32_t>;

constexpr std::size_t kShiftWordsMax = 10;
constexpr std::int64_t kShiftDistanceMax = 50;
constexpr std::int64_t kBeam = 25;
constexpr int kShiftsTriedMax = 1000;
constexpr std::int32_t kFar = std::numeric_limits<std::int32_t>::max() / 2;

enum class Edit : std::uint8_t { kUnknown, kKeep, kSubstitute, kInsert, kDelete };

struct Cell {
  std::int32_t cost = kFar;
  Edit edit = Edit::kUnknown;
};

// The part of one row that lies within the beam.
struct Row {
  std::int64_t begin = 0;
  std::vector<Cell> cells;
  Cell at(std::int64_t j) const {
    const std::int64_t i = j - begin;
    return i >= 0 && i < static_cast<std::int64_t>(cells.size()) ? cells[static_cast<std::size_t>(i)] : Cell{};
  }
};

// The edit distance of hypotheses of one length from one reference, row by row.
class DistanceTable {
 public:
  DistanceTable(std::size_t hypothesis_size, Words reference) : size_(hypothesis_size), reference_(reference) {
    const auto width = static_cast<std::int64_t>(reference.size());
    ratio_ = size_ == 0 ? 1 : static_cast<double>(width) / static_cast<double>(size_);
    beam_ = kBeam;
    if (static_cast<double>(kBeam) < ratio_ / 2) {  // else rows that follow each other would not touch
      beam_ = static_cast<std::int64_t>(std::ceil(ratio_ / 2 + static_cast<double>(kBeam)));
    }
    rows_.resize(size_ + 1);
    for (std::int64_t j = 0; j <= width; ++j) {
      rows_[0].cells.push_back({.cost = static_cast<std::int32_t>(j), .edit = Edit::kInsert});
    }
  }

  // Computes the rows from `first_changed` on, for a hypothesis that is as before up to there.
  std::int32_t update(Words hypothesis, std::size_t first_changed) {
    for (std::size_t i = first_changed + 1; i <= size_; ++i) {
      fill(i, hypothesis[i - 1]);
    }
    return rows_[size_].at(static_cast<std::int64_t>(reference_.size())).cost;
  }

  // The edits that turn the hypothesis into the reference, first to last; nothing if the beam lost the way.
  std::optional<std::vector<Edit>> edits() const {
    std::vector<Edit> found;
    auto i = static_cast<std::int64_t>(size_);
    auto j = static_cast<std::int64_t>(reference_.size());
    while (i > 0 || j > 0) {
      const Edit edit = rows_[static_cast<std::size_t>(i)].at(j).edit;
      if (edit == Edit::kUnknown) {
        return std::nullopt;
      }
      found.push_back(edit);
      i -= edit == Edit::kInsert ? 0 : 1;
      j -= edit == Edit::kDelete ? 0 : 1;
    }
    std::reverse(found.begin(), found.end());
    return found;
  }

 private:
  void fill(std::size_t i, std::uint32_t word) {
    const auto width = static_cast<std::int64_t>(reference_.size());
    const auto diagonal = static_cast<std::int64_t>(std::floor(static_cast<double>(i) * ratio_));
    const std::int64_t begin = std::max<std::int64_t>(0, diagonal - beam_);
    const std::int64_t end = i == size_ ? width + 1 : std::min(width + 1, diagonal + beam_);
    const Row& above = rows_[i - 1];
    Row& row = rows_[i];
    row.begin = begin;
    row.cells.clear();
    for (std::int64_t j = begin; j < end; ++j) {
      Cell cell;
      const auto offer = [&](std::int32_t cost, Edit edit) {
        if (cost < cell.cost) {
          cell = {.cost = cost, .edit = edit};
        }
      };
      if (j > 0) {
        const bool is_same = word == reference_[static_cast<std::size_t>(j - 1)];
        offer(above.at(j - 1).cost + (is_same ? 0 : 1), is_same ? Edit::kKeep : Edit::kSubstitute);
      }
      offer(above.at(j).cost + 1, Edit::kDelete);
      if (j > begin) {
        offer(row.cells.back().cost + 1, Edit::kInsert);
      }
      row.cells.push_back(cell);
    }
  }

  std::size_t size_;
  Words reference_;
  double ratio_ = 1;
  std::int64_t beam_ = kBeam;
  std::vector<Row> rows_;
};

// Where the words of the reference lie in the hypothesis, and which words of either are wrong.
struct Alignment {
  std::vector<std::int64_t> places;  // of every reference word; -1: before the first word
  std::vector<char> is_reference_wrong;
  std::vector<char> is_hypothesis_wrong;
};

Alignment alignment_of(std::span<const Edit> edits) {
  Alignment alignment;
  std::int64_t place = -1;
  for (const Edit edit : edits) {
    const char is_wrong = edit == Edit::kKeep ? 0 : 1;
    if (edit != Edit::kInsert) {
      ++place;
      alignment.is_hypothesis_wrong.push_back(is_wrong);
    }
    if (edit != Edit::kDelete) {
      alignment.places.push_back(place);
      alignment.is_reference_wrong.push_back(is_wrong);
    }
  }
  return alignment;
}

// `words` with the block [begin, begin + size) moved before place `target`; a target inside the block moves the block
// behind as many of the words that follow it.
std::vector<std::uint32_t> shifted(Words words, std::size_t begin, std::size_t size, std::size_t target) {
  std::vector<std::uint32_t> result(words.begin(), words.end());
  const auto at = [&](std::size_t place) {
    return result.begin() + static_cast<std::ptrdiff_t>(std::min(place, result.size()));
  };
  if (target < begin) {
    std::rotate(at(target), at(begin), at(begin + size));
  } else if (target > begin + size) {
    std::rotate(at(begin), at(begin + size), at(target));
  } else {
    std::rotate(at(begin), at(begin + size), at(size + target));
  }
  return result;
}

struct Shift {
  std::int32_t gain = 0;
  std::size_t size = 0;
  std::size_t begin = 0;
  std::size_t target = 0;
  std::vector<std::uint32_t> words;

  bool is_better_than(const Shift& other) const {
    return std::tuple(gain, size, other.begin, other.target) > std::tuple(other.gain, other.size, begin, target);
  }
};

class ShiftSearch {
 public:
  ShiftSearch(Words hypothesis, Words reference)
      : words_(hypothesis.begin(), hypothesis.end()), reference_(reference), table_(hypothesis.size(), reference) {}

  std::int64_t run() {
    std::int64_t shifts = 0;
    distance_ = table_.update(words_, 0);
    while (true) {
      const auto edits = table_.edits();
      if (!edits) {
        break;
      }
      alignment_ = alignment_of(*edits);
      best_.reset();
      try_all();
      if (tried_ >= kShiftsTriedMax || !best_ || best_->gain <= 0) {
        break;
      }
      ++shifts;
      const std::size_t changed = std::min(best_->begin, best_->target);
      words_ = std::move(best_->words);
      distance_ = table_.update(words_, changed);
    }
    return shifts + distance_;
  }

 private:
  void try_all() {
    for (std::size_t begin = 0; begin < words_.size(); ++begin) {
      const auto near = static_cast<std::int64_t>(begin);
      const auto first = static_cast<std::size_t>(std::max<std::int64_t>(0, near - kShiftDistanceMax));
      const std::size_t last = std::min(reference_.size(), begin + static_cast<std::size_t>(kShiftDistanceMax) + 1);
      for (std::size_t place = first; place < last; ++place) {
        if (!try_sizes(begin, place)) {
          return;
        }
      }
    }
  }

  // Every block that begins there and agrees; false once enough was tried.
  bool try_sizes(std::size_t begin, std::size_t place) {
    for (std::size_t size = 1; size <= kShiftWordsMax && is_same(begin, place, size); ++size) {
      try_block(begin, place, size);
      if (tried_ >= kShiftsTriedMax) {
        return false;
      }
    }
    return true;
  }

  // Whether the last of `size` words agrees; the ones before it are known to.
  bool is_same(std::size_t begin, std::size_t place, std::size_t size) const {
    const std::size_t i = begin + size - 1;
    const std::size_t j = place + size - 1;
    return i < words_.size() && j < reference_.size() && words_[i] == reference_[j];
  }

  static bool any(const std::vector<char>& flags, std::size_t begin, std::size_t size) {
    const auto from = flags.begin() + static_cast<std::ptrdiff_t>(begin);
    return std::any_of(from, from + static_cast<std::ptrdiff_t>(size), [](char flag) { return flag != 0; });
  }

  // Tries the block at the places its words in the reference point to, if both sides are wrong there.
  void try_block(std::size_t begin, std::size_t place, std::size_t size) {
    const std::int64_t aligned = alignment_.places[place];
    const bool is_inside =
        aligned >= static_cast<std::int64_t>(begin) && aligned < static_cast<std::int64_t>(begin + size);
    if (is_inside || !any(alignment_.is_hypothesis_wrong, begin, size) ||
        !any(alignment_.is_reference_wrong, place, size)) {
      return;
    }
    std::int64_t last_target = -1;
    for (std::size_t offset = 0; offset <= size; ++offset) {
      const std::size_t before = place + offset;  // the reference word in front of the target, counted from 1
      const std::int64_t target = before == 0 ? 0 : alignment_.places[before - 1] + 1;
      if (target != last_target) {
        last_target = target;
        try_shift(begin, size, static_cast<std::size_t>(target));
      }
    }
  }

  void try_shift(std::size_t begin, std::size_t size, std::size_t target) {
    ++tried_;
    Shift shift{.size = size, .begin = begin, .target = target, .words = shifted(words_, begin, size, target)};
    shift.gain = distance_ - distance_of(shift.words);
    if (!best_ || shift.is_better_than(*best_)) {
      best_ = std::move(shift);
    }
  }

  // The rows that the trial changes are computed in a second table, which keeps what both have in common.
  std::int32_t distance_of(Words words) {
    if (!trial_) {
      trial_ = table_;
      trial_words_ = words_;
    }
    std::size_t common = 0;
    while (common < words.size() && trial_words_[common] == words[common]) {
      ++common;
    }
    trial_words_.assign(words.begin(), words.end());
    return trial_->update(words, common);
  }

  std::vector<std::uint32_t> words_;
  Words reference_;
  DistanceTable table_;
  std::int32_t distance_ = 0;
  Alignment alignment_;
  int tried_ = 0;
  std::optional<Shift> best_;
  std::optional<DistanceTable> trial_;
  std::vector<std::uint32_t> trial_words_;
};

}  // namespace

std::int64_t edits_with_shifts(std::span<const std::uint32_t> hypothesis, std::span<const std::uint32_t> reference) {
  if (reference.empty()) {
    return static_cast<std::int64_t>(hypothesis.size());
  }
  return ShiftSearch(hypothesis, reference).run();
}

}  // namespace assay
