// The table of handlers: no key twice, and found by folder and function.
#include "tasks/handlers/registry.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace assay {
namespace {

TEST(HandlerRegistry, HasNoKeyTwice) {
  std::set<std::string> keys;

  for (const HandlerEntry& entry : handler_entries()) {
    EXPECT_TRUE(keys.insert(std::string(entry.folder) + " " + std::string(entry.function)).second)
        << entry.folder << " " << entry.function;
  }

  EXPECT_GT(keys.size(), 50U);
}

TEST(HandlerRegistry, FindsByFolderAndFunction) {
  const HandlerEntry* found = find_handler("hellaswag", "utils.process_docs");

  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(std::holds_alternative<ProcessDocs>(found->handler));
  EXPECT_EQ(find_handler("hellaswag", "utils.process_results"), nullptr);
  EXPECT_EQ(find_handler("hellaswag/other", "utils.process_docs"), nullptr);
}

}  // namespace
}  // namespace assay
