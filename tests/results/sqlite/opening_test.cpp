// Opening database files: ours of every age, other people's, damaged ones, locked ones, and read-only media.
#include "results/sqlite/opening.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "harness/base/files.h"
#include "results/sqlite/schema.h"
#include "tests/fakes/record_text.h"
#include "tests/fakes/sample_run.h"
#include "tests/fakes/small_disk.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

class Opening : public testing::Test {
 protected:
  Opening() : folder_(temp_folder() + "opening_" + testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }

  std::string path() const { return folder_ + "/a.db"; }

  // A database with one run, closed.
  RunView make(const std::string& at) const {
    auto store = open_store(at, Access::kWrite);
    EXPECT_TRUE(store) << (store ? "" : store.error().message);
    return fill_store(**store, "r");
  }

  void execute(const std::string& sql) const {
    auto database = Database::open(path(), Database::Mode::kReadWrite);
    ASSERT_TRUE(database);
    const auto done = database->execute(sql);
    ASSERT_TRUE(done) << done.error().message;
  }

  Error refusal(Access access) const {
    const auto store = open_store(path(), access);
    EXPECT_FALSE(store);
    return store ? Error{} : store.error();
  }

  const std::string folder_;
};

TEST_F(Opening, MakesAnEmptyFileADatabaseOfTheNewestVersion) {
  ASSERT_TRUE(write_file(path(), ""));

  const auto store = open_store(path(), Access::kWrite);

  ASSERT_TRUE(store) << store.error().message;
  const auto database = Database::open(path(), Database::Mode::kReadOnly);
  EXPECT_EQ(*database->query_text("PRAGMA user_version"), std::to_string(schema_version()));
  EXPECT_EQ(*database->query_text("PRAGMA application_id"), std::to_string(kApplicationId));
  EXPECT_EQ(*database->query_text("PRAGMA journal_mode"), "wal");
}

TEST_F(Opening, LeavesOnePlainFileBehindThatOpensAnywhere) {
  make(path());

  std::vector<std::string> left;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    left.push_back(entry.path().filename().string());
  }
  EXPECT_EQ(left, std::vector<std::string>{"a.db"});
  const auto database = Database::open(path(), Database::Mode::kReadOnly);
  EXPECT_EQ(*database->query_text("PRAGMA journal_mode"), "delete");
}

TEST_F(Opening, HasEveryTableStrict) {
  make(path());
  const auto database = Database::open(path(), Database::Mode::kReadOnly);

  EXPECT_EQ(*database->query_text("SELECT coalesce(group_concat(name), '') FROM pragma_table_list WHERE type = 'table' "
                                  "AND schema = 'main' AND name NOT LIKE 'sqlite_%' AND NOT strict"),
            "");
}

// The mechanism, before there is a second version: a step adds a column, and the views are made anew.
TEST_F(Opening, MigratesStepByStepAndKeepsTheRows) {
  const RunView written = make(path());
  auto database = Database::open(path(), Database::Mode::kReadWrite);
  ASSERT_TRUE(database);
  std::vector<std::string_view> steps(migrations().begin(), migrations().end());
  steps.emplace_back("ALTER TABLE run ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';");
  steps.emplace_back("UPDATE run SET colour = 'blue'; CREATE VIEW left_over AS SELECT 1;");
  ASSERT_TRUE(database->execute("CREATE VIEW old_view AS SELECT 1"));

  const auto migrated = migrate(*database, schema_version(), steps);

  ASSERT_TRUE(migrated) << migrated.error().message;
  EXPECT_EQ(*database->query_text("PRAGMA user_version"), std::to_string(schema_version() + 2));
  EXPECT_EQ(*database->query_text("SELECT colour FROM run"), "blue");
  EXPECT_EQ(*database->query_text("SELECT count(*) FROM samples"), std::to_string(written.answers.size()));
  EXPECT_EQ(*database->query_text("SELECT count(*) FROM sqlite_schema WHERE name IN ('old_view', 'left_over')"), "0");
}

// Answers stored before thoughts were told apart: they have none, and their checksums still hold.
TEST_F(Opening, BringsADatabaseOfVersionTwoUpToDate) {
  auto database = Database::open(path(), Database::Mode::kReadWrite);
  ASSERT_TRUE(migrate(*database, 0, migrations().first(2)));
  ASSERT_TRUE(database->execute(
      "INSERT INTO run VALUES ('r', 1, 'complete', '', 1, 'exact', 'c', 'n', '0');"
      "INSERT INTO request VALUES (1, 'r', 'm', 'gen', 0, 1, 'h0', 'k', 't', 'p', NULL, 0, 0, 1, 0, 'x');"
      "INSERT INTO generation VALUES (1, 'end', 'a', '', x'', x'', '', 1, 1, 1);"
      "INSERT INTO timing VALUES (1, 0, NULL, 1, x'', 0, 0, NULL, NULL, NULL);"));

  ASSERT_TRUE(migrate(*database, 2));

  EXPECT_EQ(*database->query_text("PRAGMA user_version"), std::to_string(schema_version()));
  EXPECT_EQ(*database->query_text("SELECT thought IS NULL AND thought_tokens IS NULL FROM generation"), "1");
  const auto store = open_store(path(), Access::kRead);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_FALSE((*store)->read("r")->answers.at(0).thought);
}

