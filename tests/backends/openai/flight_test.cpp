// What becomes of an answer on its way: streams good and hostile, statuses, stops, thoughts.
#include "backends/openai/flight.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_openai.h"
#include "tests/fakes/manual_clock.h"
#include "tests/fakes/waiting_sink.h"

namespace assay {
namespace {

const HttpHead kStream{.status = 200, .content_type = "text/event-stream; charset=utf-8"};
const HttpHead kJson{.status = 200, .content_type = "application/json"};
const std::string kDone = "data: [DONE]\n\n";

class Flights : public testing::Test {
 protected:
  OpenAiFlight flight(std::vector<std::string> stops = {}, int limit = 64) {
    return {{.id = 1, .body = Generate{.prompt = "p", .stops = std::move(stops), .output_tokens_max = limit}},
            sink_,
            options_,
            clock_};
  }
  // The response to a stream of these bytes that ends well.
  Response streamed(const std::string& bytes, std::vector<std::string> stops = {}, int limit = 64) {
    OpenAiFlight asked = flight(std::move(stops), limit);
    if (asked.on_body(kStream, bytes)) {
      asked.on_end(kStream, "");
    } else {
      asked.on_end(kStream, "broken off");
    }
    EXPECT_EQ(sink_.told(1), 1u);
    return sink_.response(1);
  }

