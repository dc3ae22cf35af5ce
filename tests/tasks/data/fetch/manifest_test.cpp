// Pinned sets: the shipped ones are sound, and what is wrong is named.
#include "tasks/data/fetch/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/text.h"
#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

using testing::HasSubstr;

const std::string kGood =
    "name: s\nsummary: t\nlicence: l\nhub: [a/b]\nfiles:\n  - {path: s/a.jsonl, bytes: 3, sha256: " +
    std::string(64, 'a') + ", url: \"https://h/a\"}\n";

TEST(PinnedSets, ThatAreShippedAreSound) {
  const auto sets = load_pinned_sets(ASSAY_SOURCE_DIR "/configs");

  ASSERT_TRUE(sets) << sets.error().message;
  EXPECT_GE(sets->size(), 28u);
  for (const PinnedSet& set : *sets) {
    EXPECT_FALSE(set.hub.empty()) << set.name;
    EXPECT_GT(set.bytes(), 0u) << set.name;
  }
}

TEST(PinnedSets, AreChosenByName) {
  const ScratchFolder folder("sets");
  folder.write("data/s.yaml", kGood);
  const auto sets = load_pinned_sets(folder.path());
  ASSERT_TRUE(sets) << sets.error().message;

  EXPECT_EQ(choose_sets(*sets, {})->size(), 1u);
  EXPECT_EQ(choose_sets(*sets, {"s"})->front().files[0].items, std::nullopt);
  const auto unknown = choose_sets(*sets, {"t"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_THAT(unknown.error().message, HasSubstr("unknown data set 't'"));
}

struct Slip {
  const char* name;
  const char* from;
  const char* to;
  const char* says;
};

class SlippedManifest : public testing::TestWithParam<Slip> {};

TEST_P(SlippedManifest, IsNamedWithItsLine) {
  const ScratchFolder folder("slips");
  folder.write("data/s.yaml", replace_all(kGood, GetParam().from, GetParam().to));

  const auto sets = load_pinned_sets(folder.path());

  ASSERT_FALSE(sets);
  EXPECT_EQ(sets.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_THAT(sets.error().message, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(Slips, SlippedManifest,
                         testing::Values(Slip{"climbing", "s/a.jsonl", "s/../../a", "below the data folder"},
                                         Slip{"rooted", "s/a.jsonl", "/etc/passwd", "below the data folder"},
                                         Slip{"hidden", "s/a.jsonl", ".ssh/a", "below the data folder"},
                                         Slip{"hash", "aaaa", "AAAA", "64 lower-case"},
                                         Slip{"scheme", "https://h/a", "file:///etc/passwd", "neither https://"},
                                         Slip{"name", "name: s", "name: t", "not the file's name"},
                                         Slip{"bytes", "bytes: 3", "bytes: 0", "bytes"},
                                         Slip{"key", "licence: l", "license: l", "licence"},
                                         Slip{"no_files", "files:\n  - ", "files: ", "must be a list"}),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace assay
