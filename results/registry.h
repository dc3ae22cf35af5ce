// Where results are kept: an SQLite file, or memory in tests.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/api/store.h"

namespace assay {

enum class Access { kRead, kWrite };

// Opens the SQLite database at `path`. kWrite makes it, migrates an older one, and takes the writer's lock. Errors:
// kNotFound (kRead of nothing), kCorrupt (not a database, not ours), kInvalidConfig (made by a newer version), kBusy
// (another writer), kStorage.
Result<std::unique_ptr<Store>> open_store(const std::string& path, Access access);

std::unique_ptr<Store> make_memory_store();

// SQLite's own integrity check and the checksum of every stored answer.
struct IntegrityReport {
  std::string integrity;  // what SQLite says: "ok", or the first thing that is wrong
  std::int64_t runs = 0;
  std::int64_t answers = 0;
  std::vector<std::string> damaged;  // places of answers whose checksum is wrong

  bool is_sound() const { return integrity == "ok" && damaged.empty(); }
};
Result<IntegrityReport> check_database(const std::string& path);

// What is known to be wrong with the SQLite in use; "" if nothing.
std::string sqlite_warning();

// Every implementation, for the contract tests. `scratch` is a folder the store may use.
struct StoreEntry {
  std::string_view name;
  Result<std::unique_ptr<Store>> (*make)(const std::string& scratch);
};
std::span<const StoreEntry> store_entries();

}  // namespace assay
