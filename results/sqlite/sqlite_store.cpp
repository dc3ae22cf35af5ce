// Every write is one transaction; SQL that adds a row lists its table's columns in order.
#include "results/sqlite/sqlite_store.h"

#include <functional>
#include <utility>

#include "harness/api/names.h"
#include "results/sqlite/codec.h"
#include "results/sqlite/judged_reader.h"
#include "results/sqlite/reader.h"

namespace assay {
namespace {

std::optional<std::int64_t> wide(const std::optional<int>& number) {
  return number ? std::optional<std::int64_t>(*number) : std::nullopt;
}

void bind_thought(Statement& row, const std::optional<Thought>& thought) {
  if (!thought) {
    row.bind_null().bind_null().bind_null().bind_null().bind_null();
    return;
  }
  row.bind(to_name(thought->state)).bind(thought->answer_at).bind(wide(thought->thought_tokens));
  row.bind(wide(thought->answer_tokens)).bind(thought->count);
}

Error no_run(const RunId& run) { return {ErrorKind::kNotFound, "no run '" + run + "' in this database"}; }

Error no_answer(const SampleKey& key) {
  return {ErrorKind::kNotFound, "a score without an answer: model '" + key.model + "', task '" + key.task +
                                    "', document " + std::to_string(key.document) + ", repeat " +
                                    std::to_string(key.repeat)};
}

class SqliteStore final : public Store {
 public:
  SqliteStore(Database database, std::optional<WriterLock> lock)
      : lock_(std::move(lock)), database_(std::move(database)) {}

  // A writer leaves one plain file behind, which opens anywhere, read-only media included.
  ~SqliteStore() override {
    if (lock_) {
      // With readers at work, or a full disk, the log stays beside the file: nothing is lost, and nobody waits for
      // them.
      const auto closed = database_.execute(
          "PRAGMA busy_timeout = 100; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;");
      static_cast<void>(closed);
    }
  }

  Status begin_run(const RunView& plan) override {
    return write([&] {
      const RunRecord& run = plan.run;
      auto done =
          insert("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", [&](Statement& row) {
            row.bind(run.id)
                .bind(run.created_ns)
                .bind(to_name(run.state))
                .bind(run.suite)
                .bind(static_cast<std::int64_t>(run.seed));
            row.bind(run.schedule).bind(run.command).bind(run.note).bind(run.assay_version);
          });
      if (done && database_.changes() == 0) {
        return Status(Error{ErrorKind::kInvalidConfig, "run '" + run.id + "' is there already"});
      }
      return done ? insert_plan(plan) : done;
    });
  }

  Status set_state(const RunId& run, RunState state) override {
    return write_to(run, [&] {
      return insert("UPDATE run SET state = ?2 WHERE id = ?1",
                    [&](Statement& row) { row.bind(run).bind(to_name(state)); });
    });
  }

  Status append_answers(const RunId& run, std::span<const AnswerRecord> answers) override {
    return write_to(
        run, [&] { return each(answers, [&](const AnswerRecord& answer) { return insert_answer(run, answer); }); });
  }

  Status append_scores(const RunId& run, std::span<const ScoreRecord> scores) override {
    return write_to(run, [&] { return insert_scores(run, scores); });
  }

  Status append_metrics(const RunId& run, std::span<const MetricRecord> metrics) override {
    return write_to(run, [&] {
      return each(metrics, [&](const MetricRecord& metric) { return insert_added_metric(run, metric); });
    });
  }

  Status append_block(const RunId& run, const BlockRecord& block) override {
    return write_to(run, [&] {
      return insert("INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    [&](Statement& row) {
                      row.bind(run)
                          .bind(block.index)
                          .bind(block.model)
                          .bind(block.task)
                          .bind(block.begin_wall_ns)
                          .bind(block.wall_s)
                          .bind(block.active_s);
                      row.bind(block.idle_s)
                          .bind(block.own_cpu_s)
                          .bind(block.other_cpu_s)
                          .bind(block.steal_s)
                          .bind(block.involuntary_switches);
                      row.bind(block.joules).bind(block.energy_method).bind(block.is_disturbed).bind(block.disturbance);
                    });
    });
  }

  Status append_environment(const RunId& run, const EnvironmentRecord& environment) override {
    return write_to(run, [&] {
      auto done = insert("INSERT INTO session SELECT ?1, 1 + coalesce(max(idx), 0) FROM session WHERE run = ?1",
                         [&](Statement& row) { row.bind(run); });
      return !done ? done : each(environment, [&](const auto& entry) {
        return insert("INSERT INTO environment SELECT ?1, max(idx), ?2, ?3 FROM session WHERE run = ?1",
                      [&](Statement& row) { row.bind(run).bind(entry.first).bind(entry.second); });
      });
    });
  }

