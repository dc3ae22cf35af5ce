// llama.cpp has one log for the process; what each thread caused is kept apart, because several models may load at
// once.
#include "backends/llama/log.h"

#include <llama.h>

#include <string_view>

#include "harness/base/text.h"

namespace assay {
namespace {

struct ThreadLog {
  std::string error;
  std::string warning;
  std::string text;
  ggml_log_level level = GGML_LOG_LEVEL_NONE;  // of the line being continued
};

// Per thread, so nothing is shared; the callback has no other way to reach it.
ThreadLog& thread_log() {
  thread_local ThreadLog log;
  return log;
}

void keep_line(ggml_log_level level, const char* text, void* /*unused*/) {
  ThreadLog& log = thread_log();
  const bool continues = level == GGML_LOG_LEVEL_CONT;
  log.level = continues ? log.level : level;
  std::string* last = log.level == GGML_LOG_LEVEL_ERROR  ? &log.error
                      : log.level == GGML_LOG_LEVEL_WARN ? &log.warning
                                                         : nullptr;
  if (last != nullptr) {
    *last = continues ? *last + text : text;
  }
  constexpr std::size_t kKept = 64 << 10;
  if (log.level != GGML_LOG_LEVEL_DEBUG && log.text.size() < kKept) {
    log.text += text;
  }
}

}  // namespace

void capture_llama_log() { llama_log_set(keep_line, nullptr); }

void clear_llama_log() { thread_log() = ThreadLog{}; }

std::string last_llama_error() {
  const ThreadLog& log = thread_log();
  return printable(trim(log.error.empty() ? log.warning : log.error), 300);
}

const std::string& llama_log_text() { return thread_log().text; }

}  // namespace assay
