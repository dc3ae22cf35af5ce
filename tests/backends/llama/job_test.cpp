// Jobs: refused before any work where they cannot be answered, completed in one place.
#include "backends/llama/job.h"

#include <gtest/gtest.h>

#include "backends/llama/job_queue.h"

namespace assay {
namespace {

class KeepingSink final : public ResponseSink {
 public:
  void on_chunk(const Chunk& /*chunk*/) override {}
  void on_done(Response response) override { responses.push_back(std::move(response)); }
  std::vector<Response> responses;
};

Job generate_of(std::size_t prompt_tokens, int output_tokens_max) {
  Job job;
  job.request.body = Generate{.output_tokens_max = output_tokens_max};
  job.encoding.prompt.resize(prompt_tokens);
  return job;
}

Job score_of(std::size_t prompt_tokens, const std::vector<std::size_t>& continuation_tokens) {
  Job job;
  job.request.body = Score{.continuations = std::vector<std::string>(continuation_tokens.size(), "c")};
  job.encoding.prompt.resize(prompt_tokens);
  for (const std::size_t tokens : continuation_tokens) {
    job.encoding.continuations.emplace_back(tokens);
  }
  return job;
}

TEST(Refusal, OfAContextThatIsTooLongIsAnOutcome) {
  EXPECT_FALSE(refusal(generate_of(64, 1), 64));
  EXPECT_EQ(refusal(generate_of(65, 1), 64)->finish, Finish::kContextFull);
  EXPECT_FALSE(refusal(score_of(60, {1, 5}), 64));  // the last token is scored, not evaluated
  EXPECT_EQ(refusal(score_of(60, {1, 6}), 64)->finish, Finish::kContextFull);
  EXPECT_NE(refusal(score_of(60, {6}), 64)->failure.find("context of 60 tokens and a continuation of 6"),
            std::string::npos);
}

TEST(Refusal, OfWhatCannotBeAskedIsAFailure) {
  EXPECT_EQ(refusal(generate_of(0, 1), 64)->finish, Finish::kFailed);
  EXPECT_EQ(refusal(generate_of(1, 0), 64)->finish, Finish::kFailed);
  EXPECT_EQ(refusal(score_of(1, {}), 64)->finish, Finish::kFailed);
  EXPECT_NE(refusal(score_of(1, {1, 0}), 64)->failure.find("continuation 2 ('c') has no token"), std::string::npos);
}

TEST(SharedPrefix, IsUsedOnlyIfItPaysAndFits) {
  Job job;
  job.request.body = Generate{.prompt = std::string(100, 'p')};
  const auto bytes = [&](std::size_t hint) {
    job.request.shared_prefix_bytes = hint;
    return job.shared_prefix().size();
  };

  EXPECT_EQ(bytes(0), 0u);
  EXPECT_EQ(bytes(63), 0u);
  EXPECT_EQ(bytes(64), 64u);
  EXPECT_EQ(bytes(100), 100u);
  EXPECT_EQ(bytes(101), 0u);
}

TEST(Finish, CompletesEveryField) {
  KeepingSink sink;
  auto job = std::make_unique<Job>(generate_of(3, 4));
  job->request.id = 9;
  job->sink = &sink;
  job->response.text = "broken \xC3";
  job->response.tokens = {1, 2};
  job->response.choices = {{.log_likelihood = -1}};
  job->evaluated = 5;
  job->occupancy_sum = 6;
  job->decode_steps = 3;

  finish(std::move(job), Finish::kCancelled, "why");

  ASSERT_EQ(sink.responses.size(), 1u);
  const Response& response = sink.responses[0];
  EXPECT_EQ(response.request, 9u);
  EXPECT_EQ(response.finish, Finish::kCancelled);
  EXPECT_EQ(response.failure, "why");
  EXPECT_EQ(response.text, "broken \xEF\xBF\xBD");
  EXPECT_TRUE(response.choices.empty());  // half a score is none
  EXPECT_EQ(response.prompt_tokens, 3);
  EXPECT_EQ(response.prompt_tokens_evaluated, 5);
  EXPECT_EQ(response.output_tokens, 2);
  EXPECT_DOUBLE_EQ(response.engine->batch_occupancy_mean, 2);
}

TEST(JobQueue, IsFirstComeFirstServedAndGivesOneByItsId) {
  KeepingSink sink;
  JobQueue queue;
  for (const RequestId id : {1, 2, 3, 4}) {
    auto job = std::make_unique<Job>();
    job->request.id = id;
    job->sink = &sink;
    queue.push(std::move(job));
  }

  EXPECT_EQ(queue.take(3)->id(), 3u);
  EXPECT_EQ(queue.take(3), nullptr);
  EXPECT_EQ(queue.pop()->id(), 1u);
  queue.cancel_all();

  EXPECT_TRUE(queue.is_empty());
  ASSERT_EQ(sink.responses.size(), 2u);
  EXPECT_EQ(sink.responses[0].request, 2u);
  EXPECT_EQ(sink.responses[1].finish, Finish::kCancelled);
}

}  // namespace
}  // namespace assay
