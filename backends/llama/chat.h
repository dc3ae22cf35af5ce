// A model's own chat template, rendered by llama.cpp's Jinja engine.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backends/llama/model.h"
#include "harness/api/backend.h"
#include "harness/base/result.h"

namespace assay {

// One thread.
class ChatRenderer {
 public:
  // `model` outlives the renderer. The template is compiled at the first use.
  explicit ChatRenderer(const Model& model);
  ~ChatRenderer();
  ChatRenderer(const ChatRenderer&) = delete;
  ChatRenderer& operator=(const ChatRenderer&) = delete;

  // Ready to be a prompt: with the beginning of the assistant's turn. kUnsupported without a template, or with one that
  // cannot be compiled or refuses the messages. The date that a template may print is fixed, so that prompts repeat.
  Result<std::string> render(const std::vector<ChatMessage>& messages);

 private:
  struct Templates;
  const Model& model_;
  std::unique_ptr<Templates> templates_;
};

}  // namespace assay
