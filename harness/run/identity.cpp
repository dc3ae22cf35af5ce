// Canonical JSON of a request's identity.
#include "harness/run/identity.h"

#include <nlohmann/json.hpp>

#include "harness/api/messages.h"
#include "harness/base/hash.h"
#include "harness/base/text.h"

namespace assay {
namespace {

// Doubles as their shortest exact text, so that the same value is always the same bytes.
nlohmann::json sampling_json(const Sampling& sampling) {
  if (sampling.temperature == 0) {
    return "greedy";
  }
  return {{"temperature", exact_number(sampling.temperature)},
          {"top_p", exact_number(sampling.top_p)},
          {"min_p", exact_number(sampling.min_p)},
          {"top_k", sampling.top_k},
          {"seed", sampling.seed}};
}

}  // namespace

Identity identify(const BackendInfo& backend, const Request& request, int repeat) {
  nlohmann::json text;
  text["engine"] = backend.identity;
  text["repeat"] = repeat;
  if (const auto* ask = std::get_if<Generate>(&request.body)) {
    text["kind"] = "generate";
    text["sampling"] = sampling_json(ask->sampling);
    text["stops"] = ask->stops;
    text["output_tokens_max"] = ask->output_tokens_max;
    text["ignores_end"] = ask->ignores_end;
    if (ask->thought) {
      text["stops_outside"] = to_text(*ask->thought);
      text["begins_in_thought"] = ask->begins_in_thought;
    }
    if (!request.encoding) {
      text["prompt"] = valid_utf8(ask->prompt);
    }
    if (!request.encoding && !ask->messages.empty()) {
      text.erase("prompt");
      text["messages"] = messages_text(ask->messages);
    }
  } else {
    text["kind"] = "score";
    if (!request.encoding) {
      text["context"] = valid_utf8(std::get<Score>(request.body).context);
      text["continuations"] = std::get<Score>(request.body).continuations;
    }
  }
  if (request.encoding) {
    text["prompt_ids"] = request.encoding->prompt;
    text["continuation_ids"] = request.encoding->continuations;
  }
  Identity identity;
  identity.text = text.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  identity.key = to_hex(hash128(identity.text));
  return identity;
}

Identity identify_all(const BackendInfo& backend, std::span<const Request> requests, int repeat) {
  Identity all = identify(backend, requests.front(), repeat);
  for (const Request& request : requests.subspan(1)) {
    all.text += "\n" + identify(backend, request, repeat).text;
  }
  all.key = to_hex(hash128(all.text));
  return all;
}

}  // namespace assay
