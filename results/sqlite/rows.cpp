// Stepping through a query.
#include "results/sqlite/rows.h"

namespace assay {

std::optional<int> small(const std::optional<std::int64_t>& number) {
  return number ? std::optional<int>(static_cast<int>(*number)) : std::nullopt;
}

Status each_row(const Database& database, std::string_view sql, const std::string& id,
                const std::function<Status(Row)>& use) {
  auto statement = database.prepare(sql);
  if (!statement) {
    return statement.error();
  }
  statement->bind(id);
  while (true) {
    const auto row = statement->step();
    if (!row) {
      return row.error();
    }
    if (!*row) {
      return {};
    }
    if (auto used = use(*statement); !used) {
      return used;
    }
  }
}

}  // namespace assay
