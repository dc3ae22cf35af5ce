// A thin owner of SQLite's handles: errors become Results, statements reset themselves, transactions roll back.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace assay {

// One prepared statement in use: bind by position from 1, step, read by column from 0. Errors are kept; step() reports.
class Statement {
 public:
  Statement(sqlite3* database, sqlite3_stmt* statement);

  Statement& bind(std::string_view text);
  Statement& bind(const char* text) { return bind(std::string_view(text)); }
  Statement& bind(std::int64_t number);
  Statement& bind(int number) { return bind(static_cast<std::int64_t>(number)); }
  Statement& bind(bool flag) { return bind(static_cast<std::int64_t>(flag ? 1 : 0)); }
  Statement& bind(double number);
  Statement& bind_blob(std::string_view bytes);
  Statement& bind_null();
  template <typename T>
  Statement& bind(const std::optional<T>& value) {
    return value ? bind(*value) : bind_null();
  }

  // True if there is a row. kStorage, kBusy or kCorrupt by SQLite's code.
  Result<bool> step();
  // One execution without rows; ready to be bound again.
  Status run();

  bool is_null(int column) const;
  std::string text(int column) const;  // of TEXT and BLOB alike, with inner NUL bytes
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::optional<std::int64_t> integer_or_null(int column) const;
  std::optional<double> real_or_null(int column) const;

 private:
  sqlite3* database_;
  std::shared_ptr<sqlite3_stmt>
      statement_;  // shared only so that Statement can be returned by value; one owner at a time
  int next_ = 1;
  int code_ = 0;
};

// One connection.
class Database {
 public:
  // kImmutable: nobody writes to the file, so it is read without locks and without files beside it.
  enum class Mode { kReadOnly, kReadWrite, kImmutable };
  static Result<Database> open(const std::string& path, Mode mode);

  // Statements without rows, separated by semicolons.
  Status execute(const std::string& sql);
  Result<Statement> prepare(std::string_view sql) const;
  // The first column of the first row.
  Result<std::string> query_text(std::string_view sql) const;
  std::int64_t last_row() const;
  std::int64_t changes() const;  // rows the last INSERT, UPDATE or DELETE changed

 private:
  explicit Database(sqlite3* handle);
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle_;
};

// BEGIN IMMEDIATE now; ROLLBACK at the end unless commit() succeeded.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(other.database_) { other.database_ = nullptr; }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Status commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

// An SQLite result code as our error; `place` says which database.
Error sqlite_error(int code, std::string_view place, std::string_view message);

}  // namespace assay
