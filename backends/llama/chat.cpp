// common/ is part of llama.cpp's source, not of its stable interface: without it there is no chat form.
#include "backends/llama/chat.h"

#include <exception>

#include "harness/base/text.h"

#ifdef ASSAY_HAS_LLAMA_CHAT
#include <common/chat.h>
#endif

namespace assay {

#ifdef ASSAY_HAS_LLAMA_CHAT

namespace {

// 2024-07-26, the date that templates with a fixed one most often carry.
constexpr std::chrono::system_clock::time_point kTemplateDate{std::chrono::seconds(1721952000)};

}  // namespace

struct ChatRenderer::Templates {
  common_chat_templates_ptr compiled;
};

Result<std::string> ChatRenderer::render(const std::vector<ChatMessage>& messages) {
  if (model_.chat_template().empty()) {
    return Error{ErrorKind::kUnsupported, "the model has no chat template"};
  }
  try {
    if (templates_ == nullptr) {
      templates_ = std::make_unique<Templates>(Templates{common_chat_templates_init(model_.handle(), "")});
    }
    common_chat_templates_inputs inputs;
    inputs.now = kTemplateDate;
    for (const ChatMessage& message : messages) {
      common_chat_msg& added = inputs.messages.emplace_back();
      added.role = message.role;
      added.content = message.content;
    }
    return common_chat_templates_apply(templates_->compiled.get(), inputs).prompt;
  } catch (const std::exception& error) {
    return Error{ErrorKind::kUnsupported, std::string("the model's chat template: ") + printable(error.what(), 300)};
  }
}

#else

struct ChatRenderer::Templates {};

Result<std::string> ChatRenderer::render(const std::vector<ChatMessage>& /*messages*/) {
  return Error{ErrorKind::kUnsupported,
               "this build's llama.cpp has no chat templates (its common/ headers are missing)"};
}

#endif

ChatRenderer::ChatRenderer(const Model& model) : model_(model) {}
ChatRenderer::~ChatRenderer() = default;

}  // namespace assay
