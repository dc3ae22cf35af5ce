// The llama backend on a real small model; skipped, with the reason, where the model is not on this machine.
#include "backends/llama/llama.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "harness/cli/model_source.h"
#include "harness/run/collector.h"

namespace assay {
namespace {

constexpr const char* kSmall = "llama:SmolLM2-135M-Instruct.Q4_1.gguf";
constexpr const char* kWithBos = "llama:gemma-3-270m-q4_k_m.gguf";
constexpr const char* kPrompt = "The quick brown fox jumps over the lazy dog. One two three four five six";

// Keeps the chunks' texts, and counts ends. mutex_ guards all members.
class TextSink final : public ResponseSink {
 public:
  void on_chunk(const Chunk& chunk) override {
    const std::lock_guard lock(mutex_);
    if (chunk.tokens > 0) {
      pieces_[chunk.request].emplace_back(chunk.text);
    }
  }
  void on_done(Response response) override {
    const std::lock_guard lock(mutex_);
    ++ends_[response.request];
    responses_[response.request] = std::move(response);
    arrived_.notify_all();
  }
  Response wait(RequestId id) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(arrived_.wait_for(lock, std::chrono::seconds(120), [&] { return responses_.count(id) != 0; }));
    return responses_[id];
  }
  std::vector<std::string> pieces(RequestId id) {
    const std::lock_guard lock(mutex_);
    return pieces_[id];
  }
  int ends(RequestId id) {
    const std::lock_guard lock(mutex_);
    return ends_[id];
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::map<RequestId, Response> responses_;
  std::map<RequestId, std::vector<std::string>> pieces_;
  std::map<RequestId, int> ends_;
};

Request generation(RequestId id, const std::string& prompt, int tokens, std::vector<std::string> stops = {}) {
  return {
      .id = id,
      .body = Generate{.prompt = prompt, .stops = std::move(stops), .output_tokens_max = tokens, .ignores_end = true}};
}

Request choice(RequestId id, const std::string& context, std::vector<std::string> continuations) {
  return {.id = id, .body = Score{.context = context, .continuations = std::move(continuations)}};
}

// One backend per test; the model lies in the page cache and loads in well under a second.
class LlamaBackendOn : public testing::Test {
 protected:
  void load(const char* address, std::map<std::string, std::string> options) {
    const std::string file = find_model_file(address);
    if (file.empty()) {
      GTEST_SKIP() << address << " is in none of the model folders; ./quickstart.sh --no-run fetches it";
    }
    options.try_emplace("threads", "1");
    auto made = make_llama_backend({.name = "m", .address = "llama:" + file, .options = std::move(options)}, *clock_);
    ASSERT_TRUE(made) << made.error().message;
    backend_ = std::move(*made);
  }
  void TearDown() override {
    if (backend_ != nullptr) {
      backend_->stop();
    }
  }
  Response ask(const Request& request) {
    backend_->submit(request, sink_);
    return sink_.wait(request.id);
  }

