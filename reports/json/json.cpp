// The summaries as JSON.
#include "reports/json/json.h"

#include <nlohmann/json.hpp>

#include "harness/api/names.h"
#include "reports/parts/summary.h"

namespace assay {
namespace {

using nlohmann::json;

json value_of(const std::optional<double>& value) { return value ? json(*value) : json(); }

json interval_of(const std::optional<Interval>& interval) {
  return interval ? json::array({interval->low, interval->high}) : json();
}

json percentiles_of(const Percentiles& figures) {
  return {{"n", figures.n}, {"p50", value_of(figures.p50)}, {"p95", value_of(figures.p95)}};
}

json thought_of(const std::optional<ThoughtSummary>& thought) {
  if (!thought) {
    return {};
  }
  return {{"answers", thought->answers},
          {"thoughts", thought->thoughts},
          {"open", thought->open},
          {"counted", thought->counted},
          {"thought_tokens_mean", value_of(thought->thought_tokens_mean)},
          {"answer_tokens_mean", value_of(thought->answer_tokens_mean)},
          {"counts", thought->counts}};
}

json figures_of(const std::vector<RepeatFigure>& figures) {
  json list = json::array();
  for (const RepeatFigure& figure : figures) {
    list.push_back({{"figure", figure.name},
                    {"mean", figure.share.mean},
                    {"standard_error", value_of(figure.share.standard_error)},
                    {"interval_95", interval_of(figure.share.interval)},
                    {"n", figure.share.n}});
  }
  return list;
}

json repeats_of(const std::optional<RepeatSummary>& repeats) {
  if (!repeats) {
    return {};
  }
  return {{"metric", repeats->metric},
          {"k", repeats->k},
          {"documents_short", repeats->documents_short},
          {"figures", figures_of(repeats->figures)},
          {"curve", figures_of(repeats->curve)}};
}

json cell_of(const CellSummary& cell) {
  json metrics = json::array();
  for (const MetricSummary& metric : cell.metrics) {
    metrics.push_back({{"metric", metric.name},
                       {"headline", metric.is_headline},
                       {"supplementary", metric.is_supplementary},
                       {"aggregation", metric.aggregation},
                       {"standard_error", value_of(metric.standard_error)},
                       {"mean", value_of(metric.mean)},
                       {"interval_95", interval_of(metric.interval)},
                       {"n", metric.n}});
  }
  const OutcomeCounts& outcomes = cell.outcomes;
  const SpeedSummary& speed = cell.speed;
  return {{"task", cell.task},
          {"model", cell.model},
          {"metrics", metrics},
          {"boundary_merges", cell.boundary_merges},
          {"thought", thought_of(cell.thought)},
          {"repeats", repeats_of(cell.repeats)},
          {"outcomes",
           {{"samples", outcomes.samples},
            {"right", outcomes.right},
            {"unparsed", outcomes.unparsed},
            {"truncated", outcomes.truncated},
            {"truncated_in_thought", outcomes.truncated_in_thought},
            {"refused", outcomes.refused},
            {"no_answer", outcomes.no_answer},
            {"retried", outcomes.retried}}},
          {"speed",
           {{"disturbed", speed.is_disturbed},
            {"blocks", speed.blocks},
            {"blocks_disturbed", speed.blocks_disturbed},
            {"prompt_tokens_per_s", value_of(speed.prompt_tokens_per_s)},
            {"output_tokens_per_s", value_of(speed.output_tokens_per_s)},
            {"ttft_s", percentiles_of(speed.ttft_s)},
            {"inter_token_s", percentiles_of(speed.inter_token_s)},
            {"total_s", percentiles_of(speed.total_s)},
            {"prompt_tokens", speed.prompt_tokens},
            {"output_tokens", speed.output_tokens},
            {"active_s", speed.active_s}}},
          {"cost",
           {{"per_million_input_tokens", value_of(speed.cost_per_million_input)},
            {"per_million_output_tokens", value_of(speed.cost_per_million_output)},
            {"per_right_answer", value_of(speed.cost_per_right_answer)}}}};
}

json pair_of(const PairSummary& pair) {
  const PairedDifference& difference = pair.difference;
  return {{"task", pair.task},
          {"metric", pair.metric},
          {"first", pair.first},
          {"second", pair.second},
          {"difference", difference.mean},
          {"interval_95", interval_of(difference.interval)},
          {"n", difference.n},
          {"only_second_right", difference.gained},
          {"only_first_right", difference.lost},
          {"mcnemar_p", difference.mcnemar_p},
          {"shown", is_shown(difference)}};
}

json side_of(const Judgement& judgement) {
  return {{"outcome", to_name(judgement.outcome)}, {"answer", judgement.answer}, {"rule", judgement.rule}};
}

json agreement_of(const AgreementSummary& pair) {
  json disagreements = json::array();
  for (const Disagreement& parted : pair.disagreements) {
    disagreements.push_back({{"document", parted.document},
                             {"repeat", parted.repeat},
                             {"gold", parted.gold},
                             {"first", side_of(parted.first)},
                             {"second", side_of(parted.second)}});
  }
  const Agreement& counts = pair.counts;
  return {{"task", pair.task},
          {"model", pair.model},
          {"first", pair.first},
          {"second", pair.second},
          {"n", counts.count()},
          {"both_right", counts.both_right},
          {"only_first_right", counts.only_first},
          {"only_second_right", counts.only_second},
          {"both_wrong", counts.both_wrong},
          {"agreement", value_of(agreement_share(counts))},
          {"kappa", value_of(cohen_kappa(counts))},
          {"disagreements", std::move(disagreements)}};
}

json twin_of(const TwinSummary& twin) {
  return {{"model", twin.model},
          {"static_task", twin.static_task},
          {"static_metric", twin.static_metric},
          {"static_score", twin.static_score.value},
          {"static_n", twin.static_score.n},
          {"fresh_task", twin.fresh_task},
          {"fresh_metric", twin.fresh_metric},
          {"fresh_score", twin.fresh_score.value},
          {"fresh_n", twin.fresh_score.n},
          {"difference", twin.difference.value},
          {"standard_error", value_of(twin.difference.standard_error)},
          {"interval_95", interval_of(twin.difference.interval)},
          {"shown", is_shown(twin.difference)}};
}

json kernel_of(const KernelSummary& kernel) {
  const KernelRecord& record = kernel.record;
  return {{"kernel", record.kernel},
          {"implementation", record.implementation},
          {"shape", record.shape},
          {"mode", record.mode},
          {"threads", record.threads},
          {"status", record.status},
          {"failure", record.failure},
          {"flops", record.flops},
          {"bytes", record.bytes},
          {"formula_version", record.formula_version},
          {"error_max", record.error_max},
          {"samples_s", record.samples_s},
          {"median_s", value_of(kernel.median_s)},
          {"min_s", value_of(kernel.min_s)},
          {"q1_s", value_of(kernel.q1_s)},
          {"q3_s", value_of(kernel.q3_s)},
          {"gflops_per_s", value_of(kernel.gflops)},
          {"gbytes_per_s", value_of(kernel.gbytes)},
          {"peak_share", value_of(record.peak_share)},
          {"peak_kind", record.peak_kind},
          {"disturbed", record.is_disturbed}};
}

json run_of(const RunView& run, const SameAnswer& same_answer) {
  const RunSummary summary = summarise(run, same_answer);
  json out{{"id", run.run.id},           {"state", to_name(run.run.state)},        {"suite", run.run.suite},
           {"seed", run.run.seed},       {"schedule", run.run.schedule},           {"protocol", run.run.note},
           {"command", run.run.command}, {"assay_version", run.run.assay_version}, {"environment", run.environment}};
  for (const char* list : {"models", "results", "groups", "differences", "agreement", "kernels", "noise"}) {
    out[list] = json::array();
  }
  for (const ModelRecord& model : run.models) {
    out["models"].push_back({{"name", model.name},
                             {"address", model.address},
                             {"sha256", model.hash},
                             {"licence", model.licence},
                             {"format", model.format},
                             {"bytes", model.bytes ? json(*model.bytes) : json()},
                             {"parameters", model.parameters ? json(*model.parameters) : json()}});
  }
  for (const CellSummary& cell : summary.cells) {
    out["results"].push_back(cell_of(cell));
  }
  for (const GroupSummary& group : summary.groups) {
    out["groups"].push_back({{"group", group.group},
                             {"model", group.model},
                             {"metric", group.metric},
                             {"mean_of", group.is_weighted_by_size ? "documents" : "tasks"},
                             {"value", value_of(group.value)},
                             {"standard_error", value_of(group.standard_error)},
                             {"tasks", group.tasks},
                             {"documents", group.documents}});
  }
  for (const TwinSummary& twin : summary.twins) {
    out["twins"].push_back(twin_of(twin));
  }
  for (const PairSummary& pair : summary.pairs) {
    out["differences"].push_back(pair_of(pair));
  }
  for (const AgreementSummary& pair : summary.agreements) {
    out["agreement"].push_back(agreement_of(pair));
  }
  for (const KernelSummary& kernel : summary.kernels) {
    out["kernels"].push_back(kernel_of(kernel));
  }
  for (const NoiseRecord& noise : run.noise) {
    out["noise"].push_back({{"model", noise.model},
                            {"task", noise.task},
                            {"setting", noise.setting},
                            {"sums", noise.sums},
                            {"shift_mean", noise.shift_mean},
                            {"shift_p99", noise.shift_p99},
                            {"shift_max", noise.shift_max},
                            {"items", noise.items},
                            {"flips", noise.flips},
                            {"gap_flip_max", noise.gap_flip_max}});
  }
  const CostSummary& cost = summary.cost;
  out["cost"] = {{"wall_s", cost.wall_s},
                 {"active_s", cost.active_s},
                 {"idle_s", cost.idle_s},
                 {"total", value_of(cost.cost_total)},
                 {"samples", value_of(cost.cost_samples)},
                 {"idle", value_of(cost.cost_idle)}};
  if (run.price) {
    out["price"] = {{"machine", run.price->machine},
                    {"currency", run.price->currency},
                    {"per_hour", run.price->per_hour},
                    {"per_kwh", run.price->per_kwh},
                    {"source", run.price->source}};
  }
  return out;
}

class JsonReport final : public Report {
 public:
  Result<std::string> render(std::span<const RunView> runs, const ReportOptions& options) const override {
    json document{{"schema_version", 1}, {"runs", json::array()}};
    for (const RunView& run : runs) {
      document["runs"].push_back(run_of(run, options.same_answer));
    }
    return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
  }
};

}  // namespace

std::unique_ptr<Report> make_json_report() { return std::make_unique<JsonReport>(); }

}  // namespace assay
