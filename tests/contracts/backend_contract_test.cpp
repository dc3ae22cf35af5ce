// Backend: what harness/api/backend.h promises, on every backend that can be made here.
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>

#include "backends/registry.h"
#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/config/catalog.h"
#include "tests/fakes/fake_openai.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

constexpr std::chrono::seconds kDeadline(120);

// Keeps everything it is told. mutex_ guards all members.
class KeepingSink final : public ResponseSink {
 public:
  void on_chunk(const Chunk& chunk) override {
    const std::lock_guard lock(mutex_);
    texts_[chunk.request] += chunk.text;
    late_ += done_.count(chunk.request) > 0 || is_closed_ ? 1 : 0;
  }
  void on_done(Response response) override {
    const std::lock_guard lock(mutex_);
    late_ += is_closed_ ? 1 : 0;
    done_.emplace(response.request, std::move(response));
    changed_.notify_all();
  }

  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kDeadline, [&] { return done_.size() >= count; });
  }
  Response response(RequestId id) {
    const std::lock_guard lock(mutex_);
    const auto found = done_.find(id);
    return found == done_.end() ? Response{} : found->second;
  }
  std::string text(RequestId id) {
    const std::lock_guard lock(mutex_);
    return texts_[id];
  }
  std::size_t done(RequestId id) {
    const std::lock_guard lock(mutex_);
    return done_.count(id);
  }
  std::size_t done() {
    const std::lock_guard lock(mutex_);
    return done_.size();
  }
  void close() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
  }
  int late() {
    const std::lock_guard lock(mutex_);
    return late_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<RequestId, std::string> texts_;
  std::multimap<RequestId, Response> done_;
  bool is_closed_ = false;
  int late_ = 0;  // calls after stop(), chunks after the end
};

// What it takes to make one backend here, or why it cannot be made.
struct Candidate {
  std::string scheme;
  BackendSpec spec;
  std::string why_not;
};

std::string model_file() {
  for (const std::string& folder : model_folders()) {
    for (const std::string& file : files_below(folder, ".gguf")) {
      if (file.find("SmolLM2") != std::string::npos) {
        return file;
      }
    }
  }
  return "";
}

std::vector<Candidate> make_candidates() {
  std::vector<Candidate> all;
  for (const BackendEntry& entry : backend_entries()) {
    Candidate candidate{.scheme = std::string(entry.scheme)};
    if (entry.scheme == "scripted") {
      const std::string path = temp_folder() + "backend_contract.yaml";
      const auto written = write_file(path, "seed: 3\nparallel: 3\nrules:\n  - {token_ms: 1, prefill_ms: 2}\n");
      candidate.spec = {.name = "s", .address = "scripted:" + path};
      candidate.why_not = written ? "" : written.error().message;
    } else if (entry.scheme == "llama") {
      const std::string path = model_file();
      candidate.spec = {.name = "l",
                        .address = "llama:" + path,
                        .options = {{"schedule", "fast"}, {"parallel", "2"}, {"threads", "2"}, {"context", "256"}}};
      candidate.why_not =
          path.empty() ? "no model file in the model folders: ./quickstart.sh --no-run fetches one" : "";
    } else if (entry.scheme == "exec") {
      candidate.spec = {.name = "e", .address = "exec:python3 " ASSAY_SOURCE_DIR "/docs/examples/exec_backend.py"};
    } else if (entry.scheme == "openai") {  // the address comes with the server, in SetUp
      candidate.spec = {.name = "o", .options = {{"parallel", "3"}, {"knows", "ignore_eos"}}};
    } else {
      candidate.why_not = "scheme '" + candidate.scheme + "' needs something from outside";
    }
    all.push_back(std::move(candidate));
  }
  return all;
}

// GoogleTest asks once per test of the suite, at every start of the program.
const std::vector<Candidate>& candidates() {
  static const std::vector<Candidate> all = make_candidates();
  return all;
}

class BackendContract : public testing::TestWithParam<Candidate> {
 protected:
  void SetUp() override {
    if (!GetParam().why_not.empty()) {
      GTEST_SKIP() << GetParam().why_not;
    }
    spec_ = GetParam().spec;
    absent_ = GetParam().scheme + ":/nowhere/model.file";
    if (GetParam().scheme == "openai") {
      server_ = std::make_unique<FakeOpenAi>();
      spec_.address = "openai:" + server_->url();
      absent_ = "openai:" + server_->url() + "/nowhere/model.file";
    }
    auto made = make_backend(spec_, *clock_);
    ASSERT_TRUE(made) << made.error().message;
    backend_ = std::move(*made);
  }
  void TearDown() override {
    if (backend_ != nullptr && !is_stopped_) {
      stop();
    }
    EXPECT_EQ(sink_.late(), 0) << "the sink was called after stop, or got a chunk after the end";
  }

