// Includes: what wins, paths, and files that name each other.
#include "tasks/lm_eval/includes.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

std::string fields_json(const ResolvedFile& file) {
  Value::Dict fields;
  for (const PlacedField& field : file.fields) {
    fields.push_back({Value::of(field.key), value_of(*field.node)});
  }
  return to_json(Value::dict(std::move(fields)));
}

TEST(Includes, LocalKeysWinAndLaterFilesWinOverEarlierOnes) {
  const ScratchFolder folder("includes");
  folder.write("up/base", "a: 1\nb: 1\nc: 1\ntask_list: [x]\n");
  folder.write("more", "b: 2\nc: 2\n");
  const std::string file = folder.write("down/t.yaml", "include: [../up/base, ../more]\nc: 3\ntask: t\n");
  LooseFiles files;

  const auto resolved = resolve_includes(files, file);

  ASSERT_TRUE(resolved) << resolved.error().message;
  EXPECT_EQ(fields_json(*resolved), R"({"a":1,"b":2,"c":3,"task":"t"})");
  EXPECT_EQ(resolved->includes, (std::vector<std::string>{folder.path() + "/up/base", folder.path() + "/more"}));
  EXPECT_EQ(resolved->find("b")->tree->file, folder.path() + "/more");
}

struct BadInclude {
  std::string name, text, expected;  // `expected` behind the folder's path
};

class BadIncludes : public testing::TestWithParam<BadInclude> {};

TEST_P(BadIncludes, AreOneErrorWithItsPlace) {
  const ScratchFolder folder("includes");
  folder.write("b.yaml", "x: 1\ninclude: c.yaml\n");
  folder.write("c.yaml", "include: a.yaml\n");
  folder.write("d.yaml", "x: 1\n");
  folder.write("list.yaml", "- x\n");
  const std::string file = folder.write("a.yaml", GetParam().text);
  LooseFiles files;

  const auto resolved = resolve_includes(files, file);

  ASSERT_FALSE(resolved);
  EXPECT_EQ(resolved.error().message, folder.path() + GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadIncludes,
    testing::Values(
        BadInclude{"itself", "include: a.yaml\n", "/a.yaml:1: include: 'a.yaml' closes a cycle of 1 file"},
        BadInclude{"cycle", "include: b.yaml\n", "/c.yaml:1: include: 'a.yaml' closes a cycle of 3 files"},
        BadInclude{"twice", "include: [d.yaml, d.yaml]\n", "/a.yaml:1: include: 'd.yaml' is included twice"},
        BadInclude{"missing", "task: t\ninclude: e.yaml\n", "/a.yaml:2: include: no file 'e.yaml'"},
        BadInclude{"number", "include: 5\n", "/a.yaml:1: include: a file's name, or a list of names, is needed"},
        BadInclude{"list", "include: list.yaml\n", "/list.yaml:1: a task file is a map of keys and values"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace assay
