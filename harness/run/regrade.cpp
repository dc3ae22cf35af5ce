// Pages of answers: read, judged in parallel, laid beside what is stored, and what is new written in one transaction.
#include "harness/run/regrade.h"

#include <algorithm>
#include <map>
#include <utility>

#include "harness/base/parallel.h"
#include "harness/run/judge.h"
#include "harness/run/prompt.h"

namespace assay {
namespace {

// A page holds about this much text, and this many documents at most.
constexpr std::size_t kPageBytes = std::size_t{16} << 20;
constexpr std::int64_t kPageDocuments = 4096;
constexpr std::int64_t kFirstPageDocuments = 256;

using Answers = std::span<const JudgedAnswer>;  // of one document, in the order of the repeats

std::vector<Answers> by_document(const std::vector<JudgedAnswer>& page) {
  std::vector<Answers> documents;
  for (std::size_t begin = 0; begin < page.size();) {
    std::size_t end = begin + 1;
    while (end < page.size() && page[end].answer.key.document == page[begin].answer.key.document) {
      ++end;
    }
    documents.push_back(Answers(page).subspan(begin, end - begin));
    begin = end;
  }
  return documents;
}

std::vector<ScoreRecord> judge_document(const RegradeTask& planned, Answers answers) {
  const Sample sample = planned.task.dataset->at(answers.front().answer.key.document);
  std::vector<ScoreRecord> scores;
  std::vector<const AnswerRecord*> repeats;
  for (const JudgedAnswer& judged : answers) {
    repeats.push_back(&judged.answer);
    for (ScoreRecord& score : judge(planned.task, sample, judged.answer)) {
      scores.push_back(std::move(score));
    }
  }
  if (repeats.size() == static_cast<std::size_t>(planned.repeats)) {
    for (ScoreRecord& score : judge_jointly(planned.task, sample, repeats)) {
      scores.push_back(std::move(score));
    }
  }
  return scores;
}

std::size_t text_bytes(const std::vector<JudgedAnswer>& page) {
  std::size_t bytes = 0;
  for (const JudgedAnswer& judged : page) {
    bytes += judged.answer.response.text.size();
  }
  return bytes;
}

bool is_same_verdict(const Judgement& a, const Judgement& b) {
  return a.outcome == b.outcome && a.value == b.value && a.parts == b.parts;
}

// The scores of one scorer on one answer that are already there.
struct Earlier {
  const ScoreRecord* same = nullptr;   // of this version
  const ScoreRecord* other = nullptr;  // the newest of another version
};

Earlier earlier_of(const ScoreRecord& score, Answers answers) {
  const auto judged =
      std::lower_bound(answers.begin(), answers.end(), score.key.repeat,
                       [](const JudgedAnswer& answer, int repeat) { return answer.answer.key.repeat < repeat; });
  Earlier earlier;
  for (const ScoreRecord& stored : judged->scores) {  // versions rise
    if (stored.scorer == score.scorer) {
      (stored.scorer_version == score.scorer_version ? earlier.same : earlier.other) = &stored;
    }
  }
  return earlier;
}

std::vector<MetricRecord> metrics_of(std::span<const RegradeTask> tasks) {
  std::vector<MetricRecord> metrics;
  for (const RegradeTask& planned : tasks) {
    for (const auto& scorer : planned.task.scorers) {
      metrics.push_back({.task = planned.task.name,
                         .name = std::string(scorer->name()),
                         .version = scorer->version(),
                         .aggregation = std::string(scorer->aggregation()),
                         .is_higher_better = scorer->is_higher_better(),
                         .is_supplementary = scorer->is_supplementary()});
    }
  }
  return metrics;
}

class Regrader {
 public:
  Regrader(const RunView& plan, Store& store, const std::atomic<int>& interrupts, const RegradeOptions& options)
      : plan_(plan), store_(store), interrupts_(interrupts), options_(options) {}

  // Every page of one model's answers on one task.
  Status run(const RegradeTask& planned, const TaskRecord& record, const std::string& model) {
    counts_.clear();
    DocumentRange range{.model = model, .task = record.name};
    while (range.first < record.documents) {
      if (interrupts_.load() > 0) {
        result_.is_interrupted = true;
        break;
      }
      range.last = std::min(record.documents, range.first + page_documents_);
      const auto page = store_.judged(plan_.run.id, range);
      if (!page) {
        return page.error();
      }
      if (auto done = settle(planned, *page); !done) {
        return done;
      }
      const std::size_t bytes = text_bytes(*page);
      page_documents_ = bytes > kPageBytes
                            ? std::max<std::int64_t>(1, page_documents_ / 2)
                            : std::min(kPageDocuments, bytes < kPageBytes / 4 ? page_documents_ * 2 : page_documents_);
      range.first = range.last;
    }
    for (auto& [scorer, counts] : counts_) {
      result_.counts.push_back(std::move(counts));
    }
    return {};
  }

  RegradeResult take() { return std::move(result_); }

