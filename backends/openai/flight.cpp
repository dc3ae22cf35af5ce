// An answer is whole when the server has said how it ended; a stream that merely ends is a failure.
#include "backends/openai/flight.h"

#include <utility>

#include "backends/openai/body.h"
#include "harness/base/text.h"

namespace assay {
namespace {

constexpr int kOk = 200;
constexpr int kTooManyRequests = 429;
constexpr int kServerFaults = 500;
constexpr std::size_t kErrorBytesMax = std::size_t{256} << 10;

StopMatcher stops_of(const Request& request) {
  const auto* ask = std::get_if<Generate>(&request.body);
  return ask != nullptr ? StopMatcher::of(*ask) : StopMatcher(std::vector<std::string>());
}

bool is_stream(const HttpHead& head) { return head.content_type.find("text/event-stream") != std::string::npos; }

}  // namespace

OpenAiFlight::OpenAiFlight(Request request, ResponseSink& sink, const OpenAiOptions& options, const Clock& clock)
    : request_(std::move(request)), sink_(&sink), options_(options), clock_(clock), stops_(stops_of(request_)) {}

std::string OpenAiFlight::url() const {
  const auto* ask = std::get_if<Generate>(&request_.body);
  return options_.base + (ask != nullptr && is_chat(options_, *ask) ? "/chat/completions" : "/completions");
}

std::string OpenAiFlight::body() const {
  const auto* ask = std::get_if<Generate>(&request_.body);
  return ask != nullptr ? generate_body(options_, *ask) : score_body(options_, std::get<Score>(request_.body));
}

bool OpenAiFlight::on_body(const HttpHead& head, std::string_view bytes) {
  if (head.status != kOk || !is_stream(head)) {
    whole_ += bytes;
    return head.status == kOk || whole_.size() < kErrorBytesMax;
  }
  if (is_told_) {
    return whole_at_.has_value();
  }
  const bool goes_on = read_events(events_.add(bytes));
  if (events_.is_over_bounds()) {
    fail("the server sent an event longer than 4 MiB");
    return false;
  }
  return goes_on;
}

void OpenAiFlight::on_end(const HttpHead& head, const std::string& fault) {
  is_over_ = true;
  head_ = head;
  if (is_told_) {
    return;
  }
  if (head.status != 0 && head.status != kOk) {
    return end_with_status();
  }
  if (is_stream(head)) {
    read_events(events_.flush());
    if (!finish_reason_.empty()) {
      return settle();
    }
    return fail("the stream broke off before the answer's end" + (fault.empty() ? "" : ": " + fault));
  }
  if (!fault.empty()) {
    is_turned_away_ = head.status == 0;
    return fail("no answer from the server: " + fault);
  }
  if (is_score()) {
    return read_score();
  }
  read_whole();
}

void OpenAiFlight::end_with_status() {
  is_turned_away_ = head_.status == kTooManyRequests || head_.status >= kServerFaults;
  const std::string message = openai_error_message(whole_);
  const std::string failure =
      "HTTP " + std::to_string(head_.status) + " from the server" + (message.empty() ? "" : ": " + message);
  if (head_.status >= 400 && head_.status < kServerFaults && is_context_error(whole_)) {
    return end({.finish = Finish::kContextFull, .failure = failure});
  }
  fail(failure);
}

// True if more is wanted.
bool OpenAiFlight::read_events(const std::vector<std::string>& events) {
  for (const std::string& data : events) {
    if (!read_event(data)) {
      return false;
    }
  }
  return true;
}

bool OpenAiFlight::read_event(const std::string& data) {
  if (trim(data) == "[DONE]") {
    if (finish_reason_.empty()) {
      fail("the server ended the stream without saying how the answer ended");
    } else {
      settle();
    }
    return true;  // the connection is worth keeping: the server closes the answer itself
  }
  auto piece = read_openai_piece(data);
  if (!piece) {
    fail("the server sent an event that is " + piece.error().message);
    return false;
  }
  if (!piece->error.empty()) {
    fail("the server broke off: " + printable(piece->error));
    return false;
  }
  usage_ = piece->usage.value_or(usage_);
  add_thought(piece->thought);
  add_text(piece->text);
  if (!piece->finish_reason.empty() && finish_reason_.empty()) {
    finish_reason_ = piece->finish_reason;
    server_stop_ = piece->stop;
    whole_at_ = clock_.now();
  }
  if (stops_.has_stopped()) {
    settle();
    return whole_at_.has_value();
  }
  return true;
}

void OpenAiFlight::add_thought(const std::string& thought) {
  if (!thought.empty()) {
    give((std::exchange(is_thinking_, true) ? "" : "<think>") + thought);
  }
}

void OpenAiFlight::add_text(const std::string& text) {
  if (!text.empty()) {
    give((std::exchange(is_thinking_, false) ? "</think>" : "") + stops_.add(text));
  }
}

void OpenAiFlight::give(std::string_view text) {
  text_ += text;
  if (!text.empty() && !is_told_) {
    sink_->on_chunk({.request = id(), .text = text});
  }
}

void OpenAiFlight::settle() {
  if (is_told_) {
    return;
  }
  Response response{.prompt_tokens = usage_.prompt_tokens,
                    .output_tokens = usage_.output_tokens,
                    .thought_tokens = usage_.thought_tokens};
  if (usage_.prompt_tokens && usage_.cached_tokens && *usage_.cached_tokens <= *usage_.prompt_tokens) {
    response.prompt_tokens_evaluated = *usage_.prompt_tokens - *usage_.cached_tokens;
  }
  give(stops_.flush());
  if (stops_.has_stopped()) {
    response.finish = Finish::kStop;
    response.stop = stops_.found();
    return end(std::move(response));
  }
  const auto finish = finish_of(finish_reason_);
  if (!finish) {
    return fail("the server ended the answer by '" + printable(finish_reason_, 40) + "'");
  }
  response.finish = *finish;
  const int limit = std::get<Generate>(request_.body).output_tokens_max;
  if (*finish == Finish::kEnd && !server_stop_.empty()) {
    response.finish = Finish::kStop;
    response.stop = server_stop_;
  } else if (*finish == Finish::kLength && usage_.output_tokens && *usage_.output_tokens + 1 < limit) {
    response.finish = Finish::kContextFull;  // the only other limit there is
    response.failure = "the server ended the answer after " + std::to_string(*usage_.output_tokens) + " of " +
                       std::to_string(limit) + " tokens: its context is full";
  }
  end(std::move(response));
}

void OpenAiFlight::read_score() {
  auto scores = read_echo(whole_, std::get<Score>(request_.body));
  if (!scores) {
    return fail(scores.error().message);
  }
  end({.finish = Finish::kScored, .choices = std::move(scores->choices), .prompt_tokens = scores->context_tokens});
}

// A server that does not stream although it was asked to.
void OpenAiFlight::read_whole() {
  auto piece = read_openai_piece(whole_);
  if (!piece || (piece->error.empty() && piece->finish_reason.empty())) {
    return fail("the server's answer is neither a stream nor a completion: '" + printable(whole_, 120) + "'");
  }
  if (!piece->error.empty()) {
    return fail("the server says: " + printable(piece->error));
  }
  usage_ = piece->usage.value_or(usage_);
  add_thought(piece->thought);
  add_text(piece->text);
  finish_reason_ = piece->finish_reason;
  server_stop_ = piece->stop;
  settle();
}

void OpenAiFlight::fail(const std::string& failure) { end({.finish = Finish::kFailed, .failure = failure}); }

void OpenAiFlight::cancel() { end({.finish = Finish::kCancelled}); }

void OpenAiFlight::end(Response response) {
  if (std::exchange(is_told_, true)) {
    return;
  }
  response.request = id();
  response.text = std::move(text_);
  // A server may repeat the key it was shown.
  response.failure = options_.key.empty() ? response.failure : replace_all(response.failure, options_.key, "(key)");
  sink_->on_done(std::move(response));
}

}  // namespace assay
