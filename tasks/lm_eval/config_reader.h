// Reads values of resolved task files, with the kinds each key may have; the first error is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "tasks/lm_eval/includes.h"
#include "tasks/lm_eval/task_config.h"

namespace assay {

enum ConfigKinds : unsigned {
  kTextKind = 1,
  kFunctionKind = 2,
  kIntegerKind = 4,
  kNumberKind = 8 | kIntegerKind,
  kBoolKind = 16,
  kListKind = 32,
  kMapKind = 64,
  kAnyKind = 127,
};

class ConfigReader {
 public:
  explicit ConfigReader(const ResolvedFile& file) : file_(file) {}  // REQUIRES: `file` outlives this

  const ResolvedFile& file() const { return file_; }
  void fail(const PlacedField& at, std::string_view message);
  void fail_at_file(std::string_view message);
  Status finish() const { return error_ ? Status(*error_) : Status(); }

  // `prefix` stands before the key in messages: "fewshot_config.". null is always allowed.
  ConfigValue value(const PlacedField& field, unsigned allowed, std::string_view prefix);
  std::optional<bool> truth(const PlacedField& field, std::string_view prefix);
  std::optional<std::int64_t> whole(const PlacedField& field, std::int64_t low, std::int64_t high);  // null: nothing
  std::vector<std::string> texts(const PlacedField& field);    // one text, or a list of texts
  std::vector<PlacedField> maps_of(const PlacedField& field);  // the items of a list of maps
  void argument(const PlacedField& field, Value::Dict& arguments, std::vector<ConfigValue>& functions);

 private:
  const ResolvedFile& file_;
  std::optional<Error> error_;
};

}  // namespace assay