  Status set_price(const RunId& run, const PriceRecord& price) override {
    return write_to(run, [&] {
      return insert("INSERT OR REPLACE INTO price VALUES (?, ?, ?, ?, ?, ?)", [&](Statement& row) {
        row.bind(run)
            .bind(price.machine)
            .bind(price.currency)
            .bind(price.per_hour)
            .bind(price.per_kwh)
            .bind(price.source);
      });
    });
  }

  Status append_kernels(const RunId& run, std::span<const KernelRecord> kernels) override {
    return write_to(
        run, [&] { return each(kernels, [&](const KernelRecord& kernel) { return insert_kernel(run, kernel); }); });
  }

  Status append_noise(const RunId& run, const NoiseRecord& noise) override {
    return write_to(run, [&] {
      return insert("INSERT INTO noise_floor VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
        row.bind(run)
            .bind(noise.model)
            .bind(noise.task)
            .bind(noise.setting)
            .bind(noise.sums)
            .bind(noise.shift_mean)
            .bind(noise.shift_max);
        row.bind(noise.shift_p99).bind(noise.items).bind(noise.flips).bind(noise.gap_flip_max);
      });
    });
  }

  Result<std::vector<RunRecord>> runs(const std::string& prefix) const override { return read_runs(database_, prefix); }
  Result<std::set<SampleKey>> answered(const RunId& run) const override { return read_answered(database_, run); }
  Result<RunView> read(const RunId& run) const override { return read_run(database_, run); }
  Result<RunView> read_plan(const RunId& run) const override { return read_run_plan(database_, run); }
  Result<std::vector<JudgedAnswer>> judged(const RunId& run, const DocumentRange& range) const override {
    return read_judged(database_, run, range);
  }

 private:
  // One transaction around `work`.
  template <typename Work>
  Status write(const Work& work) {
    if (!lock_) {
      return Error{ErrorKind::kStorage, "the database was opened for reading only"};
    }
    auto transaction = Transaction::begin(database_);
    if (!transaction) {
      return transaction.error();
    }
    if (auto done = work(); !done) {
      return done;
    }
    return transaction->commit();
  }

  // The same for a run that must be there.
  template <typename Work>
  Status write_to(const RunId& run, const Work& work) {
    return write([&] {
      auto query = database_.prepare("SELECT 1 FROM run WHERE id = ?");
      const auto is_there = query ? query->bind(run).step() : Result<bool>(query.error());
      if (!is_there) {
        return Status(is_there.error());
      }
      return *is_there ? work() : Status(no_run(run));
    });
  }

  template <typename Rows, typename Use>
  static Status each(const Rows& rows, const Use& use) {
    for (const auto& row : rows) {
      if (auto used = use(row); !used) {
        return used;
      }
    }
    return {};
  }

  Status insert(std::string_view sql, const std::function<void(Statement&)>& bind) {
    auto statement = database_.prepare(sql);
    if (!statement) {
      return statement.error();
    }
    bind(*statement);
    return statement->run();
  }

