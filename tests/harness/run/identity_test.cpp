// Identity: every value that can change an answer changes the key, and nothing else does.
#include "harness/run/identity.h"

#include <gtest/gtest.h>

#include <functional>

namespace assay {
namespace {

BackendInfo info() { return {.name = "b", .model = "m", .identity = {{"weights", "w"}, {"threads", "2"}}}; }

Request request() {
  return {
      .id = 1,
      .body =
          Generate{.prompt = "p", .sampling = {.temperature = 0.5, .seed = 3}, .stops = {"\n"}, .output_tokens_max = 8},
      .encoding = Encoding{.prompt = {1, 2, 3}}};
}

struct Change {
  std::string name;
  std::function<void(BackendInfo&, Request&, int&)> make;
  bool is_identity;
};

class Changes : public testing::TestWithParam<Change> {};

TEST_P(Changes, ChangeTheKeyExactlyIfTheyCanChangeTheAnswer) {
  BackendInfo backend = info();
  Request changed = request();
  int repeat = 0;

  GetParam().make(backend, changed, repeat);

  EXPECT_EQ(identify(backend, changed, repeat).key != identify(info(), request(), 0).key, GetParam().is_identity);
}

Generate& generate(Request& request) { return std::get<Generate>(request.body); }

INSTANTIATE_TEST_SUITE_P(
    Identity, Changes,
    testing::Values(
        Change{"weights", [](auto& backend, auto&, int&) { backend.identity["weights"] = "x"; }, true},
        Change{"engine_option", [](auto& backend, auto&, int&) { backend.identity["batch"] = "1"; }, true},
        Change{"facts", [](auto& backend, auto&, int&) { backend.facts["file"] = "x"; }, false},
        Change{"model_name", [](auto& backend, auto&, int&) { backend.model = "x"; }, false},
        Change{"request_id", [](auto&, auto& request, int&) { request.id = 9; }, false},
        Change{"prefix_hint", [](auto&, auto& request, int&) { request.shared_prefix_bytes = 1; }, false},
        Change{"token_ids", [](auto&, auto& request, int&) { request.encoding->prompt[0] = 9; }, true},
        Change{"temperature", [](auto&, auto& request, int&) { generate(request).sampling.temperature = 0.7; }, true},
        Change{"top_p", [](auto&, auto& request, int&) { generate(request).sampling.top_p = 0.7; }, true},
        Change{"min_p", [](auto&, auto& request, int&) { generate(request).sampling.min_p = 0.7; }, true},
        Change{"top_k", [](auto&, auto& request, int&) { generate(request).sampling.top_k = 7; }, true},
        Change{"seed", [](auto&, auto& request, int&) { generate(request).sampling.seed = 7; }, true},
        Change{"stops", [](auto&, auto& request, int&) { generate(request).stops = {}; }, true},
        Change{"limit", [](auto&, auto& request, int&) { generate(request).output_tokens_max = 7; }, true},
        Change{"forced_length", [](auto&, auto& request, int&) { generate(request).ignores_end = true; }, true},
        Change{"repeat", [](auto&, auto&, int& repeat) { repeat = 1; }, true},
        Change{"text_without_ids", [](auto&, auto& request, int&) { request.encoding.reset(); }, true},
        Change{"kind", [](auto&, auto& request, int&) { request.body = Score{.context = "p"}; }, true}),
    [](const auto& tested) { return tested.param.name; });

TEST(Identity, TellsMessagesFromEachOtherAndFromAPromptOfTheSameText) {
  Request plain = request();
  plain.encoding.reset();
  Request user = plain;
  generate(user).messages = {{"user", "p"}};
  Request system = plain;
  generate(system).messages = {{"system", "p"}};

  EXPECT_NE(identify(info(), plain, 0).key, identify(info(), user, 0).key);
  EXPECT_NE(identify(info(), system, 0).key, identify(info(), user, 0).key);
}

TEST(Identity, IgnoresTheSeedOfGreedyAnswers) {
  Request a = request();
  Request b = request();
  generate(a).sampling = {.seed = 1};
  generate(b).sampling = {.seed = 2};

  EXPECT_EQ(identify(info(), a, 0).key, identify(info(), b, 0).key);
}

TEST(Identity, IsReadableJsonWithSortedKeys) {
  const Identity identity = identify(info(), request(), 0);

  EXPECT_EQ(identity.text.find("\"continuation_ids\""), 1u);
  EXPECT_NE(identity.text.find("\"prompt_ids\":[1,2,3]"), std::string::npos);
}

}  // namespace
}  // namespace assay
