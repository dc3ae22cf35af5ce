// Stop strings are cut here too, so that a program that ignores them gives the same answers.
#include "backends/exec/flight.h"

#include <utility>

#include "harness/base/text.h"

namespace assay {
namespace {

StopMatcher stops_of(const Request& request) {
  const auto* ask = std::get_if<Generate>(&request.body);
  return ask != nullptr ? StopMatcher::of(*ask) : StopMatcher(std::vector<std::string>());
}

bool is_score(const Request& request) { return std::holds_alternative<Score>(request.body); }

}  // namespace

ExecFlight::ExecFlight(Request request, ResponseSink& sink, bool has_chunks)
    : request_(std::move(request)), sink_(&sink), has_chunks_(has_chunks), stops_(stops_of(request_)) {}

void ExecFlight::give_text(std::string_view text, int tokens) {
  text_ += text;
  if (has_chunks_ && (!text.empty() || tokens > 0)) {
    sink_->on_chunk({.request = id(), .text = text, .tokens = tokens});
  }
}

bool ExecFlight::add(const ExecSaid& said) {
  if (is_told_ || cancelled_) {
    return false;
  }
  if (is_score(request_)) {
    fail("the program sent a piece of text for a request to score");
    return true;
  }
  had_chunk_ = true;
  raw_ += *said.chunk;
  give_text(stops_.add(*said.chunk), said.chunk_tokens);
  if (stops_.has_stopped()) {
    end({.finish = Finish::kStop, .stop = stops_.found()});
  }
  return stops_.has_stopped();
}

std::string ExecFlight::why_not_scored(const ExecSaid& said) const {
  const std::size_t wanted = std::get<Score>(request_.body).continuations.size();
  if (said.finish != Finish::kEnd) {
    return "the program did not score the choices: " + (said.failure.empty() ? "no reason given" : said.failure);
  }
  return said.choices.size() == wanted ? ""
                                       : "the program scored " + std::to_string(said.choices.size()) + " of " +
                                             std::to_string(wanted) + " choices";
}

void ExecFlight::finish(ExecSaid said) {
  if (is_told_ || cancelled_) {
    return cancel();
  }
  Response response{.finish = said.finish, .prompt_tokens = said.prompt_tokens, .output_tokens = said.output_tokens};
  if (said.finish == Finish::kFailed || said.finish == Finish::kContextFull) {
    response.failure = printable(said.failure.empty() ? "the program gives no reason" : said.failure);
    return end(std::move(response));
  }
  if (is_score(request_)) {
    if (const std::string failure = why_not_scored(said); !failure.empty()) {
      return fail(printable(failure));
    }
    response.finish = Finish::kScored;
    response.choices = std::move(said.choices);
    return end(std::move(response));
  }
  if (!said.text && !had_chunk_) {
    return fail("the program ended its answer without a text");
  }
  if (said.text && had_chunk_ && *said.text != raw_) {
    return fail("the program's text is not what its pieces were");
  }
  if (!had_chunk_) {
    give_text(stops_.add(*said.text), 0);
  }
  give_text(stops_.flush(), 0);
  response.stop = said.stop;
  if (stops_.has_stopped()) {
    response.finish = Finish::kStop;
    response.stop = stops_.found();
  }
  end(std::move(response));
}

void ExecFlight::fail(const std::string& failure) {
  end({.finish = cancelled_ ? Finish::kCancelled : Finish::kFailed, .failure = cancelled_ ? "" : failure});
}

void ExecFlight::cancel() { end({.finish = Finish::kCancelled}); }

bool ExecFlight::mark_cancelled(Nanos now) {
  const bool is_new = !cancelled_;
  cancelled_ = cancelled_.value_or(now);
  return is_new;
}

void ExecFlight::end(Response response) {
  if (std::exchange(is_told_, true)) {
    return;
  }
  response.request = id();
  response.text = std::move(text_);
  sink_->on_done(std::move(response));
}

}  // namespace assay
