// Puts model, contexts, schedule and engine together, and says what they are.
#include "backends/llama/llama.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <utility>

#include "backends/llama/chat.h"
#include "backends/llama/cores.h"
#include "backends/llama/engine.h"
#include "backends/llama/evaluation_thread.h"
#include "backends/llama/exact.h"
#include "backends/llama/fast.h"
#include "backends/llama/model.h"
#include "backends/llama/options.h"
#include "backends/llama/score_lane.h"
#include "backends/llama/tokens.h"
#include "harness/base/text.h"

namespace assay {
namespace {

constexpr int kContextDefault = 4096;
constexpr int kScoresInFlight = 32;  // enough for the largest packs that pay

// encode and render_chat: the harness's thread; submit, cancel and stop: any thread; evaluation: the evaluation thread.
class LlamaBackend final : public Backend {
 public:
  LlamaBackend(BackendInfo info, LlamaOptions options, std::unique_ptr<Model> model)
      : info_(std::move(info)), options_(std::move(options)), model_(std::move(model)), chat_(*model_) {}

  // The context is made here, on the maker's thread, and handed to the evaluation thread.
  Status start(Clock& clock) {
    const bool is_exact = options_.schedule == LlamaSchedule::kExact;
    const bool is_alone = is_exact || !model_->has_cells();
    auto context = Context::create(*model_, options_,
                                   {.cells = is_alone ? options_.context : score_lane_cells(options_),
                                    .sequences = is_alone ? 1 : kScoreSequences + 2,
                                    .is_unified = !is_alone},
                                   aborted_);
    if (!context) {
      return std::move(context.error()).in(options_.file);
    }
    auto thread = EvaluationThread::shared();
    Status warm;
    thread->run([&] { warm = (*context)->warm_up(); });
    if (!warm) {
      return std::move(warm.error()).in(options_.file);
    }
    describe(**context);
    const EngineParts parts{.model = *model_, .options = options_, .clock = clock, .aborted = aborted_};
    engine_ = std::make_unique<Engine>(
        std::move(thread),
        is_exact ? make_exact_schedule(parts, std::move(*context)) : make_fast_schedule(parts, std::move(*context)),
        *model_, aborted_);
    return {};
  }

  const BackendInfo& info() const override { return info_; }
  BackendInfo& info() { return info_; }

  Result<Encoding> encode(const Request& request) override {
    const auto tokenize = [this](std::string_view text) { return model_->tokenize(text); };
    const auto* ask = std::get_if<Generate>(&request.body);
    if (ask == nullptr || ask->messages.empty()) {
      return encode_request(request, model_->rules(), tokenize);
    }
    auto prompt = chat_.render(ask->messages);
    if (!prompt) {
      return std::move(prompt.error());
    }
    return encode_request({.id = request.id, .body = Generate{.prompt = std::move(*prompt)}}, model_->rules(),
                          tokenize);
  }

  Result<std::string> render_chat(const std::vector<ChatMessage>& messages) override { return chat_.render(messages); }

  void submit(const Request& request, ResponseSink& sink) override { engine_->submit(request, sink); }
  void cancel(RequestId request) override { engine_->cancel(request); }
  void stop() override { engine_->stop(); }

 private:
  // The options that took effect; llama.cpp may have changed what was asked for.
  void describe(const Context& context) {
    const bool is_exact = options_.schedule == LlamaSchedule::kExact;
    auto& identity = info_.identity;
    identity.insert(model_->identity().begin(), model_->identity().end());
    identity["schedule"] = is_exact ? "exact" : "fast";
    identity["threads"] = std::to_string(options_.threads);
    identity["batch"] = std::to_string(context.batch_max());
    identity["ubatch"] = std::to_string(context.ubatch_max());
    identity["context"] = std::to_string(options_.context);
    identity["flash_attention"] = context.flash_attention();
    identity["kv_type"] = options_.kv_type;
    if (!is_exact) {
      identity["parallel"] = std::to_string(options_.parallel);
    }
    info_.facts.insert(model_->facts().begin(), model_->facts().end());
    const double cell = model_->bytes_per_cell(cache_type(options_.kv_type));
    info_.facts["cache.bytes_per_token"] = exact_number(cell);
    for (const char* name : {"OMP_NUM_THREADS", "OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "OMP_PROC_BIND"}) {
      const char* value = std::getenv(name);
      info_.facts["environment." + std::string(name)] = value != nullptr ? value : "not set";
    }
  }

  BackendInfo info_;
  LlamaOptions options_;
  std::atomic<bool> aborted_ = false;
  std::unique_ptr<Model> model_;
  ChatRenderer chat_;
  std::unique_ptr<Engine> engine_;  // last: its turns use everything above
};

// The context that will be used. kInvalidConfig for one the model was not made for.
Result<int> effective_context(const LlamaOptions& options, const Model& model) {
  const int trained = model.trained_context();
  if (options.context > trained) {
    return Error{ErrorKind::kInvalidConfig, "option 'context': '" + std::to_string(options.context) +
                                                "' is more than the " + std::to_string(trained) +
                                                " tokens the model was trained for"};
  }
  return options.context > 0 ? options.context : std::min(trained, kContextDefault);
}

CapabilitySet capabilities(const Model& model) {
  const CapabilitySet all = Capability::kGenerate | Capability::kLogLikelihood | Capability::kTokenIds |
                            Capability::kStreaming | Capability::kSeed | Capability::kStepShares | Capability::kTopK |
                            Capability::kMinP | Capability::kIgnoresEnd;
#ifdef ASSAY_HAS_LLAMA_CHAT
  return model.chat_template().empty() ? all : all | Capability::kChatTemplate | Capability::kMessages;
#else
  return all;
#endif
}

}  // namespace

Result<std::unique_ptr<Backend>> make_llama_backend(const BackendSpec& spec, Clock& clock) {
  auto options = parse_llama_options(spec, physical_cores("/sys/devices/system/cpu"));
  if (!options) {
    return std::move(options.error());
  }
  const Nanos begin = clock.now();
  auto model = Model::load(*options, clock);
  if (!model) {
    return std::move(model.error());
  }
  auto context = effective_context(*options, **model);
  if (!context) {
    return std::move(context.error()).in("model '" + spec.name + "'");
  }
  options->context = *context;
  const bool is_exact = options->schedule == LlamaSchedule::kExact;
  BackendInfo info{.name = "llama",
                   .model = spec.name,
                   .can = capabilities(**model),
                   .context_tokens_max = *context,
                   .generations_in_flight = is_exact ? 1 : options->parallel,
                   .scores_in_flight = is_exact ? 2 : kScoresInFlight};
  auto backend = std::make_unique<LlamaBackend>(std::move(info), std::move(*options), std::move(*model));
  if (Status status = backend->start(clock); !status) {
    return std::move(status.error());
  }
  backend->info().facts["load.seconds"] = exact_number(seconds(clock.now() - begin));
  return std::unique_ptr<Backend>(std::move(backend));
}

}  // namespace assay
