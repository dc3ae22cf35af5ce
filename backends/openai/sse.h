// SseParser: server-sent events out of bytes that arrive in pieces (WHATWG HTML, "Server-sent events"). Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

class SseParser {
 public:
  // The data of the events that these bytes complete, in order: lines joined by LF. Lines end with LF, CR or CRLF, cut
  // anywhere; comments, ids, names and retry times are skipped. Once a bound is passed nothing comes any more.
  std::vector<std::string> add(std::string_view bytes);

  // At the end of the bytes: the data of an event that lacks its empty line; servers that end so meant it.
  std::vector<std::string> flush();

  bool is_over_bounds() const { return is_over_bounds_; }

 private:
  void end_line(std::vector<std::string>& events);

  std::string line_;
  std::string data_;
  bool has_data_ = false;
  bool was_cr_ = false;        // the last byte was a CR: an LF belongs to it
  bool is_first_line_ = true;  // which may begin with a byte order mark
  bool is_over_bounds_ = false;
};

}  // namespace assay
