// Report forms by name.
#include "reports/registry.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace assay {
namespace {

TEST(ReportRegistry, MakesEveryFormItLists) {
  std::set<std::string_view> extensions;
  for (const ReportEntry& entry : report_entries()) {
    EXPECT_TRUE(make_report(entry.name)) << entry.name;
    EXPECT_TRUE(extensions.insert(entry.extension).second) << "two forms for " << entry.extension;
  }
  EXPECT_EQ((*make_report("json"))->render({}, {}).value(), "{\n  \"runs\": [],\n  \"schema_version\": 1\n}\n");
}

TEST(ReportRegistry, NamesTheNearestFormOfAnUnknownOne) {
  const auto report = make_report("markdwon");

  EXPECT_EQ(report.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_NE(report.error().message.find("did you mean 'markdown'?"), std::string::npos);
}

}  // namespace
}  // namespace assay
