// Blobs: every list comes back as it was, broken bytes are noticed; checksums see every change.
#include "results/sqlite/codec.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <set>

#include "tests/fakes/sample_run.h"

namespace assay {
namespace {

TEST(Codec, GivesBackIdsFloatsAndTimes) {
  const std::vector<TokenId> ids{0, 1, -1, std::numeric_limits<TokenId>::min(), std::numeric_limits<TokenId>::max()};
  const std::vector<std::int64_t> times{
      0, 127, 128, -5, std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(), 3};
  const std::vector<float> floats{0.1F, -1e30F, std::numeric_limits<float>::infinity()};

  EXPECT_EQ(decode_ids(encode_ids(ids)), ids);
  EXPECT_EQ(decode_floats(encode_floats(floats)), floats);
  EXPECT_EQ(decode_times(encode_times(times)), times);
  EXPECT_EQ(decode_times(encode_times({})), std::vector<std::int64_t>{});
}

TEST(Codec, StoresIdsInTheDocumentedBytes) {
  EXPECT_EQ(encode_ids({1, -2}), std::string("\1\0\0\0\xfe\xff\xff\xff", 8));
  EXPECT_EQ(encode_times({100, 99, 300}), std::string("\xc8\x01\x01\x92\x03"));
}

TEST(Codec, NoticesBytesThatNoEncoderMakes) {
  EXPECT_FALSE(decode_ids("abc"));
  EXPECT_FALSE(decode_floats("abcde"));
  EXPECT_FALSE(decode_times("\x80"));
  EXPECT_FALSE(decode_times(std::string(11, '\x80')));
}

TEST(Checksum, ChangesWithEveryFieldOfAnAnswer) {
  const std::vector<std::function<void(AnswerRecord&)>> changes{
      [](AnswerRecord&) {},
      [](AnswerRecord& a) { a.key.model = "x"; },
      [](AnswerRecord& a) { a.key.task = "x"; },
      [](AnswerRecord& a) { ++a.key.document; },
      [](AnswerRecord& a) { ++a.key.repeat; },
      [](AnswerRecord& a) { a.document_hash = "x"; },
      [](AnswerRecord& a) { a.request_key = "x"; },
      [](AnswerRecord& a) { a.request_text = "x"; },
      [](AnswerRecord& a) { a.prompt = "x"; },
      [](AnswerRecord& a) { a.continuations.pop_back(); },
      [](AnswerRecord& a) { a.continuations[1] = "x"; },
      [](AnswerRecord& a) { a.prompt_ids.reset(); },
      [](AnswerRecord& a) { a.prompt_ids->clear(); },
      [](AnswerRecord& a) { ++a.boundary_merges; },
      [](AnswerRecord& a) { ++a.exemplars; },
      [](AnswerRecord& a) { ++a.attempt; },
      [](AnswerRecord& a) { ++a.block; },
      [](AnswerRecord& a) { a.response.finish = Finish::kEnd; },
      [](AnswerRecord& a) { a.response.text += " "; },
      [](AnswerRecord& a) { a.response.stop = ""; },
      [](AnswerRecord& a) { a.response.failure = ""; },
      [](AnswerRecord& a) { a.response.tokens.pop_back(); },
      [](AnswerRecord& a) { a.response.top_gaps[0] = 0.11F; },
      [](AnswerRecord& a) { a.response.choices[0].log_likelihood += 1e-12; },
      [](AnswerRecord& a) { a.response.choices[1].log_likelihood = std::numeric_limits<double>::infinity(); },
      [](AnswerRecord& a) { ++a.response.choices[2].tokens; },
      [](AnswerRecord& a) { a.response.choices[0].is_greedy = false; },
      [](AnswerRecord& a) { a.response.prompt_tokens.reset(); },
      [](AnswerRecord& a) { a.response.prompt_tokens_evaluated.reset(); },
      [](AnswerRecord& a) { a.response.output_tokens = 13; },
      [](AnswerRecord& a) { a.response.engine.reset(); },
      [](AnswerRecord& a) { a.response.engine->decode_s = 2e-300; },
      [](AnswerRecord& a) { ++a.submitted_ns; },
      [](AnswerRecord& a) { a.first_token_ns.reset(); },
      [](AnswerRecord& a) { --a.done_ns; },
      [](AnswerRecord& a) { a.token_ns.pop_back(); },
      [](AnswerRecord& a) { a.prefill_active_s = 0.3; },
      [](AnswerRecord& a) { a.decode_active_s = 0.3; },
  };
  std::set<std::string> seen;
  for (const auto& change : changes) {
    AnswerRecord answer = full_answer(0);
    change(answer);
    seen.insert(checksum(answer));
  }

  EXPECT_EQ(seen.size(), changes.size());
}

}  // namespace
}  // namespace assay
