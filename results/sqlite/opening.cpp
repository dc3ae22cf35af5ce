// Who may open what: the checks come before the first change to a file.
#include "results/sqlite/opening.h"

#include <sys/vfs.h>

#include <filesystem>
#include <optional>
#include <utility>

#include "results/sqlite/database.h"
#include "results/sqlite/schema.h"
#include "results/sqlite/sqlite_store.h"
#include "results/sqlite/writer_lock.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

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

// What can be said about a path before anything is opened.
Status check_place(const std::string& path) {
  std::error_code code;
  if (fs::is_directory(path, code)) {
    return Error{ErrorKind::kInvalidConfig, "--db " + path + ": is a folder; give a file, such as " +
                                                (fs::path(path) / "assay.db").lexically_normal().string()};
  }
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty() && !fs::is_directory(folder, code)) {
    return Error{ErrorKind::kNotFound, "--db " + path + ": there is no folder " + folder.string() + "; make it first"};
  }
  return {};
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
    return ready.error();
  }
  if (auto migrated = migrate(*database, *version); !migrated) {
    return migrated.error();
  }
  return make_sqlite_store(std::move(*database), std::move(*lock));
}

// On media that cannot be written, SQLite reads a database in WAL mode only if told that nobody writes to it. That is
// safe if the log holds nothing.
Result<Database> open_immutable(const std::string& path, const Error& first) {
  std::error_code code;
  const auto log_bytes = fs::file_size(path + "-wal", code);
  if (!code && log_bytes > 0) {
    return Error{ErrorKind::kStorage, path + ": the newest rows are in " + path +
                                          "-wal, which cannot be read where nothing can be written; copy both files to "
                                          "a writable folder"};
  }
  auto database = Database::open(path, Database::Mode::kImmutable);
  return database && database->query_text("PRAGMA user_version") ? std::move(database) : Result<Database>(first);
}

}  // namespace

Result<Database> open_readable(const std::string& path) {
  if (auto place = check_place(path); !place) {
    return place.error();
  }
  std::error_code code;
  if (!fs::exists(path, code)) {
    return Error{ErrorKind::kNotFound, "no database at " + path + "; 'assay run --db " + path + "' makes one"};
  }
  auto database = Database::open(path, Database::Mode::kReadOnly);
  if (!database) {
    return database.error();
  }
  const auto readable = database->query_text("PRAGMA user_version");
  if (!readable && (readable.error().kind == ErrorKind::kNotFound || readable.error().kind == ErrorKind::kStorage)) {
    database = open_immutable(path, readable.error());
    if (!database) {
      return database.error();
    }
  }
  const auto version = read_version(*database, path);
  if (!version) {
    return version.error();
  }
  if (*version == 0) {
    return Error{ErrorKind::kNotFound, path + ": an empty file, no run in it; 'assay run --db " + path + "' fills it"};
  }
  if (*version != schema_version()) {
    return Error{ErrorKind::kInvalidConfig,
                 path + ": made by an older Assay (schema " + std::to_string(*version) +
                     "); any command that writes to it, such as 'assay run', brings it up to date"};
  }
  return database;
}

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, Access access) {
  if (auto place = check_place(path); !place) {
    return place.error();
  }
  if (access == Access::kWrite) {
    return open_for_writing(path);
  }
  auto database = open_readable(path);
  if (!database) {
    return database.error();
  }
  return make_sqlite_store(std::move(*database), std::nullopt);
}

}  // namespace assay
