// assay data, the real binary: from a loopback server and from folders, cut off, damaged, lied to, interrupted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "harness/base/files.h"
#include "harness/base/hash.h"
#include "tests/fakes/file_server.h"
#include "tests/fakes/program.h"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Words = std::vector<std::string>;

const std::string kBody(300'000, 'd');

// A catalogue with one set of one file, whose address is the server's.
class DataCommand : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("no_proxy", "127.0.0.1", 1);
    folder_ = fresh_folder(std::string("data_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  }

  void pin(const std::string& url, const std::string& body = kBody, const std::string& more = "") const {
    const std::string entry = "  - {path: s/a.jsonl, bytes: " + std::to_string(body.size()) +
                              ", sha256: " + sha256(body) + ", url: \"" + url + "\"" + more + "}\n";
    write("configs/data/s.yaml", "name: s\nsummary: t\nlicence: l\nhub: [o/s]\nfiles:\n" + entry);
  }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(folder_ + "/" + name).parent_path());
    ASSERT_TRUE(write_file(folder_ + "/" + name, text));
  }

  Ended data(Words words) const {
    words.insert(words.begin(), "data");
    words.insert(words.end(), {"--data", folder_ + "/data"});
    if (words[1] != "import") {
      words.insert(words.end(), {"--configs", folder_ + "/configs"});
    }
    return run_assay(folder_, words);
  }

  std::string file() const { return folder_ + "/data/s/a.jsonl"; }
  bool has_part() const { return std::filesystem::exists(file() + ".part"); }

  std::string folder_;
};

TEST_F(DataCommand, PullsChecksAndKeeps) {
  FileServer server({{"/a", {.body = "", .moved_to = "/b"}}, {"/b", {.body = kBody}}});
  pin(server.address() + "/a");

  const Ended first = data({"pull", "s"});
  const Ended second = data({"pull", "s", "--json"});

  ASSERT_EQ(first.code, 0) << first.errors;
  EXPECT_EQ(*read_file(file()), kBody);
  EXPECT_FALSE(has_part());
  EXPECT_THAT(second.output, HasSubstr("\"kept\": 1"));
  EXPECT_THAT(server.requests(), ElementsAre("/a", "/b"));
  EXPECT_EQ(data({"verify", "s"}).code, 0);
}

