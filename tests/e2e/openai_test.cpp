// The openai backend against a loopback server: probing, streaming, faults, stopping, and a run of the real binary.
#include <gtest/gtest.h>

#include <cstdlib>

#include "backends/registry.h"
#include "harness/base/clock.h"
#include "harness/base/text.h"
#include "tests/fakes/fake_openai.h"
#include "tests/fakes/program.h"
#include "tests/fakes/waiting_sink.h"

namespace assay {
namespace {

using Options = std::map<std::string, std::string>;

class OpenAi : public testing::Test {
 protected:
  void serve(FakeOpenAi::Settings settings) { server_ = std::make_unique<FakeOpenAi>(std::move(settings)); }
  Result<std::unique_ptr<Backend>> make(const std::string& model = "", Options options = {}) {
    const std::string address = "openai:" + server_->url() + (model.empty() ? "" : "#" + model);
    return make_backend({.name = "o", .address = address, .options = std::move(options)}, *clock_);
  }
  void start(Options options = {}) {
    auto made = make("", std::move(options));
    ASSERT_TRUE(made) << made.error().message;
    backend_ = std::move(*made);
  }
  void submit(RequestId id, const std::string& prompt = "p") {
    backend_->submit({.id = id, .body = Generate{.prompt = prompt, .output_tokens_max = 16}}, sink_);
  }
  Response ask(RequestId id) {
    submit(id);
    EXPECT_TRUE(sink_.wait_for(++asked_));
    return sink_.response(id);
  }

