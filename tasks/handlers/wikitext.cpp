// WikiText (Merity et al. 2016): pages as people write them, scored per word and byte of the page as it was tokenised.
#include <string>

#include "harness/base/text.h"
#include "tasks/handlers/families.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

// White space off the inner sides of each pair of brackets or quotes.
std::string tightened(std::string_view text, char open, char close) {
  std::string tight;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = text.find(open, at);
    const std::size_t end = begin == std::string_view::npos ? begin : text.find(close, begin + 1);
    if (end == std::string_view::npos) {
      break;
    }
    tight += text.substr(at, begin - at);
    tight += open;
    tight += python_strip(text.substr(begin + 1, end - begin - 1));
    tight += close;
    at = end + 1;
  }
  tight += text.substr(std::min(at, text.size()));
  return tight;
}

std::string replaced(std::string text, std::initializer_list<std::pair<const char*, const char*>> steps) {
  for (const auto& [before, after] : steps) {
    text = replace_all(std::move(text), before, after);
  }
  return text;
}

Result<Value> detokenized(const Value& row) {
  RowReader read(row);
  std::string text = replaced(read.text("page"), {{"s '", "s'"},
                                                  {" @-@ ", "-"},
                                                  {" @,@ ", ","},
                                                  {" @.@ ", "."},
                                                  {" : ", ": "},
                                                  {" ; ", "; "},
                                                  {" . ", ". "},
                                                  {" ! ", "! "},
                                                  {" ? ", "? "},
                                                  {" , ", ", "}});
  for (const std::string_view pair : {"()", "[]", "{}", "\"\"", "''"}) {
    text = tightened(text, pair[0], pair[1]);
  }
  text = replaced(std::move(text), {{"= = = =", "===="},
                                    {"= = =", "==="},
                                    {"= =", "=="},
                                    {" \xC2\xB0 ", "\xC2\xB0"},
                                    {" \n", "\n"},
                                    {"\n ", "\n"},
                                    {" N ", " 1 "},
                                    {" 's", "'s"}});
  return read.done(Value::of(std::move(text)));
}

// Pieces between runs of white space, empty ones at the ends included.
double pieces_of(std::string_view text) {
  int runs = 0;
  bool is_in_run = false;
  for (const char32_t point : to_points(text)) {
    const bool is_space = is_python_space(point);
    runs += is_space && !is_in_run ? 1 : 0;
    is_in_run = is_space;
  }
  return runs + 1;
}

std::vector<MetricValue> process_results(const ResultsInput& input) {
  const std::string page = input.row.text_at("page").value_or("");
  std::vector<MetricValue> metrics;
  for (const char* name : {"word_perplexity", "byte_perplexity", "bits_per_byte"}) {
    MetricValue metric{.metric = name, .parts = {}, .outcome = Outcome::kNoAnswer, .answer = {}, .rule = {}};
    if (input.choices.empty()) {
      metric.rule = "no log-likelihood";
    } else {
      const bool counts_words = metric.metric == "word_perplexity";
      metric.parts = {input.choices[0].log_likelihood,
                      counts_words ? pieces_of(page) : static_cast<double>(page.size())};
      metric.outcome = Outcome::kRight;
      metric.rule = counts_words ? "log-likelihood, words of the tokenised page" : "log-likelihood, bytes of the page";
    }
    metrics.push_back(std::move(metric));
  }
  return metrics;
}

const HandlerEntry kEntries[] = {
    {"wikitext", "preprocess_wikitext.wikitext_detokenizer", &detokenized},
    {"wikitext", "preprocess_wikitext.process_results", &process_results},
};

}  // namespace

std::span<const HandlerEntry> wikitext_handlers() { return kEntries; }

}  // namespace assay
