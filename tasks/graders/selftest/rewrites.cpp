// The same answer, written otherwise.
#include <algorithm>

#include "harness/base/text.h"
#include "tasks/graders/rule_text.h"
#include "tasks/graders/selftest/planted.h"
#include "tasks/graders/selftest/render.h"

namespace assay {
namespace {

bool has_fraction(const PlantedGold& gold) {
  return gold.kind == GoldKind::kFraction || gold.kind == GoldKind::kMixed ||
         std::any_of(gold.parts.begin(), gold.parts.end(), [](const std::string& part) { return holds(part, "/"); });
}

bool is_sized_kind(GoldKind kind) {
  return kind == GoldKind::kTuple || kind == GoldKind::kInterval || kind == GoldKind::kSet;
}

// 1234567 as 1,234,567 with the given comma; nothing for fewer than four digits.
std::optional<std::string> grouped(const std::string& number, const std::string& comma) {
  const std::size_t begin = number[0] == '-' ? 1 : 0;
  const std::size_t end = std::min(number.find('.'), number.size());
  if (end - begin < 4 || number.find_first_not_of("0123456789", begin) < end || number[begin] == '0') {
    return std::nullopt;
  }
  std::string text = number;
  for (std::size_t at = end; at > begin + 3; at -= 3) {
    text.insert(at - 3, comma);
  }
  return text;
}

class Rewriter {
 public:
  explicit Rewriter(const PlantedGold& gold) : gold_(gold) {}

  std::vector<PlantedAnswer> run() {
    if (gold_.kind != GoldKind::kOther) {
      add_styles();
      add_of_kind();
    } else {
      add_of_text();
    }
    if (gold_.kind != GoldKind::kText && gold_.kind != GoldKind::kChoice) {
      add(" " + gold_.latex + " ", "spaces around");
      add("$" + gold_.latex + "$", "dollar signs");
      add("\\boxed{" + gold_.latex + "}", "boxed");
      add("\\mathbf{" + gold_.latex + "}", "bold", gold_.kind == GoldKind::kInteger);
    }
    add(gold_.latex + ".", "full stop");
    return std::move(answers_);
  }

 private:
  void add(std::string text, std::string_view change, bool holds_here = true) {
    if (holds_here && text != gold_.latex) {
      answers_.push_back({std::move(text), change});
    }
  }

  void add_styles() {
    add(render(gold_, {.gap = " "}), "spaces");
    if (is_sized_kind(gold_.kind)) {
      add(render(gold_, {.gap = "", .is_sized = true}), "\\left and \\right");
    }
    if (has_fraction(gold_)) {
      for (const char* style : {"\\dfrac", "\\tfrac", "short", "slash"}) {
        add(render(gold_, {.fraction = style, .gap = ""}),
            style[0] == '\\' ? "\\dfrac, \\tfrac" : "fraction without braces");
      }
    }
  }

  void add_of_kind() {
    const auto& parts = gold_.parts;
    switch (gold_.kind) {
      case GoldKind::kInteger:
        add_groups();
        add("x = " + parts[0], "named");
        add(parts[0] + "\\text{ units}", "unit added");
        return;
      case GoldKind::kDecimal:
        add(parts[0] + "0", "zero at the end");
        add(parts[0].substr(1), "no zero before the point", starts_with(parts[0], "0."));
        return;
      case GoldKind::kFraction:
        add("x = " + gold_.latex, "named");
        add("\\frac{-" + parts[0].substr(1) + "}{" + parts[1] + "}", "minus inside", parts[0][0] == '-');
        return;
      case GoldKind::kPercent:
        add(parts[0] + "%", "plain percent sign");
        add(parts[0] + " \\%", "spaces");
        return;
      case GoldKind::kDegrees:
        add(parts[0] + "^{\\circ}", "braces");
        add(parts[0], "unit left out");
        add(parts[0] + "\\text{ degrees}", "unit in words");
        return;
      case GoldKind::kMoney:
        add(parts[0], "unit left out");
        add("$" + parts[0], "plain dollar sign");
        return;
      case GoldKind::kQuantity:
        add(parts[0], "unit left out");
        add(parts[0] + "\\,\\text{" + gold_.extra + "}", "spaces");
        add(parts[0] + " " + gold_.extra, "unit in plain text");
        add(parts[0] + "\\mathrm{ " + gold_.extra + "}", "unit in \\mathrm");
        return;
      default:
        add_of_compound();
    }
  }

