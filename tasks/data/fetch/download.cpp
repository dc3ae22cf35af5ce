// libcurl into a locked part file.
#include "tasks/data/fetch/download.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "harness/base/hash.h"
#include "harness/base/text.h"

namespace assay {
namespace {

constexpr long kConnectSeconds = 30;
constexpr long kSilenceSeconds = 60;
constexpr int kAttemptsMax = 5;  // each goes on where the last one was cut

// PATH.part, open and locked.
class PartFile {
 public:
  explicit PartFile(std::string path) : path_(std::move(path)) {}
  ~PartFile() {
    if (file_ >= 0) {
      ::close(file_);
    }
  }
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  Status open() {
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file_ < 0) {
      return Error{ErrorKind::kEnvironment, path_ + ": cannot be written: " + std::strerror(errno)};
    }
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0 || !is_still_named()) {
      return Error{ErrorKind::kBusy, path_ + ": another program is downloading it; try again later"};
    }
    const off_t end = ::lseek(file_, 0, SEEK_END);
    size_ = end < 0 ? 0 : static_cast<std::uint64_t>(end);
    return {};
  }

  bool append(const char* bytes, std::size_t count) {
    while (count > 0) {
      const ssize_t written = ::write(file_, bytes, count);
      if (written < 0 && errno == EINTR) {
        continue;
      }
      if (written <= 0) {
        return false;
      }
      bytes += written;
      count -= static_cast<std::size_t>(written);
      size_ += static_cast<std::uint64_t>(written);
    }
    return true;
  }

  bool clear() {
    size_ = 0;
    return ::ftruncate(file_, 0) == 0 && ::lseek(file_, 0, SEEK_SET) == 0;
  }

  void remove() const { ::unlink(path_.c_str()); }

  Status become(const std::string& name) const {
    if (::fsync(file_) != 0 || std::rename(path_.c_str(), name.c_str()) != 0) {
      return Error{ErrorKind::kStorage, name + ": cannot be put in place: " + std::strerror(errno)};
    }
    return {};
  }

  std::uint64_t size() const { return size_; }
  const std::string& path() const { return path_; }

 private:
  // False if another program has finished the file, and renamed it, between our opening and locking it.
  bool is_still_named() const {
    struct stat named {};
    struct stat opened {};
    return ::stat(path_.c_str(), &named) == 0 && ::fstat(file_, &opened) == 0 && named.st_ino == opened.st_ino &&
           named.st_dev == opened.st_dev;
  }

  const std::string path_;
  int file_ = -1;
  std::uint64_t size_ = 0;
};

// What the callbacks of one transfer share.
struct Transfer {
  PartFile& part;
  std::uint64_t bytes_max;
  const std::atomic<int>& interrupts;
  bool is_too_long = false;
  bool is_disk_full = false;
};

std::size_t on_bytes(char* bytes, std::size_t /*one*/, std::size_t count, void* shared) {
  auto& transfer = *static_cast<Transfer*>(shared);
  transfer.is_too_long = transfer.part.size() + count > transfer.bytes_max;
  if (transfer.is_too_long) {
    return 0;
  }
  transfer.is_disk_full = !transfer.part.append(bytes, count);
  return transfer.is_disk_full ? 0 : count;
}

int on_progress(void* shared, curl_off_t /*all*/, curl_off_t /*now*/, curl_off_t /*up*/, curl_off_t /*sent*/) {
  return static_cast<Transfer*>(shared)->interrupts.load() > 0 ? 1 : 0;
}

bool was_cut(CURLcode code) {
  return code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING ||
         code == CURLE_OPERATION_TIMEDOUT || code == CURLE_HTTP2_STREAM;
}

class CurlDownloader final : public Downloader {
 public:
  explicit CurlDownloader(const std::atomic<int>& interrupts) : interrupts_(interrupts), curl_(curl_easy_init()) {}
  ~CurlDownloader() override { curl_easy_cleanup(curl_); }
  CurlDownloader(const CurlDownloader&) = delete;
  CurlDownloader& operator=(const CurlDownloader&) = delete;

  Status fetch(const Download& download) override {
    if (curl_ == nullptr) {
      return Error{ErrorKind::kEnvironment, "libcurl cannot be set up"};
    }
    PartFile part(download.path + ".part");
    auto opened = part.open();
    if (!opened) {
      return opened;
    }
    const bool is_resumed = part.size() > 0;
    auto status = fill_and_check(download, part);
    // What was there may have been the beginning of another file: once more, from the first byte.
    if (!status && status.error().kind == ErrorKind::kCorrupt && is_resumed && part.clear()) {
      status = fill_and_check(download, part);
    }
    if (!status) {
      if (status.error().kind == ErrorKind::kCorrupt || part.size() == 0) {
        part.remove();
      }
      return std::move(status.error()).in(printable(download.url, 300));
    }
    return part.become(download.path);
  }

