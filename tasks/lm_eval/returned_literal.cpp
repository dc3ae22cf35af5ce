// Finding the literal: from `return` to the end of its brackets.
#include "tasks/lm_eval/returned_literal.h"

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "tasks/template/python_text.h"

namespace assay {
namespace {

constexpr std::size_t kSourceMax = 4 << 20;

// The end of a string literal that begins at `at` with a quote; text.size() if it has none.
std::size_t string_end(std::string_view text, std::size_t at) {
  const std::string_view quote =
      text.substr(at, 3) == std::string(3, text[at]) ? text.substr(at, 3) : text.substr(at, 1);
  for (std::size_t i = at + quote.size(); i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text.substr(i, quote.size()) == quote) {
      return i + quote.size();
    }
  }
  return text.size();
}

std::size_t line_end(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end;
}

// The end of a bracketed expression that begins at `at`.
std::size_t bracket_end(std::string_view text, std::size_t at) {
  int depth = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      i = string_end(text, i) - 1;
    } else if (c == '#') {
      i = line_end(text, i);
    } else if (c == '[' || c == '{' || c == '(') {
      ++depth;
    } else if ((c == ']' || c == '}' || c == ')') && --depth == 0) {
      return i + 1;
    }
  }
  return text.size();
}

// Comments are no part of a literal.
std::string without_comments(std::string_view text) {
  std::string kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' || text[i] == '\'') {
      const std::size_t end = string_end(text, i);
      kept += text.substr(i, end - i);
      i = end - 1;
    } else if (text[i] == '#') {
      i = line_end(text, i) - 1;
    } else {
      kept += text[i];
    }
  }
  return kept;
}

// What stands behind the colon of `def NAME(...) -> ...:`; empty if there is no such function.
std::string_view body_of(std::string_view source, std::string_view name) {
  const std::string head = "def " + std::string(name) + "(";
  for (std::size_t at = source.find(head); at != std::string_view::npos; at = source.find(head, at + 1)) {
    if (at == 0 || source[at - 1] == '\n') {
      const std::size_t closed = bracket_end(source, at + head.size() - 1);
      const std::size_t colon = source.find(":\n", closed);
      return colon == std::string_view::npos || colon > line_end(source, closed) ? std::string_view()
                                                                                 : source.substr(colon + 1);
    }
  }
  return {};
}

}  // namespace

Result<Value> returned_literal(std::string_view source, std::string_view name) {
  const Error other{ErrorKind::kUnsupported,
                    "function '" + printable(name, 60) + "' is not one that only returns a list written out"};
  std::string_view body = trim(body_of(source.substr(0, kSourceMax), name));
  if (!body.empty() && (body.front() == '"' || body.front() == '\'')) {
    body = trim(body.substr(string_end(body, 0)));
  }
  constexpr std::string_view kReturn = "return ";
  if (!starts_with(body, kReturn)) {
    return other;
  }
  body = trim(body.substr(kReturn.size()));
  if (body.empty() || (body.front() != '[' && body.front() != '(')) {
    return other;
  }
  auto value = python_literal(without_comments(body.substr(0, bracket_end(body, 0))));
  return value ? value : other;
}

Result<Value> returned_literal_of(const std::string& folder, const std::string& function) {
  const std::size_t dot = function.rfind('.');
  if (dot == std::string::npos) {
    return Error{ErrorKind::kUnsupported, "'" + printable(function, 60) + "' is not FILE.FUNCTION"};
  }
  std::string path = folder + "/" + replace_all(function.substr(0, dot), ".", "/") + ".py";
  const auto source = read_file(path);
  return source ? returned_literal(*source, function.substr(dot + 1)) : source.error();
}

}  // namespace assay
