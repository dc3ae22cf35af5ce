// Statements of templates, and the stream of tokens they are read from.
#include "tasks/template/parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/text.h"
#include "tasks/template/builtins.h"

namespace assay::templates {
namespace {

using Kind = StatementNode::Kind;
using Token = TemplateToken::Kind;

constexpr int kNestingMax = 50;
constexpr std::array<std::string_view, 9> kRefused{
    "macro", "call", "include", "import", "from", "extends", "block", "autoescape", "trans",
};

class TemplateParser {
 public:
  explicit TemplateParser(std::vector<TemplateToken> tokens) : stream_(std::move(tokens)), expressions_(stream_) {}

  Result<TemplateBody> parse() {
    TemplateBody body = parse_body({});
    if (stream_.failed()) {
      return stream_.take_error();
    }
    return body;
  }

 private:
  using Names = std::initializer_list<std::string_view>;

  // Statements up to one of these tags, whose name is then the current token; without names up to the end.
  TemplateBody parse_body(Names ends) {
    TemplateBody body;
    ++nesting_;
    if (nesting_ > kNestingMax) {
      stream_.fail("statements nested deeper than " + std::to_string(kNestingMax), ErrorKind::kUnsupported);
    }
    while (!stream_.at(Token::kEnd)) {
      if (stream_.at(Token::kBlockBegin) && ends.size() > 0 && is_end(ends)) {
        stream_.next();
        --nesting_;
        return body;
      }
      parse_piece(body);
    }
    if (ends.size() > 0) {
      stream_.fail("the template ends where {% " + std::string(*(ends.end() - 1)) + " %} is expected");
    }
    --nesting_;
    return body;
  }

  bool is_end(Names ends) const {
    const TemplateToken& name = stream_.ahead();
    return name.kind == Token::kName && std::find(ends.begin(), ends.end(), name.text) != ends.end();
  }

  void parse_piece(TemplateBody& body) {
    const int line = stream_.current().line;
    if (stream_.at(Token::kData)) {
      body.push_back({.kind = Kind::kData, .line = line, .text = stream_.next().text, .expressions = {}, .bodies = {}});
      return;
    }
    StatementNode statement{.kind = Kind::kOutput, .line = line, .text = {}, .expressions = {}, .bodies = {}};
    if (stream_.at(Token::kVariableBegin)) {
      stream_.next();
      statement.expressions.push_back(expressions_.parse_tuple({}));
      stream_.expect_end(Token::kVariableEnd);
    } else {
      stream_.next();
      parse_statement(statement);
      stream_.expect_end(Token::kBlockEnd);
    }
    body.push_back(std::move(statement));
  }

  void parse_statement(StatementNode& statement) {
    const std::string name = stream_.expect_name();
    if (name == "if") {
      parse_if(statement);
    } else if (name == "for") {
      parse_for(statement);
    } else if (name == "set") {
      parse_set(statement);
    } else if (name == "with") {
      parse_with(statement);
    } else if (name == "filter") {
      statement.kind = Kind::kFilter;
      statement.expressions.push_back(expressions_.parse_filters(block_text(), true));
      statement.bodies.push_back(parse_inner({"endfilter"}));
      stream_.next();
    } else if (name == "print") {
      parse_print(statement);
    } else if (std::find(kRefused.begin(), kRefused.end(), name) != kRefused.end()) {
      stream_.fail("{% " + name + " %} is not supported", ErrorKind::kUnsupported);
    } else {
      stream_.fail("unknown tag '" + name + "'; known: if, for, set, with, filter, print, raw");
    }
  }

  // What stands behind a tag's head: its end, and the statements up to one of the names.
  TemplateBody parse_inner(Names ends) {
    stream_.take_operator(":");
    stream_.expect_end(Token::kBlockEnd);
    return parse_body(ends);
  }

  void parse_if(StatementNode& statement) {
    statement.kind = Kind::kIf;
    while (!stream_.failed()) {
      statement.expressions.push_back(expressions_.parse_tuple({.with_conditional = false}));
      statement.bodies.push_back(parse_inner({"elif", "else", "endif"}));
      const std::string end = stream_.next().text;
      if (end == "else") {
        statement.bodies.push_back(parse_inner({"endif"}));
        stream_.next();
      }
      if (end != "elif") {
        return;
      }
    }
  }

  void parse_for(StatementNode& statement) {
    statement.kind = Kind::kFor;
    statement.expressions.push_back(expressions_.parse_target(false, "in"));
    if (names_loop(statement.expressions[0])) {
      stream_.fail("'loop' cannot be a loop's variable");
    }
    if (!stream_.take_name("in")) {
      stream_.fail("'in' expected, not " + stream_.described());
    }
    statement.expressions.push_back(expressions_.parse_tuple({.with_conditional = false, .end_name = "recursive"}));
    if (stream_.take_name("if")) {
      statement.expressions.push_back(expressions_.parse_expression());
    }
    if (stream_.at_name("recursive")) {
      stream_.fail("a recursive loop is not supported", ErrorKind::kUnsupported);
    }
    statement.bodies.push_back(parse_inner({"else", "endfor"}));
    statement.bodies.push_back(stream_.next().text == "else" ? parse_else() : TemplateBody());
  }

