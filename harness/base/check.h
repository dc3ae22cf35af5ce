// ASSAY_CHECK: states what must hold if the program is right, and aborts with the place if it does not, in every build.
#pragma once

#include <string_view>

namespace assay {

// Prints "file:line: check failed: condition: message" to stderr and aborts.
[[noreturn]] void check_failed(const char* file, int line, const char* condition, std::string_view message);

}  // namespace assay

// For errors of the program only; what the world can do wrong is a Result.
#define ASSAY_CHECK(condition, message)                                 \
  do {                                                                  \
    if (!(condition)) {                                                 \
      ::assay::check_failed(__FILE__, __LINE__, #condition, (message)); \
    }                                                                   \
  } while (false)
