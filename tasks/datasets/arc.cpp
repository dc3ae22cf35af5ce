// Reading ARC, one JSON object a line.
#include "tasks/datasets/arc.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "harness/base/files.h"
#include "harness/base/hash.h"
#include "harness/base/text.h"

namespace assay {
namespace {

using nlohmann::json;

std::optional<std::string> text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? std::optional<std::string>(found->get<std::string>())
                                                     : std::nullopt;
}

// The upstream object as flat fields, or what is wrong with it.
Result<json> flatten(const json& line) {
  const auto broken = [](const char* what) { return Error{ErrorKind::kCorrupt, what}; };
  if (!line.is_object() || !line.contains("question") || !line["question"].is_object()) {
    return broken("no object 'question'");
  }
  const json& question = line["question"];
  const auto id = text_of(line, "id");
  const auto key = text_of(line, "answerKey");
  const auto stem = text_of(question, "stem");
  const auto choices = question.find("choices");
  if (!id || !key || !stem || choices == question.end() || !choices->is_array()) {
    return broken("one of id, answerKey, question.stem and question.choices is missing");
  }
  json row{{"id", *id},
           {"question", *stem},
           {"answerKey", *key},
           {"choices", {{"text", json::array()}, {"label", json::array()}}}};
  for (const json& choice : *choices) {
    const auto text = choice.is_object() ? text_of(choice, "text") : std::nullopt;
    const auto label = choice.is_object() ? text_of(choice, "label") : std::nullopt;
    if (!text || !label) {
      return broken("a choice without text or label");
    }
    const json& labels = row["choices"]["label"];
    if (std::find(labels.begin(), labels.end(), *label) != labels.end()) {
      return broken("two choices with one label");
    }
    if (*label == *key) {
      row["answer_index"] = row["choices"]["text"].size();
    }
    row["choices"]["text"].push_back(*text);
    row["choices"]["label"].push_back(*label);
  }
  if (!row.contains("answer_index")) {
    return broken("answerKey is the label of no choice");
  }
  return row;
}

// The word for a split in the names of files.
Result<std::string> file_word(const std::string& split) {
  const std::array<std::pair<std::string, std::string>, 3> words{
      {{"test", "Test"}, {"dev", "Dev"}, {"train", "Train"}}};
  std::vector<std::string> known;
  for (const auto& [name, word] : words) {
    if (name == split) {
      return word;
    }
    known.push_back(name);
  }
  return Error{ErrorKind::kInvalidConfig, unknown_name("split", split, known)};
}

Result<std::string> find_file(const std::string& data, const std::string& name, const std::string& split) {
  const auto word = file_word(split);
  if (!word) {
    return word.error();
  }
  const std::string file = name + "-" + *word + ".jsonl";
  const std::string inside = name + "/" + file;
  if (data.empty()) {
    return Error{ErrorKind::kNotFound,
                 "dataset " + name + " is not part of Assay: give --data DIR, a folder with arc/" + inside};
  }
  for (const std::string& place : {"/arc/" + inside, "/" + inside, "/" + file}) {
    std::error_code code;
    std::string path = data;
    path += place;
    if (std::filesystem::is_regular_file(path, code)) {
      return path;
    }
  }
  return Error{ErrorKind::kNotFound, "--data " + data + ": holds neither arc/" + inside + " nor " + inside};
}

}  // namespace

Result<DatasetRows> read_arc(const std::string& data, const std::string& name, const std::string& split) {
  const auto path = find_file(data, name, split);
  if (!path) {
    return path.error();
  }
  const auto text = read_file(*path);
  if (!text) {
    return text.error();
  }
  DatasetRows set{.file = *path, .sha256 = sha256(*text)};
  int number = 0;
  for (const std::string_view line : assay::split(*text, '\n')) {
    ++number;
    if (trim(line).empty()) {
      continue;
    }
    const std::string place = *path + ":" + std::to_string(number);
    const json parsed = json::parse(line, nullptr, false);
    if (parsed.is_discarded()) {
      return Error{ErrorKind::kCorrupt, place + ": not JSON: " + printable(line, 60)};
    }
    auto row = flatten(parsed);
    if (!row) {
      return std::move(row.error()).in(place);
    }
    set.rows.push_back(std::move(*row));
  }
  if (set.rows.empty()) {
    return Error{ErrorKind::kCorrupt, *path + ": no document"};
  }
  return set;
}

}  // namespace assay
