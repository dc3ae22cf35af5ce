// An OpenAI server on a loopback port: a model of words, and replies written by the test, byte by byte.
#pragma once

#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace assay {

class FakeOpenAi {
 public:
  struct Settings {
    std::vector<std::string> models{"words"};
    std::string key;       // "": none is wanted
    bool has_echo = true;  // prompts come back with their log-probabilities
    bool has_completions = true;
    int word_ms = 2;  // between words
  };

  // What the server sends instead of an answer of its own.
  struct Reply {
    int status = 200;
    std::string type = "text/event-stream";
    std::string headers;              // further ones, each with its line end
    std::vector<std::string> pieces;  // of the body, sent apart
    bool is_cut = false;              // the connection breaks behind the pieces
    bool is_held = false;             // the connection stays open behind them, and nothing comes
  };

  FakeOpenAi() : FakeOpenAi(Settings{}) {}
  explicit FakeOpenAi(Settings settings);
  ~FakeOpenAi();
  FakeOpenAi(const FakeOpenAi&) = delete;
  FakeOpenAi& operator=(const FakeOpenAi&) = delete;

  std::string url() const;  // "http://127.0.0.1:PORT/v1"
  int port() const { return port_; }

  // The next POSTs, one each, in this order; then it answers by itself again.
  void reply(Reply reply);

  // What was posted so far.
  std::vector<std::string> bodies();
  int connections();

 private:
  struct Asked {
    std::string line;  // "POST /v1/completions HTTP/1.1"
    std::string key;
    std::string body;
  };

  void accept_all(const std::stop_token& stopping);
  void serve(int socket, const std::stop_token& stopping);
  static bool read_request(int socket, std::string& buffer, Asked& asked, const std::stop_token& stopping);
  bool answer(int socket, const Asked& asked, const std::stop_token& stopping);
  bool answer_post(int socket, const Asked& asked, const std::stop_token& stopping);
  bool stream_words(int socket, const Asked& asked, const std::stop_token& stopping) const;
  static bool send_reply(int socket, const Reply& reply, const std::stop_token& stopping);

  const Settings settings_;
  int listener_ = -1;
  int port_ = 0;
  std::mutex mutex_;  // guards the three below
  std::deque<Reply> replies_;
  std::vector<std::string> bodies_;
  std::vector<std::jthread> served_;
  std::jthread acceptor_;
};

// Events as servers write them.
std::string completion_event(const std::string& text, const std::string& finish_reason = "");
std::string chat_event(const std::string& field, const std::string& text, const std::string& finish_reason = "");
std::string usage_event(int prompt_tokens, int output_tokens);

}  // namespace assay
