// HTTP/1.1, as little of it as a download needs.
#include "tests/fakes/file_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace assay {
namespace {

void send_all(int connection, const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const ssize_t count = ::send(connection, text.data() + at, text.size() - at, MSG_NOSIGNAL);
    if (count <= 0) {
      return;
    }
    at += static_cast<std::size_t>(count);
  }
}

std::string receive_head(int connection) {
  std::string head;
  std::array<char, 4096> buffer;
  while (head.find("\r\n\r\n") == std::string::npos && head.size() < 65536) {
    const ssize_t count = ::recv(connection, buffer.data(), buffer.size(), 0);
    if (count <= 0) {
      break;
    }
    head.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return head;
}

std::string head_of(const std::string& status, std::size_t length, const std::string& more) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(length) + "\r\nConnection: close\r\n" + more +
         "\r\n";
}

// Where a request goes on: the number behind "Range: bytes=".
std::size_t range_of(const std::string& head) {
  const std::size_t at = head.find("Range: bytes=");
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + 13));
}

}  // namespace

FileServer::FileServer(std::map<std::string, ServedFile> files) : files_(std::move(files)) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&place), sizeof place), 0);
  EXPECT_EQ(::listen(socket_, 16), 0);
  EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&place), &size), 0);
  port_ = ntohs(place.sin_port);
  thread_ = std::thread([this] { serve(); });
}

FileServer::~FileServer() {
  release();
  ::shutdown(socket_, SHUT_RDWR);  // wakes accept
  thread_.join();
  ::close(socket_);
}

void FileServer::release() {
  const std::lock_guard lock(mutex_);
  is_released_ = true;
  changed_.notify_all();
}

std::string FileServer::address() const { return "http://127.0.0.1:" + std::to_string(port_); }

std::vector<std::string> FileServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void FileServer::serve() {
  for (int connection = 0; (connection = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
    answer(connection);
    ::close(connection);
  }
}

void FileServer::answer(int connection) {
  const std::string head = receive_head(connection);
  const std::size_t begin = head.find(' ') + 1;
  const std::string path = head.substr(begin, head.find(' ', begin) - begin);
  const std::size_t from = range_of(head);
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(path + (from == 0 ? "" : " from " + std::to_string(from)));
  }
  const auto found = files_.find(path);
  if (found == files_.end()) {
    send_all(connection, head_of("404 Not Found", 4, "") + "gone");
    return;
  }
  ServedFile& file = found->second;
  if (!file.moved_to.empty()) {
    send_all(connection, head_of("302 Found", 0, "Location: " + file.moved_to + "\r\n"));
    return;
  }
  const std::size_t size = file.body.size();
  if (from > 0 && file.has_ranges && from >= size) {
    send_all(connection, head_of("416 Range Not Satisfiable", 0, ""));
    return;
  }
  const bool is_part = from > 0 && file.has_ranges;
  const std::string rest = is_part ? file.body.substr(from) : file.body;
  const std::string range = "Content-Range: bytes " + std::to_string(from) + "-" + std::to_string(size - 1) + "/" +
                            std::to_string(size) + "\r\n";
  send_all(connection, is_part ? head_of("206 Partial Content", rest.size(), range) : head_of("200 OK", size, ""));
  send_all(connection, rest.substr(0, std::min(file.cut_after, file.stalls_after)));
  file.cut_after = std::string::npos;
  if (file.stalls_after != std::string::npos) {
    file.stalls_after = std::string::npos;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_released_; });
  }
}

}  // namespace assay
