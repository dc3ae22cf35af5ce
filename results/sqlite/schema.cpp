// The tables, version by version. docs/FORMATS.md describes every column.
#include "results/sqlite/schema.h"

#include <array>
#include <string>

#include "harness/base/text.h"
#include "results/sqlite/views.h"

namespace assay {
namespace {

constexpr std::string_view kVersion1 = R"sql(
CREATE TABLE run (
  id TEXT PRIMARY KEY, created_ns INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'complete', 'failed')),
  suite TEXT NOT NULL, seed INTEGER NOT NULL, schedule TEXT NOT NULL, command TEXT NOT NULL, note TEXT NOT NULL,
  assay_version TEXT NOT NULL) STRICT;
CREATE TABLE run_setting (
  run TEXT NOT NULL REFERENCES run, position INTEGER NOT NULL, model TEXT NOT NULL, task TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL, is_identity INTEGER NOT NULL CHECK (is_identity IN (0, 1)), PRIMARY KEY (run,
  position)) STRICT, WITHOUT ROWID;
CREATE TABLE model (
  run TEXT NOT NULL REFERENCES run, position INTEGER NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL,
  hash TEXT NOT NULL,
  licence TEXT NOT NULL, bytes INTEGER, parameters INTEGER, format TEXT NOT NULL,
  PRIMARY KEY (run, position), UNIQUE (run, name)) STRICT, WITHOUT ROWID;
CREATE TABLE task (
  run TEXT NOT NULL REFERENCES run, position INTEGER NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL,
  exemplars INTEGER NOT NULL, settings TEXT NOT NULL, headline TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('generate', 'choose')),
  documents INTEGER NOT NULL, PRIMARY KEY (run, position), UNIQUE (run, name)) STRICT, WITHOUT ROWID;
CREATE TABLE document (
  id INTEGER PRIMARY KEY, task TEXT NOT NULL, task_version INTEGER NOT NULL, idx INTEGER NOT NULL,
  hash TEXT NOT NULL,
  content TEXT NOT NULL, gold TEXT NOT NULL, gold_choice INTEGER, cluster TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX document_content ON document (task, task_version, idx, hash, gold, coalesce(gold_choice, -1),
  cluster);
CREATE TABLE run_document (
  run TEXT NOT NULL REFERENCES run, position INTEGER NOT NULL, document INTEGER NOT NULL REFERENCES document,
  PRIMARY KEY (run, position)) STRICT, WITHOUT ROWID;
CREATE INDEX run_document_place ON run_document (document, run);
CREATE TABLE request (
  id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run, model TEXT NOT NULL, task TEXT NOT NULL,
  document INTEGER NOT NULL,
  repeat INTEGER NOT NULL, document_hash TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL, prompt TEXT NOT NULL,
  prompt_ids BLOB, boundary_merges INTEGER NOT NULL, exemplars INTEGER NOT NULL, attempt INTEGER NOT NULL,
  block INTEGER NOT NULL,
  checksum TEXT NOT NULL, UNIQUE (run, model, task, document, repeat)) STRICT;
CREATE TABLE generation (
  request INTEGER PRIMARY KEY REFERENCES request,
  finish TEXT NOT NULL CHECK (finish IN ('end', 'stop', 'length', 'context_full', 'scored', 'refused', 'timed_out',
  'failed', 'cancelled')),
  output TEXT NOT NULL, stop TEXT NOT NULL, tokens BLOB NOT NULL, top_gaps BLOB NOT NULL, failure TEXT NOT NULL,
  prompt_tokens INTEGER, prompt_tokens_evaluated INTEGER, output_tokens INTEGER) STRICT;
CREATE TABLE continuation (
  request INTEGER NOT NULL REFERENCES request, choice INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (request, choice)) STRICT, WITHOUT ROWID;
CREATE TABLE choice_ll (
  request INTEGER NOT NULL REFERENCES request, choice INTEGER NOT NULL, log_likelihood REAL NOT NULL,
  tokens INTEGER NOT NULL,
  greedy INTEGER NOT NULL CHECK (greedy IN (0, 1)), PRIMARY KEY (request, choice)) STRICT, WITHOUT ROWID;
CREATE TABLE timing (
  request INTEGER PRIMARY KEY REFERENCES request, submitted_ns INTEGER NOT NULL, first_token_ns INTEGER,
  done_ns INTEGER NOT NULL,
  token_ns BLOB NOT NULL, prefill_active_s REAL NOT NULL, decode_active_s REAL NOT NULL,
  engine_prefill_s REAL, engine_decode_s REAL, engine_occupancy REAL) STRICT;
CREATE TABLE score (
  request INTEGER NOT NULL REFERENCES request, scorer TEXT NOT NULL, scorer_version INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('right', 'wrong', 'unparsed', 'truncated_in_thought',
  'truncated_in_answer', 'refused', 'no_answer')),
  value REAL, answer TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (request, scorer, scorer_version)) STRICT,
  WITHOUT ROWID;
