// The order of blocks, and picking up where an earlier session ended.
#include "harness/run/session.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "harness/run/block_runner.h"
#include "harness/run/judge.h"

namespace assay {
namespace {

using BlockIndex = std::int64_t;

// What an earlier session of the run left.
struct Past {
  std::set<SampleKey> answered;
  BlockIndex next_block = 0;
};

const PlannedTask* find_task(const Plan& plan, const std::string& name) {
  const auto found = std::find_if(plan.tasks.begin(), plan.tasks.end(),
                                  [&](const PlannedTask& task) { return task.task.name == name; });
  return found == plan.tasks.end() ? nullptr : &*found;
}

using Scored = std::set<std::pair<SampleKey, std::string>>;

Scored scored_in(const RunView& view) {
  Scored scored;
  for (const ScoreRecord& score : view.scores) {
    scored.emplace(score.key, score.scorer);
  }
  return scored;
}

// Judges the documents whose repeats are all answered by the scorers that need them all.
Status judge_documents(const Plan& plan, Store& store) {
  const auto is_joint = [](const PlannedTask& task) {
    return std::any_of(task.task.scorers.begin(), task.task.scorers.end(),
                       [](const auto& scorer) { return scorer->is_joint(); });
  };
  if (std::none_of(plan.tasks.begin(), plan.tasks.end(), is_joint)) {
    return {};
  }
  const auto view = store.read(plan.run.id);
  if (!view) {
    return view.error();
  }
  std::map<std::tuple<std::string, std::string, std::int64_t>, std::vector<const AnswerRecord*>> documents;
  for (const AnswerRecord& answer : view->answers) {  // ordered by key: repeats in their order
    documents[{answer.key.model, answer.key.task, answer.key.document}].push_back(&answer);
  }
  const Scored scored = scored_in(*view);
  std::vector<ScoreRecord> missing;
  for (const auto& [document, repeats] : documents) {
    const PlannedTask* planned = find_task(plan, repeats.front()->key.task);
    if (planned == nullptr || repeats.size() != static_cast<std::size_t>(planned->repeats)) {
      continue;
    }
    const Sample sample = planned->task.dataset->at(repeats.front()->key.document);
    for (ScoreRecord& score : judge_jointly(planned->task, sample, repeats)) {
      if (scored.count({score.key, score.scorer}) == 0) {
        missing.push_back(std::move(score));
      }
    }
  }
  return missing.empty() ? Status() : store.append_scores(plan.run.id, missing);
}

// Judges answers that were committed but not scored: the earlier session died between the two.
Status judge_unscored(const Plan& plan, const RunView& view, Store& store) {
  const Scored scored = scored_in(view);
  std::vector<ScoreRecord> missing;
  for (const AnswerRecord& answer : view.answers) {
    const PlannedTask* planned = find_task(plan, answer.key.task);
    if (planned == nullptr) {
      continue;
    }
    for (ScoreRecord& score : judge(planned->task, planned->task.dataset->at(answer.key.document), answer)) {
      if (scored.count({score.key, score.scorer}) == 0) {
        missing.push_back(std::move(score));
      }
    }
  }
  return missing.empty() ? Status() : store.append_scores(view.run.id, missing);
}

// A block that died has answers but no record. It lasted at least until its last answer came, and at least as long as
// its samples were active; its figures do not count as undisturbed.
Status complete_blocks(const RunView& view, Store& store, BlockIndex* next_block) {
  std::set<BlockIndex> known;
  for (const BlockRecord& block : view.blocks) {
    known.insert(block.index);
    *next_block = std::max(*next_block, block.index + 1);
  }
  std::map<BlockIndex, BlockRecord> lost;
  for (const AnswerRecord& answer : view.answers) {
    *next_block = std::max(*next_block, answer.block + 1);
    if (known.count(answer.block) == 0) {
      BlockRecord& block = lost[answer.block];
      block.index = answer.block;
      block.model = answer.key.model;
      block.task = answer.key.task;
      block.active_s += answer.prefill_active_s + answer.decode_active_s;
      block.wall_s = std::max(block.wall_s, seconds(Nanos(answer.done_ns)));
    }
  }
  for (auto& [index, block] : lost) {
    block.wall_s = std::max(block.wall_s, block.active_s);
    block.idle_s = block.wall_s - block.active_s;
    block.is_disturbed = true;
    block.disturbance = "not measured: the session ended inside this block";
    block.energy_method = "not measured";
    if (auto stored = store.append_block(view.run.id, block); !stored) {
      return stored;
    }
  }
  return {};
}

Result<Past> pick_up(const Plan& plan, Store& store) {
  Past past;
  auto answered = store.answered(plan.run.id);
  if (!answered) {
    return answered.error();
  }
  past.answered = std::move(*answered);
  const auto view = store.read(plan.run.id);
  if (!view) {
    return view.error();
  }
  if (auto judged = judge_unscored(plan, *view, store); !judged) {
    return judged.error();
  }
  if (auto completed = complete_blocks(*view, store, &past.next_block); !completed) {
    return completed.error();
  }
  return past;
}

// One turn of a block: the samples of `task` from the plan's order, less those answered before.
std::vector<BlockSample> unanswered(const PlannedModel& model, const PlannedTask& task, std::int64_t first,
                                    std::int64_t last, const std::set<SampleKey>& answered) {
  std::vector<BlockSample> samples;
  for (std::int64_t at = first; at < last; ++at) {
    const BlockSample sample{.document = at / task.repeats, .repeat = static_cast<int>(at % task.repeats)};
    if (answered.count(sample_key(model, task, sample.document, sample.repeat)) == 0) {
      samples.push_back(sample);
    }
  }
  return samples;
}

class Session {
 public:
  Session(const Plan& plan, const SessionParts& parts, Past past)
      : plan_(plan), parts_(parts), past_(std::move(past)), runner_(plan, parts, state_) {
    for (const PlannedTask& task : plan.tasks) {
      result_.planned += task.documents * task.repeats * static_cast<std::int64_t>(plan.models.size());
    }
    result_.answered_before = static_cast<std::int64_t>(past_.answered.size());
    state_.planned = result_.planned;
    state_.answered = result_.answered_before;
  }

