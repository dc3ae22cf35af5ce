// YAML of foreign task files into nodes that know their line: tags, anchors, aliases and merge keys as PyYAML has them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/value.h"

namespace assay {

struct LooseField;

struct LooseNode {
  enum class Kind : std::uint8_t { kScalar, kFunction, kList, kMap };
  Kind kind = Kind::kScalar;
  int line = 0;                    // from 1
  Value value;                     // kScalar: typed; kFunction: the text behind `!function`
  std::vector<LooseNode> items;    // kList
  std::vector<LooseField> fields;  // kMap: in file order; of equal keys the last value, at the first one's place
  std::uint32_t nodes = 1;         // of this subtree, aliases written out
  std::uint16_t height = 1;        // levels of this subtree

  bool is_null() const { return kind == Kind::kScalar && value.is_none(); }
  const LooseNode* find(std::string_view key) const;  // nullptr if there is none, or if this is no map
};

struct LooseField {
  Value key;
  LooseNode node;
};

// A file's content; nodes point into it, so whoever keeps them keeps the tree.
struct LooseTree {
  std::string file;
  LooseNode root;
};

// One document. Bounded: 4 MiB of text, 64 levels, 250,000 nodes from aliases, 1,024 keys in one map. kInvalidConfig
// with file and line.
Result<LooseTree> parse_loose_yaml(std::string_view text, const std::string& file);

// The file's size is looked at before it is read. kNotFound, or as above.
Result<LooseTree> load_loose_yaml(const std::string& path);

// Data of a node; a function inside becomes the text "!function NAME".
Value value_of(const LooseNode& node);

// "FILE:LINE: MESSAGE".
Error error_at(std::string_view file, int line, std::string_view message);

}  // namespace assay
