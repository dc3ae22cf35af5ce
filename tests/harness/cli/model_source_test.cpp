// Models by catalogue name, address or NAME=ADDRESS.
#include "harness/cli/model_source.h"

#include <gtest/gtest.h>

#include "harness/base/files.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

std::vector<ModelConfig> catalogue(const std::string& address) {
  return {{.name = "small", .address = address, .sha256 = "h", .licence = "l", .options = {{"context", "64"}}}};
}

TEST(ModelSource, FindsACatalogueModelsFile) {
  const std::string file = temp_folder() + "small.gguf";
  ASSERT_TRUE(write_file(file, "x"));

  const auto source = find_model("small", catalogue("llama:" + file));

  ASSERT_TRUE(source) << source.error().message;
  EXPECT_EQ(source->spec.address, "llama:" + file);
  EXPECT_EQ(source->spec.options.at("context"), "64");
  EXPECT_EQ(source->sha256, "h");
}

TEST(ModelSource, SaysWhereItLookedForAFileThatIsNowhere) {
  const auto source = find_model("small", catalogue("llama:nowhere.gguf"));

  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(source.error().message.find("quickstart.sh --no-run"), std::string::npos);
}

TEST(ModelSource, NamesAnAddressByItsFileOrAsTold) {
  EXPECT_EQ(find_model("llama:/m/tiny.gguf", {})->spec.name, "tiny");
  const auto named = find_model("mine=llama:/m/tiny.gguf", {});
  EXPECT_EQ(named->spec.name, "mine");
  EXPECT_EQ(named->spec.address, "llama:/m/tiny.gguf");
}

TEST(ModelSource, SuggestsTheNearestNameAndTheAddressForm) {
  const auto source = find_model("smal", catalogue("llama:x"));

  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_NE(source.error().message.find("did you mean 'small'?"), std::string::npos);
  EXPECT_NE(source.error().message.find("llama:FILE.gguf"), std::string::npos);
}

}  // namespace
}  // namespace assay
