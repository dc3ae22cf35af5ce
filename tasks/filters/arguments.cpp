// One look per key, the first error wins.
#include "tasks/filters/arguments.h"

#include "harness/base/text.h"

namespace assay {

const Value* FilterArguments::look(std::string_view key) {
  asked_.emplace(key);
  const Value* found = arguments_.find(key);
  return found == nullptr || found->is_none() ? nullptr : found;
}

void FilterArguments::wrong(std::string_view key, const Value& found, std::string_view right) {
  if (first_error_) {
    first_error_ = Error{ErrorKind::kInvalidConfig,
                         std::string(key) + ": " + printable(to_json(found), 60) + " is not " + std::string(right)};
  }
}

std::string FilterArguments::text(std::string_view key, std::string_view otherwise) {
  const Value* found = look(key);
  if (found == nullptr) {
    return std::string(otherwise);
  }
  if (!found->is_text()) {
    wrong(key, *found, "a text");
    return std::string(otherwise);
  }
  return found->as_text();
}

std::int64_t FilterArguments::integer(std::string_view key, std::int64_t otherwise) {
  const Value* found = look(key);
  if (found == nullptr) {
    return otherwise;
  }
  if (found->kind() != Value::Kind::kInteger) {
    wrong(key, *found, "a whole number");
    return otherwise;
  }
  return found->as_integer();
}

bool FilterArguments::flag(std::string_view key, bool otherwise) {
  const Value* found = look(key);
  if (found == nullptr) {
    return otherwise;
  }
  if (found->kind() != Value::Kind::kBool) {
    wrong(key, *found, "true or false");
    return otherwise;
  }
  return found->as_bool();
}

Value FilterArguments::value(std::string_view key) {
  const Value* found = look(key);
  return found == nullptr ? Value() : *found;
}

void FilterArguments::compile_into(std::string_view place, const std::string& text, std::vector<Pattern>& patterns) {
  auto compiled = Pattern::compile(text);
  if (compiled) {
    patterns.push_back(std::move(*compiled));
  } else if (first_error_) {
    first_error_ = std::move(compiled.error()).in(place);
  }
}

std::vector<Pattern> FilterArguments::pattern(std::string_view key, std::string_view otherwise) {
  std::vector<Pattern> one;
  compile_into(key, text(key, otherwise), one);
  return one;
}

std::vector<Pattern> FilterArguments::patterns(std::string_view key) {
  std::vector<Pattern> all;
  const Value* found = look(key);
  if (found == nullptr) {
    return all;
  }
  if (!found->is_list()) {
    wrong(key, *found, "a list of regular expressions");
    return all;
  }
  for (const Value& item : found->items()) {
    if (item.is_text()) {
      compile_into(key, item.as_text(), all);
    } else {
      wrong(key, item, "a regular expression");
    }
  }
  return all;
}

Status FilterArguments::done() const {
  if (!first_error_ || !arguments_.is_dict()) {
    return first_error_;
  }
  for (const ValueField& field : arguments_.fields()) {
    const std::string key = field.key.is_text() ? field.key.as_text() : to_json(field.key);
    if (asked_.count(key) == 0) {
      const std::vector<std::string> known(asked_.begin(), asked_.end());
      return Error{ErrorKind::kInvalidConfig, unknown_name("argument", key, known)};
    }
  }
  return {};
}

}  // namespace assay
