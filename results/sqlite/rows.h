// Rows of a query, one after the other.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "results/sqlite/database.h"

namespace assay {

using Row = const Statement&;

std::optional<int> small(const std::optional<std::int64_t>& number);

// Every row of a query that takes the run's id. Errors: of the query, and of `use`, which ends it.
Status each_row(const Database& database, std::string_view sql, const std::string& id,
                const std::function<Status(Row)>& use);

}  // namespace assay
