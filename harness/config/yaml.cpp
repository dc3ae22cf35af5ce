// A strict reader on yaml-cpp's events; its node API would keep the last of two equal keys without a word.
#include "harness/config/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kBytesMax = 4U << 20;
constexpr std::size_t kDepthMax = 64;

// Builds nodes from events. The first error is kept and the rest of the document ignored.
class Builder final : public YAML::EventHandler {
 public:
  explicit Builder(std::string file) : file_(std::move(file)) {}

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(node(mark, YamlNode::Kind::kNull), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    fail(mark, "aliases (*name) are not allowed; write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode scalar = node(mark, YamlNode::Kind::kScalar);
    scalar.scalar = value;
    scalar.is_quoted = tag == "!";
    if (tag == "?" && (value.empty() || value == "~" || value == "null")) {
      scalar.kind = YamlNode::Kind::kNull;
    }
    check_tag(mark, tag);
    add(std::move(scalar), anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, YamlNode::Kind::kList);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, YamlNode::Kind::kMap);
  }
  void OnMapEnd() override { close(); }

  Result<YamlNode> take() {
    if (error_) {
      return *error_;
    }
    root_.file = file_;
    return std::move(root_);
  }

 private:
  // A list or map being filled; a map waits for a key or, with has_key, for a value.
  struct Frame {
    YamlNode node;
    std::string key;
    bool has_key = false;
  };

  YamlNode node(const YAML::Mark& mark, YamlNode::Kind kind) const {
    return {.kind = kind, .file = file_, .line = mark.line + 1, .path = next_path()};
  }

  std::string next_path() const {
    if (frames_.empty()) {
      return "";
    }
    const Frame& frame = frames_.back();
    if (frame.node.kind == YamlNode::Kind::kList) {
      return frame.node.path + "[" + std::to_string(frame.node.items.size()) + "]";
    }
    return frame.node.path.empty() ? frame.key : frame.node.path + "." + frame.key;
  }

  void fail(const YAML::Mark& mark, const std::string& message) {
    if (!error_) {
      error_ = node(mark, YamlNode::Kind::kNull).error(message);
    }
  }

  void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      fail(mark, "tags are not allowed: '" + printable(tag, 60) + "'");
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind) {
    check_tag(mark, tag);
    if (anchor != 0) {
      fail(mark, "anchors (&name) are not allowed");
    }
    if (frames_.size() >= kDepthMax) {
      fail(mark, "nested deeper than " + std::to_string(kDepthMax) + " levels");
    }
    const bool is_key = !frames_.empty() && frames_.back().node.kind == YamlNode::Kind::kMap && !frames_.back().has_key;
    if (is_key) {
      fail(mark, "a key must be a plain text");
    }
    if (!error_) {
      frames_.push_back({.node = node(mark, kind)});
    }
  }

  void close() {
    if (error_) {
      return;
    }
    YamlNode done = std::move(frames_.back().node);
    frames_.pop_back();
    add(std::move(done), 0);
  }

  void add(YamlNode child, YAML::anchor_t anchor) {
    if (anchor != 0 && !error_) {
      error_ = child.error("anchors (&name) are not allowed");
    }
    if (error_) {
      return;
    }
    if (frames_.empty()) {
      root_ = std::move(child);
      return;
    }
    Frame& frame = frames_.back();
    if (frame.node.kind == YamlNode::Kind::kList) {
      frame.node.items.push_back(std::move(child));
    } else if (frame.has_key) {
      frame.node.fields.push_back({frame.key, std::move(child)});
      frame.has_key = false;
      frame.key.clear();
    } else {
      take_key(frame, child);
    }
  }

  void take_key(Frame& frame, const YamlNode& key) {
    if (key.kind != YamlNode::Kind::kScalar) {
      error_ = key.error("a key must be a plain text");
    } else if (const YamlNode* before = frame.node.find(key.scalar)) {
      error_ = key.error("key '" + printable(key.scalar, 60) + "' is there twice; the first is on line " +
                         std::to_string(before->line));
    }
    frame.key = key.scalar;
    frame.has_key = true;
  }

  const std::string file_;
  YamlNode root_;
  std::vector<Frame> frames_;
  std::optional<Error> error_;
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == key; });
  return found == fields.end() ? nullptr : &found->second;
}

Error YamlNode::error(std::string_view message) const {
  return {ErrorKind::kInvalidConfig,
          file + ":" + std::to_string(line) + ": " + (path.empty() ? "" : path + ": ") + std::string(message)};
}

Result<YamlNode> parse_yaml(std::string_view text, const std::string& file) {
  if (text.size() > kBytesMax) {
    return Error{ErrorKind::kInvalidConfig, file + ": larger than " + std::to_string(kBytesMax >> 20) + " MiB"};
  }
  Builder builder(file);
  std::istringstream stream{std::string(text)};
  try {
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    Builder second(file);
    if (parser.HandleNextDocument(second)) {
      return Error{ErrorKind::kInvalidConfig, file + ": holds more than one document (---)"};
    }
  } catch (const YAML::Exception& error) {
    return Error{ErrorKind::kInvalidConfig,
                 file + ":" + std::to_string(error.mark.line + 1) + ": not YAML: " + printable(error.msg)};
  }
  return builder.take();
}

