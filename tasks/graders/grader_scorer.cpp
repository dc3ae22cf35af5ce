// Judging one output by one grader.
#include "tasks/graders/grader_scorer.h"

#include <string>
#include <vector>

#include "tasks/parts/finish.h"

namespace assay {
namespace {

// An undecided verdict first: reports count rules that begin with the word.
std::string rule_of(std::string_view found, const GraderVerdict& verdict) {
  return verdict.is_undecided ? verdict.rule + " (" + std::string(found) + ")"
                              : std::string(found) + "; " + verdict.rule;
}

class GraderScorer final : public Scorer {
 public:
  explicit GraderScorer(const Grader& grader) : grader_(grader) {}
  std::string_view name() const override { return grader_.name; }
  int version() const override { return grader_.version; }

  Judgement judge(const Sample& sample, const Response& response) const override {
    if (auto early = judge_finish(response)) {
      return *early;
    }
    const bool is_cut = response.finish == Finish::kLength || response.finish == Finish::kContextFull;
    const auto found =
        is_cut && grader_.find_in_cut != nullptr ? grader_.find_in_cut(response.text) : grader_.find(response.text);
    if (!found) {
      return {.outcome = is_cut ? Outcome::kTruncatedInAnswer : Outcome::kUnparsed,
              .value = 0,
              .rule = is_cut ? "cut off before an answer" : "no answer found"};
    }
    return judged(*found, sample);
  }

 private:
  Judgement judged(const MathAnswer& found, const Sample& sample) const {
    Judgement judgement{.outcome = Outcome::kWrong, .value = 0, .answer = found.text};
    const std::vector<std::string> golds = sample.golds.empty() ? std::vector<std::string>{sample.gold} : sample.golds;
    for (const std::string& gold : golds) {
      const GraderVerdict verdict = grade(grader_, found.text, gold_answer(gold));
      judgement.rule = rule_of(found.rule, verdict);
      if (verdict.is_right) {
        judgement.outcome = Outcome::kRight;
        judgement.value = 1;
        break;
      }
    }
    return judgement;
  }

  const Grader& grader_;
};

}  // namespace

std::unique_ptr<Scorer> make_grader_scorer(const Grader& grader) { return std::make_unique<GraderScorer>(grader); }

}  // namespace assay
