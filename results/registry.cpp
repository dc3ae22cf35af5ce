// The table of stores, and checks of a database as a whole.
#include "results/registry.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "results/sqlite/database.h"
#include "results/sqlite/opening.h"
#include "results/sqlite/reader.h"

namespace assay {
namespace {

constexpr auto kEntries = std::to_array<StoreEntry>({
    {"memory", [](const std::string& /*scratch*/) { return Result<std::unique_ptr<Store>>(make_memory_store()); }},
    {"sqlite", [](const std::string& scratch) { return open_store(scratch + "/store.db", Access::kWrite); }},
});

}  // namespace

std::span<const StoreEntry> store_entries() { return kEntries; }

Result<std::unique_ptr<Store>> open_store(const std::string& path, Access access) {
  return open_sqlite_store(path, access);
}

Result<IntegrityReport> check_database(const std::string& path) {
  const auto database = open_readable(path);  // says clearly if there is nothing, or something else
  if (!database) {
    return database.error();
  }
  const auto integrity = database->query_text("PRAGMA integrity_check(1)");
  const auto runs = read_runs(*database, "");
  if (!integrity || !runs) {
    return !integrity ? integrity.error() : runs.error();
  }
  IntegrityReport report{.integrity = *integrity, .runs = static_cast<std::int64_t>(runs->size())};
  for (const RunRecord& run : *runs) {
    auto damaged = find_damaged(*database, run.id);
    const auto answered = read_answered(*database, run.id);
    if (!damaged || !answered) {
      return !damaged ? damaged.error() : answered.error();
    }
    report.answers += static_cast<std::int64_t>(answered->size());
    std::move(damaged->begin(), damaged->end(), std::back_inserter(report.damaged));
  }
  return report;
}

std::string sqlite_warning() {
  const int version = sqlite3_libversion_number();
  const bool is_fixed = version >= 3'051'003 || (version >= 3'044'006 && version < 3'045'000) ||
                        (version >= 3'050'007 && version < 3'051'000);
  return is_fixed ? ""
                  : std::string("SQLite ") + sqlite3_libversion() +
                        " can lose committed data when one connection checkpoints while another writes; Assay writes "
                        "and checkpoints through one "
                        "connection only, so let no other program write to its databases";
}

}  // namespace assay
