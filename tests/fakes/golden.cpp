// Comparing with approved text, line by line.
#include "tests/fakes/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace assay {

void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(ASSAY_SOURCE_DIR) + "/tests/golden/" + name;
  if (const char* update = std::getenv("ASSAY_UPDATE_GOLDEN"); update != nullptr && std::string(update) == "1") {
    const Status written = write_file(path, text);
    ASSERT_TRUE(written) << written.error().message;
    return;
  }
  const auto approved = read_file(path);
  ASSERT_TRUE(approved) << approved.error().message << "; ASSAY_UPDATE_GOLDEN=1 makes it";
  const auto want = split(*approved, '\n');
  const auto have = split(text, '\n');
  for (std::size_t i = 0; i < std::min(want.size(), have.size()); ++i) {
    ASSERT_EQ(have[i], want[i]) << name << ":" << i + 1 << "; ASSAY_UPDATE_GOLDEN=1 approves the new text";
  }
  EXPECT_EQ(have.size(), want.size()) << name << ": lines were added or are missing at the end";
}

}  // namespace assay
