// The doctor says of every part whether it is there, as text and as JSON.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "harness/cli/commands.h"
#include "tests/fakes/manual_clock.h"
#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

struct Said {
  ExitCode code;
  std::string out;
};

Said doctor(const std::string& configs, bool has_json) {
  Arguments all;
  all.common.configs = configs;
  all.common.has_json = has_json;
  ManualClock clock;
  testing::internal::CaptureStdout();
  const ExitCode code = doctor_command(all, Console(all.common), clock);
  return {code, testing::internal::GetCapturedStdout()};
}

TEST(Doctor, SaysSomethingOfEveryPart) {
  const Said said = doctor(std::string(ASSAY_SOURCE_DIR) + "/configs", true);

  EXPECT_EQ(said.code, ExitCode::kOk);
  const auto json = nlohmann::json::parse(said.out, nullptr, false);
  ASSERT_TRUE(json.is_array());
  std::set<std::string> parts;
  for (const auto& finding : json) {
    parts.insert(finding["part"].get<std::string>());
    const std::string state = finding["state"];
    EXPECT_TRUE(state == "ok" || state == "limited" || state == "missing") << state;
    EXPECT_NE(finding["text"], "");
  }
  for (const char* part :
       {"processor", "system", "program", "backend", "model", "energy", "disturbance", "database", "proven"}) {
    EXPECT_EQ(parts.count(part), 1u) << part;
  }
}

TEST(Doctor, NamesAModelThatIsNotHereAndWhatToDo) {
  const ScratchFolder configs("doctor");
  configs.write("models/m.yaml", "model: m\nsummary: s\naddress: llama:nowhere-at-all.gguf\nlicence: l\n");

  const Said said = doctor(configs.path(), false);

  EXPECT_EQ(said.code, ExitCode::kOk);
  EXPECT_NE(said.out.find("model        missing  m: ./quickstart.sh --no-run fetches it\n"), std::string::npos)
      << said.out;
}

TEST(Doctor, FailsOnConfigsThatCannotBeRead) {
  const ScratchFolder configs("doctor");
  configs.write("models/m.yaml", "model: other\n");

  testing::internal::CaptureStderr();
  const Said said = doctor(configs.path(), false);
  const std::string error = testing::internal::GetCapturedStderr();

  EXPECT_EQ(said.code, ExitCode::kUsage);
  EXPECT_EQ(said.out, "");
  EXPECT_NE(error.find("m.yaml:"), std::string::npos);
}

}  // namespace
}  // namespace assay
