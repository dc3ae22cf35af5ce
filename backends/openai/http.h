// HttpClient: HTTP requests that run side by side on kept connections, driven by one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/clock.h"
#include "harness/base/result.h"

namespace assay {

struct HttpHead {
  int status = 0;  // 0: no answer came
  std::string content_type;
  std::string server;                   // the header of this name
  std::optional<double> retry_after_s;  // the server asks for a pause
};

// Hears one answer.
class HttpListener {
 public:
  virtual ~HttpListener() = default;
  // As the bytes arrive. False: enough, the transfer is broken off.
  virtual bool on_body(const HttpHead& head, std::string_view bytes) = 0;
  // Last. `fault`: why the answer is not whole; empty if it is.
  virtual void on_end(const HttpHead& head, const std::string& fault) = 0;
};

struct HttpSettings {
  std::string key;  // a bearer token; "": none
  std::string ca;   // a file of certificates; "": the system's
};

// One thread, but wake(): any. It follows no redirections and takes only http and https.
class HttpClient {
 public:
  static Result<std::unique_ptr<HttpClient>> create(HttpSettings settings);
  virtual ~HttpClient() = default;  // listeners of what is still going are forgotten

  // A POST of JSON, or a GET if `body` is empty. `listener` outlives the transfer.
  virtual void start(std::uint64_t id, const std::string& url, std::string body, HttpListener& listener) = 0;

  // Breaks it off; its listener hears nothing more. REQUIRES: not called by a listener.
  virtual void abort(std::uint64_t id) = 0;

  // Moves everything on and waits for something to happen, at most `patience` (and at most a second).
  virtual void run(Nanos patience) = 0;

  virtual void wake() = 0;
};

// One answer, whole. For the time before the requests.
struct HttpAnswer {
  HttpHead head;
  std::string body;
  std::string fault;
};
HttpAnswer fetch(HttpClient& client, const std::string& url, std::string body, const Clock& clock, Nanos patience);

}  // namespace assay
