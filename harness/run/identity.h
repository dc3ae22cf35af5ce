// Identity: the canonical text of everything that decides an answer, and its 128-bit key. Pure.
#pragma once

#include <span>
#include <string>

#include "harness/api/backend.h"
#include "harness/api/request.h"

namespace assay {

struct Identity {
  std::string text;  // canonical JSON: sorted keys, no white space
  std::string key;   // 32 hex digits over the text
};

// Model, engine and device through BackendInfo::identity; the request through its token ids where there are any (its
// texts where not), every sampling value, stops and limits; the repeat (docs/METHOD.md, "Identity").
Identity identify(const BackendInfo& backend, const Request& request, int repeat);

// Of a sample that takes several requests: their texts, a line each. REQUIRES: at least one.
Identity identify_all(const BackendInfo& backend, std::span<const Request> requests, int repeat);

}  // namespace assay