  void add_of_compound() {
    const auto& parts = gold_.parts;
    switch (gold_.kind) {
      case GoldKind::kRadical:
        add(render(gold_, {.gap = "\\cdot "}), "\\cdot", parts[0] != "1" && parts[0] != "-1");
        add(replace_all(gold_.latex, "{" + parts[1] + "}", parts[1]), "root without braces", parts[1].size() == 1);
        return;
      case GoldKind::kPi:
        add(render(gold_, {.gap = " \\cdot "}), "\\cdot", parts[0] != "1");
        return;
      case GoldKind::kPolynomial:
        add(reversed_terms(), "order of terms");
        return;
      case GoldKind::kSet:
        add(render(reversed()), "order of a set");
        return;
      case GoldKind::kList:
        add(render(reversed()), "order of values");
        add(parts[0] + " and " + parts[1], "joined by and", parts.size() == 2);
        add(parts[0] + " \\text{ or } " + parts[1], "joined by or", parts.size() == 2);
        return;
      case GoldKind::kLine: {
        const std::string line = render(gold_);
        add(line.substr(2) + "=y", "sides exchanged");
        return;
      }
      case GoldKind::kText:
        add(parts[0], "without \\text");
        add("\\textbf{" + parts[0] + "}", "bold");
        add("\\mathrm{" + parts[0] + "}", "\\mathrm");
        return;
      case GoldKind::kChoice:
        add("(" + parts[0] + ")", "without \\text");
        add(parts[0], "letter alone");
        add("\\textbf{(" + parts[0] + ")}", "bold");
        return;
      default:
        return;
    }
  }

  void add_groups() {
    for (const char* comma : {",", "{,}", ",\\!"}) {
      if (auto text = grouped(gold_.parts[0], comma)) {
        add(std::move(*text), "thousands commas");
      }
    }
  }

  // Of a real gold whose form is not known: nothing that needs understanding.
  void add_of_text() {
    add(replace_all(gold_.latex, "\\frac", "\\dfrac"), "\\dfrac, \\tfrac", !holds(gold_.latex, "\\dfrac"));
    add(replace_all(gold_.latex, "\\frac", "\\tfrac"), "\\dfrac, \\tfrac", !holds(gold_.latex, "\\tfrac"));
    add(replace_all(gold_.latex, "+", " + "), "spaces");
    add(replace_all(gold_.latex, "=", " = "), "spaces");
  }

  PlantedGold reversed() const {
    PlantedGold gold = gold_;
    std::reverse(gold.parts.begin(), gold.parts.end());
    return gold;
  }

  // c + bx + ax^2
  std::string reversed_terms() const {
    std::string text;
    for (std::size_t power = 0; power < gold_.parts.size(); ++power) {
      PlantedGold one{GoldKind::kPolynomial, std::vector<std::string>(power + 1, "0"), "", ""};
      one.parts[0] = gold_.parts[gold_.parts.size() - 1 - power];
      const std::string term = render(one);
      text += (text.empty() || term[0] == '-' ? "" : "+") + term;
    }
    return text;
  }

  const PlantedGold& gold_;
  std::vector<PlantedAnswer> answers_;
};

}  // namespace

std::vector<PlantedAnswer> rewrites_of(const PlantedGold& gold) { return Rewriter(gold).run(); }

}  // namespace assay
