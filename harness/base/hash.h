// Hashes: 128-bit XXH3 for keys of content, SHA-256 for files that come from outside.
#pragma once

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "harness/base/result.h"

namespace assay {

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Hash128&) const = default;
};

// XXH3, 128 bits.
Hash128 hash128(std::string_view bytes);

// 32 lower-case hex digits.
std::string to_hex(const Hash128& hash);

// One 64-bit seed from parts, each preceded by its length, so that ("ab","c") and ("a","bc") differ.
std::uint64_t seed_from(std::initializer_list<std::string_view> parts);

// 64 lower-case hex digits. kNotFound if the file cannot be opened, kEnvironment if reading fails.
Result<std::string> sha256_file(const std::string& path);
std::string sha256(std::string_view bytes);

}  // namespace assay
