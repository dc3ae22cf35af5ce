// Where results are kept: an SQLite file, or memory in tests.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "harness/api/store.h"

namespace assay {

enum class Access { kRead, kWrite };

// Opens the SQLite database at `path`. kWrite makes it, migrates an older one, and takes the writer's lock. Errors:
// kNotFound (kRead of nothing), kCorrupt (not a database, not ours), kInvalidConfig (made by a newer version), kBusy
// (another writer), kStorage.
Result<std::unique_ptr<Store>> open_store(const std::string& path, Access access);

std::unique_ptr<Store> make_memory_store();

// SQLite's own integrity check and the checksum of every stored answer. `text` says what was checked and what is wrong.
struct IntegrityReport {
  bool is_sound = false;
  std::string text;
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
