// gzip and zip: whole, cut, damaged, encrypted, and larger than they look.
#include "tasks/data/formats/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>
#include <zlib.h>

#include <filesystem>

#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

using testing::HasSubstr;

std::string gzipped(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  std::string input = text;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

// A zip file with one member, encrypted if there is a password.
std::string zipped(const std::string& member, const std::string& text, const std::string& password) {
  const ScratchFolder folder("zip");
  const std::string path = folder.path() + "/a.zip";
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE, &code);
  EXPECT_NE(archive, nullptr);
  zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
  const auto index = static_cast<zip_uint64_t>(zip_file_add(archive, member.c_str(), source, 0));
  if (!password.empty()) {
    EXPECT_EQ(zip_file_set_encryption(archive, index, ZIP_EM_TRAD_PKWARE, password.c_str()), 0);
  }
  EXPECT_EQ(zip_close(archive), 0);
  return *read_file(path);
}

TEST(Gunzip, UnpacksAndJoinsMembers) {
  const std::string text(100'000, 'x');

  EXPECT_EQ(*gunzip(gzipped(text)), text);
  EXPECT_EQ(*gunzip(gzipped("a") + gzipped("b")), "ab");
  EXPECT_EQ(*gunzip(gzipped("")), "");
}

TEST(Gunzip, RefusesEveryCut) {
  const std::string packed = gzipped("some text that is packed, and then some text that is packed");

  for (std::size_t length = 0; length < packed.size(); ++length) {
    const auto text = gunzip(std::string_view(packed).substr(0, length));
    ASSERT_FALSE(text) << length;
    EXPECT_EQ(text.error().message, "the gzip file is cut off") << length;
  }
}

TEST(Gunzip, RefusesDamageAndWhatFollows) {
  std::string packed = gzipped("some text that is packed");
  packed[packed.size() - 6] ^= 1;  // in the checksum

  EXPECT_THAT(gunzip(packed).error().message, HasSubstr("damaged gzip"));
  EXPECT_THAT(gunzip(gzipped("a") + "rubbish").error().message, HasSubstr("gzip"));
  EXPECT_THAT(gunzip("plain text").error().message, HasSubstr("damaged gzip"));
}

TEST(Gunzip, StopsAtTheLimit) {
  std::string zeros;
  zeros.resize(10'000'000);
  const std::string bomb = gzipped(zeros);
  ASSERT_LT(bomb.size(), 20'000u);

  const auto text = gunzip(bomb, 1'000'000);

  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(text.error().message, "unpacked: larger than 1000000 bytes");
}

TEST(ZipMember, IsReadPlainAndEncrypted) {
  EXPECT_EQ(*zip_member(zipped("a/b.csv", "text", ""), "a/b.csv", ""), "text");
  EXPECT_EQ(*zip_member(zipped("a/b.csv", "text", "open sesame"), "a/b.csv", "open sesame"), "text");
}

TEST(ZipMember, SaysWhatIsWrong) {
  const std::string archive = zipped("b.csv", "text", "open sesame");

  EXPECT_EQ(zip_member(archive, "c.csv", "").error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(zip_member(archive, "b.csv", "").error().message, HasSubstr("b.csv"));
  EXPECT_EQ(zip_member(archive, "b.csv", "wrong").error().kind, ErrorKind::kCorrupt);
  EXPECT_THAT(zip_member("no zip", "b.csv", "").error().message, HasSubstr("no zip file"));
  EXPECT_EQ(zip_member(archive.substr(0, archive.size() / 2), "b.csv", "open sesame").error().kind,
            ErrorKind::kCorrupt);
}

TEST(ZipMember, StopsAtTheLimit) {
  const std::string archive = zipped("b", std::string(5'000'000, '\0'), "");

  const auto text = zip_member(archive, "b", "", 1000);

  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().message, "b: larger than 1000 bytes");
}

TEST(DataText, IsUnpackedByItsNameAndHasNoByteOrderMark) {
  const ScratchFolder folder("text");

  EXPECT_EQ(*read_data_text(folder.write("a.csv", "\xEF\xBB\xBFx")), "x");
  EXPECT_EQ(*read_data_text(folder.write("a.jsonl.gz", gzipped("{}"))), "{}");
  const std::string plain = folder.write("b.jsonl.gz", "{\"no\": 1}");
  EXPECT_THAT(read_data_text(plain).error().message, HasSubstr("b.jsonl.gz: damaged"));
}

TEST(DataFile, IsAFileWithinTheLimit) {
  const ScratchFolder folder("file");
  const std::string file = folder.write("a", "12345");

  EXPECT_EQ(*read_data_file(file, 5), "12345");
  EXPECT_THAT(read_data_file(file, 4).error().message, HasSubstr("larger than 4 bytes"));
  EXPECT_EQ(read_data_file(folder.path(), 4).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(read_data_file(folder.path() + "/none", 4).error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace assay
