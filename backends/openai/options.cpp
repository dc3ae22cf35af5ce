// Every option is checked here; whether the server is there is for the probe to find.
#include "backends/openai/options.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "backends/parts/options.h"
#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/base/value.h"

namespace assay {
namespace {

constexpr std::int64_t kParallelMax = 4096;
constexpr std::int64_t kContextMax = std::int64_t{1} << 30;

Error wrong(std::string_view value, const std::string& right) {
  return {ErrorKind::kInvalidConfig, "'" + printable(value, 80) + "': " + right};
}

bool has_control_bytes(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

Status read_whole(const std::string& text, std::int64_t low, std::int64_t high, int& into) {
  const auto number = parse_int(text);
  if (!number || *number < low || *number > high) {
    return wrong(text, "not a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  }
  into = static_cast<int>(*number);
  return {};
}

Status read_api(const std::string& text, OpenAiOptions& into) {
  if (text != "completions" && text != "chat") {
    return Error{ErrorKind::kInvalidConfig,
                 unknown_name("value", printable(text, 60), std::vector<std::string>{"chat", "completions"})};
  }
  into.api = text == "chat" ? OpenAiApi::kChat : OpenAiApi::kCompletions;
  return {};
}

Status read_knows(const std::string& text, OpenAiOptions& into) {
  const std::map<std::string, Capability> names{{"top_k", Capability::kTopK},
                                                {"min_p", Capability::kMinP},
                                                {"ignore_eos", Capability::kIgnoresEnd},
                                                {"seed", Capability::kSeed}};
  for (const std::string_view part : split(text, ',')) {
    const auto found = names.find(std::string(trim(part)));
    if (found == names.end()) {
      return Error{
          ErrorKind::kInvalidConfig,
          unknown_name("field", printable(part, 60), std::vector<std::string>{"ignore_eos", "min_p", "seed", "top_k"})};
    }
    into.knows = into.knows | found->second;
  }
  return {};
}

// What the request itself decides may not be changed behind the identity's back.
Status read_extra(const std::string& text, OpenAiOptions& into) {
  const auto object = parse_json_value(text);
  if (!object || !object->is_dict()) {
    return wrong(text, "not a JSON object");
  }
  for (const char* own :
       {"model", "prompt", "messages", "stream", "stream_options", "n", "echo", "logprobs", "max_tokens",
        "max_completion_tokens", "temperature", "top_p", "top_k", "min_p", "seed", "stop", "ignore_eos"}) {
    if (object->find(own) != nullptr) {
      return wrong(text, "the field '" + std::string(own) + "' is set by each request and cannot be given here");
    }
  }
  into.extra = to_json(*object);
  return {};
}

Status read_ca(const std::string& text, OpenAiOptions& into) {
  into.ca = expand_home(text);
  const auto file = read_file(into.ca);
  return file ? Status() : Status(wrong(text, "not a file of certificates that can be read"));
}

using Reader = OptionReader<OpenAiOptions>;

std::map<std::string, Reader> readers() {
  const auto words = [](std::string OpenAiOptions::*member) -> Reader {
    return [=](const std::string& text, OpenAiOptions& into) -> Status {
      into.*member = text;
      return text.empty() ? Status(wrong(text, "empty")) : Status();
    };
  };
  return {
      {"api", read_api},
      {"parallel",
       [](const std::string& text, OpenAiOptions& into) { return read_whole(text, 1, kParallelMax, into.parallel); }},
      {"context",
       [](const std::string& text, OpenAiOptions& into) { return read_whole(text, 1, kContextMax, into.context); }},
      {"system", words(&OpenAiOptions::system)},
      {"key_env", words(&OpenAiOptions::key_name)},
      {"extra", read_extra},
      {"ca", read_ca},
      {"knows", read_knows},
      {"limit_field",
       [](const std::string& text, OpenAiOptions& into) -> Status {
         into.limit_field = text;
         const bool is_known = text == "max_tokens" || text == "max_completion_tokens";
         return is_known ? Status() : Status(wrong(text, "neither 'max_tokens' nor 'max_completion_tokens'"));
       }},
      {"schedule", [](const std::string&, OpenAiOptions&) { return Status(); }},  // a server has its own
  };
}

std::string url_part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) {
    return "";
  }
  std::string copy(text);
  curl_free(text);
  return copy;
}

Status read_address(const std::string& address, OpenAiOptions& into) {
  const std::string form = "not an address 'openai:http://HOST:PORT/v1#MODEL'";
  std::string rest = address.substr(address.find(':') + 1);
  if (const std::size_t hash = rest.find('#'); hash != std::string::npos) {
    into.model = rest.substr(hash + 1);
    rest.resize(hash);
  }
  while (!rest.empty() && rest.back() == '/') {
    rest.pop_back();
  }
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  if (url == nullptr || curl_url_set(url.get(), CURLUPART_URL, rest.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return wrong(address, form);
  }
  const std::string scheme = url_part(url.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") {
    return wrong(address, form + " (http and https are known)");
  }
  if (!url_part(url.get(), CURLUPART_USER).empty() || !url_part(url.get(), CURLUPART_PASSWORD).empty()) {
    return Error{ErrorKind::kInvalidConfig,
                 "the address holds a user or password; a key belongs into the environment (option 'key_env')"};
  }
  if (!url_part(url.get(), CURLUPART_QUERY).empty()) {
    return wrong(address, form + "; it has a query");
  }
  into.base = rest;
  if (url_part(url.get(), CURLUPART_HOST) == "api.openai.com") {
    into.limit_field = "max_completion_tokens";
  }
  return {};
}

Status read_key(OpenAiOptions& into) {
  const char* key = std::getenv(into.key_name.c_str());
  into.key = key != nullptr ? std::string(trim(key)) : "";
  if (has_control_bytes(into.key)) {
    return Error{ErrorKind::kInvalidConfig, "the environment variable " + printable(into.key_name, 60) +
                                                " holds control characters; it is no key"};
  }
  return {};
}

}  // namespace

Result<OpenAiOptions> parse_openai_options(const BackendSpec& spec) {
  const std::string place = "model '" + printable(spec.name, 60) + "'";
  OpenAiOptions options;
  if (Status status = read_address(spec.address, options); !status) {
    return std::move(status.error()).in(place);
  }
  if (Status status = read_options(spec.options, readers(), options); !status) {
    return std::move(status.error()).in(place);
  }
  if (Status status = read_key(options); !status) {
    return std::move(status.error()).in(place);
  }
  return options;
}

}  // namespace assay