  Status insert_plan(const RunView& plan) {
    const RunId& run = plan.run.id;
    std::int64_t position = 0;
    auto done = each(plan.settings, [&](const SettingRecord& setting) {
      return insert("INSERT INTO run_setting VALUES (?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
        row.bind(run)
            .bind(position++)
            .bind(setting.model)
            .bind(setting.task)
            .bind(setting.key)
            .bind(setting.value)
            .bind(setting.is_identity);
      });
    });
    position = 0;
    done = !done ? done : each(plan.models, [&](const ModelRecord& model) {
      return insert("INSERT INTO model VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
        row.bind(run)
            .bind(position++)
            .bind(model.name)
            .bind(model.address)
            .bind(model.hash)
            .bind(model.licence)
            .bind(model.bytes);
        row.bind(model.parameters).bind(model.format);
      });
    });
    position = 0;
    done = !done ? done : each(plan.tasks, [&](const TaskRecord& task) {
      return insert("INSERT INTO task VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
        row.bind(run)
            .bind(position++)
            .bind(task.name)
            .bind(task.version)
            .bind(task.exemplars)
            .bind(task.settings)
            .bind(task.headline);
        row.bind(task.kind).bind(task.documents);
      });
    });
    done = !done ? done : insert_metrics(plan);
    position = 0;
    return !done ? done : each(plan.documents, [&](const DocumentRecord& document) {
      return insert_document(run, position++, document);
    });
  }

  Status insert_metrics(const RunView& plan) {
    const RunId& run = plan.run.id;
    std::int64_t position = 0;
    auto done = each(plan.metrics, [&](const MetricRecord& metric) {
      return insert("INSERT INTO metric VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
        row.bind(run).bind(position++).bind(metric.task).bind(metric.name).bind(metric.version);
        row.bind(metric.aggregation).bind(metric.is_higher_better).bind(metric.is_supplementary);
      });
    });
    std::int64_t group = 0;
    return !done ? done : each(plan.groups, [&](const GroupRecord& record) {
      auto added = insert("INSERT INTO task_group VALUES (?, ?, ?, ?, ?)", [&](Statement& row) {
        row.bind(run).bind(group).bind(record.name).bind(record.metric).bind(record.is_weighted_by_size);
      });
      std::int64_t member = 0;
      added = !added ? added : each(record.tasks, [&](const std::string& task) {
        return insert("INSERT INTO task_group_member VALUES (?, ?, ?, ?)",
                      [&](Statement& row) { row.bind(run).bind(group).bind(member++).bind(task); });
      });
      ++group;
      return added;
    });
  }

  // Documents are shared by the runs that ask them.
  Status insert_document(const RunId& run, std::int64_t position, const DocumentRecord& document) {
    auto done = insert("INSERT INTO document VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                       [&](Statement& row) {
                         row.bind(document.task)
                             .bind(document.task_version)
                             .bind(document.index)
                             .bind(document.hash)
                             .bind(document.content)
                             .bind(document.gold);
                         row.bind(wide(document.gold_choice)).bind(document.cluster);
                       });
    return !done ? done
                 : insert(
                       "INSERT INTO run_document SELECT ?1, ?2, id FROM document WHERE task = ?3 AND task_version = ?4 "
                       "AND idx = ?5 AND hash = ?6 "
                       "AND gold = ?7 AND gold_choice IS ?8 AND cluster = ?9",
                       [&](Statement& row) {
                         row.bind(run)
                             .bind(position)
                             .bind(document.task)
                             .bind(document.task_version)
                             .bind(document.index);
                         row.bind(document.hash).bind(document.gold).bind(wide(document.gold_choice));
                         row.bind(document.cluster);
                       });
  }

  // The row of an answer, if it is there.
  Result<std::optional<std::int64_t>> find_answer(const RunId& run, const SampleKey& key) const {
    auto query = database_.prepare(
        "SELECT id FROM request WHERE run = ? AND model = ? AND task = ? AND document = ? AND repeat = ?");
    if (!query) {
      return query.error();
    }
    const auto row = query->bind(run).bind(key.model).bind(key.task).bind(key.document).bind(key.repeat).step();
    if (!row) {
      return row.error();
    }
    return *row ? std::optional(query->integer(0)) : std::nullopt;
  }

  // One statement for all of them, and no question asked first: a score that adds no row is there already, or has no
  // answer.
  Status insert_scores(const RunId& run, std::span<const ScoreRecord> scores) {
    auto statement = database_.prepare(
        "INSERT INTO score SELECT id, ?6, ?7, ?8, ?9, ?10, ?11, ?12 FROM request WHERE run = ?1 AND model = ?2 AND "
        "task = ?3 AND document = ?4 AND repeat = ?5 ON CONFLICT DO NOTHING");
    if (!statement) {
      return statement.error();
    }
    return each(scores, [&](const ScoreRecord& score) {
      const auto& [key, scorer, version, judgement] = score;
      statement->bind(run).bind(key.model).bind(key.task).bind(key.document).bind(key.repeat).bind(scorer);
      statement->bind(version).bind(to_name(judgement.outcome)).bind(judgement.value).bind(judgement.answer);
      statement->bind(judgement.rule).bind_blob(encode_doubles(judgement.parts));
      if (auto added = statement->run(); !added || database_.changes() > 0) {
        return added;
      }
      const auto request = find_answer(run, key);
      return !request ? Status(request.error()) : *request ? Status() : Status(no_answer(key));
    });
  }

  Status insert_added_metric(const RunId& run, const MetricRecord& metric) {
    return insert(
        "INSERT INTO added_metric SELECT ?1, 1 + coalesce((SELECT max(position) FROM added_metric WHERE run = ?1), 0), "
        "?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM metric WHERE run = ?1 AND task = ?2 AND name = ?3 AND "
        "version = ?4) ON CONFLICT DO NOTHING",
        [&](Statement& row) {
          row.bind(run).bind(metric.task).bind(metric.name).bind(metric.version).bind(metric.aggregation);
          row.bind(metric.is_higher_better).bind(metric.is_supplementary);
        });
  }

  Status insert_answer(const RunId& run, const AnswerRecord& answer) {
    auto done = insert(
        "INSERT INTO request VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (run, model, task, document, repeat) DO NOTHING",
        [&](Statement& row) {
          row.bind(run)
              .bind(answer.key.model)
              .bind(answer.key.task)
              .bind(answer.key.document)
              .bind(answer.key.repeat)
              .bind(answer.document_hash);
          row.bind(answer.request_key).bind(answer.request_text).bind(answer.prompt);
          answer.prompt_ids ? row.bind_blob(encode_ids(*answer.prompt_ids)) : row.bind_null();
          row.bind(answer.boundary_merges)
              .bind(answer.exemplars)
              .bind(answer.attempt)
              .bind(answer.block)
              .bind(checksum(answer));
        });
    return !done || database_.changes() == 0 ? done : insert_response(database_.last_row(), answer);
  }

  Status insert_response(std::int64_t request, const AnswerRecord& answer) {
    const Response& response = answer.response;
    auto done =
        insert("INSERT INTO generation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
          row.bind(request)
              .bind(to_name(response.finish))
              .bind(response.text)
              .bind(response.stop)
              .bind_blob(encode_ids(response.tokens));
          row.bind_blob(encode_floats(response.top_gaps)).bind(response.failure).bind(wide(response.prompt_tokens));
          row.bind(wide(response.prompt_tokens_evaluated)).bind(wide(response.output_tokens));
          bind_thought(row, answer.thought);
          row.bind(wide(response.thought_tokens));
        });
    std::int64_t position = 0;
    done = !done ? done : each(answer.continuations, [&](const std::string& continuation) {
      return insert("INSERT INTO continuation VALUES (?, ?, ?)",
                    [&](Statement& row) { row.bind(request).bind(position++).bind(continuation); });
    });
    position = 0;
    done = !done ? done : each(answer.contexts, [&](const std::string& context) {
      return insert("INSERT INTO choice_context VALUES (?, ?, ?)",
                    [&](Statement& row) { row.bind(request).bind(position++).bind(context); });
    });
    position = 0;
    done = !done ? done : each(response.choices, [&](const ChoiceScore& choice) {
      return insert("INSERT INTO choice_ll VALUES (?, ?, ?, ?, ?)", [&](Statement& row) {
        row.bind(request).bind(position++).bind(choice.log_likelihood).bind(choice.tokens).bind(choice.is_greedy);
      });
    });
    return !done ? done : insert("INSERT INTO timing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
      const auto& engine = response.engine;
      row.bind(request)
          .bind(answer.submitted_ns)
          .bind(answer.first_token_ns)
          .bind(answer.done_ns)
          .bind_blob(encode_times(answer.token_ns));
      row.bind(answer.prefill_active_s)
          .bind(answer.decode_active_s)
          .bind(engine ? std::optional(engine->prefill_s) : std::nullopt);
      row.bind(engine ? std::optional(engine->decode_s) : std::nullopt)
          .bind(engine ? std::optional(engine->batch_occupancy_mean) : std::nullopt);
    });
  }

  Status insert_kernel(const RunId& run, const KernelRecord& kernel) {
    auto done = insert("INSERT INTO kernel_run VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       [&](Statement& row) {
                         row.bind(run)
                             .bind(kernel.kernel)
                             .bind(kernel.implementation)
                             .bind(kernel.shape)
                             .bind(kernel.mode)
                             .bind(kernel.threads);
                         row.bind(kernel.status)
                             .bind(kernel.failure)
                             .bind(kernel.flops)
                             .bind(kernel.bytes)
                             .bind(kernel.formula_version)
                             .bind(kernel.error_max);
                         row.bind(kernel.peak_share).bind(kernel.peak_kind).bind(kernel.is_disturbed);
                       });
    const std::int64_t id = database_.last_row();
    std::int64_t position = 0;
    return !done ? done : each(kernel.samples_s, [&](double sample) {
      return insert("INSERT INTO kernel_sample VALUES (?, ?, ?)",
                    [&](Statement& row) { row.bind(id).bind(position++).bind(sample); });
    });
  }

  std::optional<WriterLock> lock_;  // outlives the connection
  Database database_;
};

}  // namespace

std::unique_ptr<Store> make_sqlite_store(Database database, std::optional<WriterLock> lock) {
  return std::make_unique<SqliteStore>(std::move(database), std::move(lock));
}

}  // namespace assay
