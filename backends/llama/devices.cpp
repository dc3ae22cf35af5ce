// Names are compared without regard to case, so that "cpu" and "CPU" are the same device.
#include "backends/llama/devices.h"

#include <ggml-backend.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "backends/llama/llama.h"
#include "harness/base/text.h"

namespace assay {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

bool is_gpu(ggml_backend_dev_t device) {
  const auto type = ggml_backend_dev_type(device);
  return type == GGML_BACKEND_DEVICE_TYPE_GPU || type == GGML_BACKEND_DEVICE_TYPE_IGPU;
}

std::string title(ggml_backend_dev_t device) {
  return std::string(ggml_backend_dev_name(device)) + " (" + ggml_backend_dev_description(device) + ")";
}

DeviceChoice with_names(std::vector<ggml_backend_dev_t> offload) {
  DeviceChoice choice{.offload = std::move(offload)};
  for (ggml_backend_dev_t device : choice.offload) {
    choice.name += (choice.name.empty() ? "" : ", ") + title(device);
  }
  if (choice.offload.empty()) {
    choice.name = "CPU";
  }
  return choice;
}

}  // namespace

Result<DeviceChoice> choose_devices(const LlamaOptions& options) {
  const std::string wanted = lower(options.device);
  std::vector<std::string> known = {"auto", "cpu"};
  std::vector<ggml_backend_dev_t> offload;
  bool is_known = wanted == "auto" || wanted == "cpu";
  for (std::size_t i = 0; i < ggml_backend_dev_count(); ++i) {
    ggml_backend_dev_t device = ggml_backend_dev_get(i);
    const std::string name = lower(ggml_backend_dev_name(device));
    if (!is_gpu(device)) {
      continue;
    }
    known.push_back(name);
    is_known = is_known || name == wanted;
    const bool is_first_kind = wanted == "auto" && ggml_backend_dev_type(device) == GGML_BACKEND_DEVICE_TYPE_GPU;
    if (is_first_kind || name == wanted) {
      offload.push_back(device);
    }
  }
  if (!is_known) {
    return Error{ErrorKind::kInvalidConfig, "option 'device': " + unknown_name("device", options.device, known)};
  }
  if (offload.empty() && options.gpu_layers.value_or(0) > 0) {
    return Error{ErrorKind::kInvalidConfig, "option 'gpu_layers': '" + std::to_string(*options.gpu_layers) +
                                                "', but the device is the CPU, which takes none"};
  }
  return with_names(options.gpu_layers == 0 ? std::vector<ggml_backend_dev_t>{} : std::move(offload));
}

std::vector<std::string> list_llama_devices() {
  std::vector<std::string> titles;
  for (std::size_t i = 0; i < ggml_backend_dev_count(); ++i) {
    titles.push_back(title(ggml_backend_dev_get(i)));
  }
  return titles;
}

}  // namespace assay
