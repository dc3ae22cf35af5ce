// Windows and cuts.
#include "harness/run/encoded_prompt.h"

#include <algorithm>
#include <utility>

#include "harness/api/messages.h"

namespace assay {
namespace {

using Ids = std::vector<TokenId>;

Request with_encoding(const Request& like, Ids prompt, Ids continuation, std::string text) {
  Request request;
  request.body = Score{.context = std::get<Score>(like.body).context, .continuations = {std::move(text)}};
  request.encoding = Encoding{.prompt = std::move(prompt), .continuations = {std::move(continuation)}};
  return request;
}

// One request a window of `ids`, none longer than `length` with its context.
std::vector<Request> windows(const Request& whole, const Ids& prefix, const Ids& ids, std::size_t length) {
  std::vector<Request> requests;
  const std::string& text = std::get<Score>(whole.body).continuations.front();
  const auto part = [&](std::size_t begin, std::size_t end) {
    return Ids(ids.begin() + static_cast<std::ptrdiff_t>(begin), ids.begin() + static_cast<std::ptrdiff_t>(end));
  };
  const std::size_t first = std::min(length, ids.size());
  requests.push_back(with_encoding(whole, prefix, part(0, first), text));
  for (std::size_t done = first; done < ids.size();) {
    const std::size_t end = std::min(ids.size(), done + length);
    const std::size_t begin = end > length + 1 ? end - length - 1 : 0;
    requests.push_back(with_encoding(whole, part(begin, done), part(done, end), ""));
    done = end;
  }
  return requests;
}

bool fits(const Encoding& encoding, std::size_t length) {
  return std::all_of(encoding.continuations.begin(), encoding.continuations.end(),
                     [&](const Ids& ids) { return encoding.prompt.size() + ids.size() <= length + 1; });
}

// One request a continuation, each with as much of the context's end as fits.
std::vector<Request> cut(const Request& whole, std::size_t length) {
  std::vector<Request> requests;
  const Encoding& encoding = *whole.encoding;
  const auto& texts = std::get<Score>(whole.body).continuations;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Ids& ids = encoding.continuations[i];
    const std::size_t room = length + 1 > ids.size() ? length + 1 - ids.size() : 0;
    const std::size_t kept = std::clamp<std::size_t>(room, 1, encoding.prompt.size());
    requests.push_back(with_encoding(
        whole, Ids(encoding.prompt.end() - static_cast<std::ptrdiff_t>(kept), encoding.prompt.end()), ids, texts[i]));
  }
  requests.front().encoding->boundary_merges = encoding.boundary_merges;
  return requests;
}

}  // namespace

Status encode_prompt(Backend& backend, bool cuts, Prompt& prompt) {
  const BackendInfo& info = backend.info();
  const auto length = static_cast<std::size_t>(std::max(0, info.context_tokens_max));
  if (!info.can.has(Capability::kTokenIds)) {
    return prompt.is_rolling ? Status(Error{ErrorKind::kUnsupported, "the backend " + info.name +
                                                                         " cannot tell token ids, which windows of a "
                                                                         "long text are cut by"})
                             : Status();
  }
  std::vector<Request> requests;
  for (Request& request : prompt.requests) {
    auto encoding = backend.encode(request);
    if (!encoding) {
      return encoding.error();
    }
    request.encoding = std::move(*encoding);
    const bool is_score = std::holds_alternative<Score>(request.body);
    if (prompt.is_rolling && length > 0 && !request.encoding->continuations.front().empty()) {
      requests = windows(request, request.encoding->prompt, request.encoding->continuations.front(), length);
    } else if (cuts && is_score && length > 0 && !fits(*request.encoding, length)) {
      for (Request& part : cut(request, length)) {
        requests.push_back(std::move(part));
      }
    } else {
      requests.push_back(std::move(request));
    }
  }
  prompt.requests = std::move(requests);
  return {};
}

void fit_context(const BackendInfo& info, Prompt& prompt) {
  for (Request& request : prompt.requests) {
    auto* ask = std::get_if<Generate>(&request.body);
    if (ask == nullptr || info.context_tokens_max <= 0) {
      continue;
    }
    const std::size_t taken = request.encoding ? request.encoding->prompt.size() : asked_text(*ask).size();
    const auto room = static_cast<std::int64_t>(info.context_tokens_max) - static_cast<std::int64_t>(taken);
    if (room > 0) {
      ask->output_tokens_max = static_cast<int>(std::min<std::int64_t>(ask->output_tokens_max, room));
    }
  }
}

}  // namespace assay
