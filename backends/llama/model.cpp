// Loading and identity. llama.cpp may throw through its C interface; every call that can is wrapped here.
#include "backends/llama/model.h"

#include <array>
#include <cstdint>
#include <exception>
#include <utility>

#include "backends/llama/devices.h"
#include "backends/llama/gguf_check.h"
#include "backends/llama/log.h"
#include "harness/api/thought.h"
#include "harness/base/hash.h"
#include "harness/base/text.h"

namespace assay {
namespace {

#ifdef ASSAY_LLAMA_BUILD
constexpr std::string_view kBuild = ASSAY_LLAMA_BUILD;
#else
constexpr std::string_view kBuild = "installed";
#endif

llama_model* load_file(const LlamaOptions& options, const DeviceChoice& devices, std::string& reason) {
  static const bool kIsReady = (llama_backend_init(), true);  // once per process
  llama_model_params params = llama_model_default_params();
  std::vector<ggml_backend_dev_t> list = devices.offload;
  list.push_back(nullptr);
  params.devices = list.data();
  params.n_gpu_layers = devices.offload.empty() ? 0 : options.gpu_layers.value_or(-1);
  params.progress_callback = [](float, void*) { return true; };
  try {
    llama_model* model = kIsReady ? llama_model_load_from_file(options.file.c_str(), params) : nullptr;
    reason = last_llama_error();
    return model;
  } catch (const std::exception& error) {
    reason = error.what();
    return nullptr;
  }
}

std::string yes_or_no(bool value) { return value ? "yes" : "no"; }

// llama.cpp's description ends in the kind of the weights: "gemma3 270M Q4_K - Medium".
std::string quantization(const std::string& description) {
  for (const char* mark : {" Q", " IQ", " F16", " BF16", " F32", " all F32", " TQ", " MXFP4"}) {
    if (const std::size_t at = description.find(mark); at != std::string::npos) {
      return description.substr(at + 1);
    }
  }
  return "";
}

}  // namespace

Model::Model(llama_model* model) : model_(model), vocab_(llama_model_get_vocab(model)) {
  rules_ = {
      .bos = llama_vocab_bos(vocab_), .eos = llama_vocab_eos(vocab_), .adds_bos = llama_vocab_get_add_bos(vocab_)};
}

Result<std::unique_ptr<Model>> Model::load(const LlamaOptions& options, Clock& clock) {
  capture_llama_log();
  if (Status status = check_gguf(options.file); !status) {
    return std::move(status.error());
  }
  auto devices = choose_devices(options);
  if (!devices) {
    return std::move(devices.error());
  }
  clear_llama_log();
  const Nanos begin = clock.now();
  std::string reason;
  llama_model* loaded = load_file(options, *devices, reason);
  if (loaded == nullptr) {
    return Error{ErrorKind::kCorrupt, options.file + ": llama.cpp could not load it: " + reason};
  }
  std::unique_ptr<Model> model(new Model(loaded));
  if (llama_model_has_encoder(loaded) || !llama_model_has_decoder(loaded) || llama_model_is_diffusion(loaded) ||
      model->vocabulary_size() == 0) {
    return Error{ErrorKind::kUnsupported,
                 options.file + ": not a model that continues text (" + model->metadata("general.architecture") + ")"};
  }
  model->facts_["load.weights_s"] = exact_number(seconds(clock.now() - begin));
  model->identity_["device"] = devices->name;
  model->identity_["gpu_layers"] = devices->offload.empty() ? "0"
                                   : options.gpu_layers     ? std::to_string(*options.gpu_layers)
                                                            : "all";
  const Nanos hash_begin = clock.now();
  if (Status status = model->describe(options); !status) {
    return std::move(status.error());
  }
  model->facts_["load.hash_s"] = exact_number(seconds(clock.now() - hash_begin));
  return model;
}

Status Model::describe(const LlamaOptions& options) {
  auto hash = sha256_file(options.file);
  if (!hash) {
    return std::move(hash.error());
  }
  std::array<char, 256> text{};
  llama_model_desc(handle(), text.data(), text.size());
  const std::string chat = chat_template();
  identity_["weights"] = *hash;
  identity_["model.description"] = text.data();
  identity_["model.parameters"] = std::to_string(llama_model_n_params(handle()));
  identity_["tokenizer.hash"] = tokenizer_hash();
  identity_["tokenizer.adds_bos"] = yes_or_no(rules_.adds_bos);
  identity_["template.sha256"] = chat.empty() ? "none" : sha256(chat);
  identity_["engine"] = "llama.cpp";
  identity_["engine.version"] = llama_version();
  identity_["engine.build"] = kBuild;
  identity_["engine.cpu"] = trim(llama_print_system_info());
  facts_["file"] = options.file;
  facts_["bytes"] = std::to_string(llama_model_size(handle()));
  facts_["parameters"] = std::to_string(llama_model_n_params(handle()));
  facts_["format"] = quantization(text.data());
  facts_["licence"] = metadata("general.license");
  if (const auto tags = tags_in_template(chat)) {
    facts_["thought.tags"] = to_text(*tags);
  }
  for (const char* key : {"general.name", "general.license", "general.architecture", "general.quantized_by"}) {
    if (std::string value = metadata(key); !value.empty()) {
      facts_[key] = std::move(value);
    }
  }
  return {};
}

Result<std::vector<TokenId>> Model::tokenize(std::string_view text) const {
  if (text.empty()) {
    return std::vector<TokenId>{};
  }
  try {
    std::vector<TokenId> tokens(text.size() + 16);
    const auto length = static_cast<std::int32_t>(text.size());
    int count =
        llama_tokenize(vocab_, text.data(), length, tokens.data(), static_cast<int>(tokens.size()), false, true);
    if (count < 0 && count != INT32_MIN) {
      tokens.resize(static_cast<std::size_t>(-count));
      count = llama_tokenize(vocab_, text.data(), length, tokens.data(), static_cast<int>(tokens.size()), false, true);
    }
    if (count < 0) {
      return Error{ErrorKind::kUnsupported, "a text of " + std::to_string(text.size()) + " bytes has too many tokens"};
    }
    tokens.resize(static_cast<std::size_t>(count));
    return tokens;
  } catch (const std::exception& error) {
    return Error{ErrorKind::kUnsupported,
                 "llama.cpp could not tokenize '" + printable(text, 40) + "': " + error.what()};
  }
}

std::string Model::piece(TokenId token) const {
  std::array<char, 64> buffer{};
  const int count = llama_token_to_piece(vocab_, token, buffer.data(), buffer.size(), 0, false);
  if (count >= 0) {
    return {buffer.data(), static_cast<std::size_t>(count)};
  }
  std::string text(static_cast<std::size_t>(-count), '\0');
  llama_token_to_piece(vocab_, token, text.data(), -count, 0, false);
  return text;
}

double Model::bytes_per_cell(ggml_type type) const {
  const std::string prefix = metadata("general.architecture") + ".attention.";
  const double head = static_cast<double>(llama_model_n_embd(handle())) / llama_model_n_head(handle());
  const double key = parse_double(metadata(prefix + "key_length")).value_or(head);
  const double value = parse_double(metadata(prefix + "value_length")).value_or(head);
  const double element = static_cast<double>(ggml_type_size(type)) / static_cast<double>(ggml_blck_size(type));
  return llama_model_n_layer(handle()) * llama_model_n_head_kv(handle()) * (key + value) * element;
}

std::string Model::chat_template() const {
  const char* text = llama_model_chat_template(handle(), nullptr);
  return text != nullptr ? text : "";
}

std::string Model::metadata(const std::string& key) const {
  std::array<char, 512> text{};
  const int count = llama_model_meta_val_str(handle(), key.c_str(), text.data(), text.size());
  return count >= 0 ? std::string(text.data()) : std::string();
}

// Over every token's text and kind and the pre-tokenizer's name. Merges are not offered; the weights' hash covers them.
std::string Model::tokenizer_hash() const {
  std::string all = metadata("tokenizer.ggml.model") + "\n" + metadata("tokenizer.ggml.pre") + "\n";
  for (TokenId token = 0; token < vocabulary_size(); ++token) {
    all += llama_vocab_get_text(vocab_, token);
    all += '\t' + std::to_string(llama_vocab_get_attr(vocab_, token)) + '\n';
  }
  return to_hex(hash128(all));
}

}  // namespace assay
