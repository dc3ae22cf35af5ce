// Hashes: known digests, and seeds that keep their parts apart.
#include "harness/base/hash.h"

#include <gtest/gtest.h>

#include "harness/base/files.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

TEST(Hash, Sha256IsTheStandardsDigest) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, HashesAFileLikeItsBytes) {
  const std::string path = temp_folder() + "hash_test.bin";
  const std::string bytes(3'000'000, 'x');
  ASSERT_TRUE(write_file(path, bytes));

  const auto hash = sha256_file(path);

  ASSERT_TRUE(hash);
  EXPECT_EQ(*hash, sha256(bytes));
}

TEST(Hash, NamesTheFileThatCannotBeOpened) {
  const auto hash = sha256_file("/nowhere/at/all");

  ASSERT_FALSE(hash);
  EXPECT_EQ(hash.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(hash.error().message.find("/nowhere/at/all"), std::string::npos);
}

TEST(Hash, ShowsAllOfAKey) {
  EXPECT_EQ(to_hex({.high = 1, .low = 0xabc}), "00000000000000010000000000000abc");
  EXPECT_NE(hash128("a"), hash128("b"));
}

TEST(Hash, KeepsThePartsOfASeedApart) { EXPECT_NE(seed_from({"ab", "c"}), seed_from({"a", "bc"})); }

}  // namespace
}  // namespace assay