Result<YamlNode> load_yaml(const std::string& path) {
  const auto text = read_file(path);
  if (!text) {
    return text.error();
  }
  return parse_yaml(*text, path);
}

MapReader::MapReader(const YamlNode& node) : node_(node) {
  if (node.kind != YamlNode::Kind::kMap) {
    fail(node, "a map of keys and values is needed here");
  }
}

void MapReader::fail(const YamlNode& at, std::string_view message) {
  if (!error_) {
    // A reader's own finish() may already have put the place before the message.
    error_ = starts_with(message, at.file + ":") ? Error{ErrorKind::kInvalidConfig, std::string(message)}
                                                 : at.error(message);
  }
}

const YamlNode* MapReader::want(std::string_view key, bool is_required) {
  asked_.emplace_back(key);
  const YamlNode* found = node_.find(key);
  if (found != nullptr && found->kind == YamlNode::Kind::kNull) {
    found = nullptr;
  }
  if (found == nullptr && is_required) {
    fail(node_, "key '" + std::string(key) + "' is missing");
  }
  return found;
}

std::string MapReader::text(std::string_view key) {
  const YamlNode* found = want(key, true);
  if (found == nullptr) {
    return "";
  }
  if (found->kind != YamlNode::Kind::kScalar) {
    fail(*found, "a text is needed here, not a list or a map");
  }
  return found->scalar;
}

std::string MapReader::text_or(std::string_view key, std::string_view otherwise) {
  return want(key, false) == nullptr ? std::string(otherwise) : text(key);
}

std::int64_t MapReader::integer(std::string_view key, std::int64_t low, std::int64_t high) {
  const YamlNode* found = want(key, true);
  if (found == nullptr) {
    return low;
  }
  const auto value =
      found->kind == YamlNode::Kind::kScalar && !found->is_quoted ? parse_int(found->scalar) : std::nullopt;
  if (!value || *value < low || *value > high) {
    fail(*found, "'" + printable(found->scalar, 40) + "' is not a whole number from " + std::to_string(low) +
                     (high == INT64_MAX ? " up" : " to " + std::to_string(high)));
    return low;
  }
  return *value;
}

std::int64_t MapReader::integer_or(std::string_view key, std::int64_t otherwise, std::int64_t low, std::int64_t high) {
  return want(key, false) == nullptr ? otherwise : integer(key, low, high);
}

double MapReader::number(std::string_view key, double low, double high) {
  const YamlNode* found = want(key, true);
  if (found == nullptr) {
    return low;
  }
  const auto value =
      found->kind == YamlNode::Kind::kScalar && !found->is_quoted ? parse_double(found->scalar) : std::nullopt;
  if (!value || *value < low || *value > high) {
    fail(*found, "'" + printable(found->scalar, 40) + "' is not a number from " + exact_number(low) + " to " +
                     exact_number(high));
    return low;
  }
  return *value;
}

double MapReader::number_or(std::string_view key, double otherwise, double low, double high) {
  return want(key, false) == nullptr ? otherwise : number(key, low, high);
}

bool MapReader::boolean_or(std::string_view key, bool otherwise) {
  const YamlNode* found = want(key, false);
  if (found == nullptr) {
    return otherwise;
  }
  const bool is_plain = found->kind == YamlNode::Kind::kScalar && !found->is_quoted;
  if (!is_plain || (found->scalar != "true" && found->scalar != "false")) {
    fail(*found, "'" + printable(found->scalar, 40) + "' is not true or false");
    return otherwise;
  }
  return found->scalar == "true";
}

std::vector<std::string> MapReader::texts_or_empty(std::string_view key) {
  const YamlNode* found = want(key, false);
  if (found == nullptr) {
    return {};
  }
  if (found->kind == YamlNode::Kind::kScalar) {
    return {found->scalar};
  }
  std::vector<std::string> texts;
  for (const YamlNode& item : found->items) {
    if (item.kind != YamlNode::Kind::kScalar) {
      fail(item, "a text is needed here");
    }
    texts.push_back(item.scalar);
  }
  if (found->kind != YamlNode::Kind::kList) {
    fail(*found, "a list of texts is needed here");
  }
  return texts;
}

const YamlNode* MapReader::node(std::string_view key) { return want(key, false); }

Status MapReader::finish() {
  if (!error_) {
    for (const auto& [key, value] : node_.fields) {
      if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) {
        std::sort(asked_.begin(), asked_.end());
        asked_.erase(std::unique(asked_.begin(), asked_.end()), asked_.end());
        fail(value, unknown_name("key", key, asked_));
        break;
      }
    }
  }
  return error_ ? Status(*error_) : Status();
}

}  // namespace assay
