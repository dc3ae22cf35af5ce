// The signal handlers; they do nothing but count.
#include "harness/cli/interrupt.h"

#include <csignal>

namespace assay {
namespace {

// A handler can reach nothing but statics; this is the program's only one.
std::atomic<int> interrupt_count{0};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

void count_interrupt(int /*signal*/) { interrupt_count.fetch_add(1); }

}  // namespace

const std::atomic<int>& watch_interrupts() {
  struct sigaction action {};
  action.sa_handler = count_interrupt;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return interrupt_count;
}

}  // namespace assay
