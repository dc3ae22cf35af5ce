// Addresses and options of the exec backend.
#include "backends/exec/options.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

using Words = std::vector<std::string>;

Words words_of(const std::string& address) {
  const auto options = parse_exec_options({.name = "m", .address = address});
  EXPECT_TRUE(options) << (options ? "" : options.error().message);
  return options ? options->words : Words();
}

TEST(ExecOptions, TakeAnAddressApartAtBlanksOutsideQuotes) {
  EXPECT_EQ(words_of("exec:python3 engine.py --size=2"), (Words{"python3", "engine.py", "--size=2"}));
  EXPECT_EQ(words_of("exec:'my engine'  \"a b\"c ''"), (Words{"my engine", "a bc", ""}));
}

TEST(ExecOptions, RefuseWhatIsWrongWithItsPlace) {
  const auto no_end = parse_exec_options({.name = "m", .address = "exec:'a b"});
  const auto nothing = parse_exec_options({.name = "m", .address = "exec: "});
  const auto unknown = parse_exec_options({.name = "m", .address = "exec:a", .options = {{"restart", "1"}}});
  const auto value = parse_exec_options({.name = "m", .address = "exec:a", .options = {{"grace", "0"}}});

  EXPECT_NE(no_end.error().message.find("a quote ' without its end"), std::string::npos);
  EXPECT_NE(nothing.error().message.find("names no program"), std::string::npos);
  EXPECT_NE(unknown.error().message.find("unknown option 'restart'; did you mean 'restarts'?"), std::string::npos);
  EXPECT_NE(value.error().message.find("option 'grace': '0': not a number of seconds"), std::string::npos);
}

}  // namespace
}  // namespace assay
