// The SQLite store. One writer, locked; readers open the file read-only.
#pragma once

#include <memory>
#include <string>

#include "harness/api/store.h"
#include "results/registry.h"

namespace assay {

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, Access access);

}  // namespace assay