 private:
  Status fill_and_check(const Download& download, PartFile& part) {
    auto filled = fill(download, part);
    if (!filled) {
      return filled;
    }
    if (download.bytes && part.size() != *download.bytes) {
      return Error{ErrorKind::kCorrupt,
                   "holds " + std::to_string(part.size()) + " bytes, not " + std::to_string(*download.bytes)};
    }
    const auto hash = download.sha256.empty() ? Result<std::string>(std::string()) : sha256_file(part.path());
    if (!hash) {
      return hash.error();
    }
    if (*hash != download.sha256) {
      return Error{ErrorKind::kCorrupt, "has SHA-256 " + *hash + ", not " + download.sha256 + "; it was not kept"};
    }
    return {};
  }

  Status fill(const Download& download, PartFile& part) {
    const std::uint64_t bytes_max = download.bytes.value_or(download.bytes_max);
    if (part.size() > bytes_max && !part.clear()) {
      return Error{ErrorKind::kStorage, part.path() + ": cannot be emptied"};
    }
    for (int attempt = 1;; ++attempt) {
      if (download.bytes && part.size() == *download.bytes) {
        return {};
      }
      const std::uint64_t before = part.size();
      Transfer transfer{.part = part, .bytes_max = bytes_max, .interrupts = interrupts_};
      const CURLcode code = perform(download.url, transfer);
      if (code == CURLE_OK) {
        return {};
      }
      const bool is_refused = code == CURLE_RANGE_ERROR || code == CURLE_BAD_DOWNLOAD_RESUME ||
                              (code == CURLE_HTTP_RETURNED_ERROR && response_code() == 416);
      const bool goes_on = is_refused ? before > 0 && part.clear() : was_cut(code) && part.size() > before;
      if (!goes_on || attempt == kAttemptsMax) {
        return explain(code, transfer);
      }
    }
  }

  CURLcode perform(const std::string& url, Transfer& transfer) {
    curl_easy_reset(curl_);
    curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_, CURLOPT_PROTOCOLS_STR, "http,https,file");
    curl_easy_setopt(curl_, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl_, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl_, CURLOPT_MAXREDIRS, 10L);
    curl_easy_setopt(curl_, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_, CURLOPT_USERAGENT, "assay");
    curl_easy_setopt(curl_, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(curl_, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl_, CURLOPT_LOW_SPEED_TIME, kSilenceSeconds);
    curl_easy_setopt(curl_, CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(transfer.part.size()));
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl_, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl_, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(curl_, CURLOPT_XFERINFODATA, &transfer);
    return curl_easy_perform(curl_);
  }

  long response_code() const {
    long code = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &code);
    return code;
  }

  Error explain(CURLcode code, const Transfer& transfer) const {
    if (code == CURLE_ABORTED_BY_CALLBACK) {
      return {ErrorKind::kInterrupted, "interrupted; the same command goes on where it stopped"};
    }
    if (transfer.is_too_long) {
      return {ErrorKind::kCorrupt, "is longer than the " + std::to_string(transfer.bytes_max) + " bytes it must have"};
    }
    if (transfer.is_disk_full) {
      return {ErrorKind::kStorage, transfer.part.path() + ": writing failed; is the disk full?"};
    }
    const long status = response_code();
    if (code == CURLE_HTTP_RETURNED_ERROR) {
      const bool is_gone = status == 404 || status == 410;
      return {is_gone ? ErrorKind::kNotFound : ErrorKind::kEnvironment,
              "the server answers " + std::to_string(status) + (is_gone ? ": it is not there" : "")};
    }
    if (code == CURLE_FILE_COULDNT_READ_FILE) {
      return {ErrorKind::kNotFound, "there is no such file"};
    }
    return {ErrorKind::kEnvironment,
            std::string(curl_easy_strerror(code)) + "; a mirror can be named with --from, a proxy in https_proxy"};
  }

  const std::atomic<int>& interrupts_;
  CURL* const curl_;
};

std::string percent_encoded(std::string_view path) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return encoded;
}

}  // namespace

std::unique_ptr<Downloader> make_downloader(const std::atomic<int>& interrupts) {
  return std::make_unique<CurlDownloader>(interrupts);
}

std::string address_below(const std::string& root, const std::string& path) {
  std::string base = root;
  while (!base.empty() && base.back() == '/') {
    base.pop_back();
  }
  if (base.find("://") != std::string::npos) {
    return base + "/" + percent_encoded(path);
  }
  std::error_code code;
  const std::string folder = std::filesystem::absolute(base.empty() ? "/" : base, code).string();
  return "file://" + percent_encoded(folder) + "/" + percent_encoded(path);
}

}  // namespace assay
