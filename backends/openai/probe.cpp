// Two requests, three if the second is refused.
#include "backends/openai/probe.h"

#include <algorithm>
#include <vector>

#include "backends/openai/answer.h"
#include "backends/openai/body.h"
#include "harness/base/text.h"
#include "harness/base/value.h"

namespace assay {
namespace {

constexpr int kOk = 200;
constexpr Nanos kModelsPatience = std::chrono::seconds(30);
constexpr Nanos kTokenPatience = std::chrono::seconds(120);  // a server may load its model for the first token

struct ModelEntry {
  std::string id;
  int context_tokens_max = 0;
};

// A refusal or silence as an error; the key never in it.
Error fault_of(const HttpAnswer& answer, const std::string& url, const OpenAiOptions& options) {
  std::string text = url + ": ";
  ErrorKind kind = ErrorKind::kEnvironment;
  if (answer.head.status == 0) {
    text += "the server cannot be reached: " + answer.fault;
  } else {
    const std::string message = openai_error_message(answer.body);
    text += "HTTP " + std::to_string(answer.head.status) + (message.empty() ? "" : ": " + message);
  }
  if (answer.head.status == 401 || answer.head.status == 403) {
    text += options.key.empty() ? "; the environment variable " + options.key_name + " holds no key"
                                : "; the key in the environment variable " + options.key_name + " is refused";
  } else if (answer.head.status == 404) {
    kind = ErrorKind::kNotFound;
    text += "; an address ends like http://HOST:PORT/v1#MODEL";
  } else if (answer.head.status == 503) {
    text += "; is it still loading?";
  }
  return {kind, options.key.empty() ? text : replace_all(text, options.key, "(key)")};
}

std::vector<ModelEntry> read_models(const std::string& body) {
  std::vector<ModelEntry> entries;
  const auto answer = parse_json_value(body);
  const Value* data = answer ? answer->find("data") : nullptr;
  for (const Value& item : data != nullptr && data->is_list() ? data->items() : Value::List{}) {
    ModelEntry entry{.id = item.text_at("id").value_or("")};
    const Value* length = item.find("max_model_len");
    if (length != nullptr && length->kind() == Value::Kind::kInteger && length->as_integer() > 0 &&
        length->as_integer() <= INT32_MAX) {
      entry.context_tokens_max = static_cast<int>(length->as_integer());
    }
    if (!entry.id.empty()) {
      entries.push_back(std::move(entry));
    }
  }
  return entries;
}

// The entry of the model that is meant. A server with one model needs no name.
Result<ModelEntry> choose_model(const std::vector<ModelEntry>& entries, const OpenAiOptions& options) {
  if (entries.empty() && !options.model.empty()) {
    return ModelEntry{.id = options.model};  // a server that lists nothing is taken at its word later
  }
  std::vector<std::string> ids;
  for (const ModelEntry& entry : entries) {
    if (entry.id == options.model || (options.model.empty() && entries.size() == 1)) {
      return entry;
    }
    ids.push_back(printable(entry.id, 100));
  }
  if (options.model.empty()) {
    return Error{ErrorKind::kInvalidConfig, options.base + ": " + std::to_string(ids.size()) +
                                                " models; write #MODEL behind the address. It has: " + join(ids, ", ")};
  }
  return Error{ErrorKind::kNotFound, options.base + ": " + unknown_name("model", options.model, ids)};
}

void add_facts(const HttpAnswer& answer, BackendInfo& info) {
  const auto add = [&](const std::string& key, const std::string& value) {
    if (!value.empty()) {
      info.facts[key] = printable(value, 100);
    }
  };
  add("server", answer.head.server);
  if (const auto piece = read_openai_piece(answer.body)) {
    add("server.model", piece->model);
    add("server.fingerprint", piece->fingerprint);
  }
}

// Whether the server scores continuations; and, on the way, whether it answers at all.
Status try_token(HttpClient& client, const OpenAiOptions& options, const Clock& clock, BackendInfo& info) {
  std::string& reason = info.why_not[Capability::kLogLikelihood];
  if (options.api == OpenAiApi::kCompletions) {
    const std::string url = options.base + "/completions";
    const Score trial{.context = "The sky is", .continuations = {" blue", " green today"}};
    const HttpAnswer answer = fetch(client, url, score_body(options, trial), clock, kTokenPatience);
    if (answer.head.status == kOk && answer.fault.empty()) {
      add_facts(answer, info);
      if (const auto echo = read_echo(answer.body, trial)) {
        info.can = info.can | Capability::kLogLikelihood;
        info.why_not.erase(Capability::kLogLikelihood);
      } else {
        const std::string message = echo.error().message;
        reason = "asked to echo a prompt with its log-probabilities, the server does not: " + message;
      }
      return {};
    }
    reason = "asked to echo a prompt with its log-probabilities, the server says: " +
             openai_error_message(answer.head.status == 0 ? answer.fault : answer.body);
  } else {
    reason = "option 'api' is 'chat'; log-likelihoods need 'completions'";
  }
  const std::string url = options.base + (options.api == OpenAiApi::kChat ? "/chat/completions" : "/completions");
  const HttpAnswer answer = fetch(client, url, trial_body(options), clock, kTokenPatience);
  if (answer.head.status != kOk || !answer.fault.empty()) {
    Error error = fault_of(answer, url, options);
    error.message += options.api == OpenAiApi::kCompletions ? "; for a server that only chats: --option api=chat" : "";
    return error;
  }
  add_facts(answer, info);
  return {};
}

void describe(const OpenAiOptions& options, BackendInfo& info) {
  info.identity = {{"backend", "openai 1"},
                   {"weights", ""},  // a server does not tell
                   {"url", options.base},
                   {"model", options.model},
                   {"api", options.api == OpenAiApi::kChat ? "chat" : "completions"},
                   {"extra", options.extra},
                   {"limit_field", options.limit_field}};
  if (!options.system.empty()) {
    info.identity["system"] = options.system;
  }
  const std::string need = "the protocol has no such field; if the server knows it, say so by --option knows=";
  for (const auto& [capability, field] :
       {std::pair{Capability::kTopK, "top_k"}, {Capability::kMinP, "min_p"}, {Capability::kIgnoresEnd, "ignore_eos"}}) {
    if (!options.knows.has(capability)) {
      info.why_not[capability] = need + field;
    }
  }
  if (!options.knows.has(Capability::kSeed)) {
    info.why_not[Capability::kSeed] = "servers do not promise it; if this one does, say so by --option knows=seed";
  }
}

}  // namespace

Result<BackendInfo> probe_openai(HttpClient& client, OpenAiOptions& options, const Clock& clock) {
  const std::string url = options.base + "/models";
  const HttpAnswer models = fetch(client, url, "", clock, kModelsPatience);
  if (models.head.status != kOk || !models.fault.empty()) {
    return fault_of(models, url, options);
  }
  auto model = choose_model(read_models(models.body), options);
  if (!model) {
    return std::move(model.error());
  }
  options.model = model->id;
  BackendInfo info{.name = "openai",
                   .can = Capability::kGenerate | Capability::kStreaming | Capability::kMessages | options.knows};
  info.context_tokens_max = options.context > 0 ? options.context : model->context_tokens_max;
  info.generations_in_flight = options.parallel;
  info.scores_in_flight = options.parallel;
  describe(options, info);
  if (Status tried = try_token(client, options, clock, info); !tried) {
    return std::move(tried.error());
  }
  return info;
}

}  // namespace assay
