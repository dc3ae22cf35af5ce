// OpenBLAS by dlopen on first use: linking it would cost every start of the program its loading time.
#pragma once

#include <string>

#include "harness/base/result.h"

namespace assay {

// Functions of the CBLAS interface, as the library exports them; int is its default integer.
struct OpenBlas {
  void (*sgemm)(int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha, const float* a,
                int stride_a, const float* b, int stride_b, float beta, float* c, int stride_c) = nullptr;
  void (*scopy)(int count, const float* from, int step_from, float* to, int step_to) = nullptr;
  void (*set_threads)(int threads) = nullptr;  // may be missing
  std::string version;                         // openblas_get_config(): "OpenBLAS 0.3.21 DYNAMIC_ARCH ... Zen"
};

inline constexpr int kCblasRowMajor = 101;
inline constexpr int kCblasNoTranspose = 111;
inline constexpr int kCblasTranspose = 112;

// Loads the library, or finds it loaded. It stays loaded: its threads do not survive unloading. kEnvironment if it is
// not installed or lacks a function, with the remedy.
Result<OpenBlas> load_openblas(const char* file = "libopenblas.so.0");

}  // namespace assay
