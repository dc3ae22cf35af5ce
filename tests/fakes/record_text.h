// Records as text that shows every field and every bit, so that tests can compare what was written with what was read.
#pragma once

#include <string>

#include "harness/api/record.h"

namespace assay {

// One line a field; doubles as bits, absent values as "absent", texts with their length. -0 counts as 0.
std::string all_fields(const RunView& view);

}  // namespace assay