  void stop() {
    backend_->stop();
    is_stopped_ = true;
    sink_.close();
  }

  Request encoded(Request request) {
    if (backend_->info().can.has(Capability::kTokenIds)) {
      auto encoding = backend_->encode(request);
      EXPECT_TRUE(encoding) << (encoding ? "" : encoding.error().message);
      request.encoding = std::move(*encoding);
    }
    return request;
  }
  Request generate(RequestId id, const std::string& prompt, int tokens_max = 12, std::vector<std::string> stops = {}) {
    return encoded(
        {.id = id, .body = Generate{.prompt = prompt, .stops = std::move(stops), .output_tokens_max = tokens_max}});
  }
  Request score(RequestId id, const std::string& context, std::vector<std::string> continuations) {
    return encoded({.id = id, .body = Score{.context = context, .continuations = std::move(continuations)}});
  }
  // Goes on until somebody stops it.
  Request endless(RequestId id) {
    return encoded({.id = id, .body = Generate{.prompt = "Go on:", .output_tokens_max = 200, .ignores_end = true}});
  }

  std::unique_ptr<Clock> clock_ = make_system_clock();
  std::unique_ptr<FakeOpenAi> server_;  // of the scheme that needs one
  BackendSpec spec_;
  std::string absent_;  // an address of what is not there
  KeepingSink sink_;
  std::unique_ptr<Backend> backend_;
  bool is_stopped_ = false;
};

TEST_P(BackendContract, SaysWhoItIs) {
  const BackendInfo& info = backend_->info();

  EXPECT_EQ(info.name, GetParam().scheme);
  EXPECT_EQ(info.model, spec_.name);
  EXPECT_FALSE(info.can.is_empty());
  EXPECT_GE(info.generations_in_flight, 1);
  EXPECT_GE(info.scores_in_flight, 1);
  const std::string weights = info.identity.at("weights");
  EXPECT_TRUE(weights.size() == 64 || weights.empty()) << "a hash, or none where the engine does not tell: " << weights;
}

TEST_P(BackendContract, AnswersEveryRequestExactlyOnce) {
  for (RequestId id = 1; id <= 6; ++id) {
    backend_->submit(id % 2 == 0 ? generate(id, "Count: 1 2 3") : score(id, "One and one is", {" two", " three"}),
                     sink_);
  }

  ASSERT_TRUE(sink_.wait_for(6));
  stop();

  for (RequestId id = 1; id <= 6; ++id) {
    EXPECT_EQ(sink_.done(id), 1u) << id;
    EXPECT_NE(sink_.response(id).finish, Finish::kFailed) << sink_.response(id).failure;
    EXPECT_NE(sink_.response(id).finish, Finish::kCancelled);
  }
}

TEST_P(BackendContract, StreamsTheTextItAnswers) {
  for (RequestId id = 1; id <= 3; ++id) {
    backend_->submit(generate(id, "The colours are red, green" + std::string(id, ',')), sink_);
  }
  ASSERT_TRUE(sink_.wait_for(3));

  for (RequestId id = 1; id <= 3; ++id) {
    const Response response = sink_.response(id);
    EXPECT_EQ(valid_utf8(response.text), response.text);
    if (backend_->info().can.has(Capability::kStreaming)) {
      EXPECT_EQ(sink_.text(id), response.text);
    }
    if (response.output_tokens && !response.tokens.empty()) {
      EXPECT_EQ(static_cast<std::size_t>(*response.output_tokens), response.tokens.size());
      EXPECT_EQ(response.top_gaps.size(), response.tokens.size());
    }
  }
}

TEST_P(BackendContract, StopsAtStopStringsAndLimits) {
  backend_->submit(generate(1, "Once upon a time", 3), sink_);
  backend_->submit(generate(2, "Once upon a time", 24, {" ", "e"}), sink_);
  ASSERT_TRUE(sink_.wait_for(2));

  EXPECT_LE(sink_.response(1).output_tokens.value_or(0), 3);
  const Response stopped = sink_.response(2);
  EXPECT_EQ(stopped.finish, Finish::kStop);
  EXPECT_EQ(stopped.text.find_first_of(" e"), std::string::npos) << stopped.text;
  EXPECT_TRUE(stopped.stop == " " || stopped.stop == "e") << stopped.stop;
}