  static bool names_loop(const ExpressionNode& target) {
    return target.name == "loop" || std::any_of(target.children.begin(), target.children.end(), names_loop);
  }

  TemplateBody parse_else() {
    TemplateBody body = parse_inner({"endfor"});
    stream_.next();
    return body;
  }

  void parse_set(StatementNode& statement) {
    statement.kind = Kind::kSet;
    statement.expressions.push_back(expressions_.parse_target(true, ""));
    if (stream_.take_operator("=")) {
      statement.expressions.push_back(expressions_.parse_tuple({}));
      return;
    }
    statement.kind = Kind::kSetBlock;
    statement.expressions.push_back(expressions_.parse_filters(block_text(), false));
    statement.bodies.push_back(parse_inner({"endset"}));
    stream_.next();
  }

  void parse_with(StatementNode& statement) {
    statement.kind = Kind::kWith;
    while (!stream_.at(Token::kBlockEnd) && !stream_.failed()) {
      if (!statement.expressions.empty()) {
        stream_.expect_operator(",");
      }
      statement.expressions.push_back(expressions_.parse_target(false, ""));
      stream_.expect_operator("=");
      statement.expressions.push_back(expressions_.parse_expression());
    }
    statement.bodies.push_back(parse_inner({"endwith"}));
    stream_.next();
  }

  void parse_print(StatementNode& statement) {
    while (!stream_.at(Token::kBlockEnd) && !stream_.failed()) {
      if (!statement.expressions.empty()) {
        stream_.expect_operator(",");
      }
      statement.expressions.push_back(expressions_.parse_expression());
    }
  }

  static ExpressionNode block_text() {
    ExpressionNode node;
    node.kind = ExpressionNode::Kind::kBlockText;
    return node;
  }

  TokenStream stream_;
  ExpressionParser expressions_;
  int nesting_ = 0;
};

}  // namespace

const TemplateToken& TokenStream::ahead() const {
  return tokens_[failed() ? tokens_.size() - 1 : std::min(at_ + 1, tokens_.size() - 1)];
}

TemplateToken TokenStream::next() {
  TemplateToken token = current();
  at_ = std::min(at_ + 1, tokens_.size() - 1);
  return token;
}

bool TokenStream::at_operator(std::string_view text) const { return at(Token::kOperator) && current().text == text; }

bool TokenStream::at_name(std::string_view text) const { return at(Token::kName) && current().text == text; }

bool TokenStream::at_any_name(std::initializer_list<std::string_view> names) const {
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return at_name(name); });
}

bool TokenStream::take_operator(std::string_view text) {
  const bool is_there = at_operator(text);
  if (is_there) {
    next();
  }
  return is_there;
}

bool TokenStream::take_name(std::string_view text) {
  const bool is_there = at_name(text);
  if (is_there) {
    next();
  }
  return is_there;
}

void TokenStream::expect_operator(std::string_view text) {
  if (!take_operator(text)) {
    fail("'" + std::string(text) + "' expected, not " + described());
  }
}

std::string TokenStream::expect_name() {
  if (!at(Token::kName)) {
    fail("a name expected, not " + described());
    return "";
  }
  return next().text;
}

void TokenStream::expect_end(Token kind) {
  if (!at(kind)) {
    fail(std::string(kind == Token::kVariableEnd ? "}}" : "%}") + " expected, not " + described());
    return;
  }
  next();
}

void TokenStream::fail(const std::string& why, ErrorKind kind) { fail_at(current().line, why, kind); }

void TokenStream::fail_at(int line, const std::string& why, ErrorKind kind) {
  if (!error_) {
    error_ = Error{kind, "line " + std::to_string(line) + ": " + why};
  }
}

std::string TokenStream::described() const {
  switch (current().kind) {
    case Token::kData:
      return "text";
    case Token::kVariableBegin:
      return "{{";
    case Token::kVariableEnd:
      return "}}";
    case Token::kBlockBegin:
      return "{%";
    case Token::kBlockEnd:
      return "%}";
    case Token::kText:
    case Token::kNumber:
      return "a constant";
    case Token::kEnd:
      return "the end of the template";
    case Token::kName:
    case Token::kOperator:
      break;
  }
  return "'" + printable(current().text, 40) + "'";
}

Result<TemplateBody> parse_template(std::string_view source) {
  auto tokens = tokenize(source);
  if (!tokens) {
    return std::move(tokens.error());
  }
  return TemplateParser(std::move(*tokens)).parse();
}

}  // namespace assay::templates