CREATE TABLE block (
  run TEXT NOT NULL REFERENCES run, idx INTEGER NOT NULL, model TEXT NOT NULL, task TEXT NOT NULL,
  begin_wall_ns INTEGER NOT NULL,
  wall_s REAL NOT NULL, active_s REAL NOT NULL, idle_s REAL NOT NULL, own_cpu_s REAL NOT NULL,
  other_cpu_s REAL NOT NULL,
  steal_s REAL NOT NULL, involuntary_switches INTEGER NOT NULL, joules REAL, energy_method TEXT NOT NULL,
  is_disturbed INTEGER NOT NULL CHECK (is_disturbed IN (0, 1)), disturbance TEXT NOT NULL, PRIMARY KEY (run,
  idx)) STRICT, WITHOUT ROWID;
CREATE TABLE session (
  run TEXT NOT NULL REFERENCES run, idx INTEGER NOT NULL, PRIMARY KEY (run, idx)) STRICT, WITHOUT ROWID;
CREATE TABLE environment (
  run TEXT NOT NULL, session INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (run, session, key), FOREIGN KEY (run, session) REFERENCES session) STRICT, WITHOUT ROWID;
CREATE TABLE price (
  run TEXT PRIMARY KEY REFERENCES run, machine TEXT NOT NULL, currency TEXT NOT NULL, per_hour REAL NOT NULL,
  per_kwh REAL NOT NULL,
  source TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE kernel_run (
  id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run, kernel TEXT NOT NULL, implementation TEXT NOT NULL,
  shape TEXT NOT NULL,
  mode TEXT NOT NULL, threads INTEGER NOT NULL, status TEXT NOT NULL, failure TEXT NOT NULL, flops REAL NOT NULL,
  bytes REAL NOT NULL,
  formula_version INTEGER NOT NULL, error_max REAL NOT NULL, peak_share REAL, peak_kind TEXT NOT NULL,
  is_disturbed INTEGER NOT NULL CHECK (is_disturbed IN (0, 1))) STRICT;
CREATE TABLE kernel_sample (
  kernel_run INTEGER NOT NULL REFERENCES kernel_run, idx INTEGER NOT NULL, seconds REAL NOT NULL,
  PRIMARY KEY (kernel_run, idx)) STRICT, WITHOUT ROWID;
CREATE TABLE noise_floor (
  id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run, model TEXT NOT NULL, task TEXT NOT NULL,
  setting TEXT NOT NULL,
  sums INTEGER NOT NULL, shift_mean REAL NOT NULL, shift_max REAL NOT NULL, shift_p99 REAL NOT NULL,
  items INTEGER NOT NULL,
  flips INTEGER NOT NULL, gap_flip_max REAL NOT NULL) STRICT;
)sql";

// Metrics with aggregations of their own, groups of tasks, samples with a context for each choice.
constexpr std::string_view kVersion2 = R"sql(
CREATE TABLE metric (
  run TEXT NOT NULL REFERENCES run, position INTEGER NOT NULL, task TEXT NOT NULL, name TEXT NOT NULL,
  version INTEGER NOT NULL, aggregation TEXT NOT NULL,
  is_higher_better INTEGER NOT NULL CHECK (is_higher_better IN (0, 1)),
  is_supplementary INTEGER NOT NULL CHECK (is_supplementary IN (0, 1)),
  PRIMARY KEY (run, position), UNIQUE (run, task, name)) STRICT, WITHOUT ROWID;
INSERT INTO metric SELECT run, position, task, substr(key, 8), CAST(value AS INTEGER), 'mean', 1, 0
  FROM run_setting WHERE key LIKE 'scorer.%';
CREATE TABLE task_group (
  run TEXT NOT NULL REFERENCES run, position INTEGER NOT NULL, name TEXT NOT NULL, metric TEXT NOT NULL,
  is_weighted_by_size INTEGER NOT NULL CHECK (is_weighted_by_size IN (0, 1)),
  PRIMARY KEY (run, position)) STRICT, WITHOUT ROWID;
CREATE TABLE task_group_member (
  run TEXT NOT NULL, task_group INTEGER NOT NULL, position INTEGER NOT NULL, task TEXT NOT NULL,
  PRIMARY KEY (run, task_group, position), FOREIGN KEY (run, task_group) REFERENCES task_group) STRICT, WITHOUT ROWID;
