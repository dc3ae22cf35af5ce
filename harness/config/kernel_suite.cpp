// Reading suites of kernels.
#include "harness/config/kernel_suite.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/config/yaml.h"

namespace assay {
namespace {

constexpr std::int64_t kAxisMax = (std::int64_t{1} << 31) - 1;
constexpr double kSecondsMax = 3600;

std::string place_of(const YamlNode& node) { return node.file + ":" + std::to_string(node.line) + ": " + node.path; }

std::map<std::string, std::int64_t> parse_shape(const YamlNode& node, MapReader& above) {
  std::map<std::string, std::int64_t> shape;
  MapReader reader(node);
  for (const auto& field : node.fields) {
    shape[field.first] = reader.integer(field.first, 1, kAxisMax);
  }
  if (auto finished = reader.finish(); !finished) {
    above.fail(node, finished.error().message);
  } else if (shape.empty()) {
    above.fail(node, "a shape needs its axes, as in {n: 4096}");
  }
  return shape;
}

KernelChoice parse_kernel(const YamlNode& node, MapReader& above) {
  MapReader reader(node);
  KernelChoice choice{.kernel = reader.text("kernel"), .place = place_of(node)};
  choice.implementations = reader.texts_or_empty("implementations");
  const YamlNode* shapes = reader.node("shapes");
  if (shapes == nullptr || shapes->items.empty()) {
    reader.fail(node, "a kernel needs a list 'shapes' with at least one entry");
  } else {
    for (const YamlNode& shape : shapes->items) {
      choice.shapes.push_back(parse_shape(shape, reader));
    }
  }
  if (auto finished = reader.finish(); !finished) {
    above.fail(node, finished.error().message);
  }
  return choice;
}

Result<KernelSuiteConfig> parse_suite(const YamlNode& root) {
  MapReader reader(root);
  KernelSuiteConfig suite;
  suite.name = reader.text("suite");
  suite.summary = reader.text("summary");
  suite.samples_min = static_cast<int>(reader.integer_or("samples_min", suite.samples_min, 2, 1'000'000));
  suite.samples_max = static_cast<int>(reader.integer_or("samples_max", suite.samples_max, 2, 1'000'000));
  suite.time_min_s = reader.number_or("time_min_s", suite.time_min_s, 0, kSecondsMax);
  suite.relative_error_max = reader.number_or("relative_error_max", suite.relative_error_max, 1e-6, 1);
  suite.wall_max_s = reader.number_or("wall_max_s", suite.wall_max_s, 0.001, kSecondsMax);
  if (suite.samples_max < suite.samples_min) {
    reader.fail(root, "samples_max is below samples_min (" + std::to_string(suite.samples_min) + ")");
  }
  const YamlNode* kernels = reader.node("kernels");
  if (kernels == nullptr || kernels->items.empty()) {
    reader.fail(root, "a suite of kernels needs a list 'kernels' with at least one entry");
  } else {
    for (const YamlNode& kernel : kernels->items) {
      suite.kernels.push_back(parse_kernel(kernel, reader));
    }
  }
  const std::string stem = std::filesystem::path(root.file).stem().string();
  if (stem != suite.name) {
    reader.fail(root, "a file is named like what it describes; this one describes '" + suite.name + "'");
  }
  if (auto finished = reader.finish(); !finished) {
    return finished.error();
  }
  return suite;
}

}  // namespace

Result<KernelSuiteConfig> load_kernel_suite(const std::string& configs, const std::string& name) {
  std::vector<std::string> known;
  for (const std::string& path : files_below(configs + "/kernels", ".yaml")) {
    known.push_back(std::filesystem::path(path).stem().string());
    if (known.back() != name) {
      continue;
    }
    const auto root = load_yaml(path);
    return root ? parse_suite(*root) : Result<KernelSuiteConfig>(root.error());
  }
  return Error{ErrorKind::kInvalidConfig, unknown_name("suite of kernels", name, known)};
}

}  // namespace assay
