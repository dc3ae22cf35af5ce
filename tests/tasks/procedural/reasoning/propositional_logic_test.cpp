// Propositional logic: statements are read from the text and tried on one assignment after the other.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "tasks/procedural/reasoning/generators.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

using Assignment = std::map<std::string, bool>;

std::string without(std::string text, const std::string& words) { return replace_all(std::move(text), words, ""); }

struct Fact {
  std::string subject;
  bool is_true = true;
};

// "the red lamp is off" -> red, false
Fact read_fact(std::string text) {
  text = std::string(trim(text));
  const std::vector<std::pair<std::string, bool>> endings{
      {" lamp is on", true},     {" lamp is off", false}, {" door is open", true}, {" door is closed", false},
      {" does not come", false}, {" comes", true},        {" wins", true},         {" loses", false}};
  for (const auto& [ending, is_true] : endings) {
    if (text.size() > ending.size() && text.compare(text.size() - ending.size(), ending.size(), ending) == 0) {
      std::string subject = text.substr(0, text.size() - ending.size());
      subject = starts_with(subject, "the ") || starts_with(subject, "The ") ? subject.substr(4) : subject;
      return {subject, is_true};
    }
  }
  ADD_FAILURE() << "no fact: " << text;
  return {};
}

bool holds(const Fact& fact, const Assignment& assignment) {
  EXPECT_EQ(assignment.count(fact.subject), 1u) << fact.subject;
  return assignment.count(fact.subject) == 1 && assignment.at(fact.subject) == fact.is_true;
}

bool holds(const std::string& statement, const Assignment& assignment);

// "p, then q"
bool implication_holds(const std::string& statement, const Assignment& assignment) {
  const std::size_t comma = statement.find(", then ");
  const std::string condition = statement.substr(3, comma - 3);
  const std::string result = without(statement.substr(comma + 7), " (or both)");
  bool is_met = true;
  const std::size_t both = condition.find(" and ");
  is_met = holds(read_fact(condition.substr(0, both)), assignment) &&
           (both == std::string::npos || holds(read_fact(condition.substr(both + 5)), assignment));
  const std::size_t either = result.find(" or ");
  const bool is_so = holds(read_fact(result.substr(0, either)), assignment) ||
                     (either != std::string::npos && holds(read_fact(result.substr(either + 4)), assignment));
  return !is_met || is_so;
}

bool holds(const std::string& statement, const Assignment& assignment) {
  if (starts_with(statement, "If ")) {
    return implication_holds(statement, assignment);
  }
  const std::size_t iff = statement.find(" if and only if ");
  if (iff != std::string::npos) {
    return holds(read_fact(statement.substr(0, iff)), assignment) ==
           holds(read_fact(statement.substr(iff + 16)), assignment);
  }
  const std::size_t colon = statement.find(": ");
  if (colon == std::string::npos) {
    return holds(read_fact(statement), assignment);
  }
  const std::size_t middle = statement.find("; ");
  const int count = (holds(read_fact(statement.substr(colon + 2, middle - colon - 2)), assignment) ? 1 : 0) +
                    (holds(read_fact(statement.substr(middle + 2)), assignment) ? 1 : 0);
  return starts_with(statement, "At least one")  ? count >= 1
         : starts_with(statement, "At most one") ? count <= 1
                                                 : count == 1;
}

std::vector<std::string> subjects_of(const std::string& intro) {
  for (const char* behind : {" may come", " each play"}) {
    if (says(intro, behind)) {
      return unlisted(intro.substr(0, intro.find(behind)));
    }
  }
  return unlisted(intro.substr(intro.find(": ") + 2));
}

// The assignments in which every statement holds.
std::vector<Assignment> models(const std::vector<std::string>& statements, const std::vector<std::string>& subjects) {
  std::vector<Assignment> all{{}};
  for (const std::string& subject : subjects) {
    std::vector<Assignment> longer;
    for (Assignment assignment : all) {
      assignment[subject] = false;
      longer.push_back(assignment);
      assignment[subject] = true;
      longer.push_back(assignment);
    }
    all = longer;
  }
  std::erase_if(all, [&](const Assignment& assignment) {
    return std::any_of(statements.begin(), statements.end(),
                       [&](const std::string& statement) { return !holds(statement, assignment); });
  });
  return all;
}

std::string solve(const std::string& text) {
  const bool is_asserted = says(text, " All of these statements are true. ");
  const std::string lead = is_asserted ? " All of these statements are true. " : " Somebody makes these statements. ";
  const std::size_t at = text.find(lead);
  std::vector<std::string> statements = sentences_of(text.substr(at + lead.size()));
  std::vector<std::string> asked;
  while (!statements.empty() && (asked.empty() || starts_with(asked.back(), "Answer "))) {
    asked.push_back(statements.back());
    statements.pop_back();
  }
  const auto found = models(statements, subjects_of(sentences_of(text.substr(0, at)).at(0)));
  const std::string question = asked.back();
  if (!is_asserted) {
    return found.empty() ? "no" : "yes";
  }
  EXPECT_FALSE(found.empty()) << text;
  if (starts_with(question, "In how many") || starts_with(question, "For how many")) {
    return std::to_string(found.size());
  }
  const std::size_t that = question.find(" that ");
  const std::size_t claim = question.find("claim: ");
  const Fact fact = read_fact(that == std::string::npos ? question.substr(claim + 7) : question.substr(that + 6));
  const auto true_in = static_cast<std::size_t>(
      std::count_if(found.begin(), found.end(), [&](const Assignment& assignment) { return holds(fact, assignment); }));
  return true_in == found.size() ? "yes" : true_in == 0 ? "no" : "unknown";
}

class PropositionalLogic : public testing::TestWithParam<int> {};

TEST_P(PropositionalLogic, HasTheAnswerThatAllAssignmentsGive) {
  check_twins(propositional_logic_generator(), GetParam(), 150,
              [](const std::string& text, const std::string& gold) { ASSERT_EQ(solve(text), gold) << text; });
}

// An answer that is always the same would be no test: of 600 items each verdict of a kind comes about as often.
TEST(PropositionalLogicAnswers, AreBalanced) {
  std::map<std::string, int> count;
  check_twins(propositional_logic_generator(), 2, 600, [&](const std::string& text, const std::string& gold) {
    ++count[(says(text, "Somebody") ? "consistent " : "") + gold];
  });
  const int verdicts = count["yes"] + count["no"] + count["unknown"];
  for (const char* verdict : {"yes", "no", "unknown"}) {
    EXPECT_NEAR(count[verdict], verdicts / 3.0, verdicts * 0.12) << verdict;
  }
  EXPECT_NEAR(count["consistent yes"], count["consistent no"],
              0.45 * (count["consistent yes"] + count["consistent no"]));
}

INSTANTIATE_TEST_SUITE_P(Levels, PropositionalLogic, testing::Range(1, 6));

}  // namespace
}  // namespace assay
