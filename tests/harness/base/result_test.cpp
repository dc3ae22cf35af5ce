// Result and Status: values, errors with their place, and misuse that ends the program.
#include "harness/base/result.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) {
    return Error{ErrorKind::kInvalidConfig, "not even: " + std::to_string(number)};
  }
  return number / 2;
}

TEST(Result, HoldsAValueOrSaysWhyNot) {
  EXPECT_EQ(*half(4), 2);
  ASSERT_FALSE(half(3));
  EXPECT_EQ(half(3).error().message, "not even: 3");
}

TEST(Result, PutsThePlaceBeforeTheMessage) {
  EXPECT_EQ(std::move(half(3).error()).in("a.b").in("file:3").message, "file:3: a.b: not even: 3");
}

TEST(ResultDeathTest, EndsTheProgramWhenAnErrorIsUsedAsAValue) { EXPECT_DEATH(*half(3), "check failed.*not even: 3"); }

TEST(Status, IsFineUnlessItHoldsAnError) {
  EXPECT_TRUE(Status());
  EXPECT_FALSE(Status(Error{ErrorKind::kBusy, "held"}));
}

TEST(StatusDeathTest, HasNoErrorWhenFine) { EXPECT_DEATH(static_cast<void>(Status().error()), "check failed"); }

}  // namespace
}  // namespace assay
