// Reading the description of a machine.
#include "harness/run/environment.h"

#include <sched.h>

#include <array>
#include <set>
#include <string_view>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/run/commit.h"

#ifndef ASSAY_BUILD_TYPE
#define ASSAY_BUILD_TYPE ""
#endif

namespace assay {
namespace {

// The flags that decide which kernels run; the rest says nothing about speed.
constexpr std::array<std::string_view, 20> kSpeedFlags{"sse2",     "ssse3",    "sse4_1",      "sse4_2",      "avx",
                                                       "avx2",     "fma",      "f16c",        "bmi2",        "avx512f",
                                                       "avx512bw", "avx512vl", "avx512_vnni", "avx512_bf16", "avx_vnni",
                                                       "amx_tile", "amx_int8", "amx_bf16",    "asimd",       "sve"};

std::string content(const std::string& path) {
  const auto text = read_file(path);
  return text ? std::string(trim(*text)) : std::string();
}

void put(EnvironmentRecord& record, const std::string& key, std::string_view value) {
  if (!value.empty()) {
    record[key] = valid_utf8(value);
  }
}

// The value of the first "key : value" or "key=value" line.
std::string field(std::string_view text, std::string_view key, char separator) {
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t at = line.find(separator);
    if (at != std::string_view::npos && trim(line.substr(0, at)) == key) {
      return std::string(trim(line.substr(at + 1)));
    }
  }
  return "";
}

void capture_cpu(const std::string& root, EnvironmentRecord& record) {
  const std::string info = content(root + "/proc/cpuinfo");
  put(record, "cpu.model", field(info, "model name", ':'));
  put(record, "cpu.vendor", field(info, "vendor_id", ':'));
  const std::string all_flags = field(info, "flags", ':') + field(info, "Features", ':');
  std::set<std::string_view> flags;
  for (const std::string_view flag : split(all_flags, ' ')) {
    flags.insert(flag);
  }
  std::string shown;
  for (const std::string_view flag : kSpeedFlags) {
    if (flags.count(flag) != 0) {
      shown += (shown.empty() ? "" : " ") + std::string(flag);
    }
  }
  put(record, "cpu.flags", shown);
  if (flags.count("hypervisor") != 0) {
    record["hypervisor"] = "yes";
  }
  std::size_t logical = 0;
  for (const std::string_view line : split(info, '\n')) {
    logical += starts_with(line, "processor") ? 1 : 0;
  }
  put(record, "cpu.logical", logical > 0 ? std::to_string(logical) : "");
  put(record, "cpu.governor", content(root + "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
  put(record, "cpu.frequency_max_khz", content(root + "/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq"));
  for (int index = 0; index < 8; ++index) {
    const std::string cache = root + "/sys/devices/system/cpu/cpu0/cache/index" + std::to_string(index);
    const std::string level = content(cache + "/level");
    const std::string type = content(cache + "/type");
    if (!level.empty() && type != "Instruction") {
      put(record, "cpu.cache.l" + level + (type == "Data" ? "d" : ""), content(cache + "/size"));
    }
  }
}

void capture_memory(const std::string& root, EnvironmentRecord& record) {
  const std::string info = content(root + "/proc/meminfo");
  const auto kib = [&](std::string_view key) {
    const std::string value = field(info, key, ':');
    return value.substr(0, value.find(' '));
  };
  put(record, "memory.total_kib", kib("MemTotal"));
  put(record, "memory.available_kib", kib("MemAvailable"));
  put(record, "memory.swap_total_kib", kib("SwapTotal"));
}

void capture_system(const std::string& root, EnvironmentRecord& record) {
  put(record, "kernel", content(root + "/proc/sys/kernel/osrelease"));
  std::string name = field(content(root + "/etc/os-release"), "PRETTY_NAME", '=');
  if (name.size() >= 2 && name.front() == '"') {
    name = name.substr(1, name.size() - 2);
  }
  put(record, "distribution", name);
  const std::string load = content(root + "/proc/loadavg");
  put(record, "load.1min", load.substr(0, load.find(' ')));
  put(record, "gpu.driver", std::string(trim(split(content(root + "/proc/driver/nvidia/version"), '\n').front())));
  int number = 0;
  for (const std::string& path : files_below(root + "/proc/driver/nvidia/gpus", "/information")) {
    put(record, "gpu." + std::to_string(number++), field(content(path), "Model", ':'));
  }
}

void capture_program(EnvironmentRecord& record) {
  put(record, "assay.compiler",
#if defined(__clang__)
      "clang " __clang_version__
#else
      "g++ " __VERSION__
#endif
  );
  put(record, "assay.build", ASSAY_BUILD_TYPE);
  put(record, "assay.commit", ASSAY_COMMIT);
}

}  // namespace

EnvironmentRecord capture_environment(const std::string& root) {
  EnvironmentRecord record;
  const std::string base = root == "/" ? "" : root;
  capture_cpu(base, record);
  capture_memory(base, record);
  capture_system(base, record);
  capture_program(record);
  cpu_set_t available;
  if (root == "/" && ::sched_getaffinity(0, sizeof available, &available) == 0) {
    record["cpu.available"] = std::to_string(CPU_COUNT(&available));
  }
  return record;
}

std::optional<std::int64_t> last_level_cache_bytes(const EnvironmentRecord& machine) {
  for (const char* key : {"cpu.cache.l4", "cpu.cache.l3", "cpu.cache.l2", "cpu.cache.l1d"}) {
    const auto found = machine.find(key);
    if (found == machine.end() || found->second.empty()) {
      continue;
    }
    const std::string& size = found->second;
    const std::int64_t unit = size.back() == 'K' ? 1024 : size.back() == 'M' ? 1024 * 1024 : 0;
    const auto number = parse_int(std::string_view(size).substr(0, size.size() - 1));
    return number && *number > 0 && unit > 0 ? std::optional(*number * unit) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace assay
