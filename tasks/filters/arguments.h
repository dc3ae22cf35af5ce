// The arguments of one filter, read strictly: every key is asked for, of the right kind, and no other is there.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/pattern.h"
#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

class FilterArguments {
 public:
  explicit FilterArguments(const Value& arguments) : arguments_(arguments) {}

  // Each gives `otherwise` if the key is absent; the first error is kept for done().
  std::string text(std::string_view key, std::string_view otherwise);
  std::int64_t integer(std::string_view key, std::int64_t otherwise);
  bool flag(std::string_view key, bool otherwise);
  Value value(std::string_view key);  // None if absent
  std::vector<Pattern> patterns(std::string_view key);
  std::vector<Pattern> pattern(std::string_view key, std::string_view otherwise);  // one, or none after an error

  Status done() const;  // the first error; else kInvalidConfig if a key is there that nobody asked for

 private:
  const Value* look(std::string_view key);
  void wrong(std::string_view key, const Value& found, std::string_view right);
  void compile_into(std::string_view place, const std::string& text, std::vector<Pattern>& patterns);

  const Value& arguments_;
  std::set<std::string, std::less<>> asked_;
  Status first_error_;
};

}  // namespace assay
