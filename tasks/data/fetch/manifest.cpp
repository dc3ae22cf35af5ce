// Pinned sets from YAML.
#include "tasks/data/fetch/manifest.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/config/yaml.h"

namespace assay {
namespace {

constexpr std::int64_t kFileBytesMax = std::int64_t{1} << 40;

// A path that stays below the folder it is put behind.
bool is_inside(std::string_view path) {
  const auto parts = split(path, '/');
  return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
    return !part.empty() && part[0] != '.' && part.find_first_of("\\\n\r") == std::string_view::npos;
  });
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<PinnedFile> read_file_entry(const YamlNode& node) {
  MapReader reader(node);
  PinnedFile file{.path = reader.text("path"), .url = reader.text("url"), .member = reader.text_or("member", "")};
  file.bytes = static_cast<std::uint64_t>(reader.integer("bytes", 1, kFileBytesMax));
  file.sha256 = reader.text("sha256");
  if (reader.node("items") != nullptr) {
    file.items = reader.integer("items", 0, INT64_MAX);
  }
  auto finished = reader.finish();
  if (!finished) {
    return std::move(finished.error());
  }
  if (!is_inside(file.path)) {
    return node.error("path: '" + printable(file.path) + "' is not a path below the data folder");
  }
  if (!is_sha256(file.sha256)) {
    return node.error("sha256: '" + printable(file.sha256) + "' is not 64 lower-case hex digits");
  }
  if (!starts_with(file.url, "https://") && !starts_with(file.url, "http://")) {
    return node.error("url: '" + printable(file.url) + "' begins with neither https:// nor http://");
  }
  return file;
}

Result<PinnedSet> load_set(const std::string& path) {
  const auto root = load_yaml(path);
  if (!root) {
    return root.error();
  }
  MapReader reader(*root);
  PinnedSet set{.name = reader.text("name"), .summary = reader.text("summary"), .licence = reader.text("licence")};
  set.licence_source = reader.text_or("licence_source", "");
  set.hub = reader.texts_or_empty("hub");
  const YamlNode* files = reader.node("files");
  auto finished = reader.finish();
  if (!finished) {
    return std::move(finished.error());
  }
  if (set.name != std::filesystem::path(path).stem().string()) {
    return root->error("name: '" + printable(set.name) + "' is not the file's name");
  }
  if (files == nullptr || files->kind != YamlNode::Kind::kList || files->items.empty()) {
    return root->error("files: must be a list of files");
  }
  for (const YamlNode& item : files->items) {
    auto file = read_file_entry(item);
    if (!file) {
      return file.error();
    }
    set.files.push_back(std::move(*file));
  }
  return set;
}

}  // namespace

std::uint64_t PinnedSet::bytes() const {
  std::uint64_t sum = 0;
  for (const PinnedFile& file : files) {
    sum += file.bytes;
  }
  return sum;
}

Result<std::vector<PinnedSet>> load_pinned_sets(const std::string& configs) {
  std::vector<PinnedSet> sets;
  for (const std::string& path : files_below(configs + "/data", ".yaml")) {
    auto set = load_set(path);
    if (!set) {
      return set.error();
    }
    sets.push_back(std::move(*set));
  }
  std::sort(sets.begin(), sets.end(), [](const PinnedSet& a, const PinnedSet& b) { return a.name < b.name; });
  return sets;
}

Result<std::vector<PinnedSet>> choose_sets(std::vector<PinnedSet> sets, const std::vector<std::string>& names) {
  if (names.empty()) {
    return sets;
  }
  std::vector<std::string> known;
  known.reserve(sets.size());
  for (const PinnedSet& set : sets) {
    known.push_back(set.name);
  }
  std::vector<PinnedSet> chosen;
  for (const std::string& name : names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      return Error{ErrorKind::kInvalidConfig, unknown_name("data set", name, known) + "; 'assay data list' shows all"};
    }
    chosen.push_back(sets[static_cast<std::size_t>(found - known.begin())]);
  }
  return chosen;
}

}  // namespace assay
