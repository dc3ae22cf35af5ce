// The scripted backend: rules, faults, hashed answers, its log, and its refusals.
#include "backends/scripted/scripted.h"

#include <gtest/gtest.h>

#include <cstdio>

#include "backends/scripted/script.h"
#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/run/collector.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

std::string script_file(const std::string& text) {
  std::string path =
      temp_folder() + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".yaml";
  const auto written = write_file(path, text);
  EXPECT_TRUE(written);
  return path;
}

std::unique_ptr<Backend> backend_of(const std::string& text, Clock& clock,
                                    std::map<std::string, std::string> options = {}) {
  auto backend = make_scripted_backend(
      {.name = "s", .address = "scripted:" + script_file(text), .options = std::move(options)}, clock);
  EXPECT_TRUE(backend) << (backend ? "" : backend.error().message);
  return std::move(*backend);
}

// Asks one request and waits for its end.
Arrival ask(Backend& backend, Clock& clock, const Request& request) {
  Collector collector(clock);
  collector.expect(request.id);
  backend.submit(request, collector);
  std::vector<Arrival> arrived;
  while (arrived.empty()) {
    arrived = collector.take(std::chrono::milliseconds(100));
  }
  return std::move(arrived.front());
}

Request generate(RequestId id, const std::string& prompt, std::vector<std::string> stops = {}, int tokens_max = 100) {
  return {.id = id, .body = Generate{.prompt = prompt, .stops = std::move(stops), .output_tokens_max = tokens_max}};
}

TEST(ScriptedBackend, AnswersByTheFirstRuleThatMatches) {
  const auto clock = make_system_clock();
  const auto backend =
      backend_of("rules:\n  - {contains: apples, text: ' Twelve.'}\n  - {ends_with: 'A:', text: ' other'}\n", *clock);

  EXPECT_EQ(ask(*backend, *clock, generate(1, "apples A:")).response.text, " Twelve.");
  EXPECT_EQ(ask(*backend, *clock, generate(2, "pears A:")).response.text, " other");
}

TEST(ScriptedBackend, StreamsOneChunkPerTokenAndCountsThem) {
  const auto clock = make_system_clock();
  const auto backend = backend_of("rules:\n  - {text: ' one two three'}\n", *clock);

  const Arrival arrival = ask(*backend, *clock, generate(1, "a b"));

  EXPECT_EQ(arrival.tokens.size(), 3u);
  EXPECT_EQ(arrival.response.output_tokens, 3);
  EXPECT_EQ(arrival.response.tokens.size(), 3u);
  EXPECT_EQ(arrival.response.prompt_tokens, 2);
  EXPECT_EQ(arrival.response.finish, Finish::kEnd);
}

TEST(ScriptedBackend, CutsAtStopsAndLimits) {
  const auto clock = make_system_clock();
  const auto backend = backend_of("rules:\n  - {text: \" one two\\nthree\"}\n", *clock);

  const Response stopped = ask(*backend, *clock, generate(1, "a", {"\n"})).response;
  const Response limited = ask(*backend, *clock, generate(2, "a", {}, 1)).response;

  EXPECT_EQ(stopped.text, " one two");
  EXPECT_EQ(stopped.finish, Finish::kStop);
  EXPECT_EQ(stopped.stop, "\n");
  EXPECT_EQ(limited.text, " one");
  EXPECT_EQ(limited.finish, Finish::kLength);
}

TEST(ScriptedBackend, ScoresChoicesByTheRuleOrByHash) {
  const auto clock = make_system_clock();
  const auto backend = backend_of("rules:\n  - {contains: fixed, log_likelihoods: [-1.5, -0.25]}\n", *clock);
  const auto score = [&](RequestId id, const std::string& context) {
    return ask(*backend, *clock, {.id = id, .body = Score{.context = context, .continuations = {" A", " B"}}}).response;
  };

  const Response fixed = score(1, "fixed");
  const Response hashed = score(2, "x");
  const Response again = score(3, "x");

  ASSERT_EQ(fixed.choices.size(), 2u);
  EXPECT_EQ(fixed.choices[1].log_likelihood, -0.25);
  EXPECT_TRUE(fixed.choices[1].is_greedy);
  EXPECT_EQ(fixed.finish, Finish::kScored);
  EXPECT_EQ(hashed.choices[0].log_likelihood, again.choices[0].log_likelihood);
  EXPECT_LE(hashed.choices[0].log_likelihood, 0);
  EXPECT_NE(hashed.choices[0].log_likelihood, hashed.choices[1].log_likelihood);
}

