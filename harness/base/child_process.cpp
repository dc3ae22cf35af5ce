// posix_spawn, non-blocking pipes and one poll.
#include "harness/base/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include "harness/base/text.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): not every libc declares it

namespace assay {
namespace {

constexpr std::size_t kReadBytes = std::size_t{64} << 10;
constexpr std::size_t kErrorsShown = 300;

// A file descriptor with an owner.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    close();
    number_ = std::exchange(other.number_, -1);
    return *this;
  }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close() {
    if (number_ >= 0) {
      ::close(number_);
    }
    number_ = -1;
  }

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read;
  Descriptor write;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return Error{ErrorKind::kEnvironment, std::string("no pipe: ") + std::strerror(errno)};
  }
  return Pipe{.read = Descriptor(ends[0]), .write = Descriptor(ends[1])};
}

void never_block(const Descriptor& end) { ::fcntl(end.number(), F_SETFL, ::fcntl(end.number(), F_GETFL) | O_NONBLOCK); }

// write() without SIGPIPE, whoever runs this thread: a signal that the write raised is taken off again.
ssize_t write_quietly(int file, std::string_view bytes) {
  sigset_t broken;
  sigset_t before;
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken, &before);
  const ssize_t written = ::write(file, bytes.data(), bytes.size());
  const int reason = errno;
  if (written < 0 && reason == EPIPE) {
    const timespec none{};
    sigtimedwait(&broken, nullptr, &none);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = reason;
  return written;
}

struct Spawned {
  pid_t process = -1;
  int error = 0;
};

// With its own group, default signals and the three pipe ends as its standard files.
Spawned spawn(const std::vector<std::string>& words, const std::array<int, 3>& files) {
  std::vector<char*> raw;
  raw.reserve(words.size() + 1);
  for (const std::string& word : words) {
    raw.push_back(const_cast<char*>(word.c_str()));  // NOLINT(cppcoreguidelines-pro-type-const-cast): spawn's signature
  }
  raw.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int i = 0; i < 3; ++i) {
    posix_spawn_file_actions_adddup2(&actions, files[static_cast<std::size_t>(i)], i);
  }
  sigset_t all;
  sigset_t none;
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setsigmask(&attributes, &none);
  Spawned spawned;
  spawned.error = ::posix_spawnp(&spawned.process, raw[0], &actions, &attributes, raw.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return spawned;
}

class SpawnedProcess final : public ChildProcess {
 public:
  SpawnedProcess(pid_t process, Descriptor input, Descriptor output, Descriptor errors, Descriptor bell)
      : process_(process),
        input_(std::move(input)),
        output_(std::move(output)),
        errors_(std::move(errors)),
        bell_(std::move(bell)) {}
  SpawnedProcess(const SpawnedProcess&) = delete;
  SpawnedProcess& operator=(const SpawnedProcess&) = delete;
  ~SpawnedProcess() override { finish(); }

  void obey(const ChildLimits& limits, const Clock& clock) {
    limits_ = limits;
    clock_ = &clock;
  }

  bool send(std::string_view line) override {
    if (!input_.is_open() || unsent_.size() + line.size() + 1 > limits_.unsent_bytes_max) {
      return false;
    }
    unsent_ += line;
    unsent_ += '\n';
    write_some();
    return input_.is_open();
  }

  Heard listen(Nanos deadline) override {
    while (true) {
      if (auto heard = take_line()) {
        return std::move(*heard);
      }
      if (!output_.is_open()) {
        return {.what = Heard::What::kClosed};
      }
      const Nanos left = deadline - clock_->now();
      if (left <= Nanos(0) && is_drained_) {
        is_drained_ = false;
        return {.what = Heard::What::kNothing};
      }
      if (wait(left)) {
        return {.what = Heard::What::kWoken};
      }
    }
  }

  void wake() override {
    const std::uint64_t one = 1;
    // The counter cannot overflow in practice, and a bell that already rings need not ring twice.
    [[maybe_unused]] const ssize_t written = ::write(bell_.number(), &one, sizeof one);
  }

  void end(Nanos deadline) override {
    if (process_ <= 0) {
      return;
    }
    while (!unsent_.empty() && input_.is_open() && clock_->now() < deadline) {
      wait(deadline - clock_->now());
    }
    input_.close();
    while (output_.is_open() && clock_->now() < deadline) {
      received_.clear();
      wait(deadline - clock_->now());
    }
    if (!output_.is_open()) {
      wait_for_end(deadline);
    }
    finish();
  }

  std::string how_it_ended() const override {
    if (process_ > 0) {
      return "still running";
    }
    return WIFSIGNALED(status_) ? "signal " + std::to_string(WTERMSIG(status_))
                                : "exit code " + std::to_string(WEXITSTATUS(status_));
  }

  std::string last_words() override {
    read_errors();
    return printable(trim(said_), kErrorsShown);
  }

 private:
  // The next whole line that has been received.
  std::optional<Heard> take_line() {
    const std::size_t end = received_.find('\n', searched_);
    if (end == std::string::npos) {
      searched_ = received_.size();
      if (received_.size() > limits_.line_bytes_max) {
        return Heard{.what = Heard::What::kFlood};
      }
      return std::nullopt;
    }
    Heard heard{.what = Heard::What::kLine, .line = received_.substr(0, end)};
    received_.erase(0, end + 1);
    searched_ = 0;
    if (!heard.line.empty() && heard.line.back() == '\r') {
      heard.line.pop_back();
    }
    return heard.line.size() > limits_.line_bytes_max ? Heard{.what = Heard::What::kFlood} : std::move(heard);
  }

