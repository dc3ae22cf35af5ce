// A file system of a few megabytes in memory, to be full or read-only on purpose. Needs the right to mount.
#pragma once

#include <string>

namespace assay {

class SmallDisk {
 public:
  // Empty `folder()` if mounting is not allowed here; `why_not()` says why.
  SmallDisk(const std::string& name, int kib);
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool is_there() const { return !folder_.empty(); }
  const std::string& folder() const { return folder_; }
  const std::string& why_not() const { return why_not_; }
  bool resize(int kib);
  bool make_read_only();

 private:
  std::string folder_;
  std::string why_not_;
};

}  // namespace assay