TEST(ScriptedBackend, FailsAsOftenAsItIsToldAndThenAnswers) {
  const auto clock = make_system_clock();
  const auto backend =
      backend_of("rules:\n  - {finish: failed, failure: 'no memory', times: 1}\n  - {text: ok}\n", *clock);

  const Response first = ask(*backend, *clock, generate(1, "a")).response;

  EXPECT_EQ(first.finish, Finish::kFailed);
  EXPECT_EQ(first.failure, "no memory");
  EXPECT_EQ(ask(*backend, *clock, generate(2, "a")).response.text, "ok");
}

TEST(ScriptedBackend, EndsWhatNeverAnswersWhenItIsCancelledOrStopped) {
  const auto clock = make_system_clock();
  const auto backend = backend_of("rules:\n  - {finish: never}\n", *clock);
  Collector collector(*clock);
  for (const RequestId id : {1, 2}) {
    collector.expect(id);
    backend->submit(generate(id, "a"), collector);
  }

  backend->cancel(1);
  backend->cancel(99);
  const auto cancelled = collector.take(std::chrono::seconds(10));
  backend->stop();
  const auto stopped = collector.take(std::chrono::seconds(10));

  ASSERT_EQ(cancelled.size(), 1u);
  EXPECT_EQ(cancelled[0].response.request, 1u);
  EXPECT_EQ(cancelled[0].response.finish, Finish::kCancelled);
  ASSERT_EQ(stopped.size(), 1u);
  EXPECT_EQ(stopped[0].response.request, 2u);
  EXPECT_EQ(stopped[0].response.finish, Finish::kCancelled);
}

TEST(ScriptedBackend, LogsEveryRequestItIsAsked) {
  const auto clock = make_system_clock();
  const std::string log = temp_folder() + "scripted.log";
  std::remove(log.c_str());
  const auto backend = backend_of("seed: 1\n", *clock, {{"log", log}});

  ask(*backend, *clock, generate(1, "a"));
  ask(*backend, *clock, generate(2, "b"));

  const auto text = read_file(log);
  ASSERT_TRUE(text);
  EXPECT_EQ(split(*text, '\n').size(), 3u);
}

TEST(ScriptedBackend, EncodesWordsAsTheTokensItWillCount) {
  const auto clock = make_system_clock();
  const auto backend = backend_of("seed: 1\n", *clock);

  const auto encoding = backend->encode({.body = Score{.context = "a b c", .continuations = {" d e", " f"}}});

  ASSERT_TRUE(encoding);
  EXPECT_EQ(encoding->prompt.size(), 3u);
  ASSERT_EQ(encoding->continuations.size(), 2u);
  EXPECT_EQ(encoding->continuations[0].size(), 2u);
  EXPECT_EQ(script_token(" b"), encoding->prompt[1]);
}

TEST(ScriptedBackend, RendersChatInItsOwnForm) {
  const auto clock = make_system_clock();
  const auto backend = backend_of("seed: 1\n", *clock);

  EXPECT_EQ(*backend->render_chat({{.role = "user", .content = "hi"}}), "<user>hi</user>\n<assistant>");
}

struct BadScript {
  std::string name, text, expected;
};

class BadScripts : public testing::TestWithParam<BadScript> {};

TEST_P(BadScripts, AreRefusedWithThePlace) {
  const auto clock = make_system_clock();
  const std::string path = temp_folder() + "bad_script.yaml";
  ASSERT_TRUE(write_file(path, GetParam().text));

  const auto backend = make_scripted_backend({.name = "s", .address = "scripted:" + path}, *clock);

  ASSERT_FALSE(backend);
  EXPECT_NE(backend.error().message.find(GetParam().expected), std::string::npos) << backend.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Scripts, BadScripts,
    testing::Values(BadScript{"key", "rulez: []\n", "did you mean 'rules'?"},
                    BadScript{"finish", "rules:\n  - {finish: maybe}\n", ":2: rules[0].finish: unknown finish 'maybe'"},
                    BadScript{"number", "rules:\n  - {log_likelihoods: [x]}\n", "not a number: 'x'"},
                    BadScript{"capability", "capabilities: [generat]\n", "did you mean 'generate'?"}),
    [](const auto& tested) { return tested.param.name; });

TEST(ScriptedBackend, RefusesUnknownOptionsAndMissingFiles) {
  const auto clock = make_system_clock();
  const std::string path = script_file("seed: 1\n");

  const auto option =
      make_scripted_backend({.name = "s", .address = "scripted:" + path, .options = {{"paralel", "2"}}}, *clock);
  const auto missing = make_scripted_backend({.name = "s", .address = "scripted:/nowhere.yaml"}, *clock);

  ASSERT_FALSE(option);
  EXPECT_NE(option.error().message.find("did you mean 'parallel'?"), std::string::npos);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace assay
