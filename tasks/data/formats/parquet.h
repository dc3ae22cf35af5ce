// Parquet through Python's pyarrow, as a child process that writes JSON lines.
#pragma once

#include <cstddef>
#include <string>

#include "harness/base/result.h"

namespace assay {

// The rows of a Parquet file as JSON lines: None is null, times are ISO texts, bytes hexadecimal. Runs $ASSAY_PYTHON,
// else python3. kEnvironment, with what to install, if that or pyarrow is missing; kCorrupt if the file is no Parquet
// or gives more than `bytes_max`. Ends a child that says nothing for two minutes.
Result<std::string> parquet_as_json_lines(const std::string& path, std::size_t bytes_max);

}  // namespace assay
