// Where results are kept: an SQLite file, or memory in tests.
#pragma once

#include <functional>
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

// Every implementation, for the contract tests. `scratch` is a folder the store may use.
struct StoreEntry {
  std::string_view name;
  Result<std::unique_ptr<Store>> (*make)(const std::string& scratch);
};
std::span<const StoreEntry> store_entries();

}  // namespace assay
