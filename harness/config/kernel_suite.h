// A suite of kernels: which, in which shapes, and when a measurement is good enough. configs/kernels/NAME.yaml.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "harness/base/result.h"

namespace assay {

struct KernelChoice {
  std::string kernel;
  std::vector<std::string> implementations;  // empty: all that this build has
  std::vector<std::map<std::string, std::int64_t>> shapes;
  std::string place;  // in the file, for errors about names: "configs/kernels/quick.yaml:9: kernels[0]"
};

struct KernelSuiteConfig {
  std::string name;
  std::string summary;
  int samples_min = 10;
  int samples_max = 2000;
  double time_min_s = 0.2;
  double relative_error_max = 0.01;
  double wall_max_s = 1.0;
  std::vector<KernelChoice> kernels;
};

// kInvalidConfig with file, line and what would be right; an unknown name lists the known ones. Whether kernels, axes
// and implementations of these names exist is for the caller to say: they are no configuration.
Result<KernelSuiteConfig> load_kernel_suite(const std::string& configs, const std::string& name);

}  // namespace assay
