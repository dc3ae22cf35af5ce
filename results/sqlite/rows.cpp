// Rows one by one.
#include "results/sqlite/rows.h"

#include "harness/api/names.h"

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

std::optional<Thought> thought_of(Row row, int first) {
  const auto state = row.is_null(first) ? std::nullopt : thought_state_from(row.text(first));
  return state ? std::optional(Thought{.state = *state,
                                       .answer_at = row.integer(first + 1),
                                       .thought_tokens = small(row.integer_or_null(first + 2)),
                                       .answer_tokens = small(row.integer_or_null(first + 3)),
                                       .count = row.text(first + 4)})
               : std::nullopt;
}

Error damaged(const std::string& what) {
  return {ErrorKind::kCorrupt, "the database holds a damaged " + what + "; 'assay db check' lists what is damaged"};
}

}  // namespace assay
