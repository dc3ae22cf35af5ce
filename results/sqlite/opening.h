// Opening a database file: for one writer, or for any number of readers.
#pragma once

#include <memory>
#include <string>

#include "harness/api/store.h"
#include "results/registry.h"
#include "results/sqlite/database.h"

namespace assay {

// Errors as open_store says.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, Access access);

// A connection for reading to a database of the version this program knows; also while somebody writes to it, and where
// nothing can be written.
Result<Database> open_readable(const std::string& path);

}  // namespace assay
