// SQLite's C interface, called in one place.
#include "results/sqlite/database.h"

#include <sqlite3.h>

namespace assay {

namespace {

// The file a handle is open on, for messages.
std::string place_of(sqlite3* handle) {
  const char* path = sqlite3_db_filename(handle, "main");
  return path == nullptr || *path == '\0' ? "database" : path;
}

// A path as SQLite's URI: what has a meaning there is escaped.
std::string immutable_uri(const std::string& path) {
  std::string uri = "file:";
  for (const char byte : path) {
    uri += byte == '%' ? "%25" : byte == '?' ? "%3f" : byte == '#' ? "%23" : std::string(1, byte);
  }
  return uri + "?immutable=1";
}

int flags_of(Database::Mode mode) {
  switch (mode) {
    case Database::Mode::kReadOnly:
      return SQLITE_OPEN_READONLY;
    case Database::Mode::kImmutable:
      return SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    case Database::Mode::kReadWrite:
      break;
  }
  return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

}  // namespace

Error sqlite_error(int code, std::string_view place, std::string_view message) {
  const std::string text = std::string(place) + ": " + std::string(message);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::kBusy, text + " (another program is using the database)"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorKind::kCorrupt, text};
    case SQLITE_FULL:
      return {ErrorKind::kStorage, text + "; what was stored before is kept - make room and resume"};
    case SQLITE_CANTOPEN:
      return {ErrorKind::kNotFound, text};
    default:
      return {ErrorKind::kStorage, text};
  }
}

Statement::Statement(sqlite3* database, sqlite3_stmt* statement)
    : database_(database), statement_(statement, sqlite3_finalize) {}

Statement& Statement::bind(std::string_view text) {
  code_ |= sqlite3_bind_text64(statement_.get(), next_++, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  code_ |= sqlite3_bind_int64(statement_.get(), next_++, number);
  return *this;
}

Statement& Statement::bind(double number) {
  code_ |= sqlite3_bind_double(statement_.get(), next_++, number);
  return *this;
}

Statement& Statement::bind_blob(std::string_view bytes) {
  // A null pointer would bind NULL, and an empty list is not an absent one.
  code_ |=
      sqlite3_bind_blob64(statement_.get(), next_++, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind_null() {
  code_ |= sqlite3_bind_null(statement_.get(), next_++);
  return *this;
}

Result<bool> Statement::step() {
  ASSAY_CHECK(code_ == SQLITE_OK, "a value could not be bound");
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW || code == SQLITE_DONE) {
    return code == SQLITE_ROW;
  }
  return sqlite_error(code, place_of(database_), sqlite3_errmsg(database_));
}

Status Statement::run() {
  const auto stepped = step();
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
  next_ = 1;
  return stepped ? Status() : Status(stepped.error());
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

std::string Statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const int count = sqlite3_column_bytes(statement_.get(), column);
  return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(count));
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::optional<std::int64_t> Statement::integer_or_null(int column) const {
  return is_null(column) ? std::nullopt : std::optional<std::int64_t>(integer(column));
}

std::optional<double> Statement::real_or_null(int column) const {
  return is_null(column) ? std::nullopt : std::optional<double>(real(column));
}

Database::Database(sqlite3* handle) : handle_(handle, sqlite3_close_v2) {}

Result<Database> Database::open(const std::string& path, Mode mode) {
  const std::string name = mode == Mode::kImmutable ? immutable_uri(path) : path;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &handle, flags_of(mode) | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(handle);
  if (code != SQLITE_OK) {
    return sqlite_error(code, path, handle != nullptr ? sqlite3_errmsg(handle) : "out of memory");
  }
  sqlite3_busy_timeout(handle, 5000);
  return database;
}

Status Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? Status()
                           : Status(sqlite_error(code, place_of(handle_.get()), sqlite3_errmsg(handle_.get())));
}

Result<Statement> Database::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (code != SQLITE_OK) {
    return sqlite_error(code, place_of(handle_.get()), sqlite3_errmsg(handle_.get()));
  }
  return Statement(handle_.get(), statement);
}

Result<std::string> Database::query_text(std::string_view sql) const {
  auto statement = prepare(sql);
  if (!statement) {
    return statement.error();
  }
  const auto row = statement->step();
  if (!row) {
    return row.error();
  }
  return *row ? statement->text(0) : std::string();
}

std::int64_t Database::last_row() const { return sqlite3_last_insert_rowid(handle_.get()); }
std::int64_t Database::changes() const { return sqlite3_changes64(handle_.get()); }

Result<Transaction> Transaction::begin(Database& database) {
  if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) {
    return begun.error();
  }
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ != nullptr) {
    // On a full disk SQLite has rolled back by itself; then this one fails, and nothing is lost by it.
    const auto rolled_back = database_->execute("ROLLBACK");
    static_cast<void>(rolled_back);
  }
}

Status Transaction::commit() {
  auto committed = database_->execute("COMMIT");
  if (committed) {
    database_ = nullptr;
  }
  return committed;
}

}  // namespace assay
