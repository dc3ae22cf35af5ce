// Rows one by one.
#include "results/sqlite/rows.h"

namespace assay {

std::optional<int> small(const std::optional<std::int64_t>& number) {
  return number ? std::optional<int>(static_cast<int>(*number)) : std::nullopt;
}

Status each_row(Statement& query, const std::function<Status(Row)>& use) {
  while (true) {
    const auto row = query.step();
    if (!row) {
      return row.error();
    }
    if (!*row) {
      return {};
    }
    if (auto used = use(query); !used) {
      return used;
    }
  }
}

Status each_row(const Database& database, std::string_view sql, const std::string& id,
                const std::function<Status(Row)>& use) {
  auto statement = database.prepare(sql);
  if (!statement) {
    return statement.error();
  }
  statement->bind(id);
  return each_row(*statement, use);
}

Error damaged(const std::string& what) {
  return {ErrorKind::kCorrupt, "the database holds a damaged " + what + "; 'assay db check' lists what is damaged"};
}

}  // namespace assay
