// The ARC sets (Clark et al., 2018) in their upstream JSON-lines form, mapped to the flat fields task files use.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "harness/base/result.h"

namespace assay {

// Documents of a set with the hash of the file they came from.
struct DatasetRows {
  std::vector<nlohmann::json> rows;  // {id, question, choices: {text: [...], label: [...]}, answerKey, answer_index}
  std::string file;
  std::string sha256;
};

// `name` "ARC-Challenge" or "ARC-Easy", `split` "test", "dev" or "train", below `data` (in arc/NAME/, NAME/, or
// itself). Labels are A to E or 1 to 4. kInvalidConfig for another split; kNotFound if the file is not there, with what
// --data must hold; kCorrupt with file and line.
Result<DatasetRows> read_arc(const std::string& data, const std::string& name, const std::string& split);

}  // namespace assay
