// GGUF files made by hand: whole, truncated at every place, and things that are none.
#include "backends/llama/gguf_check.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

template <typename Integer>
void put(std::string& bytes, Integer value) {
  for (std::size_t i = 0; i < sizeof value; ++i) {
    bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFF);
  }
}

void put_text(std::string& bytes, const std::string& text) {
  put<std::uint64_t>(bytes, text.size());
  bytes += text;
}

// Version 3: counts, one key, one tensor of eight float32 values, padding to 32 bytes, 32 bytes of data.
std::string whole_file(std::uint64_t tensors, std::uint64_t keys = 1) {
  std::string bytes = "GGUF";
  put<std::uint32_t>(bytes, 3);
  put<std::uint64_t>(bytes, tensors);
  put<std::uint64_t>(bytes, keys);
  put_text(bytes, "general.name");
  put<std::uint32_t>(bytes, 8);  // a string
  put_text(bytes, "made up");
  if (tensors > 0) {
    put_text(bytes, "t");
    put<std::uint32_t>(bytes, 1);  // dimensions
    put<std::uint64_t>(bytes, 8);
    put<std::uint32_t>(bytes, 0);  // float32
    put<std::uint64_t>(bytes, 0);  // offset
  }
  bytes.resize((bytes.size() + 31) / 32 * 32, '\0');
  return tensors > 0 ? bytes + std::string(32, '\1') : bytes;
}

Status check_bytes(const std::string& bytes) {
  const ScratchFolder folder("gguf");
  return check_gguf(folder.write("m.gguf", bytes));
}

TEST(Gguf, WholeIsAccepted) {
  const Status status = check_bytes(whole_file(1));

  EXPECT_TRUE(status) << status.error().message;
}

TEST(Gguf, TruncatedAnywhereIsRefusedInOneLine) {
  const std::string whole = whole_file(1);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Status status = check_bytes(whole.substr(0, size));

    ASSERT_FALSE(status) << size;
    ASSERT_EQ(status.error().kind, ErrorKind::kCorrupt) << size;
    ASSERT_EQ(status.error().message.find('\n'), std::string::npos) << status.error().message;
    ASSERT_NE(status.error().message.find("m.gguf: "), std::string::npos);
  }
}

TEST(Gguf, OfOtherContentIsRefusedWithWhatItBeginsWith) {
  const Status status = check_bytes("<html>\x1b");

  EXPECT_NE(status.error().message.find("begins with '<htm', not with 'GGUF'"), std::string::npos);
}

TEST(Gguf, WithoutWeightsIsRefused) {
  EXPECT_NE(check_bytes(whole_file(0)).error().message.find("without weights"), std::string::npos);
}

TEST(Gguf, ThatClaimsAbsurdCountsIsRefused) {
  EXPECT_EQ(check_bytes(whole_file(std::uint64_t{1} << 60)).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(check_bytes(whole_file(1, std::uint64_t{1} << 60)).error().kind, ErrorKind::kCorrupt);
  std::string other_version = whole_file(1);
  other_version[4] = 99;
  EXPECT_EQ(check_bytes(other_version).error().kind, ErrorKind::kCorrupt);
}

TEST(Gguf, ThatIsNotAFileIsNotFound) {
  const ScratchFolder folder("gguf");

  EXPECT_EQ(check_gguf(folder.path() + "/nowhere.gguf").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(check_gguf(folder.path()).error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace assay
