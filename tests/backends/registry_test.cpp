// Backends by the scheme of an address.
#include "backends/registry.h"

#include <gtest/gtest.h>

#include "tests/fakes/manual_clock.h"

namespace assay {
namespace {

TEST(BackendRegistry, NamesTheKnownSchemesForAnUnknownOne) {
  ManualClock clock;

  const auto backend = make_backend({.name = "m", .address = "lama:x.gguf"}, clock);

  EXPECT_EQ(backend.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_NE(backend.error().message.find("unknown scheme 'lama'"), std::string::npos);
}

TEST(BackendRegistry, HandsTheAddressToItsBackend) {
  ManualClock clock;

  const auto backend = make_backend({.name = "m", .address = "scripted:nowhere.yaml"}, clock);

  EXPECT_EQ(backend.error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace assay