TEST_P(BackendContract, ScoresEveryContinuationInOrder) {
  backend_->submit(score(1, "Two and two is", {" four", " a", " four"}), sink_);
  backend_->submit(score(2, "Two and two is", {" a"}), sink_);
  ASSERT_TRUE(sink_.wait_for(2));

  const Response response = sink_.response(1);
  EXPECT_EQ(response.finish, Finish::kScored) << response.failure;
  ASSERT_EQ(response.choices.size(), 3u);
  for (const ChoiceScore& choice : response.choices) {
    EXPECT_LE(choice.log_likelihood, 0);
    EXPECT_GT(choice.tokens, 0);
  }
  EXPECT_NEAR(response.choices[0].log_likelihood, response.choices[2].log_likelihood, 1e-3);
  EXPECT_EQ(sink_.response(2).choices.size(), 1u);
}

TEST_P(BackendContract, EncodesTheSameTextToTheSameTokens) {
  if (!backend_->info().can.has(Capability::kTokenIds)) {
    GTEST_SKIP() << "no token ids";
  }
  const Request request{.body = Score{.context = "The answer: \xc3\xa4", .continuations = {" yes", " no no"}}};

  const auto first = backend_->encode(request);
  const auto second = backend_->encode(request);

  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->prompt, second->prompt);
  EXPECT_EQ(first->continuations, second->continuations);
  ASSERT_EQ(first->continuations.size(), 2u);
  EXPECT_FALSE(first->continuations[0].empty());
}

TEST_P(BackendContract, EndsWhatIsCancelledAndOnlyThat) {
  backend_->submit(endless(1), sink_);
  backend_->submit(generate(2, "Short", 2), sink_);
  backend_->cancel(1);
  backend_->cancel(1);
  backend_->cancel(77);

  ASSERT_TRUE(sink_.wait_for(2));

  EXPECT_NE(sink_.response(2).finish, Finish::kCancelled);
  backend_->cancel(2);  // over: ignored
  backend_->submit(generate(3, "After", 2), sink_);
  ASSERT_TRUE(sink_.wait_for(3));
  EXPECT_NE(sink_.response(3).finish, Finish::kCancelled);
  EXPECT_EQ(sink_.done(), 3u);
}

TEST_P(BackendContract, EndsEverythingBeforeStopReturns) {
  for (RequestId id = 1; id <= 8; ++id) {
    backend_->submit(endless(id), sink_);
  }

  stop();

  EXPECT_EQ(sink_.done(), 8u);
  int cancelled = 0;
  for (RequestId id = 1; id <= 8; ++id) {
    EXPECT_EQ(sink_.done(id), 1u) << id;
    cancelled += sink_.response(id).finish == Finish::kCancelled ? 1 : 0;
  }
  EXPECT_GT(cancelled, 0);
}

TEST_P(BackendContract, StopsWhenItWasNeverAsked) {
  stop();

  EXPECT_EQ(sink_.done(), 0u);
}

TEST_P(BackendContract, RefusesOptionsItDoesNotKnow) {
  BackendSpec spec = spec_;
  spec.options["no_such_option"] = "1";

  const auto made = make_backend(spec, *clock_);

  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::kInvalidConfig);
  EXPECT_NE(made.error().message.find("no_such_option"), std::string::npos) << made.error().message;
}

TEST_P(BackendContract, RefusesAnOptionsValueThatIsNotOne) {
  BackendSpec spec = spec_;
  for (const std::string value : {"x", "0", "-1", "1.5", "", "99999999999999999999"}) {
    spec.options["parallel"] = value;

    const auto made = make_backend(spec, *clock_);

    ASSERT_FALSE(made) << "parallel=" << value;
    EXPECT_EQ(made.error().kind, ErrorKind::kInvalidConfig);
    EXPECT_NE(made.error().message.find("parallel"), std::string::npos) << made.error().message;
  }
}

TEST_P(BackendContract, SaysThatItsFileIsNotThere) {
  BackendSpec spec = spec_;
  spec.address = absent_;

  const auto made = make_backend(spec, *clock_);

  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::kNotFound) << made.error().message;
  EXPECT_NE(made.error().message.find("/nowhere/model.file"), std::string::npos) << made.error().message;
}

INSTANTIATE_TEST_SUITE_P(Backends, BackendContract, testing::ValuesIn(candidates()),
                         [](const auto& tested) { return tested.param.scheme; });

}  // namespace
}  // namespace assay
