// YAML into plain nodes that know their place, strictly: duplicate keys, anchors and tags of other kinds are refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace assay {

struct YamlField;

struct YamlNode {
  enum class Kind : std::uint8_t { kNull, kScalar, kList, kMap };
  Kind kind = Kind::kNull;
  std::string scalar;             // kScalar: the text
  bool is_quoted = false;         // kScalar: 'single', "double" or block; then it is text, whatever it looks like
  std::vector<YamlNode> items;    // kList
  std::vector<YamlField> fields;  // kMap, in file order
  std::string file;
  int line = 0;      // from 1
  std::string path;  // "tasks[2].name"; "" at the top

  const YamlNode* find(std::string_view key) const;
  // An error at this node: "configs/suites/quick.yaml:4: tasks[2].name: MESSAGE".
  Error error(std::string_view message) const;
};

// Not a std::pair: clang refuses one of a type that is not complete yet.
struct YamlField {
  std::string first;
  YamlNode second;
};

// kInvalidConfig with file and line. Depth and size are bounded.
Result<YamlNode> parse_yaml(std::string_view text, const std::string& file);
Result<YamlNode> load_yaml(const std::string& path);

// Reads the keys of one map. The first error is kept; later reads return the default. finish() reports it, or the first
// key that nobody asked for (with the nearest known key).
class MapReader {
 public:
  explicit MapReader(const YamlNode& node);

  std::string text(std::string_view key);  // required
  std::string text_or(std::string_view key, std::string_view otherwise);
  std::int64_t integer(std::string_view key, std::int64_t low, std::int64_t high);  // required
  std::int64_t integer_or(std::string_view key, std::int64_t otherwise, std::int64_t low, std::int64_t high);
  double number(std::string_view key, double low, double high);  // required
  double number_or(std::string_view key, double otherwise, double low, double high);
  bool boolean_or(std::string_view key, bool otherwise);
  std::vector<std::string> texts_or_empty(std::string_view key);  // a list of scalars, or one scalar
  const YamlNode* node(std::string_view key);                     // nullptr if absent or null
  const YamlNode& self() const { return node_; }

  void fail(const YamlNode& at, std::string_view message);
  Status finish();

 private:
  const YamlNode* want(std::string_view key, bool is_required);
  const YamlNode& node_;
  std::vector<std::string> asked_;
  std::optional<Error> error_;
};

}  // namespace assay