  std::unique_ptr<Clock> clock_ = make_system_clock();
  TextSink sink_;  // outlives the backend
  std::unique_ptr<Backend> backend_;
};

// GTEST_SKIP in a helper leaves only the helper.
#define ASSAY_LOAD_OR_SKIP(...)         \
  load(__VA_ARGS__);                    \
  if (IsSkipped() || HasFatalFailure()) \
  return

TEST_F(LlamaBackendOn, GreedyAnswersRepeat) {
  ASSAY_LOAD_OR_SKIP(kSmall, {{"context", "256"}});

  const Response first = ask(generation(1, kPrompt, 16));
  const Response second = ask(generation(2, kPrompt, 16));

  EXPECT_EQ(first.tokens, second.tokens);
  EXPECT_EQ(first.text, second.text);
  EXPECT_EQ(first.tokens.size(), 16u);
}

TEST_F(LlamaBackendOn, SampledAnswersRepeatWithTheirSeed) {
  ASSAY_LOAD_OR_SKIP(kSmall, {{"context", "256"}, {"schedule", "exact"}});
  const auto sampled = [&](RequestId id, std::uint64_t seed) {
    Request request = generation(id, kPrompt, 12);
    std::get<Generate>(request.body).sampling = {.temperature = 1.5, .seed = seed};
    return ask(request).tokens;
  };

  EXPECT_EQ(sampled(1, 5), sampled(2, 5));
  EXPECT_NE(sampled(3, 5), sampled(4, 6));
}

TEST_F(LlamaBackendOn, ForcedLengthsAreReachedAndCounted) {
  ASSAY_LOAD_OR_SKIP(kSmall, {{"context", "256"}});

  const Response response = ask(generation(1, kPrompt, 20));

  EXPECT_EQ(response.finish, Finish::kLength);
  EXPECT_EQ(response.output_tokens, 20);
  EXPECT_EQ(response.top_gaps.size(), 20u);
  EXPECT_GT(*response.prompt_tokens, 10);
  EXPECT_GT(response.engine->prefill_s, 0);
  EXPECT_GT(response.engine->decode_s, 0);
  std::string streamed;
  for (const std::string& piece : sink_.pieces(1)) {
    streamed += piece;
  }
  EXPECT_EQ(streamed, response.text);
  EXPECT_EQ(sink_.pieces(1).size(), 20u);
}

TEST_F(LlamaBackendOn, StopStringsEndAnAnswerEvenAcrossTokens) {
  ASSAY_LOAD_OR_SKIP(kSmall, {{"context", "256"}});
  const Response whole = ask(generation(1, kPrompt, 24));
  const auto pieces = sink_.pieces(1);
  int tried = 0;
  std::string before;
  for (std::size_t i = 0; i + 1 < pieces.size() && tried < 4; before += pieces[i], ++i) {
    if (pieces[i].empty() || pieces[i + 1].empty()) {
      continue;
    }
    const std::string stop = pieces[i].substr(pieces[i].size() - 1) + pieces[i + 1].substr(0, 1);
    const std::size_t at = before.size() + pieces[i].size() - 1;
    if (whole.text.find(stop) != at) {
      continue;  // it stands somewhere before
    }
    ++tried;

    const Response stopped = ask(generation(static_cast<RequestId>(10 + i), kPrompt, 24, {"never there", stop}));

    EXPECT_EQ(stopped.finish, Finish::kStop);
    EXPECT_EQ(stopped.stop, stop);
    EXPECT_EQ(stopped.text, whole.text.substr(0, at));
  }
  EXPECT_GT(tried, 0) << whole.text;
}

TEST_F(LlamaBackendOn, ContextsThatOverflowAreAnOutcome) {
  ASSAY_LOAD_OR_SKIP(kSmall, {{"context", "64"}});
  std::string long_prompt;
  for (int i = 0; i < 100; ++i) {
    long_prompt += "word ";
  }

  const Response too_long = ask(generation(1, long_prompt, 4));
  const Response scored = ask(choice(2, long_prompt, {" a", " b"}));
  const Response filled = ask(generation(3, kPrompt, 500));
  const Response after = ask(generation(4, kPrompt, 4));

  EXPECT_EQ(too_long.finish, Finish::kContextFull);
  EXPECT_NE(too_long.failure.find("does not fit the model's context of 64"), std::string::npos);
  EXPECT_EQ(scored.finish, Finish::kContextFull);
  EXPECT_TRUE(scored.choices.empty());
  EXPECT_EQ(filled.finish, Finish::kContextFull);
  EXPECT_EQ(*filled.prompt_tokens + *filled.output_tokens, 64 + 1);  // the last token needs no cell
  EXPECT_EQ(after.finish, Finish::kLength);
}

TEST_F(LlamaBackendOn, BosStandsOnceHoweverThePromptBegins) {
  ASSAY_LOAD_OR_SKIP(kWithBos, {{"context", "128"}});

  const auto plain = backend_->encode(generation(1, "Hello", 1));
  const auto spelled = backend_->encode(generation(2, "<bos>Hello", 1));
  const auto scored = backend_->encode(choice(3, "Hello", {" a"}));

  ASSERT_TRUE(plain && spelled && scored);
  EXPECT_TRUE(plain->has_bos);
  EXPECT_EQ(plain->prompt, spelled->prompt);
  EXPECT_EQ(scored->prompt, plain->prompt);
  EXPECT_EQ(std::count(plain->prompt.begin(), plain->prompt.end(), plain->prompt.front()), 1);
}

TEST_F(LlamaBackendOn, ExactAnswersAreTheSameBitsAloneAndInCompany) {
  ASSAY_LOAD_OR_SKIP(kSmall, {{"context", "256"}, {"schedule", "exact"}});
  const std::vector<std::string> choices{" seven", " eight hundred", " a"};
  const Response alone = ask(generation(1, kPrompt, 12));
  const Response scored_alone = ask(choice(2, kPrompt, choices));

  backend_->submit(generation(10, "Something else entirely", 9), sink_);
  backend_->submit(choice(11, "Another context", {" x", " y z"}), sink_);
  backend_->submit(choice(12, kPrompt, choices), sink_);
  backend_->submit(generation(13, kPrompt, 12), sink_);
  backend_->submit(generation(14, "And one more", 5), sink_);
  const Response scored = sink_.wait(12);
  const Response together = sink_.wait(13);
  sink_.wait(14);

  EXPECT_EQ(together.tokens, alone.tokens);
  EXPECT_EQ(together.top_gaps, alone.top_gaps);
  ASSERT_EQ(scored.choices.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(scored.choices[i].log_likelihood, scored_alone.choices[i].log_likelihood);
    EXPECT_EQ(scored.choices[i].is_greedy, scored_alone.choices[i].is_greedy);
    EXPECT_LT(scored.choices[i].log_likelihood, 0);
    EXPECT_GE(scored.choices[i].tokens, 1);
  }
}

// The order of the choices and who else is asked must not move a sum by more than the schedules' known noise.
TEST_F(LlamaBackendOn, FastSumsLieNearTheExactOnes) {
  const std::vector<std::string> choices{" seven", " eight", " nine"};
  ASSAY_LOAD_OR_SKIP(kSmall, {{"context", "256"}, {"schedule", "exact"}});
  const Response exact = ask(choice(1, kPrompt, choices));
  backend_->stop();
  backend_.reset();
  ASSAY_LOAD_OR_SKIP(kSmall, {{"context", "256"}, {"schedule", "fast"}});

  const Response fast = ask(choice(2, kPrompt, choices));
  const Response turned = ask(choice(3, kPrompt, {choices[2], choices[1], choices[0]}));

  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(fast.choices[i].log_likelihood, exact.choices[i].log_likelihood, 0.5);
    EXPECT_NEAR(turned.choices[2 - i].log_likelihood, fast.choices[i].log_likelihood, 0.5);
  }
}

TEST_F(LlamaBackendOn, ChatIsRenderedInTheModelsOwnForm) {
  ASSAY_LOAD_OR_SKIP(kSmall, {{"context", "128"}});
  if (!backend_->info().can.has(Capability::kChatTemplate)) {
    GTEST_SKIP() << "this build's llama.cpp has no chat templates";
  }

  const auto chat = backend_->render_chat({{"system", "Be brief."}, {"user", "Hi"}});

  ASSERT_TRUE(chat) << chat.error().message;
  EXPECT_EQ(*chat, "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
}

TEST_F(LlamaBackendOn, CancelledRequestsEndOnceAndOthersGoOn) {
  ASSAY_LOAD_OR_SKIP(kSmall, {{"context", "2048"}, {"parallel", "2"}});
  backend_->submit(generation(1, kPrompt, 1900), sink_);
  backend_->submit(generation(2, kPrompt, 8), sink_);
  sink_.wait(2);

  backend_->cancel(1);
  backend_->cancel(99);  // unknown ids are ignored

  EXPECT_EQ(sink_.wait(1).finish, Finish::kCancelled);
  EXPECT_EQ(ask(generation(3, kPrompt, 4)).finish, Finish::kLength);
  EXPECT_EQ(sink_.ends(1), 1);
}

TEST_F(LlamaBackendOn, StoppingCancelsWhatIsGoing) {
  ASSAY_LOAD_OR_SKIP(kSmall, {{"context", "2048"}, {"parallel", "1"}});
  backend_->submit(generation(1, kPrompt, 1900), sink_);
  backend_->submit(generation(2, kPrompt, 1900), sink_);

  backend_->stop();

  EXPECT_EQ(sink_.wait(1).finish, Finish::kCancelled);
  EXPECT_EQ(sink_.wait(2).finish, Finish::kCancelled);
  EXPECT_EQ(sink_.ends(1) + sink_.ends(2), 2);
  backend_.reset();
}

TEST_F(LlamaBackendOn, WhatIdentifiesTheModelIsSaid) {
  ASSAY_LOAD_OR_SKIP(kSmall, {{"context", "128"}, {"schedule", "exact"}});

  const BackendInfo& info = backend_->info();

  EXPECT_EQ(info.identity.at("schedule"), "exact");
  EXPECT_EQ(info.identity.at("context"), "128");
  EXPECT_EQ(info.identity.at("weights").size(), 64u);
  EXPECT_EQ(info.facts.at("format"), "Q4_1");
  EXPECT_EQ(info.context_tokens_max, 128);
  EXPECT_EQ(info.identity.count("parallel"), 0u);  // decides nothing under this schedule
}

TEST(LlamaBackend, RefusesWhatIsNoModelInOneLine) {
  const auto clock = make_system_clock();
  const auto missing = make_llama_backend({.name = "m", .address = "llama:nowhere.gguf"}, *clock);
  const auto source = make_llama_backend({.name = "m", .address = "llama:" ASSAY_SOURCE_DIR "/CMakeLists.txt"}, *clock);

  EXPECT_EQ(missing.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(source.error().kind, ErrorKind::kCorrupt);
}

TEST(LlamaDevices, HoldTheProcessor) {
  const auto devices = list_llama_devices();

  EXPECT_FALSE(devices.empty());
}

}  // namespace
}  // namespace assay
