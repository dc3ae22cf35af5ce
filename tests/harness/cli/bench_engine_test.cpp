// The engine bench on a backend whose times are given, so that every rate can be computed by hand.
#include "harness/cli/bench_engine.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "harness/base/text.h"
#include "tests/fakes/manual_clock.h"
#include "tests/fakes/scratch_folder.h"

namespace assay {
namespace {

constexpr const char* kItem = "A man walks\n2\nwrong one\nwrong two\nright one\nwrong three\n";

// A token a word; each answer takes 2 s of wall time, of which prompts cost 0.5 s and tokens 1.5 s. The third choice is
// the best per token.
class TimedBackend final : public Backend {
 public:
  explicit TimedBackend(ManualClock& clock) : clock_(clock) {
    info_ = {.name = "timed", .model = "m"};
    info_.can = Capability::kGenerate | Capability::kTokenIds | Capability::kStepShares | Capability::kLogLikelihood;
    info_.scores_in_flight = 2;
  }
  BackendInfo& described() { return info_; }
  const BackendInfo& info() const override { return info_; }
  Result<Encoding> encode(const Request& request) override {
    Encoding encoding;
    if (!encodes_nothing) {
      encoding.prompt.resize(split(std::get<Generate>(request.body).prompt, ' ').size());
    }
    return encoding;
  }
  Result<std::string> render_chat(const std::vector<ChatMessage>& /*messages*/) override {
    return Error{ErrorKind::kUnsupported, "no template"};
  }
  void submit(const Request& request, ResponseSink& sink) override {
    clock_.advance(std::chrono::seconds(2));
    Response response{.request = request.id, .finish = finish, .failure = failure};
    response.engine = EngineShare{.prefill_s = 0.5, .decode_s = 1.5};
    if (const auto* ask = std::get_if<Generate>(&request.body)) {
      prompts.push_back(request.encoding->prompt.size());
      response.output_tokens = ask->output_tokens_max;
      sink.on_done(std::move(response));
      return;
    }
    response.finish = Finish::kScored;
    response.prompt_tokens_evaluated = 10;
    response.choices = {{.log_likelihood = -4, .tokens = 2},
                        {.log_likelihood = -6, .tokens = 2},
                        {.log_likelihood = -4.5, .tokens = 3},
                        {.log_likelihood = -9, .tokens = 3}};
    sink.on_done(std::move(response));
  }
  void cancel(RequestId /*request*/) override {}
  void stop() override {}

  Finish finish = Finish::kLength;
  std::string failure;
  bool encodes_nothing = false;
  std::vector<std::size_t> prompts;

 private:
  ManualClock& clock_;
  BackendInfo info_;
};

struct EngineBench : testing::Test {
  Status run(const EngineBenchOptions& options) { return run_engine_bench(backend, clock, options, out); }
  nlohmann::json json() { return nlohmann::json::parse(out.str(), nullptr, false); }

