// The loop of one block. Submitting comes before storing, so that the engine never waits for the disk.
#include "harness/run/block_runner.h"

#include <algorithm>
#include <utility>

#include "harness/api/messages.h"
#include "harness/base/text.h"
#include "harness/run/encoded_prompt.h"
#include "harness/run/identity.h"
#include "harness/run/judge.h"
#include "harness/run/thought_rule.h"

namespace assay {
namespace {

constexpr std::chrono::milliseconds kPatience(100);
constexpr int kCancelInterrupts = 2;

bool is_infrastructure(Finish finish) { return finish == Finish::kFailed || finish == Finish::kTimedOut; }

int in_flight_max(const BackendInfo& info, const Request& request) {
  return std::max(1,
                  std::holds_alternative<Generate>(request.body) ? info.generations_in_flight : info.scores_in_flight);
}

// What the record says of the requests before they are answered.
void describe_requests(const Prompt& prompt, AnswerRecord& record) {
  record.exemplars = prompt.exemplars;
  const bool has_contexts = prompt.requests.size() > 1 && !prompt.is_rolling;
  for (const Request& request : prompt.requests) {
    if (request.encoding) {
      record.boundary_merges += request.encoding->boundary_merges;
      record.prompt_ids = record.prompt_ids ? std::move(record.prompt_ids) : request.encoding->prompt;
    }
    const auto* score = std::get_if<Score>(&request.body);
    if (score == nullptr) {
      record.prompt = asked_text(std::get<Generate>(request.body));
      continue;
    }
    if (&request == &prompt.requests.front()) {
      record.prompt = score->context;
    } else if (prompt.is_rolling) {
      continue;
    }
    for (const std::string& continuation : score->continuations) {
      record.continuations.push_back(continuation);
      if (has_contexts) {
        record.contexts.push_back(score->context);
      }
    }
  }
}

std::optional<int> sum_of(const std::optional<int>& a, const std::optional<int>& b) {
  return a && b ? std::optional(*a + *b) : std::nullopt;
}

void add_response(Response& all, Response next) {
  const bool is_whole = all.finish == Finish::kScored;
  if (is_whole && next.finish != Finish::kScored) {
    all.finish = next.finish;
    all.failure = std::move(next.failure);
  }
  all.choices.insert(all.choices.end(), next.choices.begin(), next.choices.end());
  all.prompt_tokens = sum_of(all.prompt_tokens, next.prompt_tokens);
  all.prompt_tokens_evaluated = sum_of(all.prompt_tokens_evaluated, next.prompt_tokens_evaluated);
  all.output_tokens = sum_of(all.output_tokens, next.output_tokens);
  if (all.engine && next.engine) {
    all.engine->prefill_s += next.engine->prefill_s;
    all.engine->decode_s += next.engine->decode_s;
  }
}

// One answer of a sample's several requests, in the requests' order: choices follow each other (of a rolling text they
// add up to one), the worst ending counts, times span from the first to the last.
Arrival merged(std::map<RequestId, Arrival> parts, bool is_rolling) {
  Arrival all = std::move(parts.begin()->second);
  for (auto part = std::next(parts.begin()); part != parts.end(); ++part) {
    Arrival& next = part->second;
    all.submitted = std::min(all.submitted, next.submitted);
    all.done = std::max(all.done, next.done);
    all.prefill_active_s += next.prefill_active_s;
    all.decode_active_s += next.decode_active_s;
    add_response(all.response, std::move(next.response));
  }
  if (parts.size() > 1 && all.response.finish != Finish::kScored) {
    all.response.choices.clear();
  }
  if (is_rolling && all.response.choices.size() > 1) {
    ChoiceScore sum{.is_greedy = true};
    for (const ChoiceScore& window : all.response.choices) {
      sum.log_likelihood += window.log_likelihood;
      sum.tokens += window.tokens;
      sum.is_greedy = sum.is_greedy && window.is_greedy;
    }
    all.response.choices = {sum};
  }
  return all;
}

std::int64_t since(Nanos begin, Nanos moment) { return (moment - begin).count(); }

}  // namespace

struct BlockRunner::Block {
  const PlannedModel& model;
  const PlannedTask& task;
  BlockRecord record;
  Nanos begin{0};
  std::deque<Ask> waiting;
  std::map<RequestId, Ask> asked;           // by the id of their first request
  std::map<RequestId, RequestId> first_id;  // of every request on its way: the key in `asked`
  BlockResult result;
};

BlockRunner::BlockRunner(const Plan& plan, const SessionParts& parts, ProgressState& state)
    : plan_(plan), parts_(parts), state_(state), collector_(parts.clock) {}

Result<BlockRunner::Ask> BlockRunner::prepare(const Block& block, const BlockSample& sample) const {
  const Task& task = block.task.task;
  Backend& backend = *block.model.backend;
  Ask ask{.sample = task.dataset->at(sample.document)};
  const std::string place = "task '" + task.name + "', document " + std::to_string(sample.document);
  auto prompt = build_prompt({.task = task,
                              .exemplar_count = block.task.exemplars,
                              .run_seed = plan_.seed,
                              .chat = plan_.chat,
                              .render = [&](const auto& messages) { return backend.render_chat(messages); },
                              .sends_messages = !backend.info().can.has(Capability::kChatTemplate)},
                             ask.sample, sample.repeat);
  if (!prompt) {
    return std::move(prompt.error()).in(place);
  }
  ask.prompt = std::move(*prompt);
  for (Request& request : ask.prompt.requests) {
    mark_thought(thought_rule(plan_, block.model, block.task), request);
  }
  if (auto encoded = encode_prompt(backend, task.fits_by_cutting, ask.prompt); !encoded) {
    return std::move(encoded.error()).in(place);
  }
  if (block.task.fits_context) {
    fit_context(backend.info(), ask.prompt);
  }
  AnswerRecord& record = ask.record;
  describe_requests(ask.prompt, record);
  Identity identity = identify_all(backend.info(), ask.prompt.requests, sample.repeat);
  record.key = sample_key(block.model, block.task, sample.document, sample.repeat);
  record.document_hash = document_hash(ask.sample);
  record.request_key = std::move(identity.key);
  record.request_text = std::move(identity.text);
  record.block = block.record.index;
  return ask;
}

// Submits while there is room.
void BlockRunner::fill(Block& block) {
  Backend& backend = *block.model.backend;
  while (!block.waiting.empty() && parts_.interrupts.load() == 0 &&
         collector_.in_flight() < in_flight_max(backend.info(), block.waiting.front().prompt.requests.front())) {
    const RequestId first = next_id_;
    Ask& ask = block.asked.emplace(first, std::move(block.waiting.front())).first->second;
    block.waiting.pop_front();
    ++ask.attempt;
    for (Request& request : ask.prompt.requests) {
      request.id = next_id_++;
      ask.ids.push_back(request.id);
      block.first_id[request.id] = first;
    }
    for (const Request& request : ask.prompt.requests) {
      collector_.expect(request.id);
      backend.submit(request, collector_);
    }
  }
}

AnswerRecord BlockRunner::finish_record(const Block& block, Ask ask, Arrival arrival) const {
  AnswerRecord record = std::move(ask.record);
  record.thought = thought_of(thought_rule(plan_, block.model, block.task), ask.prompt.requests.front(), arrival);
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

// Notes what arrived; gives back the samples that are complete with it.
std::vector<BlockRunner::Ask> BlockRunner::gather(Block& block, std::vector<Arrival> arrivals) const {
  std::vector<Ask> complete;
  for (Arrival& arrival : arrivals) {
    const RequestId id = arrival.response.request;
    const auto first = block.first_id.extract(id);
    const auto asked = block.asked.find(first.mapped());
    Ask& ask = asked->second;
    ask.arrivals.emplace(id, std::move(arrival));
    if (ask.arrivals.size() == ask.ids.size()) {
      complete.push_back(std::move(ask));
      block.asked.erase(asked);
    }
  }
  return complete;
}

// Stores what arrived, then judges it. Infrastructure failures go back into the queue while attempts are left; what the
// user cancelled is forgotten, so that a resumed run asks it again.
Status BlockRunner::settle(Block& block, std::vector<Arrival> arrivals) {
  std::vector<AnswerRecord> answers;
  std::vector<ScoreRecord> scores;
  for (Ask& ask : gather(block, std::move(arrivals))) {
    Arrival arrival = merged(std::exchange(ask.arrivals, {}), ask.prompt.is_rolling);
    ask.ids.clear();
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

void BlockRunner::cancel_all(const Block& block) {
  for (const auto& [id, first] : block.first_id) {
    block.model.backend->cancel(id);
  }
}

void BlockRunner::cancel_late(Block& block) {
  if (parts_.interrupts.load() > 0 && !std::exchange(has_told_interrupt_, true)) {
    parts_.progress.on_note("interrupted: waiting for the " + std::to_string(block.asked.size()) +
                            " answers on their way; interrupt again to cancel them");
  }
  if (parts_.interrupts.load() >= kCancelInterrupts) {
    cancel_all(block);
    return;
  }
  const Nanos limit(static_cast<std::int64_t>(plan_.timeout_s * 1e9));
  for (const RequestId id : collector_.older_than(parts_.clock.now() - limit)) {
    block.asked.at(block.first_id.at(id)).is_timed_out = true;
    block.model.backend->cancel(id);
  }
}

// After a failed write: ends what is in flight and forgets it.
void BlockRunner::drain(Block& block) {
  cancel_all(block);
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