TEST_F(DataCommand, GoesOnWhereTheConnectionWasCut) {
  FileServer server({{"/a", {.body = kBody, .cut_after = 100'000}}});
  pin(server.address() + "/a");

  const Ended ended = data({"pull", "s"});

  ASSERT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(*read_file(file()), kBody);
  EXPECT_THAT(server.requests(), ElementsAre("/a", "/a from 100000"));
}

TEST_F(DataCommand, GoesOnFromAnEarlierCall) {
  FileServer server({{"/a", {.body = kBody}}});
  pin(server.address() + "/a");
  write("data/s/a.jsonl.part", kBody.substr(0, 1234));

  const Ended ended = data({"pull", "s"});

  ASSERT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(*read_file(file()), kBody);
  EXPECT_THAT(server.requests(), ElementsAre("/a from 1234"));
}

TEST_F(DataCommand, BeginsAnewWhereTheServerKnowsNoRanges) {
  FileServer server({{"/a", {.body = kBody, .has_ranges = false}}});
  pin(server.address() + "/a");
  write("data/s/a.jsonl.part", kBody.substr(0, 1234));

  const Ended ended = data({"pull", "s"});

  ASSERT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(*read_file(file()), kBody);
}

TEST_F(DataCommand, BeginsAnewWhereThePartIsOfAnotherFile) {
  FileServer server({{"/a", {.body = kBody}}});
  pin(server.address() + "/a");
  write("data/s/a.jsonl.part", std::string(1234, 'x'));

  const Ended ended = data({"pull", "s"});

  ASSERT_EQ(ended.code, 0) << ended.errors;
  EXPECT_THAT(server.requests(), ElementsAre("/a from 1234", "/a"));
}

struct Lie {
  const char* name;
  std::string body;
  const char* says;
};

class LyingServer : public DataCommand, public testing::WithParamInterface<Lie> {};

TEST_P(LyingServer, LeavesNoFile) {
  FileServer server({{"/a", {.body = GetParam().body}}});
  pin(server.address() + "/a");

  const Ended ended = data({"pull", "s"});

  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.errors, HasSubstr(GetParam().says));
  EXPECT_FALSE(std::filesystem::exists(file()));
  EXPECT_FALSE(has_part());
}

INSTANTIATE_TEST_SUITE_P(Lies, LyingServer,
                         testing::Values(Lie{"other_bytes", std::string(kBody.size(), 'e'), "has SHA-256"},
                                         Lie{"too_short", kBody.substr(1), "holds 299999 bytes, not 300000"},
                                         Lie{"too_long", kBody + "x", "is longer than the 300000 bytes"}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(DataCommand, SaysWhatTheServerAnswers) {
  FileServer server({});
  pin(server.address() + "/a");

  const Ended ended = data({"pull", "s"});

  EXPECT_EQ(ended.code, 3);
  EXPECT_THAT(ended.errors, HasSubstr(server.address() + "/a: the server answers 404"));
  EXPECT_FALSE(has_part());
}

TEST_F(DataCommand, PullsFromMirrors) {
  FileServer server({{"/mirror/s/a.jsonl", {.body = kBody}}});
  pin("https://nowhere.invalid/a");
  write("a mirror/s/a.jsonl", kBody);

  for (const std::string& root : {folder_ + "/a mirror", std::string("a mirror"), "file://" + folder_ + "/a%20mirror/",
                                  server.address() + "/mirror/"}) {
    std::filesystem::remove_all(folder_ + "/data");
    const Ended ended = data({"pull", "s", "--from", root});
    EXPECT_EQ(ended.code, 0) << root << ": " << ended.errors;
    EXPECT_EQ(*read_file(file()), kBody);
  }
  std::filesystem::remove_all(folder_ + "/data");
  const Ended missing = data({"pull", "s", "--from", folder_ + "/nothing"});
  EXPECT_EQ(missing.code, 3);
  EXPECT_THAT(missing.errors, HasSubstr("there is no such file"));
}

TEST_F(DataCommand, TakesMembersOutOfAnArchive) {
  if (run_shell(folder_, "python3 -c 'import zipfile'").code != 0) {
    GTEST_SKIP() << "no python3 to make a zip file with";
  }
  run_shell(folder_, "python3 -c \"import zipfile; z = zipfile.ZipFile('a.zip', 'w'); z.writestr('in/a', 'dd')\"");
  FileServer server({{"/a.zip", {.body = *read_file(folder_ + "/a.zip")}}});
  pin(server.address() + "/a.zip", "dd", ", member: in/a");
  EXPECT_EQ(data({"pull", "s"}).code, 0);
  EXPECT_EQ(*read_file(file()), "dd");
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/data/.archives"));

  pin(server.address() + "/a.zip", "ee", ", member: in/a");
  const Ended other = data({"pull", "s"});
  EXPECT_EQ(other.code, 3);
  EXPECT_THAT(other.errors, HasSubstr("in/a has other bytes than pinned"));
}

TEST_F(DataCommand, FindsDamageAndRepairsIt) {
  FileServer server({{"/a", {.body = kBody}}});
  pin(server.address() + "/a");
  write("data/s/a.jsonl", std::string(kBody.size(), 'e'));

  const Ended damaged = data({"verify"});
  const Ended repaired = data({"pull", "s"});

  EXPECT_EQ(damaged.code, 3);
  EXPECT_THAT(damaged.output, HasSubstr("damaged: s/a.jsonl"));
  EXPECT_EQ(repaired.code, 0) << repaired.errors;
  EXPECT_EQ(data({"verify"}).code, 0);
}

TEST_F(DataCommand, ListsStatesAsTextAndAsJson) {
  pin("https://nowhere.invalid/a");
  EXPECT_THAT(data({"list"}).output, HasSubstr("s  missing"));
  EXPECT_EQ(data({"verify"}).code, 5);
  EXPECT_EQ(data({"verify", "s"}).code, 3);
  write("data/s/a.jsonl", kBody);
  write("data/hub/o/d/en/test.jsonl", "{}\n");

  const auto json = nlohmann::json::parse(data({"list", "--json"}).output, nullptr, false);

  ASSERT_FALSE(json.is_discarded());
  EXPECT_EQ(json["sets"][0]["state"], "present");
  EXPECT_EQ(json["imported"][0]["dataset"], "o/d");
}

TEST_F(DataCommand, RefusesUnknownNamesAndMissingOptions) {
  pin("https://nowhere.invalid/a");

  EXPECT_EQ(data({"pull", "t"}).code, 2);
  EXPECT_THAT(data({"pull", "t"}).errors, HasSubstr("unknown data set 't'"));
  EXPECT_EQ(data({"pull"}).code, 2);
  EXPECT_EQ(data({"import", "x"}).code, 2);
  EXPECT_EQ(data({"import", "x", "--as", "../y"}).code, 2);
  EXPECT_EQ(data({"import", "x", "--as", "o/y"}).code, 3);
}

TEST_F(DataCommand, ImportsIntoTheMirror) {
  write("f/en/test.jsonl", "{\"a\": 1}\n{\"a\": 2}\n");

  const Ended ended = data({"import", "f", "--as", "o/d"});

  ASSERT_EQ(ended.code, 0) << ended.errors;
  EXPECT_THAT(ended.output, HasSubstr("o/d en test: 2 rows"));
  EXPECT_EQ(*read_file(folder_ + "/data/hub/o/d/en/test.jsonl"), "{\"a\":1}\n{\"a\":2}\n");
}

TEST_F(DataCommand, EndsOnAnInterruptAndKeepsThePart) {
  FileServer server({{"/a", {.body = kBody, .stalls_after = 1000}}});
  pin(server.address() + "/a");
  Program program(folder_,
                  {ASSAY_BINARY, "data", "pull", "s", "--data", folder_ + "/data", "--configs", folder_ + "/configs"});
  const auto has_come = [&] {
    std::error_code code;
    return std::filesystem::file_size(file() + ".part", code) == 1000 && !code;
  };
  for (int i = 0; i < 1000 && !has_come(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }

  program.send(SIGINT);
  const Ended ended = program.wait();

  EXPECT_EQ(ended.code, 130);
  EXPECT_THAT(ended.errors, HasSubstr("interrupted; the same command goes on"));
  EXPECT_EQ(std::filesystem::file_size(file() + ".part"), 1000u);
  server.release();
  EXPECT_EQ(data({"pull", "s"}).code, 0);
  EXPECT_EQ(*read_file(file()), kBody);
}

}  // namespace
}  // namespace assay
