// Foreign YAML: texts, tags, aliases and merges as PyYAML has them; hostile files end quickly in one line.
#include "tasks/lm_eval/yaml_node.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

std::string json_of(const std::string& yaml) {
  const auto tree = parse_loose_yaml(yaml, "f.yaml");
  return tree ? to_json(value_of(tree->root)) : tree.error().message;
}

struct Sample {
  std::string name, yaml, expected;
};

class LooseYaml : public testing::TestWithParam<Sample> {};

TEST_P(LooseYaml, BecomesWhatPyYamlMakesOfIt) { EXPECT_EQ(json_of(GetParam().yaml), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Documents, LooseYaml,
    testing::Values(Sample{"folded_blank_line", "a: \"x\n\n  y\"\n", R"({"a":"x\ny"})"},
                    Sample{"folded_block", "a: >-\n  x\n  y\n\n  z\n", R"({"a":"x y\nz"})"},
                    Sample{"literal_block", "a: |\n  x\n\n  y\n", R"({"a":"x\n\ny\n"})"},
                    Sample{"kept_ends", "a: |+\n  x\n\n", R"({"a":"x\n\n"})"},
                    Sample{"quotes_make_texts", "a: ['1', \"no\", no]\n", R"({"a":["1","no",false]})"},
                    Sample{"single_quotes_know_no_escapes", "a: '\\n'\n", R"({"a":"\\n"})"},
                    Sample{"the_last_of_equal_keys_at_the_first_place", "a: 1\nb: 2\na: 3\n", R"({"a":3,"b":2})"},
                    Sample{"function", "a: !function utils.f\n", R"({"a":"!function utils.f"})"},
                    Sample{"alias", "a: &x [1]\nb: *x\n", R"({"a":[1],"b":[1]})"},
                    Sample{"own_keys_win_over_merged", "a: &x {k: 1, l: 2}\nb:\n  k: 3\n  <<: *x\n",
                           R"({"a":{"k":1,"l":2},"b":{"k":3,"l":2}})"},
                    Sample{"first_of_a_merged_list_wins", "a: &x {k: 1}\nb: &y {k: 2, m: 3}\nc: {<<: [*x, *y]}\n",
                           R"({"a":{"k":1},"b":{"k":2,"m":3},"c":{"k":1,"m":3}})"},
                    Sample{"number_as_key", "1: a\n", R"({"1":"a"})"}),
    [](const auto& tested) { return tested.param.name; });

class HostileYaml : public testing::TestWithParam<Sample> {};

TEST_P(HostileYaml, EndsInOneLineThatNamesThePlace) { EXPECT_EQ(json_of(GetParam().yaml), GetParam().expected); }

std::string bomb() {
  std::string yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    const std::string name = "a" + std::to_string(i);
    yaml += name + ": &" + name + " [" + last;
    for (int k = 0; k < 8; ++k) {
      yaml += ", " + last;
    }
    yaml += "]\n";
  }
  return yaml;
}

std::string many_keys() {
  std::string yaml;
  for (int i = 0; i < 2000; ++i) {
    yaml += "k" + std::to_string(i) + ": 1\n";
  }
  return yaml;
}

INSTANTIATE_TEST_SUITE_P(
    Documents, HostileYaml,
    testing::Values(
        Sample{"bomb", bomb(), "f.yaml:6: its aliases stand for more than 250000 values"},
        Sample{"depth", "a: " + std::string(100'000, '['), "f.yaml:1: nested deeper than 64 levels"},
        Sample{"keys", many_keys(), "f.yaml:1: a map of more than 1024 keys"},
        Sample{"alias_in_its_anchor", "a: &a [*a]\n", "f.yaml:1: alias '*a' stands inside its own anchor"},
        Sample{"alias_of_nothing", "x: 1\na: *b\n", "f.yaml:2: alias '*b' has no anchor '&' before it"},
        Sample{"two_documents", "a: 1\n---\nb: 2\n", "f.yaml:2: more than one document (---); a task file is one"},
        Sample{"list_as_key", "[a]: 1\n", "f.yaml:1: a key must be a single value, not a list or a map"},
        Sample{"foreign_tag", "a: !!python/name:os.system x\n",
               "f.yaml:1: tag 'tag:yaml.org,2002:python/name:os.system' is not known, or does not fit 'x'; the one "
               "foreign tag of task files is !function"},
        Sample{"merged_text", "a: {<<: x}\n", "f.yaml:1: '<<' merges a map or a list of maps"},
        Sample{"open_quote", "a: \"x\n",
               "f.yaml:2: not YAML: while scanning a quoted scalar: found unexpected end of "
               "stream"}),
    [](const auto& tested) { return tested.param.name; });

TEST(LooseYaml, RefusesATextThatIsTooLarge) {
  EXPECT_EQ(json_of("a: " + std::string(5U << 20, 'x')), "f.yaml: larger than 4 MiB; no task file is");
}

TEST(LooseYaml, DoesNotReadAFileThatIsTooLarge) {
  const ScratchFolder folder("yaml");
  const std::string file = folder.write("big.yaml", "a: 1\n");
  std::filesystem::resize_file(file, 100'000'000);  // sparse

  EXPECT_EQ(load_loose_yaml(file).error().message,
            file + ": 100000000 bytes; a task file has at most 4 MiB, so this one was not read");
  EXPECT_EQ(load_loose_yaml(folder.path() + "/none.yaml").error().kind, ErrorKind::kNotFound);
}

TEST(LooseYaml, KnowsTheLineOfEveryNode) {
  const auto tree = parse_loose_yaml("a: 1\nb:\n  - c: x\n", "f.yaml");

  ASSERT_TRUE(tree);
  const LooseNode* list = tree->root.find("b");
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->items[0].find("c")->line, 3);
}

}  // namespace
}  // namespace assay
