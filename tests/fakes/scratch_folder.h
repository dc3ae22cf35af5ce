// A folder of a test's own, removed at its end; files are written with the folders above them.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace assay {

class ScratchFolder {
 public:
  // `name` keeps the folders of tests that run side by side apart.
  explicit ScratchFolder(const std::string& name)
      : path_(testing::TempDir() + "assay_" + name + "_" + std::to_string(::getpid()) + "_" +
              replace_all(testing::UnitTest::GetInstance()->current_test_info()->name(), "/", "_")) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~ScratchFolder() {
    std::error_code code;
    std::filesystem::remove_all(path_, code);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }

  // The file's path.
  std::string write(const std::string& name, std::string_view content) const {
    const std::string file = path_ + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    const Status written = write_file(file, content);
    EXPECT_TRUE(written);
    return file;
  }

 private:
  std::string path_;
};

}  // namespace assay
