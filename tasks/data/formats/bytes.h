// Bytes of a data file: read, unpacked and decrypted in memory, never more of them than a limit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "harness/base/result.h"

namespace assay {

// No text data file in use comes near; a larger one is a mistake or a trap.
constexpr std::size_t kDataBytesMax = std::size_t{1} << 30;

// A regular file of at most `bytes_max`. kNotFound, kEnvironment; kCorrupt if it is larger.
Result<std::string> read_data_file(const std::string& path, std::size_t bytes_max = kDataBytesMax);

// What a gzip file holds; several members behind each other are one text. kCorrupt if it is cut, damaged, followed by
// something else, or unpacks to more than `bytes_max`.
Result<std::string> gunzip(std::string_view packed, std::size_t bytes_max = kDataBytesMax);

// One member of a zip file. `password` is for ZipCrypto; "" if none is needed. kCorrupt as above; kNotFound if there
// is no such member.
Result<std::string> zip_member(std::string_view archive, const std::string& member, const std::string& password,
                               std::size_t bytes_max = kDataBytesMax);

// The file's text: unpacked if its name ends in ".gz", without a byte order mark. Messages begin with the path.
Result<std::string> read_data_text(const std::string& path, std::size_t bytes_max = kDataBytesMax);

// True if the name ends in `ending`.
bool has_ending(std::string_view name, std::string_view ending);

}  // namespace assay
