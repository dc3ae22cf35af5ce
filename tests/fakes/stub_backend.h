// A backend that only says what it can; it answers nothing.
#pragma once

#include <utility>

#include "harness/api/backend.h"

namespace assay {

class StubBackend final : public Backend {
 public:
  explicit StubBackend(BackendInfo info) : info_(std::move(info)) {}
  const BackendInfo& info() const override { return info_; }
  Result<Encoding> encode(const Request& /*request*/) override { return Encoding{}; }
  Result<std::string> render_chat(const std::vector<ChatMessage>& /*messages*/) override {
    return Error{ErrorKind::kUnsupported, "a stub has no template"};
  }
  void submit(const Request& request, ResponseSink& sink) override {
    sink.on_done({.request = request.id, .finish = Finish::kCancelled});
  }
  void cancel(RequestId /*request*/) override {}
  void stop() override {}

 private:
  BackendInfo info_;
};

}  // namespace assay
