// The only file that calls llama_decode. What llama.cpp throws ends here.
#include "backends/llama/context.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <fstream>
#include <numeric>
#include <utility>

#include "backends/llama/log.h"
#include "harness/base/check.h"
#include "harness/base/text.h"

namespace assay {
namespace {

// /proc/meminfo's MemAvailable; 0 where there is none.
double available_bytes() {
  std::ifstream file("/proc/meminfo");
  std::string name;
  double kibibytes = 0;
  std::string unit;
  while (file >> name >> kibibytes) {
    if (name == "MemAvailable:") {
      return kibibytes * 1024;
    }
    std::getline(file, unit);
  }
  return 0;
}

std::string gibibytes(double bytes) { return exact_number(std::ceil(bytes / 1073741824.0 * 10) / 10) + " GiB"; }

llama_flash_attn_type flash_type(FlashAttention attention) {
  switch (attention) {
    case FlashAttention::kOn:
      return LLAMA_FLASH_ATTN_TYPE_ENABLED;
    case FlashAttention::kOff:
      return LLAMA_FLASH_ATTN_TYPE_DISABLED;
    case FlashAttention::kAuto:
      break;
  }
  return LLAMA_FLASH_ATTN_TYPE_AUTO;
}

// What llama.cpp made of "auto" is told by its log alone.
std::string flash_result(FlashAttention attention) {
  if (attention != FlashAttention::kAuto) {
    return attention == FlashAttention::kOn ? "on" : "off";
  }
  return llama_log_text().find("Flash Attention not supported") == std::string::npos ? "on" : "off";
}

llama_context_params parameters(const LlamaOptions& options, const Context::Shape& shape,
                                const std::atomic<bool>& aborted) {
  llama_context_params params = llama_context_default_params();
  params.n_ctx = static_cast<std::uint32_t>(shape.cells);
  params.n_batch = static_cast<std::uint32_t>(options.batch);
  params.n_ubatch = static_cast<std::uint32_t>(options.ubatch);
  params.n_seq_max = static_cast<std::uint32_t>(shape.sequences);
  params.n_threads = options.threads;
  params.n_threads_batch = options.threads;
  params.flash_attn_type = flash_type(options.flash_attention);
  params.type_k = cache_type(options.kv_type);
  params.type_v = params.type_k;
  params.kv_unified = shape.is_unified;
  params.swa_full = true;  // a cache that forgets could not be cut back to a context
  params.abort_callback = [](void* flag) { return static_cast<const std::atomic<bool>*>(flag)->load(); };
  params.abort_callback_data = const_cast<std::atomic<bool>*>(&aborted);  // NOLINT: the C interface has no const
  return params;
}

}  // namespace

ggml_type cache_type(const std::string& name) {
  for (const ggml_type type : {GGML_TYPE_F32, GGML_TYPE_F16, GGML_TYPE_BF16, GGML_TYPE_Q8_0, GGML_TYPE_Q5_1,
                               GGML_TYPE_Q5_0, GGML_TYPE_Q4_1, GGML_TYPE_Q4_0}) {
    if (name == ggml_type_name(type)) {
      return type;
    }
  }
  ASSAY_CHECK(false, "option kv_type was checked: " + name);
  return GGML_TYPE_F16;
}

TokenBatch::TokenBatch() : numbers_(kSequencesMax) { std::iota(numbers_.begin(), numbers_.end(), 0); }

void TokenBatch::clear() {
  tokens_.clear();
  positions_.clear();
  counts_.clear();
  sequences_.clear();
  wants_.clear();
}

int TokenBatch::add(TokenId token, Place place, bool wants_logits) {
  ASSAY_CHECK(place.sequence_first >= 0 && place.sequence_first + place.sequence_count <= kSequencesMax,
              "a sequence beyond llama.cpp's limit");
  tokens_.push_back(token);
  positions_.push_back(place.position);
  counts_.push_back(place.sequence_count);
  sequences_.push_back(numbers_.data() + place.sequence_first);
  wants_.push_back(wants_logits ? 1 : 0);
  return size() - 1;
}

llama_batch TokenBatch::part(int first, int count) {
  ASSAY_CHECK(first >= 0 && count > 0 && first + count <= size(), "a part outside the batch");
  return {.n_tokens = count,
          .token = tokens_.data() + first,
          .embd = nullptr,
          .pos = positions_.data() + first,
          .n_seq_id = counts_.data() + first,
          .seq_id = sequences_.data() + first,
          .logits = wants_.data() + first};
}

Context::Context(llama_context* context, int vocabulary_size, int threads, std::string flash_attention)
    : context_(context),
      vocabulary_size_(static_cast<std::size_t>(vocabulary_size)),
      threads_(threads),
      flash_attention_(std::move(flash_attention)) {}

Result<std::unique_ptr<Context>> Context::create(const Model& model, const LlamaOptions& options, Shape shape,
                                                 const std::atomic<bool>& aborted) {
  const double needed = model.bytes_per_cell(cache_type(options.kv_type)) * shape.cells;
  const std::string what = "a cache of " + std::to_string(shape.cells) + " tokens";
  const double available = available_bytes();
  if (model.identity().at("device") == "CPU" && available > 0 && needed > available) {
    return Error{ErrorKind::kEnvironment, what + " needs " + gibibytes(needed) + ", " + gibibytes(available) +
                                              " of memory are free; lower the options context or parallel"};
  }
  clear_llama_log();
  std::string reason;
  llama_context* context = nullptr;
  try {
    context = llama_init_from_model(model.handle(), parameters(options, shape, aborted));
    reason = last_llama_error();
  } catch (const std::exception& error) {
    reason = error.what();
  }
  if (context == nullptr) {
    return Error{ErrorKind::kEnvironment, "llama.cpp could not make " + what + ": " + reason};
  }
  return std::unique_ptr<Context>(
      new Context(context, model.vocabulary_size(), options.threads, flash_result(options.flash_attention)));
}

Decoded Context::decode(TokenBatch& batch, int first, int count) {
  ASSAY_CHECK(count <= batch_max(), "a part larger than the engine takes at once");
  clear_llama_log();
  std::string reason;
  int code = -3;
  try {
    code = llama_decode(context_.get(), batch.part(first, count));
    llama_synchronize(context_.get());
    reason = last_llama_error();
  } catch (const std::exception& error) {
    reason = error.what();
  }
  if (code == 0) {
    return Decoded::kDone;
  }
  failure_ = "llama.cpp could not evaluate " + std::to_string(count) + " tokens (code " + std::to_string(code) + ")" +
             (reason.empty() ? "" : ": " + reason);
  return code == 1 ? Decoded::kNoRoom : code == 2 ? Decoded::kAborted : Decoded::kFailed;
}

std::span<const float> Context::logits(int index) {
  const float* row = llama_get_logits_ith(context_.get(), index);
  ASSAY_CHECK(row != nullptr, "a row of logits that was not asked for");
  return {row, vocabulary_size_};
}

std::vector<RowSummary> Context::summaries(std::span<const std::span<const float>> rows) const {
  std::vector<RowSummary> all(rows.size());
  const auto count = static_cast<std::int64_t>(rows.size());
#ifdef _OPENMP  // the threads llama.cpp just used, so that no others compete with them
#pragma omp parallel for schedule(dynamic, 4) num_threads(threads_)
#endif
  for (std::int64_t i = 0; i < count; ++i) {
    all[i] = summarize(rows[i]);
  }
  return all;
}

void Context::clear() { llama_memory_clear(llama_get_memory(context_.get()), false); }

bool Context::remove(int sequence, int from) {
  return llama_memory_seq_rm(llama_get_memory(context_.get()), sequence, from, -1);
}

void Context::share(int from, int to, int tokens) {
  llama_memory_seq_cp(llama_get_memory(context_.get()), from, to, 0, tokens);
}

void Context::keep(int sequence) { llama_memory_seq_keep(llama_get_memory(context_.get()), sequence); }

void Context::move(int from, int to) {
  llama_memory_seq_cp(llama_get_memory(context_.get()), from, to, -1, -1);
  llama_memory_seq_rm(llama_get_memory(context_.get()), from, -1, -1);
}

Status Context::warm_up() {
  TokenBatch batch;
  batch.add(0, {.position = 0}, false);
  batch.add(0, {.position = 1}, true);
  if (decode(batch, 0, 2) != Decoded::kDone) {
    return Error{ErrorKind::kEnvironment, failure()};
  }
  clear();
  return {};
}

}  // namespace assay
