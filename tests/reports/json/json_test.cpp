// The JSON report: as approved, valid whatever the texts hold, null for what is absent.
#include "reports/json/json.h"

#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/fakes/golden.h"
#include "tests/fakes/report_views.h"

namespace assay {
namespace {

std::string rendered(std::span<const RunView> runs) {
  const auto text = make_json_report()->render(runs, {});
  return text ? *text : text.error().message;
}

TEST(Json, IsAsApproved) {
  const std::array<RunView, 2> runs{make_measured_view(), make_kernel_view()};

  expect_golden("report.json", rendered(runs));
}

TEST(Json, IsValidAndAsApprovedForHostileText) {
  std::array<RunView, 1> runs{make_hostile_view()};
  runs[0].models[1].licence = "\xFF not UTF-8";

  const std::string text = rendered(runs);

  EXPECT_FALSE(nlohmann::json::parse(text, nullptr, false).is_discarded());
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  expect_golden("hostile.json", text);
}

TEST(Json, SaysNullForAbsentFiguresAndNeverNan) {
  const std::array<RunView, 1> runs{make_hostile_view()};

  const nlohmann::json json = nlohmann::json::parse(rendered(runs), nullptr, false);

  const nlohmann::json& result = json["runs"][0]["results"][0];
  EXPECT_TRUE(result["cost"]["per_right_answer"].is_null());
  EXPECT_TRUE(result["speed"]["total_s"]["p95"].is_null());
  EXPECT_TRUE(result["speed"]["output_tokens_per_s"].is_null());
  EXPECT_EQ(json["schema_version"], 1);
}

}  // namespace
}  // namespace assay
