// Cases that scripts/check_metrics.py wrote from Python's own results; read where the environment names their file.
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/value.h"

namespace assay {

// The cases of one kind in the file that ASSAY_METRIC_CASES names; none if it is unset.
inline std::vector<Value> metric_cases(std::string_view kind) {
  std::vector<Value> cases;
  const char* path = std::getenv("ASSAY_METRIC_CASES");
  if (path == nullptr) {
    return cases;
  }
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto parsed = parse_json_value(line);
    if (parsed && parsed->text_at("kind") == kind) {
      cases.push_back(*parsed);
    }
  }
  return cases;
}

inline std::vector<std::string> texts_of(const Value& list) {
  std::vector<std::string> texts;
  for (const Value& item : list.items()) {
    texts.push_back(item.as_text());
  }
  return texts;
}

inline std::vector<double> numbers_of(const Value& list) {
  std::vector<double> numbers;
  for (const Value& item : list.items()) {
    numbers.push_back(item.as_real());
  }
  return numbers;
}

}  // namespace assay
