// Pairs that are equal, pairs that are nearly so, symmetry on random pairs, and what hostile text may cost.
#include "tasks/math/equivalence.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "harness/base/files.h"
#include "harness/base/rng.h"
#include "harness/base/text.h"
#include "tasks/handlers/parts/latex.h"

namespace assay {
namespace {

struct Pair {
  const char* left;
  const char* right;
};

// clang-format off
constexpr Pair kEqualPairs[] = {
    {R"(\{x | x > 3\})", R"((3,\infty))"}, {R"(\{x \mid x > 3\})", "x>3"}, {R"(3\sqrt2 \approx 4.24)", R"(3\sqrt2)"},
    {"(-1,2)", "-(1,-2)"}, {"-221_3", "-221_{3}"}, {R"(0.0011_{2})", R"(\frac{3}{16})"}, {"2 < 3", "3 > 2"},
    {"5", "5.0"}, {"5", "$5$"}, {"5", R"(\boxed{5})"}, {"5", R"(\(5\))"}, {"5", "5."}, {"1/2", R"(\frac{1}{2})"},
    {"1/2", R"(\frac12)"}, {"1/2", R"(\dfrac{1}{2})"}, {"1/2", R"(\tfrac12)"}, {"1/2", "0.5"}, {"1/2", ".5"},
    {"1/2", "½"}, {"1/2", R"(\frac{2}{4})"}, {"1/2", R"(50\%)"}, {R"(50\%)", "0.5"}, {R"(50\%)", "50"},
    {R"(-\frac32)", "-1.5"}, {R"(-\frac32)", R"(\frac{-3}{2})"}, {R"(-\frac32)", R"(\frac{3}{-2})"},
    {"1,234", "1234"}, {"1,234", "1{,}234"}, {"1,234", R"(1,\!234)"}, {R"(11,\! 111,\! 111,\! 100)", "11111111100"},
    {"1,234.50", "1234.5"}, {R"(\$18.90)", "18.90"}, {R"(\$18.90)", "18.9"}, {R"(\$4,\!000)", "4000"}, {"$5", "5"},
    {R"(5\text{ cm})", "5"}, {R"(5\text{ cm})", "5cm"}, {R"(5\text{ cm})", R"(5 \text{ centimeters})"},
    {R"(5\text{ cm})", R"(0.05\text{ m})"}, {R"(12\text{ inches})", R"(1\text{ foot})"},
    {R"(60 \text{ minutes})", R"(1 \text{ hour})"}, {R"(440\text{ cm}^2)", R"(440\text{ square centimeters})"},
    {R"(\sqrt{12})", R"(2\sqrt{3})"}, {R"(\sqrt{12})", R"(2 \sqrt 3)"},
    {R"(\frac{1}{\sqrt{2}})", R"(\frac{\sqrt{2}}{2})"}, {R"(\sqrt2)", "√2"}, {R"(\sqrt{2})", "2^{1/2}"},
    {R"(\sqrt[3]{-8})", "-2"}, {R"(\sqrt[3]{24})", R"(2\sqrt[3]{3})"}, {R"(\sqrt{3+2\sqrt2})", R"(1+\sqrt2)"},
    {R"(\frac{1}{1+\sqrt2})", R"(\sqrt2-1)"}, {R"(\frac{\sqrt{2}+\sqrt{6}}{4})", R"(\cos 15^\circ)"},
    {R"(\sin 30^\circ)", R"(\frac12)"}, {R"(\sin\frac{\pi}{6})", "0.5"}, {R"(\tan \frac{\pi}{4})", "1"},
    {R"(e^{i\pi})", "-1"}, {R"(\ln e^2)", "2"}, {R"(\log_2 8)", "3"}, {R"(\log 100)", "2"},
    {R"(\log_{10} 1000)", "3"}, {R"(\log_2 3)", R"(\frac{\ln 3}{\ln 2})"}, {R"(2\pi)", "2π"},
    {R"(\frac{\pi}{3})", R"(60^\circ)"}, {R"(120^\circ)", "120"}, {R"(120^\circ)", "120 degrees"},
    {R"(3\frac{1}{2})", "3.5"}, {R"(3\frac{1}{2})", R"(\frac72)"}, {"7 3/4", "7.75"}, {R"(-3\frac12)", "-3.5"},
    {R"(1.2\times10^5)", "120000"}, {R"(1.2 \cdot 10^{5})", "1.2e5"}, {"1e5", "100000"}, {"1e-5", "0.00001"},
    {"5!", "120"}, {R"(\binom{5}{2})", "10"}, {"|-3|", "3"}, {R"(0.\overline{3})", R"(\frac13)"},
    {R"(0.1\overline{6})", R"(\frac16)"}, {R"(0.\overline{09})", R"(\frac{1}{11})"}, {"123_4", "123_{4}"},
    {"4210_{5}", "4210_5"}, {"[a,b)", "[a, b)"}, {R"((-\infty,3))", R"((-\infty, 3))"},
    {R"((-\infty,3))", "(-inf,3)"}, {R"((0,9) \cup (9,36))", R"((9,36)\cup(0,9))"},
    {R"((0,9) \cup (9,36))", "(0,9) U (9,36)"}, {R"((-2,1) \cup [1,5))", "(-2,5)"}, {"x < 5", R"((-\infty,5))"},
    {R"(-2 \le x \le 7)", "[-2,7]"}, {R"(x \in [-2,7])", "[-2,7]"}, {R"(x \in [-2,7])", R"(-2 \leq x \leq 7)"},
    {R"(x \ne 3)", R"((-\infty,3)\cup(3,\infty))"}, {R"(\mathbb{R})", R"((-\infty,\infty))"},
    {R"(\mathbb{R} \setminus \{3\})", R"((-\infty,3)\cup(3,\infty))"}, {"x>3", "3<x"},
    {R"(x < 1 \text{ or } x > 3)", R"((-\infty,1)\cup(3,\infty))"}, {R"(\{1,2,3\})", R"(\{3,2,1\})"},
    {R"(\{1,2,3\})", "1,2,3"}, {"1,2,3", "3, 1, 2"}, {"1 and 2", "2, 1"}, {R"(19 \text{ and }43)", "43, 19"},
    {"1, 2 or 3", "3,2,1"}, {R"(1 \pm \sqrt{19})", R"(1+\sqrt{19}, 1-\sqrt{19})"}, {R"(\pm 2)", "2,-2"},
    {R"(\{1\pm\sqrt{5},-2\})", R"(-2,1+\sqrt5,1-\sqrt5)"}, {R"(x = \pm 2)", "2, -2"}, {"(3,4)", "(3, 4)"},
    {"(3,4)", R"(\left(3,4\right))"}, {"(3,4)", R"(\left(\frac{6}{2},4\right))"},
    {R"(\begin{pmatrix} 1 \\ 2 \end{pmatrix})", R"(\begin{bmatrix} 1 \\ 2 \end{bmatrix})"},
    {R"(\begin{pmatrix} 1 \\ 2 \end{pmatrix})", "(1,2)"},
    {R"(\begin{pmatrix} 1/5 & 4/5 \\ 0 & 1 \end{pmatrix})", R"(\begin{pmatrix} 0.2 & 0.8 \\ 0 & 1 \end{pmatrix})"},
    {R"(\frac15\begin{pmatrix} 1 & 4 \\ 0 & 5 \end{pmatrix})", R"(\begin{pmatrix} 0.2 & 0.8 \\ 0 & 1 \end{pmatrix})"},
    {"x=5", "5"}, {"x = 5", "5"}, {"5", "n = 5"}, {"y = 2x+3", "2x+3"}, {"y=2x+3", "2x - y + 3 = 0"},
    {"y=2x+3", "2y = 4x+6"}, {"11x + 6y + 5z + 86 = 0", "-11x-6y-5z=86"}, {"f(x)=x^2", "x^2"},
    {R"(\frac{x^2}{16} - \frac{y^2}{9} = 1)", "9x^2-16y^2=144"}, {"f(2) < f(1) < f(4)", "f(4) > f(1) > f(2)"},
    {"(x+1)^2", "x^2+2x+1"}, {"(x-1)(x+1)", "x^2-1"}, {R"(\frac{x^2-1}{x-1})", "x+1"},
    {R"(36x\sqrt{35x})", R"(36\sqrt{35}x^{3/2})"}, {R"(\sin 2x)", R"(2\sin x\cos x)"},
    {R"(\sin^2 x + \cos^2 x)", "1"}, {"2^{x+1}", R"(2\cdot 2^x)"}, {R"(\frac{n(n+1)}{2})", R"(\binom{n+1}{2})"},
    {"n!/(n-1)!", "n"}, {R"(\text{Monday})", "Monday"}, {R"(\text{Monday})", "monday"}, {R"(\text{(A)})", "A"},
    {"(A)", "A"}, {R"(\text{A})", R"(\textbf{A})"}, {R"(\textbf{(C)})", "C"}, {R"(\text{even})", "Even"},
    {R"(\text{A,C,F})", "A, C, F"}, {R"(\text{ACF})", "ACF"}, {R"(\text{True})", "true"}, {"3:4", "6:8"},
    {"3:4", R"(\frac34)"}, {"1:1", "1"}, {R"(\text{4:30 p.m.})", "4:30 PM"}, {R"(\text{1:03 PM})", "1:03 pm"},
    {"x^2", "x²"}, {R"(2 \times 3)", "6"}, {"3 × 4", "12"}, {"6 ÷ 2", "3"}, {"x ≤ 5", R"(x \le 5)"}, {"−5", "-5"},
    {"∞", R"(\infty)"}, {"3 + 2i", "2i+3"}, {R"(\frac{7}{5} + \frac{1}{5} i.)", R"(\frac{7+i}{5})"},
    {"**42**", "42"}, {"seven", "7"}, {"2x", R"(2 \cdot x)"}, {"2*x^2", "2x^{2}"}, {"x**2", "x^2"},
    {"sqrt(2)/2", R"(\frac{\sqrt2}{2})"}, {"sqrt(2)", R"(\sqrt 2)"}, {"pi/4", R"(\frac{\pi}{4})"},
    {"3 hours 20 minutes", "200 minutes"}, {"2 million", "2000000"}, {R"(5 \text{ m})", "5 m"},
    {R"(90\text{ square units})", "90"}, {R"(10\;\text{edges})", "10"}, {R"(864 \mbox{ inches}^2)", "864"},
    {R"(54\text{ cents})", R"(\$0.54)"}, {R"(\frac{3}{4}\pi\text{ inches})", R"(\frac{3\pi}{4})"},
    {"x=1, y=2", "y=2, x=1"}, {"(x,y)=(1,2)", "x=1,y=2"}, {"(x,y)=(1,2)", "(1,2)"}, {"x=1, y=2", "(1,2)"},
    {"100,200,300", "100, 200, 300"}, {R"(\lfloor 3.7 \rfloor)", "3"}, {"|x|", R"(\left|x\right|)"},
    {R"(\frac{1}{2004!})", "1/2004!"}, {"3^{2007}", R"(3 \cdot 3^{2006})"},
    {R"(\frac{\frac{1}{2}}{3})", R"(\frac16)"}, {"2^{-1}", R"(\frac12)"}, {"x^{-1}", R"(\frac1x)"},
    {R"(\frac{2x-7}{(x+1)(x-2)})", R"(\frac{2x-7}{x^2-x-2})"}, {R"(\emptyset)", R"(\{\})"},
    {R"(\langle 1,2,3 \rangle)", "(1,2,3)"}, {R"(\$115,000)", "115000"}, {"5 apples", "5"},
    {R"(45^\circ, 135^\circ)", R"(135^\circ, 45^\circ)"}, {R"(45^\circ, 135^\circ)", "45, 135"},
    {R"(6\frac15)", "6.2"}, {R"(\!\sqrt{33})", R"(\sqrt{33})"}, {"x + 2", "2+x"}, {R"(\frac 9{20})", "0.45"},
    {R"(\frac\pi4)", R"(\pi/4)"}, {R"(2 \tan x)", R"(\frac{2\sin x}{\cos x})"},
    {R"(\overline{CD})", R"(\overline{CD})"}, {"0", "-0"}, {"5 = x", "5"}, {R"(\text{13})", "13"},
    {R"(x \in \{1,2\})", "1,2"}, {R"(\{x = 1\})", "x=1"}, {R"(80\%)", "0.8"}, {R"(\frac{80}{100})", R"(80\%)"},
    {"1.50", "1.5"}, {R"(-\$0.50)", "-0.5"}, {"x = 3/4 = 0.75", R"(\frac34)"},
};

constexpr Pair kUnequalPairs[] = {
    {R"(\{x | x > 3\})", R"([3,\infty))"}, {"2 + 2 = 5", "5"},
    {R"(\text{Friday})", R"(-\text{Friday})"}, {"f(2) < f(1)", "f(2) < f(3)"}, {"2 < 3", "1 < 5"}, {"(1,2)", "-(1,2)"},
    {R"((-\infty,5))", R"([-\infty,5))"}, {R"(4210_5)", R"(-4210_5)"}, {R"(0.0011_{2})", R"(0.011_2)"},
    {"5", "6"}, {"5", "-5"}, {"0.333", R"(\frac13)"}, {"0.33333", R"(\frac13)"}, {"3.14", R"(\pi)"},
    {"3.1416", R"(\pi)"}, {R"(\frac23)", R"(\frac32)"}, {R"(\frac{1}{2})", R"(\frac{1}{3})"}, {"50", "0.5"},
    {R"(50\%)", "0.05"}, {"1,234", "1235"}, {"(1,2)", "(2,1)"}, {"(1,2)", "[1,2]"}, {"[a,b)", "[a,b]"},
    {R"((-\infty,3))", R"((-\infty,3])"}, {R"((-\infty,3))", R"((3,\infty))"}, {R"((0,9) \cup (9,36))", "(0,36)"},
    {R"((0,9) \cup (9,36))", "(0,9)"}, {R"(\{1,2,3\})", R"(\{1,2\})"}, {"1,2,3", "1,2"}, {"1,2,3", "1,2,4"},
    {"1,2", "(2,1)"}, {R"(5\text{ cm})", R"(5\text{ m})"}, {R"(5\text{ cm})", R"(5\text{ inches})"},
    {R"(5\text{ cm})", "6"}, {R"(5\text{ cm})", R"(5\text{ cm}^2)"}, {"5 apples", "5 oranges"},
    {R"(\$5)", R"(5\text{ cents})"}, {R"(120^\circ)", R"(120\text{ cm})"}, {R"(9\text{ a.m.})", "9 p.m."},
    {R"(\sqrt2)", R"(\sqrt3)"}, {R"(\sqrt2)", "1.414"}, {R"(\sqrt2)", "1.41421356"}, {R"(2\sqrt3)", R"(3\sqrt2)"},
    {"x=5", "6"}, {"x=5", "y=5"}, {"x=5", "x=-5"}, {"y=2x+3", "y=2x-3"}, {"y=2x+3", "2x-3"}, {"x^2-1=0", "x-1=0"},
    {"x^2-1=0", "0"}, {"x^2+y^2=13", "13"}, {"x<5", R"(x\le5)"}, {"x<5", "x>5"}, {"x<5", "y<5"}, {"x<5", "5"},
    {"(x+1)^2", "x^2+1"}, {R"(\sqrt{x^2})", "x"}, {"x^2", "x^3"}, {R"(\sin x)", R"(\cos x)"},
    {R"(\ln x^2)", R"(2 \ln x)"}, {"a", "A"}, {"A", "B"}, {R"(\text{(A)})", R"(\text{(B)})"},
    {R"(\text{Monday})", R"(\text{Tuesday})"}, {R"(\text{even})", R"(\text{odd})"}, {"yes", "no"},
    {"true", "false"}, {"123_4", "123_5"}, {"4210_5", "4211_5"}, {"3:4", "4:3"}, {"3:45", "3:46"},
    {R"(3\frac12)", R"(\frac32)"}, {R"(1 \pm \sqrt{19})", R"(1+\sqrt{19})"}, {R"(\pm 2)", "2"}, {"3+2i", "3-2i"},
    {R"(\begin{pmatrix} 1 \\ 2 \end{pmatrix})", R"(\begin{pmatrix} 2 \\ 1 \end{pmatrix})"},
    {R"(\begin{pmatrix} 1 & 2 \end{pmatrix})", R"(\begin{pmatrix} 1 \\ 2 \end{pmatrix})"},
    {R"(\begin{pmatrix} 1 & 2 \\ 3 & 4\end{pmatrix})", R"(\begin{pmatrix} 1 & 3 \\ 2 & 4\end{pmatrix})"},
    {"f(2) < f(1) < f(4)", "f(1) < f(2) < f(4)"}, {"2^{100000}", "2^{100000}+1"}, {"10^{100}", "10^{100}+1"},
    {"5!", "60"}, {"5!", "5"}, {"0.1", R"(\frac{1}{9})"}, {R"(0.\overline{3})", "0.3"}, {"1e5", "1e6"},
    {"2024-05-01", "2018"}, {"2024-05-01", "2024-05-02"}, {"", "5"}, {R"(\infty)", R"(-\infty)"},
    {R"(\infty)", "5"}, {"5x", "5"}, {"x+y", "x-y"}, {R"(\log 8)", R"(\ln 8)"}, {R"(\{1,2\})", "(1,2)"},
    {"x=1,y=2", "x=2,y=1"}, {"x=1,y=2", "(2,1)"}, {"(x,y)=(1,2)", "(2,1)"}, {"2,2,3", "2,3,3"},
    {"1/2x", R"(\frac{1}{2x})"}, {R"(\frac{x+1}{x})", "1+x"}, {"-2^2", "4"}, {R"([5,5\sqrt2])", R"([5,5\sqrt3])"},
    {R"(\sqrt{67}, -\sqrt{85})", R"(\sqrt{67}, \sqrt{85})"}, {"1,2,-2,-3", "1,2,-2,3"},
    {R"(8\sqrt{3}\text{ square inches})", R"(8\sqrt{3}\text{ inches})"},
    {R"(60 \text{ mph})", R"(60 \text{ km/h})"}, {R"(\text{ellipse})", R"(\text{parabola})"},
    {"6+8i, 6+17i", "6+8i, 6-17i"},
};

// clang-format on

Equivalence verdict(const std::string& left, const std::string& right) { return compare_math(left, right).verdict; }

TEST(CompareMath, FindsAnswersEqualThatSayTheSame) {
  for (const Pair& pair : kEqualPairs) {
    const MathVerdict found = compare_math(pair.left, pair.right);
    EXPECT_EQ(found.verdict, Equivalence::kEqual) << pair.left << " | " << pair.right << " | " << found.reason;
    EXPECT_FALSE(found.reason.empty());
  }
}

TEST(CompareMath, FindsNearMissesUnequal) {
  for (const Pair& pair : kUnequalPairs) {
    const MathVerdict found = compare_math(pair.left, pair.right);
    EXPECT_EQ(found.verdict, Equivalence::kUnequal) << pair.left << " | " << pair.right << " | " << found.reason;
  }
}

TEST(CompareMath, FindsEveryTextEqualToItself) {
  for (const Pair& pair : kUnequalPairs) {
    EXPECT_EQ(verdict(pair.left, std::string(pair.left) + " "), Equivalence::kEqual) << pair.left;
    EXPECT_EQ(compare_math(pair.right, pair.right).reason, "same text");
  }
}

TEST(CompareMath, GivesTheSameVerdictBothWays) {
  for (const auto& [left, right] : kEqualPairs) {
    EXPECT_EQ(verdict(right, left), Equivalence::kEqual) << left;
  }
  for (const auto& [left, right] : kUnequalPairs) {
    EXPECT_EQ(verdict(right, left), Equivalence::kUnequal) << left;
  }
}

TEST(CompareMath, SaysWhichRuleDecided) {
  EXPECT_EQ(compare_math("5", "5").reason, "same text");
  EXPECT_EQ(compare_math("1/2", "0.5").reason, "exact value");
  EXPECT_EQ(compare_math("\\sin 2x", "2\\sin x\\cos x").reason, "numeric at 4 points");
  EXPECT_EQ(compare_math("\\sqrt{3+2\\sqrt2}", "1+\\sqrt2").reason, "numeric value");
  EXPECT_EQ(compare_math("\\{1,2\\}", "2,1").reason, "the same answers");
  EXPECT_EQ(compare_math("x<5", "(-\\infty,5)").reason, "sets of real numbers");
  EXPECT_EQ(compare_math("5\\text{ cm}", "5").reason, "exact value, unit left out");
}

TEST(CompareMath, LeavesOpenWhatItCannotDecide) {
  for (const auto& [left, right] : {Pair{"\\int_0^1 x dx", "1/2"}, Pair{"\\begin{cases} 1 \\end{cases}", "1"},
                                    Pair{"9^{9^9}", "10^{10^{10}}"}, Pair{"\\frac{1}{0}", "5"}, Pair{"((((", "x^2"}}) {
    EXPECT_EQ(verdict(left, right), Equivalence::kUndecided) << left;
  }
}

TEST(CompareMath, StopsWhereTheBudgetEnds) {
  const MathBudget small{.steps = 40};

  EXPECT_EQ(compare_math("(x+1)^5", "x^5+5x^4+10x^3+10x^2+5x+1").verdict, Equivalence::kEqual);
  EXPECT_EQ(compare_math("(x+1)^5", "x^5+5x^4+10x^3+10x^2+5x+1", small).verdict, Equivalence::kUndecided);
  EXPECT_EQ(compare_math("x", "x", small).verdict, Equivalence::kEqual);
}

TEST(CompareMath, SurvivesHostileText) {
  std::string nested;
  for (int i = 0; i < 5'000; ++i) {
    nested += "\\frac{1}{";
  }
  const std::vector<std::string> texts{nested,
                                       std::string(5'000, '('),
                                       std::string(5'000, '-') + "1",
                                       std::string(5'000, '!'),
                                       "1" + std::string(5'000, '!'),
                                       std::string(1'000'000, '9'),
                                       std::string(19'000, '9'),
                                       std::string("\0\0\xFF\xFE\xC0\x80", 6),
                                       "9^9^9^9^9^9",
                                       "10^{10^{10}}",
                                       "(10!)!",
                                       "1e999999999",
                                       "(x+y+z)^{60}",
                                       "\\tan(10^{99999})",
                                       "e^{e^{e^{e^{e}}}}",
                                       "12_0.5_1 + 0.1_0",
                                       "\\text{" + std::string(3'000, '{')};
  for (const std::string& left : texts) {
    for (const std::string& right : texts) {
      if (right < left) {
        continue;
      }
      const MathVerdict found = compare_math(left, right);
      EXPECT_EQ(found.verdict == Equivalence::kEqual, left == right)
          << left.substr(0, 40) << " | " << right.substr(0, 40);
    }
  }
}

// Random expressions, some of them no mathematics: every part is drawn from what answers are made of.
std::string random_answer(Rng& rng, int depth) {
  static const std::vector<std::string> kLeaves{"1",       "2",          "3",    "10",    "0.5", "x",     "y",
                                                "\\pi",    "i",          "e",    "1,234", "-4",  "50\\%", "A",
                                                "\\infty", "\\text{cm}", "\\pm", "yes",   "",    "}"};
  if (depth == 0 || rng.below(4) == 0) {
    return kLeaves[rng.below(kLeaves.size())];
  }
  const std::string first = random_answer(rng, depth - 1);
  const std::string second = random_answer(rng, depth - 1);
  switch (rng.below(14)) {
    case 0:
      return first + "+" + second;
    case 1:
      return first + " - " + second;
    case 2:
      return "\\frac{" + first + "}{" + second + "}";
    case 3:
      return "\\sqrt{" + first + "}";
    case 4:
      return "(" + first + "," + second + "]";
    case 5:
      return first + "^{" + second + "}";
    case 6:
      return first + ", " + second;
    case 7:
      return "\\{" + first + "," + second + "\\}";
    case 8:
      return first + " = " + second;
    case 9:
      return first + " \\le " + second;
    case 10:
      return "\\sin(" + first + ")" + second;
    case 11:
      return "(" + first + "," + second + ")";
    case 12:
      return first + "\\cup " + second;
    default:
      return first + " " + second;
  }
}

TEST(CompareMath, IsSymmetricOnRandomPairs) {
  Rng rng(20);
  int equal = 0;
  int unequal = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string left = random_answer(rng, 2);
    const std::string right = rng.below(8) == 0 ? left + "+0" : random_answer(rng, 2);
    const MathVerdict there = compare_math(left, right);
    const MathVerdict back = compare_math(right, left);
    ASSERT_EQ(there.verdict, back.verdict) << left << " | " << right;
    ASSERT_EQ(there.reason, back.reason) << left << " | " << right;
    equal += there.verdict == Equivalence::kEqual ? 1 : 0;
    unequal += there.verdict == Equivalence::kUnequal ? 1 : 0;
  }
  EXPECT_GT(equal, 500);
  EXPECT_GT(unequal, 4'000);
}

// The golds of real sets are equal to themselves in another dress.
TEST(CompareMath, FindsGoldAnswersEqualToThemselvesInABox) {
  const char* shared = std::getenv("ASSAY_SHARED");
  if (shared == nullptr) {
    GTEST_SKIP() << "set ASSAY_SHARED to a folder that holds datasets/math/test.jsonl";
  }
  const auto text = read_file(std::string(shared) + "/datasets/math/test.jsonl");
  ASSERT_TRUE(text) << text.error().message;
  int count = 0;
  for (const std::string_view line : split(*text, '\n')) {
    const auto row = nlohmann::json::parse(line, nullptr, false);
    if (!row.is_object() || !row.contains("solution")) {
      continue;
    }
    const auto gold = boxed_answer(row["solution"].get<std::string>());
    if (gold) {
      ++count;
      EXPECT_EQ(verdict(*gold, "$\\boxed{" + *gold + "}$"), Equivalence::kEqual) << *gold;
    }
  }
  EXPECT_GT(count, 4'900);
}

}  // namespace
}  // namespace assay
