// IFEval's scores: strict and loose, by prompt and by instruction.
#include <algorithm>
#include <string>

#include "harness/base/text.h"
#include "tasks/handlers/families.h"
#include "tasks/handlers/ifeval/instructions.h"
#include "tasks/handlers/parts/python_string.h"
#include "tasks/handlers/parts/row.h"

namespace assay {
namespace {

struct Verdict {
  std::vector<double> followed;  // 0 or 1, one for each instruction
  std::string failed;            // names of those not followed
};

struct Asked {
  std::vector<std::string> ids;
  std::vector<Value> arguments;
};

Result<Asked> asked_of(const Value& row) {
  RowReader read(row);
  Asked asked{read.texts("instruction_id_list"), read.list("kwargs")};
  if (asked.ids.size() != asked.arguments.size()) {
    read.fail("kwargs", "not one for each instruction");
  }
  return read.done(std::move(asked));
}

// Followed if any of the variants that are not blank follows.
Result<Verdict> verdict(const Asked& asked, const std::vector<std::string>& variants) {
  Verdict result;
  for (std::size_t i = 0; i < asked.ids.size(); ++i) {
    bool is_followed = false;
    for (std::size_t j = 0; j < variants.size() && !is_followed; ++j) {
      const auto follows = follows_instruction(asked.ids[i], asked.arguments[i], variants[j]);
      if (!follows) {
        return follows.error();
      }
      is_followed = *follows;
    }
    result.followed.push_back(is_followed ? 1 : 0);
    result.failed += is_followed ? "" : (result.failed.empty() ? "" : ", ") + asked.ids[i];
  }
  return result;
}

std::vector<MetricValue> not_judged(const std::string& reason) {
  std::vector<MetricValue> metrics;
  for (const char* name :
       {"prompt_level_strict_acc", "inst_level_strict_acc", "prompt_level_loose_acc", "inst_level_loose_acc"}) {
    metrics.push_back(
        {.metric = name, .parts = {}, .outcome = Outcome::kNoAnswer, .answer = {}, .rule = "not judged: " + reason});
  }
  return metrics;
}

void append_metrics(const std::string& strictness, const Verdict& verdict, std::vector<MetricValue>& metrics) {
  const bool is_all = verdict.failed.empty();
  MetricValue metric{.metric = "prompt_level_" + strictness + "_acc",
                     .parts = {is_all ? 1.0 : 0.0},
                     .outcome = is_all ? Outcome::kRight : Outcome::kWrong,
                     .answer = {},
                     .rule = is_all ? "all instructions followed" : "not followed: " + verdict.failed};
  metrics.push_back(metric);
  metric.metric = "inst_level_" + strictness + "_acc";
  metric.parts = verdict.followed;
  metrics.push_back(std::move(metric));
}

std::vector<MetricValue> process_results(const ResultsInput& input) {
  const auto asked = asked_of(input.row);
  if (!asked) {
    return not_judged(asked.error().message);
  }
  if (input.texts.empty()) {
    return not_judged("no answer");
  }
  const std::string& response = input.texts[0];
  const auto strict = verdict(*asked, {response});
  const auto loose = verdict(*asked, loose_variants(response));
  if (!strict || !loose) {
    return not_judged(strict ? loose.error().message : strict.error().message);
  }
  std::vector<MetricValue> metrics;
  append_metrics("strict", *strict, metrics);
  append_metrics("loose", *loose, metrics);
  return metrics;
}

const HandlerEntry kEntries[] = {
    {"ifeval", "utils.process_results", &process_results},
    {"leaderboard/ifeval", "utils.process_results", &process_results},
};

}  // namespace

std::span<const HandlerEntry> ifeval_handlers() { return kEntries; }

}  // namespace assay
