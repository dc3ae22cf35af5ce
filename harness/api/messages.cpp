// Messages become JSON with their keys in one order.
#include "harness/api/messages.h"

#include <nlohmann/json.hpp>

namespace assay {

std::string messages_text(const std::vector<ChatMessage>& messages) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const ChatMessage& message : messages) {
    list.push_back({{"role", message.role}, {"content", message.content}});
  }
  return list.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string asked_text(const Generate& ask) { return ask.messages.empty() ? ask.prompt : messages_text(ask.messages); }

}  // namespace assay