TEST_F(Opening, ChangesNothingWhenAStepFails) {
  make(path());
  auto database = Database::open(path(), Database::Mode::kReadWrite);
  std::vector<std::string_view> steps(migrations().begin(), migrations().end());
  steps.emplace_back("ALTER TABLE run ADD COLUMN colour TEXT; INSERT INTO nowhere VALUES (1);");

  const auto migrated = migrate(*database, schema_version(), steps);

  ASSERT_FALSE(migrated);
  EXPECT_NE(migrated.error().message.find("no such table: nowhere"), std::string::npos) << migrated.error().message;
  EXPECT_EQ(*database->query_text("PRAGMA user_version"), std::to_string(schema_version()));
  EXPECT_EQ(*database->query_text("SELECT count(*) FROM pragma_table_info('run') WHERE name = 'colour'"), "0");
}

TEST_F(Opening, RefusesADatabaseOfANewerAssay) {
  make(path());
  execute("PRAGMA user_version = 99");

  for (const Access access : {Access::kRead, Access::kWrite}) {
    const Error error = refusal(access);
    EXPECT_EQ(error.kind, ErrorKind::kInvalidConfig);
    EXPECT_EQ(error.message, path() + ": made by a newer Assay (schema 99, this program knows up to " +
                                 std::to_string(schema_version()) + "); update Assay or give another --db");
  }
}

TEST_F(Opening, RefusesAnotherProgramsDatabaseAndLeavesItAsItIs) {
  execute("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1);");
  const std::string before = *read_file(path());

  for (const Access access : {Access::kRead, Access::kWrite}) {
    const Error error = refusal(access);
    EXPECT_EQ(error.kind, ErrorKind::kCorrupt);
    EXPECT_EQ(error.message, path() + ": an SQLite database of another program (application_id 0); give another --db");
  }
  EXPECT_EQ(*read_file(path()), before);
}

TEST_F(Opening, RefusesATextFileAndLeavesItAsItIs) {
  const std::string text(5000, 'x');
  ASSERT_TRUE(write_file(path(), text));

  for (const Access access : {Access::kRead, Access::kWrite}) {
    const Error error = refusal(access);
    EXPECT_EQ(error.kind, ErrorKind::kCorrupt);
    EXPECT_EQ(error.message.find(path() + ": not an SQLite database"), 0u) << error.message;
    EXPECT_EQ(error.message.find('\n'), std::string::npos);
  }
  EXPECT_EQ(*read_file(path()), text);
}

TEST_F(Opening, NeverCrashesOnATruncatedDatabase) {
  make(path());
  const std::string whole = *read_file(path());
  for (std::size_t part = 1; part < 16; ++part) {
    ASSERT_TRUE(write_file(path(), whole.substr(0, whole.size() * part / 16)));

    const auto report = check_database(path());

    EXPECT_FALSE(report && report->is_sound()) << part << "/16 of the file count as sound";
    if (!report) {
      EXPECT_EQ(report.error().kind, ErrorKind::kCorrupt) << report.error().message;
    }
  }
}

TEST_F(Opening, FindsAChangedAnswerByItsChecksum) {
  make(path());
  ASSERT_TRUE(check_database(path())->is_sound()) << check_database(path())->integrity;

  execute("UPDATE generation SET output = output || ' ' WHERE request = (SELECT id FROM request WHERE document = 1)");
  const auto report = check_database(path());

  ASSERT_TRUE(report) << report.error().message;
  EXPECT_FALSE(report->is_sound());
  EXPECT_EQ(report->integrity, "ok");
  EXPECT_EQ(report->damaged.at(0), "run r, model m, task gen, document 1, repeat 1");
}

TEST_F(Opening, SaysWhatIsWrongWithAPlace) {
  const std::string folder = folder_ + "/folder";
  std::filesystem::create_directories(folder);

  EXPECT_EQ(open_store(folder, Access::kWrite).error().message,
            "--db " + folder + ": is a folder; give a file, such as " + folder + "/assay.db");
  EXPECT_EQ(open_store(folder_ + "/no/a.db", Access::kWrite).error().message,
            "--db " + folder_ + "/no/a.db: there is no folder " + folder_ + "/no; make it first");
  EXPECT_EQ(refusal(Access::kRead).message, "no database at " + path() + "; 'assay run --db " + path() + "' makes one");
  ASSERT_TRUE(write_file(path(), ""));
  EXPECT_EQ(refusal(Access::kRead).message,
            path() + ": an empty file, no run in it; 'assay run --db " + path() + "' fills it");
}

TEST_F(Opening, LetsOneWriterInAndNamesItToTheSecond) {
  auto first = open_store(path(), Access::kWrite);
  ASSERT_TRUE(first);

  const Error error = refusal(Access::kWrite);

  EXPECT_EQ(error.kind, ErrorKind::kBusy);
  EXPECT_EQ(error.message, path() + ": another program is writing to it (process " + std::to_string(::getpid()) +
                               "); wait for it, or give another --db");
  first->reset();
  EXPECT_TRUE(open_store(path(), Access::kWrite));
}

