// The schema: who made the file, which version it has, and the steps from each version to the next.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "results/sqlite/database.h"

namespace assay {

inline constexpr std::int64_t kApplicationId = 0x41535359;  // "ASSY"

// migrations()[v] brings a file from version v to v + 1; the last one's result is what this program reads and writes.
std::span<const std::string_view> migrations();
std::int64_t schema_version();

// kCorrupt if the file is not an Assay database, kInvalidConfig if it is newer than this program. Changes nothing.
Result<std::int64_t> read_version(const Database& database, const std::string& path);

// Brings an empty or older file from version `from` to the last of `steps`, one transaction a step, and its views with
// it.
Status migrate(Database& database, std::int64_t from, std::span<const std::string_view> steps = migrations());

}  // namespace assay
