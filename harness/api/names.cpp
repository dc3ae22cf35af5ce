// The tables of names.
#include "harness/api/names.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/check.h"

namespace assay {
namespace {

template <typename Value, std::size_t kCount>
using Table = std::array<std::pair<Value, std::string_view>, kCount>;

constexpr Table<Outcome, 7> kOutcomes{{{Outcome::kRight, "right"},
                                       {Outcome::kWrong, "wrong"},
                                       {Outcome::kUnparsed, "unparsed"},
                                       {Outcome::kTruncatedInThought, "truncated_in_thought"},
                                       {Outcome::kTruncatedInAnswer, "truncated_in_answer"},
                                       {Outcome::kRefused, "refused"},
                                       {Outcome::kNoAnswer, "no_answer"}}};
constexpr Table<Finish, 9> kFinishes{{{Finish::kEnd, "end"},
                                      {Finish::kStop, "stop"},
                                      {Finish::kLength, "length"},
                                      {Finish::kContextFull, "context_full"},
                                      {Finish::kScored, "scored"},
                                      {Finish::kRefused, "refused"},
                                      {Finish::kTimedOut, "timed_out"},
                                      {Finish::kFailed, "failed"},
                                      {Finish::kCancelled, "cancelled"}}};
constexpr Table<RunState, 4> kStates{{{RunState::kRunning, "running"},
                                      {RunState::kInterrupted, "interrupted"},
                                      {RunState::kComplete, "complete"},
                                      {RunState::kFailed, "failed"}}};
constexpr Table<ThoughtState, 3> kThoughts{
    {{ThoughtState::kNone, "none"}, {ThoughtState::kClosed, "closed"}, {ThoughtState::kOpen, "open"}}};

template <typename Value, std::size_t kCount>
std::string_view name_of(const Table<Value, kCount>& table, Value value) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.first == value; });
  ASSAY_CHECK(found != table.end(), "a value without a name");
  return found->second;
}

template <typename Value, std::size_t kCount>
std::optional<Value> value_of(const Table<Value, kCount>& table, std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.second == name; });
  return found == table.end() ? std::nullopt : std::optional<Value>(found->first);
}

}  // namespace

std::string_view to_name(Outcome outcome) { return name_of(kOutcomes, outcome); }
std::string_view to_name(Finish finish) { return name_of(kFinishes, finish); }
std::string_view to_name(RunState state) { return name_of(kStates, state); }
std::string_view to_name(ThoughtState state) { return name_of(kThoughts, state); }
std::optional<Outcome> outcome_from(std::string_view name) { return value_of(kOutcomes, name); }
std::optional<Finish> finish_from(std::string_view name) { return value_of(kFinishes, name); }
std::optional<RunState> run_state_from(std::string_view name) { return value_of(kStates, name); }
std::optional<ThoughtState> thought_state_from(std::string_view name) { return value_of(kThoughts, name); }

}  // namespace assay
