// Windows of long texts, and contexts that lose their beginning.
#include "harness/run/encoded_prompt.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

using Ids = std::vector<TokenId>;

// Every character is a token; the prefix of an empty context is 1.
class LetterBackend final : public Backend {
 public:
  explicit LetterBackend(int context) {
    info_.name = "letters";
    info_.can = Capability::kLogLikelihood | Capability::kTokenIds;
    info_.context_tokens_max = context;
  }
  BackendInfo& info() { return info_; }
  const BackendInfo& info() const override { return info_; }
  Result<Encoding> encode(const Request& request) override {
    const auto& score = std::get<Score>(request.body);
    Encoding encoding;
    encoding.prompt = score.context.empty() ? Ids{1} : Ids(score.context.begin(), score.context.end());
    for (const std::string& text : score.continuations) {
      encoding.continuations.emplace_back(text.begin(), text.end());
    }
    return encoding;
  }
  Result<std::string> render_chat(const std::vector<ChatMessage>& /*messages*/) override {
    return Error{ErrorKind::kUnsupported, "no"};
  }
  void submit(const Request& /*request*/, ResponseSink& /*sink*/) override {}
  void cancel(RequestId /*request*/) override {}
  void stop() override {}

 private:
  BackendInfo info_;
};

Prompt prompt_of(std::string context, std::vector<std::string> continuations, bool is_rolling = false) {
  Prompt prompt{.is_rolling = is_rolling};
  prompt.requests.emplace_back().body = Score{std::move(context), std::move(continuations)};
  return prompt;
}

std::string shown(const Request& request) {
  std::string text;
  for (const TokenId id : request.encoding->prompt) {
    text += id == 1 ? '^' : static_cast<char>(id);
  }
  for (const Ids& ids : request.encoding->continuations) {
    text += "|" + std::string(ids.begin(), ids.end());
  }
  return text;
}

std::vector<std::string> shown(const Prompt& prompt) {
  std::vector<std::string> texts;
  for (const Request& request : prompt.requests) {
    texts.push_back(shown(request));
  }
  return texts;
}

struct Rolled {
  const char* name;
  std::string text;
  std::vector<std::string> windows;
};

class RollingText : public testing::TestWithParam<Rolled> {};

// The windows that lm-eval's get_rolling_token_windows and make_disjoint_window give for length 4, context length 1.
TEST_P(RollingText, IsCutIntoWindowsThatPredictEachTokenOnce) {
  LetterBackend backend(4);
  Prompt prompt = prompt_of("", {GetParam().text}, true);

  ASSERT_TRUE(encode_prompt(backend, true, prompt));

  EXPECT_EQ(shown(prompt), GetParam().windows);
}

INSTANTIATE_TEST_SUITE_P(All, RollingText,
                         testing::Values(Rolled{"Short", "ab", {"^|ab"}}, Rolled{"Full", "abcd", {"^|abcd"}},
                                         Rolled{"OneMore", "abcde", {"^|abcd", "abcd|e"}},
                                         Rolled{"TwoFull", "abcdefgh", {"^|abcd", "d|efgh"}},
                                         Rolled{"Rest", "abcdefghij", {"^|abcd", "d|efgh", "fgh|ij"}}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(EncodedPrompt, LeavesWhatFitsInOneRequest) {
  LetterBackend backend(4);
  Prompt prompt = prompt_of("abc", {"xy", "z"});

  ASSERT_TRUE(encode_prompt(backend, true, prompt));

  EXPECT_EQ(shown(prompt), (std::vector<std::string>{"abc|xy|z"}));
}

TEST(EncodedPrompt, CutsTheContextsBeginningForEachContinuation) {
  LetterBackend backend(4);
  Prompt prompt = prompt_of("abcdef", {"xy", "z"});

  ASSERT_TRUE(encode_prompt(backend, true, prompt));

  EXPECT_EQ(shown(prompt), (std::vector<std::string>{"def|xy", "cdef|z"}));
}

TEST(EncodedPrompt, CutsNothingUnlessTheTaskSaysSo) {
  LetterBackend backend(4);
  Prompt prompt = prompt_of("abcdef", {"xy", "z"});

  ASSERT_TRUE(encode_prompt(backend, false, prompt));

  EXPECT_EQ(shown(prompt), (std::vector<std::string>{"abcdef|xy|z"}));
}

TEST(EncodedPrompt, RefusesALongTextWhereTokensAreNotKnown) {
  LetterBackend backend(4);
  backend.info().can = Capability::kLogLikelihood;
  Prompt prompt = prompt_of("", {"abc"}, true);

  const auto encoded = encode_prompt(backend, true, prompt);

  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error().kind, ErrorKind::kUnsupported);
}

// Asked for 100 tokens behind a prompt of 6, known as ids or by its bytes.
int fitted(int context, bool has_ids) {
  Prompt prompt;
  Request& request = prompt.requests.emplace_back();
  request.body = Generate{.prompt = "sixsix", .output_tokens_max = 100};
  if (has_ids) {
    request.encoding = Encoding{.prompt = Ids(6, 3)};
  }
  fit_context({.context_tokens_max = context}, prompt);
  return std::get<Generate>(prompt.requests[0].body).output_tokens_max;
}

TEST(FitContext, LeavesAnAnswerTheRoomBehindThePrompt) {
  EXPECT_EQ(fitted(50, true), 44);
  EXPECT_EQ(fitted(50, false), 44);
  EXPECT_EQ(fitted(200, true), 100);
}

TEST(FitContext, ChangesNothingWhereThereIsNoRoomOrNoKnownContext) {
  EXPECT_EQ(fitted(6, true), 100);
  EXPECT_EQ(fitted(3, true), 100);
  EXPECT_EQ(fitted(0, true), 100);
}

}  // namespace
}  // namespace assay
