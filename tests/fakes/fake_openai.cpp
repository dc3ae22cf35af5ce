// Blocking sockets, a thread for each connection; every wait looks at the stop token again soon.
#include "tests/fakes/fake_openai.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "harness/base/hash.h"
#include "harness/base/text.h"

namespace assay {
namespace {

using nlohmann::json;

constexpr int kTurnMs = 20;
const std::array<const char*, 6> kWords{" one", " two", " three", " four", " five", " six"};

void pause_ms(int milliseconds) { ::poll(nullptr, 0, milliseconds); }

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool send_chunk(int socket, const std::string& bytes) {
  std::array<char, 24> length{};
  const int digits = std::snprintf(length.data(), length.size(), "%zx\r\n", bytes.size());
  return send_all(socket, std::string(length.data(), static_cast<std::size_t>(digits)) + bytes + "\r\n");
}

std::string head(int status, const std::string& type, const std::string& more) {
  return "HTTP/1.1 " + std::to_string(status) + " Said\r\nServer: fake\r\nContent-Type: " + type +
         "\r\nTransfer-Encoding: chunked\r\n" + more + "\r\n";
}

bool send_json(int socket, int status, const json& body) {
  return send_all(socket, head(status, "application/json", "")) && send_chunk(socket, body.dump()) &&
         send_all(socket, "0\r\n\r\n");
}

json error(const std::string& message) { return {{"error", {{"message", message}, {"code", "x"}}}}; }

// The words of a text, with the blanks before them.
std::vector<std::string> pieces_of(const std::string& text) {
  std::vector<std::string> pieces;
  for (const char c : text) {
    if (pieces.empty() || c == ' ') {
      pieces.emplace_back();
    }
    pieces.back() += c;
  }
  return pieces;
}

json echoed(const std::string& prompt, int index) {
  json tokens = json::array();
  json sums = json::array();
  json top = json::array();
  json offsets = json::array();
  std::size_t offset = 0;
  auto pieces = pieces_of(prompt);
  pieces.emplace_back(" next");
  for (const std::string& piece : pieces) {
    const double sum = -0.01 - static_cast<double>(hash128(piece).low % 500) / 100.0;
    tokens.push_back(piece);
    offsets.push_back(offset);
    sums.push_back(offset == 0 ? json() : json(sum));
    top.push_back(offset == 0 ? json() : json({{piece, sum}}));
    offset += code_points(piece);
  }
  return {
      {"index", index},
      {"text", prompt + " next"},
      {"finish_reason", "length"},
      {"logprobs", {{"tokens", tokens}, {"token_logprobs", sums}, {"top_logprobs", top}, {"text_offset", offsets}}}};
}

json echo_answer(const json& body) {
  json choices = json::array();
  const json prompts = body["prompt"].is_array() ? body["prompt"] : json::array({body["prompt"]});
  for (const json& prompt : prompts) {
    choices.push_back(echoed(prompt.get<std::string>(), static_cast<int>(choices.size())));
  }
  return {{"choices", choices}, {"usage", {{"prompt_tokens", 1}, {"completion_tokens", choices.size()}}}};
}

}  // namespace

std::string completion_event(const std::string& text, const std::string& finish_reason) {
  return "data: " +
         json{{"choices",
               {{{"index", 0},
                 {"text", text},
                 {"finish_reason", finish_reason.empty() ? json() : json(finish_reason)}}}}}
             .dump() +
         "\n\n";
}

std::string chat_event(const std::string& field, const std::string& text, const std::string& finish_reason) {
  return "data: " +
         json{{"choices",
               {{{"index", 0},
                 {"delta", {{field, text}}},
                 {"finish_reason", finish_reason.empty() ? json() : json(finish_reason)}}}}}
             .dump() +
         "\n\n";
}

std::string usage_event(int prompt_tokens, int output_tokens) {
  return "data: " +
         json{{"choices", json::array()},
              {"usage", {{"prompt_tokens", prompt_tokens}, {"completion_tokens", output_tokens}}}}
             .dump() +
         "\n\n";
}

FakeOpenAi::FakeOpenAi(Settings settings) : settings_(std::move(settings)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* raw = reinterpret_cast<sockaddr*>(&address);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
  EXPECT_EQ(::bind(listener_, raw, length), 0);
  EXPECT_EQ(::listen(listener_, 64), 0);
  EXPECT_EQ(::getsockname(listener_, raw, &length), 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this](const std::stop_token& stopping) { accept_all(stopping); });
}

FakeOpenAi::~FakeOpenAi() {
  acceptor_.request_stop();
  acceptor_.join();
  served_.clear();
  ::close(listener_);
}

std::string FakeOpenAi::url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/v1"; }

void FakeOpenAi::reply(Reply reply) {
  const std::lock_guard lock(mutex_);
  replies_.push_back(std::move(reply));
}

std::vector<std::string> FakeOpenAi::bodies() {
  const std::lock_guard lock(mutex_);
  return bodies_;
}

int FakeOpenAi::connections() {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(served_.size());
}

void FakeOpenAi::accept_all(const std::stop_token& stopping) {
  while (!stopping.stop_requested()) {
    pollfd file{listener_, POLLIN, 0};
    if (::poll(&file, 1, kTurnMs) <= 0) {
      continue;
    }
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex_);
    served_.emplace_back([this, socket](const std::stop_token& over) { serve(socket, over); });
  }
}

