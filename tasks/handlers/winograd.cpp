// The Winograd schema challenge, 273 items (Levesque et al. 2012), prepared for partial evaluation.
#include <algorithm>
#include <string>

#include "harness/base/text.h"
#include "tasks/handlers/families.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

constexpr std::string_view kPossessives[] = {"my", "his", "her", "our", "their"};
constexpr std::string_view kOpeners[] = {"A", "An", "The", "She", "He", "It", "They", "My", "His", "Her", "Their"};

template <typename Words>
bool is_one_of(const Words& words, std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// The option as it reads in the pronoun's place: possessive behind a possessive, no capital inside a sentence.
std::string fitted_option(std::string option, const std::string& pronoun, bool starts_sentence) {
  if (is_one_of(kPossessives, python_lower(pronoun))) {
    option += "'s";
  }
  const auto words = python_split(option);
  if (words.empty() || starts_sentence || !is_one_of(kOpeners, words[0])) {
    return option;
  }
  const std::string opener(words[0]);
  return replace_all(option, opener, python_lower(opener));
}

Result<Value> fitted(const Value& row) {
  RowReader read(row);
  const std::string text = replace_all(read.text("text"), "  ", " ");
  const std::string pronoun = read.text("pronoun");
  std::vector<std::string> options = read.texts("options");
  const std::u32string points = to_points(text);
  std::int64_t before = read.integer("pronoun_loc") - 2;
  before += before < 0 ? static_cast<std::int64_t>(points.size()) : 0;  // as a negative index in Python
  if (before < 0 || before >= static_cast<std::int64_t>(points.size())) {
    read.fail("pronoun_loc", "lies outside the text");
  }
  if (options.size() < 2) {
    read.fail("options", "fewer than two");
  }
  if (!read.is_good()) {
    return read.done(row);
  }
  for (std::size_t i = 0; i < 2; ++i) {
    options[i] = fitted_option(options[i], pronoun, points[static_cast<std::size_t>(before)] == U'.');
  }
  return row.with("text", Value::of(text)).with("options", list_of_texts(options));
}

Result<std::vector<Value>> process_doc(std::vector<Value> rows) { return map_rows(std::move(rows), fitted); }

const HandlerEntry kEntries[] = {{"wsc273", "utils.process_doc", &process_doc}};

}  // namespace

std::span<const HandlerEntry> winograd_handlers() { return kEntries; }

}  // namespace assay
