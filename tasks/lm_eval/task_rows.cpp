// Splits, filters, and lm-eval's rule for where exemplars come from.
#include "tasks/lm_eval/task_rows.h"

#include <map>
#include <utility>

#include "tasks/data/dataset.h"
#include "tasks/handlers/registry.h"
#include "tasks/lm_eval/returned_literal.h"
#include "tasks/lm_eval/row_filters.h"
#include "tasks/lm_eval/where.h"

namespace assay {
namespace {

using List = std::vector<Value>;

class Reader {
 public:
  Reader(const TaskConfig& config, const BuildOptions& options) : config_(config), options_(options) {}

  // A split's rows after `process`.
  Result<List> split(const std::string& name, const ConfigValue& process) {
    auto rows = raw(name);
    if (!rows) {
      return rows.error();
    }
    List kept = *rows;
    if (config_.where.is_set()) {
      auto met = rows_where(config_.where.value, std::move(kept));
      if (!met) {
        return Error{met.error().kind, config_.where.place.error(met.error().message).message};
      }
      kept = std::move(*met);
    }
    return process.is_function() ? processed(std::move(kept), process) : Result<List>(std::move(kept));
  }

  Result<List> samples(const ConfigValue& samples) const {
    if (!samples.is_function()) {
      return samples.value.is_list() ? Result<List>(samples.value.items())
                                     : samples.place.error("fewshot_config.samples must be a list of rows");
    }
    // Rows that a function of the catalogue's only writes out are data, whatever language they stand in.
    const std::string file = samples.place.file();
    const auto rows = returned_literal_of(file.substr(0, file.rfind('/')), samples.function);
    return rows && rows->is_list() ? Result<List>(rows->items()) : no_handler(samples);
  }

  std::vector<std::string> hashes() const { return hashes_; }

 private:
  static Error no_handler(const ConfigValue& value) {
    return {ErrorKind::kUnsupported,
            value.place.error("'!function " + value.function + "' has no native handler").message};
  }

  Result<List> raw(const std::string& name) {
    if (const auto known = splits_.find(name); known != splits_.end()) {
      return known->second;
    }
    const DatasetQuery query{.path = config_.dataset_path.text_or(""),
                             .name = config_.dataset_name.text_or(""),
                             .split = name,
                             .options = config_.dataset_kwargs.value};
    auto rows = read_dataset(query, data_folder_of(options_.data_folder));
    if (!rows) {
      return std::move(rows.error()).in("task '" + config_.name + "'");
    }
    for (const SourceFile& file : rows->files) {
      hashes_.push_back(file.sha256);
    }
    return splits_.emplace(name, std::move(rows->rows)).first->second;
  }

  Result<List> processed(List rows, const ConfigValue& process) const {
    const std::string folder = process.folder(options_.root);
    if (const HandlerEntry* entry = find_handler(folder, process.function); entry != nullptr) {
      const auto* function = std::get_if<ProcessDocs>(&entry->handler);
      if (function != nullptr) {
        auto done = (*function)(std::move(rows));
        return done ? done : Error{done.error().kind, process.place.error(done.error().message).message};
      }
    }
    if (const auto filter = known_row_filter(folder, process.function)) {
      return rows_where(*filter, std::move(rows));
    }
    return config_.where.is_set() ? Result<List>(std::move(rows)) : no_handler(process);
  }

  const TaskConfig& config_;
  const BuildOptions& options_;
  std::map<std::string, List> splits_;
  std::vector<std::string> hashes_;
};

// The rows exemplars come from. Where the training split's files are not there, the validation split serves, as in a
// task without a training split; `origin` says which it was.
Result<List> exemplar_rows(const TaskConfig& config, Reader& reader, const std::string& document_split,
                           std::string& origin) {
  const ConfigValue& split = config.fewshot.split.is_set() ? config.fewshot.split : config.fewshot_split;
  if (split.is_set()) {
    const ConfigValue& process =
        config.fewshot.process_docs.is_set() ? config.fewshot.process_docs : config.process_docs;
    origin = split.text_or("");
    return reader.split(origin, process);
  }
  if (config.fewshot.samples.is_set()) {
    origin = "samples";
    return reader.samples(config.fewshot.samples);
  }
  for (const ConfigValue* one : {&config.training_split, &config.validation_split}) {
    if (!one->is_set()) {
      continue;
    }
    origin = one->text_or("");
    auto rows = reader.split(origin, config.process_docs);
    const bool is_missing = !rows && rows.error().kind != ErrorKind::kCorrupt;
    if (!is_missing || one != &config.training_split || !config.validation_split.is_set()) {
      return rows;
    }
  }
  origin = document_split;
  return reader.split(document_split, config.process_docs);
}

// The rows that fewshot_indices names; all of them without it.
Result<List> chosen_rows(const ConfigValue& indices, List rows) {
  if (!indices.value.is_list()) {
    return rows;
  }
  List chosen;
  for (const Value& index : indices.value.items()) {
    const bool is_there = index.kind() == Value::Kind::kInteger && index.as_integer() >= 0 &&
                          index.as_integer() < static_cast<std::int64_t>(rows.size());
    if (!is_there) {
      return indices.place.error("an index beyond the " + std::to_string(rows.size()) + " exemplars");
    }
    chosen.push_back(rows[static_cast<std::size_t>(index.as_integer())]);
  }
  return chosen;
}

}  // namespace

Result<TaskRows> read_task_rows(const TaskConfig& config, const BuildOptions& options, bool with_exemplars) {
  if (config.custom_dataset.is_set()) {
    return Error{ErrorKind::kUnsupported,
                 config.custom_dataset.place.error("custom_dataset needs Python, which is not run").message};
  }
  const ConfigValue& split = config.test_split.is_set() ? config.test_split : config.validation_split;
  if (!split.is_set()) {
    return config.place.error("neither test_split nor validation_split is set");
  }
  Reader reader(config, options);
  const std::string name = split.text_or("");
  auto documents = reader.split(name, config.process_docs);
  if (!documents) {
    return documents.error();
  }
  if (documents->empty()) {
    return Error{ErrorKind::kNothing, "task '" + config.name + "': split '" + name + "' has no documents for it"};
  }
  TaskRows rows{.documents = std::make_shared<const List>(std::move(*documents))};
  if (with_exemplars) {
    auto exemplars = exemplar_rows(config, reader, name, rows.exemplars_from);
    if (!exemplars) {
      return exemplars.error();
    }
    rows.exemplars = std::move(*exemplars);
    // lm-eval compares the names of the splits, so that two that are not set are the same too.
    const ConfigValue& fewshot = config.fewshot.split.is_set() ? config.fewshot.split : config.fewshot_split;
    rows.exemplars_hold_documents = fewshot.text_or("") == config.test_split.text_or("");
    auto chosen = chosen_rows(config.fewshot.fewshot_indices, std::move(rows.exemplars));
    if (!chosen) {
      return chosen.error();
    }
    rows.exemplars = std::move(*chosen);
  }
  rows.hashes = reader.hashes();
  return rows;
}

}  // namespace assay
