// A web server on the loopback address that serves texts, and fails as told; for tests in e2e.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace assay {

struct ServedFile {
  std::string body;
  std::size_t cut_after = std::string::npos;     // the first answer ends there, with the connection
  std::size_t stalls_after = std::string::npos;  // the first answer says no more from there until release()
  bool has_ranges = true;                        // false: "Range:" is not heeded
  std::string moved_to;                          // an address; not empty: a redirection
};

// Answers one connection after the other, each with one answer. Serves until it goes.
class FileServer {
 public:
  explicit FileServer(std::map<std::string, ServedFile> files);  // by path: "/gsm8k/test.jsonl"
  FileServer(const FileServer&) = delete;
  FileServer& operator=(const FileServer&) = delete;
  ~FileServer();

  std::string address() const;  // "http://127.0.0.1:PORT"

  void release();  // ends a stall

  // "/gsm8k/test.jsonl", or with where it went on: "/gsm8k/test.jsonl from 1000".
  std::vector<std::string> requests() const;

 private:
  void serve();
  void answer(int connection);

  std::map<std::string, ServedFile> files_;  // the thread's
  int socket_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;  // guards requests_ and is_released_
  std::condition_variable changed_;
  bool is_released_ = false;
  std::vector<std::string> requests_;  // what the thread was asked
  std::thread thread_;
};

}  // namespace assay
