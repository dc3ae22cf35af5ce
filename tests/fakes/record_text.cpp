// Every field of every record, in the order of the header.
#include "tests/fakes/record_text.h"

#include <bit>
#include <type_traits>

#include "harness/api/names.h"
#include "harness/base/hash.h"

namespace assay {
namespace {

class Text {
 public:
  Text& operator<<(const std::string& value) { return put(std::to_string(value.size()) + ":" + value); }
  Text& operator<<(double value) { return put(to_hex({.low = std::bit_cast<std::uint64_t>(value + 0.0)})); }
  Text& operator<<(float value) { return put("f" + std::to_string(std::bit_cast<std::uint32_t>(value))); }
  template <typename T>
  requires std::is_integral_v<T> Text& operator<<(T value) { return put(std::to_string(value)); }
  template <typename T>
  Text& operator<<(const std::optional<T>& value) {
    return value ? *this << *value : put("absent");
  }
  template <typename T>
  Text& operator<<(const std::vector<T>& values) {
    put("list of " + std::to_string(values.size()));
    for (const T& value : values) {
      *this << value;
    }
    return *this;
  }
  Text& operator<<(const ChoiceScore& choice) {
    return *this << choice.log_likelihood << choice.tokens << choice.is_greedy;
  }
  Text& operator<<(const EngineShare& share) {
    return *this << share.prefill_s << share.decode_s << share.batch_occupancy_mean;
  }
  Text& operator<<(const SampleKey& key) { return *this << key.model << key.task << key.document << key.repeat; }
  Text& operator<<(const SettingRecord& setting) {
    return *this << setting.model << setting.task << setting.key << setting.value << setting.is_identity;
  }
  Text& operator<<(const ModelRecord& model) {
    *this << model.name << model.address << model.hash << model.licence << model.bytes << model.parameters;
    return *this << model.format;
  }
  Text& operator<<(const TaskRecord& task) {
    *this << task.name << task.version << task.exemplars << task.settings << task.headline << task.kind;
    return *this << task.documents;
  }
  Text& operator<<(const MetricRecord& metric) {
    return *this << metric.task << metric.name << metric.version << metric.aggregation << metric.is_higher_better
                 << metric.is_supplementary;
  }
  Text& operator<<(const GroupRecord& group) {
    return *this << group.name << group.metric << group.is_weighted_by_size << group.tasks;
  }
  Text& operator<<(const DocumentRecord& document) {
    *this << document.task << document.task_version << document.index << document.hash << document.content;
    return *this << document.gold << document.gold_choice << document.cluster;
  }
  Text& operator<<(const Response& response) {
    *this << std::string(to_name(response.finish)) << response.text << response.stop << response.tokens;
    *this << response.top_gaps << response.choices << response.failure << response.prompt_tokens;
    return *this << response.prompt_tokens_evaluated << response.output_tokens << response.thought_tokens
                 << response.engine;
  }
  Text& operator<<(const Thought& thought) {
    *this << std::string(to_name(thought.state)) << thought.answer_at << thought.thought_tokens;
    return *this << thought.answer_tokens << thought.count;
  }
  Text& operator<<(const AnswerRecord& answer) {
    *this << answer.key << answer.document_hash << answer.request_key << answer.request_text << answer.prompt;
    *this << answer.continuations << answer.contexts << answer.prompt_ids << answer.boundary_merges << answer.exemplars
          << answer.response << answer.thought;
    *this << answer.block << answer.attempt << answer.submitted_ns << answer.first_token_ns << answer.done_ns;
    return *this << answer.token_ns << answer.prefill_active_s << answer.decode_active_s;
  }
  Text& operator<<(const ScoreRecord& score) {
    *this << score.key << score.scorer << score.scorer_version << std::string(to_name(score.judgement.outcome));
    return *this << score.judgement.value << score.judgement.answer << score.judgement.rule << score.judgement.parts;
  }
  Text& operator<<(const BlockRecord& block) {
    *this << block.index << block.model << block.task << block.begin_wall_ns << block.wall_s << block.active_s;
    *this << block.idle_s << block.own_cpu_s << block.other_cpu_s << block.steal_s << block.involuntary_switches;
    return *this << block.joules << block.energy_method << block.is_disturbed << block.disturbance;
  }
  Text& operator<<(const NoiseRecord& noise) {
    *this << noise.model << noise.task << noise.setting << noise.sums << noise.shift_mean << noise.shift_max;
    return *this << noise.shift_p99 << noise.items << noise.flips << noise.gap_flip_max;
  }
  Text& operator<<(const KernelRecord& kernel) {
    *this << kernel.kernel << kernel.implementation << kernel.shape << kernel.mode << kernel.threads << kernel.status;
    *this << kernel.failure << kernel.flops << kernel.bytes << kernel.formula_version << kernel.error_max;
    return *this << kernel.samples_s << kernel.peak_share << kernel.peak_kind << kernel.is_disturbed;
  }
  Text& operator<<(const PriceRecord& price) {
    return *this << price.machine << price.currency << price.per_hour << price.per_kwh << price.source;
  }
  Text& operator<<(const RunRecord& run) {
    *this << run.id << run.created_ns << std::string(to_name(run.state)) << run.suite << run.seed << run.schedule;
    return *this << run.command << run.note << run.assay_version;
  }

  std::string take() { return std::move(text_); }

 private:
  Text& put(const std::string& line) {
    text_ += line + "\n";
    return *this;
  }
  std::string text_;
};

}  // namespace

std::string all_fields(const RunView& view) {
  Text text;
  text << view.run << view.settings << view.models << view.tasks << view.metrics << view.groups << view.documents
       << view.answers << view.scores;
  text << view.blocks << view.price << view.noise << view.kernels;
  for (const auto& [key, value] : view.environment) {
    text << key << value;
  }
  return text.take();
}

}  // namespace assay
