// Parsing a script and answering from it; nothing here knows time or threads.
#include "backends/scripted/script.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "backends/parts/stop_matcher.h"
#include "harness/api/messages.h"
#include "harness/base/hash.h"
#include "harness/base/text.h"
#include "harness/config/yaml.h"

namespace assay {
namespace {

constexpr std::array<std::pair<std::string_view, Finish>, 6> kFinishNames{{{"end", Finish::kEnd},
                                                                           {"length", Finish::kLength},
                                                                           {"refused", Finish::kRefused},
                                                                           {"context_full", Finish::kContextFull},
                                                                           {"failed", Finish::kFailed},
                                                                           {"never", Finish::kTimedOut}}};

ScriptRule parse_rule(MapReader& reader) {
  ScriptRule rule;
  rule.contains = reader.text_or("contains", "");
  rule.ends_with = reader.text_or("ends_with", "");
  if (reader.node("text") != nullptr) {
    rule.text = reader.text("text");
  }
  for (const std::string& number : reader.texts_or_empty("log_likelihoods")) {
    const auto value = parse_double(number);
    if (!value) {
      reader.fail(*reader.node("log_likelihoods"), "not a number: '" + number + "'");
    }
    rule.log_likelihoods.push_back(value.value_or(0));
  }
  const std::string finish = reader.text_or("finish", "end");
  const auto* const known =
      std::find_if(kFinishNames.begin(), kFinishNames.end(), [&](const auto& entry) { return entry.first == finish; });
  if (known == kFinishNames.end()) {
    reader.fail(*reader.node("finish"),
                "unknown finish '" + finish + "'; known: end, length, refused, context_full, failed, never");
  } else {
    rule.finish = known->second;
  }
  rule.failure = reader.text_or("failure", "the script says so");
  rule.times = static_cast<int>(reader.integer_or("times", 0, 0, 1'000'000));
  rule.prefill_ms = reader.number_or("prefill_ms", 0, 0, 1e7);
  rule.token_ms = reader.number_or("token_ms", 0, 0, 1e7);
  return rule;
}

CapabilitySet parse_capabilities(MapReader& reader) {
  CapabilitySet all;
  std::vector<std::string> known;
  for (const auto& [capability, name] : kCapabilityNames) {
    all = all | capability;
    known.emplace_back(name);
  }
  const YamlNode* node = reader.node("capabilities");
  if (node == nullptr) {
    return all.without(Capability::kStepShares);
  }
  CapabilitySet can;
  for (const std::string& wanted : reader.texts_or_empty("capabilities")) {
    const auto* const found = std::find_if(kCapabilityNames.begin(), kCapabilityNames.end(),
                                           [&](const auto& entry) { return entry.second == wanted; });
    if (found == kCapabilityNames.end()) {
      reader.fail(*node, unknown_name("capability", wanted, known));
      break;
    }
    can = can | found->first;
  }
  return can;
}

std::uint64_t hash_of(const Script& script, std::string_view purpose, std::string_view text) {
  return seed_from({std::to_string(script.seed), purpose, text});
}

// A log-likelihood in (-20, 0], a function of the seed, the context and the continuation.
double hashed_log_likelihood(const Script& script, const std::string& context, const std::string& continuation) {
  const std::uint64_t bits = hash_of(script, "choice", context + '\x1f' + continuation);
  return -20.0 * static_cast<double>(bits >> 11) * 0x1.0p-53;
}

// Cuts at the first stop string, as every backend does.
void apply_stops(const Generate& ask, Response& response) {
  StopMatcher stops = StopMatcher::of(ask);
  std::string text = stops.add(response.text);
  response.text = text + stops.flush();
  if (stops.has_stopped()) {
    response.stop = stops.found();
    response.finish = Finish::kStop;
  }
}

void generate(const Script& script, const ScriptRule& rule, const Generate& ask, Response& response) {
  response.text = rule.text.value_or(
      " The answer is " +
      std::to_string(
          hash_of(script, "answer",
                  asked_text(ask) + '\x1f' + std::to_string(ask.sampling.temperature > 0 ? ask.sampling.seed : 0)) %
          static_cast<std::uint64_t>(script.answers_max)) +
      ".");
  apply_stops(ask, response);
  auto pieces = script_pieces(response.text);
  if (pieces.size() > static_cast<std::size_t>(ask.output_tokens_max)) {
    pieces.resize(static_cast<std::size_t>(ask.output_tokens_max));
    const std::size_t kept =
        static_cast<std::size_t>(pieces.back().data() + pieces.back().size() - response.text.data());
    response.text.resize(kept);
    response.finish = Finish::kLength;
    pieces = script_pieces(response.text);
  }
  for (const std::string_view piece : pieces) {
    response.tokens.push_back(script_token(piece));
    response.top_gaps.push_back(static_cast<float>(hash_of(script, "gap", piece) % 1000) / 100.0F);
  }
  response.output_tokens = static_cast<int>(pieces.size());
}

void score(const Script& script, const ScriptRule& rule, const Score& ask, Response& response) {
  for (std::size_t i = 0; i < ask.continuations.size(); ++i) {
    const double sum = i < rule.log_likelihoods.size()
                           ? rule.log_likelihoods[i]
                           : hashed_log_likelihood(script, ask.context, ask.continuations[i]);
    response.choices.push_back({.log_likelihood = sum,
                                .tokens = static_cast<int>(script_pieces(ask.continuations[i]).size()),
                                .is_greedy = sum > -1.0});
  }
  if (response.finish == Finish::kEnd) {
    response.finish = Finish::kScored;
  }
}

}  // namespace

Result<Script> load_script(const std::string& path) {
  const auto root = load_yaml(path);
  if (!root) {
    return root.error();
  }
  Script script;
  MapReader reader(*root);
  script.model = reader.text_or("model", "");
  script.can = parse_capabilities(reader);
  script.parallel = static_cast<int>(reader.integer_or("parallel", 4, 1, 4096));
  script.seed = static_cast<std::uint64_t>(reader.integer_or("seed", 0, 0, INT64_MAX));
  script.answers_max = static_cast<int>(reader.integer_or("answers_max", 50, 1, 1'000'000'000));
  if (const YamlNode* rules = reader.node("rules")) {
    for (const YamlNode& item : rules->items) {
      MapReader rule_reader(item);
      script.rules.push_back(parse_rule(rule_reader));
      if (auto finished = rule_reader.finish(); !finished) {
        return finished.error();
      }
    }
  }
  if (auto finished = reader.finish(); !finished) {
    return finished.error();
  }
  script.rules.push_back({});
  return script;
}

std::vector<std::string_view> script_pieces(std::string_view text) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  for (std::size_t at = 1; at <= text.size(); ++at) {
    if (at == text.size() || (text[at] == ' ' && text[at - 1] != ' ') || text[at] == '\n') {
      pieces.push_back(text.substr(begin, at - begin));
      begin = at;
    }
  }
  return pieces;
}

TokenId script_token(std::string_view piece) { return static_cast<TokenId>(hash128(piece).low & 0x7fffffff); }

Response script_response(const Script& script, const ScriptRule& rule, const Request& request) {
  Response response{.request = request.id, .finish = rule.finish};
  const auto* ask = std::get_if<Generate>(&request.body);
  const std::string prompt = ask != nullptr ? asked_text(*ask) : std::get<Score>(request.body).context;
  if (rule.finish == Finish::kFailed || rule.finish == Finish::kContextFull) {
    response.failure = rule.failure;
    return response;
  }
  response.prompt_tokens = static_cast<int>(script_pieces(prompt).size());
  response.prompt_tokens_evaluated = response.prompt_tokens;
  if (ask != nullptr) {
    generate(script, rule, *ask, response);
  } else {
    score(script, rule, std::get<Score>(request.body), response);
  }
  return response;
}

}  // namespace assay
