// Three queries a range, all along the index of samples.
#include "results/sqlite/judged_reader.h"

#include <functional>
#include <string>
#include <utility>

#include "harness/api/names.h"
#include "harness/base/check.h"
#include "results/sqlite/codec.h"
#include "results/sqlite/rows.h"

namespace assay {
namespace {

constexpr std::string_view kAnswers =
    "SELECT r.id, r.document, r.repeat, r.document_hash, g.finish, g.output, g.stop, g.failure, g.prompt_tokens, "
    "g.prompt_tokens_evaluated, g.output_tokens, g.thought, g.answer_at, g.thought_tokens, g.answer_tokens, "
    "g.thought_count, g.engine_thought_tokens, CASE WHEN g.thought IS NULL THEN r.prompt ELSE '' END "  // a thought yet
                                                                                                        // to be looked
                                                                                                        // for
    "FROM request r JOIN generation g ON g.request = r.id ";
constexpr std::string_view kChoices =
    "SELECT r.id, l.log_likelihood, l.tokens, l.greedy FROM request r JOIN choice_ll l ON l.request = r.id ";
constexpr std::string_view kScores =
    "SELECT r.id, s.scorer, s.scorer_version, s.outcome, s.value, s.answer, s.rule, s.parts "
    "FROM request r JOIN score s ON s.request = r.id ";
constexpr std::string_view kRange =
    "WHERE r.run = ?1 AND r.model = ?2 AND r.task = ?3 AND r.document >= ?4 AND r.document < ?5 "
    "ORDER BY r.document, r.repeat";

// One range on its way: the answers, and the row ids they were read from, in the same order.
class RangeReader {
 public:
  RangeReader(const Database& database, const RunId& run, const DocumentRange& range)
      : database_(database), run_(run), range_(range) {}

  Result<std::vector<JudgedAnswer>> read() {
    auto done = each(kAnswers, "", [&](Row row) { return add_answer(row); });
    done = !done ? done : each(kChoices, ", l.choice", [&](Row row) { return add_choice(row); });
    next_ = 0;
    done = !done ? done : each(kScores, ", s.scorer, s.scorer_version", [&](Row row) { return add_score(row); });
    if (!done) {
      return done.error();
    }
    return std::move(answers_);
  }

 private:
  Status each(std::string_view select, std::string_view order, const std::function<Status(Row)>& use) const {
    auto query = database_.prepare(std::string(select) + std::string(kRange) + std::string(order));
    if (!query) {
      return query.error();
    }
    query->bind(run_).bind(range_.model).bind(range_.task).bind(range_.first).bind(range_.last);
    return each_row(*query, use);
  }

  Status add_answer(Row row) {
    const auto finish = finish_from(row.text(4));
    if (!finish) {
      return damaged("answer");
    }
    AnswerRecord& answer = answers_.emplace_back().answer;
    answer.key = {.model = range_.model,
                  .task = range_.task,
                  .document = row.integer(1),
                  .repeat = static_cast<int>(row.integer(2))};
    answer.document_hash = row.text(3);
    answer.response = {.finish = *finish,
                       .text = row.text(5),
                       .stop = row.text(6),
                       .failure = row.text(7),
                       .prompt_tokens = small(row.integer_or_null(8)),
                       .prompt_tokens_evaluated = small(row.integer_or_null(9)),
                       .output_tokens = small(row.integer_or_null(10))};
    answer.thought = thought_of(row, 11);
    answer.response.thought_tokens = small(row.integer_or_null(16));
    answer.prompt = row.text(17);
    rows_.push_back(row.integer(0));
    return {};
  }

  // The answer of a row; later rows are never of earlier answers.
  JudgedAnswer& answer_of(std::int64_t row) {
    while (next_ < rows_.size() && rows_[next_] != row) {
      ++next_;
    }
    ASSAY_CHECK(next_ < rows_.size(), "a row of an answer that was not read");
    return answers_[next_];
  }

  Status add_choice(Row row) {
    answer_of(row.integer(0))
        .answer.response.choices.push_back({.log_likelihood = row.real(1),
                                            .tokens = static_cast<int>(row.integer(2)),
                                            .is_greedy = row.integer(3) == 1});
    return {};
  }

  Status add_score(Row row) {
    auto judgement = judgement_of(row, 3);
    if (!judgement) {
      return judgement.error();
    }
    JudgedAnswer& judged = answer_of(row.integer(0));
    judged.scores.push_back({.key = judged.answer.key,
                             .scorer = row.text(1),
                             .scorer_version = static_cast<int>(row.integer(2)),
                             .judgement = std::move(*judgement)});
    return {};
  }

  const Database& database_;
  const RunId& run_;
  const DocumentRange& range_;
  std::vector<JudgedAnswer> answers_;
  std::vector<std::int64_t> rows_;
  std::size_t next_ = 0;  // the answer that the last row was of
};

}  // namespace

Result<Judgement> judgement_of(const Statement& row, int first) {
  const auto outcome = outcome_from(row.text(first));
  auto parts = decode_doubles(row.text(first + 4));
  if (!outcome || !parts) {
    return damaged("score");
  }
  return Judgement{.outcome = *outcome,
                   .value = row.real_or_null(first + 1),
                   .answer = row.text(first + 2),
                   .rule = row.text(first + 3),
                   .parts = std::move(*parts)};
}

Result<std::vector<JudgedAnswer>> read_judged(const Database& database, const RunId& run, const DocumentRange& range) {
  return RangeReader(database, run, range).read();
}

}  // namespace assay
