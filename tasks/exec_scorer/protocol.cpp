// Writing questions and reading judgements. What a program writes is foreign text: every field is checked.
#include "tasks/exec_scorer/protocol.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "harness/api/names.h"
#include "harness/base/text.h"
#include "harness/base/value.h"

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kProtocol = 1;
constexpr std::size_t kShown = 120;

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// The document's own fields; a document that is no JSON is a text.
Json document_json(const std::string& document) {
  Json json = Json::parse(document, nullptr, false);
  return json.is_discarded() ? Json(document) : json;
}

Error odd(const std::string& what, std::string_view line) {
  return {ErrorKind::kCorrupt, what + ": '" + printable(line, kShown) + "'"};
}

}  // namespace

std::string scorer_hello_line() { return text_of({{"kind", "hello"}, {"protocol", kProtocol}}); }

std::string scorer_question_line(std::int64_t id, const Sample& sample, const Response& response) {
  Json line{{"kind", "judge"},
            {"id", id},
            {"answer", response.text},
            {"gold", sample.gold},
            {"finish", to_name(response.finish)},
            {"question", sample.question},
            {"choices", sample.choices}};
  line["gold_choice"] = sample.gold_choice ? Json(*sample.gold_choice) : Json();
  line["log_likelihoods"] = Json::array();
  for (const ChoiceScore& choice : response.choices) {
    line["log_likelihoods"].push_back(choice.log_likelihood);
  }
  line["document"] = document_json(sample.document);
  return text_of(line);
}

Result<int> read_scorer_hello(std::string_view line) {
  const auto hello = parse_json_value(line);
  const Value* protocol = hello ? hello->find("protocol") : nullptr;
  const Value* version = hello ? hello->find("version") : nullptr;
  const auto is_whole = [](const Value* value) { return value != nullptr && value->kind() == Value::Kind::kInteger; };
  if (!is_whole(protocol) || protocol->as_integer() != kProtocol || !is_whole(version) || version->as_integer() < 1 ||
      version->as_integer() > INT32_MAX) {
    return Error{ErrorKind::kEnvironment,
                 "its first line is not {\"protocol\":1,\"version\":NUMBER}: '" + printable(line, kShown) + "'"};
  }
  return static_cast<int>(version->as_integer());
}

Result<Judgement> read_scorer_line(std::string_view line, std::int64_t id) {
  const auto object = parse_json_value(line);
  if (!object || !object->is_dict()) {
    return odd("it wrote a line that is no JSON object", line);
  }
  const Value* said = object->find("id");
  if (said == nullptr || said->kind() != Value::Kind::kInteger || said->as_integer() != id) {
    return odd("it was asked for judgement " + std::to_string(id) + " and wrote another one", line);
  }
  const auto outcome = outcome_from(object->text_at("outcome").value_or(""));
  if (!outcome) {
    return odd(
        "its 'outcome' is none of right, wrong, unparsed, truncated_in_thought, truncated_in_answer, refused, "
        "no_answer",
        line);
  }
  Judgement judgement{.outcome = *outcome,
                      .answer = object->text_at("answer").value_or(""),
                      .rule = object->text_at("rule").value_or("the program's")};
  const Value* value = object->find("value");
  if (value != nullptr && !value->is_none()) {
    if (!value->is_number() || value->kind() == Value::Kind::kBool || !std::isfinite(value->as_real())) {
      return odd("its 'value' is not a number or null", line);
    }
    judgement.value = value->as_real();
  }
  return judgement;
}

}  // namespace assay
