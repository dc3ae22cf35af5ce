// Tercom's normalizer, and the smallest number of edits over the references.
#include "tasks/metrics/ter.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "harness/base/check.h"
#include "harness/base/letter_case.h"
#include "harness/base/pattern.h"
#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/metrics/ngrams.h"
#include "tasks/metrics/shifts.h"

namespace assay {
namespace {

struct Rewriting {
  std::string_view pattern;
  std::string_view replacement;
};

// Tercom's Normalizer: lines joined, entities resolved, punctuation set apart; points and commas stay in numbers.
constexpr std::array<Rewriting, 6> kJoining{
    {{R"(\n-)", ""}, {R"(\n)", " "}, {"&quot;", "\""}, {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}}};
constexpr std::array<Rewriting, 6> kWestern{{{R"(([{-~[-` -&(-+:-@/]))", R"( \1 )"},
                                             {"'s ", " 's "},
                                             {"'s$", " 's"},
                                             {R"(([^0-9])([\.,]))", R"(\1 \2 )"},
                                             {R"(([\.,])([^0-9]))", R"( \1 \2)"},
                                             {R"(([0-9])(-))", R"(\1 \2 )"}}};
constexpr std::string_view kAsianMarks = R"(([\u3001\u3002\u3008-\u3011\u3014-\u301f\uff61-\uff65\u30fb]))";
constexpr std::string_view kWideMarks = R"(([\uff0e\uff0c\uff1f\uff1a\uff1b\uff01\uff02\uff08\uff09]))";
// Ideographs alone; the ranges and the anchors of the kana rules are sacreBLEU's.
constexpr std::array<Rewriting, 9> kAsian{
    {{R"(([\u4e00-\u9fff\u3400-\u4dbf]))", R"( \1 )"},
     {R"(([\u31c0-\u31ef\u2e80-\u2eff]))", R"( \1 )"},
     {R"(([\u3300-\u33ff\uf900-\ufaff\ufe30-\ufe4f]))", R"( \1 )"},
     {R"(([\u3200-\u3f22]))", R"( \1 )"},
     {R"((^|^[\u3040-\u309f])([\u3040-\u309f]+)(?=$|^[\u3040-\u309f]))", R"(\1 \2 )"},
     {R"((^|^[\u30a0-\u30ff])([\u30a0-\u30ff]+)(?=$|^[\u30a0-\u30ff]))", R"(\1 \2 )"},
     {R"((^|^[\u31f0-\u31ff])([\u31f0-\u31ff]+)(?=$|^[\u31f0-\u31ff]))", R"(\1 \2 )"},
     {kAsianMarks, R"( \1 )"},
     {kWideMarks, R"( \1 )"}}};

constexpr std::array<Rewriting, 2> kNoMarks{{{kAsianMarks, ""}, {kWideMarks, ""}}};

struct CompiledRewriting {
  Pattern pattern;
  std::string_view replacement;
};

std::vector<CompiledRewriting> compiled(std::span<const Rewriting> rewritings) {
  std::vector<CompiledRewriting> all;
  for (const Rewriting& rewriting : rewritings) {
    auto pattern = Pattern::compile(rewriting.pattern);
    ASSAY_CHECK(pattern, pattern.error().message);
    all.push_back({.pattern = std::move(*pattern), .replacement = rewriting.replacement});
  }
  return all;
}

// A text on which a pattern gives up stays as it is.
std::string rewritten(std::string text, std::span<const CompiledRewriting> rewritings) {
  for (const CompiledRewriting& rewriting : rewritings) {
    if (auto result = rewriting.pattern.sub(rewriting.replacement, text)) {
      text = std::move(*result);
    }
  }
  return text;
}

std::string normalized_western(std::string line) {
  static const std::vector<CompiledRewriting> kCompiledJoining = compiled(kJoining);
  static const std::vector<CompiledRewriting> kCompiledWestern = compiled(kWestern);
  return rewritten(" " + rewritten(std::move(line), kCompiledJoining) + " ", kCompiledWestern);
}

std::string normalized_asian(std::string line) {
  static const std::vector<CompiledRewriting> kCompiledAsian = compiled(kAsian);
  return rewritten(std::move(line), kCompiledAsian);
}

std::string without_asian_marks(std::string line) {
  static const std::vector<CompiledRewriting> kCompiledMarks = compiled(kNoMarks);
  return rewritten(std::move(line), kCompiledMarks);
}

std::vector<std::uint32_t> words_of(std::string_view text, const TerOptions& options, TextNumbers& numbers) {
  const std::string normalized = ter_normalized(python_strip_right(text), options);
  return numbers.of_all(python_split(normalized));
}

}  // namespace

std::string ter_normalized(std::string_view text, const TerOptions& options) {
  std::string line = valid_utf8(text);
  if (line.empty()) {
    return line;
  }
  if (!options.is_case_sensitive) {
    line = python_lower(line);
  }
  if (options.is_normalized) {
    line = normalized_western(std::move(line));
    if (options.is_asian) {
      line = normalized_asian(std::move(line));
    }
  }
  if (options.is_without_punctuation) {
    line.erase(std::remove_if(line.begin(), line.end(),
                              [](char c) { return std::string_view(".,?:;!\"()").find(c) != std::string_view::npos; }),
               line.end());
    if (options.is_asian) {
      line = without_asian_marks(std::move(line));
    }
  }
  std::string joined;
  for (const std::string_view word : python_split(line)) {
    joined += joined.empty() ? "" : " ";
    joined += word;
  }
  return joined;
}

std::vector<double> ter_parts(std::string_view hypothesis, std::span<const std::string> references,
                              const TerOptions& options) {
  ASSAY_CHECK(!references.empty(), "TER needs a reference");
  TextNumbers numbers;
  const auto words = words_of(hypothesis, options, numbers);
  std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
  double lengths = 0;
  for (const std::string& reference : references) {
    // Twice, as sacreBLEU does to references: "John's's" comes apart in two steps.
    const auto reference_words = words_of(ter_normalized(python_strip_right(reference), options), options, numbers);
    fewest = std::min(fewest, edits_with_shifts(words, reference_words));
    lengths += static_cast<double>(reference_words.size());
  }
  return {static_cast<double>(fewest), lengths / static_cast<double>(references.size())};
}

}  // namespace assay
