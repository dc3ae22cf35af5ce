// Messages as one text.
#include "harness/api/messages.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Messages, AreOneTextWithTheirKeysInOrder) {
  const std::vector<ChatMessage> messages{{"system", "Be brief."}, {"user", "a\n\"b\""}};

  EXPECT_EQ(messages_text(messages),
            R"([{"role":"system","content":"Be brief."},{"role":"user","content":"a\n\"b\""}])");
}

TEST(Messages, StandForThePromptWhereThereAreAny) {
  EXPECT_EQ(asked_text({.prompt = "p"}), "p");
  EXPECT_EQ(asked_text({.prompt = "p", .messages = {{"user", "q"}}}), R"([{"role":"user","content":"q"}])");
}

}  // namespace
}  // namespace assay
