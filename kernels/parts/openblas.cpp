// dlopen, dlsym.
#include "kernels/parts/openblas.h"

#include <dlfcn.h>

#include "harness/base/text.h"

namespace assay {
namespace {

template <typename Function>
bool find(void* library, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(::dlsym(library, name));
  return function != nullptr;
}

}  // namespace

Result<OpenBlas> load_openblas(const char* file) {
  void* library = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* reason = ::dlerror();
    return Error{ErrorKind::kEnvironment, "OpenBLAS: " + printable(reason == nullptr ? file : reason) +
                                              "; install it (Debian: apt install libopenblas0-pthread)"};
  }
  OpenBlas blas;
  if (!find(library, "cblas_sgemm", blas.sgemm) || !find(library, "cblas_scopy", blas.scopy)) {
    return Error{ErrorKind::kEnvironment,
                 "OpenBLAS: " + std::string(file) + " has no cblas_sgemm or cblas_scopy; install a build with CBLAS"};
  }
  const bool can_set_threads = find(library, "openblas_set_num_threads", blas.set_threads);
  char* (*get_config)() = nullptr;
  const char* config = find(library, "openblas_get_config", get_config) ? get_config() : nullptr;
  blas.version = config == nullptr ? "OpenBLAS, version not told" : std::string(trim(config));
  blas.version += can_set_threads ? "" : ", threads as it likes";
  return blas;
}

}  // namespace assay
