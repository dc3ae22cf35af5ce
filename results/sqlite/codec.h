// Lists of numbers as blobs, and the checksum of a stored answer. docs/FORMATS.md "blobs".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/api/record.h"

namespace assay {

// Little-endian 32-bit two's complement, four bytes each.
std::string encode_ids(const std::vector<TokenId>& ids);
// IEEE 754 binary32, little-endian.
std::string encode_floats(const std::vector<float>& values);
// IEEE 754 binary64, little-endian.
std::string encode_doubles(const std::vector<double>& values);
// Each number as its difference from the one before, zigzag, in base-128 groups, least significant first.
std::string encode_times(const std::vector<std::int64_t>& times);

// Nothing if the bytes are not what the encoders make.
std::optional<std::vector<TokenId>> decode_ids(std::string_view bytes);
std::optional<std::vector<float>> decode_floats(std::string_view bytes);
std::optional<std::vector<double>> decode_doubles(std::string_view bytes);
std::optional<std::vector<std::int64_t>> decode_times(std::string_view bytes);

// 32 hex digits over everything stored about the answer, in a fixed order, each part with its length.
std::string checksum(const AnswerRecord& answer);

}  // namespace assay
