// The catalogue: every file under configs/ loads, and broken ones are named.
#include "harness/config/catalog.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "harness/base/files.h"
#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

const std::string kConfigs = ASSAY_SOURCE_DIR "/configs";

TEST(Catalog, LoadsEveryModelSuiteAndMachineThatIsShipped) {
  const auto models = load_models(kConfigs);
  const auto suites = load_suites(kConfigs);
  const auto machine = load_machine(kConfigs, "local");

  ASSERT_TRUE(models) << models.error().message;
  ASSERT_TRUE(suites) << suites.error().message;
  ASSERT_TRUE(machine) << machine.error().message;
  EXPECT_EQ(models->size(), 2u);
  EXPECT_EQ(models->at(0).name, "gemma3-270m");
  EXPECT_FALSE(models->at(0).terms.empty());
  EXPECT_EQ(models->at(1).sha256.size(), 64u);
  const auto quick = std::find_if(suites->begin(), suites->end(), [](const auto& one) { return one.name == "quick"; });
  ASSERT_NE(quick, suites->end());
  EXPECT_EQ(quick->tasks.at(0).limit, 100);
  EXPECT_GT(machine->price_per_hour, 0);
}

class BrokenCatalog : public testing::Test {
 protected:
  std::string with_file(const std::string& name, const std::string& text) {
    folder_.write(name, text);
    return folder_.path();
  }

 private:
  ScratchFolder folder_{"catalog"};
};

TEST_F(BrokenCatalog, NamesTheFileThatIsNotNamedLikeItsModel) {
  const auto models = load_models(with_file("models/a.yaml", "model: b\nsummary: s\naddress: llama:x\nlicence: l\n"));

  ASSERT_FALSE(models);
  EXPECT_NE(models.error().message.find("a.yaml:1"), std::string::npos) << models.error().message;
  EXPECT_NE(models.error().message.find("'b'"), std::string::npos);
}

TEST_F(BrokenCatalog, RefusesSuitesWithoutTasksAndWithUnknownKeys) {
  const auto empty = load_suites(with_file("suites/a.yaml", "suite: a\nsummary: s\nprotocol: p\n"));
  const auto unknown =
      load_suites(with_file("suites/a.yaml", "suite: a\nsummary: s\nprotocol: p\ntasks:\n  - {task: t, limt: 3}\n"));

  ASSERT_FALSE(empty);
  EXPECT_NE(empty.error().message.find("'tasks'"), std::string::npos);
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.find("did you mean 'limit'?"), std::string::npos) << unknown.error().message;
}

TEST_F(BrokenCatalog, RefusesFiguresOutOfRange) {
  const auto suite = [&](const std::string& entry) {
    const auto suites = load_suites(
        with_file("suites/a.yaml", "suite: a\nsummary: s\nprotocol: p\ntasks: [{task: t, " + entry + "}]\n"));
    return suites ? std::string() : suites.error().message;
  };
  const auto machine = [&](const std::string& price) {
    const auto loaded = load_machine(
        with_file("machines/m.yaml", "machine: m\nsummary: s\nsource: x\nprice_per_hour: " + price + "\n"), "m");
    return loaded ? std::string() : loaded.error().message;
  };

  EXPECT_NE(suite("limit: 0").find("limit"), std::string::npos);
  EXPECT_NE(suite("num_fewshot: -1").find("num_fewshot"), std::string::npos);
  EXPECT_NE(suite("repeats: 0").find("repeats"), std::string::npos);
  EXPECT_EQ(suite("limit: 1, num_fewshot: 0, repeats: 1"), "");
  EXPECT_NE(machine("-0.1").find("price_per_hour"), std::string::npos);
  EXPECT_NE(machine("nan").find("price_per_hour"), std::string::npos);
  EXPECT_EQ(machine("0"), "");
}

TEST_F(BrokenCatalog, ReadsThoughtTagsAndPresets) {
  const auto models = load_models(with_file("models/m.yaml",
                                            "model: m\nsummary: s\naddress: llama:x\nlicence: l\n"
                                            "thought_tags: \"[THINK] [/THINK]\"\nthought_opened: true\n"));
  const auto suites =
      load_suites(with_file("suites/a.yaml", "suite: a\nsummary: s\nprotocol: p\npreset: r1\ntasks: [{task: t}]\n"));

  ASSERT_TRUE(models && suites);
  EXPECT_EQ(models->at(0).thought_tags, "[THINK] [/THINK]");
  EXPECT_TRUE(models->at(0).begins_in_thought);
  EXPECT_EQ(suites->at(0).preset, "r1");
}

TEST_F(BrokenCatalog, TakesModelOptionsThatAreValuesOnly) {
  const std::string model = "model: m\nsummary: s\naddress: llama:x\nlicence: l\noptions: ";

  const auto sound = load_models(with_file("models/m.yaml", model + "{threads: 2}\n"));
  EXPECT_EQ(sound->at(0).options.at("threads"), "2");
  const auto broken = load_models(with_file("models/m.yaml", model + "{threads: [1, 2]}\n"));
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find("options.threads"), std::string::npos) << broken.error().message;
}

TEST(Catalog, ListsKnownNamesForAnUnknownOne) {
  EXPECT_NE(load_machine(kConfigs, "locl").error().message.find("did you mean 'local'?"), std::string::npos);
  EXPECT_NE(load_suite(kConfigs, "nope").error().message.find("quick"), std::string::npos);
}

TEST(Catalog, FindsItsFolderOrSaysWhatToGive) {
  EXPECT_EQ(*find_configs(kConfigs), kConfigs);
  EXPECT_NE(find_configs("/nowhere").error().message.find("/nowhere"), std::string::npos);
}

TEST(Catalog, LooksForModelsInTheUsersCacheLast) {
  EXPECT_NE(model_folders().back().find("assay/models"), std::string::npos);
}

}  // namespace
}  // namespace assay
