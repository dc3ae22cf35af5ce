// The catalogue: its index, what names stand for, and how groups hand down their keys.
#include "tasks/lm_eval/catalogue.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

// "group(tag(a, b), c)": the tree by names.
std::string shape(const TaskTree& tree) {
  std::string text = tree.name;
  for (const TaskTree& child : tree.children) {
    text += (&child == &tree.children.front() ? "(" : ", ") + shape(child);
  }
  return tree.children.empty() ? text : text + ")";
}

class CatalogueTest : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const { folder_.write(name, text); }
  Catalogue open() const {
    auto catalogue = open_catalogue(folder_.path());
    EXPECT_TRUE(catalogue);
    return *catalogue;
  }
  std::string shape_of(const std::string& name) const {
    const auto tree = resolve(open(), name);
    return tree ? shape(*tree) : tree.error().message;
  }
  ScratchFolder folder_{"catalogue"};
};

TEST_F(CatalogueTest, KnowsTasksGroupsAndTagsAlsoOfIncludedFiles) {
  write("base", "tag: [both, one]\ndataset_path: x\n");
  write("a.yaml", "include: base\ntask: a\n");
  write("sub/b.yaml", "task: b\ntag: both\n");
  write("g.yaml", "group: g\ntask: [a, b]\n");
  write("template.yaml", "dataset_path: x\n");
  write("p.yaml", "task: p\nclass: !function p.P\n");
  write("broken.yaml", "task: [\n");

  const Catalogue catalogue = open();

  ASSERT_EQ(catalogue.entries.size(), 6u);
  EXPECT_EQ(catalogue.find("b")->file, "sub/b.yaml");
  EXPECT_EQ(catalogue.find("both")->tasks, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(catalogue.find("p")->kind, CatalogueKind::kPythonTask);
  ASSERT_EQ(catalogue.faults.size(), 1u);
  EXPECT_EQ(catalogue.faults[0].file, "broken.yaml");
}

TEST_F(CatalogueTest, TheFirstFileOfANameCounts) {
  write("a.yaml", "task: same\n");
  write("b.yaml", "task: same\n");

  const Catalogue catalogue = open();

  EXPECT_EQ(catalogue.find("same")->file, "a.yaml");
  ASSERT_EQ(catalogue.faults.size(), 1u);
  EXPECT_EQ(catalogue.faults[0].error.message,
            folder_.path() + "/b.yaml: name 'same' is also in a.yaml; the first one counts");
}

TEST_F(CatalogueTest, ResolvesNamesToTrees) {
  write("a.yaml", "task: a\ntag: t\n");
  write("b.yaml", "task: b\ntag: t\n");
  write(
      "g.yaml",
      "group: g\ntask:\n- h\n- task: a\n  num_fewshot: 3\n- group: new\n  task: [b]\n- task: own\n  dataset_path: d\n");
  write("h.yaml", "group: h\ntask: [t]\n");

  EXPECT_EQ(shape_of("a"), "a");
  EXPECT_EQ(shape_of("t"), "t(a, b)");
  EXPECT_EQ(shape_of("g"), "g(h(t(a, b)), a, g::new(b), g::own)");
  EXPECT_EQ(shape_of("[ab]"), "[ab](a, b)");
  EXPECT_EQ(shape_of("x*"), "no task, group or tag matches 'x*'");
  EXPECT_EQ(shape_of("hh"), "unknown task 'hh'; did you mean 'h'? known: a, b, g, h, t");
}

TEST_F(CatalogueTest, KeysOfGroupsGoToTheirTasksAndOwnOverridesWin) {
  write("a.yaml", "task: a\nnum_fewshot: 1\nrepeats: 1\ndescription: a\n");
  write("g.yaml", "group: g\nnum_fewshot: 2\nrepeats: 2\ntask:\n- task: a\n  repeats: 3\n");

  const auto tree = resolve(open(), "g");
  ASSERT_TRUE(tree) << tree.error().message;
  const auto config = load_task(tree->children.front());

  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->name, "a");
  EXPECT_EQ(config->num_fewshot, 2);
  EXPECT_EQ(config->repeats, 3);
  EXPECT_EQ(config->description.text_or(""), "a");
}

TEST_F(CatalogueTest, RefusesGroupsThatCannotBeResolved) {
  write("g.yaml", "group: g\ntask: [h]\n");
  write("h.yaml", "group: h\ntask: [g]\n");
  write("i.yaml", "group: i\ntask:\n- nowhere\n");

  EXPECT_EQ(shape_of("g"), folder_.path() + "/g.yaml:1: group 'g' contains itself");
  EXPECT_EQ(shape_of("i"), folder_.path() + "/i.yaml:3: group 'i': no task, group or tag 'nowhere'");
}

TEST_F(CatalogueTest, ReadsItsIndexInsteadOfItsFiles) {
  write("a.yaml", "task: a\ntag: t\n");
  write("g.yaml", "group: g\ntask: [a]\n");
  const std::string index = catalogue_index(open());
  write(std::string(kCatalogueIndexFile), index);
  write("later.yaml", "task: later\n");

  const Catalogue catalogue = open();

  EXPECT_EQ(catalogue_index(catalogue), index);
  EXPECT_EQ(catalogue.find("later"), nullptr);
  EXPECT_TRUE(load_task(catalogue, "a"));
  write(std::string(kCatalogueIndexFile), "{}");
  EXPECT_EQ(open_catalogue(folder_.path()).error().kind, ErrorKind::kCorrupt);
}

TEST_F(CatalogueTest, PythonClassesAreNamedAsSuch) {
  write("p.yaml", "task: p\nclass: !function p.P\n");

  EXPECT_EQ(load_task(open(), "p").error().message,
            folder_.path() + "/p.yaml:2: class: task 'p' is a Python class; there is no native form");
  EXPECT_EQ(open_catalogue(folder_.path() + "/none").error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace assay
