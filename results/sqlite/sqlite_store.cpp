// Writing, and opening for either purpose.
#include "results/sqlite/sqlite_store.h"

#include <sys/vfs.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <utility>

#include "harness/api/names.h"
#include "results/sqlite/codec.h"
#include "results/sqlite/database.h"
#include "results/sqlite/reader.h"
#include "results/sqlite/schema.h"
#include "results/sqlite/writer_lock.h"

namespace assay {
namespace {

std::optional<std::int64_t> wide(const std::optional<int>& number) {
  return number ? std::optional<std::int64_t>(*number) : std::nullopt;
}

class SqliteStore final : public Store {
 public:
  SqliteStore(Database database, std::optional<WriterLock> lock)
      : lock_(std::move(lock)), database_(std::move(database)) {}

  // A writer leaves one plain file behind, which opens anywhere, read-only media included.
  ~SqliteStore() override {
    if (lock_) {
      const auto closed = database_.execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;");
      static_cast<void>(
          closed);  // with readers at work, or a full disk, the log stays beside the file: nothing is lost
    }
  }

  Status begin_run(const RunView& plan) override {
    return write([&] {
      const RunRecord& run = plan.run;
      auto done = insert("INSERT OR IGNORE INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
        row.bind(run.id)
            .bind(run.created_ns)
            .bind(to_name(run.state))
            .bind(run.suite)
            .bind(static_cast<std::int64_t>(run.seed));
        row.bind(run.schedule).bind(run.command).bind(run.note).bind(run.assay_version);
      });
      const auto added = database_.query_text("SELECT changes()");
      if (done && added && *added == "0") {
        return Status(Error{ErrorKind::kInvalidConfig, "run '" + run.id + "' is there already"});
      }
      return done ? insert_plan(plan) : done;
    });
  }

  Status set_state(const RunId& run, RunState state) override {
    return write([&] {
      return insert("UPDATE run SET state = ?2 WHERE id = ?1",
                    [&](Statement& row) { row.bind(run).bind(to_name(state)); });
    });
  }

  Status append_answers(const RunId& run, std::span<const AnswerRecord> answers) override {
    return write([&] { return each(answers, [&](const AnswerRecord& answer) { return insert_answer(run, answer); }); });
  }

  Status append_scores(const RunId& run, std::span<const ScoreRecord> scores) override {
    return write([&] {
      return each(scores, [&](const ScoreRecord& score) {
        return insert(
            "INSERT OR IGNORE INTO score SELECT id, ?6, ?7, ?8, ?9, ?10, ?11 FROM request "
            "WHERE run = ?1 AND model = ?2 AND task = ?3 AND document = ?4 AND repeat = ?5",
            [&](Statement& row) {
              row.bind(run)
                  .bind(score.key.model)
                  .bind(score.key.task)
                  .bind(score.key.document)
                  .bind(score.key.repeat)
                  .bind(score.scorer);
              row.bind(score.scorer_version).bind(to_name(score.judgement.outcome)).bind(score.judgement.value);
              row.bind(score.judgement.answer).bind(score.judgement.rule);
            });
      });
    });
  }

