// configs/data/NAME.yaml: where a data set's files come from, and what their bytes must be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/result.h"

namespace assay {

struct PinnedFile {
  std::string path;  // below the data folder
  std::string url;   // of the file, or of the zip archive it is a member of
  std::string member;
  std::uint64_t bytes = 0;
  std::string sha256;
  std::optional<std::int64_t> items;
};

struct PinnedSet {
  std::string name;
  std::string summary;
  std::string licence;
  std::string licence_source;  // "" if the authors state none
  std::vector<std::string> hub;
  std::vector<PinnedFile> files;

  std::uint64_t bytes() const;
};

// All of configs/data, by name. kInvalidConfig with file and line.
Result<std::vector<PinnedSet>> load_pinned_sets(const std::string& configs);

// The ones with these names, in this order; all if there are none. kInvalidConfig for an unknown name.
Result<std::vector<PinnedSet>> choose_sets(std::vector<PinnedSet> sets, const std::vector<std::string>& names);

}  // namespace assay
