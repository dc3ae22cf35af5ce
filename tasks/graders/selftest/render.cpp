// One function a kind.
#include "tasks/graders/selftest/render.h"

#include "harness/base/text.h"

namespace assay {
namespace {

std::string joined(const std::vector<std::string>& parts, const RenderStyle& style) {
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : "," + style.gap) + render_number(part, style);
  }
  return text;
}

std::string bracketed(const std::string& open, const std::string& inner, const std::string& close,
                      const RenderStyle& style) {
  return style.is_sized ? "\\left" + open + inner + "\\right" + close : open + inner + close;
}

// One term of a polynomial, without its sign.
std::string term(const std::string& size, std::size_t power) {
  const std::string variable = power == 0 ? "" : (power == 1 ? "x" : "x^" + std::to_string(power));
  return size == "1" && power > 0 ? variable : size + variable;
}

std::string polynomial(const std::vector<std::string>& coefficients, const RenderStyle& style) {
  std::string text;
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    const std::string& coefficient = coefficients[i];
    if (coefficient == "0") {
      continue;
    }
    const bool is_negative = coefficient[0] == '-';
    const std::string sign = is_negative ? "-" : (text.empty() ? "" : "+");
    text += text.empty() ? sign : style.gap + sign + style.gap;
    text += term(is_negative ? coefficient.substr(1) : coefficient, coefficients.size() - 1 - i);
  }
  return text.empty() ? "0" : text;
}

std::string with_coefficient(const std::string& coefficient, const std::string& factor, const RenderStyle& style) {
  if (coefficient == "1" || coefficient == "-1") {
    return (coefficient[0] == '-' ? "-" : "") + factor;
  }
  return render_number(coefficient, style) + style.gap + factor;
}

std::string matrix(const std::vector<std::string>& parts, const RenderStyle& style) {
  const std::string and_then = style.gap + "&" + style.gap;
  return "\\begin{pmatrix}" + style.gap + parts[0] + and_then + parts[1] + style.gap + "\\\\" + style.gap + parts[2] +
         and_then + parts[3] + style.gap + "\\end{pmatrix}";
}

}  // namespace

std::string render_number(const std::string& number, const RenderStyle& style) {
  const std::size_t slash = number.find('/');
  if (slash == std::string::npos) {
    return number;
  }
  const bool is_negative = number[0] == '-';
  const std::string above = number.substr(is_negative ? 1 : 0, slash - (is_negative ? 1 : 0));
  const std::string below = number.substr(slash + 1);
  const std::string sign = is_negative ? "-" : "";
  if (style.fraction == "slash") {
    return sign + above + "/" + below;
  }
  if (style.fraction == "short" && above.size() == 1 && below.size() == 1) {
    return sign + "\\frac" + above + below;
  }
  const std::string command = style.fraction == "short" ? "\\frac" : style.fraction;
  return sign + command + "{" + above + "}{" + below + "}";
}

std::string render(const PlantedGold& gold, const RenderStyle& style) {
  const auto& parts = gold.parts;
  switch (gold.kind) {
    case GoldKind::kInteger:
    case GoldKind::kDecimal:
      return parts[0];
    case GoldKind::kFraction:
      return render_number(parts[0] + "/" + parts[1], style);
    case GoldKind::kMixed:
      return parts[0] + (style.fraction == "slash" ? " " : style.gap) + render_number(parts[1] + "/" + parts[2], style);
    case GoldKind::kPercent:
      return parts[0] + style.gap + "\\%";
    case GoldKind::kDegrees:
      return parts[0] + "^\\circ";
    case GoldKind::kMoney:
      return "\\$" + parts[0];
    case GoldKind::kQuantity:
      return render_number(parts[0], style) + style.gap + "\\text{ " + gold.extra + "}";
    case GoldKind::kRadical:
      return with_coefficient(parts[0], "\\sqrt{" + parts[1] + "}", style);
    case GoldKind::kPi:
      return with_coefficient(parts[0], "\\pi", style);
    case GoldKind::kPolynomial:
      return polynomial(parts, style);
    case GoldKind::kTuple:
      return bracketed("(", joined(parts, style), ")", style);
    case GoldKind::kInterval:
      return bracketed(gold.extra.substr(0, 1), joined(parts, style), gold.extra.substr(1, 1), style);
    case GoldKind::kSet:
      return bracketed("\\{", joined(parts, style), "\\}", style);
    case GoldKind::kList:
      return joined(parts, style);
    case GoldKind::kMatrix:
      return matrix(parts, style);
    case GoldKind::kLine:
      return "y" + style.gap + "=" + style.gap + polynomial(parts, style);
    case GoldKind::kText:
      return "\\text{" + parts[0] + "}";
    case GoldKind::kChoice:
      return "\\text{(" + parts[0] + ")}";
    case GoldKind::kOther:
      break;
  }
  return gold.latex;
}

std::optional<std::string> moved(const std::string& number, int steps) {
  if (const std::size_t slash = number.find('/'); slash != std::string::npos) {
    const auto above = moved(number.substr(0, slash), steps);
    return above && *above != "0" ? std::optional(*above + number.substr(slash)) : std::nullopt;
  }
  const std::size_t point = number.find('.');
  const std::string digits = point == std::string::npos ? number : number.substr(0, point) + number.substr(point + 1);
  const auto value = parse_int(digits);
  if (!value || *value > INT64_MAX / 2 || *value < INT64_MIN / 2) {
    return std::nullopt;
  }
  std::string text = std::to_string(*value + steps);
  if (point == std::string::npos) {
    return text;
  }
  const bool is_negative = text[0] == '-';
  text = text.substr(is_negative ? 1 : 0);
  const std::size_t decimals = number.size() - point - 1;
  text.insert(0, text.size() <= decimals ? decimals + 1 - text.size() : 0, '0');
  text.insert(text.size() - decimals, ".");
  return (is_negative ? "-" : "") + text;
}

std::optional<std::string> negated(const std::string& number) {
  const bool is_number = !number.empty() && number.find_first_not_of("-0123456789./") == std::string::npos;
  if (!is_number || number.find_first_of("123456789") == std::string::npos) {
    return std::nullopt;
  }
  return number[0] == '-' ? number.substr(1) : "-" + number;
}

}  // namespace assay
