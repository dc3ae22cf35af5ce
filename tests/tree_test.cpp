// The tree keeps STYLE.md; and each rule is shown to bite.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "tests/fakes/tree_rules.h"

namespace assay {
namespace {

bool is_text(const std::string& path) {
  const std::vector<std::string> endings{".cpp", ".h",  ".cu",   ".cmake", ".txt", ".md",  ".yaml",
                                         ".py",  ".sh", ".json", ".csv",   ".yml", ".html"};
  return std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) {
    return path.size() > ending.size() && path.compare(path.size() - ending.size(), ending.size(), ending) == 0;
  });
}

// Build trees and what is fetched are not the repository's.
bool is_ours(const std::string& folder) {
  return folder == ".ci" || (!starts_with(folder, ".") && !starts_with(folder, "build") && folder != "__pycache__");
}

std::vector<TreeFile> read_tree() {
  const std::filesystem::path root(ASSAY_SOURCE_DIR);
  std::vector<TreeFile> files;
  for (auto at = std::filesystem::recursive_directory_iterator(root);
       at != std::filesystem::recursive_directory_iterator(); ++at) {
    const std::string path = std::filesystem::relative(at->path(), root).string();
    if (at->is_directory() && !is_ours(at->path().filename().string())) {
      at.disable_recursion_pending();
    } else if (at->is_regular_file() && is_text(path)) {
      const auto text = read_file(at->path().string());
      files.push_back({path, text ? *text : ""});
    }
  }
  std::sort(files.begin(), files.end(), [](const TreeFile& a, const TreeFile& b) { return a.path < b.path; });
  return files;
}

const std::vector<TreeFile>& tree() {
  static const std::vector<TreeFile> kTree = read_tree();
  return kTree;
}

std::string joined(const Violations& violations) { return join(violations, "\n"); }

using Rule = Violations (*)(const TreeFile&);

struct NamedRule {
  const char* name;
  Rule rule;
};

class TreeRule : public testing::TestWithParam<NamedRule> {};

TEST_P(TreeRule, IsKeptByEveryFile) {
  Violations all;
  for (const TreeFile& file : tree()) {
    const Violations found = GetParam().rule(file);
    all.insert(all.end(), found.begin(), found.end());
  }
  EXPECT_EQ(joined(all), "");
}

