// From texts to ids with a tokenizer that can be followed by hand.
#include "backends/llama/tokens.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

constexpr TokenId kBos = 1000;
constexpr TokenId kEos = 1001;

// A byte is an id, but "ab" is 500, "<s>" the BOS, and '!' cannot be tokenized.
Result<std::vector<TokenId>> by_bytes(std::string_view text) {
  std::vector<TokenId> ids;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '!') {
      return Error{ErrorKind::kUnsupported, "not this"};
    }
    if (text.substr(at, 3) == "<s>") {
      ids.push_back(kBos);
      at += 2;
    } else if (text.substr(at, 2) == "ab") {
      ids.push_back(500);
      at += 1;
    } else {
      ids.push_back(static_cast<unsigned char>(text[at]));
    }
  }
  return ids;
}

Encoding scored(const std::string& context, std::vector<std::string> continuations, const TokenRules& rules) {
  auto encoding =
      encode_request({.body = Score{.context = context, .continuations = std::move(continuations)}}, rules, by_bytes);
  EXPECT_TRUE(encoding) << (encoding ? "" : encoding.error().message);
  return encoding ? *encoding : Encoding{};
}

using Ids = std::vector<TokenId>;

TEST(Encoding, PutsBosOnceWhereTheModelWantsIt) {
  const TokenRules adds{.bos = kBos, .eos = kEos, .adds_bos = true};
  const TokenRules adds_none{.bos = kBos, .eos = kEos};
  const auto ids = [](const std::string& prompt, const TokenRules& rules) {
    return encode_request({.body = Generate{.prompt = prompt}}, rules, by_bytes)->prompt;
  };

  EXPECT_EQ(ids("x", adds), (Ids{kBos, 'x'}));
  EXPECT_EQ(ids("<s>x", adds), (Ids{kBos, 'x'}));
  EXPECT_EQ(ids("x", adds_none), (Ids{'x'}));
  EXPECT_EQ(ids("", adds), (Ids{kBos}));
  EXPECT_EQ(ids("", adds_none), (Ids{kBos}));
  EXPECT_EQ(ids("", {.eos = kEos}), (Ids{kEos}));
  EXPECT_FALSE(encode_request({.body = Generate{}}, {}, by_bytes));
}

TEST(Encoding, SaysWhetherItBeginsWithBos) {
  const TokenRules rules{.bos = kBos, .adds_bos = true};

  EXPECT_TRUE(encode_request({.body = Generate{.prompt = "x"}}, rules, by_bytes)->has_bos);
  EXPECT_FALSE(encode_request({.body = Generate{.prompt = "x"}}, {}, by_bytes)->has_bos);
}

TEST(Encoding, MovesWhiteSpaceAtTheContextsEndToTheContinuations) {
  const Encoding encoding = scored("q ", {"y", "n"}, {});

  EXPECT_EQ(encoding.prompt, (Ids{'q'}));
  EXPECT_EQ(encoding.continuations, (std::vector<Ids>{{' ', 'y'}, {' ', 'n'}}));
}

TEST(Encoding, CountsContinuationsThatMergeOverTheBoundary) {
  const Encoding encoding = scored("qa", {"b", "c"}, {});

  EXPECT_EQ(encoding.prompt, (Ids{'q', 'a'}));
  EXPECT_EQ(encoding.boundary_merges, 1);
  EXPECT_EQ(encoding.continuations, (std::vector<Ids>{{}, {'c'}}));  // lm-eval's rule leaves nothing of "b"
}

TEST(Encoding, OfAnEmptyContextBeginsWithBosAloneAndHasNoSecond) {
  const Encoding encoding = scored("", {"x", "<s>y"}, {.bos = kBos, .adds_bos = true});

  EXPECT_EQ(encoding.prompt, (Ids{kBos}));
  EXPECT_EQ(encoding.continuations, (std::vector<Ids>{{'x'}, {'y'}}));
}

TEST(Encoding, PassesTheTokenizersErrorsOn) {
  EXPECT_FALSE(encode_request({.body = Generate{.prompt = "!"}}, {}, by_bytes));
  EXPECT_FALSE(encode_request({.body = Score{.context = "a", .continuations = {"!"}}}, {}, by_bytes));
  EXPECT_FALSE(encode_request({.body = Score{.context = "!", .continuations = {"a"}}}, {}, by_bytes));
}

struct Space {
  const char* name;
  std::string text;
  std::size_t bytes;
};

class TrailingSpace : public testing::TestWithParam<Space> {};

TEST_P(TrailingSpace, IsWhatPythonStrips) { EXPECT_EQ(trailing_white_space(GetParam().text), GetParam().bytes); }

INSTANTIATE_TEST_SUITE_P(Texts, TrailingSpace,
                         testing::Values(Space{"none", "a", 0}, Space{"empty", "", 0}, Space{"all", " \t\n", 3},
                                         Space{"blank_and_line", "a \n", 2}, Space{"no_break", "a\xC2\xA0", 2},
                                         Space{"ideographic", "a\xE3\x80\x80 ", 4}, Space{"next_line", "a\xC2\x85", 2},
                                         Space{"file_separator", "a\x1C", 1}, Space{"zero_width", "a\xE2\x80\x8B", 0},
                                         Space{"letter", "é", 0}, Space{"broken", "a\x80", 0},
                                         Space{"four_bytes", "\xF0\x9F\x98\x80", 0}),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace assay
