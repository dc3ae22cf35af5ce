// The writer's lock: a file beside the database, locked by the kernel for as long as the program lives, naming its
// holder.
#pragma once

#include <string>

#include "harness/base/result.h"

namespace assay {

class WriterLock {
 public:
  // kBusy naming the holder, kStorage if the lock file cannot be made.
  static Result<WriterLock> take(const std::string& database);
  WriterLock(WriterLock&& other) noexcept;
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;
  WriterLock& operator=(WriterLock&&) = delete;
  ~WriterLock();

 private:
  WriterLock(int file, std::string path) : file_(file), path_(std::move(path)) {}
  int file_;
  std::string path_;
};

}  // namespace assay
