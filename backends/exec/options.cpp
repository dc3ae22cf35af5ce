// Every option is checked here; whether the program exists is for its start to find.
#include "backends/exec/options.h"

#include <map>
#include <utility>

#include "backends/parts/options.h"
#include "harness/base/files.h"
#include "harness/base/text.h"

namespace assay {
namespace {

constexpr std::int64_t kParallelMax = 4096;
constexpr std::int64_t kRestartsMax = 1'000'000;
constexpr double kSecondsMax = 86'400;

Error wrong(std::string_view value, const std::string& right) {
  return {ErrorKind::kInvalidConfig, "'" + printable(value, 60) + "': " + right};
}

Result<int> whole(const std::string& text, std::int64_t low, std::int64_t high) {
  const auto number = parse_int(text);
  if (!number || *number < low || *number > high) {
    return wrong(text, "not a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return static_cast<int>(*number);
}

Result<double> duration(const std::string& text) {
  const auto number = parse_double(text);
  if (!number || *number <= 0 || *number > kSecondsMax) {
    return wrong(text, "not a number of seconds above 0, at most " + exact_number(kSecondsMax));
  }
  return *number;
}

template <typename From, typename To>
Status take(Result<From> value, To& into) {
  if (!value) {
    return std::move(value.error());
  }
  into = *value;
  return {};
}

Result<std::vector<std::string>> split_words(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  bool is_open = false;  // a word has begun, perhaps an empty one in quotes
  char quote = 0;
  for (const char c : text) {
    if (quote != 0) {
      quote = c == quote ? 0 : quote;
      if (quote != 0) {
        word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      is_open = true;
    } else if (c == ' ' || c == '\t') {
      if (is_open) {
        words.push_back(std::exchange(word, {}));
      }
      is_open = false;
    } else {
      word += c;
      is_open = true;
    }
  }
  if (quote != 0) {
    return wrong(text, std::string("a quote ") + quote + " without its end");
  }
  if (is_open) {
    words.push_back(word);
  }
  return words;
}

using Reader = OptionReader<ExecOptions>;

std::map<std::string, Reader> readers() {
  return {
      {"parallel",
       [](const std::string& text, ExecOptions& into) { return take(whole(text, 1, kParallelMax), into.parallel); }},
      {"restarts",
       [](const std::string& text, ExecOptions& into) { return take(whole(text, 0, kRestartsMax), into.restarts); }},
      {"start_timeout",
       [](const std::string& text, ExecOptions& into) { return take(duration(text), into.start_timeout_s); }},
      {"grace", [](const std::string& text, ExecOptions& into) { return take(duration(text), into.grace_s); }},
      {"schedule", [](const std::string&, ExecOptions&) { return Status(); }},  // a program's own affair
  };
}

}  // namespace

Result<ExecOptions> parse_exec_options(const BackendSpec& spec) {
  const std::string place = "model '" + printable(spec.name, 60) + "'";
  auto words = split_words(spec.address.substr(spec.address.find(':') + 1));
  if (!words) {
    return std::move(words.error()).in(place);
  }
  if (words->empty() || words->front().empty()) {
    return wrong(spec.address, "names no program; write 'exec:PROGRAM ARGUMENTS'").in(place);
  }
  words->front() = expand_home(words->front());
  ExecOptions options{.words = std::move(*words)};
  if (Status status = read_options(spec.options, readers(), options); !status) {
    return std::move(status.error()).in(place);
  }
  return options;
}

}  // namespace assay
