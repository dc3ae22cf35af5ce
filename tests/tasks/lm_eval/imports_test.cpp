// Imported catalogues: what is copied, where to, and what is not overwritten.
#include "tasks/lm_eval/imports.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

class ImportsTest : public testing::Test {
 protected:
  void SetUp() override { ::setenv("ASSAY_TASKS", home_.path().c_str(), 1); }
  void TearDown() override { ::unsetenv("ASSAY_TASKS"); }
  Result<ImportedCatalogue> import() const {
    const auto catalogue = open_catalogue(source_.path() + "/lm/tasks");
    EXPECT_TRUE(catalogue);
    return import_catalogue(*catalogue, check_catalogue(*catalogue, {}));
  }
  ScratchFolder home_{"home"};
  ScratchFolder source_{"source"};
};

TEST_F(ImportsTest, CopiesTaskFilesAndTemplatesAndFindsThemAgain) {
  source_.write("lm/tasks/sub/a.yaml", "include: base\ntask: a\n");
  source_.write("lm/tasks/sub/base", "dataset_path: d\n");
  source_.write("lm/tasks/sub/utils.py", "x = 1\n");
  source_.write("lm/tasks/broken.yaml", "- x\n");

  const auto imported = import();

  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->folder, home_.path() + "/lm");
  EXPECT_EQ(imported->files, 2u);
  EXPECT_EQ(catalogue_folders(), std::vector<std::string>{imported->folder});
  EXPECT_FALSE(std::filesystem::exists(imported->folder + "/sub/utils.py"));
  const auto catalogue = open_catalogue(imported->folder);
  ASSERT_TRUE(catalogue) << catalogue.error().message;
  const auto config = load_task(*catalogue, "a");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->dataset_path.text_or(""), "d");
}

TEST_F(ImportsTest, ReplacesAnEarlierImportAndNothingElse) {
  source_.write("lm/tasks/a.yaml", "task: a\n");
  ASSERT_TRUE(import());
  std::filesystem::remove(source_.path() + "/lm/tasks/a.yaml");
  source_.write("lm/tasks/b.yaml", "task: b\n");

  const auto again = import();

  ASSERT_TRUE(again) << again.error().message;
  EXPECT_FALSE(std::filesystem::exists(again->folder + "/a.yaml"));
  std::filesystem::remove(again->folder + "/" + std::string(kCatalogueIndexFile));
  EXPECT_EQ(import().error().kind, ErrorKind::kInvalidConfig);
  EXPECT_TRUE(catalogue_folders().empty());
}

}  // namespace
}  // namespace assay
