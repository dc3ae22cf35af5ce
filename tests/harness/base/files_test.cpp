// Files: whole contents in and out, atomically.
#include "harness/base/files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

TEST(Files, ReadsBackWhatWasWrittenAndLeavesNoPart) {
  const std::string folder = temp_folder() + "files_test";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder + "/deep");

  ASSERT_TRUE(write_file(folder + "/b.txt", std::string("a\0b", 3)));
  ASSERT_TRUE(write_file(folder + "/deep/a.txt", "new"));

  EXPECT_EQ(*read_file(folder + "/b.txt"), std::string("a\0b", 3));
  EXPECT_EQ(files_below(folder, ".txt"), (std::vector<std::string>{folder + "/b.txt", folder + "/deep/a.txt"}));
  EXPECT_TRUE(files_below(folder, ".part").empty());
}

TEST(Files, SaysWhichFileCannotBeWritten) {
  const auto written = write_file("/nowhere/at/all", "x");

  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find("/nowhere/at/all"), std::string::npos);
}

TEST(Files, MissingFilesAndFoldersAreToldApartFromEmptyOnes) {
  const auto content = read_file("/nowhere/at/all");

  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().kind, ErrorKind::kNotFound);
  EXPECT_TRUE(files_below("/nowhere/at/all", "").empty());
}

TEST(Files, ExpandsOnlyALeadingHome) {
  const char* home = std::getenv("HOME");
  ASSERT_NE(home, nullptr);

  EXPECT_EQ(expand_home("~/x"), std::string(home) + "/x");
  EXPECT_EQ(expand_home("/a/~/x"), "/a/~/x");
}

TEST(Files, KnowsWhereTheProgramIs) { EXPECT_TRUE(std::filesystem::is_directory(executable_folder())); }

}  // namespace
}  // namespace assay
