// fork, exec, and files for what it prints.
#include "tests/fakes/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <filesystem>

#include "harness/base/files.h"
#include "tests/fakes/temp_folder.h"

namespace assay {
namespace {

// In the child: only calls that are safe after fork.
[[noreturn]] void become(const char* folder, char* const* words, const std::array<const char*, 2>& outputs) {
  for (int i = 0; i < 2; ++i) {
    const int file = ::open(outputs[static_cast<std::size_t>(i)], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ::dup2(file, i + 1);
    ::close(file);
  }
  if (::chdir(folder) == 0) {
    ::execv(words[0], words);
  }
  ::_exit(127);
}

std::string next_name() {
  static std::atomic<int> count{0};
  return temp_folder() + "program_" + std::to_string(count++);
}

}  // namespace

Program::Program(const std::string& folder, const std::vector<std::string>& words)
    : output_path_(next_name()), error_path_(next_name()) {
  std::vector<char*> raw;
  for (const std::string& word : words) {
    raw.push_back(const_cast<char*>(word.c_str()));  // NOLINT(cppcoreguidelines-pro-type-const-cast): execv's signature
  }
  raw.push_back(nullptr);
  const std::array<const char*, 2> outputs{output_path_.c_str(), error_path_.c_str()};
  child_ = ::fork();
  if (child_ == 0) {
    become(folder.c_str(), raw.data(), outputs);
  }
}

Program::~Program() {
  if (child_ > 0) {
    send(SIGKILL);
    wait();
  }
}

void Program::send(int signal) const { ::kill(child_, signal); }

Ended Program::wait() {
  int status = 0;
  ::waitpid(child_, &status, 0);
  child_ = -1;
  Ended ended{.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
  if (auto text = read_file(output_path_)) {
    ended.output = std::move(*text);
  }
  if (auto text = read_file(error_path_)) {
    ended.errors = std::move(*text);
  }
  std::filesystem::remove(output_path_);
  std::filesystem::remove(error_path_);
  return ended;
}

std::string fresh_folder(const std::string& name) {
  const std::string folder = temp_folder() + name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

Ended run_assay(const std::string& folder, std::vector<std::string> words) {
  words.insert(words.begin(), ASSAY_BINARY);
  return Program(folder, words).wait();
}

Ended run_shell(const std::string& folder, const std::string& line) {
  return Program(folder, {"/bin/sh", "-c", line}).wait();
}

}  // namespace assay
