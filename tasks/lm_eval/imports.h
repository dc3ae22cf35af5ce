// Catalogues kept for the user: copied once, with an index, so that a run finds a task without reading every file.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "harness/base/result.h"
#include "tasks/lm_eval/catalogue.h"
#include "tasks/lm_eval/check.h"

namespace assay {

// Where they are kept: $ASSAY_TASKS, else $XDG_DATA_HOME/assay/tasks, else ~/.local/share/assay/tasks.
std::string catalogues_home();

// The folders of imported catalogues, sorted; open_catalogue() takes each.
std::vector<std::string> catalogue_folders();

struct ImportedCatalogue {
  std::string folder;
  std::size_t files = 0;
};

// Copies the files that `verdicts` found to be task files and templates, and writes the index, into a folder below
// catalogues_home() that is named like the catalogue's ("lm_eval" for ".../lm_eval/tasks"). An earlier import of that
// name is replaced, once the copy is complete. kInvalidConfig if a folder of that name is there that no import made.
Result<ImportedCatalogue> import_catalogue(const Catalogue& catalogue, const std::vector<FileVerdict>& verdicts);

}  // namespace assay
