// The lines that the harness and a judging program exchange (docs/FORMATS.md "Programs as scorers"). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "harness/api/task.h"
#include "harness/base/result.h"

namespace assay {

// Without line ends.
std::string scorer_hello_line();
std::string scorer_question_line(std::int64_t id, const Sample& sample, const Response& response);

// The version in the program's first line. kEnvironment for anything else.
Result<int> read_scorer_hello(std::string_view line);

// The judgement of question `id`. kCorrupt for what is none.
Result<Judgement> read_scorer_line(std::string_view line, std::int64_t id);

}  // namespace assay
