// Parses a template's tokens.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "tasks/template/ast.h"
#include "tasks/template/lexer.h"

namespace assay::templates {

Result<TemplateBody> parse_template(std::string_view source);

// The tokens and the first error. Once something failed, every token is the end, so that all loops stop.
class TokenStream {
 public:
  explicit TokenStream(std::vector<TemplateToken> tokens) : tokens_(std::move(tokens)) {}

  const TemplateToken& current() const { return tokens_[failed() ? tokens_.size() - 1 : at_]; }
  const TemplateToken& ahead() const;
  TemplateToken next();
  bool at(TemplateToken::Kind kind) const { return current().kind == kind; }
  bool at_operator(std::string_view text) const;
  bool at_name(std::string_view text) const;
  bool at_any_name(std::initializer_list<std::string_view> names) const;
  bool take_operator(std::string_view text);
  bool take_name(std::string_view text);
  void expect_operator(std::string_view text);
  std::string expect_name();
  void expect_end(TemplateToken::Kind kind);

  bool failed() const { return error_.has_value(); }
  void fail(const std::string& why, ErrorKind kind = ErrorKind::kInvalidConfig);
  void fail_at(int line, const std::string& why, ErrorKind kind);
  Error take_error() { return *error_; }
  std::string described() const;  // the current token, for messages

 private:
  std::vector<TemplateToken> tokens_;
  std::size_t at_ = 0;
  std::optional<Error> error_;
};

// Expressions, from the loosest binding to the tightest.
class ExpressionParser {
 public:
  explicit ExpressionParser(TokenStream& stream) : stream_(stream) {}

  struct TupleRules {
    bool with_conditional = true;
    bool needs_items = true;         // false inside round brackets
    std::string_view end_name = {};  // a name that ends it: "recursive", "in"
    bool names_only = false;         // an assignment's target
  };
  ExpressionNode parse_expression();
  ExpressionNode parse_tuple(const TupleRules& rules);
  ExpressionNode parse_target(bool with_namespace, std::string_view end_name);
  // Filters behind a value; `is_begun`: the first one's name comes without '|'.
  ExpressionNode parse_filters(ExpressionNode value, bool is_begun);

 private:
  ExpressionNode parse_or();
  ExpressionNode parse_and();
  ExpressionNode parse_not();
  ExpressionNode parse_compare();
  ExpressionNode parse_sum();
  ExpressionNode parse_concat();
  ExpressionNode parse_product();
  ExpressionNode parse_power();
  ExpressionNode parse_unary(bool with_filter);
  ExpressionNode parse_primary();
  ExpressionNode parse_texts();
  ExpressionNode parse_list();
  ExpressionNode parse_dict();
  ExpressionNode parse_postfix(ExpressionNode node);
  ExpressionNode parse_filter_chain(ExpressionNode node);
  ExpressionNode parse_dot(ExpressionNode node);
  ExpressionNode parse_brackets(ExpressionNode node);
  ExpressionNode parse_call(ExpressionNode node);
  ExpressionNode parse_filter(ExpressionNode value);
  ExpressionNode parse_test(ExpressionNode value);
  void parse_arguments(ExpressionNode& node);
  std::string parse_dotted_name();
  ExpressionNode made(ExpressionNode::Kind kind, std::vector<ExpressionNode> children);
  ExpressionNode finished(ExpressionNode node);
  bool is_tuple_end(const TupleRules& rules) const;

  TokenStream& stream_;
  int depth_ = 0;
};

}  // namespace assay::templates
