// The options of a model's address, each read by the reader of its name.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/text.h"

namespace assay {

// Puts the value that a text means into the options. kInvalidConfig: the text and what would be right.
template <typename Options>
using OptionReader = std::function<Status(const std::string& text, Options& into)>;

// kInvalidConfig: a name without a reader (the known ones are listed), or "option 'threads': ..." from its reader.
template <typename Options>
Status read_options(const std::map<std::string, std::string>& given,
                    const std::map<std::string, OptionReader<Options>>& readers, Options& into) {
  for (const auto& [name, text] : given) {
    const auto reader = readers.find(name);
    if (reader == readers.end()) {
      std::vector<std::string> known;
      for (const auto& entry : readers) {
        known.push_back(entry.first);
      }
      return Error{ErrorKind::kInvalidConfig, unknown_name("option", name, known)};
    }
    if (Status status = reader->second(text, into); !status) {
      return std::move(status.error()).in("option '" + name + "'");
    }
  }
  return {};
}

}  // namespace assay
