// Every speaker always tells the truth or always lies; statements are drawn until exactly one assignment fits them all.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/check.h"
#include "tasks/procedural/parts/wording.h"
#include "tasks/procedural/reasoning/generators.h"

namespace assay {
namespace {

constexpr int kAttemptsMax = 100'000;
constexpr std::array<std::size_t, 5> kPeople{2, 3, 3, 4, 5};

struct Manner {
  std::string_view intro;
  std::string_view truthful, lying;  // "knight", "knave"
  std::string_view truthful_many, lying_many;
};

constexpr std::array<Manner, 4> kManners{{
    {"On an island every person is either a knight or a knave. Knights always tell the truth and knaves always lie. "
     "You "
     "meet {V}.",
     "knight", "knave", "knights", "knaves"},
    {"In a village everybody is either a truth-teller or a liar. Everything that a truth-teller says is true, and "
     "everything that a liar says is false. {V} live there.",
     "truth-teller", "liar", "truth-tellers", "liars"},
    {"In a game each player is secretly a scout or a spy. All statements of a scout are true and all statements of a "
     "spy "
     "are false. The players are {V}.",
     "scout", "spy", "scouts", "spies"},
    {"{V} are robots. A robot is either sound, a 'saint', and says only true things, or broken, a 'sinner', and says "
     "only "
     "false things.",
     "saint", "sinner", "saints", "sinners"},
}};

// Bit i of an assignment: person i tells the truth.
using Kinds = std::uint32_t;

bool is_truthful(Kinds kinds, std::size_t person) { return ((kinds >> person) & 1) == 1; }

// What somebody says: two people in it, or a number.
struct Claim {
  enum class Form : std::uint8_t { kIs, kSame, kDiffer, kOr, kAnd, kIf, kExactly, kAtLeast };
  Form form = Form::kIs;
  std::size_t first = 0, second = 0;
  bool first_truthful = true, second_truthful = true;
  int count = 0;
};

bool holds(const Claim& claim, Kinds kinds) {
  const bool first = is_truthful(kinds, claim.first) == claim.first_truthful;
  const bool second = is_truthful(kinds, claim.second) == claim.second_truthful;
  const int truthful = std::popcount(kinds);
  switch (claim.form) {
    case Claim::Form::kIs:
      return first;
    case Claim::Form::kSame:
      return is_truthful(kinds, claim.first) == is_truthful(kinds, claim.second);
    case Claim::Form::kDiffer:
      return is_truthful(kinds, claim.first) != is_truthful(kinds, claim.second);
    case Claim::Form::kOr:
      return first || second;
    case Claim::Form::kAnd:
      return first && second;
    case Claim::Form::kIf:
      return !first || second;
    case Claim::Form::kExactly:
      return truthful == claim.count;
    case Claim::Form::kAtLeast:
      return truthful >= claim.count;
  }
  return false;
}

std::string kind_of(const Manner& manner, bool is_truthful_one) {
  return "a " + std::string(is_truthful_one ? manner.truthful : manner.lying);
}

// The speaker is "I", and only ever the second one in a claim.
std::string say(const Claim& claim, std::size_t speaker, const Manner& manner, const std::vector<std::string>& names) {
  const std::string& first = names[claim.first];
  const std::string second = claim.second == speaker ? "I" : names[claim.second];
  const std::string a = first + " is " + kind_of(manner, claim.first_truthful);
  const std::string b = second + (claim.second == speaker ? " am " : " is ") + kind_of(manner, claim.second_truthful);
  const std::string many(claim.count == 1 ? manner.truthful : manner.truthful_many);
  switch (claim.form) {
    case Claim::Form::kIs:
      return a + ".";
    case Claim::Form::kSame:
      return first + " and " + second + " are of the same kind.";
    case Claim::Form::kDiffer:
      return first + " and " + second + " are of different kinds.";
    case Claim::Form::kOr:
      return a + " or " + b + ", or both.";
    case Claim::Form::kAnd:
      return a + " and " + b + ".";
    case Claim::Form::kIf:
      return "If " + a + ", then " + b + ".";
    case Claim::Form::kExactly:
      return "There " + std::string(claim.count == 1 ? "is" : "are") + " exactly " + std::to_string(claim.count) + " " +
             many + " among us.";
    case Claim::Form::kAtLeast:
      return "There " + std::string(claim.count == 1 ? "is" : "are") + " at least " + std::to_string(claim.count) +
             " " + many + " among us.";
  }
  return {};
}

// Of `people`, said by `speaker`; nobody speaks of one person alone that is the speaker.
Claim draw_claim(std::size_t speaker, std::size_t people, int difficulty, Rng& rng) {
  static constexpr std::array<Claim::Form, 4> kPlain{Claim::Form::kIs, Claim::Form::kIs, Claim::Form::kSame,
                                                     Claim::Form::kDiffer};
  static constexpr std::array<Claim::Form, 8> kAll{Claim::Form::kIs,      Claim::Form::kSame,   Claim::Form::kDiffer,
                                                   Claim::Form::kOr,      Claim::Form::kAnd,    Claim::Form::kIf,
                                                   Claim::Form::kExactly, Claim::Form::kAtLeast};
  Claim claim{.first_truthful = rng.below(2) == 0, .second_truthful = rng.below(2) == 0};
  claim.form = difficulty <= 2 ? kPlain[rng.below(kPlain.size())] : kAll[rng.below(kAll.size())];
  claim.first = (speaker + 1 + rng.below(people - 1)) % people;
  claim.second = (claim.first + 1 + rng.below(people - 1)) % people;
  claim.count = static_cast<int>(rng.between(1, static_cast<std::int64_t>(people) - 1));
  return claim;
}

// The one assignment that fits; nothing for none or several.
std::vector<Kinds> fitting(const std::vector<Claim>& claims) {
  std::vector<Kinds> found;
  for (Kinds kinds = 0; kinds < (Kinds{1} << claims.size()) && found.size() < 2; ++kinds) {
    bool fits = true;
    for (std::size_t speaker = 0; speaker < claims.size() && fits; ++speaker) {
      fits = holds(claims[speaker], kinds) == is_truthful(kinds, speaker);
    }
    if (fits) {
      found.push_back(kinds);
    }
  }
  return found;
}

std::string answer_of(Kinds kinds, std::vector<std::string> names) {
  std::vector<std::string> truthful;
  for (std::size_t person = 0; person < names.size(); ++person) {
    if (is_truthful(kinds, person)) {
      truthful.push_back(names[person]);
    }
  }
  std::sort(truthful.begin(), truthful.end());
  return truthful.empty() ? "nobody" : comma_listed(truthful);
}

Sample make_knights_and_knaves(Rng& rng, int difficulty) {
  static constexpr std::array<std::string_view, 3> kQuestions{
      "Which of them are {k}? Give the names in alphabetical order, separated by commas, or 'nobody'.",
      "Who are the {k}? Answer with their names in alphabetical order, separated by commas, or with 'nobody'.",
      "List the {k} among them by name, in alphabetical order and separated by commas; write 'nobody' if there are "
      "none."};
  static constexpr std::array<std::string_view, 3> kSays{"{N} says: \"{C}\"", "{N} says, \"{C}\"", "{N}: \"{C}\""};
  const Manner& manner = kManners[rng.below(kManners.size())];
  const std::vector<std::string> names = draw_names(kPeople[static_cast<std::size_t>(difficulty - 1)], rng);
  std::vector<Claim> claims(names.size());
  std::vector<Kinds> found;
  for (int attempt = 0; attempt < kAttemptsMax && found.size() != 1; ++attempt) {
    for (std::size_t speaker = 0; speaker < claims.size(); ++speaker) {
      claims[speaker] = draw_claim(speaker, names.size(), difficulty, rng);
    }
    found = fitting(claims);
  }
  ASSAY_CHECK(found.size() == 1, "no puzzle with one solution was found");
  std::string text = Wording().set("V", listed(names)).fill(manner.intro);
  const std::string_view says = kSays[rng.below(kSays.size())];
  for (std::size_t speaker = 0; speaker < claims.size(); ++speaker) {
    text += " " + Wording().set("N", names[speaker]).set("C", say(claims[speaker], speaker, manner, names)).fill(says);
  }
  text += " " + Wording().set("k", manner.truthful_many).fill(kQuestions[rng.below(kQuestions.size())]);
  return generated_sample(text, answer_of(found.front(), names));
}

}  // namespace

GeneratorEntry knights_and_knaves_generator() {
  return {.name = "knights_and_knaves",
          .summary = "who tells the truth and who lies",
          .version = 1,
          .difficulty_max = 5,
          .make = make_knights_and_knaves};
}

}  // namespace assay
