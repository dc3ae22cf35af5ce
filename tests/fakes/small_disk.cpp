// tmpfs by mount(2).
#include "tests/fakes/small_disk.h"

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "tests/fakes/temp_folder.h"

namespace assay {

SmallDisk::SmallDisk(const std::string& name, int kib) {
  const std::string folder = temp_folder() + "disk_" + name;
  std::filesystem::create_directories(folder);
  if (::mount("none", folder.c_str(), "tmpfs", 0, ("size=" + std::to_string(kib) + "k").c_str()) != 0) {
    why_not_ = std::string("a small file system cannot be mounted here: ") + std::strerror(errno);
    return;
  }
  folder_ = folder;
}

SmallDisk::~SmallDisk() {
  if (is_there()) {
    ::umount2(folder_.c_str(), MNT_DETACH);
  }
}

bool SmallDisk::resize(int kib) {
  return ::mount("none", folder_.c_str(), "tmpfs", MS_REMOUNT, ("size=" + std::to_string(kib) + "k").c_str()) == 0;
}

bool SmallDisk::make_read_only() {
  return ::mount("none", folder_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0;
}

}  // namespace assay
