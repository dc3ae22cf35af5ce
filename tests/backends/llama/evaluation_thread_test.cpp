// One thread for all, turns only while there is something to do, and none behind remove().
#include "backends/llama/evaluation_thread.h"

#include <gtest/gtest.h>

#include <atomic>

namespace assay {
namespace {

class Counting final : public EvaluationThread::Client {
 public:
  explicit Counting(int more) : more_(more) {}

  bool turn() override {
    turns += 1;
    place = std::this_thread::get_id();
    return turns.load() < more_;
  }

  std::atomic<int> turns = 0;
  std::atomic<std::thread::id> place;

 private:
  int more_;
};

void wait_for_turns(const Counting& client, int turns) {
  while (client.turns.load() < turns) {
    std::this_thread::yield();
  }
}

TEST(EvaluationThread, IsTheSameForAllThatHoldIt) {
  const auto first = EvaluationThread::shared();
  const auto second = EvaluationThread::shared();
  std::thread::id one;
  std::thread::id other;

  first->run([&] { one = std::this_thread::get_id(); });
  second->run([&] { other = std::this_thread::get_id(); });

  EXPECT_EQ(first, second);
  EXPECT_EQ(one, other);
  EXPECT_NE(one, std::this_thread::get_id());
}

TEST(EvaluationThread, EndsWithItsLastHolderAndBeginsAnew) {
  std::weak_ptr<EvaluationThread> ended = EvaluationThread::shared();
  EXPECT_TRUE(ended.expired());

  int done = 0;
  EvaluationThread::shared()->run([&] { ++done; });
  EXPECT_EQ(done, 1);
}

TEST(EvaluationThread, GivesTurnsWhileThereIsMoreToDo) {
  const auto thread = EvaluationThread::shared();
  Counting client(1000);

  thread->add(client);
  wait_for_turns(client, 1000);
  thread->remove(client, [] {});

  EXPECT_NE(client.place.load(), std::this_thread::get_id());
}

TEST(EvaluationThread, IsWokenByNews) {
  const auto thread = EvaluationThread::shared();
  Counting client(0);
  thread->add(client);
  wait_for_turns(client, 1);
  const int before = client.turns.load();

  thread->wake();

  wait_for_turns(client, before + 1);
  thread->remove(client, [] {});
}

TEST(EvaluationThread, GivesBothTheirTurnsAndNoneToOneThatWasRemoved) {
  const auto thread = EvaluationThread::shared();
  constexpr int kWithoutEnd = 2'000'000'000;
  Counting one(kWithoutEnd);
  Counting other(kWithoutEnd);
  thread->add(one);
  thread->add(other);
  wait_for_turns(one, 100);
  wait_for_turns(other, 100);

  int at_removal = 0;
  thread->remove(one, [&] { at_removal = one.turns.load(); });
  const int seen = other.turns.load();
  wait_for_turns(other, seen + 100);

  EXPECT_EQ(one.turns.load(), at_removal);
  thread->remove(other, [] {});
}

}  // namespace
}  // namespace assay
