// Heuristics for code as clang-format leaves it; they need no compiler.
#include "tests/fakes/tree_rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kSourceMax = 500;
constexpr std::size_t kHeaderMax = 250;
constexpr std::size_t kFunctionMax = 70;
constexpr std::size_t kLineMax = 120;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool is_header(const TreeFile& file) { return ends_with(file.path, ".h"); }
bool is_code(const TreeFile& file) {
  return is_header(file) || ends_with(file.path, ".cpp") || ends_with(file.path, ".cu");
}

std::string at_line(const TreeFile& file, std::size_t line, const std::string& what) {
  return file.path + ":" + std::to_string(line) + ": " + what;
}

// The folder that the floors are made of: "harness/run", "backends".
std::string folder_of(std::string_view path) {
  const std::size_t first = path.find('/');
  if (first == std::string_view::npos) {
    return "";
  }
  const bool is_harness = path.substr(0, first) == "harness";
  return std::string(path.substr(0, is_harness ? path.find('/', first + 1) : first));
}

int floor_of(const std::string& folder) {
  static const std::map<std::string, int> kFloors{{"harness/base", 1},   {"harness/api", 2}, {"harness/stats", 2},
                                                  {"harness/config", 2}, {"harness/run", 3}, {"backends", 3},
                                                  {"tasks", 3},          {"kernels", 3},     {"results", 3},
                                                  {"reports", 3},        {"harness/cli", 4}};
  const auto found = kFloors.find(folder);
  return found == kFloors.end() ? 0 : found->second;
}

struct Include {
  std::size_t line = 0;
  std::string path;
  bool is_quoted = false;
};

std::vector<Include> includes_of(const TreeFile& file) {
  std::vector<Include> includes;
  std::size_t number = 0;
  for (const std::string_view line : split(file.text, '\n')) {
    ++number;
    const std::size_t at = line.find_first_of("<\"");
    if (!starts_with(trim(line), "#include") || at == std::string_view::npos) {
      continue;
    }
    const std::size_t end = line.find(line[at] == '<' ? '>' : '"', at + 1);
    if (end != std::string_view::npos) {
      includes.push_back({number, std::string(line.substr(at + 1, end - at - 1)), line[at] == '"'});
    }
  }
  return includes;
}

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Whether `word` stands in the line by itself; its own ends may be punctuation.
bool has_word(std::string_view line, std::string_view word) {
  for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const bool begins = at == 0 || !is_word_char(word.front()) || !is_word_char(line[at - 1]);
    const std::size_t end = at + word.size();
    const bool ends = end == line.size() || !is_word_char(word.back()) || !is_word_char(line[end]);
    if (begins && ends) {
      return true;
    }
  }
  return false;
}

// The end of the comment or literal that begins at `at`, or `at` if none does.
std::size_t end_of_blank(std::string_view text, std::size_t at) {
  const auto past = [&](std::string_view end, std::size_t from) {
    const std::size_t found = text.find(end, from);
    return found == std::string_view::npos ? text.size() : found + end.size();
  };
  if (text.substr(at, 2) == "//") {
    return std::min(text.find('\n', at), text.size());
  }
  if (text.substr(at, 2) == "/*") {
    return past("*/", at + 2);
  }
  if (text.substr(at, 2) == "R\"" && (at == 0 || !is_word_char(text[at - 1]))) {
    const std::size_t open = std::min(text.find('(', at), text.size() - 1);
    return past(")" + std::string(text.substr(at + 2, open - at - 2)) + "\"", open);
  }
  const bool is_separator = text[at] == '\'' && at > 0 && is_word_char(text[at - 1]);  // 1'000
  if (text[at] == '"' || (text[at] == '\'' && !is_separator)) {
    for (std::size_t end = at + 1; end < text.size(); ++end) {
      if (text[end] == '\\') {
        ++end;
      } else if (text[end] == text[at] || text[end] == '\n') {
        return end + 1;
      }
    }
    return text.size();
  }
  return at;
}

// Whether the text before a brace is the head of a function (or of a test or a lambda outside one).
bool is_function_head(std::string_view head) {
  head = trim(head);
  static const std::set<std::string> kOthers{"if",  "for",       "while", "switch", "catch", "else",  "do",
                                             "try", "namespace", "class", "struct", "enum",  "union", "extern"};
  std::size_t end = 0;
  while (end < head.size() && is_word_char(head[end])) {
    ++end;
  }
  if (head.empty() || kOthers.count(std::string(head.substr(0, end))) != 0) {
    return false;
  }
  for (const std::string_view tail : {")", ") const", ") noexcept", " override", ") final", ") mutable"}) {
    if (ends_with(head, tail)) {
      return true;
    }
  }
  return head.find(") -> ") != std::string_view::npos;
}

