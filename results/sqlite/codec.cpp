// Blobs and checksums.
#include "results/sqlite/codec.h"

#include <bit>

#include "harness/api/names.h"
#include "harness/base/hash.h"

namespace assay {
namespace {

void put_word(std::string& bytes, std::uint32_t word) {
  for (int shift = 0; shift < 32; shift += 8) {
    bytes += static_cast<char>(word >> shift);
  }
}

std::uint32_t word_at(std::string_view bytes, std::size_t at) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    word |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return word;
}

// Parts of a checksum, each after its length, so that no two lists of parts have the same bytes.
class Parts {
 public:
  Parts& add(std::string_view text) {
    bytes_ += std::to_string(text.size()) + ":";
    bytes_ += text;
    return *this;
  }
  Parts& add(std::int64_t number) { return add(std::to_string(number)); }
  // The bits, but that SQLite stores -0 as 0.
  Parts& add(double number) { return add(to_hex({.low = std::bit_cast<std::uint64_t>(number + 0.0)})); }
  template <typename T>
  Parts& add_optional(const std::optional<T>& value) {
    return value ? add(*value) : add("absent");
  }
  std::string hash() const { return to_hex(hash128(bytes_)); }

 private:
  std::string bytes_;
};

}  // namespace

std::string encode_ids(const std::vector<TokenId>& ids) {
  std::string bytes;
  bytes.reserve(4 * ids.size());
  for (const TokenId id : ids) {
    put_word(bytes, static_cast<std::uint32_t>(id));
  }
  return bytes;
}

std::string encode_floats(const std::vector<float>& values) {
  std::string bytes;
  bytes.reserve(4 * values.size());
  for (const float value : values) {
    put_word(bytes, std::bit_cast<std::uint32_t>(value));
  }
  return bytes;
}

std::string encode_doubles(const std::vector<double>& values) {
  std::string bytes;
  bytes.reserve(8 * values.size());
  for (const double value : values) {
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);
    put_word(bytes, static_cast<std::uint32_t>(bits));
    put_word(bytes, static_cast<std::uint32_t>(bits >> 32));
  }
  return bytes;
}

std::string encode_times(const std::vector<std::int64_t>& times) {
  std::string bytes;
  std::uint64_t before = 0;
  for (const std::int64_t time : times) {
    const auto difference = static_cast<std::int64_t>(static_cast<std::uint64_t>(time) - before);
    std::uint64_t zigzag = (static_cast<std::uint64_t>(difference) << 1) ^ static_cast<std::uint64_t>(difference >> 63);
    while (zigzag >= 128) {
      bytes += static_cast<char>(zigzag | 128);
      zigzag >>= 7;
    }
    bytes += static_cast<char>(zigzag);
    before = static_cast<std::uint64_t>(time);
  }
  return bytes;
}

std::optional<std::vector<TokenId>> decode_ids(std::string_view bytes) {
  if (bytes.size() % 4 != 0) {
    return std::nullopt;
  }
  std::vector<TokenId> ids;
  for (std::size_t at = 0; at < bytes.size(); at += 4) {
    ids.push_back(static_cast<TokenId>(word_at(bytes, at)));
  }
  return ids;
}

std::optional<std::vector<float>> decode_floats(std::string_view bytes) {
  if (bytes.size() % 4 != 0) {
    return std::nullopt;
  }
  std::vector<float> values;
  for (std::size_t at = 0; at < bytes.size(); at += 4) {
    values.push_back(std::bit_cast<float>(word_at(bytes, at)));
  }
  return values;
}

std::optional<std::vector<double>> decode_doubles(std::string_view bytes) {
  if (bytes.size() % 8 != 0) {
    return std::nullopt;
  }
  std::vector<double> values;
  for (std::size_t at = 0; at < bytes.size(); at += 8) {
    const std::uint64_t bits = word_at(bytes, at) | static_cast<std::uint64_t>(word_at(bytes, at + 4)) << 32;
    values.push_back(std::bit_cast<double>(bits));
  }
  return values;
}

std::optional<std::vector<std::int64_t>> decode_times(std::string_view bytes) {
  std::vector<std::int64_t> times;
  std::uint64_t before = 0;
  std::uint64_t zigzag = 0;
  int shift = 0;
  for (const char byte : bytes) {
    if (shift > 63) {
      return std::nullopt;
    }
    zigzag |= static_cast<std::uint64_t>(static_cast<unsigned char>(byte) & 127U) << shift;
    shift += 7;
    if ((static_cast<unsigned char>(byte) & 128U) == 0) {
      before += (zigzag >> 1) ^ (0 - (zigzag & 1));
      times.push_back(static_cast<std::int64_t>(before));
      zigzag = 0;
      shift = 0;
    }
  }
  return shift == 0 ? std::optional(std::move(times)) : std::nullopt;
}

std::string checksum(const AnswerRecord& answer) {
  const Response& response = answer.response;
  const auto number = [](const std::optional<int>& value) {
    return value ? std::optional<std::int64_t>(*value) : std::nullopt;
  };
  Parts parts;
  parts.add(answer.key.model).add(answer.key.task).add(answer.key.document).add(std::int64_t{answer.key.repeat});
  parts.add(answer.document_hash).add(answer.request_key).add(answer.request_text).add(answer.prompt);
  parts.add_optional(answer.prompt_ids ? std::optional<std::string>(encode_ids(*answer.prompt_ids)) : std::nullopt);
  parts.add(std::int64_t{answer.boundary_merges})
      .add(std::int64_t{answer.exemplars})
      .add(std::int64_t{answer.attempt})
      .add(answer.block);
  parts.add(static_cast<std::int64_t>(answer.continuations.size()));
  for (const std::string& continuation : answer.continuations) {
    parts.add(continuation);
  }
  for (const std::string& context : answer.contexts) {
    parts.add(context);
  }
  parts.add(to_name(response.finish)).add(response.text).add(response.stop).add(response.failure);
  parts.add(encode_ids(response.tokens)).add(encode_floats(response.top_gaps));
  parts.add_optional(number(response.prompt_tokens))
      .add_optional(number(response.prompt_tokens_evaluated))
      .add_optional(number(response.output_tokens));
  parts.add(static_cast<std::int64_t>(response.choices.size()));
  for (const ChoiceScore& choice : response.choices) {
    parts.add(choice.log_likelihood).add(std::int64_t{choice.tokens}).add(std::int64_t{choice.is_greedy ? 1 : 0});
  }
  parts.add(answer.submitted_ns)
      .add_optional(answer.first_token_ns)
      .add(answer.done_ns)
      .add(encode_times(answer.token_ns));
  parts.add(answer.prefill_active_s).add(answer.decode_active_s);
  if (response.engine) {
    parts.add(response.engine->prefill_s).add(response.engine->decode_s).add(response.engine->batch_occupancy_mean);
  }
  if (answer.thought) {  // older rows have none, and keep their checksums
    const Thought& thought = *answer.thought;
    parts.add(to_name(thought.state)).add(thought.answer_at).add(thought.count);
    parts.add_optional(number(thought.thought_tokens)).add_optional(number(thought.answer_tokens));
    parts.add_optional(number(response.thought_tokens));
  }
  return parts.hash();
}

}  // namespace assay
