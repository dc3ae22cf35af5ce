// The SQLite store on an open connection.
#pragma once

#include <memory>
#include <optional>

#include "harness/api/store.h"
#include "results/sqlite/database.h"
#include "results/sqlite/writer_lock.h"

namespace assay {

// Writes only with a lock; with it the store leaves one plain file behind when it ends. REQUIRES: the database has
// schema_version().
std::unique_ptr<Store> make_sqlite_store(Database database, std::optional<WriterLock> lock);

}  // namespace assay
