// ExecFlight: one request on its way through a program, and what has come of its answer.
#pragma once

#include <optional>
#include <string>

#include "backends/exec/protocol.h"
#include "backends/parts/stop_matcher.h"
#include "harness/api/backend.h"

namespace assay {

// One thread. The sink is told the end once, whatever is called in whatever order.
class ExecFlight {
 public:
  ExecFlight(Request request, ResponseSink& sink, bool has_chunks);

  const Request& request() const { return request_; }
  RequestId id() const { return request_.id; }

  // A piece of the answer. True if a stop string ended it: the sink knows already, the program does not.
  bool add(const ExecSaid& said);

  // The program's end of the answer.
  void finish(ExecSaid said);

  // No answer comes: kFailed, or kCancelled if it was cancelled before.
  void fail(const std::string& failure);
  void cancel();

  // False if it was so before. From now on the program has some time to let go of it.
  bool mark_cancelled(Nanos now);
  bool was_cancelled_before(Nanos moment) const { return cancelled_ && *cancelled_ < moment; }

 private:
  void give_text(std::string_view text, int tokens);
  void end(Response response);
  std::string why_not_scored(const ExecSaid& said) const;

  Request request_;
  ResponseSink* sink_;
  bool has_chunks_;
  bool is_told_ = false;
  bool had_chunk_ = false;
  std::optional<Nanos> cancelled_;
  StopMatcher stops_;
  std::string raw_;   // as the chunks brought it
  std::string text_;  // without a stop string
};

}  // namespace assay
