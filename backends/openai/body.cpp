// Only what is asked for is sent, so that servers that know little take it.
#include "backends/openai/body.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kStopsMax = 4;  // what the protocol allows; further ones are cut here alone

// With the extra fields behind, which hold none of ours.
std::string finished(const OpenAiOptions& options, Json body) {
  const Json extra = Json::parse(options.extra, nullptr, false);
  if (extra.is_object()) {
    body.update(extra);
  }
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json messages_json(const OpenAiOptions& options, const Generate& ask) {
  Json list = Json::array();
  if (!ask.messages.empty()) {
    for (const ChatMessage& message : ask.messages) {
      list.push_back({{"role", message.role}, {"content", message.content}});
    }
    return list;
  }
  if (!options.system.empty()) {
    list.push_back({{"role", "system"}, {"content", options.system}});
  }
  list.push_back({{"role", "user"}, {"content", ask.prompt}});
  return list;
}

void add_sampling(const Sampling& sampling, Json& body) {
  body["temperature"] = sampling.temperature;
  if (sampling.temperature == 0) {
    return;
  }
  body["seed"] = sampling.seed & INT64_MAX;  // servers read it as a signed number
  if (sampling.top_p != 1) {
    body["top_p"] = sampling.top_p;
  }
  if (sampling.top_k != 0) {
    body["top_k"] = sampling.top_k;
  }
  if (sampling.min_p != 0) {
    body["min_p"] = sampling.min_p;
  }
}

}  // namespace

bool is_chat(const OpenAiOptions& options, const Generate& ask) {
  return options.api == OpenAiApi::kChat || !ask.messages.empty();
}

std::string generate_body(const OpenAiOptions& options, const Generate& ask) {
  Json body{{"model", options.model}};
  if (is_chat(options, ask)) {
    body["messages"] = messages_json(options, ask);
  } else {
    body["prompt"] = ask.prompt;
  }
  body[options.limit_field] = ask.output_tokens_max;
  add_sampling(ask.sampling, body);
  Json stops = Json::array();
  for (const std::string& stop : ask.stops) {  // a server would look for them in the thought too
    if (!ask.thought && !stop.empty() && stops.size() < kStopsMax) {
      stops.push_back(stop);
    }
  }
  if (!stops.empty()) {
    body["stop"] = std::move(stops);
  }
  if (ask.ignores_end) {
    body["ignore_eos"] = true;
  }
  body["stream"] = true;
  body["stream_options"] = {{"include_usage", true}};
  return finished(options, std::move(body));
}

std::string score_body(const OpenAiOptions& options, const Score& score) {
  Json prompts = Json::array();
  for (const std::string& continuation : score.continuations) {
    prompts.push_back(score.context + continuation);
  }
  return finished(options, {{"model", options.model},
                            {"prompt", std::move(prompts)},
                            {"max_tokens", 1},
                            {"temperature", 0},
                            {"echo", true},
                            {"logprobs", 1}});
}

std::string trial_body(const OpenAiOptions& options) {
  Json body{{"model", options.model}};
  if (options.api == OpenAiApi::kChat) {
    body["messages"] = messages_json(options, {.prompt = "Hi"});
  } else {
    body["prompt"] = "Hi";
  }
  body[options.limit_field] = 1;
  return finished(options, std::move(body));
}

}  // namespace assay
