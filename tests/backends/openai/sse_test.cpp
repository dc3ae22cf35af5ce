// Server-sent events: the same events wherever the bytes are cut, in every line ending.
#include "backends/openai/sse.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

using Events = std::vector<std::string>;

struct Stream {
  const char* name;
  std::string bytes;
  Events events;
};

class Streams : public testing::TestWithParam<Stream> {};

TEST_P(Streams, GiveTheSameEventsWhereverTheyAreCut) {
  const std::string& bytes = GetParam().bytes;
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    SseParser parser;
    Events events;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      for (std::string& event : parser.add(std::string_view(bytes).substr(at, step))) {
        events.push_back(std::move(event));
      }
    }
    for (std::string& event : parser.flush()) {
      events.push_back(std::move(event));
    }
    EXPECT_EQ(events, GetParam().events) << "pieces of " << step;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Sse, Streams,
    testing::Values(Stream{"lf", "data: a\n\ndata: b\n\n", {"a", "b"}},
                    Stream{"crlf", "data: a\r\n\r\ndata: b\r\n\r\n", {"a", "b"}},
                    Stream{"cr", "data: a\r\rdata: b\r\r", {"a", "b"}},
                    Stream{"mixed", "data: a\r\n\ndata: b\r\rdata: c\n\r\n", {"a", "b", "c"}},
                    Stream{"no_blank_or_two", "data:a\n\ndata:  b\n\n", {"a", " b"}},
                    Stream{"several_lines", "data: a\ndata:\ndata: b\n\n", {"a\n\nb"}},
                    Stream{"comments", ":\n\n: ping\n\ndata: a\n: ping\n\n", {"a"}},
                    Stream{"other_fields", "id: 1\n\nevent: x\nretry: 5\ndata: a\ndatum: b\n\n", {"a"}},
                    Stream{"byte_order_mark",
                           "\xef\xbb\xbf"
                           "data: a\n\n",
                           {"a"}},
                    Stream{"no_line_end", "data: a\n\ndata: b", {"a", "b"}},
                    Stream{"line_separators",
                           "data: a\xe2\x80\xa8"
                           "b\xc2\x85\n\n",
                           {"a\xe2\x80\xa8"
                            "b\xc2\x85"}},
                    Stream{"empty", "", {}}, Stream{"only_ends", "\n\r\n\r\n\n", {}}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(SseParser, GivesUpOnALineWithoutAnEnd) {
  SseParser parser;
  const std::string part(std::size_t{1} << 20, 'x');

  for (int i = 0; i < 8; ++i) {
    EXPECT_TRUE(parser.add(part).empty());
  }

  EXPECT_TRUE(parser.is_over_bounds());
}

TEST(SseParser, GivesUpOnAnEventWithoutAnEnd) {
  SseParser parser;
  const std::string line = "data: " + std::string(std::size_t{1} << 20, 'x') + "\n";

  for (int i = 0; i < 24; ++i) {
    EXPECT_TRUE(parser.add(line).empty());
  }

  EXPECT_TRUE(parser.is_over_bounds());
}

}  // namespace
}  // namespace assay
