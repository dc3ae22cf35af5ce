// An open-file-description lock: it dies with its holder, however that ends.
#include "results/sqlite/writer_lock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "harness/base/text.h"

namespace assay {
namespace {

std::string holder_of(int file) {
  std::array<char, 200> text{};
  const ssize_t count = ::pread(file, text.data(), text.size() - 1, 0);
  return count > 0 ? std::string(trim({text.data(), static_cast<std::size_t>(count)})) : std::string("unknown");
}

// True while the locked file is still the one at `path`: its last holder may have removed it meanwhile.
bool is_current(int file, const std::string& path) {
  struct stat mine {};
  struct stat there {};
  return ::fstat(file, &mine) == 0 && ::stat(path.c_str(), &there) == 0 && mine.st_ino == there.st_ino &&
         mine.st_dev == there.st_dev;
}

}  // namespace

Result<WriterLock> WriterLock::take(const std::string& database) {
  const std::string path = database + ".lock";
  while (true) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) {
      return Error{ErrorKind::kStorage, path + ": the writer's lock cannot be made: " + std::strerror(errno)};
    }
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    if (::fcntl(file, F_OFD_SETLK, &lock) != 0) {
      const std::string holder = holder_of(file);
      ::close(file);
      return Error{ErrorKind::kBusy, database + ": another program is writing to it (" + printable(holder) +
                                         "); wait for it, or give another --db"};
    }
    if (!is_current(file, path)) {
      ::close(file);
      continue;
    }
    const std::string self = "process " + std::to_string(::getpid()) + "\n";
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, self.data(), self.size(), 0) != static_cast<ssize_t>(self.size())) {
      // The note is for people; the lock holds without it, and a full disk is told where rows are written.
    }
    return WriterLock(file, path);
  }
}

WriterLock::WriterLock(WriterLock&& other) noexcept
    : file_(std::exchange(other.file_, -1)), path_(std::move(other.path_)) {}

WriterLock::~WriterLock() {
  if (file_ >= 0) {
    ::unlink(path_.c_str());
    ::close(file_);
  }
}

}  // namespace assay
