// Another answer that looks much like the gold one.
#include <algorithm>
#include <set>

#include "tasks/graders/rule_text.h"
#include "tasks/graders/selftest/planted.h"
#include "tasks/graders/selftest/render.h"

namespace assay {
namespace {

// What tells golds of these kinds apart from one another, however they are written.
bool is_unordered(GoldKind kind) { return kind == GoldKind::kSet || kind == GoldKind::kList; }

bool is_numeric(GoldKind kind) {
  return kind != GoldKind::kText && kind != GoldKind::kChoice && kind != GoldKind::kOther;
}

class Spoiler {
 public:
  explicit Spoiler(const PlantedGold& gold) : gold_(gold) {}

  std::vector<PlantedAnswer> run() {
    if (is_numeric(gold_.kind)) {
      add_moved();
      add_negated();
    }
    add_of_kind();
    return std::move(answers_);
  }

 private:
  void add(const PlantedGold& gold, std::string_view change) {
    const std::string text = render(gold);
    const bool is_same = is_unordered(gold_.kind)
                             ? std::multiset<std::string>(gold.parts.begin(), gold.parts.end()) ==
                                   std::multiset<std::string>(gold_.parts.begin(), gold_.parts.end())
                             : text == render(gold_);
    if (!is_same) {
      answers_.push_back({text, change});
    }
  }

  PlantedGold with(std::size_t index, std::string part) const {
    PlantedGold gold = gold_;
    gold.parts[index] = std::move(part);
    return gold;
  }

  // A denominator moves no value by one; it is left alone.
  std::size_t movable_parts() const {
    return gold_.kind == GoldKind::kFraction || gold_.kind == GoldKind::kMixed ? 1 : gold_.parts.size();
  }

  void add_moved() {
    for (std::size_t i = 0; i < movable_parts(); ++i) {
      for (const int steps : {1, -1}) {
        const auto part = moved(gold_.parts[i], steps);
        const bool keeps_order =
            gold_.kind != GoldKind::kInterval || part != gold_.parts[1 - std::min<std::size_t>(i, 1)];
        const bool is_radicand = gold_.kind == GoldKind::kRadical && i == 1;
        if (part && keeps_order && !(is_radicand && *part == "1")) {
          add(with(i, *part), steps > 0 ? "one more" : "one less");
        }
      }
    }
  }

  void add_negated() {
    const bool is_positive_only = gold_.kind == GoldKind::kDegrees || gold_.kind == GoldKind::kMoney;
    const std::size_t count = gold_.kind == GoldKind::kRadical ? 1 : movable_parts();
    for (std::size_t i = 0; i < count && !is_positive_only && gold_.kind != GoldKind::kInterval; ++i) {
      if (const auto part = negated(gold_.parts[i])) {
        add(with(i, *part), "sign flipped");
      }
    }
  }

  void add_of_kind() {
    const auto& parts = gold_.parts;
    switch (gold_.kind) {
      case GoldKind::kFraction: {
        const bool is_negative = parts[0][0] == '-';
        PlantedGold turned = gold_;
        turned.parts = {(is_negative ? "-" : "") + parts[1], parts[0].substr(is_negative ? 1 : 0)};
        if (turned.parts != gold_.parts) {
          add(turned, "turned over");
        }
        return;
      }
      case GoldKind::kTuple:
        add_exchanged();
        add_shortened();
        return;
      case GoldKind::kInterval:
        for (const char* brackets : {"[]", "[)", "(]"}) {
          PlantedGold other = gold_;
          other.extra = brackets;
          add(other, "open for closed");
        }
        return;
      case GoldKind::kSet:
      case GoldKind::kList:
        add_shortened();
        return;
      case GoldKind::kQuantity: {
        PlantedGold other = gold_;
        other.extra = gold_.extra == "cm" ? "m" : (gold_.extra == "hours" ? "minutes" : "cm");
        add(other, "another unit");
        return;
      }
      case GoldKind::kPi:
        answers_.push_back({render_number(parts[0], {}), "pi left out"});
        return;
      case GoldKind::kMatrix:
        if (parts[1] != parts[2]) {
          PlantedGold turned = gold_;
          std::swap(turned.parts[1], turned.parts[2]);
          add(turned, "transposed");
        }
        return;
      case GoldKind::kText:
        answers_.push_back({"\\text{" + std::string(parts[0] == "even" ? "odd" : "even") + "}", "another word"});
        return;
      case GoldKind::kChoice:
        add(with(0, parts[0] == "A" ? "B" : "A"), "another letter");
        return;
      default:
        return;
    }
  }

  void add_exchanged() {
    if (gold_.parts[0] != gold_.parts[1]) {
      PlantedGold other = gold_;
      std::swap(other.parts[0], other.parts[1]);
      add(other, "coordinates exchanged");
    }
  }

  void add_shortened() {
    if (gold_.parts.size() > 2 || is_unordered(gold_.kind)) {
      PlantedGold other = gold_;
      other.parts.pop_back();
      add(other, "an element missing");
    }
  }

  const PlantedGold& gold_;
  std::vector<PlantedAnswer> answers_;
};

}  // namespace

std::vector<PlantedAnswer> near_misses_of(const PlantedGold& gold) { return Spoiler(gold).run(); }

}  // namespace assay
