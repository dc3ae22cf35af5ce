// Files by std::filesystem and stdio.
#include "harness/base/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>

#include "harness/base/text.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Error failed(ErrorKind kind, const std::string& path, const char* what) {
  return Error{kind, path + ": " + what + ": " + std::strerror(errno)};
}

// Writes `part`, to become `path`, which messages name.
Status write_and_sync(const std::string& part, const std::string& path, std::string_view content) {
  File file(std::fopen(part.c_str(), "wbe"), std::fclose);
  if (file == nullptr) {
    return failed(ErrorKind::kEnvironment, path, "cannot be written");
  }
  if (std::fwrite(content.data(), 1, content.size(), file.get()) != content.size() || std::fflush(file.get()) != 0 ||
      ::fsync(::fileno(file.get())) != 0 || std::fclose(file.release()) != 0) {
    return failed(ErrorKind::kStorage, path, "writing failed");
  }
  return {};
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  const File file(std::fopen(path.c_str(), "rbe"), std::fclose);
  if (file == nullptr) {
    return failed(ErrorKind::kNotFound, path, "cannot be opened");
  }
  std::string content;
  char buffer[1 << 16];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
    content.append(buffer, count);
  }
  if (std::ferror(file.get()) != 0) {
    return failed(ErrorKind::kEnvironment, path, "cannot be read");
  }
  return content;
}

Status write_file(const std::string& path, std::string_view content) {
  const std::string part = path + ".part." + std::to_string(::getpid());
  auto written = write_and_sync(part, path, content);
  if (written && std::rename(part.c_str(), path.c_str()) != 0) {
    written = failed(ErrorKind::kStorage, path, "cannot be replaced");
  }
  if (!written) {
    std::remove(part.c_str());
  }
  return written;
}

std::vector<std::string> files_below(const std::string& folder, std::string_view suffix) {
  std::vector<std::string> paths;
  std::error_code code;
  for (fs::recursive_directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    const std::string path = at->path().string();
    if (at->is_regular_file(code) && path.size() >= suffix.size() &&
        path.compare(path.size() - suffix.size(), suffix.size(), suffix) == 0) {
      paths.push_back(path);
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string executable_folder() {
  std::error_code code;
  const fs::path self = fs::read_symlink("/proc/self/exe", code);
  return code ? std::string(".") : self.parent_path().string();
}

std::string expand_home(const std::string& path) {
  const char* home = std::getenv("HOME");
  return starts_with(path, "~/") && home != nullptr ? home + path.substr(1) : path;
}

}  // namespace assay
