// From names to places, and rows into JSON lines.
#include "tasks/data/fetch/import.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "tasks/data/formats/bytes.h"
#include "tasks/data/formats/files.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

// "test-00000-of-00002.parquet" -> "test"; "train.jsonl.gz" -> "train"
std::string split_word(const fs::path& path) {
  fs::path name = path.filename();
  name = name.extension() == ".gz" ? name.stem() : name;
  std::string word = name.stem().string();
  const std::size_t of = word.rfind("-of-");
  const std::size_t shard = of == std::string::npos ? of : word.rfind('-', of - 1);
  return shard == std::string::npos || shard == 0 ? word : word.substr(0, shard);
}

std::string config_word(const fs::path& file, const fs::path& root) {
  const fs::path folder = fs::relative(file, root).parent_path();
  return folder.empty() || folder == "data" ? "default" : folder.filename().string();
}

struct Job {
  MirrorPlace place;
  std::vector<std::string> files;
};

Job job_of_file(const std::string& from, const MirrorPlace& place) {
  Job job{.place = place, .files = {from}};
  job.place.config = place.config.empty() ? "default" : place.config;
  job.place.split = place.split.empty() ? split_word(from) : place.split;
  return job;
}

Result<std::vector<Job>> jobs_of_folder(const std::string& from, const MirrorPlace& place) {
  std::map<std::pair<std::string, std::string>, Job> jobs;
  for (const std::string& file : files_below(from, "")) {
    if (!form_of(file) || has_ending(file, ".txt") || fs::path(file).filename().string()[0] == '.') {
      continue;
    }
    Job job{.place = {place.dataset, config_word(file, from), split_word(file)}};
    const bool is_wanted = (place.config.empty() || place.config == job.place.config) &&
                           (place.split.empty() || place.split == job.place.split);
    if (is_wanted) {
      auto& known = jobs.try_emplace({job.place.config, job.place.split}, job).first->second;
      known.files.push_back(file);
    }
  }
  std::vector<Job> all;
  all.reserve(jobs.size());
  for (auto& [name, job] : jobs) {
    all.push_back(std::move(job));
  }
  if (all.empty()) {
    return Error{ErrorKind::kNothing, from + ": holds no .jsonl, .json, .csv, .tsv or .parquet file" +
                                          (place.config.empty() ? "" : " for " + place.config)};
  }
  return all;
}

Result<Imported> run_job(const Job& job, const std::string& data_folder) {
  auto checked = check_place(job.place);
  if (!checked) {
    return std::move(checked.error());
  }
  Imported imported{.place = job.place, .file = mirror_file(job.place)};
  std::string lines;
  for (const std::string& file : job.files) {
    const auto form = form_of(file);
    if (!form) {
      return form.error();
    }
    const auto rows = read_rows(file, *form);
    if (!rows) {
      return rows.error();
    }
    imported.rows += rows->size();
    for (const Value& row : *rows) {
      lines += to_json(row) + "\n";
    }
    if (lines.size() > kDataBytesMax) {
      return Error{ErrorKind::kCorrupt, file + ": more than " + std::to_string(kDataBytesMax) + " bytes of rows"};
    }
  }
  if (imported.rows == 0) {
    return Error{ErrorKind::kCorrupt, job.files.front() + ": no row"};
  }
  const std::string path = data_folder + "/" + imported.file;
  std::error_code code;
  fs::create_directories(fs::path(path).parent_path(), code);
  if (code) {
    return Error{ErrorKind::kEnvironment, path + ": its folder cannot be made: " + code.message()};
  }
  auto written = write_file(path, lines);
  if (!written) {
    return std::move(written.error());
  }
  return imported;
}

}  // namespace

Result<MirrorPlace> parse_place(const std::string& text) {
  const auto parts = split(text, ':');
  if (parts.size() > 3 || parts[0].empty()) {
    return Error{ErrorKind::kInvalidConfig, "'" + printable(text, 80) + "' is not OWNER/DATASET[:CONFIG[:SPLIT]]"};
  }
  MirrorPlace place{.dataset = std::string(parts[0]), .config = "", .split = ""};
  place.config = parts.size() > 1 ? std::string(parts[1]) : "";
  place.split = parts.size() > 2 ? std::string(parts[2]) : "";
  MirrorPlace whole = place;
  whole.config = place.config.empty() ? "default" : place.config;
  whole.split = place.split.empty() ? "train" : place.split;
  auto checked = check_place(whole);
  if (!checked) {
    return std::move(checked.error());
  }
  return place;
}

Result<std::vector<Imported>> import_data(const std::string& from, const MirrorPlace& place,
                                          const std::string& data_folder) {
  std::error_code code;
  std::vector<Job> jobs;
  if (fs::is_directory(from, code)) {
    auto found = jobs_of_folder(from, place);
    if (!found) {
      return found.error();
    }
    jobs = std::move(*found);
  } else if (fs::is_regular_file(from, code)) {
    jobs.push_back(job_of_file(from, place));
  } else {
    return Error{ErrorKind::kNotFound, from + ": is neither a file nor a folder"};
  }
  std::vector<Imported> all;
  for (const Job& job : jobs) {
    auto imported = run_job(job, data_folder);
    if (!imported) {
      return imported.error();
    }
    all.push_back(std::move(*imported));
  }
  return all;
}

}  // namespace assay
