// Whether a task file can be run here, and if not, which of its constructs are missing, each with file and line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "tasks/lm_eval/catalogue.h"
#include "tasks/lm_eval/task_config.h"

namespace assay {

// What this build can do. A function that is empty is not asked: without has_handler there are no handlers, without
// the others texts are taken as they are.
struct CheckOptions {
  std::function<bool(std::string_view folder, std::string_view function)> has_handler;
  std::function<Status(std::string_view)> parse_template;
  std::function<Status(std::string_view)> compile_regex;
  // What making the task's scorers and generation settings says, asked where nothing else is missing.
  std::function<Status(const TaskConfig& config, const std::string& root)> try_making;
  bool runs_code = false;  // tasks with `unsafe_code`
  // Known names; as made here, lm-eval's own.
  std::vector<std::string> metrics;
  std::vector<std::string> aggregations;
  std::vector<std::string> filters;

  CheckOptions();
};

struct CheckFinding {
  std::string reason;   // the kind of thing, to count by: "!function in doc_to_text"
  std::string message;  // "FILE:LINE: ..."
};

enum class FileKind : std::uint8_t { kTask, kPythonTask, kGroup, kTemplate, kNoTaskFile };

enum class Readiness : std::uint8_t {
  kAsItStands,      // no Python in it
  kByHandler,       // its functions have native handlers
  kByRowFilter,     // its process_docs is a known row filter
  kNeedsRowFilter,  // nothing is missing but process_docs: a `where` or a native handler
  kRefused,
  kNotRun,  // templates and what is no task file
};

struct FileVerdict {
  std::string file;  // below the catalogue's folder
  std::string name;
  FileKind kind = FileKind::kTask;
  Readiness readiness = Readiness::kNotRun;
  std::vector<CheckFinding> missing;   // why not
  std::vector<CheckFinding> warnings;  // what may not be meant
};

// `root` is the catalogue's folder, which handlers' folders are below.
FileVerdict check_task(const TaskConfig& config, const std::string& root, const CheckOptions& options);

// Every file of the catalogue's folder that may be one of its own, in the order of the paths; in parallel.
std::vector<FileVerdict> check_catalogue(const Catalogue& catalogue, const CheckOptions& options);

// The one verdict of a file that is named itself; the folder it is in is the catalogue.
std::vector<FileVerdict> check_one_file(const std::string& path, const CheckOptions& options);

// Counts, reasons, and with `lists_all` every file.
std::string check_report(const std::vector<FileVerdict>& verdicts, bool lists_all);
std::string check_report_json(const std::vector<FileVerdict>& verdicts, bool lists_all);

}  // namespace assay
