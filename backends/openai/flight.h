// OpenAiFlight: one request on its way to a server, and what has come of its answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backends/openai/answer.h"
#include "backends/openai/http.h"
#include "backends/openai/options.h"
#include "backends/openai/sse.h"
#include "backends/parts/stop_matcher.h"
#include "harness/api/backend.h"

namespace assay {

// One thread. The sink is told the end once, whatever comes in whatever order.
class OpenAiFlight final : public HttpListener {
 public:
  // `options` and `clock` outlive it.
  OpenAiFlight(Request request, ResponseSink& sink, const OpenAiOptions& options, const Clock& clock);

  RequestId id() const { return request_.id; }
  std::string url() const;
  std::string body() const;

  bool on_body(const HttpHead& head, std::string_view bytes) override;
  void on_end(const HttpHead& head, const std::string& fault) override;

  void cancel();

  // The transfer is over; the flight can go.
  bool is_over() const { return is_over_; }
  // The answer was whole before `moment`, and the server holds the stream open still.
  bool is_idle_since(Nanos moment) const { return whole_at_ && *whole_at_ < moment; }
  // What the stream brought is the answer.
  void settle();

  // How the transfer ended, for the pace of the next ones. REQUIRES: is_over().
  const HttpHead& head() const { return head_; }
  // The server did not take the request: nothing came, or a status that asks to come later.
  bool is_turned_away() const { return is_turned_away_; }

 private:
  bool is_score() const { return std::holds_alternative<Score>(request_.body); }
  bool read_events(const std::vector<std::string>& events);
  bool read_event(const std::string& data);
  void add_thought(const std::string& thought);
  void add_text(const std::string& text);
  void give(std::string_view text);
  void read_score();
  void read_whole();
  void end_with_status();
  void fail(const std::string& failure);
  void end(Response response);

  Request request_;
  ResponseSink* sink_;
  const OpenAiOptions& options_;
  const Clock& clock_;
  SseParser events_;
  StopMatcher stops_;
  HttpHead head_;
  std::string whole_;  // a body that is no stream
  std::string text_;
  bool is_thinking_ = false;
  std::string finish_reason_;
  std::string server_stop_;
  OpenAiUsage usage_;
  std::optional<Nanos> whole_at_;  // when the server said how it ended
  bool is_told_ = false;
  bool is_over_ = false;
  bool is_turned_away_ = false;
};

}  // namespace assay