CREATE TABLE choice_context (
  request INTEGER NOT NULL REFERENCES request, choice INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (request, choice)) STRICT, WITHOUT ROWID;
ALTER TABLE score ADD COLUMN parts BLOB NOT NULL DEFAULT x'';
)sql";

// Scorers that judged a run's answers later (assay regrade), and views of how scorers agree.
constexpr std::string_view kVersion3 = R"sql(
CREATE TABLE added_metric (
  run TEXT NOT NULL REFERENCES run, position INTEGER NOT NULL, task TEXT NOT NULL, name TEXT NOT NULL,
  version INTEGER NOT NULL, aggregation TEXT NOT NULL,
  is_higher_better INTEGER NOT NULL CHECK (is_higher_better IN (0, 1)),
  is_supplementary INTEGER NOT NULL CHECK (is_supplementary IN (0, 1)),
  PRIMARY KEY (run, position), UNIQUE (run, task, name, version)) STRICT, WITHOUT ROWID;
)sql";

// Where an answer's thought ends, and what thought and answer took. NULL: no generation, no answer, or stored before.
constexpr std::string_view kVersion4 = R"sql(
ALTER TABLE generation ADD COLUMN thought TEXT CHECK (thought IN ('none', 'closed', 'open'));
ALTER TABLE generation ADD COLUMN answer_at INTEGER;
ALTER TABLE generation ADD COLUMN thought_tokens INTEGER;
ALTER TABLE generation ADD COLUMN answer_tokens INTEGER;
ALTER TABLE generation ADD COLUMN thought_count TEXT;
ALTER TABLE generation ADD COLUMN engine_thought_tokens INTEGER;
)sql";

constexpr std::array<std::string_view, 4> kMigrations{kVersion1, kVersion2, kVersion3, kVersion4};

// What a file that does not answer is: not a database at all, or one that cannot be read now.
Error unreadable(const std::string& path, Error error) {
  if (error.kind != ErrorKind::kCorrupt) {
    return error;
  }
  return {ErrorKind::kCorrupt, path + ": not an SQLite database, or a damaged one (" + error.message + ")"};
}

// Views hold no data: they are made anew with every step, so that no version of them is ever left behind.
Status remake_views(Database& database) {
  while (true) {
    const auto view = database.query_text("SELECT name FROM sqlite_schema WHERE type = 'view' LIMIT 1");
    if (!view) {
      return view.error();
    }
    if (view->empty()) {
      return database.execute(view_definitions());
    }
    if (auto dropped = database.execute("DROP VIEW \"" + replace_all(*view, "\"", "\"\"") + "\""); !dropped) {
      return dropped;
    }
  }
}

}  // namespace

std::span<const std::string_view> migrations() { return kMigrations; }
std::int64_t schema_version() { return static_cast<std::int64_t>(kMigrations.size()); }

Result<std::int64_t> read_version(const Database& database, const std::string& path) {
  const auto application = database.query_text("PRAGMA application_id");
  const auto version = database.query_text("PRAGMA user_version");
  const auto tables = database.query_text("SELECT count(*) FROM sqlite_schema");
  for (const auto* answer : {&application, &version, &tables}) {
    if (!*answer) {
      return unreadable(path, answer->error());
    }
  }
  const std::int64_t id = parse_int(*application).value_or(0);
  const bool is_empty = *tables == "0" && id == 0 && *version == "0";
  if (is_empty) {
    return 0;
  }
  if (id != kApplicationId) {
    return Error{ErrorKind::kCorrupt, path + ": an SQLite database of another program (application_id " + *application +
                                          "); give another --db"};
  }
  const std::int64_t number = parse_int(*version).value_or(0);
  if (number > schema_version()) {
    return Error{ErrorKind::kInvalidConfig, path + ": made by a newer Assay (schema " + *version +
                                                ", this program knows up to " + std::to_string(schema_version()) +
                                                "); update Assay or give another --db"};
  }
  return number;
}

Status migrate(Database& database, std::int64_t from, std::span<const std::string_view> steps) {
  for (auto version = static_cast<std::size_t>(from); version < steps.size(); ++version) {
    auto transaction = Transaction::begin(database);
    if (!transaction) {
      return transaction.error();
    }
    const std::string stamp = "PRAGMA application_id = " + std::to_string(kApplicationId) +
                              "; PRAGMA user_version = " + std::to_string(version + 1) + ";";
    auto done = database.execute(std::string(steps[version]) + stamp);
    done = !done ? done : remake_views(database);
    if (auto committed = !done ? done : transaction->commit(); !committed) {
      return committed;
    }
  }
  return {};
}

}  // namespace assay
