// Each figure is the mean over documents of what a document's answers give.
#include "reports/parts/repeat_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>

#include "harness/stats/moments.h"

namespace assay {
namespace {

// The answers to one document that have a value.
struct Document {
  std::int64_t index = 0;
  Tally tally;
  double mean = 0;
  std::int64_t votes = 0;
  std::vector<AnswerClass> classes;
};

// An answer that could be read has a vote; what the scorer found in it is the answer.
bool has_vote(const Judgement& judgement) {
  return (judgement.outcome == Outcome::kRight || judgement.outcome == Outcome::kWrong) && !judgement.answer.empty();
}

std::vector<Document> documents_of(std::span<const ScoreRecord* const> scores, const std::string& metric,
                                   const SameAnswer& same_answer) {
  std::map<std::int64_t, std::vector<const Judgement*>> judged;
  for (const ScoreRecord* score : scores) {
    if (score->scorer == metric && score->judgement.value) {
      judged[score->key.document].push_back(&score->judgement);
    }
  }
  std::vector<Document> documents;
  for (const auto& [index, judgements] : judged) {
    Document document{.index = index, .tally = {.answers = static_cast<std::int64_t>(judgements.size())}};
    Moments values;
    std::vector<Vote> votes;
    for (const Judgement* judgement : judgements) {
      values.add(*judgement->value);
      document.tally.right += judgement->outcome == Outcome::kRight ? 1 : 0;
      if (has_vote(*judgement)) {
        votes.push_back({.answer = judgement->answer, .value = *judgement->value});
      }
    }
    document.mean = values.mean();
    document.votes = static_cast<std::int64_t>(votes.size());
    document.classes = answer_classes(votes, same_answer);
    documents.push_back(std::move(document));
  }
  return documents;
}

// G-Pass@k is estimated from about three times as many answers as it draws, as its authors do (16 of 48).
std::int64_t drawn_for_stability(std::int64_t answers) {
  std::int64_t k = 2;
  while (6 * k <= answers) {
    k *= 2;
  }
  return k;
}

class Figures {
 public:
  Figures(std::vector<Document> documents, const DocumentClusters& clusters, std::int64_t k)
      : clusters_(clusters), all_(std::move(documents)) {
    std::copy_if(all_.begin(), all_.end(), std::back_inserter(whole_),
                 [&](const Document& document) { return document.tally.answers == k; });
  }

  using Value = std::function<double(const Document&)>;

  RepeatFigure of_all(std::string name, const Value& value) const { return figure(std::move(name), all_, value); }
  // Of the documents with all k answers.
  RepeatFigure of_whole(std::string name, const Value& value) const { return figure(std::move(name), whole_, value); }

  std::int64_t short_count() const { return static_cast<std::int64_t>(all_.size() - whole_.size()); }
  bool has_votes() const {
    return std::any_of(whole_.begin(), whole_.end(), [](const Document& document) { return document.votes > 0; });
  }

 private:
  RepeatFigure figure(std::string name, const std::vector<Document>& documents, const Value& value) const {
    std::vector<double> values;
    std::vector<std::int64_t> clusters;
    for (const Document& document : documents) {
      values.push_back(std::clamp(value(document), 0.0, 1.0));
      const auto cluster = clusters_.find(document.index);
      clusters.push_back(cluster == clusters_.end() ? -1 - document.index : cluster->second);
    }
    if (clusters_.empty()) {
      clusters.clear();
    }
    return {.name = std::move(name), .share = estimate_share(values, clusters).value_or(ShareEstimate())};
  }

  const DocumentClusters& clusters_;
  std::vector<Document> all_;
  std::vector<Document> whole_;
};

void add_figures(const Figures& figures, RepeatSummary& summary) {
  const std::int64_t k = summary.k;
  const auto add = [&](RepeatFigure figure) { summary.figures.push_back(std::move(figure)); };
  add(figures.of_all(fmt::format("avg@{}", k), [](const Document& document) { return document.mean; }));
  add(figures.of_whole(fmt::format("pass@{}", k),
                       [=](const Document& document) { return pass_at_k(document.tally, k); }));
  if (figures.has_votes()) {
    add(figures.of_whole(fmt::format("cons@{}", k),
                         [](const Document& document) { return vote_value(document.classes); }));
  }
  const std::int64_t drawn = drawn_for_stability(k);
  for (const double tau : {0.5, 0.75, 1.0}) {
    add(figures.of_whole(fmt::format("G-Pass@{} tau {:g}", drawn, tau),
                         [=](const Document& document) { return g_pass_at_k(document.tally, drawn, tau); }));
  }
  add(figures.of_whole(fmt::format("mG-Pass@{}", drawn),
                       [=](const Document& document) { return mg_pass_at_k(document.tally, drawn); }));
}

void add_curve(const Figures& figures, RepeatSummary& summary) {
  for (std::int64_t k = 1; k < 2 * summary.k; k *= 2) {
    const std::int64_t drawn = std::min(k, summary.k);
    summary.curve.push_back(figures.of_whole(
        fmt::format("pass@{}", drawn), [=](const Document& document) { return pass_at_k(document.tally, drawn); }));
    if (figures.has_votes() && summary.k <= kVotersMax) {
      summary.curve.push_back(figures.of_whole(fmt::format("maj@{}", drawn), [=](const Document& document) {
        return expected_vote(document.classes, document.tally.answers, drawn);
      }));
    }
  }
}

}  // namespace

std::optional<RepeatSummary> summarise_repeats(std::span<const ScoreRecord* const> scores,
                                               const std::vector<MetricSummary>& metrics,
                                               const DocumentClusters& clusters, const SameAnswer& same_answer) {
  for (const MetricSummary& metric : metrics) {
    if (metric.aggregation != "mean" || !metric.is_share || metric.is_supplementary) {
      continue;
    }
    std::vector<Document> documents = documents_of(scores, metric.name, same_answer);
    RepeatSummary summary{.metric = metric.name};
    for (const Document& document : documents) {
      summary.k = std::max(summary.k, document.tally.answers);
    }
    if (summary.k < 2) {
      continue;
    }
    const Figures figures(std::move(documents), clusters, summary.k);
    summary.documents_short = figures.short_count();
    add_figures(figures, summary);
    add_curve(figures, summary);
    return summary;
  }
  return std::nullopt;
}

}  // namespace assay
