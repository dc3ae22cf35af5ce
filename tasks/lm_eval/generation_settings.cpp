// Reading generation_kwargs.
#include "tasks/lm_eval/generation_settings.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/text.h"
#include "tasks/template/python_text.h"

namespace assay {
namespace {

constexpr int kOutputTokens = 256;  // lm-eval's default
constexpr int kLetterTokens = 512;  // room for a thought before the letter

class Reader {
 public:
  explicit Reader(const ConfigValue& kwargs) : kwargs_(kwargs) {}

  std::optional<double> number(std::string_view key, double low, double high) {
    const Value* value = kwargs_.value.find(key);
    if (value == nullptr || value->is_none()) {
      return std::nullopt;
    }
    const auto read = value->is_number() ? std::optional(value->as_real())
                      : value->is_text() ? parse_double(value->as_text())
                                         : std::nullopt;
    if (!read || *read < low || *read > high) {
      fail(std::string(key) + " is " + printable(python_repr(*value), 40) + ", not a number from " + exact_number(low) +
           " to " + exact_number(high));
      return std::nullopt;
    }
    return read;
  }

  std::optional<bool> boolean(std::string_view key) {
    const Value* value = kwargs_.value.find(key);
    if (value == nullptr || value->is_none()) {
      return std::nullopt;
    }
    if (value->kind() != Value::Kind::kBool) {
      fail(std::string(key) + " is " + printable(python_repr(*value), 40) + ", neither true nor false");
      return std::nullopt;
    }
    return value->as_bool();
  }

  void fail(const std::string& message) {
    if (!error_) {
      error_ = kwargs_.place.error("generation_kwargs: " + message);
    }
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  const ConfigValue& kwargs_;
  std::optional<Error> error_;
};

std::vector<std::string> stops_of(const TaskConfig& config, Reader& reader) {
  const Value* until = config.generation_kwargs.value.find("until");
  if (until == nullptr || until->is_none()) {
    return {config.fewshot_delimiter.text_or("\n\n")};
  }
  std::vector<std::string> stops;
  for (const Value& stop : until->is_list() ? until->items() : Value::List{*until}) {
    if (!stop.is_text()) {
      reader.fail("until holds " + printable(python_repr(stop), 40) + ", which is no text");
    } else if (!stop.as_text().empty()) {
      stops.push_back(stop.as_text());
    }
  }
  return stops;
}

}  // namespace

Result<Generation> read_generation(const TaskConfig& config) {
  constexpr std::array<std::string_view, 12> kKnown{"until",          "do_sample",  "temperature",  "top_p",
                                                    "top_k",          "min_p",      "max_gen_toks", "max_tokens",
                                                    "max_new_tokens", "max_length", "num_beams",    "stream"};
  Reader reader(config.generation_kwargs);
  Generation generation{.stops = stops_of(config, reader), .output_tokens_max = kOutputTokens};
  if (config.generation_kwargs.value.is_dict()) {
    for (const ValueField& field : config.generation_kwargs.value.fields()) {
      const std::string key = python_str(field.key);
      if (std::find(kKnown.begin(), kKnown.end(), key) == kKnown.end()) {
        return Error{
            ErrorKind::kUnsupported,
            config.generation_kwargs.place.error("generation_kwargs: '" + printable(key, 40) + "' is not supported")
                .message};
      }
    }
  }
  for (const char* key : {"max_length", "max_new_tokens", "max_tokens", "max_gen_toks"}) {
    if (const auto limit = reader.number(key, 1, 1e6)) {
      generation.output_tokens_max = static_cast<int>(*limit);
    }
  }
  if (const auto beams = reader.number("num_beams", 1, 1000); beams && *beams > 1) {
    reader.fail("num_beams above 1 is not supported");
  }
  const double temperature = reader.number("temperature", 0, 100).value_or(0);
  const auto sampled = reader.boolean("do_sample");
  if (sampled.value_or(true) && temperature > 0) {
    generation.sampling.temperature = temperature;
    const double top_p = reader.number("top_p", 0, 1).value_or(1);
    generation.sampling.top_p = top_p > 0 ? top_p : 1;
    generation.sampling.min_p = reader.number("min_p", 0, 1).value_or(0);
    generation.sampling.top_k = static_cast<int>(reader.number("top_k", -1, 1e6).value_or(0));
    generation.sampling.top_k = std::max(0, generation.sampling.top_k);
  }
  if (reader.error()) {
    return *reader.error();
  }
  return generation;
}

Generation letter_generation() { return {.output_tokens_max = kLetterTokens}; }

}  // namespace assay
