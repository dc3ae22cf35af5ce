// The copy is made beside its place and moved there when it is whole.
#include "tasks/lm_eval/imports.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "harness/base/files.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

bool has_index(const fs::path& folder) {
  std::error_code code;
  return fs::is_regular_file(folder / kCatalogueIndexFile, code);
}

std::string name_of(const std::string& folder) {
  const fs::path path(folder);
  const std::string own = path.filename().string();
  const std::string above = path.parent_path().filename().string();
  return own == "tasks" && !above.empty() ? above : own;
}

Error failed(const fs::path& path, const char* what, const std::error_code& code) {
  return {ErrorKind::kStorage, path.string() + ": " + what + ": " + code.message()};
}

// Exemplars may be written out in Python beside a task file; they are read as data (returned_literal.h). A copy that
// fails leaves a task without exemplars, which says so when it is asked for them.
void copy_written_out_rows(const fs::path& task_file, const fs::path& target) {
  const auto text = read_file(task_file.string());
  if (!text || text->find("samples: !function") == std::string::npos) {
    return;
  }
  std::error_code code;
  for (const auto& beside : fs::directory_iterator(task_file.parent_path(), code)) {
    if (beside.path().extension() == ".py") {
      fs::copy_file(beside.path(), target / beside.path().filename(), fs::copy_options::overwrite_existing, code);
    }
  }
}

Result<std::size_t> copy_files(const Catalogue& catalogue, const std::vector<FileVerdict>& verdicts,
                               const fs::path& target) {
  std::error_code code;
  std::size_t count = 0;
  for (const FileVerdict& verdict : verdicts) {
    if (verdict.kind == FileKind::kNoTaskFile) {
      continue;
    }
    const fs::path copy = target / verdict.file;
    fs::create_directories(copy.parent_path(), code);
    const fs::path from = fs::path(catalogue.folder) / verdict.file;
    if (!fs::copy_file(from, copy, code)) {
      return failed(copy, "cannot be written", code);
    }
    ++count;
    copy_written_out_rows(from, copy.parent_path());
  }
  return count;
}

}  // namespace

std::string catalogues_home() {
  if (std::string own = environment("ASSAY_TASKS"); !own.empty()) {
    return own;
  }
  const std::string data = environment("XDG_DATA_HOME");
  return (data.empty() ? expand_home("~/.local/share") : data) + "/assay/tasks";
}

std::vector<std::string> catalogue_folders() {
  std::vector<std::string> folders;
  std::error_code code;
  for (fs::directory_iterator at(catalogues_home(), code), end; !code && at != end; at.increment(code)) {
    if (at->path().filename().string().front() != '.' && has_index(at->path())) {
      folders.push_back(at->path().string());
    }
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

Result<ImportedCatalogue> import_catalogue(const Catalogue& catalogue, const std::vector<FileVerdict>& verdicts) {
  const fs::path home(catalogues_home());
  const std::string name = name_of(catalogue.folder);
  const fs::path place = home / name;
  std::error_code code;
  if (fs::exists(place, code) && !has_index(place)) {
    return Error{
        ErrorKind::kInvalidConfig,
        place.string() + ": is there and no import made it; move it away, or set ASSAY_TASKS to another folder"};
  }
  if (fs::equivalent(place, catalogue.folder, code)) {
    return Error{ErrorKind::kInvalidConfig, place.string() + ": is an imported catalogue already"};
  }
  const fs::path part = home / ("." + name + ".part." + std::to_string(::getpid()));
  const fs::path old = home / ("." + name + ".old." + std::to_string(::getpid()));
  fs::create_directories(part, code);
  if (code) {
    return failed(part, "cannot be made", code);
  }
  auto count = copy_files(catalogue, verdicts, part);
  auto written =
      count ? write_file((part / kCatalogueIndexFile).string(), catalogue_index(catalogue)) : Status(count.error());
  if (!written) {
    fs::remove_all(part, code);
    return written.error();
  }
  fs::rename(place, old, code);  // fails if there is none, and then there is nothing to put aside
  fs::rename(part, place, code);
  Result<ImportedCatalogue> done = code ? Result<ImportedCatalogue>(failed(place, "cannot be put in place", code))
                                        : ImportedCatalogue{.folder = place.string(), .files = *count};
  fs::remove_all(old, code);
  return done;
}

}  // namespace assay