  Status append_block(const RunId& run, const BlockRecord& block) override {
    return write([&] {
      return insert("INSERT OR IGNORE INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
    const auto last = database_.prepare("SELECT coalesce(max(session), 0) FROM environment WHERE run = ?");
    if (!last) {
      return last.error();
    }
    Statement query = *last;
    if (auto row = query.bind(run).step(); !row) {
      return row.error();
    }
    const std::int64_t session = query.integer(0) + 1;
    return write([&] {
      return each(environment, [&](const auto& entry) {
        return insert("INSERT INTO environment VALUES (?, ?, ?, ?)",
                      [&](Statement& row) { row.bind(run).bind(session).bind(entry.first).bind(entry.second); });
      });
    });
  }

  Status set_price(const RunId& run, const PriceRecord& price) override {
    return write([&] {
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
    return write([&] { return each(kernels, [&](const KernelRecord& kernel) { return insert_kernel(run, kernel); }); });
  }

  Status append_noise(const RunId& run, const NoiseRecord& noise) override {
    return write([&] {
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
    position = 0;
    return !done ? done : each(plan.documents, [&](const DocumentRecord& document) {
      return insert_document(run, position++, document);
    });
  }

  // Documents are shared by the runs that ask them.
  Status insert_document(const RunId& run, std::int64_t position, const DocumentRecord& document) {
    auto done = insert("INSERT OR IGNORE INTO document VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
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
                       "AND gold = ?7 AND cluster = ?8",
                       [&](Statement& row) {
                         row.bind(run)
                             .bind(position)
                             .bind(document.task)
                             .bind(document.task_version)
                             .bind(document.index);
                         row.bind(document.hash).bind(document.gold).bind(document.cluster);
                       });
  }

  Status insert_answer(const RunId& run, const AnswerRecord& answer) {
    auto done = insert("INSERT OR IGNORE INTO request VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
    const auto added = database_.query_text("SELECT changes()");
    if (!done || !added) {
      return !done ? done : Status(added.error());
    }
    return *added == "0" ? Status() : insert_response(database_.last_row(), answer);
  }

  Status insert_response(std::int64_t request, const AnswerRecord& answer) {
    const Response& response = answer.response;
    auto done = insert("INSERT INTO generation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
      row.bind(request)
          .bind(to_name(response.finish))
          .bind(response.text)
          .bind(response.stop)
          .bind_blob(encode_ids(response.tokens));
      row.bind_blob(encode_floats(response.top_gaps)).bind(response.failure).bind(wide(response.prompt_tokens));
      row.bind(wide(response.prompt_tokens_evaluated)).bind(wide(response.output_tokens));
    });
    std::int64_t position = 0;
    done = !done ? done : each(answer.continuations, [&](const std::string& continuation) {
      return insert("INSERT INTO continuation VALUES (?, ?, ?)",
                    [&](Statement& row) { row.bind(request).bind(position++).bind(continuation); });
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

// File systems on which SQLite's shared-memory log is not safe; numbers from statfs(2).
bool is_network_file_system(const std::string& path) {
  struct statfs info {};
  const std::string folder = std::filesystem::path(path).parent_path().string();
  if (::statfs(folder.empty() ? "." : folder.c_str(), &info) != 0) {
    return false;
  }
  switch (static_cast<std::uint32_t>(info.f_type)) {
    case 0x6969:      // NFS
    case 0x517b:      // SMB
    case 0xfe534d42:  // SMB2
    case 0xff534d42:  // CIFS
    case 0x0bd00bd0:  // Lustre
    case 0x47504653:  // GPFS
    case 0x00c36400:  // Ceph
      return true;
    default:
      return false;
  }
}

Status set_up(Database& database, const std::string& path) {
  const std::string common =
      "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;";
  const bool is_remote = is_network_file_system(path);
  if (auto done =
          database.execute(common + (is_remote ? "PRAGMA synchronous = EXTRA;"
                                               : "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 16777216;"));
      !done) {
    return done;
  }
  if (is_remote) {
    return {};
  }
  const auto mode = database.query_text("PRAGMA journal_mode = WAL");
  if (!mode) {
    return mode.error();
  }
  return *mode == "wal"
             ? Status()
             : Status(Error{ErrorKind::kStorage,
                            path + ": write-ahead logging is not possible here (journal mode " + *mode + ")"});
}

Result<std::unique_ptr<Store>> open_for_writing(const std::string& path) {
  auto lock = WriterLock::take(path);
  if (!lock) {
    return lock.error();
  }
  auto database = Database::open(path, Database::Mode::kReadWrite);
  if (!database) {
    return database.error();
  }
  const auto version = read_version(*database, path);
  if (!version) {
    return version.error();
  }
  if (auto ready = set_up(*database, path); !ready) {
    return std::move(ready.error()).in(path);
  }
  if (auto migrated = migrate(*database, *version); !migrated) {
    return std::move(migrated.error()).in(path);
  }
  return std::unique_ptr<Store>(
      std::make_unique<SqliteStore>(std::move(*database), std::optional<WriterLock>(std::move(*lock))));
}

Result<std::unique_ptr<Store>> open_for_reading(const std::string& path) {
  std::error_code code;
  if (!std::filesystem::exists(path, code)) {
    return Error{ErrorKind::kNotFound, "no database at " + path + "; 'assay run --db " + path + "' makes one"};
  }
  auto database = Database::open(path, Database::Mode::kReadOnly);
  if (!database) {
    return database.error();
  }
  const auto version = read_version(*database, path);
  if (!version) {
    return version.error();
  }
  if (*version != schema_version()) {
    return Error{ErrorKind::kInvalidConfig,
                 path + ": made by an older Assay (schema " + std::to_string(*version) +
                     "); any command that writes to it, such as 'assay run', brings it up to date"};
  }
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(*database), std::nullopt));
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, Access access) {
  return access == Access::kWrite ? open_for_writing(path) : open_for_reading(path);
}

}  // namespace assay