  // Tasks one after the other; within a task, blocks in turn over the models, so that drift of the machine hits all
  // alike.
  Status run_all() {
    for (const PlannedTask& task : plan_.tasks) {
      const std::int64_t samples = task.documents * task.repeats;
      for (std::int64_t first = 0; first < samples; first += plan_.block_samples) {
        const std::int64_t last = std::min<std::int64_t>(first + plan_.block_samples, samples);
        if (auto done = run_turn(task, first, last); !done || result_.is_interrupted) {
          return done;
        }
      }
    }
    return {};
  }

  // The time that belongs to no block: loading, planning, storing.
  Status close(Nanos begun) {
    const double wall_s = std::max(0.0, seconds(parts_.clock.now() - begun) - blocks_wall_s_);
    const BlockRecord outside{.index = past_.next_block++,
                              .begin_wall_ns = parts_.clock.wall().count(),
                              .wall_s = wall_s,
                              .idle_s = wall_s,
                              .energy_method = "not measured"};
    if (auto stored = parts_.store.append_block(plan_.run.id, outside); !stored) {
      return stored;
    }
    return parts_.store.set_state(plan_.run.id, result_.is_interrupted ? RunState::kInterrupted : RunState::kComplete);
  }

  SessionResult& result() { return result_; }

 private:
  // A block of every model.
  Status run_turn(const PlannedTask& task, std::int64_t first, std::int64_t last) {
    for (const PlannedModel& model : plan_.models) {
      if (auto done = run_block(model, task, first, last); !done || result_.is_interrupted) {
        return done;
      }
    }
    return {};
  }

  Status run_block(const PlannedModel& model, const PlannedTask& task, std::int64_t first, std::int64_t last) {
    if (parts_.interrupts.load() > 0) {
      result_.is_interrupted = true;
      return {};
    }
    const auto samples = unanswered(model, task, first, last, past_.answered);
    if (samples.empty()) {
      return {};
    }
    state_.model = model.record.name;
    state_.task = task.task.name;
    const auto block = runner_.run(model, task, samples, past_.next_block++);
    if (!block) {
      return block.error();
    }
    result_.answered += block->answered;
    result_.failed += block->failed;
    result_.is_interrupted |= block->is_interrupted;
    blocks_wall_s_ += block->wall_s;
    return {};
  }

  const Plan& plan_;
  const SessionParts& parts_;
  Past past_;
  SessionResult result_;
  ProgressState state_;
  BlockRunner runner_;
  double blocks_wall_s_ = 0;
};

}  // namespace

Result<SessionResult> run_session(const Plan& plan, const SessionParts& parts, Nanos begun) {
  auto past = pick_up(plan, parts.store);
  if (!past) {
    return past.error();
  }
  if (auto running = parts.store.set_state(plan.run.id, RunState::kRunning); !running) {
    return running.error();
  }
  Session session(plan, parts, std::move(*past));
  auto done = session.run_all();
  done = done ? judge_documents(plan, parts.store) : done;
  if (!done) {
    // The store may be full or gone: saying so there is worth one try, and its failure adds nothing to the first one.
    const auto said = parts.store.set_state(plan.run.id, RunState::kInterrupted);
    static_cast<void>(said);
    return done.error();
  }
  if (auto closed = session.close(begun); !closed) {
    return closed.error();
  }
  return session.result();
}

}  // namespace assay
