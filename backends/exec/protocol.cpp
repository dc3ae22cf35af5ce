// Writing and reading the lines. What a program writes is foreign text: every field is checked.
#include "backends/exec/protocol.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "harness/api/names.h"
#include "harness/base/text.h"
#include "harness/base/value.h"

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kProtocol = 1;
constexpr std::int64_t kParallelMax = 4096;
constexpr std::int64_t kTokensMax = INT32_MAX;

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Error odd(const std::string& what, std::string_view line) {
  return {ErrorKind::kCorrupt, what + ": '" + printable(line, 120) + "'"};
}

// A whole number within bounds; nothing if the field is absent or null.
Result<std::optional<int>> number_at(const Value& object, std::string_view key, std::int64_t low) {
  const Value* field = object.find(key);
  if (field == nullptr || field->is_none()) {
    return std::optional<int>();
  }
  if (field->kind() != Value::Kind::kInteger || field->as_integer() < low || field->as_integer() > kTokensMax) {
    return Error{ErrorKind::kCorrupt, "'" + std::string(key) + "' is " + printable(to_json(*field), 60) +
                                          ", not a whole number from " + std::to_string(low)};
  }
  return std::optional<int>(static_cast<int>(field->as_integer()));
}

// A text; nothing if the field is absent or null.
Result<std::optional<std::string>> text_field(const Value& object, std::string_view key) {
  const Value* field = object.find(key);
  if (field == nullptr || field->is_none()) {
    return std::optional<std::string>();
  }
  if (!field->is_text()) {
    return Error{ErrorKind::kCorrupt,
                 "'" + std::string(key) + "' is " + printable(to_json(*field), 60) + ", not a text"};
  }
  return std::optional<std::string>(field->as_text());
}

// What a program can offer: token ids, templates and shares of steps are the harness's own engines' alone.
Result<CapabilitySet> read_capabilities(const Value& hello) {
  const Value* can = hello.find("can");
  std::vector<std::string> known;
  for (const auto& [capability, name] : kCapabilityNames) {
    const bool is_inner = capability == Capability::kTokenIds || capability == Capability::kChatTemplate ||
                          capability == Capability::kStepShares;
    if (!is_inner) {
      known.emplace_back(name);
    }
  }
  CapabilitySet set;
  for (const Value& item : can != nullptr && can->is_list() ? can->items() : Value::List{}) {
    const std::string name = item.is_text() ? item.as_text() : to_json(item);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return Error{ErrorKind::kEnvironment, "can: " + unknown_name("capability", printable(name, 60), known)};
    }
    const auto* const found = std::find_if(kCapabilityNames.begin(), kCapabilityNames.end(),
                                           [&](const auto& entry) { return entry.second == name; });
    set = set | found->first;
  }
  if (!set.has(Capability::kGenerate) && !set.has(Capability::kLogLikelihood)) {
    return Error{ErrorKind::kEnvironment, "can: neither 'generate' nor 'log_likelihood' is in the list"};
  }
  return set;
}

Result<std::vector<ChoiceScore>> read_choices(const Value& choices) {
  std::vector<ChoiceScore> scores;
  if (!choices.is_list()) {
    return Error{ErrorKind::kCorrupt, "'choices' is not a list"};
  }
  for (const Value& item : choices.items()) {
    const Value* sum = item.find("log_likelihood");
    const Value* greedy = item.find("is_greedy");
    auto tokens = number_at(item, "tokens", 0);
    const bool is_sum = sum != nullptr && sum->is_number() && sum->kind() != Value::Kind::kBool;
    if (!is_sum || !std::isfinite(sum->as_real()) || sum->as_real() > 0) {
      return Error{ErrorKind::kCorrupt, "'log_likelihood' of choice " + std::to_string(scores.size()) +
                                            " is not a number that is at most 0"};
    }
    if (!tokens) {
      return std::move(tokens.error());
    }
    scores.push_back({.log_likelihood = sum->as_real(),
                      .tokens = tokens->value_or(0),
                      .is_greedy = greedy != nullptr && greedy->kind() == Value::Kind::kBool && greedy->as_bool()});
  }
  return scores;
}

// How a program may say that an answer ended.
Result<Finish> read_finish(const Value& object) {
  constexpr std::array<Finish, 6> kAllowed{Finish::kEnd,     Finish::kStop,        Finish::kLength,
                                           Finish::kRefused, Finish::kContextFull, Finish::kFailed};
  auto name = text_field(object, "finish");
  if (!name) {
    return std::move(name.error());
  }
  if (!*name) {
    return object.find("failure") != nullptr ? Finish::kFailed : Finish::kEnd;
  }
  const auto finish = finish_from(**name);
  if (!finish || std::find(kAllowed.begin(), kAllowed.end(), *finish) == kAllowed.end()) {
    return Error{ErrorKind::kCorrupt, "'finish' is '" + printable(**name, 40) +
                                          "'; known: end, stop, length, refused, context_full, failed"};
  }
  return *finish;
}

