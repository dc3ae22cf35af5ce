// Requests with made-up words, all of one length, so that the figures can be laid beside an engine's own benchmark.
#include "harness/cli/bench_engine.h"

#include <array>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/files.h"
#include "harness/base/rng.h"
#include "harness/base/text.h"

namespace assay {
namespace {

// Gathers responses. on_done: any thread; the rest: the bench's.
class Gatherer final : public ResponseSink {
 public:
  void on_chunk(const Chunk& /*chunk*/) override {}

  void on_done(Response response) override {
    {
      const std::lock_guard lock(mutex_);
      responses_.push_back(std::move(response));
    }
    arrived_.notify_one();
  }

  void wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    while (!arrived_.wait_for(lock, std::chrono::seconds(1), [&] { return responses_.size() >= count; })) {
    }
  }

  // REQUIRES: every request has been answered.
  std::vector<Response> take() { return std::move(responses_); }

 private:
  std::mutex mutex_;  // guards responses_
  std::condition_variable arrived_;
  std::vector<Response> responses_;
};

struct Measured {
  std::vector<Response> responses;
  double wall_s = 0;
};

// Submits all requests, at most `in_flight` at a time, and waits for their answers.
Result<Measured> measure(Backend& backend, Clock& clock, const std::vector<Request>& requests, int in_flight) {
  Gatherer gatherer;
  const Nanos begin = clock.now();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (i >= static_cast<std::size_t>(in_flight)) {
      gatherer.wait_for(i + 1 - static_cast<std::size_t>(in_flight));
    }
    backend.submit(requests[i], gatherer);
  }
  gatherer.wait_for(requests.size());
  Measured measured{.wall_s = seconds(clock.now() - begin)};
  measured.responses = gatherer.take();
  for (const Response& response : measured.responses) {
    if (response.finish != Finish::kLength && response.finish != Finish::kScored) {
      return Error{ErrorKind::kEnvironment,
                   "request " + std::to_string(response.request) + " failed: " +
                       (response.failure.empty() ? "it ended before its forced length" : response.failure)};
    }
  }
  return measured;
}

// A prompt of exactly so many tokens, from random words.
Result<Request> make_request(Backend& backend, Rng& rng, RequestId id, int prompt_tokens, int output_tokens) {
  constexpr std::array<std::string_view, 24> kWords = {
      "river", "seven", "the",  "garden", "of",  "window", "quick", "stone",  "above", "letter", "and",   "music",
      "north", "apple", "very", "bridge", "old", "market", "into",  "yellow", "with",  "engine", "early", "table"};
  Generate generate{.output_tokens_max = output_tokens, .ignores_end = true};
  for (int i = 0; i < prompt_tokens; ++i) {
    generate.prompt += i == 0 ? "" : " ";
    generate.prompt += kWords[rng.below(kWords.size())];
  }
  Request request{.id = id, .body = std::move(generate)};
  auto encoding = backend.encode(request);
  if (!encoding) {
    return std::move(encoding.error());
  }
  if (encoding->prompt.size() < static_cast<std::size_t>(prompt_tokens)) {
    return Error{ErrorKind::kUnsupported, "words take less than one token each in this model"};
  }
  encoding->prompt.resize(static_cast<std::size_t>(prompt_tokens));
  request.encoding = std::move(*encoding);
  return request;
}

Result<std::vector<Request>> make_requests(Backend& backend, const EngineBenchOptions& options, Rng& rng,
                                           RequestId first_id, int output_tokens) {
  std::vector<Request> requests;
  for (int i = 0; i < options.sequences; ++i) {
    auto request =
        make_request(backend, rng, first_id + static_cast<RequestId>(i), options.prompt_tokens, output_tokens);
    if (!request) {
      return std::move(request.error());
    }
    requests.push_back(std::move(*request));
  }
  return requests;
}

Result<nlohmann::ordered_json> bench_generation(Backend& backend, Clock& clock, const EngineBenchOptions& options,
                                                RequestId& next_id) {
  Rng rng(options.seed);
  constexpr int kWarmUpTokens = 4;
  const auto sequences = static_cast<RequestId>(options.sequences);
  auto warm = make_requests(backend, options, rng, next_id, kWarmUpTokens);
  auto requests = make_requests(backend, options, rng, next_id + sequences, options.output_tokens);
  next_id += 2 * sequences;
  if (!warm || !requests) {
    return std::move((!warm ? warm : requests).error());
  }
  if (auto measured = measure(backend, clock, *warm, options.sequences); !measured) {
    return std::move(measured.error());
  }
  auto measured = measure(backend, clock, *requests, options.sequences);
  if (!measured) {
    return std::move(measured.error());
  }
  double prefill_s = 0;
  double decode_s = 0;
  int outputs = 0;
  for (const Response& response : measured->responses) {
    prefill_s += response.engine->prefill_s;
    decode_s += response.engine->decode_s;
    outputs += *response.output_tokens;
  }
  const int prompts = options.sequences * options.prompt_tokens;
  return nlohmann::ordered_json{{"sequences", options.sequences},
                                {"prompt_tokens", prompts},
                                {"output_tokens", outputs},
                                {"prefill_s", prefill_s},
                                {"decode_s", decode_s},
                                {"wall_s", measured->wall_s},
                                {"prompt_tokens_per_s", prompts / prefill_s},
                                {"generation_tokens_per_s", (outputs - options.sequences) / decode_s},
                                {"tokens_per_s_wall", (prompts + outputs) / measured->wall_s}};
}

