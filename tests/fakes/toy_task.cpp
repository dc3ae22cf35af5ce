// Toy tasks.
#include "tests/fakes/toy_task.h"

#include <algorithm>
#include <vector>

#include "harness/base/text.h"

namespace assay {
namespace {

class ToyDataset final : public Dataset {
 public:
  ToyDataset(std::int64_t size, bool has_choices) : size_(size), has_choices_(has_choices) {}
  std::int64_t size() const override { return size_; }
  Sample at(std::int64_t index) const override {
    const std::string number = std::to_string(index);
    Sample sample{
        .index = index, .document = "{\"n\":" + number + "}", .question = "doc " + number + ":", .gold = number};
    sample.target = number;
    if (has_choices_) {
      sample.choices = {"yes", "no"};
      sample.gold_choice = static_cast<int>(index % 2);
      sample.gold = sample.choices[static_cast<std::size_t>(index % 2)];
      sample.target = sample.gold;
    }
    return sample;
  }

 private:
  const std::int64_t size_;
  const bool has_choices_;
};

// The exemplars are documents 1000, 1001, ...
class ToyExemplars final : public ExemplarSource {
 public:
  explicit ToyExemplars(bool has_choices) : dataset_(2000, has_choices) {}
  Result<std::vector<Sample>> exemplars(const Sample& /*sample*/, int count,
                                        std::uint64_t /*run_seed*/) const override {
    std::vector<Sample> drawn;
    for (int i = 0; i < count; ++i) {
      drawn.push_back(dataset_.at(1000 + i));
    }
    return drawn;
  }
  std::int64_t available() const override { return 10; }
  bool is_fixed() const override { return true; }

 private:
  ToyDataset dataset_;
};

class ToyScorer final : public Scorer {
 public:
  std::string_view name() const override { return "exact"; }
  int version() const override { return 1; }
  Judgement judge(const Sample& sample, const Response& response) const override {
    if (response.finish == Finish::kFailed || response.finish == Finish::kTimedOut) {
      return {.outcome = Outcome::kNoAnswer, .rule = response.failure};
    }
    std::string answer(trim(response.text));
    if (!response.choices.empty()) {
      const auto best = std::max_element(
          response.choices.begin(), response.choices.end(),
          [](const ChoiceScore& a, const ChoiceScore& b) { return a.log_likelihood < b.log_likelihood; });
      answer = sample.choices[static_cast<std::size_t>(best - response.choices.begin())];
    }
    const bool is_right = answer == sample.gold;
    return {.outcome = is_right ? Outcome::kRight : Outcome::kWrong,
            .value = is_right ? 1 : 0,
            .answer = answer,
            .rule = "equal"};
  }
};

class ToyVote final : public Scorer {
 public:
  explicit ToyVote(int repeats_min) : repeats_min_(repeats_min) {}
  std::string_view name() const override { return "vote"; }
  int version() const override { return 1; }
  bool is_joint() const override { return true; }
  int repeats_min() const override { return repeats_min_; }
  Judgement judge(const Sample& sample, const Response& response) const override {
    const Response* one = &response;
    return judge_jointly(sample, {&one, 1});
  }
  Judgement judge_jointly(const Sample& sample, std::span<const Response* const> repeats) const override {
    const auto right = std::count_if(repeats.begin(), repeats.end(),
                                     [&](const Response* response) { return trim(response->text) == sample.gold; });
    const bool is_right = 2 * static_cast<std::size_t>(right) > repeats.size();
    return {.outcome = is_right ? Outcome::kRight : Outcome::kWrong,
            .value = is_right ? 1 : 0,
            .rule = std::to_string(right) + " of " + std::to_string(repeats.size())};
  }

 private:
  int repeats_min_;
};

Task make(const std::string& name, std::int64_t size, bool has_choices) {
  Task task{.name = name, .version = 1, .summary = "toy", .licence = "own", .settings = "{}"};
  task.asking = has_choices ? Asking(Choosing{}) : Asking(Generation{.stops = {"\n"}, .output_tokens_max = 8});
  task.dataset = std::make_unique<ToyDataset>(size, has_choices);
  task.exemplars = std::make_unique<ToyExemplars>(has_choices);
  task.scorers.push_back(std::make_unique<ToyScorer>());
  return task;
}

}  // namespace

Task make_toy_task(const std::string& name, std::int64_t size) { return make(name, size, false); }

Task make_toy_choice_task(const std::string& name, std::int64_t size) { return make(name, size, true); }

std::unique_ptr<Scorer> make_toy_vote(int repeats_min) { return std::make_unique<ToyVote>(repeats_min); }

}  // namespace assay