  // Waits until something can be read or written, once; true if the bell rang.
  bool wait(Nanos left) {
    std::array<pollfd, 4> files{{{output_.number(), POLLIN, 0},
                                 {errors_.number(), POLLIN, 0},
                                 {bell_.number(), POLLIN, 0},
                                 {unsent_.empty() ? -1 : input_.number(), POLLOUT, 0}}};
    constexpr std::int64_t kRoundsMax = 1000;  // ms: a deadline far away is waited for in rounds
    const std::int64_t ms = left <= Nanos(0) ? 0 : std::min<std::int64_t>(left.count() / 1'000'000 + 1, kRoundsMax);
    const int ready = ::poll(files.data(), files.size(), static_cast<int>(ms));
    is_drained_ = ready == 0 || files[0].revents == 0;
    if (ready <= 0) {
      return false;
    }
    if (files[1].revents != 0) {
      read_errors();
    }
    if (files[3].revents != 0) {
      write_some();
    }
    if (files[0].revents != 0) {
      read_output();
    }
    std::uint64_t rings = 0;
    return files[2].revents != 0 && ::read(bell_.number(), &rings, sizeof rings) > 0;
  }

  void write_some() {
    while (!unsent_.empty() && input_.is_open()) {
      const ssize_t written = write_quietly(input_.number(), unsent_);
      if (written >= 0) {
        unsent_.erase(0, static_cast<std::size_t>(written));
      } else if (errno == EAGAIN) {
        return;
      } else if (errno != EINTR) {
        input_.close();
        unsent_.clear();
      }
    }
  }

  void read_output() {
    buffer_.resize(kReadBytes);
    const ssize_t got = ::read(output_.number(), buffer_.data(), buffer_.size());
    if (got > 0) {
      received_.append(buffer_, 0, static_cast<std::size_t>(got));
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
      output_.close();
    }
  }

  void read_errors() {
    buffer_.resize(kReadBytes);
    // Bounded: a program that writes without a pause must not hold the reader.
    for (int round = 0; round < 16 && errors_.is_open(); ++round) {
      const ssize_t got = ::read(errors_.number(), buffer_.data(), buffer_.size());
      if (got <= 0) {
        if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
          errors_.close();
        }
        return;
      }
      said_.append(buffer_, 0, static_cast<std::size_t>(got));
      if (said_.size() > limits_.errors_bytes_max) {
        said_.erase(0, said_.size() - limits_.errors_bytes_max);
      }
    }
  }

  // Its output is closed, so it is about to end; there is no descriptor that tells when. It is left a zombie, so that
  // its group's number stays its own.
  void wait_for_end(Nanos deadline) const {
    siginfo_t info{};
    while (::waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0 &&
           clock_->now() < deadline) {
      ::poll(nullptr, 0, 1);
    }
  }

  // Whatever is left of the group ends here, and nothing of it stays a zombie.
  void finish() {
    if (process_ <= 0) {
      return;
    }
    read_errors();
    ::kill(-process_, SIGKILL);
    while (::waitpid(process_, &status_, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    read_errors();
    input_.close();
    output_.close();
    errors_.close();
  }

  pid_t process_;
  int status_ = 0;
  bool is_drained_ = false;  // the last wait found nothing to read: only then has a deadline come for nothing
  Descriptor input_;
  Descriptor output_;
  Descriptor errors_;
  Descriptor bell_;
  ChildLimits limits_;
  const Clock* clock_ = nullptr;
  std::string unsent_;
  std::string received_;
  std::size_t searched_ = 0;  // of received_, known to hold no line end
  std::string said_;
  std::string buffer_;
};

}  // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const std::vector<std::string>& words,
                                                          const ChildLimits& limits, const Clock& clock) {
  if (words.empty() || words[0].empty()) {
    return Error{ErrorKind::kInvalidConfig, "no program to start"};
  }
  auto input = make_pipe();
  auto output = make_pipe();
  auto errors = make_pipe();
  Descriptor bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!input || !output || !errors || !bell.is_open()) {
    return Error{ErrorKind::kEnvironment,
                 "'" + printable(words[0]) + "': no pipes to it: " + std::string(std::strerror(errno))};
  }
  never_block(input->write);
  never_block(output->read);
  never_block(errors->read);
  const Spawned spawned = spawn(words, {input->read.number(), output->write.number(), errors->write.number()});
  if (spawned.error != 0) {
    const bool is_absent = spawned.error == ENOENT || spawned.error == ENOTDIR;
    return Error{is_absent ? ErrorKind::kNotFound : ErrorKind::kEnvironment,
                 "'" + printable(words[0]) + "' cannot be started: " + std::strerror(spawned.error)};
  }
  auto child = std::make_unique<SpawnedProcess>(spawned.process, std::move(input->write), std::move(output->read),
                                                std::move(errors->read), std::move(bell));
  child->obey(limits, clock);
  return std::unique_ptr<ChildProcess>(std::move(child));
}

}  // namespace assay
