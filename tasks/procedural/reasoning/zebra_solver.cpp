// Domains are bits; clues and "one thing of a kind at each place" shrink them until nothing moves, then the smallest
// open domain is tried place by place.
#include "tasks/procedural/reasoning/zebra_solver.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "harness/base/check.h"

namespace assay {
namespace {

using Places = std::uint32_t;
using Domains = std::array<Places, 64>;  // of which the first `things` count

class ZebraSearch {
 public:
  ZebraSearch(std::size_t places, std::size_t kinds, const std::vector<ZebraClue>& clues, std::size_t solutions_max)
      : places_(places),
        things_(places * kinds),
        all_((Places{1} << places) - 1),
        clues_(clues),
        solutions_max_(solutions_max) {}

  // A copy of the domains: each branch shrinks its own.
  void search(Domains domains) {
    if (solutions_.size() == solutions_max_ || !shrink(domains)) {
      return;
    }
    std::size_t open = things_;
    for (std::size_t thing = 0; thing < things_; ++thing) {
      const int count = std::popcount(domains[thing]);
      if (count > 1 && (open == things_ || count < std::popcount(domains[open]))) {
        open = thing;
      }
    }
    if (open == things_) {
      solutions_.push_back({});
      for (std::size_t thing = 0; thing < things_; ++thing) {
        solutions_.back().push_back(static_cast<std::size_t>(std::countr_zero(domains[thing])));
      }
      return;
    }
    for (std::size_t place = 0; place < places_; ++place) {
      if (((domains[open] >> place) & 1) == 1) {
        Domains tried = domains;
        tried[open] = Places{1} << place;
        search(tried);
      }
    }
  }

  std::vector<std::vector<std::size_t>> take() { return std::move(solutions_); }

 private:
  // False if a thing has no place left.
  bool shrink(Domains& domains) const {
    for (bool has_changed = true; has_changed;) {
      const Domains before = domains;
      for (const ZebraClue& clue : clues_) {
        apply(clue, domains);
      }
      for (std::size_t kind = 0; kind < things_; kind += places_) {
        keep_apart(kind, domains);
      }
      if (std::count(domains.begin(), domains.begin() + static_cast<std::ptrdiff_t>(things_), Places{0}) > 0) {
        return false;
      }
      has_changed = domains != before;
    }
    return true;
  }

  // Things of one kind are at different places, and each place has one of them.
  void keep_apart(std::size_t kind, Domains& domains) const {
    for (std::size_t i = kind; i < kind + places_; ++i) {
      Places others = 0;
      for (std::size_t j = kind; j < kind + places_; ++j) {
        others |= j == i ? 0 : domains[j];
        if (j != i && std::has_single_bit(domains[j])) {
          domains[i] &= ~domains[j];
        }
      }
      if (const Places alone = domains[i] & ~others; alone != 0) {
        domains[i] = std::has_single_bit(alone) ? alone : 0;
      }
    }
  }

  void apply(const ZebraClue& clue, Domains& domains) const {
    Places& first = domains[clue.first];
    Places& second = domains[clue.second];
    switch (clue.form) {
      case ZebraClue::Form::kAt:
        first &= Places{1} << clue.place;
        break;
      case ZebraClue::Form::kNotAt:
        first &= ~(Places{1} << clue.place);
        break;
      case ZebraClue::Form::kSame:
        first &= second;
        second &= first;
        break;
      case ZebraClue::Form::kJustLeft:
        first &= second >> 1;
        second &= (first << 1) & all_;
        break;
      case ZebraClue::Form::kNextTo:
        first &= (second >> 1) | (second << 1);
        second &= ((first << 1) | (first >> 1)) & all_;
        break;
      case ZebraClue::Form::kSomeLeft:
        if (first != 0 && second != 0) {
          first &= (std::bit_floor(second)) - 1;
          second &= first == 0 ? 0 : all_ & ~((Places{2} << std::countr_zero(first)) - 1);
        }
        break;
    }
  }

  const std::size_t places_;
  const std::size_t things_;
  const Places all_;
  const std::vector<ZebraClue>& clues_;
  const std::size_t solutions_max_;
  std::vector<std::vector<std::size_t>> solutions_;
};

}  // namespace

std::vector<std::vector<std::size_t>> solve_zebra(std::size_t places, std::size_t kinds,
                                                  const std::vector<ZebraClue>& clues, std::size_t solutions_max) {
  ASSAY_CHECK(places > 0 && places <= 8 && kinds <= 8, "a zebra puzzle has 1 to 8 places, and at most 8 kinds");
  ZebraSearch search(places, kinds, clues, solutions_max);
  Domains domains{};
  domains.fill((Places{1} << places) - 1);
  search.search(domains);
  return search.take();
}

}  // namespace assay
