// Built from libyaml's events, whose scanner is the one PyYAML follows, so that folded and quoted texts come out alike.
#include "tasks/lm_eval/yaml_node.h"

#include <yaml.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "tasks/lm_eval/yaml_scalar.h"

namespace assay {
namespace {

constexpr std::size_t kBytesMax = 4U << 20;
constexpr std::size_t kLevelsMax = 64;
constexpr std::size_t kAliasNodesMax = 250'000;
constexpr std::size_t kKeysMax = 1024;

using Event = std::unique_ptr<yaml_event_t, void (*)(yaml_event_t*)>;

std::string_view text_of(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

// Two keys are one if they are the same text, or the same other value.
std::string key_identity(const Value& key) { return key.is_text() ? "t" + key.as_text() : "v" + to_json(key); }

// Of equal keys the last value at the first place, as in a Python dict.
void keep_last(std::vector<LooseField>& fields) {
  std::unordered_map<std::string, std::size_t> places;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto [place, is_new] = places.try_emplace(key_identity(fields[i].key), kept);
    if (is_new) {
      if (kept != i) {
        fields[kept] = std::move(fields[i]);
      }
      ++kept;
    } else {
      fields[place->second].node = std::move(fields[i].node);
    }
  }
  fields.resize(kept);
}

std::string too_many_keys() { return "a map of more than " + std::to_string(kKeysMax) + " keys"; }

// Events into one tree. The first error ends it.
class TreeBuilder {
 public:
  TreeBuilder(std::string_view text, const std::string& file) : file_(file) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~TreeBuilder() { yaml_parser_delete(&parser_); }
  TreeBuilder(const TreeBuilder&) = delete;
  TreeBuilder& operator=(const TreeBuilder&) = delete;