Status read_end(const Value& object, ExecSaid& said) {
  auto text = text_field(object, "text");
  auto stop = text_field(object, "stop");
  auto failure = text_field(object, "failure");
  for (auto* field : {&text, &stop, &failure}) {
    if (!*field) {
      return std::move(field->error());
    }
  }
  auto finish = read_finish(object);
  if (!finish) {
    return std::move(finish.error());
  }
  auto prompt_tokens = number_at(object, "prompt_tokens", 0);
  auto output_tokens = number_at(object, "output_tokens", 0);
  if (!prompt_tokens || !output_tokens) {
    return std::move(!prompt_tokens ? prompt_tokens.error() : output_tokens.error());
  }
  said.finish = *finish;
  said.text = std::move(*text);
  said.stop = stop->value_or("");
  said.failure = failure->value_or("");
  said.prompt_tokens = *prompt_tokens;
  said.output_tokens = *output_tokens;
  if (const Value* choices = object.find("choices")) {
    auto read = read_choices(*choices);
    if (!read) {
      return std::move(read.error());
    }
    said.choices = std::move(*read);
  }
  return {};
}

Json generate_json(const Generate& ask) {
  Json line;
  if (ask.messages.empty()) {
    line["prompt"] = ask.prompt;
  } else {
    line["messages"] = Json::array();
    for (const ChatMessage& message : ask.messages) {
      line["messages"].push_back({{"role", message.role}, {"content", message.content}});
    }
  }
  line["output_tokens_max"] = ask.output_tokens_max;
  line["stops"] = ask.thought ? std::vector<std::string>() : ask.stops;  // a program would look for them in the thought
  line["temperature"] = ask.sampling.temperature;
  line["top_p"] = ask.sampling.top_p;
  line["min_p"] = ask.sampling.min_p;
  line["top_k"] = ask.sampling.top_k;
  line["seed"] = ask.sampling.seed;
  line["ignores_end"] = ask.ignores_end;
  return line;
}

}  // namespace

std::string exec_hello_line() { return text_of({{"kind", "hello"}, {"protocol", kProtocol}}); }

std::string exec_request_line(const Request& request) {
  Json line{{"kind", ""}, {"id", request.id}};
  if (const auto* ask = std::get_if<Generate>(&request.body)) {
    line["kind"] = "generate";
    line.update(generate_json(*ask));
  } else {
    const auto& score = std::get<Score>(request.body);
    line["kind"] = "score";
    line["context"] = score.context;
    line["continuations"] = score.continuations;
  }
  return text_of(line);
}

std::string exec_cancel_line(RequestId request) { return text_of({{"kind", "cancel"}, {"id", request}}); }

std::string exec_stop_line() { return text_of({{"kind", "stop"}}); }

Result<BackendInfo> read_exec_hello(std::string_view line) {
  const auto hello = parse_json_value(line);
  if (!hello || !hello->is_dict()) {
    return Error{ErrorKind::kEnvironment,
                 "its first line is not a JSON object with its name: '" + printable(line, 120) + "'"};
  }
  auto protocol = number_at(*hello, "protocol", 0);
  if (!protocol || protocol->value_or(0) != kProtocol) {
    return Error{ErrorKind::kEnvironment, "its first line says no \"protocol\":1: '" + printable(line, 120) + "'"};
  }
  auto can = read_capabilities(*hello);
  if (!can) {
    return std::move(can.error());
  }
  auto parallel = number_at(*hello, "parallel", 1);
  auto context = number_at(*hello, "context", 0);
  if (!parallel || !context) {
    return Error{ErrorKind::kEnvironment, (!parallel ? parallel.error() : context.error()).message};
  }
  BackendInfo info{.name = "exec", .model = hello->text_at("model").value_or(""), .can = *can};
  info.context_tokens_max = context->value_or(0);
  info.generations_in_flight = static_cast<int>(std::min<std::int64_t>(parallel->value_or(1), kParallelMax));
  info.scores_in_flight = info.generations_in_flight;
  const Value* identity = hello->find("identity");
  for (const ValueField& field : identity != nullptr && identity->is_dict() ? identity->fields() : Value::Dict{}) {
    info.identity["program." + field.key.as_text()] =
        field.value.is_text() ? field.value.as_text() : to_json(field.value);
  }
  info.identity["program.name"] = hello->text_at("name").value_or("");
  info.identity["program.model"] = info.model;
  return info;
}

Result<ExecSaid> read_exec_line(std::string_view line) {
  const auto object = parse_json_value(line);
  if (!object || !object->is_dict()) {
    return odd("a line that is no JSON object", line);
  }
  const Value* id = object->find("id");
  if (id == nullptr || id->kind() != Value::Kind::kInteger || id->as_integer() < 0) {
    return odd("a line without an 'id'", line);
  }
  ExecSaid said{.request = static_cast<RequestId>(id->as_integer())};
  auto chunk = text_field(*object, "chunk");
  auto tokens = number_at(*object, "tokens", 0);
  if (!chunk || !tokens) {
    return odd((!chunk ? chunk.error() : tokens.error()).message, line);
  }
  if (*chunk) {
    said.chunk = std::move(*chunk);
    said.chunk_tokens = tokens->value_or(0);
    return said;
  }
  if (Status read = read_end(*object, said); !read) {
    return odd(read.error().message, line);
  }
  return said;
}

}  // namespace assay
