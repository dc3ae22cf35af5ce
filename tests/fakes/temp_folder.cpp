// One folder, named after the process.
#include "tests/fakes/temp_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace assay {

std::string temp_folder() {
  struct Scratch {
    const pid_t owner = ::getpid();
    const std::string path = testing::TempDir() + "assay_tests." + std::to_string(owner) + "/";
    Scratch() {
      std::filesystem::remove_all(path);
      std::filesystem::create_directories(path);
    }
    ~Scratch() {
      std::error_code ignored;
      if (owner == ::getpid()) {
        std::filesystem::remove_all(path, ignored);
      }
    }
  };
  static const Scratch kScratch;
  return kScratch.path;
}

}  // namespace assay