void check_functions(const TreeFile& file, Violations& violations) {
  const std::string code = code_of(file.text);
  std::vector<bool> open;  // per brace: does it open a function
  std::size_t inside = 0;  // how many of them do
  std::size_t line = 1;
  std::size_t head = 0;   // where the text before the next brace begins
  std::size_t begin = 0;  // the outermost function's first line
  for (std::size_t at = 0; at < code.size(); ++at) {
    const char c = code[at];
    line += c == '\n' ? 1 : 0;
    if (c == '{') {
      const std::string_view before = std::string_view(code).substr(head, at - head);
      open.push_back(is_function_head(before));
      if (open.back() && inside++ == 0) {
        const std::string_view said = trim(before);
        begin = line - static_cast<std::size_t>(std::count(said.begin(), said.end(), '\n'));
      }
    } else if (c == '}' && !open.empty()) {
      inside -= open.back() ? 1 : 0;
      if (open.back() && inside == 0 && line - begin + 1 > kFunctionMax) {
        violations.push_back(at_line(file, begin,
                                     "a function of " + std::to_string(line - begin + 1) + " lines; " +
                                         std::to_string(kFunctionMax) + " are the wall"));
      }
      open.pop_back();
    }
    head = c == '{' || c == '}' || c == ';' ? at + 1 : head;
  }
}

// The lines that lie in raw strings, which no formatter breaks.
std::set<std::size_t> raw_lines(std::string_view text) {
  std::set<std::size_t> lines;
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::max(end_of_blank(text, at), at + 1);
    const std::string_view passed = text.substr(at, end - at);
    const auto breaks = static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
    if (starts_with(passed, "R\"")) {
      for (std::size_t i = 0; i <= breaks; ++i) {
        lines.insert(line + i);
      }
    }
    line += breaks;
    at = end;
  }
  return lines;
}

struct BannedWord {
  std::string_view word;
  std::string_view allowed;  // the file or folder that may; "": none
  std::string_view instead;
};

constexpr std::string_view kClock = "harness/base/clock.cpp";
constexpr std::string_view kChance = "harness/base/rng";
constexpr std::array<BannedWord, 26> kBanned{{
    {"throw", "", "return an Error"},
    {"std::expected", "", "Result<T>"},
    {"std::format", "", "fmt"},
    {"std::source_location", "", "ASSAY_CHECK says where"},
    {"std::regex", "", "PCRE2, with limits"},
    {"<regex>", "", "PCRE2, with limits"},
    {"<expected>", "", "Result<T>"},
    {"<format>", "", "fmt"},
    {"<source_location>", "", "ASSAY_CHECK says where"},
    {"views::", "", "loops: a checker lacks views"},
    {"steady_clock::now", kClock, "a Clock"},
    {"system_clock::now", kClock, "a Clock"},
    {"high_resolution_clock", kClock, "a Clock"},
    {"clock_gettime", kClock, "a Clock"},
    {"gettimeofday", kClock, "a Clock"},
    {"std::time(", kClock, "a Clock"},
    {"time(nullptr)", kClock, "a Clock"},
    {"sleep_for", kClock, "Clock::sleep_until"},
    {"usleep", kClock, "Clock::sleep_until"},
    {"random_device", kChance, "an Rng"},
    {"mt19937", kChance, "an Rng"},
    {"std::shuffle", kChance, "Rng::shuffle"},
    {"rand()", kChance, "an Rng"},
    {"srand", kChance, "an Rng"},
    {"drand48", kChance, "an Rng"},
    {"getrandom", kChance, "an Rng"},
}};

std::string library_of(const std::string& include) {
  for (const std::string_view heavy : {"nlohmann/json.hpp", "CLI/", "fmt/", "sqlite3.h", "cuda", "cublas", "nvml.h"}) {
    if (starts_with(include, heavy)) {
      return std::string(heavy);
    }
  }
  return "";
}

}  // namespace

std::string code_of(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_blank(text, at);
    for (std::size_t i = at; i < end; ++i) {
      code[i] = text[i] == '\n' ? '\n' : ' ';
    }
    at = std::max(end, at + 1);
  }
  return code;
}

