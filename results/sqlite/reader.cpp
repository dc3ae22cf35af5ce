// Rows into records.
#include "results/sqlite/reader.h"

#include <map>
#include <utility>

#include "harness/api/names.h"
#include "results/sqlite/codec.h"
#include "results/sqlite/judged_reader.h"
#include "results/sqlite/rows.h"

namespace assay {
namespace {

RunRecord run_of(Row row) {
  return {.id = row.text(0),
          .created_ns = row.integer(1),
          .state = run_state_from(row.text(2)).value_or(RunState::kFailed),
          .suite = row.text(3),
          .seed = static_cast<std::uint64_t>(row.integer(4)),
          .schedule = row.text(5),
          .command = row.text(6),
          .note = row.text(7),
          .assay_version = row.text(8)};
}

constexpr std::string_view kRunColumns =
    "SELECT id, created_ns, state, suite, seed, schedule, command, note, assay_version FROM run ";

// Those of the plan, then what regrading added; of a task and name the newest version, where the first one stands.
Status read_scorers(const Database& database, RunView& view) {
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  return each_row(database,
                  "SELECT task, name, version, aggregation, is_higher_better, is_supplementary, 0 AS origin, position "
                  "FROM metric WHERE run = ?1 UNION ALL SELECT task, name, version, aggregation, is_higher_better, "
                  "is_supplementary, 1, position FROM added_metric WHERE run = ?1 ORDER BY origin, position",
                  view.run.id, [&](Row row) {
                    const MetricRecord metric{.task = row.text(0),
                                              .name = row.text(1),
                                              .version = static_cast<int>(row.integer(2)),
                                              .aggregation = row.text(3),
                                              .is_higher_better = row.integer(4) == 1,
                                              .is_supplementary = row.integer(5) == 1};
                    const auto [place, is_new] = places.try_emplace({metric.task, metric.name}, view.metrics.size());
                    if (is_new) {
                      view.metrics.push_back(metric);
                    } else if (view.metrics[place->second].version < metric.version) {
                      view.metrics[place->second] = metric;
                    }
                    return Status();
                  });
}

Status read_metrics(const Database& database, RunView& view) {
  auto done = read_scorers(database, view);
  if (done) {
    done =
        each_row(database, "SELECT name, metric, is_weighted_by_size FROM task_group WHERE run = ? ORDER BY position",
                 view.run.id, [&](Row row) {
                   view.groups.push_back(
                       {.name = row.text(0), .metric = row.text(1), .is_weighted_by_size = row.integer(2) == 1});
                   return Status();
                 });
  }
  return !done ? done
               : each_row(database,
                          "SELECT task_group, task FROM task_group_member WHERE run = ? ORDER BY task_group, position",
                          view.run.id, [&](Row row) {
                            view.groups.at(static_cast<std::size_t>(row.integer(0))).tasks.push_back(row.text(1));
                            return Status();
                          });
}

Status read_plan(const Database& database, RunView& view) {
  const RunId& run = view.run.id;
  auto done =
      each_row(database, "SELECT model, task, key, value, is_identity FROM run_setting WHERE run = ? ORDER BY position",
               run, [&](Row row) {
                 view.settings.push_back({.model = row.text(0),
                                          .task = row.text(1),
                                          .key = row.text(2),
                                          .value = row.text(3),
                                          .is_identity = row.integer(4) == 1});
                 return Status();
               });
  if (done) {
    done = each_row(
        database,
        "SELECT name, address, hash, licence, bytes, parameters, format FROM model WHERE run = ? ORDER BY position",
        run, [&](Row row) {
          view.models.push_back({.name = row.text(0),
                                 .address = row.text(1),
                                 .hash = row.text(2),
                                 .licence = row.text(3),
                                 .bytes = row.integer_or_null(4),
                                 .parameters = row.integer_or_null(5),
                                 .format = row.text(6)});
          return Status();
        });
  }
  if (done) {
    done = each_row(database,
                    "SELECT name, version, exemplars, settings, headline, kind, documents FROM task WHERE run = ? "
                    "ORDER BY position",
                    run, [&](Row row) {
                      view.tasks.push_back({.name = row.text(0),
                                            .version = static_cast<int>(row.integer(1)),
                                            .exemplars = static_cast<int>(row.integer(2)),
                                            .settings = row.text(3),
                                            .headline = row.text(4),
                                            .kind = row.text(5),
                                            .documents = row.integer(6)});
                      return Status();
                    });
  }
  if (done) {
    done = read_metrics(database, view);
  }
  if (done) {
    done = each_row(database,
                    "SELECT d.task, d.task_version, d.idx, d.hash, d.content, d.gold, d.gold_choice, d.cluster FROM "
                    "run_document rd "
                    "JOIN document d ON d.id = rd.document WHERE rd.run = ? ORDER BY rd.position",
                    run, [&](Row row) {
                      view.documents.push_back({.task = row.text(0),
                                                .task_version = static_cast<int>(row.integer(1)),
                                                .index = row.integer(2),
                                                .hash = row.text(3),
                                                .content = row.text(4),
                                                .gold = row.text(5),
                                                .gold_choice = small(row.integer_or_null(6)),
                                                .cluster = row.text(7)});
                      return Status();
                    });
  }
  return done;
}

constexpr std::string_view kAnswerRows =
    "SELECT r.id, r.model, r.task, r.document, r.repeat, r.document_hash, r.key, r.text, r.prompt, r.prompt_ids, "
    "r.boundary_merges, r.exemplars, "
    "r.attempt, r.block, r.checksum, g.finish, g.output, g.stop, g.tokens, g.top_gaps, g.failure, g.prompt_tokens, "
    "g.prompt_tokens_evaluated, "
    "g.output_tokens, t.submitted_ns, t.first_token_ns, t.done_ns, t.token_ns, t.prefill_active_s, t.decode_active_s, "
    "t.engine_prefill_s, "
    "t.engine_decode_s, t.engine_occupancy, g.thought, g.answer_at, g.thought_tokens, g.answer_tokens, "
    "g.thought_count, g.engine_thought_tokens FROM request r JOIN generation g ON g.request = r.id JOIN timing t ON "
    "t.request = r.id "
    "WHERE r.run = ? ORDER BY r.model, r.task, r.document, r.repeat";

struct StoredAnswer {
  AnswerRecord record;
  std::string checksum;
};

Status read_times(Row row, AnswerRecord& answer) {
  answer.submitted_ns = row.integer(24);
  answer.first_token_ns = row.integer_or_null(25);
  answer.done_ns = row.integer(26);
  auto times = decode_times(row.text(27));
  if (!times) {
    return damaged("list of times");
  }
  answer.token_ns = std::move(*times);
  answer.prefill_active_s = row.real(28);
  answer.decode_active_s = row.real(29);
  if (!row.is_null(30)) {
    answer.response.engine =
        EngineShare{.prefill_s = row.real(30), .decode_s = row.real(31), .batch_occupancy_mean = row.real(32)};
  }
  return {};
}

Result<StoredAnswer> answer_of(Row row) {
  StoredAnswer stored;
  AnswerRecord& answer = stored.record;
  answer.key = {.model = row.text(1),
                .task = row.text(2),
                .document = row.integer(3),
                .repeat = static_cast<int>(row.integer(4))};
  answer.document_hash = row.text(5);
  answer.request_key = row.text(6);
  answer.request_text = row.text(7);
  answer.prompt = row.text(8);
  if (!row.is_null(9)) {
    answer.prompt_ids = decode_ids(row.text(9));
  }
  answer.boundary_merges = static_cast<int>(row.integer(10));
  answer.exemplars = static_cast<int>(row.integer(11));
  answer.attempt = static_cast<int>(row.integer(12));
  answer.block = row.integer(13);
  stored.checksum = row.text(14);
  Response& response = answer.response;
  const auto finish = finish_from(row.text(15));
  auto tokens = decode_ids(row.text(18));
  auto gaps = decode_floats(row.text(19));
  if (!finish || !tokens || !gaps) {
    return damaged("answer");
  }
  response.finish = *finish;
  response.text = row.text(16);
  response.stop = row.text(17);
  response.tokens = std::move(*tokens);
  response.top_gaps = std::move(*gaps);
  response.failure = row.text(20);
  response.prompt_tokens = small(row.integer_or_null(21));
  response.prompt_tokens_evaluated = small(row.integer_or_null(22));
  response.output_tokens = small(row.integer_or_null(23));
  response.thought_tokens = small(row.integer_or_null(38));
  answer.thought = thought_of(row, 33);
  if (auto times = read_times(row, answer); !times) {
    return times.error();
  }
  return stored;
}

// Answers of a run by row id, choices included.
Result<std::vector<StoredAnswer>> read_answers(const Database& database, const RunId& run) {
  std::vector<StoredAnswer> answers;
  std::map<std::int64_t, std::size_t> places;
  auto done = each_row(database, kAnswerRows, run, [&](Row row) {
    auto answer = answer_of(row);
    if (!answer) {
      return Status(answer.error());
    }
    places[row.integer(0)] = answers.size();
    answers.push_back(std::move(*answer));
    return Status();
  });
  if (done) {
    done = each_row(database,
                    "SELECT c.request, c.text FROM continuation c JOIN request r ON r.id = c.request WHERE r.run = ? "
                    "ORDER BY c.request, c.choice",
                    run, [&](Row row) {
                      answers[places.at(row.integer(0))].record.continuations.push_back(row.text(1));
                      return Status();
                    });
  }
  if (done) {
    done = each_row(database,
                    "SELECT c.request, c.text FROM choice_context c JOIN request r ON r.id = c.request WHERE r.run = ? "
                    "ORDER BY c.request, c.choice",
                    run, [&](Row row) {
                      answers[places.at(row.integer(0))].record.contexts.push_back(row.text(1));
                      return Status();
                    });
  }
  if (done) {
    done = each_row(database,
                    "SELECT l.request, l.log_likelihood, l.tokens, l.greedy FROM choice_ll l JOIN request r ON r.id = "
                    "l.request WHERE r.run = ? "
                    "ORDER BY l.request, l.choice",
                    run, [&](Row row) {
                      answers[places.at(row.integer(0))].record.response.choices.push_back(
                          {.log_likelihood = row.real(1),
                           .tokens = static_cast<int>(row.integer(2)),
                           .is_greedy = row.integer(3) == 1});
                      return Status();
                    });
  }
  if (!done) {
    return done.error();
  }
  return answers;
}

Status read_scores(const Database& database, RunView& view) {
  return each_row(
      database,
      "SELECT r.model, r.task, r.document, r.repeat, s.scorer, s.scorer_version, s.outcome, s.value, s.answer, s.rule, "
      "s.parts "
      "FROM score s "
      "JOIN request r ON r.id = s.request WHERE r.run = ?1 AND s.scorer_version = (SELECT max(x.scorer_version) FROM "
      "score x "
      "WHERE x.request = s.request AND x.scorer = s.scorer) ORDER BY r.model, r.task, r.document, r.repeat, s.scorer",
      view.run.id, [&](Row row) {
        auto judgement = judgement_of(row, 6);
        if (!judgement) {
          return Status(judgement.error());
        }
        view.scores.push_back({.key = {.model = row.text(0),
                                       .task = row.text(1),
                                       .document = row.integer(2),
                                       .repeat = static_cast<int>(row.integer(3))},
                               .scorer = row.text(4),
                               .scorer_version = static_cast<int>(row.integer(5)),
                               .judgement = std::move(*judgement)});
        return Status();
      });
}

Status read_machine(const Database& database, RunView& view) {
  auto done = each_row(database,
                       "SELECT idx, model, task, begin_wall_ns, wall_s, active_s, idle_s, own_cpu_s, other_cpu_s, "
                       "steal_s, involuntary_switches, "
                       "joules, energy_method, is_disturbed, disturbance FROM block WHERE run = ? ORDER BY idx",
                       view.run.id, [&](Row row) {
                         view.blocks.push_back({.index = row.integer(0),
                                                .model = row.text(1),
                                                .task = row.text(2),
                                                .begin_wall_ns = row.integer(3),
                                                .wall_s = row.real(4),
                                                .active_s = row.real(5),
                                                .idle_s = row.real(6),
                                                .own_cpu_s = row.real(7),
                                                .other_cpu_s = row.real(8),
                                                .steal_s = row.real(9),
                                                .involuntary_switches = row.integer(10),
                                                .joules = row.real_or_null(11),
                                                .energy_method = row.text(12),
                                                .is_disturbed = row.integer(13) == 1,
                                                .disturbance = row.text(14)});
                         return Status();
                       });
  if (done) {
    done = each_row(database,
                    "SELECT key, value FROM environment WHERE run = ?1 AND session = (SELECT max(idx) FROM "
                    "session WHERE run = ?1)",
                    view.run.id, [&](Row row) {
                      view.environment[row.text(0)] = row.text(1);
                      return Status();
                    });
  }
  if (done) {
    done = each_row(database, "SELECT machine, currency, per_hour, per_kwh, source FROM price WHERE run = ?",
                    view.run.id, [&](Row row) {
                      view.price = PriceRecord{.machine = row.text(0),
                                               .currency = row.text(1),
                                               .per_hour = row.real(2),
                                               .per_kwh = row.real(3),
                                               .source = row.text(4)};
                      return Status();
                    });
  }
  return done;
}

Status read_kernels(const Database& database, RunView& view) {
  std::map<std::int64_t, std::size_t> places;
  auto done = each_row(database,
                       "SELECT id, kernel, implementation, shape, mode, threads, status, failure, flops, bytes, "
                       "formula_version, error_max, "
                       "peak_share, peak_kind, is_disturbed FROM kernel_run WHERE run = ? ORDER BY id",
                       view.run.id, [&](Row row) {
                         places[row.integer(0)] = view.kernels.size();
                         view.kernels.push_back({.kernel = row.text(1),
                                                 .implementation = row.text(2),
                                                 .shape = row.text(3),
                                                 .mode = row.text(4),
                                                 .threads = static_cast<int>(row.integer(5)),
                                                 .status = row.text(6),
                                                 .failure = row.text(7),
                                                 .flops = row.real(8),
                                                 .bytes = row.real(9),
                                                 .formula_version = static_cast<int>(row.integer(10)),
                                                 .error_max = row.real(11),
                                                 .peak_share = row.real_or_null(12),
                                                 .peak_kind = row.text(13),
                                                 .is_disturbed = row.integer(14) == 1});
                         return Status();
                       });
  if (!done) {
    return done;
  }
  return each_row(
      database,
      "SELECT s.kernel_run, s.seconds FROM kernel_sample s JOIN kernel_run k ON k.id = s.kernel_run WHERE k.run = ? "
      "ORDER BY s.kernel_run, s.idx",
      view.run.id, [&](Row row) {
        view.kernels[places.at(row.integer(0))].samples_s.push_back(row.real(1));
        return Status();
      });
}

Status read_noise(const Database& database, RunView& view) {
  return each_row(database,
                  "SELECT model, task, setting, sums, shift_mean, shift_max, shift_p99, items, flips, gap_flip_max "
                  "FROM noise_floor WHERE run = ? "
                  "ORDER BY id",
                  view.run.id, [&](Row row) {
                    view.noise.push_back({.model = row.text(0),
                                          .task = row.text(1),
                                          .setting = row.text(2),
                                          .sums = row.integer(3),
                                          .shift_mean = row.real(4),
                                          .shift_max = row.real(5),
                                          .shift_p99 = row.real(6),
                                          .items = row.integer(7),
                                          .flips = row.integer(8),
                                          .gap_flip_max = row.real(9)});
                    return Status();
                  });
}

}  // namespace

Result<std::vector<RunRecord>> read_runs(const Database& database, const std::string& prefix) {
  std::vector<RunRecord> runs;
  const std::string sql =
      std::string(kRunColumns) + "WHERE substr(id, 1, length(?1)) = ?1 ORDER BY created_ns DESC, id DESC";
  auto done = each_row(database, sql, prefix, [&](Row row) {
    runs.push_back(run_of(row));
    return Status();
  });
  if (!done) {
    return done.error();
  }
  return runs;
}

Result<std::set<SampleKey>> read_answered(const Database& database, const RunId& run) {
  std::set<SampleKey> keys;
  auto done = each_row(database, "SELECT model, task, document, repeat FROM request WHERE run = ?", run, [&](Row row) {
    keys.insert({.model = row.text(0),
                 .task = row.text(1),
                 .document = row.integer(2),
                 .repeat = static_cast<int>(row.integer(3))});
    return Status();
  });
  if (!done) {
    return done.error();
  }
  return keys;
}

Result<RunView> read_run_plan(const Database& database, const RunId& run) {
  RunView view;
  bool is_there = false;
  auto done = each_row(database, std::string(kRunColumns) + "WHERE id = ?", run, [&](Row row) {
    view.run = run_of(row);
    is_there = true;
    return Status();
  });
  if (done && !is_there) {
    return Error{ErrorKind::kNotFound, "no run '" + run + "' in this database"};
  }
  done = done ? read_plan(database, view) : done;
  if (!done) {
    return done.error();
  }
  return view;
}

Result<RunView> read_run(const Database& database, const RunId& run) {
  auto planned = read_run_plan(database, run);
  if (!planned) {
    return planned;
  }
  RunView& view = *planned;
  Status done;
  for (const auto& part : {read_scores, read_machine, read_kernels, read_noise}) {
    if (done) {
      done = part(database, view);
    }
  }
  if (!done) {
    return done.error();
  }
  auto answers = read_answers(database, run);
  if (!answers) {
    return answers.error();
  }
  for (StoredAnswer& answer : *answers) {
    view.answers.push_back(std::move(answer.record));
  }
  return planned;
}

Result<std::vector<std::string>> find_damaged(const Database& database, const RunId& run) {
  const auto answers = read_answers(database, run);
  if (!answers) {
    return answers.error();
  }
  std::vector<std::string> found;
  for (const StoredAnswer& answer : *answers) {
    if (checksum(answer.record) != answer.checksum) {
      const SampleKey& key = answer.record.key;
      found.push_back("run " + run + ", model " + key.model + ", task " + key.task + ", document " +
                      std::to_string(key.document) + ", repeat " + std::to_string(key.repeat));
    }
  }
  return found;
}

}  // namespace assay