  Result<LooseTree> build() {
    for (bool is_done = false; !is_done && !error_;) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser_, &event) == 0) {
        return parse_error();
      }
      const Event owner(&event, yaml_event_delete);
      is_done = event.type == YAML_STREAM_END_EVENT;
      take(event);
    }
    if (error_) {
      return *error_;
    }
    return LooseTree{.file = file_, .root = std::move(root_)};
  }

 private:
  // A list or map being filled; a map waits for a key or, with has_key, for a value.
  struct Frame {
    LooseNode node;
    std::string anchor;
    std::vector<LooseNode> merged;  // the maps of `<<`, in their order
    Value key;
    bool has_key = false;
    bool is_merging = false;
  };

  Error parse_error() const {
    const std::string context = parser_.context == nullptr ? "" : std::string(parser_.context) + ": ";
    const std::string problem = parser_.problem == nullptr ? "out of memory" : parser_.problem;
    return error_at(file_, static_cast<int>(parser_.problem_mark.line) + 1, "not YAML: " + context + problem);
  }

  void fail(int line, const std::string& message) {
    if (!error_) {
      error_ = error_at(file_, line, message);
    }
  }

  void take(const yaml_event_t& event) {
    const int line = static_cast<int>(event.start_mark.line) + 1;
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        if (++documents_ > 1) {
          fail(line, "more than one document (---); a task file is one");
        }
        break;
      case YAML_SCALAR_EVENT:
        take_scalar(event.data.scalar, line);
        break;
      case YAML_ALIAS_EVENT:
        take_alias(std::string(text_of(event.data.alias.anchor)), line);
        break;
      case YAML_SEQUENCE_START_EVENT:
        open(LooseNode::Kind::kList, event.data.sequence_start.anchor, event.data.sequence_start.tag, line);
        break;
      case YAML_MAPPING_START_EVENT:
        open(LooseNode::Kind::kMap, event.data.mapping_start.anchor, event.data.mapping_start.tag, line);
        break;
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        close();
        break;
      default:
        break;
    }
  }

  template <typename Scalar>
  void take_scalar(const Scalar& scalar, int line) {
    const std::string_view text(reinterpret_cast<const char*>(scalar.value), scalar.length);
    const std::string_view tag = text_of(scalar.tag);
    LooseNode node{.line = line};
    const bool is_plain = tag.empty() && scalar.plain_implicit != 0 && scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (tag == "!function") {
      node.kind = LooseNode::Kind::kFunction;
      node.value = Value::of(trim(text));
    } else if (is_plain && text == "<<" && is_at_key()) {
      frames_.back().is_merging = true;
      frames_.back().has_key = true;
      return;
    } else if (is_plain) {
      node.value = plain_scalar(text);
    } else if (tag.empty()) {
      node.value = Value::of(text);
    } else if (auto typed = tagged_scalar(tag, text)) {
      node.value = std::move(*typed);
    } else {
      fail(line, "tag '" + printable(tag, 60) + "' is not known, or does not fit '" + printable(text, 40) +
                     "'; the one foreign tag of task files is !function");
      return;
    }
    keep_anchor(std::string(text_of(scalar.anchor)), node);
    add(std::move(node));
  }

  void take_alias(const std::string& name, int line) {
    const auto found = anchors_.find(name);
    if (found == anchors_.end()) {
      const bool is_open =
          std::any_of(frames_.begin(), frames_.end(), [&](const Frame& f) { return f.anchor == name; });
      fail(line, "alias '*" + printable(name, 40) + "' " +
                     (is_open ? "stands inside its own anchor" : "has no anchor '&' before it"));
      return;
    }
    alias_nodes_ += found->second.nodes;
    if (alias_nodes_ > kAliasNodesMax) {
      fail(line, "its aliases stand for more than " + std::to_string(kAliasNodesMax) + " values");
      return;
    }
    if (frames_.size() + found->second.height > kLevelsMax) {
      fail(line, "nested deeper than " + std::to_string(kLevelsMax) + " levels");
      return;
    }
    LooseNode copy = found->second;
    copy.line = line;
    add(std::move(copy));
  }

  void keep_anchor(const std::string& name, const LooseNode& node) {
    if (name.empty()) {
      return;
    }
    if (!anchors_.emplace(name, node).second) {
      fail(node.line, "anchor '&" + printable(name, 40) + "' is there twice");
    }
  }

  bool is_at_key() const {
    return !frames_.empty() && frames_.back().node.kind == LooseNode::Kind::kMap && !frames_.back().has_key;
  }

  void open(LooseNode::Kind kind, const yaml_char_t* anchor, const yaml_char_t* tag, int line) {
    const std::string_view name = text_of(tag);
    const std::string_view standard = kind == LooseNode::Kind::kMap ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq";
    if (!name.empty() && name != standard) {
      fail(line, "tag '" + printable(name, 60) + "' is not known for a list or a map");
    }
    if (is_at_key()) {
      fail(line, "a key must be a single value, not a list or a map");
    }
    if (frames_.size() >= kLevelsMax) {
      fail(line, "nested deeper than " + std::to_string(kLevelsMax) + " levels");
    }
    if (!error_) {
      frames_.push_back({.node = {.kind = kind, .line = line}, .anchor = std::string(text_of(anchor))});
    }
  }

  void close() {
    if (error_) {
      return;
    }
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (frame.node.kind == LooseNode::Kind::kMap) {
      finish_map(frame);
    }
    keep_anchor(frame.anchor, frame.node);
    add(std::move(frame.node));
  }

  // Merged fields come first, so that the map's own win.
  void finish_map(Frame& frame) {
    std::vector<LooseField> all;
    for (LooseNode& map : frame.merged) {
      std::move(map.fields.begin(), map.fields.end(), std::back_inserter(all));
    }
    std::move(frame.node.fields.begin(), frame.node.fields.end(), std::back_inserter(all));
    keep_last(all);
    if (all.size() > kKeysMax) {
      fail(frame.node.line, too_many_keys());
    }
    frame.node.fields = std::move(all);
    for (const LooseField& field : frame.node.fields) {
      grow(frame.node, field.node);
    }
  }

  static void grow(LooseNode& above, const LooseNode& below) {
    above.nodes += below.nodes;
    above.height = std::max<std::uint16_t>(above.height, static_cast<std::uint16_t>(below.height + 1));
  }

  void merge(Frame& frame, LooseNode node) {
    if (node.kind == LooseNode::Kind::kMap) {
      frame.merged.push_back(std::move(node));
      return;
    }
    const bool has_maps = std::all_of(node.items.begin(), node.items.end(),
                                      [](const LooseNode& item) { return item.kind == LooseNode::Kind::kMap; });
    if (node.kind != LooseNode::Kind::kList || !has_maps) {
      fail(node.line, "'<<' merges a map or a list of maps");
      return;
    }
    // The first of a list wins, so it comes last.
    std::move(node.items.rbegin(), node.items.rend(), std::back_inserter(frame.merged));
  }

  void add(LooseNode node) {
    if (error_) {
      return;
    }
    if (frames_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = frames_.back();
    if (frame.node.kind == LooseNode::Kind::kList) {
      grow(frame.node, node);
      frame.node.items.push_back(std::move(node));
    } else if (!frame.has_key) {
      if (node.kind != LooseNode::Kind::kScalar) {
        fail(node.line, "a key must be a single value, not a list, a map or a function");
      }
      frame.key = std::move(node.value);
      frame.has_key = true;
    } else if (frame.is_merging) {
      merge(frame, std::move(node));
      frame.has_key = frame.is_merging = false;
    } else {
      frame.node.fields.push_back({std::move(frame.key), std::move(node)});
      frame.has_key = false;
      if (frame.node.fields.size() > kKeysMax) {
        fail(frame.node.line, too_many_keys());
      }
    }
  }

  yaml_parser_t parser_{};
  const std::string file_;
  LooseNode root_;
  std::vector<Frame> frames_;
  std::map<std::string, LooseNode> anchors_;
  std::size_t alias_nodes_ = 0;
  int documents_ = 0;
  std::optional<Error> error_;
};

}  // namespace

