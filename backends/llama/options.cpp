// Every option is checked here; whether a device exists is the loader's to say.
#include "backends/llama/options.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "backends/parts/options.h"
#include "harness/base/files.h"
#include "harness/base/text.h"

namespace assay {
namespace {

constexpr int kParallelMax = 200;  // llama.cpp has 256 sequences; prefixes and continuations take the rest
constexpr int kThreadsMax = 512;
constexpr int kTokensMax = 1 << 20;

Error wrong(std::string_view value, std::string_view right) {
  return {ErrorKind::kInvalidConfig, "'" + printable(value, 60) + "': " + std::string(right)};
}

Status read_number(std::string_view text, int low, int high, int& into) {
  const auto number = parse_int(text);
  if (!number || *number < low || *number > high) {
    return wrong(text, "not a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  }
  into = static_cast<int>(*number);
  return {};
}

template <typename Value>
Status read_name(std::string_view text, const std::vector<std::pair<std::string, Value>>& names, Value& into) {
  std::vector<std::string> known;
  for (const auto& [name, value] : names) {
    if (name == text) {
      into = value;
      return {};
    }
    known.push_back(name);
  }
  return Error{ErrorKind::kInvalidConfig, unknown_name("value", text, known)};
}

Status read_kv_type(std::string_view text, std::string& into) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const char* name : {"f32", "f16", "bf16", "q8_0", "q5_1", "q5_0", "q4_1", "q4_0"}) {
    names.emplace_back(name, name);
  }
  return read_name(text, names, into);
}

using Reader = OptionReader<LlamaOptions>;

std::map<std::string, Reader> readers() {
  const auto number = [](int LlamaOptions::*member, int high) -> Reader {
    return [=](std::string_view text, LlamaOptions& into) { return read_number(text, 1, high, into.*member); };
  };
  return {
      {"schedule",
       [](std::string_view text, LlamaOptions& into) {
         return read_name<LlamaSchedule>(text, {{"exact", LlamaSchedule::kExact}, {"fast", LlamaSchedule::kFast}},
                                         into.schedule);
       }},
      {"parallel", number(&LlamaOptions::parallel, kParallelMax)},
      {"threads", number(&LlamaOptions::threads, kThreadsMax)},
      {"batch", number(&LlamaOptions::batch, kTokensMax)},
      {"ubatch", number(&LlamaOptions::ubatch, kTokensMax)},
      {"context", number(&LlamaOptions::context, kTokensMax)},
      {"flash_attention",
       [](std::string_view text, LlamaOptions& into) {
         return read_name<FlashAttention>(
             text, {{"auto", FlashAttention::kAuto}, {"on", FlashAttention::kOn}, {"off", FlashAttention::kOff}},
             into.flash_attention);
       }},
      {"device",
       [](std::string_view text, LlamaOptions& into) -> Status {
         into.device = text;
         return text.empty() ? Status(wrong(text, "not the name of a device")) : Status();
       }},
      {"gpu_layers", [](std::string_view text,
                        LlamaOptions& into) { return read_number(text, 0, kTokensMax, into.gpu_layers.emplace(0)); }},
      {"kv_type", [](std::string_view text, LlamaOptions& into) { return read_kv_type(text, into.kv_type); }},
  };
}

Status check_together(const LlamaOptions& options) {
  if (options.ubatch > options.batch) {
    return Error{ErrorKind::kInvalidConfig, "ubatch: " + std::to_string(options.ubatch) + " is more than batch (" +
                                                std::to_string(options.batch) + ")"};
  }
  if (options.kv_type[0] == 'q' && options.flash_attention == FlashAttention::kOff) {
    return Error{ErrorKind::kInvalidConfig,
                 "kv_type: '" + options.kv_type + "' needs flash attention; flash_attention is 'off'"};
  }
  return {};
}

}  // namespace

Result<LlamaOptions> parse_llama_options(const BackendSpec& spec, int threads_default) {
  const std::string place = "model '" + printable(spec.name, 60) + "'";
  constexpr std::string_view kScheme = "llama:";
  if (!starts_with(spec.address, kScheme) || spec.address.size() == kScheme.size()) {
    return wrong(spec.address, "not an address 'llama:FILE.gguf'").in(place);
  }
  LlamaOptions options;
  options.file = expand_home(spec.address.substr(kScheme.size()));
  options.threads = threads_default;
  if (Status status = read_options(spec.options, readers(), options); !status) {
    return std::move(status.error()).in(place);
  }
  if (!spec.options.contains("ubatch")) {
    options.ubatch = std::min(options.ubatch, options.batch);
  }
  if (Status status = check_together(options); !status) {
    return std::move(status.error()).in(place);
  }
  return options;
}

}  // namespace assay
