// The lines that the harness and a program exchange (docs/FORMATS.md "Programs as engines"). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/api/backend.h"

namespace assay {

// Without line ends.
std::string exec_hello_line();
std::string exec_request_line(const Request& request);
std::string exec_cancel_line(RequestId request);
std::string exec_stop_line();

// A line of the program about one request: a piece of an answer, or its end.
struct ExecSaid {
  RequestId request = 0;
  std::optional<std::string> chunk;  // there: a piece; else the end of the answer
  int chunk_tokens = 0;
  Finish finish = Finish::kEnd;
  std::optional<std::string> text;
  std::string stop;
  std::string failure;
  std::vector<ChoiceScore> choices;
  std::optional<int> prompt_tokens;
  std::optional<int> output_tokens;
};

// The program's first line as name, model, capabilities, parallel requests, context and identity. kEnvironment for
// anything else.
Result<BackendInfo> read_exec_hello(std::string_view line);

// kCorrupt for a line that is no answer by its form.
Result<ExecSaid> read_exec_line(std::string_view line);

}  // namespace assay
