// Downloading one file: resumed where it was cut, and given its name only when its bytes are the right ones.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "harness/base/result.h"

namespace assay {

struct Download {
  std::string url;                     // http, https or file
  std::string path;                    // the file it becomes; its folder is there
  std::optional<std::uint64_t> bytes;  // what it must be; nothing: anything up to `bytes_max`
  std::string sha256;                  // "": not known
  std::uint64_t bytes_max = std::uint64_t{1} << 40;
};

// One thread. Keeps the connection between calls; proxies come from the environment (https_proxy, no_proxy).
class Downloader {
 public:
  virtual ~Downloader() = default;

  // What has come so far lies in PATH.part, where the next call goes on. kNotFound for what the server does not have,
  // kEnvironment for the network, kCorrupt for other bytes than wanted (the part is removed), kStorage for the disk,
  // kBusy if another program downloads the same file, kInterrupted.
  virtual Status fetch(const Download& download) = 0;
};

// Stops soon after `interrupts` rises above 0; it outlives the downloader.
std::unique_ptr<Downloader> make_downloader(const std::atomic<int>& interrupts);

// `root` and `path` as one address: root is a folder, or begins with http://, https:// or file://.
std::string address_below(const std::string& root, const std::string& path);

}  // namespace assay