Violations check_floors(const TreeFile& file) {
  Violations violations;
  const std::string own = folder_of(file.path);
  if (!is_code(file) || floor_of(own) == 0) {
    return violations;
  }
  for (const Include& include : includes_of(file)) {
    if (!include.is_quoted) {
      continue;
    }
    const std::string other = folder_of(include.path);
    const int below = floor_of(other);
    const bool is_neighbour_of_cli = own == "harness/cli" && below == 3 && other != "harness/run";
    if (below == 0) {
      violations.push_back(at_line(file, include.line, "'" + include.path + "' is in no folder of the floors"));
    } else if (other != own && below >= floor_of(own)) {
      violations.push_back(at_line(file, include.line, own + " includes " + other + ", which is not below it"));
    } else if (is_neighbour_of_cli && include.path != other + "/registry.h") {
      violations.push_back(at_line(file, include.line, "harness/cli names classes through " + other + "/registry.h"));
    } else if (ends_with(file.path, ".cu") && other != own && other != "harness/base" &&
               include.path != "harness/api/kernel.h") {
      violations.push_back(at_line(file, include.line, "a .cu file sees harness/base and harness/api/kernel.h only"));
    }
  }
  return violations;
}

Violations check_sizes(const TreeFile& file) {
  Violations violations;
  if (!is_code(file)) {
    return violations;
  }
  const std::size_t wall = is_header(file) ? kHeaderMax : kSourceMax;
  const auto lines = split(file.text, '\n');
  const std::size_t count = lines.size() - (lines.back().empty() ? 1 : 0);
  if (count > wall) {
    violations.push_back(
        at_line(file, wall + 1, std::to_string(count) + " lines; " + std::to_string(wall) + " are the wall"));
  }
  const std::set<std::size_t> raw = raw_lines(file.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (code_points(lines[i]) > kLineMax && raw.count(i + 1) == 0) {
      violations.push_back(at_line(file, i + 1, "a line of " + std::to_string(code_points(lines[i])) + " characters"));
    }
  }
  check_functions(file, violations);
  return violations;
}

Violations check_first_line(const TreeFile& file) {
  const auto lines = split(file.text, '\n');
  const bool is_script = ends_with(file.path, ".py") || ends_with(file.path, ".sh") || ends_with(file.path, ".yaml") ||
                         ends_with(file.path, ".cmake") || ends_with(file.path, "CMakeLists.txt");
  if (!is_code(file) && !is_script) {
    return {};
  }
  const bool is_one_call = ends_with(file.path, "CMakeLists.txt") && lines.size() <= 2;  // says what it is itself
  const std::string_view first = lines.size() > 1 && starts_with(lines[0], "#!") ? lines[1] : lines[0];
  const std::string_view mark = is_code(file) ? "// " : "# ";
  const std::string_view docstring = "\"\"\"";
  const bool is_said = starts_with(first, mark) || (ends_with(file.path, ".py") && starts_with(first, docstring));
  return is_one_call || (is_said && first.size() > 12)
             ? Violations{}
             : Violations{at_line(file, 1, "the first line is not a comment that says what the file is")};
}

Violations check_pragma_once(const TreeFile& file) {
  return !is_header(file) || file.text.find("\n#pragma once\n") != std::string::npos
             ? Violations{}
             : Violations{at_line(file, 1, "no #pragma once")};
}

Violations check_banned_words(const TreeFile& file) {
  Violations violations;
  if (!is_code(file)) {
    return violations;
  }
  const std::string code = code_of(file.text);
  std::size_t number = 0;
  for (const std::string_view line : split(code, '\n')) {
    ++number;
    for (const BannedWord& banned : kBanned) {
      const bool is_end_to_end = banned.allowed == kClock && starts_with(file.path, "tests/e2e/");  // real processes
      const bool is_allowed = is_end_to_end || (!banned.allowed.empty() && starts_with(file.path, banned.allowed));
      if (!is_allowed && has_word(line, banned.word)) {
        violations.push_back(
            at_line(file, number, "'" + std::string(banned.word) + "'; instead: " + std::string(banned.instead)));
      }
    }
    if (line.find("#include <CLI/") != std::string_view::npos && file.path != "harness/cli/arguments.cpp") {
      violations.push_back(at_line(file, number, "CLI11 belongs to harness/cli/arguments.cpp"));
    }
    if (is_header(file) && line.find("#include <iostream>") != std::string_view::npos) {
      violations.push_back(at_line(file, number, "<iostream> in a header; <iosfwd> or <ostream>"));
    }
  }
  return violations;
}

