// Ctrl-C as a number that only rises: 1 asks a session to drain, 2 to cancel.
#pragma once

#include <atomic>

namespace assay {

// Installs handlers for SIGINT and SIGTERM, once; SIGPIPE is ignored. The count lives as long as the program.
const std::atomic<int>& watch_interrupts();

}  // namespace assay
