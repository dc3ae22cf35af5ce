// Values chosen to be lost by any codec that is not exact.
#include "tests/fakes/sample_run.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace assay {
namespace {

constexpr double kTiny = std::numeric_limits<double>::denorm_min();
constexpr double kThird = 1.0 / 3;

// A NUL, a quote, an escape, half a UTF-8 sequence and bytes that are none.
std::string awkward(const std::string& name) { return name + std::string(" \0 ' \" \x1b[31m \xc3 \xff\xfe \n", 18); }

}  // namespace

RunView sample_plan(const std::string& id, std::int64_t created_ns) {
  RunView plan;
  plan.run = {.id = id,
              .created_ns = created_ns,
              .suite = "quick",
              .seed = std::numeric_limits<std::uint64_t>::max() - 4,
              .schedule = "exact",
              .command = "assay run 'it''s'",
              .note = "n",
              .assay_version = "0"};
  plan.settings = {{.key = "z", .value = "first"},
                   {.model = "m", .task = "gen", .key = "a", .value = awkward("v"), .is_identity = false},
                   {.key = "", .value = ""}};
  plan.models = {{.name = "m",
                  .address = "scripted:x",
                  .hash = "h",
                  .licence = "l",
                  .bytes = std::numeric_limits<std::int64_t>::max(),
                  .parameters = 0,
                  .format = "Q4_1"},
                 {.name = "a"}};
  plan.tasks = {{.name = "gen",
                 .version = 2,
                 .exemplars = 3,
                 .settings = "{}",
                 .headline = "exact",
                 .kind = "generate",
                 .documents = 2},
                {.name = "choose", .version = 1, .headline = "acc", .kind = "choose", .documents = 1}};
  plan.metrics = {{.task = "gen", .name = "exact", .version = 2, .aggregation = "mean"},
                  {.task = "gen", .name = awkward("f1"), .version = 1, .aggregation = "f1", .is_higher_better = false},
                  {.task = "choose", .name = "exact", .version = 3, .aggregation = "median", .is_supplementary = true}};
  plan.groups = {{.name = "all", .metric = "exact", .is_weighted_by_size = false, .tasks = {"gen", "choose"}},
                 {.name = "", .metric = "", .tasks = {}},
                 {.name = "all", .metric = "f1", .tasks = {"choose"}}};
  plan.documents = {{.task = "gen", .task_version = 2, .index = 1, .hash = "h1", .content = awkward("c"), .gold = "g1"},
                    {.task = "gen", .task_version = 2, .index = 0, .hash = "h0", .content = "{}", .gold = ""},
                    {.task = "choose",
                     .task_version = 1,
                     .index = 0,
                     .hash = "h0",
                     .content = "{}",
                     .gold = "b",
                     .gold_choice = 1,
                     .cluster = "passage 1"}};
  return plan;
}