TEST_F(Opening, IsNotStoppedByALockFileWhoseHolderIsGone) {
  ASSERT_TRUE(write_file(path() + ".lock", "process 1\n"));

  EXPECT_TRUE(open_store(path(), Access::kWrite));
}

TEST_F(Opening, LetsReadersInWhileAWriterWorksAndShowsWhatIsCommitted) {
  auto writer = open_store(path(), Access::kWrite);
  ASSERT_TRUE(writer);
  ASSERT_TRUE((*writer)->begin_run(sample_plan("r")));
  const auto reader = open_store(path(), Access::kRead);
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_TRUE((*reader)->read("r")->answers.empty());

  ASSERT_TRUE((*writer)->append_answers("r", std::array{empty_answer(0)}));

  EXPECT_EQ((*reader)->read("r")->answers.size(), 1u);
  writer->reset();
  EXPECT_EQ((*reader)->read("r")->answers.size(), 1u);
}

TEST_F(Opening, DoesNotWriteForAReader) {
  make(path());
  const auto reader = open_store(path(), Access::kRead);

  const auto written = (*reader)->set_state("r", RunState::kFailed);

  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "the database was opened for reading only");
}

TEST_F(Opening, ReadsOnReadOnlyMedia) {
  SmallDisk disk("read_only", 4096);
  if (!disk.is_there()) {
    GTEST_SKIP() << disk.why_not();
  }
  const RunView written = make(disk.folder() + "/closed.db");
  make(path());
  execute("PRAGMA journal_mode = WAL");  // as a writer that was killed leaves it, log empty
  std::filesystem::copy_file(path(), disk.folder() + "/wal.db");
  ASSERT_TRUE(disk.make_read_only());

  for (const std::string name : {"/closed.db", "/wal.db"}) {
    const auto store = open_store(disk.folder() + name, Access::kRead);
    ASSERT_TRUE(store) << name << ": " << store.error().message;
    EXPECT_EQ(all_fields(*(*store)->read("r")), all_fields(written)) << name;
  }
  const auto writer = open_store(disk.folder() + "/closed.db", Access::kWrite);
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().kind, ErrorKind::kStorage);
  EXPECT_NE(writer.error().message.find("Read-only file system"), std::string::npos) << writer.error().message;
}

TEST_F(Opening, SaysWhereTheNewestRowsAreIfTheyCannotBeReadOnReadOnlyMedia) {
  SmallDisk disk("read_only_log", 4096);
  if (!disk.is_there()) {
    GTEST_SKIP() << disk.why_not();
  }
  auto writer = open_store(path(), Access::kWrite);
  ASSERT_TRUE(writer);
  fill_store(**writer, "r");
  std::filesystem::copy_file(path(), disk.folder() + "/a.db");
  std::filesystem::copy_file(path() + "-wal", disk.folder() + "/a.db-wal");
  ASSERT_TRUE(disk.make_read_only());

  const auto store = open_store(disk.folder() + "/a.db", Access::kRead);

  ASSERT_FALSE(store);
  EXPECT_NE(store.error().message.find("copy both files to a writable folder"), std::string::npos)
      << store.error().message;
}

// Answers go in until the disk is full; what was acknowledged is there, and with room again writing goes on.
TEST_F(Opening, LosesNothingThatWasAcknowledgedWhenTheDiskIsFull) {
  SmallDisk disk("full", 3072);
  if (!disk.is_there()) {
    GTEST_SKIP() << disk.why_not();
  }
  const std::string file = disk.folder() + "/a.db";
  std::set<SampleKey> acknowledged;
  {
    auto store = open_store(file, Access::kWrite);
    ASSERT_TRUE(store) << store.error().message;
    ASSERT_TRUE((*store)->begin_run(sample_plan("r")));
    Status written;
    while (written) {
      AnswerRecord answer = empty_answer(static_cast<std::int64_t>(acknowledged.size()));
      answer.response.text = std::string(20'000, 'x');
      written = (*store)->append_answers("r", std::array{answer});
      if (written) {
        acknowledged.insert(answer.key);
      }
      ASSERT_LT(acknowledged.size(), 1000u);
    }
    EXPECT_EQ(written.error().kind, ErrorKind::kStorage) << written.error().message;
    EXPECT_EQ(written.error().message.find(file), 0u) << written.error().message;
    EXPECT_GT(acknowledged.size(), 20u);
    EXPECT_EQ(*(*store)->answered("r"), acknowledged);
  }
  ASSERT_TRUE(disk.resize(16384));

  EXPECT_TRUE(check_database(file)->is_sound()) << check_database(file)->integrity;
  auto store = open_store(file, Access::kWrite);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(*(*store)->answered("r"), acknowledged);
  EXPECT_TRUE((*store)->append_answers("r", std::array{empty_answer(5000)}));
}

}  // namespace
}  // namespace assay