void FakeOpenAi::serve(int socket, const std::stop_token& stopping) {
  std::string buffer;
  Asked asked;
  while (read_request(socket, buffer, asked, stopping) && answer(socket, asked, stopping)) {
  }
  ::close(socket);
}

bool FakeOpenAi::read_request(int socket, std::string& buffer, Asked& asked, const std::stop_token& stopping) {
  const auto more = [&] {
    pollfd file{socket, POLLIN, 0};
    while (!stopping.stop_requested() && ::poll(&file, 1, kTurnMs) == 0) {
    }
    std::array<char, 65536> bytes{};
    const ssize_t got = stopping.stop_requested() ? 0 : ::recv(socket, bytes.data(), bytes.size(), 0);
    buffer.append(bytes.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    return got > 0;
  };
  std::size_t end = buffer.find("\r\n\r\n");
  for (; end == std::string::npos; end = buffer.find("\r\n\r\n")) {
    if (!more()) {
      return false;
    }
  }
  std::size_t length = 0;
  asked = {};
  for (const std::string_view line : split(std::string_view(buffer).substr(0, end), '\n')) {
    asked.line = asked.line.empty() ? std::string(trim(line)) : asked.line;
    if (starts_with(line, "Content-Length: ")) {
      length = static_cast<std::size_t>(parse_int(trim(line.substr(16))).value_or(0));
    } else if (starts_with(line, "Authorization: Bearer ")) {
      asked.key = trim(line.substr(22));
    }
  }
  while (buffer.size() < end + 4 + length) {
    if (!more()) {
      return false;
    }
  }
  asked.body = buffer.substr(end + 4, length);
  buffer.erase(0, end + 4 + length);
  return true;
}

bool FakeOpenAi::answer(int socket, const Asked& asked, const std::stop_token& stopping) {
  if (asked.key != settings_.key) {
    return send_json(socket, 401, error("Incorrect key provided: " + asked.key));
  }
  if (starts_with(asked.line, "GET /v1/models ")) {
    json data = json::array();
    for (const std::string& model : settings_.models) {
      data.push_back({{"id", model}, {"max_model_len", 512}});
    }
    return send_json(socket, 200, {{"object", "list"}, {"data", data}});
  }
  const bool is_completion = starts_with(asked.line, "POST /v1/completions ");
  if (!starts_with(asked.line, "POST /v1/chat/completions ") && !(is_completion && settings_.has_completions)) {
    return send_json(socket, 404, error("no such path"));
  }
  return answer_post(socket, asked, stopping);
}

bool FakeOpenAi::answer_post(int socket, const Asked& asked, const std::stop_token& stopping) {
  Reply reply;
  bool is_scripted = false;
  {
    const std::lock_guard lock(mutex_);
    bodies_.push_back(asked.body);
    is_scripted = !replies_.empty();
    if (is_scripted) {
      reply = std::move(replies_.front());
      replies_.pop_front();
    }
  }
  if (is_scripted) {
    return send_reply(socket, reply, stopping);
  }
  const json body = json::parse(asked.body);
  if (body.value("echo", false)) {
    return settings_.has_echo ? send_json(socket, 200, echo_answer(body))
                              : send_json(socket, 400, error("echo is not supported"));
  }
  if (!body.value("stream", false)) {
    return send_json(socket, 200,
                     {{"model", "words"},
                      {"system_fingerprint", "f1"},
                      {"choices", {{{"index", 0}, {"text", " one"}, {"finish_reason", "length"}}}}});
  }
  return stream_words(socket, asked, stopping);
}

bool FakeOpenAi::stream_words(int socket, const Asked& asked, const std::stop_token& stopping) const {
  const json body = json::parse(asked.body);
  const bool is_chat = body.contains("messages");
  const int limit = body.value("max_tokens", 16);
  const int own = body.value("ignore_eos", false) ? limit : static_cast<int>(kWords.size());
  if (!send_all(socket, head(200, "text/event-stream", ""))) {
    return false;
  }
  for (int i = 0; i < std::min(limit, own); ++i) {
    const std::string word = kWords[static_cast<std::size_t>(i) % kWords.size()];
    pause_ms(settings_.word_ms);
    if (stopping.stop_requested() ||
        !send_chunk(socket, is_chat ? chat_event("content", word) : completion_event(word))) {
      return false;
    }
  }
  const std::string reason = own < limit || (own == limit && !body.value("ignore_eos", false)) ? "stop" : "length";
  return send_chunk(socket, (is_chat ? chat_event("content", "", reason) : completion_event("", reason)) +
                                usage_event(3, std::min(limit, own)) + "data: [DONE]\n\n") &&
         send_all(socket, "0\r\n\r\n");
}

bool FakeOpenAi::send_reply(int socket, const Reply& reply, const std::stop_token& stopping) {
  if (!send_all(socket, head(reply.status, reply.type, reply.headers))) {
    return false;
  }
  for (const std::string& piece : reply.pieces) {
    if (!send_chunk(socket, piece)) {
      return false;
    }
    pause_ms(1);
  }
  while (reply.is_held && !stopping.stop_requested()) {
    pause_ms(kTurnMs);
  }
  return !reply.is_cut && !reply.is_held && send_all(socket, "0\r\n\r\n");
}

}  // namespace assay