Violations check_open_ends(const TreeFile& file) {
  Violations violations;
  std::size_t number = 0;
  for (const std::string_view line : split(file.text, '\n')) {
    ++number;
    for (const std::string& word : {std::string("TO") + "DO", std::string("FIX") + "ME", std::string("XX") + "X"}) {
      const std::size_t at = line.find(word);
      if (has_word(line, word) && line.substr(at + word.size(), 2) != "(#") {
        violations.push_back(at_line(file, number, word + " without an issue: " + word + "(#123)"));
      }
    }
  }
  return violations;
}

Violations check_places(const TreeFile& file) {
  Violations violations;
  // Put together here, so that this file does not hold what it forbids.
  static const std::vector<std::string> kHosts{
      std::string("pypi.") + "org",   std::string("python") + "hosted", std::string("npm") + "js.org",
      std::string("crates") + ".io",  std::string("ruby") + "gems.org", std::string("proxy.go") + "lang.org",
      std::string("deb.deb") + "ian", std::string("ana") + "conda.org", std::string("maven") + ".org"};
  static const std::vector<std::string> kPaths{std::string("/wo") + "rk/", std::string("/ro") + "ot/",
                                               std::string("/ho") + "me/", std::string("/Us") + "ers/"};
  std::size_t number = 0;
  for (const std::string_view line : split(file.text, '\n')) {
    ++number;
    for (const std::string& host : kHosts) {
      if (line.find(host) != std::string_view::npos) {
        violations.push_back(at_line(file, number, "names a package registry's host: " + host));
      }
    }
    for (const std::string& path : kPaths) {
      const std::size_t at = line.find(path);
      const bool is_whole = at == 0 || (at != std::string_view::npos && !is_word_char(line[at - 1]) &&
                                        line[at - 1] != '.' && line[at - 1] != '}');
      if (is_whole) {
        violations.push_back(at_line(file, number, "a path of one machine: " + path));
      }
    }
  }
  return violations;
}

Violations check_crossing(const std::vector<TreeFile>& files) {
  std::set<std::string> crossing;
  for (const TreeFile& file : files) {
    for (const Include& include : includes_of(file)) {
      const bool counts = is_code(file) && include.is_quoted && floor_of(folder_of(file.path)) > 0;
      if (counts && folder_of(include.path) != folder_of(file.path)) {
        crossing.insert(include.path);
      }
    }
  }
  Violations violations;
  for (const TreeFile& file : files) {
    if (crossing.count(file.path) == 0) {
      continue;
    }
    for (const Include& include : includes_of(file)) {
      if (!include.is_quoted && !library_of(include.path).empty()) {
        violations.push_back(at_line(file, include.line, "<" + include.path + "> in a header that crosses folders"));
      }
    }
  }
  return violations;
}

Violations check_type_names(const std::vector<TreeFile>& files) {
  std::map<std::string, std::string> declared;
  Violations violations;
  for (const TreeFile& file : files) {
    if (!is_header(file) || floor_of(folder_of(file.path)) == 0) {
      continue;
    }
    std::size_t number = 0;
    for (const std::string_view line : split(file.text, '\n')) {
      ++number;
      const auto words = split(line, ' ');
      const bool is_type = words[0] == "class" || words[0] == "struct" || words[0] == "enum" || words[0] == "union";
      if (!is_type || line.find('{') == std::string_view::npos) {
        continue;
      }
      std::size_t at = 1;
      while (at + 1 < words.size() && (words[at] == "class" || starts_with(words[at], "[["))) {
        ++at;
      }
      const auto [first, is_new] = declared.emplace(std::string(words[at]), file.path);
      if (!is_new) {
        violations.push_back(
            at_line(file, number, "type " + first->first + " is declared in " + first->second + " too"));
      }
    }
  }
  return violations;
}

Violations check_mirrors(const std::vector<TreeFile>& files) {
  std::set<std::string> paths;
  for (const TreeFile& file : files) {
    paths.insert(file.path);
  }
  Violations violations;
  constexpr std::string_view kEnd = "_test.cpp";
  for (const std::string& path : paths) {
    if (!starts_with(path, "tests/") || !ends_with(path, kEnd) || starts_with(path, "tests/contracts/") ||
        starts_with(path, "tests/e2e/") || path == "tests/tree_test.cpp") {
      continue;
    }
    const std::string source = path.substr(6, path.size() - 6 - kEnd.size());
    if (paths.count(source + ".cpp") == 0 && paths.count(source + ".h") == 0 && paths.count(source + ".cu") == 0) {
      violations.push_back(path + ":1: tests no file: there is neither " + source + ".cpp nor " + source + ".h");
    }
  }
  return violations;
}

}  // namespace assay