  ManualClock clock;
  TimedBackend backend{clock};
  std::ostringstream out;
};

// Three answers of 10 tokens to prompts of 20: 60 prompt tokens in 1.5 s; 27 tokens behind the first in 4.5 s; 90 in 6
// s.
TEST_F(EngineBench, ComputesRatesFromTheEnginesSecondsAndTheWall) {
  const Status status = run({.sequences = 3, .prompt_tokens = 20, .output_tokens = 10, .is_json = true});

  ASSERT_TRUE(status) << status.error().message;
  const nlohmann::json figures = json()["repetitions"][0]["generation"];
  EXPECT_DOUBLE_EQ(figures["prompt_tokens_per_s"], 40);
  EXPECT_DOUBLE_EQ(figures["generation_tokens_per_s"], 6);
  EXPECT_DOUBLE_EQ(figures["tokens_per_s_wall"], 15);
  EXPECT_DOUBLE_EQ(figures["wall_s"], 6);
  EXPECT_EQ(figures["output_tokens"], 30);
  EXPECT_EQ(backend.prompts, std::vector<std::size_t>(6, 20));  // three to warm up, three measured
}

TEST_F(EngineBench, RepeatsAsOftenAsAskedAndWritesLines) {
  ASSERT_TRUE(run({.sequences = 1, .prompt_tokens = 4, .output_tokens = 2, .repetitions = 3}));

  std::size_t lines = 0;
  const std::string text = out.str();
  for (const std::string_view line : split(text, '\n')) {
    lines += starts_with(line, "generation.wall_s ") ? 1 : 0;
  }
  EXPECT_EQ(lines, 3u);
}

TEST_F(EngineBench, ScoresTheChoicesOfAFileByTheirMeanPerToken) {
  const ScratchFolder folder("bench");
  const std::string file = folder.write("items.txt", std::string(kItem) + kItem + "A man\n0\na\nb\nc\nd\n");

  ASSERT_TRUE(run({.hellaswag = file, .is_json = true}));

  const nlohmann::json figures = json()["repetitions"][0]["choices"];
  EXPECT_EQ(figures["items"], 3);
  EXPECT_EQ(figures["choices"], 12);
  EXPECT_EQ(figures["tokens_evaluated"], 30);
  EXPECT_DOUBLE_EQ(figures["choices_per_s"], 2);
  EXPECT_DOUBLE_EQ(figures["accuracy"], 2.0 / 3);
}

TEST_F(EngineBench, TakesTheFirstItemsOfAFile) {
  const ScratchFolder folder("bench");

  ASSERT_TRUE(run({.hellaswag = folder.write("items.txt", std::string(kItem) + kItem), .items = 1, .is_json = true}));

  EXPECT_EQ(json()["repetitions"][0]["choices"]["items"], 1);
}

TEST_F(EngineBench, RefusesFilesOfAnotherForm) {
  const ScratchFolder folder("bench");

  const Status index = run({.hellaswag = folder.write("a.txt", "context\n4\na\nb\nc\nd\n")});
  const Status empty = run({.hellaswag = folder.write("b.txt", "one line\n")});
  const Status missing = run({.hellaswag = folder.path() + "/nowhere.txt"});

  EXPECT_EQ(index.error().kind, ErrorKind::kCorrupt);
  EXPECT_NE(index.error().message.find("a.txt:2: '4' is not the index"), std::string::npos);
  EXPECT_EQ(empty.error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(missing.error().kind, ErrorKind::kNotFound);
}

TEST_F(EngineBench, EndsWithTheFirstRequestThatFails) {
  backend.finish = Finish::kFailed;
  backend.failure = "out of memory";
  EXPECT_NE(run({.sequences = 1, .output_tokens = 2}).error().message.find("out of memory"), std::string::npos);

  backend.finish = Finish::kEnd;
  backend.failure = "";
  EXPECT_NE(run({.sequences = 1, .output_tokens = 2}).error().message.find("before its forced length"),
            std::string::npos);
}

TEST_F(EngineBench, RefusesWhatCannotBeMeasured) {
  EXPECT_EQ(run({.sequences = 0}).error().kind, ErrorKind::kInvalidConfig);
  EXPECT_EQ(run({.prompt_tokens = 0}).error().kind, ErrorKind::kInvalidConfig);
  EXPECT_EQ(run({.output_tokens = 1}).error().kind, ErrorKind::kInvalidConfig);
  backend.encodes_nothing = true;
  EXPECT_EQ(run({}).error().kind, ErrorKind::kUnsupported);
  backend.described().can = Capability::kGenerate | Capability::kTokenIds | Capability::kStepShares;
  EXPECT_EQ(run({.hellaswag = "x"}).error().kind, ErrorKind::kUnsupported);
  backend.described().can = Capability::kGenerate;
  const Status status = run({});
  EXPECT_EQ(status.error().kind, ErrorKind::kUnsupported);
  EXPECT_NE(status.error().message.find("model 'm' offers generate; the benchmark needs"), std::string::npos);
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace assay
