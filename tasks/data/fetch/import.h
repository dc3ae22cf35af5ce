// Putting a data set's files into the local mirror, whatever their form.
#pragma once

#include <string>
#include <vector>

#include "harness/base/result.h"
#include "tasks/data/mirror.h"

namespace assay {

// "owner/dataset[:config[:split]]" as given to --as; what is not given is "". kInvalidConfig.
Result<MirrorPlace> parse_place(const std::string& text);

struct Imported {
  MirrorPlace place;
  std::string file;  // what was written, below the data folder
  std::size_t rows = 0;
};

// A file (JSON lines, JSON, CSV, TSV, text, Parquet; also .gz), or a folder laid out as on the hub: CONFIG/SPLIT.FORM
// or data/SPLIT.FORM, shards SPLIT-00000-of-00002.FORM joined in order. What `place` leaves open comes from the names;
// if it names a configuration or split, other ones in the folder are left out. kNotFound, kInvalidConfig, kCorrupt;
// nothing half-written stays.
Result<std::vector<Imported>> import_data(const std::string& from, const MirrorPlace& place,
                                          const std::string& data_folder);

}  // namespace assay
