// File by file; members of an archive after the archive.
#include "tasks/data/fetch/pull.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

#include "harness/base/files.h"
#include "harness/base/hash.h"
#include "tasks/data/fetch/download.h"
#include "tasks/data/formats/bytes.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kArchiveBytesMax = std::uint64_t{1} << 30;

Status make_folder_of(const std::string& path) {
  std::error_code code;
  const fs::path folder = fs::path(path).parent_path();
  fs::create_directories(folder, code);
  if (code) {
    return Error{ErrorKind::kEnvironment, folder.string() + ": cannot be made: " + code.message()};
  }
  return {};
}

Status write_member(const PinnedFile& file, const std::string& archive, const std::string& path) {
  const auto text = zip_member(archive, file.member, "", file.bytes);
  if (!text) {
    return Error(text.error()).in(file.url);
  }
  if (text->size() != file.bytes || sha256(*text) != file.sha256) {
    return Error{ErrorKind::kCorrupt, file.url + ": its member " + file.member + " has other bytes than pinned"};
  }
  return write_file(path, *text);
}

// One pull: a downloader, and the archive that members come out of.
class Puller {
 public:
  explicit Puller(const PullOptions& options) : options_(options), downloader_(make_downloader(options.interrupts)) {}
  ~Puller() {
    if (!archive_path_.empty() && is_done_) {
      std::error_code code;
      fs::remove(archive_path_, code);
      fs::remove(fs::path(archive_path_).parent_path(), code);  // if nothing else is in it
    }
  }
  Puller(const Puller&) = delete;
  Puller& operator=(const Puller&) = delete;

  Result<PullCounts> pull(const PinnedSet& set) {
    PullCounts counts;
    for (const PinnedFile& file : set.files) {
      const FileState state = file_state(file, options_.data_folder, true);
      if (state == FileState::kPresent) {
        ++counts.kept;
        continue;
      }
      if (options_.interrupts.load() > 0) {
        return Error{ErrorKind::kInterrupted, "interrupted; the same command goes on where it stopped"};
      }
      options_.note((state == FileState::kDamaged ? "replacing the damaged " : "fetching ") + file.path + ", " +
                    std::to_string(file.bytes) + " bytes");
      auto fetched = fetch(file);
      if (!fetched) {
        return std::move(fetched.error());
      }
      ++counts.fetched;
      counts.bytes += file.bytes;
    }
    is_done_ = true;
    return counts;
  }

 private:
  Status fetch(const PinnedFile& file) {
    const std::string path = options_.data_folder + "/" + file.path;
    auto made = make_folder_of(path);
    if (!made) {
      return made;
    }
    if (options_.root.empty() && !file.member.empty()) {
      auto opened = open_archive(file.url);
      return opened ? write_member(file, archive_, path) : opened;
    }
    return downloader_->fetch({.url = options_.root.empty() ? file.url : address_below(options_.root, file.path),
                               .path = path,
                               .bytes = file.bytes,
                               .sha256 = file.sha256});
  }

  // Only the members are pinned: the archive's own bytes may change around them.
  Status open_archive(const std::string& url) {
    if (archive_url_ == url) {
      return {};
    }
    archive_path_ = options_.data_folder + "/.archives/" + sha256(url).substr(0, 16) + ".zip";
    auto made = make_folder_of(archive_path_);
    if (!made) {
      return made;
    }
    options_.note("fetching the archive " + url);
    auto fetched = downloader_->fetch({.url = url, .path = archive_path_, .bytes_max = kArchiveBytesMax});
    if (!fetched) {
      return fetched;
    }
    auto bytes = read_data_file(archive_path_);
    if (!bytes) {
      return std::move(bytes.error());
    }
    archive_ = std::move(*bytes);
    archive_url_ = url;
    return {};
  }

  const PullOptions& options_;
  const std::unique_ptr<Downloader> downloader_;
  std::string archive_url_;
  std::string archive_path_;
  std::string archive_;
  bool is_done_ = false;
};

}  // namespace

std::string state_word(FileState state) {
  return state == FileState::kPresent ? "present" : state == FileState::kMissing ? "missing" : "damaged";
}

FileState file_state(const PinnedFile& file, const std::string& data_folder, bool is_hashing) {
  const std::string path = data_folder + "/" + file.path;
  std::error_code code;
  if (!fs::is_regular_file(path, code)) {
    return FileState::kMissing;
  }
  if (fs::file_size(path, code) != file.bytes) {
    return FileState::kDamaged;
  }
  if (!is_hashing) {
    return FileState::kPresent;
  }
  const auto hash = sha256_file(path);
  return hash && *hash == file.sha256 ? FileState::kPresent : FileState::kDamaged;
}

SetState set_state(const PinnedSet& set, const std::string& data_folder, bool is_hashing) {
  SetState state;
  for (const PinnedFile& file : set.files) {
    switch (file_state(file, data_folder, is_hashing)) {
      case FileState::kPresent:
        ++state.present;
        break;
      case FileState::kMissing:
        state.missing.push_back(file.path);
        break;
      case FileState::kDamaged:
        state.damaged.push_back(file.path);
        break;
    }
  }
  state.state = !state.damaged.empty()  ? FileState::kDamaged
                : state.missing.empty() ? FileState::kPresent
                                        : FileState::kMissing;
  return state;
}

Result<PullCounts> pull_set(const PinnedSet& set, const PullOptions& options) { return Puller(options).pull(set); }

}  // namespace assay
