// Whole files in and out, and where this program's own files are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace assay {

// kNotFound if it cannot be opened, kEnvironment if reading fails.
Result<std::string> read_file(const std::string& path);

// Written beside, synced, renamed: a reader sees the old or the new content, never a part.
Status write_file(const std::string& path, std::string_view content);

// The paths of the regular files below `folder` whose name ends in `suffix`, sorted; empty if there is no such folder.
std::vector<std::string> files_below(const std::string& folder, std::string_view suffix);

// The folder of the running binary.
std::string executable_folder();

// A leading "~/" replaced by the home folder.
std::string expand_home(const std::string& path);

}  // namespace assay
