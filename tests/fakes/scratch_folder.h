// A folder of a test's own, removed at its end; files are written with the folders above them.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "tests/fakes/temp_folder.h"

namespace assay {

class ScratchFolder {
 public:
  // `name` tells it from other folders of the test.
  explicit ScratchFolder(const std::string& name)
      : path_(temp_folder() + name + "_" +
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
    std::string file = path_ + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    const Status written = write_file(file, content);
    EXPECT_TRUE(written);
    return file;
  }

 private:
  std::string path_;
};

}  // namespace assay
