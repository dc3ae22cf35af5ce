// The loop of one block. Submitting comes before storing, so that the engine never waits for the disk.
#include "harness/run/block_runner.h"

#include <algorithm>
#include <utility>

#include "harness/api/messages.h"
#include "harness/base/text.h"
#include "harness/run/identity.h"
#include "harness/run/judge.h"

namespace assay {
namespace {

constexpr std::chrono::milliseconds kPatience(100);
constexpr int kCancelInterrupts = 2;

bool is_infrastructure(Finish finish) { return finish == Finish::kFailed || finish == Finish::kTimedOut; }

int in_flight_max(const BackendInfo& info, const Request& request) {
  return std::max(1,
                  std::holds_alternative<Generate>(request.body) ? info.generations_in_flight : info.scores_in_flight);
}

std::int64_t since(Nanos begin, Nanos moment) { return (moment - begin).count(); }

}  // namespace

struct BlockRunner::Block {
  const PlannedModel& model;
  const PlannedTask& task;
  BlockRecord record;
  Nanos begin{0};
  std::deque<Ask> waiting;
  std::map<RequestId, Ask> asked;
  BlockResult result;
};

BlockRunner::BlockRunner(const Plan& plan, const SessionParts& parts, ProgressState& state)
    : plan_(plan), parts_(parts), state_(state), collector_(parts.clock) {}

Result<BlockRunner::Ask> BlockRunner::prepare(const Block& block, const BlockSample& sample) const {
  const Task& task = block.task.task;
  Backend& backend = *block.model.backend;
  Ask ask{.sample = task.dataset->at(sample.document)};
  ask.prompt = build_prompt(task, ask.sample, block.task.exemplars, sample.repeat, plan_.seed);
  AnswerRecord& record = ask.record;
  if (backend.info().can.has(Capability::kTokenIds)) {
    auto encoding = backend.encode(ask.prompt.request);
    if (!encoding) {
      return std::move(encoding.error()).in("task '" + task.name + "', document " + std::to_string(sample.document));
    }
    record.prompt_ids = encoding->prompt;
    record.boundary_merges = encoding->boundary_merges;
    ask.prompt.request.encoding = std::move(*encoding);
  }
  Identity identity = identify(backend.info(), ask.prompt.request, sample.repeat);
  record.key = sample_key(block.model, block.task, sample.document, sample.repeat);
  record.document_hash = document_hash(ask.sample);
  record.request_key = std::move(identity.key);
  record.request_text = std::move(identity.text);
  if (const auto* generate = std::get_if<Generate>(&ask.prompt.request.body)) {
    record.prompt = asked_text(*generate);
  } else {
    const auto& score = std::get<Score>(ask.prompt.request.body);
    record.prompt = score.context;
    record.continuations = score.continuations;
  }
  record.exemplars = ask.prompt.exemplars;
  record.block = block.record.index;
  return ask;
}

// Submits while there is room.
void BlockRunner::fill(Block& block) {
  Backend& backend = *block.model.backend;
  while (!block.waiting.empty() && parts_.interrupts.load() == 0 &&
         collector_.in_flight() < in_flight_max(backend.info(), block.waiting.front().prompt.request)) {
    const RequestId id = next_id_++;
    Ask& ask = block.asked.emplace(id, std::move(block.waiting.front())).first->second;
    block.waiting.pop_front();
    ask.prompt.request.id = id;
    ++ask.attempt;
    collector_.expect(id);
    backend.submit(ask.prompt.request, collector_);
  }
}

AnswerRecord BlockRunner::finish_record(const Block& block, Ask ask, Arrival arrival) const {
  AnswerRecord record = std::move(ask.record);
  record.response = std::move(arrival.response);
  record.attempt = ask.attempt;
  record.submitted_ns = since(block.begin, arrival.submitted);
  record.done_ns = since(block.begin, arrival.done);
  if (arrival.first_token) {
    record.first_token_ns = since(block.begin, *arrival.first_token);
  }
  record.token_ns.reserve(arrival.tokens.size());
  for (const Nanos moment : arrival.tokens) {
    record.token_ns.push_back(since(block.begin, moment));
  }
  record.prefill_active_s = arrival.prefill_active_s;
  record.decode_active_s = arrival.decode_active_s;
  return record;
}

// Stores what arrived, then judges it. Infrastructure failures go back into the queue while attempts are left; what the
// user cancelled is forgotten, so that a resumed run asks it again.
Status BlockRunner::settle(Block& block, std::vector<Arrival> arrivals) {
  std::vector<AnswerRecord> answers;
  std::vector<ScoreRecord> scores;
  for (Arrival& arrival : arrivals) {
    auto node = block.asked.extract(arrival.response.request);
    Ask& ask = node.mapped();
    if (ask.is_timed_out && arrival.response.finish == Finish::kCancelled) {
      arrival.response.finish = Finish::kTimedOut;
      arrival.response.failure = "no answer within " + exact_number(plan_.timeout_s) + " s";
    }
    if (arrival.response.finish == Finish::kCancelled) {
      block.result.is_interrupted = true;
      continue;
    }
    if (is_infrastructure(arrival.response.finish)) {
      if (ask.attempt < plan_.attempts_max) {
        ask.is_timed_out = false;
        block.waiting.push_front(std::move(ask));
        continue;
      }
      ++block.result.failed;
      parts_.progress.on_note("no answer: model '" + ask.record.key.model + "', task '" + ask.record.key.task +
                              "', document " + std::to_string(ask.record.key.document) + ": " +
                              arrival.response.failure);
    }
    const Sample sample = ask.sample;
    answers.push_back(finish_record(block, std::move(ask), std::move(arrival)));
    for (ScoreRecord& score : judge(block.task.task, sample, answers.back())) {
      scores.push_back(std::move(score));
    }
  }
  fill(block);
  if (answers.empty()) {
    return {};
  }
  if (auto stored = parts_.store.append_answers(plan_.run.id, answers); !stored) {
    return stored;
  }
  for (const AnswerRecord& answer : answers) {
    block.record.active_s += answer.prefill_active_s + answer.decode_active_s;
  }
  block.result.answered += static_cast<std::int64_t>(answers.size());
  state_.answered += static_cast<std::int64_t>(answers.size());
  return parts_.store.append_scores(plan_.run.id, scores);
}

void BlockRunner::cancel_late(Block& block) {
  if (parts_.interrupts.load() > 0 && !std::exchange(has_told_interrupt_, true)) {
    parts_.progress.on_note("interrupted: waiting for the " + std::to_string(block.asked.size()) +
                            " answers on their way; interrupt again to cancel them");
  }
  if (parts_.interrupts.load() >= kCancelInterrupts) {
    for (const auto& [id, ask] : block.asked) {
      block.model.backend->cancel(id);
    }
    return;
  }
  const Nanos limit(static_cast<std::int64_t>(plan_.timeout_s * 1e9));
  for (const RequestId id : collector_.older_than(parts_.clock.now() - limit)) {
    block.asked.at(id).is_timed_out = true;
    block.model.backend->cancel(id);
  }
}

// After a failed write: ends what is in flight and forgets it.
void BlockRunner::drain(Block& block) {
  for (const auto& [id, ask] : block.asked) {
    block.model.backend->cancel(id);
  }
  while (collector_.in_flight() > 0) {
    collector_.take(kPatience);
  }
  collector_.take(std::chrono::milliseconds(0));
}

Result<BlockResult> BlockRunner::run(const PlannedModel& model, const PlannedTask& task,
                                     const std::vector<BlockSample>& samples, std::int64_t index) {
  Block block{.model = model, .task = task};
  block.record = {.index = index, .model = model.record.name, .task = task.task.name};
  for (const BlockSample& sample : samples) {
    auto ask = prepare(block, sample);
    if (!ask) {
      return ask.error();
    }
    block.waiting.push_back(std::move(*ask));
  }
  block.record.begin_wall_ns = parts_.clock.wall().count();
  parts_.meter.begin();
  block.begin = parts_.clock.now();
  fill(block);
  while (!block.asked.empty()) {
    auto arrivals = collector_.take(kPatience);
    state_.in_flight = collector_.in_flight();
    if (auto settled = settle(block, std::move(arrivals)); !settled) {
      drain(block);
      return settled.error();
    }
    parts_.progress.on_state(state_);
    cancel_late(block);
  }
  block.record.wall_s = seconds(parts_.clock.now() - block.begin);
  block.record.idle_s = block.record.wall_s - block.record.active_s;
  parts_.meter.end(block.record);
  block.result.is_interrupted |= !block.waiting.empty();
  state_.failed += block.result.failed;
  // Without an answer there is nothing for a block to describe: its time stays with the idle time outside of blocks.
  if (block.result.answered > 0) {
    block.result.wall_s = block.record.wall_s;
    if (auto stored = parts_.store.append_block(plan_.run.id, block.record); !stored) {
      return stored.error();
    }
    parts_.progress.on_block(block.record);
  }
  return block.result;
}

}  // namespace assay
