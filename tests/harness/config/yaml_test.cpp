// Strict YAML: places, duplicates, kinds, and readers that refuse what nobody asked for.
#include "harness/config/yaml.h"

#include <gtest/gtest.h>

#include "harness/base/files.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

TEST(Yaml, KnowsThePlaceOfEveryValue) {
  const auto root = parse_yaml("a: 1\ntasks:\n  - name: x\n  - {name: 'y'}\n", "f.yaml");

  ASSERT_TRUE(root) << root.error().message;
  const YamlNode* tasks = root->find("tasks");
  ASSERT_NE(tasks, nullptr);
  ASSERT_EQ(tasks->items.size(), 2u);
  const YamlNode* name = tasks->items[1].find("name");
  EXPECT_EQ(name->path, "tasks[1].name");
  EXPECT_EQ(name->line, 4);
  EXPECT_TRUE(name->is_quoted);
  EXPECT_FALSE(root->find("a")->is_quoted);
  EXPECT_EQ(name->error("bad").message, "f.yaml:4: tasks[1].name: bad");
}

TEST(Yaml, ReadsJsonAndBlockTexts) {
  EXPECT_EQ(parse_yaml("{\"a\": [1, \"x\"]}", "f")->find("a")->items[1].scalar, "x");
  EXPECT_EQ(parse_yaml("a: |\n  one\n  two\n", "f")->find("a")->scalar, "one\ntwo\n");
}

TEST(Yaml, TellsNothingApartFromTheWordInQuotes) {
  EXPECT_EQ(parse_yaml("a:\n", "f")->find("a")->kind, YamlNode::Kind::kNull);
  EXPECT_EQ(parse_yaml("a: 'null'\n", "f")->find("a")->kind, YamlNode::Kind::kScalar);
}

struct Broken {
  std::string name, text, expected;
};

class BrokenYaml : public testing::TestWithParam<Broken> {};

TEST_P(BrokenYaml, IsRefusedWithOneLine) {
  const auto root = parse_yaml(GetParam().text, "f.yaml");

  ASSERT_FALSE(root);
  EXPECT_EQ(root.error().message.find('\n'), std::string::npos);
  EXPECT_NE(root.error().message.find(GetParam().expected), std::string::npos) << root.error().message;
}

INSTANTIATE_TEST_SUITE_P(Yaml, BrokenYaml,
                         testing::Values(Broken{"duplicate", "a: 1\nb: 2\na: 3\n",
                                                "f.yaml:3: key 'a' is there twice; the first is on line 1"},
                                         Broken{"nested_duplicate", "a:\n  - {x: 1, x: 2}\n", "f.yaml:2: "},
                                         Broken{"tab", "a:\n\t- 1\n", "f.yaml:2: not YAML"},
                                         Broken{"anchor", "a: &x 1\n", "anchors (&name) are not allowed"},
                                         Broken{"alias", "a: &x [1]\nb: *x\n", "are not allowed"},
                                         Broken{"tag", "a: !!python/object x\n", "tags are not allowed"},
                                         Broken{"two_documents", "a: 1\n---\nb: 2\n", "more than one document"},
                                         Broken{"depth", std::string(70, '[') + std::string(70, ']'),
                                                "nested deeper than 64"},
                                         Broken{"unclosed", "a: [1, 2\n", "not YAML"},
                                         Broken{"list_as_key", "? [1]\n: 2\n", "a key must be a plain text"}),
                         [](const auto& tested) { return tested.param.name; });

TEST(Yaml, RefusesATextThatIsTooLarge) {
  const auto root = parse_yaml(std::string(5U << 20, ' '), "f.yaml");

  ASSERT_FALSE(root);
  EXPECT_NE(root.error().message.find("larger than 4 MiB"), std::string::npos) << root.error().message;
}

TEST(MapReader, ReadsEveryKind) {
  const auto root = parse_yaml("t: x\ni: 3\nn: 0.5\nb: true\nl: [a, b]\n", "f");
  MapReader reader(*root);

  EXPECT_EQ(reader.text("t"), "x");
  EXPECT_EQ(reader.integer("i", 0, 10), 3);
  EXPECT_EQ(reader.number("n", 0, 1), 0.5);
  EXPECT_TRUE(reader.boolean_or("b", false));
  EXPECT_EQ(reader.texts_or_empty("l"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(reader.text_or("absent", "d"), "d");
  EXPECT_EQ(reader.integer_or("absent", 7, 0, 9), 7);
  EXPECT_EQ(reader.number_or("absent", 0.25, 0, 9), 0.25);
  EXPECT_EQ(reader.node("absent"), nullptr);
  EXPECT_TRUE(reader.finish());
}

TEST(MapReader, TakesOneTextForAListOfOne) {
  const auto root = parse_yaml("l: a\n", "f");
  MapReader reader(*root);

  EXPECT_EQ(reader.texts_or_empty("l"), (std::vector<std::string>{"a"}));
}

struct Misread {
  std::string name, text, expected;
};

class Misreads : public testing::TestWithParam<Misread> {};

TEST_P(Misreads, NameTheKeyTheValueAndWhatWouldBeRight) {
  const auto root = parse_yaml(GetParam().text, "f.yaml");
  MapReader reader(*root);

  reader.text_or("name", "");
  reader.integer_or("count", 1, 1, 9);
  reader.number_or("share", 0, 0, 1);
  reader.boolean_or("flag", false);
  reader.texts_or_empty("list");
  const auto finished = reader.finish();

  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().message, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    MapReader, Misreads,
    testing::Values(
        Misread{"unknown", "nmae: x\n",
                "f.yaml:1: nmae: unknown key 'nmae'; did you mean 'name'? known: count, flag, list, name, share"},
        Misread{"range", "count: 10\n", "f.yaml:1: count: '10' is not a whole number from 1 to 9"},
        Misread{"quoted_number", "count: '3'\n", "f.yaml:1: count: '3' is not a whole number from 1 to 9"},
        Misread{"number", "share: x\n", "f.yaml:1: share: 'x' is not a number from 0 to 1"},
        Misread{"flag", "flag: yes\n", "f.yaml:1: flag: 'yes' is not true or false"},
        Misread{"text", "name: [a]\n", "f.yaml:1: name: a text is needed here, not a list or a map"},
        Misread{"list", "list: {a: b}\n", "f.yaml:1: list: a list of texts is needed here"},
        Misread{"not_a_map", "- a\n", "f.yaml:1: a map of keys and values is needed here"}),
    [](const auto& tested) { return tested.param.name; });

TEST(MapReader, KeepsTheFirstErrorAndReportsMissingKeys) {
  const auto root = parse_yaml("b: x\n", "f.yaml");
  MapReader reader(*root);

  reader.text("a");
  reader.integer("b", 0, 1);

  EXPECT_EQ(reader.finish().error().message, "f.yaml:1: key 'a' is missing");
}

TEST(Yaml, LoadsFilesAndNamesMissingOnes) {
  const std::string path = temp_folder() + "yaml_test.yaml";
  ASSERT_TRUE(write_file(path, "a: 1\n"));

  EXPECT_EQ(load_yaml(path)->file, path);
  EXPECT_EQ(load_yaml("/nowhere.yaml").error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace assay
