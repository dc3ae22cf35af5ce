// Regular expressions as Python's `re` writes them, rewritten as PCRE2 reads them.
#pragma once

#include <string>
#include <string_view>

#include "harness/base/result.h"

namespace assay {

struct RegexFlags {
  bool ignores_case = false;  // re.IGNORECASE
  bool is_multiline = false;  // re.MULTILINE
  bool dot_is_any = false;    // re.DOTALL
  bool is_verbose = false;    // re.VERBOSE
  bool is_ascii = false;      // re.ASCII
};

// `python` in PCRE2's language, meaning the same under PCRE2_UTF, PCRE2_ALT_CIRCUMFLEX and newlines of LF. \d, \w, \s
// and \b are spelled out as Python defines them, so that no version of PCRE2 sees them otherwise. kInvalidConfig with
// the position (in code points) for what Python 3.11 refuses. Differences that are left: look-behinds may have
// alternatives of different lengths, and (?a) does not narrow (?i) to ASCII. kUnsupported: (?L).
Result<std::string> pcre_of_python(std::string_view python, RegexFlags flags = {});

}  // namespace assay
