// The local mirror of hub data sets: where each split's rows lie below the data folder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/result.h"

namespace assay {

// "owner/dataset", configuration and split; each a plain name, without '/', '\\', control characters or a dot first.
struct MirrorPlace {
  std::string dataset;
  std::string config = "default";
  std::string split;
};

// kInvalidConfig for a name that is no plain one: names become folders.
Status check_place(const MirrorPlace& place);

// "hub/owner/dataset/config/split.jsonl"
std::string mirror_file(const MirrorPlace& place);

// The configuration that a query without a name means: "default", or the only one there is.
std::string default_config(const std::string& dataset, const std::string& data_folder);

// The splits of a configuration that are there, sorted.
std::vector<std::string> mirror_splits(const MirrorPlace& place, const std::string& data_folder);

struct MirrorEntry {
  MirrorPlace place;
  std::uint64_t bytes = 0;
};

// Everything in the mirror, sorted.
std::vector<MirrorEntry> mirror_entries(const std::string& data_folder);

}  // namespace assay
