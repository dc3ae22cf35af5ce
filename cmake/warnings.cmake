# Warnings, sanitizers and hardening for our own code; third-party headers are system headers.
add_library(assay_warnings INTERFACE)
target_compile_options(assay_warnings INTERFACE
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wconversion -Wno-sign-conversion
  -Wno-missing-field-initializers  # designated initialisers leave members out on purpose
  -Wno-restrict -Wno-maybe-uninitialized  # g++ 12 -O3: false alarms on strings and optionals (GCC bugs 105329, 105562, 105651)
  -Wno-unknown-warning-option)     # clang-tidy reads these flags too
if(ASSAY_WERROR)
  target_compile_options(assay_warnings INTERFACE -Werror)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()
if(ASSAY_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(ASSAY_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
elseif(ASSAY_SANITIZE)
  message(FATAL_ERROR "ASSAY_SANITIZE: unknown value '${ASSAY_SANITIZE}'; known: address, thread")
endif()