  OpenAiOptions options_{.base = "http://h/v1", .model = "m", .key = "sk-secret"};
  ManualClock clock_;
  WaitingSink sink_;
};

TEST_F(Flights, GatherPiecesUsageAndTheEnd) {
  const Response response = streamed(completion_event("Hel") + completion_event("lo") + completion_event("", "stop") +
                                     usage_event(7, 2) + kDone);

  EXPECT_EQ(response.finish, Finish::kEnd);
  EXPECT_EQ(response.text, "Hello");
  EXPECT_EQ(sink_.text(1), "Hello");
  EXPECT_EQ(sink_.chunks(1), 2);
  EXPECT_EQ(response.prompt_tokens, 7);
  EXPECT_EQ(response.output_tokens, 2);
}

TEST_F(Flights, LeaveTokensAbsentWhereTheServerDoesNotCount) {
  const Response response = streamed(completion_event("a", "length") + kDone);

  EXPECT_EQ(response.finish, Finish::kLength);
  EXPECT_FALSE(response.prompt_tokens);
  EXPECT_FALSE(response.output_tokens);
}

TEST_F(Flights, AreWholeWithoutTheLastWord) {
  EXPECT_EQ(streamed(completion_event("a") + completion_event("b", "stop")).text, "ab");
}

TEST_F(Flights, KeepAnAnswerWhoseConnectionBreaksBehindItsEnd) {
  OpenAiFlight asked = flight();
  asked.on_body(kStream, completion_event("a", "stop"));
  asked.on_end(kStream, "connection reset");

  EXPECT_EQ(sink_.response(1).finish, Finish::kEnd);
}

TEST_F(Flights, CutAtAStopThatTheServerDidNotHonourAndSayWhich) {
  OpenAiFlight asked = flight({"\n", "###"});

  EXPECT_TRUE(asked.on_body(kStream, completion_event("one\t#")));
  EXPECT_EQ(sink_.text(1), "one\t") << "what may become a stop is held back";
  EXPECT_FALSE(asked.on_body(kStream, completion_event("## two"))) << "nothing more is wanted";

  const Response response = sink_.response(1);
  EXPECT_EQ(response.finish, Finish::kStop);
  EXPECT_EQ(response.stop, "###");
  EXPECT_EQ(response.text, "one\t");
}

TEST_F(Flights, SayTheStopThatTheServerNames) {
  const Response response =
      streamed(completion_event("one") +
                   "data: {\"choices\":[{\"text\":\"\",\"finish_reason\":\"stop\",\"stop_reason\":\"\\n\"}]}\n\n",
               {"\n"});

  EXPECT_EQ(response.finish, Finish::kStop);
  EXPECT_EQ(response.stop, "\n");
}

TEST_F(Flights, PutAThoughtBeforeTheAnswer) {
  const Response response =
      streamed(chat_event("reasoning_content", "let me\n") + chat_event("reasoning_content", "see") +
                   chat_event("content", "7") + chat_event("content", "", "stop"),
               {"\n"});

  EXPECT_EQ(response.text, "<think>let me\nsee</think>7");
  EXPECT_EQ(sink_.text(1), response.text);
  EXPECT_EQ(response.finish, Finish::kEnd) << "stops are looked for in the answer alone";
}

TEST_F(Flights, LeaveAThoughtOpenThatTheLimitCut) {
  EXPECT_EQ(streamed(chat_event("reasoning", "hm", "length")).text, "<think>hm");
}

TEST_F(Flights, KnowAFullContextByAnAnswerThatEndsBeforeItsLimit) {
  const Response response = streamed(completion_event("a", "length") + usage_event(60, 4), {}, 64);

  EXPECT_EQ(response.finish, Finish::kContextFull);
  EXPECT_NE(response.failure.find("after 4 of 64 tokens"), std::string::npos);
}

struct Broken {
  const char* name;
  std::string bytes;
  std::string message;
};

class BrokenStreams : public Flights, public testing::WithParamInterface<Broken> {};

TEST_P(BrokenStreams, FailWithOneClearLine) {
  const Response response = streamed(GetParam().bytes);

  EXPECT_EQ(response.finish, Finish::kFailed);
  EXPECT_NE(response.failure.find(GetParam().message), std::string::npos) << response.failure;
  EXPECT_EQ(response.failure.find('\n'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    OpenAi, BrokenStreams,
    testing::Values(Broken{"cut", completion_event("a"), "broke off before the answer's end"},
                    Broken{"empty", "", "broke off before"},
                    Broken{"done_without_an_end", completion_event("a") + kDone, "without saying how"},
                    Broken{"garbage", "data: {\"choices\":[{]}\n\n", "not a JSON object: '{\"choices\":[{]}'"},
                    Broken{"plain_text", "data: engine died\n\n", "not a JSON object: 'engine died'"},
                    Broken{"error_event", completion_event("a") + "data: {\"error\":{\"message\":\"engine died\"}}\n\n",
                           "the server broke off: engine died"},
                    Broken{"abort", completion_event("a", "abort") + kDone, "ended the answer by 'abort'"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(Flights, FailOnAnEventThatIsTooLong) {
  const Response response = streamed("data: " + std::string(std::size_t{5} << 20, 'x'));

  EXPECT_EQ(response.finish, Finish::kFailed);
  EXPECT_NE(response.failure.find("longer than 4 MiB"), std::string::npos) << response.failure;
}

struct Answered {
  const char* name;
  int status;
  std::string body;
  Finish finish;
  bool is_turned_away;
  std::string failure;
};

class Statuses : public Flights, public testing::WithParamInterface<Answered> {};

TEST_P(Statuses, BecomeFailuresOrFullContexts) {
  const HttpHead head{.status = GetParam().status, .content_type = "application/json"};
  OpenAiFlight asked = flight();
  asked.on_body(head, GetParam().body);
  asked.on_end(head, "");

  EXPECT_EQ(sink_.response(1).finish, GetParam().finish);
  EXPECT_EQ(sink_.response(1).failure, GetParam().failure);
  EXPECT_EQ(asked.is_turned_away(), GetParam().is_turned_away);
}

INSTANTIATE_TEST_SUITE_P(
    OpenAi, Statuses,
    testing::Values(Answered{"limit", 429, R"({"error":{"message":"slow down"}})", Finish::kFailed, true,
                             "HTTP 429 from the server: slow down"},
                    Answered{"fault", 500, "", Finish::kFailed, true, "HTTP 500 from the server"},
                    Answered{"request", 400, R"({"error":{"message":"no top_p"}})", Finish::kFailed, false,
                             "HTTP 400 from the server: no top_p"},
                    Answered{"context", 400, R"({"error":{"message":"maximum context length is 8"}})",
                             Finish::kContextFull, false, "HTTP 400 from the server: maximum context length is 8"},
                    Answered{"key", 401, R"({"error":{"message":"bad key sk-secret"}})", Finish::kFailed, false,
                             "HTTP 401 from the server: bad key (key)"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(Flights, TakeAWholeAnswerFromAServerThatDoesNotStream) {
  OpenAiFlight asked = flight({"\n"});
  asked.on_body(kJson, R"({"choices":[{"text":"a\nb","finish_reason":"stop"}],"usage":{"completion_tokens":3}})");
  asked.on_end(kJson, "");

  EXPECT_EQ(sink_.response(1).text, "a");
  EXPECT_EQ(sink_.response(1).stop, "\n");
}

TEST_F(Flights, SeeAnErrorThatComesWithStatus200) {
  OpenAiFlight asked = flight();
  asked.on_body(kJson, R"({"error":{"message":"no such model"}})");
  asked.on_end(kJson, "");

  EXPECT_EQ(sink_.response(1).finish, Finish::kFailed);
  EXPECT_EQ(sink_.response(1).failure, "the server says: no such model");
}

TEST_F(Flights, AreIdleWhenTheAnswerIsWholeAndTheStreamGoesOn) {
  OpenAiFlight asked = flight();
  asked.on_body(kStream, completion_event("a", "stop"));
  clock_.advance(std::chrono::seconds(3));

  EXPECT_TRUE(asked.is_idle_since(clock_.now() - std::chrono::seconds(2)));
  EXPECT_EQ(sink_.told(1), 0u);
  asked.settle();
  EXPECT_EQ(sink_.response(1).finish, Finish::kEnd);
}

TEST_F(Flights, TellTheirEndOnce) {
  OpenAiFlight asked = flight();
  asked.cancel();
  asked.on_body(kStream, completion_event("a", "stop") + kDone);
  asked.on_end(kStream, "");

  EXPECT_EQ(sink_.told(1), 1u);
  EXPECT_EQ(sink_.response(1).finish, Finish::kCancelled);
}

}  // namespace
}  // namespace assay
