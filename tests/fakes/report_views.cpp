// Records by simple rules of the document's index, so that each figure of a report can be checked by hand.
#include "tests/fakes/report_views.h"

#include <string>

namespace assay {
namespace {

constexpr std::int64_t kMs = 1'000'000;

struct ModelPace {
  std::string name;
  std::int64_t token_ms = 0;    // between two tokens
  std::int64_t prefill_ms = 0;  // until the first
  int right_of_ten = 0;
};

AnswerRecord answer_at(const std::string& model, const std::string& task, std::int64_t document, std::int64_t block) {
  AnswerRecord answer{.key = {.model = model, .task = task, .document = document}, .block = block};
  answer.document_hash = std::to_string(document);
  answer.submitted_ns = 10 * kMs * document;
  return answer;
}

ScoreRecord score_of(const SampleKey& key, const std::string& scorer, Outcome outcome) {
  ScoreRecord score{.key = key, .scorer = scorer, .scorer_version = 1};
  score.judgement.outcome = outcome;
  if (outcome != Outcome::kNoAnswer) {
    score.judgement.value = outcome == Outcome::kRight ? 1 : 0;
  }
  return score;
}

// 80 documents in two blocks of 40; the second is disturbed. Document 7 was refused, 17 truncated, 27 unparsed, 37
// failed for good, 3 came at the second attempt.
void add_generated(RunView& view, const ModelPace& pace, std::int64_t first_block) {
  for (std::int64_t document = 0; document < 80; ++document) {
    AnswerRecord answer = answer_at(pace.name, "arithmetic_words", document, first_block + document / 40);
    Response& response = answer.response;
    response.finish = document == 7 ? Finish::kRefused : document == 37 ? Finish::kFailed : Finish::kStop;
    response.prompt_tokens = 300;
    response.prompt_tokens_evaluated = document % 40 == 0 ? 300 : 60;
    response.output_tokens = document == 37 ? 0 : 21;
    answer.attempt = document == 3 ? 2 : document == 37 ? 3 : 1;
    const std::int64_t begin = answer.submitted_ns + pace.prefill_ms * kMs + document * kMs / 4;
    if (document != 37) {
      answer.first_token_ns = begin;
      for (int token = 0; token < 21; ++token) {
        answer.token_ns.push_back(begin + token * (pace.token_ms * kMs + document * kMs / 100));
      }
    }
    answer.done_ns = document == 37 ? begin : answer.token_ns.back() + kMs;
    answer.prefill_active_s = 1e-3 * static_cast<double>(pace.prefill_ms);
    answer.decode_active_s = document == 37 ? 0 : 20e-3 * static_cast<double>(pace.token_ms);
    const Outcome outcome = document == 7                       ? Outcome::kRefused
                            : document == 17                    ? Outcome::kTruncatedInAnswer
                            : document == 27                    ? Outcome::kUnparsed
                            : document == 37                    ? Outcome::kNoAnswer
                            : document % 10 < pace.right_of_ten ? Outcome::kRight
                                                                : Outcome::kWrong;
    view.scores.push_back(score_of(answer.key, "exact_match", outcome));
    view.answers.push_back(std::move(answer));
  }
}

// 50 documents in one quiet block.
void add_chosen(RunView& view, const ModelPace& pace, std::int64_t block) {
  for (std::int64_t document = 0; document < 50; ++document) {
    AnswerRecord answer = answer_at(pace.name, "ordering_puzzles", document, block);
    answer.response.finish = Finish::kScored;
    answer.response.choices = {{.log_likelihood = -1.5, .tokens = 2}, {.log_likelihood = -2.5, .tokens = 2}};
    answer.response.prompt_tokens = 400;
    answer.response.prompt_tokens_evaluated = 90;
    answer.done_ns = answer.submitted_ns + pace.prefill_ms * 2 * kMs;
    answer.prefill_active_s = 2e-3 * static_cast<double>(pace.prefill_ms);
    const bool is_right = document % 10 < 5;
    view.scores.push_back(score_of(answer.key, "acc", is_right ? Outcome::kRight : Outcome::kWrong));
    view.scores.push_back(score_of(answer.key, "acc_norm", document % 10 < 4 ? Outcome::kRight : Outcome::kWrong));
    view.answers.push_back(std::move(answer));
  }
}

void add_block(RunView& view, const std::string& model, const std::string& task, double wall_s, double active_s,
               bool is_disturbed) {
  BlockRecord block{.index = static_cast<std::int64_t>(view.blocks.size()), .model = model, .task = task};
  block.wall_s = wall_s;
  block.active_s = active_s;
  block.idle_s = wall_s - active_s;
  block.joules = 40 * wall_s;
  block.energy_method = "rapl package";
  block.is_disturbed = is_disturbed;
  block.disturbance = is_disturbed ? "other programs took 22 % of the machine's CPU time" : "";
  view.blocks.push_back(std::move(block));
}

EnvironmentRecord machine() {
  return {{"cpu.model", "Example CPU 9000 @ 2.40GHz"},
          {"cpu.flags", "sse2 ssse3 sse4_1 sse4_2 avx avx2 fma f16c bmi2 avx512f avx512bw avx512vl avx512_vnni"},
          {"cpu.logical", "2"},
          {"kernel", "6.1.0"},
          {"load.1min", "0.42"},
          {"memory.total_kib", "25165824"}};
}

KernelRecord kernel(const std::string& implementation, const std::string& mode, const std::string& status,
                    std::vector<double> samples_s) {
  KernelRecord record{
      .kernel = "gemm_f32", .implementation = implementation, .shape = "m=512 n=512 k=512", .mode = mode};
  record.threads = 2;
  record.status = status;
  record.flops = 268435456;
  record.bytes = 3145728;
  record.error_max = 0.31;
  record.samples_s = std::move(samples_s);
  return record;
}

}  // namespace

RunView make_measured_view() {
  RunView view;
  view.run = {.id = "20260101-120000-abcd", .state = RunState::kComplete, .suite = "quick", .seed = 1};
  view.run.schedule = "fast";
  view.run.command = "assay run --suite quick --model smollm2-135m --model gemma3-270m";
  view.run.note = "few-shot completion without a chat template, greedy";
  view.run.assay_version = "0.1.0";
  view.models = {{.name = "smollm2-135m", .hash = "b179c9523d0e6a0f98a330c7562b6827", .licence = "Apache-2.0"},
                 {.name = "gemma3-270m", .hash = "a5fd3b62230aa5ec60212297dc9d20ea", .licence = "Gemma Terms of Use"}};
  view.models[0].format = "Q4_1";
  view.models[1].format = "Q4_K_M";
  view.tasks = {
      {.name = "arithmetic_words", .version = 1, .exemplars = 5, .headline = "exact_match", .kind = "generate"},
      {.name = "ordering_puzzles", .version = 1, .exemplars = 5, .headline = "acc", .kind = "choose"}};
  view.tasks[0].documents = 80;
  view.tasks[1].documents = 50;
  const ModelPace small{.name = "smollm2-135m", .token_ms = 5, .prefill_ms = 30, .right_of_ten = 1};
  const ModelPace large{.name = "gemma3-270m", .token_ms = 9, .prefill_ms = 60, .right_of_ten = 4};
  add_block(view, "", "", 12, 0, false);
  std::int64_t next = 1;
  for (const ModelPace& pace : {small, large}) {
    add_block(view, pace.name, "arithmetic_words", 8, 6, false);
    add_block(view, pace.name, "arithmetic_words", 9, 6, true);
    add_block(view, pace.name, "ordering_puzzles", 5, 4, false);
    add_generated(view, pace, next);
    add_chosen(view, pace, next + 2);
    next += 3;
  }
  view.environment = machine();
  view.price = PriceRecord{.machine = "local", .currency = "USD", .per_hour = 0.1, .per_kwh = 0.3};
  view.price->source = "assumed, not a quotation";
  view.noise = {
      {.model = "smollm2-135m", .task = "ordering_puzzles", .setting = "schedule fast against exact, choices"}};
  view.noise[0].sums = 200;
  view.noise[0].shift_mean = 0.0123;
  view.noise[0].shift_p99 = 0.0871;
  view.noise[0].shift_max = 0.104;
  view.noise[0].items = 50;
  view.noise[0].flips = 1;
  view.noise[0].gap_flip_max = 0.0312;
  return view;
}

RunView make_kernel_view() {
  RunView view;
  view.run = {.id = "20260101-130000-beef", .state = RunState::kComplete, .suite = "quick"};
  view.run.command = "assay kernels --suite quick";
  view.run.assay_version = "0.1.0";
  view.environment = machine();
  view.environment["load.1min"] = "0.55";  // passes with the hour: still the same machine
  view.kernels = {kernel("reference", "cold", "passed", {0.0402, 0.0398, 0.0400, 0.0411, 0.0399}),
                  kernel("openblas", "cold", "passed", {0.00301, 0.00299, 0.00305, 0.00298, 0.00341}),
                  kernel("wrong", "hot", "incorrect", {}), kernel("onednn", "cold", "failed", {})};
  view.kernels[0].peak_share = 0.0478;
  view.kernels[1].peak_share = 0.637;
  view.kernels[1].is_disturbed = true;
  view.kernels[0].peak_kind = view.kernels[1].peak_kind = "measured GFLOP/s, this process";
  view.kernels[2].error_max = 17.5;
  view.kernels[2].failure = "c[12][7] = 3.5, reference 3.25";
  view.kernels[3].failure = "libdnnl.so.2 cannot be opened";
  return view;
}

RunView make_hostile_view() {
  const std::string model = "evil|*`name`\x1b[31m<script>alert(1)</script>";
  const std::string task = "# @everyone_ [x](y) ~~z~~ =1+1";
  RunView view;
  view.run = {.id = "20260101-140000-dead", .state = RunState::kInterrupted, .suite = "*s*<b>", .seed = 7};
  view.run.schedule = "exact";
  view.run.command = "assay run --model 'evil|*`name`\x1b[31m```'";
  view.run.note = "_protocol_ with | and \x07 bell & <i>";
  view.run.assay_version = "0.1.0";
  view.models = {{.name = model, .hash = "", .licence = "<img src=x>"}, {.name = "other", .licence = ""}};
  view.tasks = {{.name = task, .version = 1, .headline = "exact", .kind = "generate"}};
  add_block(view, model, task, 2, 1, true);
  add_block(view, "other", task, 2, 1, true);
  for (const std::string& name : {model, std::string("other")}) {
    for (std::int64_t document = 0; document < 4; ++document) {
      AnswerRecord answer = answer_at(name, task, document, name == model ? 0 : 1);
      answer.response.finish = Finish::kEnd;
      answer.response.text = "\x1b]0;owned\x07 | * ` <script>";
      answer.response.prompt_tokens = 10;
      answer.response.prompt_tokens_evaluated = 10;
      answer.response.output_tokens = 1;
      answer.first_token_ns = answer.submitted_ns + 5 * kMs;
      answer.token_ns = {*answer.first_token_ns};
      answer.done_ns = *answer.first_token_ns + kMs;
      answer.prefill_active_s = 0.005;
      view.scores.push_back(score_of(answer.key, "exact", document == 0 ? Outcome::kRight : Outcome::kWrong));
      view.answers.push_back(std::move(answer));
    }
  }
  view.environment = {{"cpu.model", "CPU | `x` \x1b[2J <b>_y_</b>"}, {"+formula", "=2+5"}};
  return view;
}

}  // namespace assay
