// What a Generate request asks as one text: for records, identities and engines without chat.
#pragma once

#include <string>
#include <vector>

#include "harness/api/request.h"

namespace assay {

// A JSON list of {"role", "content"}, keys in this order; the same messages give the same text.
std::string messages_text(const std::vector<ChatMessage>& messages);

// The prompt, or the text of the messages if there are any.
std::string asked_text(const Generate& ask);

}  // namespace assay
