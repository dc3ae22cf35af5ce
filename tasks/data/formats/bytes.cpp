// Reading by stdio, gzip by zlib, zip by libzip.
#include "tasks/data/formats/bytes.h"

#include <zip.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>

#include "harness/base/files.h"

namespace assay {
namespace {

Error too_large(std::size_t bytes_max) {
  return {ErrorKind::kCorrupt, "larger than " + std::to_string(bytes_max) + " bytes"};
}

// zlib's state, ended however the reading ends.
class Inflater {
 public:
  Inflater() { is_ready_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK; }  // 16: gzip's frame
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  bool is_ready() const { return is_ready_; }
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
  bool is_ready_ = false;
};

using Archive = std::unique_ptr<zip_t, void (*)(zip_t*)>;
using Member = std::unique_ptr<zip_file_t, int (*)(zip_file_t*)>;

std::string text_of(zip_error_t& error) {
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

// The archive reads from the bytes as they lie.
Result<Archive> open_archive(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) {
    return Error{ErrorKind::kEnvironment, text_of(error)};
  }
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) {
    zip_source_free(source);
    return Error{ErrorKind::kCorrupt, "no zip file: " + text_of(error)};
  }
  return Archive(archive, zip_discard);
}

}  // namespace

bool has_ending(std::string_view name, std::string_view ending) {
  return name.size() >= ending.size() && name.substr(name.size() - ending.size()) == ending;
}

Result<std::string> read_data_file(const std::string& path, std::size_t bytes_max) {
  std::error_code code;
  if (std::filesystem::exists(path, code) && !std::filesystem::is_regular_file(path, code)) {
    return Error{ErrorKind::kNotFound, path + ": is no file"};
  }
  const auto bytes = std::filesystem::file_size(path, code);
  if (!code && bytes > bytes_max) {
    return too_large(bytes_max).in(path);
  }
  return read_file(path);
}

Result<std::string> gunzip(std::string_view packed, std::size_t bytes_max) {
  Inflater inflater;
  if (!inflater.is_ready()) {
    return Error{ErrorKind::kEnvironment, "no memory to unpack gzip"};
  }
  z_stream& stream = inflater.stream();
  std::array<char, 1 << 16> buffer;
  std::string text;
  std::size_t at = 0;
  bool is_at_end = false;
  while (!is_at_end) {
    const std::size_t piece = std::min<std::size_t>(packed.size() - at, 1U << 30);
    // zlib reads through a pointer to what it does not change.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + at));
    stream.avail_in = static_cast<uInt>(piece);
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    const int state = inflate(&stream, Z_NO_FLUSH);
    at += piece - stream.avail_in;
    text.append(buffer.data(), buffer.size() - stream.avail_out);
    if (text.size() > bytes_max) {
      return too_large(bytes_max).in("unpacked");
    }
    if (state == Z_STREAM_END) {
      is_at_end = at == packed.size();
      if (!is_at_end && inflateReset(&stream) != Z_OK) {
        return Error{ErrorKind::kCorrupt, "gzip cannot go on to its next member"};
      }
    } else if (state != Z_OK) {
      return Error{ErrorKind::kCorrupt,
                   at == packed.size() ? "the gzip file is cut off" : "damaged gzip, near byte " + std::to_string(at)};
    }
  }
  return text;
}

Result<std::string> zip_member(std::string_view archive_bytes, const std::string& member, const std::string& password,
                               std::size_t bytes_max) {
  auto archive = open_archive(archive_bytes);
  if (!archive) {
    return archive.error();
  }
  zip_stat_t about;
  zip_stat_init(&about);
  if (zip_stat(archive->get(), member.c_str(), ZIP_FL_ENC_RAW, &about) != 0) {
    return Error{ErrorKind::kNotFound, "the zip file has no member '" + member + "'"};
  }
  if ((about.valid & ZIP_STAT_SIZE) != 0 && about.size > bytes_max) {
    return too_large(bytes_max).in(member);
  }
  const Member file(password.empty() ? zip_fopen_index(archive->get(), about.index, 0)
                                     : zip_fopen_index_encrypted(archive->get(), about.index, 0, password.c_str()),
                    zip_fclose);
  if (file == nullptr) {
    return Error{ErrorKind::kCorrupt, member + ": " + zip_strerror(archive->get())};
  }
  std::array<char, 1 << 16> buffer;
  std::string text;
  zip_int64_t count = 0;
  while ((count = zip_fread(file.get(), buffer.data(), buffer.size())) > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > bytes_max) {  // the directory may lie about the size
      return too_large(bytes_max).in(member);
    }
  }
  if (count < 0) {
    return Error{ErrorKind::kCorrupt, member + ": " + zip_file_strerror(file.get())};
  }
  return text;
}

Result<std::string> read_data_text(const std::string& path, std::size_t bytes_max) {
  auto text = read_data_file(path, bytes_max);
  if (text && has_ending(path, ".gz")) {
    text = gunzip(*text, bytes_max);
    if (!text) {
      return std::move(text.error()).in(path);
    }
  }
  if (text && text->compare(0, 3, "\xEF\xBB\xBF") == 0) {
    text->erase(0, 3);
  }
  return text;
}

}  // namespace assay
