// Calling a native handler by its name, rows and results as JSON texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tasks/handlers/handler.h"

namespace assay {

// Each aborts the test program if there is no such handler, or if it is of another kind.

// What doc_to_text and the like return, as JSON; or "error: ...".
std::string doc_result(std::string_view folder, std::string_view function, std::string_view row_json);

// What process_docs makes of one row, as JSON: "null" if it leaves the row out; or "error: ...".
std::string row_result(std::string_view folder, std::string_view function, std::string_view row_json);

// One metric of process_results for these answers.
MetricValue metric_result(std::string_view handler, std::string_view metric, std::string_view row_json,
                          const std::vector<std::string>& texts);
MetricValue metric_result(std::string_view handler, std::string_view metric, std::string_view row_json,
                          const std::vector<double>& log_likelihoods);

}  // namespace assay
