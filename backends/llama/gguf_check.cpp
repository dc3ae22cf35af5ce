// The header is parsed by ggml's own reader; sizes are compared with the file's here.
#include "backends/llama/gguf_check.h"

#include <gguf.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <memory>

#include "backends/llama/log.h"
#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::string_view kMagic = "GGUF";

struct GgufFree {
  void operator()(gguf_context* file) const { gguf_free(file); }
};
using GgufFile = std::unique_ptr<gguf_context, GgufFree>;

GgufFile parse_header(const std::string& path) {
  try {
    return GgufFile(gguf_init_from_file(path.c_str(), {.no_alloc = true, .ctx = nullptr}));
  } catch (const std::exception&) {  // a header that claims absurd sizes
    return nullptr;
  }
}

std::uint64_t end_of_tensors(const gguf_context& file) {
  std::uint64_t end = gguf_get_data_offset(&file);
  for (std::int64_t i = 0; i < gguf_get_n_tensors(&file); ++i) {
    end = std::max<std::uint64_t>(
        end, gguf_get_data_offset(&file) + gguf_get_tensor_offset(&file, i) + gguf_get_tensor_size(&file, i));
  }
  return end;
}

}  // namespace

Status check_gguf(const std::string& path) {
  std::error_code code;
  if (!std::filesystem::exists(path, code)) {
    return Error{ErrorKind::kNotFound, path + ": no such file"};
  }
  if (!std::filesystem::is_regular_file(path, code)) {
    return Error{ErrorKind::kNotFound, path + ": not a file"};
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    return Error{ErrorKind::kEnvironment, path + ": cannot be opened: " + std::strerror(errno)};
  }
  std::array<char, 8> head{};
  stream.read(head.data(), head.size());
  const auto got = static_cast<std::size_t>(stream.gcount());
  const std::string_view begin(head.data(), std::min(got, kMagic.size()));
  if (begin != kMagic) {
    return Error{ErrorKind::kCorrupt,
                 path + ": not a GGUF file: it begins with '" + printable(begin) + "', not with 'GGUF'"};
  }
  const std::uint64_t size = std::filesystem::file_size(path, code);
  clear_llama_log();
  capture_llama_log();
  const GgufFile file = parse_header(path);
  if (file == nullptr) {
    const std::string reason = last_llama_error();
    return Error{ErrorKind::kCorrupt, path + ": a damaged or truncated GGUF file (" + std::to_string(size) +
                                          " bytes): its header cannot be read" + (reason.empty() ? "" : ": " + reason)};
  }
  const std::uint64_t needed = end_of_tensors(*file);
  if (gguf_get_n_tensors(file.get()) == 0) {
    return Error{ErrorKind::kCorrupt, path + ": a GGUF file without weights"};
  }
  if (needed > size) {
    return Error{ErrorKind::kCorrupt, path + ": truncated: the file has " + std::to_string(size) +
                                          " bytes, its tensors end at byte " + std::to_string(needed)};
  }
  return {};
}

}  // namespace assay