AnswerRecord full_answer(std::int64_t document) {
  AnswerRecord answer;
  answer.key = {.model = "m", .task = "gen", .document = document, .repeat = 1};
  answer.document_hash = "h" + std::to_string(document);
  answer.request_key = "k";
  answer.request_text = awkward("request");
  answer.prompt = awkward("prompt");
  answer.continuations = {" A", "", awkward(" C")};
  answer.contexts = {awkward("first"), ""};
  answer.prompt_ids = std::vector<TokenId>{0, -1, std::numeric_limits<TokenId>::max()};
  answer.boundary_merges = 2;
  answer.exemplars = 5;
  answer.response = {.finish = Finish::kStop,
                     .text = awkward("text"),
                     .stop = "\n\n",
                     .tokens = std::vector<TokenId>(100'000, 7),
                     .top_gaps = {0.1F, -0.0F, std::numeric_limits<float>::infinity()},
                     .choices = {{.log_likelihood = -kThird, .tokens = 1, .is_greedy = true},
                                 {.log_likelihood = -std::numeric_limits<double>::infinity(), .tokens = 2},
                                 {.log_likelihood = -kTiny, .tokens = 0}},
                     .failure = awkward("failure"),
                     .prompt_tokens = 0,
                     .prompt_tokens_evaluated = 11,
                     .output_tokens = 12,
                     .thought_tokens = 7,
                     .engine = EngineShare{.prefill_s = kThird, .decode_s = 1e-300, .batch_occupancy_mean = 1.5}};
  answer.thought = Thought{.state = ThoughtState::kClosed,
                           .answer_at = std::numeric_limits<std::int64_t>::max(),
                           .thought_tokens = document == 0 ? std::nullopt : std::optional(7),
                           .answer_tokens = 5,
                           .count = awkward("count")};
  answer.block = 3;
  answer.attempt = 2;
  answer.submitted_ns = 5;
  answer.first_token_ns = 0;
  answer.done_ns = std::numeric_limits<std::int64_t>::max();
  answer.token_ns = {10, 9, std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(), 0};
  answer.prefill_active_s = 0.1;
  answer.decode_active_s = 0.2;
  return answer;
}

AnswerRecord empty_answer(std::int64_t document) {
  AnswerRecord answer;
  answer.key = {.model = "a", .task = "choose", .document = document};
  return answer;
}

ScoreRecord sample_score(const SampleKey& key, const std::string& scorer, int version, Outcome outcome) {
  return {.key = key,
          .scorer = scorer,
          .scorer_version = version,
          .judgement = {.outcome = outcome,
                        .value = outcome == Outcome::kNoAnswer ? std::nullopt : std::optional(kThird),
                        .answer = awkward("answer"),
                        .rule = "rule " + std::to_string(version),
                        .parts = version == 2 ? std::vector<double>{kThird, -0.0, 1e308} : std::vector<double>()}};
}

BlockRecord sample_block(std::int64_t index) {
  return {.index = index,
          .model = index % 2 == 0 ? "m" : "",
          .task = index % 2 == 0 ? "gen" : "",
          .begin_wall_ns = 1'700'000'000'000'000'001,
          .wall_s = 1.1,
          .active_s = 0.3,
          .idle_s = 0.8,
          .own_cpu_s = kThird,
          .other_cpu_s = 2.5,
          .steal_s = kTiny,
          .involuntary_switches = 7,
          .joules = index % 2 == 0 ? std::optional(3.25) : std::nullopt,
          .energy_method = "m",
          .is_disturbed = index % 2 == 0,
          .disturbance = "d"};
}

NoiseRecord sample_noise() {
  return {.model = "m",
          .task = "gen",
          .setting = "fast against exact",
          .sums = 4,
          .shift_mean = kThird,
          .shift_max = 2.2,
          .shift_p99 = 2.1,
          .items = 2,
          .flips = 1,
          .gap_flip_max = 0.7};
}

KernelRecord sample_kernel(const std::string& kernel) {
  return {.kernel = kernel,
          .implementation = "reference",
          .shape = "m=1 n=2",
          .mode = "cold",
          .threads = 2,
          .status = "passed",
          .failure = "",
          .flops = 1e15,
          .bytes = 3,
          .formula_version = 4,
          .error_max = kThird,
          .samples_s = {0.25, kThird, 0.125},
          .peak_share = kernel == "a" ? std::nullopt : std::optional(0.5),
          .peak_kind = "p",
          .is_disturbed = true};
}

PriceRecord sample_price() {
  return {.machine = "local", .currency = "EUR", .per_hour = kThird, .per_kwh = 0.3, .source = "s"};
}

RunView fill_store(Store& store, const std::string& id) {
  RunView view = sample_plan(id);
  // Sorted as read() sorts: by key, then scorer.
  view.answers = {empty_answer(0), full_answer(0), full_answer(1)};
  view.scores = {sample_score(view.answers[0].key, "acc", 1, Outcome::kNoAnswer),
                 sample_score(view.answers[1].key, "exact", 2, Outcome::kRight),
                 sample_score(view.answers[1].key, "f1", 1, Outcome::kTruncatedInThought),
                 sample_score(view.answers[2].key, "exact", 2, Outcome::kUnparsed)};
  view.blocks = {sample_block(0), sample_block(1), sample_block(7)};
  view.environment = {{"cpu.model", awkward("cpu")}, {"", ""}};
  view.price = sample_price();
  view.noise = {sample_noise(), sample_noise()};
  view.kernels = {sample_kernel("z"), sample_kernel("a")};
  const RunId& run = view.run.id;
  for (const auto& written :
       {store.begin_run(view), store.append_answers(run, std::array{view.answers[2], view.answers[0]}),
        store.append_answers(run, std::array{view.answers[1]}),
        store.append_scores(run, std::array{view.scores[2], view.scores[3], view.scores[0], view.scores[1]}),
        store.append_block(run, view.blocks[2]), store.append_block(run, view.blocks[0]),
        store.append_block(run, view.blocks[1]), store.append_environment(run, view.environment),
        store.set_price(run, *view.price), store.append_noise(run, view.noise[0]),
        store.append_noise(run, view.noise[1]), store.append_kernels(run, view.kernels)}) {
    EXPECT_TRUE(written) << (written ? "" : written.error().message);
  }
  return view;
}

}  // namespace assay
