// The converter, and the child process it runs in.
#include "tasks/data/formats/parquet.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "harness/base/text.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace assay {
namespace {

constexpr int kSilenceMaxMs = 120'000;
constexpr int kNoPyarrow = 77;
constexpr int kNoParquet = 78;

constexpr const char* kConverter = R"(
import json, sys
try:
    import pyarrow, pyarrow.parquet
except ImportError:
    sys.exit(77)
def plain(value):
    return value.hex() if isinstance(value, bytes) else value.isoformat() if hasattr(value, "isoformat") else str(value)
try:
    file = pyarrow.parquet.ParquetFile(sys.argv[1])
    for batch in file.iter_batches(batch_size=1000):
        for row in batch.to_pylist():
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=plain) + "\n")
    sys.stdout.flush()
except (pyarrow.ArrowException, ValueError, OSError) as error:
    sys.stderr.write(str(error).split("\n")[0])
    sys.exit(78)
)";

// The ends of two pipes, closed when this goes.
struct Pipes {
  std::array<int, 2> output{-1, -1};
  std::array<int, 2> errors{-1, -1};

  Pipes() = default;
  Pipes(const Pipes&) = delete;
  Pipes& operator=(const Pipes&) = delete;
  ~Pipes() {
    for (int* end : {&output[0], &output[1], &errors[0], &errors[1]}) {
      shut(*end);
    }
  }
  bool open() { return ::pipe2(output.data(), O_CLOEXEC) == 0 && ::pipe2(errors.data(), O_CLOEXEC) == 0; }
  static void shut(int& end) {
    if (end >= 0) {
      ::close(end);
    }
    end = -1;
  }
};

Result<pid_t> start(const std::string& python, const std::string& path, Pipes& pipes) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipes.output[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipes.errors[1], STDERR_FILENO);
  std::vector<std::string> words{python, "-c", kConverter, path};
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) {
    pointers.push_back(word.data());
  }
  pointers.push_back(nullptr);
  pid_t child = 0;
  const int code = ::posix_spawnp(&child, python.c_str(), &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  Pipes::shut(pipes.output[1]);
  Pipes::shut(pipes.errors[1]);
  if (code != 0) {
    return Error{ErrorKind::kEnvironment, "Parquet is read by Python with pyarrow, and '" + python +
                                              "' cannot be started: install python3, then pip install pyarrow"};
  }
  return child;
}

// False at the end.
bool append_from(int end, std::string& text) {
  std::array<char, 1 << 16> buffer;
  const ssize_t count = ::read(end, buffer.data(), buffer.size());
  if (count > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return count > 0 || (count < 0 && errno == EINTR);
}

// Reads both until both end.
Status drain(Pipes& pipes, std::string& output, std::string& errors, std::size_t bytes_max) {
  std::array<pollfd, 2> waits{{{pipes.output[0], POLLIN, 0}, {pipes.errors[0], POLLIN, 0}}};
  const std::array<std::string*, 2> texts{&output, &errors};
  while (waits[0].fd >= 0 || waits[1].fd >= 0) {
    const int ready = ::poll(waits.data(), waits.size(), kSilenceMaxMs);
    if (ready == 0) {
      return Error{ErrorKind::kEnvironment, "the Parquet converter said nothing for two minutes"};
    }
    for (std::size_t i = 0; i < waits.size() && ready > 0; ++i) {
      if (waits[i].fd >= 0 && waits[i].revents != 0 && !append_from(waits[i].fd, *texts[i])) {
        waits[i].fd = -1;
      }
    }
    if (output.size() > bytes_max || errors.size() > (1U << 20)) {
      return Error{ErrorKind::kCorrupt, "gives more than " + std::to_string(bytes_max) + " bytes of JSON lines"};
    }
  }
  return {};
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<std::string> parquet_as_json_lines(const std::string& path, std::size_t bytes_max) {
  std::error_code missing;
  if (!std::filesystem::is_regular_file(path, missing)) {
    return Error{ErrorKind::kNotFound, path + ": is no file"};
  }
  const char* given = std::getenv("ASSAY_PYTHON");
  const std::string python = given != nullptr && *given != '\0' ? given : "python3";
  Pipes pipes;
  if (!pipes.open()) {
    return Error{ErrorKind::kEnvironment, "no pipe for the Parquet converter"};
  }
  const auto child = start(python, path, pipes);
  if (!child) {
    return child.error();
  }
  std::string output;
  std::string errors;
  auto drained = drain(pipes, output, errors, bytes_max);
  if (!drained) {
    ::kill(*child, SIGKILL);
  }
  const int code = wait_for(*child);
  if (!drained) {
    return std::move(drained.error()).in(path);
  }
  if (code == kNoPyarrow) {
    return Error{ErrorKind::kEnvironment, path + ": Parquet is read by Python with pyarrow, which '" + python +
                                              "' does not have: pip install pyarrow (or set ASSAY_PYTHON to a Python "
                                              "that has it)"};
  }
  if (code != 0) {
    return Error{code == kNoParquet ? ErrorKind::kCorrupt : ErrorKind::kEnvironment,
                 path + ": the Parquet converter ended with " + std::to_string(code) + ": " + printable(errors, 200)};
  }
  return output;
}

}  // namespace assay