struct HellaSwag {
  std::vector<Request> requests;
  std::vector<std::size_t> gold;
};

// Six lines an item: context, the right ending's index, four endings.
Result<HellaSwag> read_hellaswag(const EngineBenchOptions& options, RequestId first_id) {
  constexpr std::size_t kLines = 6;
  auto text = read_file(options.hellaswag);
  if (!text) {
    return std::move(text.error());
  }
  const std::vector<std::string_view> lines = split(*text, '\n');
  HellaSwag items;
  for (std::size_t at = 0; at + kLines <= lines.size(); at += kLines) {
    if (options.items > 0 && items.gold.size() == static_cast<std::size_t>(options.items)) {
      break;
    }
    const auto gold = parse_int(lines[at + 1]);
    if (!gold || *gold < 0 || *gold > 3) {
      return Error{ErrorKind::kCorrupt, options.hellaswag + ":" + std::to_string(at + 2) + ": '" +
                                            printable(lines[at + 1], 40) + "' is not the index of an ending, 0 to 3"};
    }
    Score score{.context = std::string(lines[at])};
    for (std::size_t ending = 2; ending < kLines; ++ending) {
      score.continuations.push_back(" " + std::string(lines[at + ending]));
    }
    items.requests.push_back({.id = first_id + items.requests.size(), .body = std::move(score)});
    items.gold.push_back(static_cast<std::size_t>(*gold));
  }
  if (items.gold.empty()) {
    return Error{ErrorKind::kCorrupt, options.hellaswag + ": no item of six lines"};
  }
  return items;
}

// The mean log-probability per token decides, as in llama-perplexity.
bool is_right(const Response& response, std::size_t gold) {
  std::size_t best = 0;
  const auto mean = [&](std::size_t i) { return response.choices[i].log_likelihood / response.choices[i].tokens; };
  for (std::size_t i = 1; i < response.choices.size(); ++i) {
    best = mean(i) > mean(best) ? i : best;
  }
  return best == gold;
}

Result<nlohmann::ordered_json> bench_choices(Backend& backend, Clock& clock, const EngineBenchOptions& options,
                                             RequestId& next_id) {
  const RequestId first_id = next_id;
  auto items = read_hellaswag(options, first_id);
  if (!items) {
    return std::move(items.error());
  }
  next_id += items->requests.size();
  auto measured = measure(backend, clock, items->requests, backend.info().scores_in_flight);
  if (!measured) {
    return std::move(measured.error());
  }
  std::size_t right = 0;
  std::size_t choices = 0;
  std::int64_t evaluated = 0;
  for (const Response& response : measured->responses) {
    right += is_right(response, items->gold[response.request - first_id]) ? 1 : 0;
    choices += response.choices.size();
    evaluated += response.prompt_tokens_evaluated.value_or(0);
  }
  const auto count = static_cast<double>(items->gold.size());
  return nlohmann::ordered_json{{"items", items->gold.size()},
                                {"choices", choices},
                                {"tokens_evaluated", evaluated},
                                {"wall_s", measured->wall_s},
                                {"choices_per_s", static_cast<double>(choices) / measured->wall_s},
                                {"accuracy", static_cast<double>(right) / count}};
}

void write(const nlohmann::ordered_json& repetitions, bool is_json, std::ostream& out) {
  if (is_json) {
    out << nlohmann::ordered_json{{"schema_version", 1}, {"repetitions", repetitions}}.dump(2) << "\n";
    return;
  }
  for (const auto& repetition : repetitions) {
    for (const auto& [part, figures] : repetition.items()) {
      for (const auto& [name, value] : figures.items()) {
        out << part << "." << name << " " << value.dump() << "\n";
      }
    }
  }
}

}  // namespace

Status run_engine_bench(Backend& backend, Clock& clock, const EngineBenchOptions& options, std::ostream& out) {
  const CapabilitySet needed =
      options.hellaswag.empty()
          ? Capability::kGenerate | Capability::kTokenIds | Capability::kStepShares
          : Capability::kGenerate | Capability::kTokenIds | Capability::kStepShares | Capability::kLogLikelihood;
  if (!backend.info().can.has(needed)) {
    return Error{ErrorKind::kUnsupported, "model '" + backend.info().model + "' offers " +
                                              backend.info().can.to_string() + "; the benchmark needs " +
                                              needed.to_string()};
  }
  if (options.sequences < 1 || options.prompt_tokens < 1 || options.output_tokens < 2) {
    return Error{ErrorKind::kInvalidConfig, "the benchmark needs at least 1 sequence, 1 prompt and 2 output tokens"};
  }
  RequestId next_id = 1;
  nlohmann::ordered_json repetitions = nlohmann::ordered_json::array();
  for (int repetition = 0; repetition < options.repetitions; ++repetition) {
    const bool is_scoring = !options.hellaswag.empty();
    auto figures = is_scoring ? bench_choices(backend, clock, options, next_id)
                              : bench_generation(backend, clock, options, next_id);
    if (!figures) {
      return std::move(figures.error());
    }
    repetitions.push_back({{is_scoring ? "choices" : "generation", std::move(*figures)}});
  }
  write(repetitions, options.is_json, out);
  return {};
}

}  // namespace assay