  std::unique_ptr<FakeOpenAi> server_ = std::make_unique<FakeOpenAi>();
  std::unique_ptr<Clock> clock_ = make_system_clock();
  WaitingSink sink_;
  std::unique_ptr<Backend> backend_;
  std::size_t asked_ = 0;
};

TEST_F(OpenAi, StreamsAnAnswerOnAKeptConnection) {
  start({{"parallel", "1"}});
  for (RequestId id = 1; id <= 5; ++id) {
    const Response response = ask(id);
    EXPECT_EQ(response.finish, Finish::kEnd) << response.failure;
    EXPECT_EQ(response.text, " one two three four five six");
    EXPECT_EQ(sink_.chunks(id), 6);
    EXPECT_EQ(response.prompt_tokens, 3);
    EXPECT_EQ(response.output_tokens, 6);
  }
  EXPECT_LE(server_->connections(), 2);
}

TEST_F(OpenAi, SaysWhatTheServerIs) {
  start();

  EXPECT_EQ(backend_->info().context_tokens_max, 512);
  EXPECT_EQ(backend_->info().identity.at("model"), "words");
  EXPECT_EQ(backend_->info().identity.at("url"), server_->url());
  EXPECT_EQ(backend_->info().facts.at("server"), "fake");
  EXPECT_TRUE(backend_->info().can.has(Capability::kLogLikelihood));
}

TEST_F(OpenAi, TellsWhyAServerCannotScore) {
  serve({.has_echo = false});
  start();
  EXPECT_FALSE(backend_->info().can.has(Capability::kLogLikelihood));
  EXPECT_EQ(backend_->info().why_not.at(Capability::kLogLikelihood),
            "asked to echo a prompt with its log-probabilities, the server says: echo is not supported");

  const Ended ended = run_assay(fresh_folder("openai_refused"),
                                {"run", "--model", "o=openai:" + server_->url(), "--task", "ordering_puzzles"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.errors.find("needs log_likelihood, which model 'o' (backend openai) does not offer: asked to echo"),
            std::string::npos)
      << ended.errors;
}

TEST_F(OpenAi, AsksChatWhereItIsTold) {
  serve({.has_completions = false});
  const auto refused = make();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("/completions: HTTP 404: no such path"), std::string::npos)
      << refused.error().message;
  EXPECT_NE(refused.error().message.find("--option api=chat"), std::string::npos);

  start({{"api", "chat"}, {"system", "Count."}});

  EXPECT_EQ(ask(1).text, " one two three four five six");
  EXPECT_NE(server_->bodies().back().find(R"("messages":[{"role":"system","content":"Count."})"), std::string::npos);
}

TEST_F(OpenAi, NamesTheModelsThereAre) {
  serve({.models = {"alpha", "beta"}});

  const auto unknown = make("gamma");
  const auto unnamed = make();

  ASSERT_FALSE(unknown || unnamed);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(unknown.error().message.find("unknown model 'gamma'"), std::string::npos) << unknown.error().message;
  EXPECT_NE(unknown.error().message.find("alpha, beta"), std::string::npos);
  EXPECT_NE(unnamed.error().message.find("2 models; write #MODEL behind the address"), std::string::npos);
  EXPECT_TRUE(make("beta"));
}

TEST_F(OpenAi, SaysThatNobodyListens) {
  const int port = server_->port();
  server_.reset();

  const auto made =
      make_backend({.name = "o", .address = "openai:http://127.0.0.1:" + std::to_string(port) + "/v1"}, *clock_);

  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::kEnvironment);
  EXPECT_NE(made.error().message.find("the server cannot be reached"), std::string::npos) << made.error().message;
}

TEST_F(OpenAi, SendsTheKeyAndNeverShowsIt) {
  serve({.key = "sk-right"});
  ::setenv("ASSAY_TEST_KEY", "sk-wrong-0815", 1);
  const auto refused = make("", {{"key_env", "ASSAY_TEST_KEY"}});
  ::setenv("ASSAY_TEST_KEY", "sk-right", 1);
  const auto taken = make("", {{"key_env", "ASSAY_TEST_KEY"}});
  ::unsetenv("ASSAY_TEST_KEY");
  const auto missing = make("", {{"key_env", "ASSAY_TEST_KEY"}});

  ASSERT_FALSE(refused || missing);
  EXPECT_EQ(refused.error().message.find("0815"), std::string::npos) << refused.error().message;
  EXPECT_NE(refused.error().message.find("the key in the environment variable ASSAY_TEST_KEY is refused"),
            std::string::npos);
  EXPECT_NE(missing.error().message.find("the environment variable ASSAY_TEST_KEY holds no key"), std::string::npos);
  ASSERT_TRUE(taken) << taken.error().message;
  for (const auto& [key, value] : (*taken)->info().identity) {
    EXPECT_EQ(value.find("sk-right"), std::string::npos) << key;
  }
}

struct Fault {
  const char* name;
  FakeOpenAi::Reply reply;
  Finish finish;
  std::string failure;
};

class OpenAiFaults : public OpenAi, public testing::WithParamInterface<Fault> {};

TEST_P(OpenAiFaults, CostTheRequestTheyTouchAndNoOther) {
  start();
  server_->reply(GetParam().reply);

  const Response bad = ask(1);
  const Response good = ask(2);

  EXPECT_EQ(bad.finish, GetParam().finish);
  EXPECT_NE(bad.failure.find(GetParam().failure), std::string::npos) << bad.failure;
  EXPECT_EQ(good.finish, Finish::kEnd) << good.failure;
}

INSTANTIATE_TEST_SUITE_P(
    Faults, OpenAiFaults,
    testing::Values(
        Fault{"cut", {.pieces = {completion_event("a")}, .is_cut = true}, Finish::kFailed, "broke off"},
        Fault{"closed_early", {.pieces = {completion_event("a")}}, Finish::kFailed, "broke off"},
        Fault{"limit",
              {.status = 429,
               .type = "application/json",
               .headers = "Retry-After: 1\r\n",
               .pieces = {R"({"error":{"message":"slow down"}})"}},
              Finish::kFailed,
              "HTTP 429 from the server: slow down"},
        Fault{"fault", {.status = 500, .type = "text/html", .pieces = {"<h1>oh</h1>"}}, Finish::kFailed, "HTTP 500"},
        Fault{"garbage", {.pieces = {"data: {nope}\n\n"}}, Finish::kFailed, "not a JSON object"},
        Fault{"context",
              {.status = 400,
               .type = "application/json",
               .pieces = {R"({"error":{"message":"exceeds the context size"}})"}},
              Finish::kContextFull,
              "HTTP 400"},
        Fault{"crlf_and_comments",
              {.pieces = {": hi\r\n\r\n", "data: {\"choices\":[{\"text\":\"a\"}]}\r", "\n\r\n",
                          completion_event("b", "stop"), "data: [DONE]\r\n\r\n"}},
              Finish::kEnd,
              ""},
        Fault{"no_usage", {.pieces = {completion_event("a", "stop"), "data: [DONE]\n\n"}}, Finish::kEnd, ""},
        Fault{"held_open", {.pieces = {completion_event("a", "stop")}, .is_held = true}, Finish::kEnd, ""},
        Fault{"redirect", {.status = 302, .headers = "Location: http://127.0.0.1:1/\r\n"}, Finish::kFailed, "HTTP 302"},
        Fault{"header_flood",
              {.headers = "X: " + std::string(80'000, 'x') + "\r\n"},
              Finish::kFailed,
              "header is longer than 64 KiB"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(OpenAi, PausesForAllAsLongAsTheServerWishes) {
  start();
  server_->reply({.status = 429, .headers = "Retry-After: 1\r\n"});
  ASSERT_EQ(ask(1).finish, Finish::kFailed);
  const Nanos begin = clock_->now();

  EXPECT_EQ(ask(2).finish, Finish::kEnd);

  EXPECT_GE(seconds(clock_->now() - begin), 0.8);
}

TEST_F(OpenAi, CancelsASilentRequestAndLeavesTheOthers) {
  start();
  server_->reply({.pieces = {completion_event("a")}, .is_held = true});
  submit(1);
  ASSERT_TRUE(sink_.wait_for_chunk(1));

  backend_->cancel(1);
  ASSERT_TRUE(sink_.wait_for(1));

  EXPECT_EQ(sink_.response(1).finish, Finish::kCancelled);
  asked_ = 1;
  EXPECT_EQ(ask(2).finish, Finish::kEnd);
}

TEST_F(OpenAi, SurvivesAServerThatGoesAway) {
  start();
  server_.reset();

  const Response response = ask(1);

  EXPECT_EQ(response.finish, Finish::kFailed);
  EXPECT_NE(response.failure.find("no answer from the server"), std::string::npos) << response.failure;
}

TEST_F(OpenAi, RefusesSamplingThatTheServerIsNotSaidToKnow) {
  start();
  EXPECT_FALSE(backend_->info().can.has(Capability::kTopK));
  EXPECT_NE(backend_->info().why_not.at(Capability::kTopK).find("--option knows=top_k"), std::string::npos);

  start({{"knows", "top_k,seed"}});
  EXPECT_TRUE(backend_->info().can.has(Capability::kTopK | Capability::kSeed));
}

TEST_F(OpenAi, CarriesARunOverFaults) {
  server_->reply({});  // for the trial of the probe
  server_->reply({.type = "application/json", .pieces = {R"({"choices":[{"text":"a"}]})"}});
  server_->reply({.status = 500});
  server_->reply({.pieces = {completion_event(" The answer is")}, .is_cut = true});

  const Ended ended =
      run_assay(fresh_folder("openai_run"), {"run", "--model", "o=openai:" + server_->url(), "--task",
                                             "arithmetic_words", "--limit", "12", "--num-fewshot", "0", "--json"});

  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_NE(ended.output.find("\"no_answer\": 0"), std::string::npos) << ended.output;
  EXPECT_EQ(server_->bodies().size(), 16u) << "a trial, twelve documents, three attempts more";
}

}  // namespace
}  // namespace assay
