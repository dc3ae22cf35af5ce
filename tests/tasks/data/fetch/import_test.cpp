// Files and folders into the local mirror.
#include "tasks/data/fetch/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tasks/data/dataset.h"
#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

using testing::HasSubstr;

std::string listed(const Result<std::vector<Imported>>& imported) {
  if (!imported) {
    return imported.error().message;
  }
  std::string text;
  for (const Imported& one : *imported) {
    text += one.file + " " + std::to_string(one.rows) + "\n";
  }
  return text;
}

TEST(ImportPlace, IsReadFromTheOption) {
  EXPECT_EQ(parse_place("a/b")->config, "");
  EXPECT_EQ(parse_place("a/b:c")->config, "c");
  EXPECT_EQ(parse_place("a/b:c:d")->split, "d");
  for (const char* wrong : {"", "a/b:c:d:e", "../b", "a/b/c", "a/.b", "a/b:x/y", "a/b:c:.."}) {
    EXPECT_FALSE(parse_place(wrong)) << wrong;
  }
}

TEST(Import, TakesWhatIsNotGivenFromTheFilesName) {
  const ScratchFolder from("from");
  const ScratchFolder data("data");
  const std::string file = from.write("train.csv", "n,t\n1,x\n");

  EXPECT_EQ(listed(import_data(file, *parse_place("a/b"), data.path())), "hub/a/b/default/train.jsonl 1\n");
  EXPECT_EQ(listed(import_data(file, *parse_place("a/b:c:d"), data.path())), "hub/a/b/c/d.jsonl 1\n");

  const auto rows = read_dataset({"a/b", "c", "d", {}}, data.path());
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(to_json(rows->rows[0]), "{\"n\":1,\"t\":\"x\"}");
}

TEST(Import, TakesAFolderAsTheHubLaysItOut) {
  const ScratchFolder from("from");
  const ScratchFolder data("data");
  from.write("en/test-00001-of-00002.jsonl", "{\"i\":2}\n");
  from.write("en/test-00000-of-00002.jsonl", "{\"i\":1}\n");
  from.write("data/dev.json", "[{\"i\":3}]");
  from.write("README.md", "no data");
  from.write(".cache/x.jsonl.lock", "no data");

  EXPECT_EQ(listed(import_data(from.path(), *parse_place("a/b"), data.path())),
            "hub/a/b/default/dev.jsonl 1\nhub/a/b/en/test.jsonl 2\n");
  EXPECT_EQ(to_json(read_dataset({"a/b", "en", "test", {}}, data.path())->rows[0]), "{\"i\":1}");
  EXPECT_EQ(listed(import_data(from.path(), *parse_place("a/c:en"), data.path())), "hub/a/c/en/test.jsonl 2\n");
}

TEST(Import, LeavesNothingBehindWhatIsBroken) {
  const ScratchFolder from("from");
  const ScratchFolder data("data");

  EXPECT_THAT(listed(import_data(from.write("a.jsonl", "{\"a\":1}\n{"), *parse_place("a/b"), data.path())),
              HasSubstr("a.jsonl: line 2"));
  EXPECT_THAT(listed(import_data(from.write("a.xlsx", "x"), *parse_place("a/b"), data.path())),
              HasSubstr("its ending"));
  EXPECT_THAT(listed(import_data(from.path() + "/none", *parse_place("a/b"), data.path())), HasSubstr("neither"));
  EXPECT_TRUE(files_below(data.path(), "").empty());
}

TEST(Import, SaysHowParquetIsRead) {
  const ScratchFolder from("from");
  const std::string file = from.write("a.parquet", "no Parquet");
  const char* python = std::getenv("ASSAY_PYTHON");
  const std::string before = python == nullptr ? "" : python;
  ::setenv("ASSAY_PYTHON", "/no/such/python", 1);
  EXPECT_THAT(listed(import_data(file, *parse_place("a/b"), from.path())), HasSubstr("pip install pyarrow"));
  ::setenv("ASSAY_PYTHON", from.write("python", "#!/bin/sh\nexit 77\n").c_str(), 1);
  std::filesystem::permissions(from.path() + "/python", std::filesystem::perms::owner_all);
  EXPECT_THAT(listed(import_data(file, *parse_place("a/b"), from.path())), HasSubstr("pip install pyarrow"));
  from.write("python", "#!/bin/sh\necho '{\"a\":1}'\n");
  std::filesystem::permissions(from.path() + "/python", std::filesystem::perms::owner_all);

  EXPECT_EQ(listed(import_data(file, *parse_place("a/b"), from.path())), "hub/a/b/default/a.jsonl 1\n");

  from.write("python", "#!/bin/sh\necho broken >&2\nexit 78\n");
  std::filesystem::permissions(from.path() + "/python", std::filesystem::perms::owner_all);
  EXPECT_THAT(listed(import_data(file, *parse_place("a/b"), from.path())), HasSubstr("ended with 78: broken"));
  ::setenv("ASSAY_PYTHON", before.c_str(), 1);  // empty is as good as none
}

}  // namespace
}  // namespace assay
