// Walking the rows of a query, for the readers of this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "harness/api/thought.h"
#include "results/sqlite/database.h"

namespace assay {

using Row = const Statement&;

std::optional<int> small(const std::optional<std::int64_t>& number);

// Every row of a bound query, in order; the first error ends it.
Status each_row(Statement& query, const std::function<Status(Row)>& use);
// Of a query that takes one text: a run's id.
Status each_row(const Database& database, std::string_view sql, const std::string& id,
                const std::function<Status(Row)>& use);

// The five columns of an answer's thought; nothing if it was not looked for.
std::optional<Thought> thought_of(Row row, int first);

// kCorrupt: a row holds what the store does not write.
Error damaged(const std::string& what);

}  // namespace assay
