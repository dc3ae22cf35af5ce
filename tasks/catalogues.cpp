// What the command line asks of catalogues of task files: checking and importing them, with what this build can do.
#include <algorithm>
#include <filesystem>

#include "harness/base/pattern.h"
#include "harness/base/text.h"
#include "tasks/handlers/registry.h"
#include "tasks/lm_eval/catalogue.h"
#include "tasks/lm_eval/check.h"
#include "tasks/lm_eval/generation_settings.h"
#include "tasks/lm_eval/imports.h"
#include "tasks/lm_eval/task_scorers.h"
#include "tasks/registry.h"
#include "tasks/template/template.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

CheckOptions abilities() {
  CheckOptions options;
  options.has_handler = [](std::string_view folder, std::string_view function) {
    return find_handler(folder, function) != nullptr;
  };
  options.parse_template = [](std::string_view text) {
    const auto parsed = Template::parse(text);
    return parsed ? Status() : Status(parsed.error());
  };
  options.compile_regex = [](std::string_view text) {
    const auto compiled = Pattern::compile(text);
    return compiled ? Status() : Status(compiled.error());
  };
  options.try_making = [](const TaskConfig& config, const std::string& root) {
    const auto scorers = make_task_scorers(config, {.root = root});
    const bool generates = config.output_type_or_default() == "generate_until";
    const auto generation = generates ? read_generation(config) : Result<Generation>(Generation{});
    return !scorers ? Status(scorers.error()) : !generation ? Status(generation.error()) : Status();
  };
  return options;
}

Result<std::vector<FileVerdict>> verdicts_of(const std::string& path) {
  std::error_code code;
  if (fs::is_regular_file(path, code)) {
    return check_one_file(path, abilities());
  }
  const auto catalogue = open_catalogue(path);
  if (!catalogue) {
    return catalogue.error();
  }
  return check_catalogue(*catalogue, abilities());
}

}  // namespace

Result<std::string> check_tasks(const std::string& path, bool lists_all, bool has_json) {
  std::error_code code;
  const bool is_file = fs::is_regular_file(path, code);
  const auto verdicts = verdicts_of(path);
  if (!verdicts) {
    return verdicts.error();
  }
  if (is_file && verdicts->front().readiness == Readiness::kRefused && verdicts->front().missing.size() == 1) {
    return Error{ErrorKind::kUnsupported, verdicts->front().missing.front().message};
  }
  const bool is_listing = lists_all || is_file;
  return has_json ? check_report_json(*verdicts, is_listing) : check_report(*verdicts, is_listing);
}

Result<std::string> import_tasks(const std::string& folder) {
  const auto catalogue = open_catalogue(folder);
  if (!catalogue) {
    return catalogue.error();
  }
  const auto verdicts = check_catalogue(*catalogue, abilities());
  const auto imported = import_catalogue(*catalogue, verdicts);
  if (!imported) {
    return imported.error();
  }
  return check_report(verdicts, false) + "\n" + std::to_string(imported->files) + " files are now in " +
         imported->folder + "\n";
}

}  // namespace assay
