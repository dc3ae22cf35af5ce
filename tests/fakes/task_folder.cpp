// Writing the files, and asking.
#include "tests/fakes/task_folder.h"

#include <algorithm>
#include <filesystem>

#include "harness/base/check.h"
#include "harness/run/prompt.h"
#include "tasks/registry.h"

namespace assay {
namespace {

const std::string kData =
    "dataset_path: json\n"
    "dataset_kwargs: {data_files: {test: test.jsonl, train: train.jsonl, valid: valid.jsonl, more: more.jsonl}}\n";

}  // namespace

TaskFolder::TaskFolder() {
  for (const char* name : {"/configs/tasks", "/given", "/data"}) {
    std::filesystem::create_directories(folder_.path() + name);
  }
}

void TaskFolder::write_rows(const std::string& split, std::string_view lines) const {
  folder_.write("data/" + split + ".jsonl", lines);
}

void TaskFolder::write_numbered_rows(const std::string& split, const std::string& letter, int count) const {
  std::string lines;
  for (int i = 0; i < count; ++i) {
    const std::string name = letter + std::to_string(i);
    lines += R"({"q":")" + name + R"(","a":"A)" + name + "\"}\n";
  }
  write_rows(split, lines);
}

Result<Task> TaskFolder::make(const std::string& keys) const { return make_in("", keys); }

Result<Task> TaskFolder::make_in(const std::string& folder, const std::string& keys) const {
  std::filesystem::remove(folder_.path() + "/configs/tasks/t.yaml");
  write_file((folder.empty() ? "" : folder + "/") + "t.yaml", "task: t\n{data}" + keys);
  return make_task("t", options());
}

Result<Task> TaskFolder::make_own(const std::string& keys) const {
  std::filesystem::remove(folder_.path() + "/given/t.yaml");
  folder_.write("configs/tasks/t.yaml", "task: t\nsummary: s\n" + kData + keys);
  return make_task("t", options());
}

Result<Task> TaskFolder::make_generative(const std::string& keys) const {
  write_file("t.yaml", "task: t\n{data}" + keys);
  return make_task("t:generate", options());
}

void TaskFolder::write_file(const std::string& name, const std::string& text) const {
  folder_.write("given/" + name, replace_all(text, "{data}", kData));
}

TaskOptions TaskFolder::options() const {
  return {.data_folder = folder_.path() + "/data",
          .configs_folder = folder_.path() + "/configs",
          .task_folders = {folder_.path() + "/given"}};
}

std::string error_of(const Result<Task>& task) { return task ? std::string() : task.error().message; }

std::vector<Request> requests_of(const Task& task, std::int64_t document, int exemplars) {
  auto prompt = build_prompt({.task = task, .exemplar_count = exemplars, .run_seed = 1}, task.dataset->at(document), 0);
  EXPECT_TRUE(prompt) << (prompt ? "" : prompt.error().message);
  return prompt ? std::move(prompt->requests) : std::vector<Request>();
}

std::string prompt_of(const Task& task, std::int64_t document, int exemplars) {
  const auto requests = requests_of(task, document, exemplars);
  if (requests.empty()) {
    return "nothing is asked";
  }
  const auto* generate = std::get_if<Generate>(&requests.front().body);
  return generate != nullptr ? generate->prompt : std::get<Score>(requests.front().body).context;
}

std::string exemplars_of(const Task& task, std::int64_t document, int count, std::uint64_t seed) {
  const auto exemplars = task.exemplars->exemplars(task.dataset->at(document), count, seed);
  if (!exemplars) {
    return exemplars.error().message;
  }
  std::string names;
  for (const Sample& exemplar : *exemplars) {
    names += (names.empty() ? "" : " ") + exemplar.row.text_at("q").value_or("?");
  }
  return names;
}

const Scorer& scorer_of(const Task& task, std::string_view name) {
  const auto found = std::find_if(task.scorers.begin(), task.scorers.end(),
                                  [&](const auto& scorer) { return scorer->name() == name; });
  ASSAY_CHECK(found != task.scorers.end(), "the task has no such scorer");
  return **found;
}

std::vector<std::string> scorer_names(const Task& task, bool with_supplementary) {
  std::vector<std::string> names;
  for (const auto& scorer : task.scorers) {
    if (with_supplementary || !scorer->is_supplementary()) {
      names.emplace_back(scorer->name());
    }
  }
  return names;
}

Response text_response(const std::string& text, Finish finish) { return {.finish = finish, .text = text}; }

Response scored_response(const std::vector<double>& log_likelihoods) {
  Response response{.finish = Finish::kScored};
  for (const double value : log_likelihoods) {
    response.choices.push_back({.log_likelihood = value, .tokens = 1});
  }
  return response;
}

}  // namespace assay