 private:
  Status settle(const RegradeTask& planned, const std::vector<JudgedAnswer>& page) {
    const std::vector<Answers> documents = by_document(page);
    std::vector<std::vector<ScoreRecord>> judged(documents.size());
    for_each_parallel(documents.size(), [&](std::size_t i) { judged[i] = judge_document(planned, documents[i]); });
    std::vector<ScoreRecord> added;
    for (std::size_t i = 0; i < documents.size(); ++i) {
      for (ScoreRecord& score : judged[i]) {
        if (is_new(planned, score, documents[i])) {
          added.push_back(std::move(score));
        }
      }
    }
    result_.answers += static_cast<std::int64_t>(page.size());
    return options_.is_dry || added.empty() ? Status() : store_.append_scores(plan_.run.id, added);
  }

  // Counts a score beside what is stored; true if this version of its scorer has not judged the answer yet.
  bool is_new(const RegradeTask& planned, const ScoreRecord& score, Answers answers) {
    const Earlier earlier = earlier_of(score, answers);
    RegradeCounts& counts = counts_
                                .try_emplace(score.scorer, RegradeCounts{.model = score.key.model,
                                                                         .task = score.key.task,
                                                                         .scorer = score.scorer,
                                                                         .version = score.scorer_version})
                                .first->second;
    ++counts.judged;
    counts.right += score.judgement.outcome == Outcome::kRight ? 1 : 0;
    if (earlier.other != nullptr) {
      compare(planned, score, *earlier.other, counts);
    }
    if (earlier.same == nullptr) {
      ++counts.added;
      return true;
    }
    const bool is_equal = is_same_verdict(earlier.same->judgement, score.judgement);
    ++(is_equal ? counts.stored : counts.conflicting);
    if (!is_equal) {
      keep_example(planned, score, *earlier.same, result_.conflicts);
    }
    return false;
  }

  void compare(const RegradeTask& planned, const ScoreRecord& now, const ScoreRecord& before, RegradeCounts& counts) {
    const bool was_right = before.judgement.outcome == Outcome::kRight;
    const bool is_right = now.judgement.outcome == Outcome::kRight;
    ++counts.compared;
    counts.right_before += was_right ? 1 : 0;
    if (is_same_verdict(before.judgement, now.judgement)) {
      return;
    }
    ++(was_right == is_right ? counts.changed_otherwise : was_right ? counts.right_to_wrong : counts.wrong_to_right);
    keep_example(planned, now, before, result_.changes);
  }

  void keep_example(const RegradeTask& planned, const ScoreRecord& now, const ScoreRecord& before,
                    std::vector<VerdictChange>& kept) const {
    if (kept.size() < options_.examples_max) {
      kept.push_back({.key = now.key,
                      .scorer = now.scorer,
                      .version_before = before.scorer_version,
                      .version_now = now.scorer_version,
                      .before = before.judgement,
                      .now = now.judgement,
                      .gold = planned.task.dataset->at(now.key.document).gold});
    }
  }

  const RunView& plan_;
  Store& store_;
  const std::atomic<int>& interrupts_;
  const RegradeOptions& options_;
  RegradeResult result_;
  std::map<std::string, RegradeCounts> counts_;  // of one model on one task, by scorer
  std::int64_t page_documents_ = kFirstPageDocuments;
};

Error no_longer(const Task& task, std::int64_t document, const std::string& what) {
  return {ErrorKind::kInvalidConfig, "task '" + task.name + "': document " + std::to_string(document) + " " + what +
                                         "; regrade with the data and the task file that the run had"};
}

}  // namespace

Status check_same_documents(const RunView& plan, const Task& task) {
  for (const TaskRecord& record : plan.tasks) {
    const std::string kind = std::holds_alternative<Generation>(task.asking) ? "generate" : "choose";
    if (record.name == task.name && record.kind != kind) {
      return Error{ErrorKind::kInvalidConfig, "task '" + task.name + "': its answers were of kind '" + record.kind +
                                                  "' in the run and would be of kind '" + kind + "' now"};
    }
  }
  for (const DocumentRecord& document : plan.documents) {
    if (document.task != task.name) {
      continue;
    }
    if (document.index >= task.dataset->size()) {
      return no_longer(task, document.index,
                       "is not there: it has " + std::to_string(task.dataset->size()) + " documents now");
    }
    const Sample sample = task.dataset->at(document.index);
    if (document_hash(sample) != document.hash) {
      return no_longer(task, document.index, "is no longer the one that the run asked (another hash)");
    }
    if (sample.gold != document.gold || sample.gold_choice != document.gold_choice) {
      return no_longer(task, document.index, "has another gold answer than in the run");
    }
  }
  return {};
}

Result<RegradeResult> regrade(const RunView& plan, std::span<const RegradeTask> tasks, Store& store,
                              const std::atomic<int>& interrupts, const RegradeOptions& options) {
  if (!options.is_dry) {
    if (auto added = store.append_metrics(plan.run.id, metrics_of(tasks)); !added) {
      return added.error();
    }
  }
  Regrader regrader(plan, store, interrupts, options);
  for (const RegradeTask& planned : tasks) {
    const auto record = std::find_if(plan.tasks.begin(), plan.tasks.end(),
                                     [&](const TaskRecord& other) { return other.name == planned.task.name; });
    ASSAY_CHECK(record != plan.tasks.end(), "a task that the run does not have");
    for (const ModelRecord& model : plan.models) {
      if (auto done = regrader.run(planned, *record, model.name); !done) {
        return done.error();
      }
    }
  }
  return regrader.take();
}

}  // namespace assay
