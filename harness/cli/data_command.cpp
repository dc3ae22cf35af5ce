// assay data: the benchmark data sets on this machine, and how they get here.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/base/text.h"
#include "harness/cli/commands.h"
#include "harness/cli/interrupt.h"
#include "harness/config/catalog.h"
#include "tasks/registry.h"

namespace assay {
namespace {

std::string size_text(std::uint64_t bytes) {
  return bytes < 1'000'000 ? fmt::format("{:.0f} kB", std::max(1.0, static_cast<double>(bytes) / 1e3))
                           : fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

nlohmann::json json_of_set(const PinnedSet& set, const SetState& state) {
  return {{"name", set.name},
          {"state", state_word(state.state)},
          {"summary", set.summary},
          {"licence", set.licence},
          {"licence_source", set.licence_source.empty() ? nlohmann::json() : nlohmann::json(set.licence_source)},
          {"hub", set.hub},
          {"bytes", set.bytes()},
          {"files", set.files.size()},
          {"files_present", state.present},
          {"files_missing", state.missing},
          {"files_damaged", state.damaged}};
}

nlohmann::json json_of_entry(const MirrorEntry& entry) {
  return {{"dataset", entry.place.dataset},
          {"config", entry.place.config},
          {"split", entry.place.split},
          {"bytes", entry.bytes}};
}

// "present"; "missing"; "12 of 57" where a part is there; "damaged"
std::string state_text(const PinnedSet& set, const SetState& state) {
  return state.state == FileState::kMissing && state.present > 0
             ? fmt::format("{} of {}", state.present, set.files.size())
             : state_word(state.state);
}

ExitCode list_sets(const std::vector<PinnedSet>& sets, const std::string& folder, const Console& console) {
  nlohmann::json json{{"folder", folder}, {"sets", nlohmann::json::array()}, {"imported", nlohmann::json::array()}};
  std::size_t width = 0;
  for (const PinnedSet& set : sets) {
    width = std::max(width, set.name.size());
  }
  std::string text;
  for (const PinnedSet& set : sets) {
    const SetState state = set_state(set, folder, false);
    json["sets"].push_back(json_of_set(set, state));
    text += fmt::format("{:{}}  {:9}  {:>8}  {}; licence: {}\n", set.name, width, state_text(set, state),
                        size_text(set.bytes()), set.summary, set.licence);
  }
  for (const MirrorEntry& entry : mirror_entries(folder)) {
    json["imported"].push_back(json_of_entry(entry));
    text += fmt::format("{}  imported   {:>8}  configuration {}, split {}\n", printable(entry.place.dataset),
                        size_text(entry.bytes), printable(entry.place.config), printable(entry.place.split));
  }
  console.note("data folder: " + printable(folder) + "; 'assay data pull NAME' fetches a set");
  console.result(console.has_json() ? json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n" : text);
  return ExitCode::kOk;
}

ExitCode pull_sets(const std::vector<PinnedSet>& sets, const std::string& folder, const std::string& root,
                   const Console& console) {
  const std::atomic<int>& interrupts = watch_interrupts();
  nlohmann::json json = nlohmann::json::array();
  std::string text;
  for (const PinnedSet& set : sets) {
    const auto counts = pull_set(
        set, {.data_folder = folder, .root = root, .interrupts = interrupts, .note = [&](const std::string& line) {
                console.note(set.name + ": " + line);
              }});
    if (!counts) {
      console.result(console.has_json() ? "" : text);
      return console.fail(Error(counts.error()).in(set.name));
    }
    json.push_back(
        {{"name", set.name}, {"fetched", counts->fetched}, {"kept", counts->kept}, {"bytes", counts->bytes}});
    text += fmt::format("{}: {} files fetched, {}; {} were there; licence: {}\n", set.name, counts->fetched,
                        size_text(counts->bytes), counts->kept, set.licence);
  }
  console.result(console.has_json() ? json.dump(2) + "\n" : text);
  return ExitCode::kOk;
}

// Sets that nobody fetched are no news, unless they were asked for.
ExitCode verify_sets(const std::vector<PinnedSet>& sets, const std::string& folder, bool is_naming,
                     const Console& console) {
  nlohmann::json json = nlohmann::json::array();
  std::string text;
  bool is_sound = true;
  std::size_t count = 0;
  for (const PinnedSet& set : sets) {
    const SetState state = set_state(set, folder, true);
    if (!is_naming && state.present == 0 && state.damaged.empty()) {
      continue;
    }
    ++count;
    is_sound = is_sound && state.damaged.empty() && (!is_naming || state.missing.empty());
    json.push_back(json_of_set(set, state));
    text += fmt::format("{}: {} of {} files are right\n", set.name, state.present, set.files.size());
    for (const std::string& path : state.damaged) {
      text += "  damaged: " + path + "\n";
    }
    for (std::size_t i = 0; i < state.missing.size() && is_naming; ++i) {
      text += "  missing: " + state.missing[i] + "\n";
    }
  }
  console.result(console.has_json() ? json.dump(2) + "\n" : text);
  if (count == 0) {
    return console.fail({ErrorKind::kNothing, folder + ": holds no data set yet; 'assay data pull NAME' fetches one"});
  }
  return is_sound ? ExitCode::kOk
                  : console.fail({ErrorKind::kCorrupt, "not all is right; 'assay data pull NAME' repairs a set"});
}

ExitCode import_set(const DataArguments& arguments, const std::string& folder, const Console& console) {
  const auto place = parse_place(arguments.place);
  if (!place) {
    return console.fail(Error(place.error()).in("--as"));
  }
  const auto imported = import_data(arguments.from, *place, folder);
  if (!imported) {
    return console.fail(imported.error());
  }
  nlohmann::json json = nlohmann::json::array();
  std::string text;
  for (const Imported& one : *imported) {
    json.push_back({{"dataset", one.place.dataset},
                    {"config", one.place.config},
                    {"split", one.place.split},
                    {"rows", one.rows},
                    {"file", one.file}});
    text += fmt::format("{} {} {}: {} rows in {}\n", printable(one.place.dataset), printable(one.place.config),
                        printable(one.place.split), one.rows, printable(folder + "/" + one.file, 1000));
  }
  console.result(console.has_json() ? json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n" : text);
  return ExitCode::kOk;
}

}  // namespace

ExitCode data_command(const Arguments& all, const Console& console, Clock& /*clock*/) {
  const std::string folder = data_folder_of(all.common.data);
  if (all.named.verb == "import") {
    return import_set(all.datasets, folder, console);
  }
  const auto configs = find_configs(all.common.configs);
  if (!configs) {
    return console.fail(configs.error());
  }
  auto sets = load_pinned_sets(*configs);
  if (sets) {
    sets = choose_sets(std::move(*sets), all.named.names);
  }
  if (!sets) {
    return console.fail(sets.error());
  }
  if (all.named.verb == "pull") {
    return pull_sets(*sets, folder, all.datasets.from, console);
  }
  return all.named.verb == "verify" ? verify_sets(*sets, folder, !all.named.names.empty(), console)
                                    : list_sets(*sets, folder, console);
}

}  // namespace assay
