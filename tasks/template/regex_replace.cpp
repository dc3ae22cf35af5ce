// Python's re.sub by PCRE2, whose syntax is a superset of Python's for what templates use.
#include "tasks/template/regex_replace.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <memory>

#include "harness/base/text.h"
#include "harness/base/unicode.h"
#include "tasks/template/renderer.h"

namespace assay::templates {
namespace {

constexpr std::uint32_t kMatchLimit = 1'000'000;
constexpr std::size_t kTextMax = std::size_t{16} << 20;

struct CodeCloser {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
struct MatchCloser {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
struct ContextCloser {
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

class Substitution {
 public:
  Substitution(Renderer& renderer, const std::string& text, const std::string& pattern, const std::string& by)
      : renderer_(renderer), text_(text), pattern_(pattern), by_(by) {}

  std::string run(std::int64_t count) {
    if (!compile()) {
      return {};
    }
    std::string out;
    std::size_t copied = 0;
    std::size_t at = 0;
    bool is_empty_allowed = true;
    while (at <= text_.size() && renderer_.charge(8) && out.size() <= kTextMax) {
      if (!match(at, is_empty_allowed)) {
        break;
      }
      out.append(text_, copied, begin() - copied);
      append_replacement(out);
      copied = end();
      // An empty match may follow another match only if it is not at its end; then one character is passed over.
      is_empty_allowed = true;
      at = end();
      if (begin() == end()) {
        if (at >= text_.size()) {
          break;
        }
        is_empty_allowed = false;
      }
      if (--count == 0) {
        break;
      }
    }
    out.append(text_, copied);
    return out;
  }

 private:
  bool compile() {
    int code = 0;
    std::size_t offset = 0;
    code_.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern_.data()), pattern_.size(), PCRE2_UTF | PCRE2_UCP,
                              &code, &offset, nullptr));
    if (code_ == nullptr) {
      std::array<PCRE2_UCHAR, 128> message{};
      pcre2_get_error_message(code, message.data(), message.size());
      renderer_.fail("the pattern '" + printable(pattern_, 60) + "': " + reinterpret_cast<const char*>(message.data()));
      return false;
    }
    data_.reset(pcre2_match_data_create_from_pattern(code_.get(), nullptr));
    context_.reset(pcre2_match_context_create(nullptr));
    pcre2_set_match_limit(context_.get(), kMatchLimit);
    return true;
  }

  // An empty match where none is allowed is tried again as one that is not empty, then one character on.
  bool match(std::size_t at, bool is_empty_allowed) {
    const std::uint32_t options = is_empty_allowed ? 0 : PCRE2_NOTEMPTY_ATSTART;
    const int found = pcre2_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(text_.data()), text_.size(), at, options,
                                  data_.get(), context_.get());
    if (found < 0 && found != PCRE2_ERROR_NOMATCH) {
      renderer_.fail("the pattern '" + printable(pattern_, 60) + "' takes too long, or the text is not UTF-8");
    }
    return found > 0;
  }

  std::size_t begin() const { return pcre2_get_ovector_pointer(data_.get())[0]; }
  std::size_t end() const { return pcre2_get_ovector_pointer(data_.get())[1]; }

  void append_group(std::uint32_t group, std::string& out) {
    if (group >= pcre2_get_ovector_count(data_.get())) {
      renderer_.fail("the replacement names group " + std::to_string(group) + ", which the pattern does not have");
      return;
    }
    const std::size_t* places = pcre2_get_ovector_pointer(data_.get());
    if (places[2 * group] != PCRE2_UNSET) {
      out.append(text_, places[2 * group], places[2 * group + 1] - places[2 * group]);
    }
  }

  void append_named(std::size_t& at, std::string& out) {
    const std::size_t close = by_.find('>', at);
    if (at >= by_.size() || by_[at] != '<' || close == std::string::npos) {
      renderer_.fail("\\g in the replacement needs <a group>");
      return;
    }
    const std::string name = by_.substr(at + 1, close - at - 1);
    at = close + 1;
    const auto number = parse_int(name);
    const int group = number
                          ? static_cast<int>(*number)
                          : pcre2_substring_number_from_name(code_.get(), reinterpret_cast<PCRE2_SPTR>(name.c_str()));
    if (group < 0) {
      renderer_.fail("the replacement names the group '" + printable(name, 40) + "', which the pattern does not have");
      return;
    }
    append_group(static_cast<std::uint32_t>(group), out);
  }

  void append_escape(std::size_t& at, std::string& out) {
    constexpr std::string_view kLetters = "abfnrtv\\";
    constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\";
    const char c = at < by_.size() ? by_[at++] : '\0';
    if (c >= '1' && c <= '9') {
      auto group = static_cast<std::uint32_t>(c - '0');
      if (at < by_.size() && by_[at] >= '0' && by_[at] <= '9') {
        group = group * 10 + static_cast<std::uint32_t>(by_[at++] - '0');
      }
      append_group(group, out);
    } else if (c == 'g') {
      append_named(at, out);
    } else if (const std::size_t known = kLetters.find(c); known != std::string_view::npos) {
      out += kMeanings[known];
    } else if (c == '\0' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      renderer_.refuse("the escape at the end of '" + printable(by_.substr(0, at), 60) + "' is not supported");
    } else {
      out += '\\';
      out += c;
    }
  }

  void append_replacement(std::string& out) {
    for (std::size_t at = 0; at < by_.size() && !renderer_.failed();) {
      if (by_[at] == '\\') {
        ++at;
        append_escape(at, out);
      } else {
        out += by_[at++];
      }
    }
  }

  Renderer& renderer_;
  const std::string& text_;
  const std::string& pattern_;
  const std::string& by_;
  std::unique_ptr<pcre2_code, CodeCloser> code_;
  std::unique_ptr<pcre2_match_data, MatchCloser> data_;
  std::unique_ptr<pcre2_match_context, ContextCloser> context_;
};

}  // namespace

Cell replaced_by_pattern(Renderer& renderer, const std::string& text, const std::string& pattern, const std::string& by,
                         std::int64_t count) {
  renderer.charge_bytes(text.size() + pattern.size());
  if (count < 0) {
    return renderer.text(std::string(text));
  }
  std::string out = Substitution(renderer, text, pattern, by).run(count == 0 ? INT64_MAX : count);
  return renderer.failed() ? Cell() : renderer.text(std::move(out));
}

}  // namespace assay::templates