INSTANTIATE_TEST_SUITE_P(Rules, TreeRule,
                         testing::Values(NamedRule{"floors", check_floors}, NamedRule{"sizes", check_sizes},
                                         NamedRule{"first_line", check_first_line},
                                         NamedRule{"pragma_once", check_pragma_once},
                                         NamedRule{"banned_words", check_banned_words},
                                         NamedRule{"open_ends", check_open_ends}, NamedRule{"places", check_places}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(Tree, IsReadAsAWhole) {
  EXPECT_GT(tree().size(), 150u);
  const auto is_self = [](const TreeFile& file) { return file.path == "tests/tree_test.cpp"; };
  EXPECT_TRUE(std::any_of(tree().begin(), tree().end(), is_self));
}

TEST(Tree, HasNoHeavyIncludesInHeadersThatCrossFolders) { EXPECT_EQ(joined(check_crossing(tree())), ""); }

TEST(Tree, HasEveryTypeNameOnce) { EXPECT_EQ(joined(check_type_names(tree())), ""); }

TEST(Tree, HasItsTestsWhereTheirSourcesLie) { EXPECT_EQ(joined(check_mirrors(tree())), ""); }

// A snippet, and the one violation the rule must find in it; "" for none.
struct Bite {
  const char* name;
  Rule rule;
  const char* path;
  std::string text;
  const char* violation;
};

class Bites : public testing::TestWithParam<Bite> {};

TEST_P(Bites, ExactlyWhatItShould) {
  const Bite& bite = GetParam();

  const Violations found = bite.rule({bite.path, bite.text});

  if (std::string(bite.violation).empty()) {
    EXPECT_EQ(joined(found), "");
    return;
  }
  ASSERT_EQ(found.size(), 1u) << joined(found);
  EXPECT_NE(found[0].find(bite.violation), std::string::npos) << found[0];
}

const auto kNameOf = [](const testing::TestParamInfo<Bite>& tested) { return std::string(tested.param.name); };

INSTANTIATE_TEST_SUITE_P(
    Floors, Bites,
    testing::Values(
        Bite{"neighbour", check_floors, "tasks/x/x.cpp", "#include \"backends/registry.h\"\n",
             "tasks includes backends"},
        Bite{"upward", check_floors, "harness/base/x.cpp", "#include \"harness/api/task.h\"\n",
             "harness/base includes harness/api"},
        Bite{"level", check_floors, "harness/stats/x.cpp", "\n#include \"harness/config/yaml.h\"\n", "x.cpp:2:"},
        Bite{"run_knows_interfaces", check_floors, "harness/run/x.cpp", "#include \"results/registry.h\"\n",
             "harness/run includes results"},
        Bite{"cli_past_the_registry", check_floors, "harness/cli/x.cpp", "#include \"tasks/parts/scorers.h\"\n",
             "through tasks/registry.h"},
        Bite{"cli_through_the_registry", check_floors, "harness/cli/x.cpp", "#include \"tasks/registry.h\"\n", ""},
        Bite{"cli_includes_run", check_floors, "harness/cli/x.cpp", "#include \"harness/run/plan.h\"\n", ""},
        Bite{"relative", check_floors, "tasks/x/x.cpp", "#include \"x.h\"\n", "in no folder"},
        Bite{"cuda_sees_little", check_floors, "kernels/x/x.cu", "#include \"harness/api/record.h\"\n", "a .cu file"},
        Bite{"below", check_floors, "reports/x/x.cpp", "#include <vector>\n#include \"harness/base/text.h\"\n", ""},
        Bite{"tests_see_all", check_floors, "tests/x_test.cpp", "#include \"tasks/registry.h\"\n", ""}),
    kNameOf);

std::string repeated(const std::string& line, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += line;
  }
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, Bites,
    testing::Values(
        Bite{"long_source", check_sizes, "tasks/x.cpp", repeated("int x;\n", 501), "501 lines"},
        Bite{"source_at_the_wall", check_sizes, "tasks/x.cpp", repeated("int x;\n", 500), ""},
        Bite{"long_header", check_sizes, "tasks/x.h", repeated("int x;\n", 251), "251 lines"},
        Bite{"long_function", check_sizes, "tasks/x.cpp",
             "\nvoid f(int a,\n       int b) {\n" + repeated("  g();\n", 68) + "}\n",
             "x.cpp:2: a function of 71 lines"},
        Bite{"function_at_the_wall", check_sizes, "tasks/x.cpp", "void f() {\n" + repeated("  g();\n", 68) + "}\n", ""},
        Bite{"long_method", check_sizes, "tasks/x.cpp",
             "class A {\n  int f() const override {\n" + repeated("    g({1, 2});\n", 70) + "  }\n};\n", "72 lines"},
        Bite{"long_constructor", check_sizes, "tasks/x.cpp",
             "A::A(int x) : a_{x}, b_(x) {\n" + repeated("  if (x) {\n  }\n", 40) + "}\n", "82 lines"},
        Bite{"long_test", check_sizes, "tests/x.cpp", "TEST(A, B) {\n" + repeated("  g([] { h(); });\n", 80) + "}\n",
             "82 lines"},
        Bite{"long_class_is_no_function", check_sizes, "tasks/x.cpp",
             "class A : public B {\n" + repeated("  int x;\n", 90) + "};\n", ""},
        Bite{"long_table_is_no_function", check_sizes, "tasks/x.cpp",
             "constexpr std::array<int, 90> kX{{\n" + repeated("  1,\n", 90) + "}};\n", ""},
        Bite{"long_namespace_is_no_function", check_sizes, "tasks/x.cpp",
             "namespace {\n" + repeated("int x;\n", 90) + "}\n", ""},
        Bite{"long_line", check_sizes, "tasks/x.cpp", std::string(121, '/') + "\n", "a line of 121"},
        Bite{"line_at_the_wall", check_sizes, "tasks/x.cpp", std::string(120, '/') + "\n", ""},
        Bite{"line_in_a_raw_string", check_sizes, "tasks/x.cpp",
             "auto sql = R\"(\n" + std::string(130, 's') + "\n)\";\n", ""}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Beginnings, Bites,
    testing::Values(Bite{"no_comment", check_first_line, "tasks/x.cpp", "#include <vector>\n", "first line"},
                    Bite{"empty_comment", check_first_line, "tasks/x.cpp", "// \nint x;\n", "first line"},
                    Bite{"comment", check_first_line, "tasks/x.h", "// What it is for.\n", ""},
                    Bite{"script", check_first_line, "scripts/x.sh", "#!/bin/bash\nset -e\n", "first line"},
                    Bite{"script_comment", check_first_line, "scripts/x.sh", "#!/bin/bash\n# What it is for.\n", ""},
                    Bite{"config", check_first_line, "configs/x.yaml", "task: x\nversion: 1\n", "first line"},
                    Bite{"no_pragma", check_pragma_once, "tasks/x.h", "// What.\n#ifndef X\n", "no #pragma once"},
                    Bite{"pragma", check_pragma_once, "tasks/x.h", "// What.\n#pragma once\n", ""}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Words, Bites,
    testing::Values(
        Bite{"throws", check_banned_words, "tasks/x.cpp", "void f() { throw 1; }\n", "'throw'"},
        Bite{"throw_in_a_comment", check_banned_words, "tasks/x.cpp", "int x;  // may throw\n", ""},
        Bite{"throw_in_a_string", check_banned_words, "tasks/x.cpp", "auto s = \"throw \\\" throw\";\n", ""},
        Bite{"throw_in_a_raw_string", check_banned_words, "tasks/x.cpp", "auto s = R\"x(throw)\" throw)x\";\n", ""},
        Bite{"throw_in_a_name", check_banned_words, "tasks/x.cpp", "int throw_count;\n", ""},
        Bite{"expected", check_banned_words, "tasks/x.cpp", "std::expected<int, int> x;\n", "Result<T>"},
        Bite{"format", check_banned_words, "tasks/x.cpp", "auto s = std::format(x);\n", "fmt"},
        Bite{"source_location", check_banned_words, "tasks/x.h", "std::source_location x;\n", "ASSAY_CHECK"},
        Bite{"regex", check_banned_words, "tests/x.cpp", "std::regex x;\n", "PCRE2"},
        Bite{"regex_header", check_banned_words, "tests/x.cpp", "#include <regex>\n", "PCRE2"},
        Bite{"views", check_banned_words, "tasks/x.cpp", "auto v = x | std::views::reverse;\n", "loops"},
        Bite{"clock", check_banned_words, "harness/run/x.cpp", "auto t = std::chrono::steady_clock::now();\n",
             "a Clock"},
        Bite{"clock_at_home", check_banned_words, "harness/base/clock.cpp",
             "auto t = std::chrono::steady_clock::now();\n", ""},
        Bite{"sleep_in_a_test", check_banned_words, "tests/x.cpp", "std::this_thread::sleep_for(x);\n", "sleep_until"},
        Bite{"sleep_beside_a_process", check_banned_words, "tests/e2e/x_test.cpp", "std::this_thread::sleep_for(x);\n",
             ""},
        Bite{"chance", check_banned_words, "tasks/x.cpp", "std::random_device d;\n", "an Rng"},
        Bite{"old_chance", check_banned_words, "tasks/x.cpp", "int x = rand();\n", "an Rng"},
        Bite{"chance_at_home", check_banned_words, "harness/base/rng.cpp", "std::random_device d;\n", ""},
        Bite{"other_names", check_banned_words, "tasks/x.cpp", "int x = operand();\nint y = 1'000'000;\n", ""},
        Bite{"cli11", check_banned_words, "harness/cli/main.cpp", "#include <CLI/CLI.hpp>\n", "arguments.cpp"},
        Bite{"cli11_at_home", check_banned_words, "harness/cli/arguments.cpp", "#include <CLI/CLI.hpp>\n", ""},
        Bite{"iostream", check_banned_words, "tasks/x.h", "#include <iostream>\n", "<iosfwd>"}),
    kNameOf);

INSTANTIATE_TEST_SUITE_P(
    Ends, Bites,
    testing::Values(
        Bite{"open", check_open_ends, "tasks/x.cpp", std::string("// TO") + "DO: later\n", "without an issue"},
        Bite{"numbered", check_open_ends, "tasks/x.cpp", std::string("// TO") + "DO(#12): later\n", ""},
        Bite{"broken", check_open_ends, "docs/x.md", std::string("FIX") + "ME\n", "without an issue"},
        Bite{"registry", check_places, "scripts/x.sh", std::string("curl https://pypi.") + "org/x\n", "host"},
        Bite{"machine", check_places, "docs/x.md", std::string("see /ro") + "ot/x\n", "one machine"},
        Bite{"machine_at_the_begin", check_places, "docs/x.md", std::string("/wo") + "rk/x\n", "one machine"},
        Bite{"relative_path", check_places, "docs/x.md", "see framework/x and proc/x\n", ""}),
    kNameOf);

TEST(TreeRules, FindHeavyIncludesOnlyWhereAHeaderCrosses) {
  const TreeFile header{"results/sqlite/x.h", "// x\n#include <sqlite3.h>\n"};
  const TreeFile inside{"results/registry.cpp", "#include \"results/sqlite/x.h\"\n"};
  const TreeFile outside{"harness/cli/x.cpp", "#include \"results/sqlite/x.h\"\n"};
  const TreeFile test{"tests/x_test.cpp", "#include \"results/sqlite/x.h\"\n"};

  EXPECT_TRUE(check_crossing({header, inside, test}).empty());
  const Violations found = check_crossing({header, inside, outside});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].find("results/sqlite/x.h:2: <sqlite3.h>"), std::string::npos);
}

TEST(TreeRules, FindTypesThatTheLinkerWouldTakeForOne) {
  const TreeFile first{"harness/api/x.h", "// x\nstruct Same {\n};\nclass Forward;\n"};
  const TreeFile second{"tasks/x.h", "// x\nclass [[nodiscard]] Same final : public Y {\n};\nclass Forward;\n"};
  const TreeFile other{"tasks/y.h", "// y\nenum class Other { kOne };\n"};

  EXPECT_TRUE(check_type_names({first, other}).empty());
  const Violations found = check_type_names({first, other, second});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0], "tasks/x.h:2: type Same is declared in harness/api/x.h too");
}

TEST(TreeRules, FindTestsOfNothing) {
  EXPECT_TRUE(check_mirrors({{"tests/tasks/x_test.cpp", ""}, {"tasks/x.cpp", ""}}).empty());
  EXPECT_TRUE(check_mirrors({{"tests/e2e/x_test.cpp", ""}, {"tests/contracts/y_test.cpp", ""}}).empty());
  EXPECT_EQ(check_mirrors({{"tests/tasks/x_test.cpp", ""}, {"reports/x.cpp", ""}}).size(), 1u);
}

}  // namespace
}  // namespace assay
