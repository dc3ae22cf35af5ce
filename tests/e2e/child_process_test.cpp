// Child processes as they are: lines, floods, deaths, and groups that leave nothing behind.
#include "harness/base/child_process.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <vector>

#include "harness/base/text.h"

namespace assay {
namespace {

using What = Heard::What;

class Child : public testing::Test {
 protected:
  std::unique_ptr<ChildProcess> shell(const std::string& script, const ChildLimits& limits = {}) {
    auto child = ChildProcess::start({"sh", "-c", script}, limits, *clock_);
    EXPECT_TRUE(child) << (child ? "" : child.error().message);
    return std::move(*child);
  }
  Heard listen(ChildProcess& child, Nanos patience = std::chrono::seconds(20)) {
    return child.listen(clock_->now() + patience);
  }

  std::unique_ptr<Clock> clock_ = make_system_clock();
};

TEST_F(Child, AnswersLinesWithLines) {
  const auto child = shell("while read -r line; do echo \"<$line>\"; done");

  EXPECT_TRUE(child->send("one"));
  EXPECT_TRUE(child->send("two"));

  EXPECT_EQ(listen(*child).line, "<one>");
  EXPECT_EQ(listen(*child).line, "<two>");
  child->end(clock_->now() + std::chrono::seconds(20));
  EXPECT_EQ(child->how_it_ended(), "exit code 0");
}

TEST_F(Child, TakesLinesApartWhereverTheyAreCutAndWhateverEndsThem) {
  const auto child = shell("printf 'a\\r\\nb'; printf 'c\\n\\nd'");

  EXPECT_EQ(listen(*child).line, "a");
  EXPECT_EQ(listen(*child).line, "bc");
  EXPECT_EQ(listen(*child).line, "");
  EXPECT_EQ(listen(*child).what, What::kClosed) << "a line without an end is none";
}

TEST_F(Child, SaysNothingUntilTheDeadline) {
  const auto child = shell("cat");

  EXPECT_EQ(listen(*child, std::chrono::milliseconds(20)).what, What::kNothing);
  child->wake();
  EXPECT_EQ(listen(*child).what, What::kWoken);
}

TEST_F(Child, SaysHowItEndedAndWhatItSaidLast) {
  const auto child = shell("echo 'no\x1b[1m memory' >&2; exit 3");

  EXPECT_EQ(listen(*child).what, What::kClosed);
  child->end(clock_->now() + std::chrono::seconds(20));

  EXPECT_EQ(child->how_it_ended(), "exit code 3");
  EXPECT_EQ(child->last_words(), "no\\x1b[1m memory");
  EXPECT_FALSE(child->send("more"));
}

TEST_F(Child, IsStoppedWhenItFloods) {
  const auto line = shell("yes | tr -d '\\n'", {.line_bytes_max = 100'000});
  EXPECT_EQ(listen(*line).what, What::kFlood);

  const auto errors = shell("yes >&2", {.errors_bytes_max = 1000});
  EXPECT_EQ(listen(*errors, std::chrono::milliseconds(300)).what, What::kNothing) << "and memory stays bounded";
}

TEST_F(Child, RefusesMoreThanItIsAllowedToLeaveUnread) {
  const auto child = shell("sleep 60", {.unsent_bytes_max = 200'000});
  const std::string line(90'000, 'x');
  int sent = 0;

  while (sent < 10 && child->send(line)) {
    ++sent;
  }

  EXPECT_GE(sent, 2);
  EXPECT_LT(sent, 10);
}

TEST_F(Child, DiesWithAllThatItStarted) {
  auto child = shell("sleep 1000 & echo $!; trap '' TERM; while true; do sleep 1; done");
  const auto grandchild = parse_int(listen(*child).line);
  ASSERT_TRUE(grandchild);

  child->end(clock_->now() + std::chrono::milliseconds(20));

  EXPECT_EQ(child->how_it_ended(), "signal 9");
  const Nanos deadline = clock_->now() + std::chrono::seconds(20);
  while (::kill(static_cast<pid_t>(*grandchild), 0) == 0 && clock_->now() < deadline) {
    clock_->sleep_until(clock_->now() + std::chrono::milliseconds(5));
  }
  // Gone, or a zombie that waits for whoever inherited it.
  const Heard state = [&] {
    const auto ps = shell("ps -o stat= -p " + std::to_string(*grandchild));
    return listen(*ps);
  }();
  EXPECT_TRUE(state.what == What::kClosed || starts_with(state.line, "Z")) << state.line;
}

TEST_F(Child, IsNotStartedIfItIsNotThere) {
  const auto absent = ChildProcess::start({"/nowhere/program"}, {}, *clock_);
  const auto folder = ChildProcess::start({"/tmp"}, {}, *clock_);

  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(absent.error().message, "'/nowhere/program' cannot be started: No such file or directory");
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().kind, ErrorKind::kEnvironment);
}

}  // namespace
}  // namespace assay