const LooseNode* LooseNode::find(std::string_view key) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const LooseField& field) {
    return field.key.is_text() && field.key.as_text() == key;
  });
  return found == fields.end() ? nullptr : &found->node;
}

Error error_at(std::string_view file, int line, std::string_view message) {
  return {ErrorKind::kInvalidConfig,
          std::string(file) + (line > 0 ? ":" + std::to_string(line) : "") + ": " + std::string(message)};
}

Result<LooseTree> parse_loose_yaml(std::string_view text, const std::string& file) {
  if (text.size() > kBytesMax) {
    return error_at(file, 0, "larger than " + std::to_string(kBytesMax >> 20) + " MiB; no task file is");
  }
  return TreeBuilder(text, file).build();
}

Result<LooseTree> load_loose_yaml(const std::string& path) {
  std::error_code code;
  if (!std::filesystem::is_regular_file(path, code)) {
    return Error{ErrorKind::kNotFound, path + ": no such file"};
  }
  const auto bytes = std::filesystem::file_size(path, code);
  if (!code && bytes > kBytesMax) {
    return error_at(path, 0,
                    std::to_string(bytes) + " bytes; a task file has at most " + std::to_string(kBytesMax >> 20) +
                        " MiB, so this one was not read");
  }
  const auto text = read_file(path);
  if (!text) {
    return text.error();
  }
  return parse_loose_yaml(*text, path);
}

Value value_of(const LooseNode& node) {
  switch (node.kind) {
    case LooseNode::Kind::kScalar:
      return node.value;
    case LooseNode::Kind::kFunction:
      return Value::of("!function " + node.value.as_text());
    case LooseNode::Kind::kList: {
      Value::List items;
      items.reserve(node.items.size());
      std::transform(node.items.begin(), node.items.end(), std::back_inserter(items), value_of);
      return Value::list(std::move(items));
    }
    case LooseNode::Kind::kMap:
      break;
  }
  Value::Dict fields;
  fields.reserve(node.fields.size());
  for (const LooseField& field : node.fields) {
    fields.push_back({field.key, value_of(field.node)});
  }
  return Value::dict(std::move(fields));
}

}  // namespace assay
