// `where`: which rows of a data set a task takes, as data.
#pragma once

#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

// A dict of columns; a row must meet every one. What stands behind a column:
//   a value                  the column equals it
//   a list                   the column equals one of its items
//   a dict of conditions     all of them hold:
//     is, not                a value or a list, as above; `not` is the opposite
//     cut_at: [texts]        before comparing, a text column is cut where the first of these texts that it holds begins
//     is_empty: true|false   the column, a text, a list or a dict, has no or some elements
// kInvalidConfig if `where` is not of this form.
Status check_where(const Value& where);

// REQUIRES: check_where(where). kCorrupt for a row without the column, or a column without a length where one is
// needed.
Result<bool> is_met(const Value& where, const Value& row);

// The rows that meet it, in their order.
Result<std::vector<Value>> rows_where(const Value& where, std::vector<Value> rows);

}  // namespace assay
