// The canonical export: what two equal runs have in common, as sorted JSON lines.
#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "harness/api/names.h"
#include "harness/api/store.h"
#include "harness/base/text.h"

namespace assay {
namespace {

using nlohmann::json;

// The shortest text that reads back as the same number. -0 is 0, as in every store.
std::string number(double value) {
  return std::isfinite(value) ? exact_number(value + 0.0) : std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

json key_json(const SampleKey& key) {
  return {{"model", key.model}, {"task", key.task}, {"document", key.document}, {"repeat", key.repeat}};
}

json choices_json(const AnswerRecord& answer) {
  json choices = json::array();
  for (std::size_t i = 0; i < answer.response.choices.size(); ++i) {
    const ChoiceScore& choice = answer.response.choices[i];
    choices.push_back({{"text", i < answer.continuations.size() ? answer.continuations[i] : ""},
                       {"log_likelihood", number(choice.log_likelihood)},
                       {"tokens", choice.tokens},
                       {"greedy", choice.is_greedy}});
  }
  return choices;
}

json answer_json(const AnswerRecord& answer) {
  json line = key_json(answer.key);
  line["record"] = "answer";
  line["document_hash"] = answer.document_hash;
  line["request_key"] = answer.request_key;
  line["request"] = answer.request_text;
  line["prompt"] = answer.prompt;
  line["prompt_ids"] = answer.prompt_ids ? json(*answer.prompt_ids) : json();
  line["exemplars"] = answer.exemplars;
  if (!answer.contexts.empty()) {
    line["contexts"] = answer.contexts;
  }
  line["boundary_merges"] = answer.boundary_merges;
  line["finish"] = to_name(answer.response.finish);
  line["text"] = answer.response.text;
  line["stop"] = answer.response.stop;
  line["tokens"] = answer.response.tokens;
  line["prompt_tokens"] = answer.response.prompt_tokens ? json(*answer.response.prompt_tokens) : json();
  line["output_tokens"] = answer.response.output_tokens ? json(*answer.response.output_tokens) : json();
  line["failure"] = answer.response.failure;
  if (answer.thought) {
    const auto count = [](const std::optional<int>& tokens) { return tokens ? json(*tokens) : json(); };
    line["thought"] = {{"state", to_name(answer.thought->state)},
                       {"answer_at", answer.thought->answer_at},
                       {"thought_tokens", count(answer.thought->thought_tokens)},
                       {"answer_tokens", count(answer.thought->answer_tokens)}};
  }
  line["top_gaps"] = json::array();
  for (const float gap : answer.response.top_gaps) {
    line["top_gaps"].push_back(number(gap));
  }
  line["choices"] = choices_json(answer);
  return line;
}

json score_json(const ScoreRecord& score) {
  json line = key_json(score.key);
  line["record"] = "score";
  line["scorer"] = score.scorer;
  line["scorer_version"] = score.scorer_version;
  line["outcome"] = to_name(score.judgement.outcome);
  line["value"] = score.judgement.value ? json(number(*score.judgement.value)) : json();
  line["answer"] = score.judgement.answer;
  line["rule"] = score.judgement.rule;
  if (!score.judgement.parts.empty()) {
    line["parts"] = json::array();
    for (const double part : score.judgement.parts) {
      line["parts"].push_back(number(part));
    }
  }
  return line;
}

void add_metrics(const RunView& run, const std::function<void(const json&)>& add) {
  for (const MetricRecord& metric : run.metrics) {
    add({{"record", "metric"},
         {"task", metric.task},
         {"name", metric.name},
         {"version", metric.version},
         {"aggregation", metric.aggregation},
         {"is_higher_better", metric.is_higher_better},
         {"is_supplementary", metric.is_supplementary}});
  }
  for (const GroupRecord& group : run.groups) {
    add({{"record", "group"},
         {"name", group.name},
         {"metric", group.metric},
         {"is_weighted_by_size", group.is_weighted_by_size},
         {"tasks", group.tasks}});
  }
}

}  // namespace

std::string canonical_export(const RunView& run) {
  std::vector<std::string> lines;
  const auto add = [&](const json& line) {
    lines.push_back(line.dump(-1, ' ', false, json::error_handler_t::replace));
  };
  add({{"record", "run"},
       {"suite", run.run.suite},
       {"seed", run.run.seed},
       {"schedule", run.run.schedule},
       {"state", to_name(run.run.state)},
       {"note", run.run.note}});
  for (const SettingRecord& setting : run.settings) {
    if (setting.is_identity) {
      add({{"record", "setting"},
           {"model", setting.model},
           {"task", setting.task},
           {"key", setting.key},
           {"value", setting.value}});
    }
  }
  for (const ModelRecord& model : run.models) {
    add({{"record", "model"},
         {"name", model.name},
         {"hash", model.hash},
         {"format", model.format},
         {"licence", model.licence},
         {"bytes", model.bytes ? json(*model.bytes) : json()},
         {"parameters", model.parameters ? json(*model.parameters) : json()}});
  }
  for (const TaskRecord& task : run.tasks) {
    add({{"record", "task"},
         {"name", task.name},
         {"version", task.version},
         {"exemplars", task.exemplars},
         {"settings", task.settings},
         {"headline", task.headline},
         {"kind", task.kind},
         {"documents", task.documents}});
  }
  add_metrics(run, add);
  for (const DocumentRecord& document : run.documents) {
    add({{"record", "document"},
         {"task", document.task},
         {"task_version", document.task_version},
         {"index", document.index},
         {"hash", document.hash},
         {"content", document.content},
         {"gold", document.gold},
         {"gold_choice", document.gold_choice ? json(*document.gold_choice) : json()},
         {"cluster", document.cluster}});
  }
  for (const AnswerRecord& answer : run.answers) {
    add(answer_json(answer));
  }
  for (const ScoreRecord& score : run.scores) {
    add(score_json(score));
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) {
    text += line + "\n";
  }
  return text;
}

}  // namespace assay
