// libcurl's multi interface. Bounds are kept where bytes arrive.
#include "backends/openai/http.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kHeadMax = std::size_t{64} << 10;
constexpr std::size_t kBodyMax = std::size_t{64} << 20;
constexpr long kConnectSeconds = 10;
constexpr long kAliveMsMax = 1000;  // of one wait
constexpr double kRetryAfterMax = 86'400;

// curl's global state: made once, for the life of the program.
bool is_curl_ready() {
  static const bool kReady = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return kReady;
}

struct Transfer {
  CURL* easy = nullptr;
  curl_slist* headers = nullptr;
  std::string body;
  HttpListener* listener = nullptr;
  HttpHead head;
  std::size_t head_bytes = 0;
  std::size_t body_bytes = 0;
  std::string broken;  // why we broke it off
  std::array<char, CURL_ERROR_SIZE> message{};

  Transfer() = default;
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() {
    curl_slist_free_all(headers);
    curl_easy_cleanup(easy);
  }

  void read_head() {
    long status = 0;
    const char* type = nullptr;
    curl_off_t pause = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &pause);
    head.status = static_cast<int>(status);
    head.content_type = type != nullptr ? type : "";
    if (pause > 0) {
      head.retry_after_s = std::min(static_cast<double>(pause), kRetryAfterMax);
    }
  }
};

std::size_t on_header(char* bytes, std::size_t one, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  std::string_view line(bytes, one * count);
  transfer.head_bytes += line.size();
  if (transfer.head_bytes > kHeadMax) {
    transfer.broken = "the server's header is longer than 64 KiB";
    return 0;
  }
  constexpr std::string_view kServer = "server:";
  const auto is_equal = [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b); };
  if (line.size() > kServer.size() && std::equal(kServer.begin(), kServer.end(), line.begin(), is_equal)) {
    transfer.head.server = printable(trim(line.substr(kServer.size())), 100);
  }
  return line.size();
}

std::size_t on_bytes(char* bytes, std::size_t one, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string_view part(bytes, one * count);
  if (transfer.body_bytes == 0) {
    transfer.read_head();
  }
  transfer.body_bytes += part.size();
  if (transfer.body_bytes > kBodyMax) {
    transfer.broken = "the server's answer is longer than 64 MiB";
    return 0;
  }
  return transfer.listener->on_body(transfer.head, part) ? part.size() : 0;
}

class CurlClient final : public HttpClient {
 public:
  CurlClient(CURLM* multi, HttpSettings settings) : multi_(multi), settings_(std::move(settings)) {}
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;
  ~CurlClient() override {
    for (auto& [id, transfer] : transfers_) {
      curl_multi_remove_handle(multi_, transfer->easy);
    }
    transfers_.clear();
    curl_multi_cleanup(multi_);
  }

  void start(std::uint64_t id, const std::string& url, std::string body, HttpListener& listener) override {
    auto transfer = std::make_unique<Transfer>();
    transfer->easy = curl_easy_init();
    transfer->body = std::move(body);
    transfer->listener = &listener;
    if (transfer->easy == nullptr) {
      return listener.on_end({}, "out of memory for a connection");
    }
    prepare(*transfer, url);
    if (const CURLMcode code = curl_multi_add_handle(multi_, transfer->easy); code != CURLM_OK) {
      return listener.on_end({}, curl_multi_strerror(code));
    }
    curl_easy_setopt(transfer->easy, CURLOPT_PRIVATE, transfer.get());
    transfers_.emplace(id, std::move(transfer));
  }

  void abort(std::uint64_t id) override {
    const auto found = transfers_.find(id);
    if (found != transfers_.end()) {
      curl_multi_remove_handle(multi_, found->second->easy);
      transfers_.erase(found);
    }
  }

  void run(Nanos patience) override {
    int running = 0;
    curl_multi_perform(multi_, &running);
    if (!deliver_ends()) {
      const auto ms = static_cast<long>(patience.count() / 1'000'000) + 1;
      curl_multi_poll(multi_, nullptr, 0, static_cast<int>(std::clamp(ms, 0L, kAliveMsMax)), nullptr);
    }
  }

  void wake() override { curl_multi_wakeup(multi_); }

 private:
  void prepare(Transfer& transfer, const std::string& url) const {
    CURL* easy = transfer.easy;
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.message.data());
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "assay");
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    const bool is_here = url.find("://127.") != std::string::npos || url.find("://localhost") != std::string::npos ||
                         url.find("://[::1]") != std::string::npos;
    if (is_here) {
      curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    }
    if (!settings_.ca.empty()) {
      curl_easy_setopt(easy, CURLOPT_CAINFO, settings_.ca.c_str());
    }
    if (!settings_.key.empty()) {
      transfer.headers = curl_slist_append(transfer.headers, ("Authorization: Bearer " + settings_.key).c_str());
    }
    if (!transfer.body.empty()) {
      transfer.headers = curl_slist_append(transfer.headers, "Content-Type: application/json");
      transfer.headers = curl_slist_append(transfer.headers, "Expect:");
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer.body.data());
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer.body.size()));
    }
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer.headers);
  }

  // True if there was one.
  bool deliver_ends() {
    bool has_ended = false;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) {
        continue;
      }
      const CURLcode code = message->data.result;
      Transfer* transfer = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
      const auto found = std::find_if(transfers_.begin(), transfers_.end(),
                                      [&](const auto& entry) { return entry.second.get() == transfer; });
      curl_multi_remove_handle(multi_, transfer->easy);
      const std::unique_ptr<Transfer> ended = std::move(found->second);
      transfers_.erase(found);
      ended->read_head();
      std::string fault = ended->broken;
      if (fault.empty() && code != CURLE_OK) {
        fault = printable(ended->message[0] != 0 ? ended->message.data() : curl_easy_strerror(code));
      }
      ended->listener->on_end(ended->head, fault);
      has_ended = true;
    }
    return has_ended;
  }

  CURLM* multi_;
  const HttpSettings settings_;
  std::map<std::uint64_t, std::unique_ptr<Transfer>> transfers_;
};

class WholeAnswer final : public HttpListener {
 public:
  bool on_body(const HttpHead& /*head*/, std::string_view bytes) override {
    answer_.body += bytes;
    return true;
  }
  void on_end(const HttpHead& head, const std::string& fault) override {
    answer_.head = head;
    answer_.fault = fault;
    is_over_ = true;
  }
  bool is_over() const { return is_over_; }
  HttpAnswer& answer() { return answer_; }

 private:
  HttpAnswer answer_;
  bool is_over_ = false;
};

}  // namespace

Result<std::unique_ptr<HttpClient>> HttpClient::create(HttpSettings settings) {
  CURLM* multi = is_curl_ready() ? curl_multi_init() : nullptr;
  if (multi == nullptr) {
    return Error{ErrorKind::kEnvironment, "libcurl does not start"};
  }
  return std::unique_ptr<HttpClient>(std::make_unique<CurlClient>(multi, std::move(settings)));
}

HttpAnswer fetch(HttpClient& client, const std::string& url, std::string body, const Clock& clock, Nanos patience) {
  constexpr std::uint64_t kOnly = 0;
  WholeAnswer listener;
  const Nanos deadline = clock.now() + patience;
  client.start(kOnly, url, std::move(body), listener);
  while (!listener.is_over()) {
    const Nanos left = deadline - clock.now();
    if (left <= Nanos(0)) {
      client.abort(kOnly);
      listener.on_end({}, "no whole answer within " + exact_number(seconds(patience)) + " s");
      break;
    }
    client.run(left);
  }
  return std::move(listener.answer());
}

}  // namespace assay
