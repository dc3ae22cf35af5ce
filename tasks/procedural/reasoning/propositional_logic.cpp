// Statements on a few facts. A set of cases is 64 bits, one for each assignment: the cases in which all statements hold
// decide what follows.
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/check.h"
#include "tasks/procedural/parts/wording.h"
#include "tasks/procedural/reasoning/generators.h"

namespace assay {
namespace {

constexpr int kAttemptsMax = 100'000;
constexpr std::array<std::size_t, 5> kFacts{3, 4, 4, 5, 6};
constexpr std::array<std::size_t, 5> kStatements{3, 4, 5, 6, 8};

// How facts are said: "the red lamp is on", "the red lamp is off".
struct Manner {
  std::string_view intro;
  std::string_view yes, no;
  std::string_view count;  // asks in how many cases all statements hold
  bool has_colours = false;
};

constexpr std::array<Manner, 4> kManners{{
    {"There are {n} lamps: {V}. Each is either on or off.", "the {x} lamp is on", "the {x} lamp is off",
     "In how many ways can the lamps be on or off so that every statement is true?", true},
    {"There are {n} doors: {V}. Each is either open or closed.", "the {x} door is open", "the {x} door is closed",
     "In how many ways can the doors be open or closed so that every statement is true?", true},
    {"{V} may come to a party.", "{x} comes", "{x} does not come",
     "For how many different guest lists, counting the empty one, is every statement true?", false},
    {"{V} each play a match, and a match is either won or lost.", "{x} wins", "{x} loses",
     "In how many ways can these matches end so that every statement is true?", false},
}};
constexpr std::array<std::string_view, 8> kColours{"red",   "blue",   "green", "yellow",
                                                   "white", "purple", "black", "orange"};

using Cases = std::uint64_t;

struct Literal {
  std::size_t fact = 0;
  bool is_true = true;
};

// The assignments of `facts` facts, and those of them in which a literal holds.
class World {
 public:
  World(std::size_t facts, const Manner& manner, std::vector<std::string> subjects)
      : facts_(facts), manner_(manner), subjects_(std::move(subjects)) {}

  Cases all() const { return facts_ == 6 ? ~Cases{0} : (Cases{1} << (std::size_t{1} << facts_)) - 1; }

  Cases cases(const Literal& literal) const {
    static constexpr std::array<Cases, 6> kColumns{0xaaaaaaaaaaaaaaaaULL, 0xccccccccccccccccULL, 0xf0f0f0f0f0f0f0f0ULL,
                                                   0xff00ff00ff00ff00ULL, 0xffff0000ffff0000ULL, 0xffffffff00000000ULL};
    const Cases column = kColumns.at(literal.fact);
    return (literal.is_true ? column : ~column) & all();
  }

  std::string say(const Literal& literal) const {
    return Wording().set("x", subjects_[literal.fact]).fill(literal.is_true ? manner_.yes : manner_.no);
  }

  std::size_t facts() const { return facts_; }

 private:
  std::size_t facts_;
  const Manner& manner_;
  std::vector<std::string> subjects_;
};

struct Statement {
  std::string text;
  Cases cases = 0;
  bool is_plain = false;  // a single fact
};

// `count` literals on different facts.
std::vector<Literal> draw_literals(std::size_t count, const World& world, Rng& rng) {
  std::vector<std::size_t> facts(world.facts());
  for (std::size_t i = 0; i < facts.size(); ++i) {
    facts[i] = i;
  }
  rng.shuffle(facts);
  std::vector<Literal> literals;
  for (std::size_t i = 0; i < count; ++i) {
    literals.push_back({.fact = facts[i], .is_true = rng.below(2) == 0});
  }
  return literals;
}

Statement draw_statement(const World& world, Rng& rng) {
  const std::vector<Literal> drawn = draw_literals(3, world, rng);
  const Cases a = world.cases(drawn[0]);
  const Cases b = world.cases(drawn[1]);
  const Cases c = world.cases(drawn[2]);
  const std::string p = world.say(drawn[0]);
  const std::string q = world.say(drawn[1]);
  const std::string r = world.say(drawn[2]);
  const std::string two = " of these two is the case: " + p + "; " + q + ".";
  const Cases all = world.all();
  switch (rng.below(9)) {
    case 0:
      return {capitalised(p) + ".", a, true};
    case 1:
    case 2:
      return {"If " + p + ", then " + q + ".", (all & ~a) | b};
    case 3:
      return {"At least one" + two, a | b};
    case 4:
      return {"At most one" + two, all & ~(a & b)};
    case 5:
      return {"Exactly one" + two, a ^ b};
    case 6:
      return {capitalised(p) + " if and only if " + q + ".", all & ~(a ^ b)};
    case 7:
      return {"If " + p + " and " + q + ", then " + r + ".", (all & ~(a & b)) | c};
    default:
      return {"If " + p + ", then " + q + " or " + r + " (or both).", (all & ~a) | b | c};
  }
}

struct Theory {
  std::string text;
  Cases cases = 0;
};

// Statements that are not all plain facts and do not repeat each other.
Theory draw_theory(std::size_t count, const World& world, Rng& rng) {
  Theory theory{.cases = world.all()};
  std::size_t plain = 0;
  std::vector<std::string> said;
  while (said.size() < count) {
    const Statement statement = draw_statement(world, rng);
    bool is_new = !statement.is_plain || plain == 0;
    for (const std::string& text : said) {
      is_new = is_new && text != statement.text;
    }
    if (!is_new) {
      continue;
    }
    plain += statement.is_plain ? 1 : 0;
    theory.cases &= statement.cases;
    theory.text += (theory.text.empty() ? "" : " ") + statement.text;
    said.push_back(statement.text);
  }
  return theory;
}

struct Asked {
  std::string text;
  std::string answer;
};

constexpr std::array<std::string_view, 3> kVerdicts{"yes", "no", "unknown"};

// What the theory says of a literal that it does not itself state; nothing if it is not `wanted`.
std::optional<Asked> ask_what_follows(const Theory& theory, const World& world, std::string_view wanted, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kQuestions{
      "Does it follow that {p}? Answer 'yes' if it must be so, 'no' if it cannot be so, and 'unknown' otherwise.",
      "Is it certain that {p}? Answer 'yes' if that is certain, 'no' if it is ruled out, and 'unknown' if both are "
      "possible.",
      "What about this claim: {p}? Answer 'yes' if the statements prove it, 'no' if they refute it, and 'unknown' if "
      "they do neither."};
  const Literal literal = draw_literals(1, world, rng)[0];
  const std::string claim = world.say(literal);
  const Cases with = theory.cases & world.cases(literal);
  const std::string_view verdict = with == theory.cases ? kVerdicts[0] : with == 0 ? kVerdicts[1] : kVerdicts[2];
  const std::string opposite = world.say({.fact = literal.fact, .is_true = !literal.is_true});
  const bool is_stated = (" " + theory.text).find(" " + capitalised(claim) + ".") != std::string::npos ||
                         (" " + theory.text).find(" " + capitalised(opposite) + ".") != std::string::npos;
  if (theory.cases == 0 || verdict != wanted || is_stated) {
    return std::nullopt;
  }
  return Asked{Wording().set("p", claim).fill(kQuestions[rng.below(kQuestions.size())]), std::string(verdict)};
}

std::optional<Asked> ask_for_consistency(const Theory& theory, bool wants_consistent, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kQuestions{
      "Can all of these statements be true together? Answer yes or no.",
      "Is it possible that every one of these statements holds? Answer yes or no.",
      "Are these statements consistent with each other? Answer yes or no."};
  if ((theory.cases != 0) != wants_consistent) {
    return std::nullopt;
  }
  return Asked{std::string(kQuestions[rng.below(kQuestions.size())]), wants_consistent ? "yes" : "no"};
}

std::optional<Asked> ask_for_count(const Theory& theory, const Manner& manner) {
  return theory.cases == 0
             ? std::nullopt
             : std::optional(Asked{std::string(manner.count), std::to_string(std::popcount(theory.cases))});
}

Sample make_propositional_logic(Rng& rng, int difficulty) {
  const auto level = static_cast<std::size_t>(difficulty - 1);
  const Manner& manner = kManners[rng.below(kManners.size())];
  const std::vector<std::string> subjects =
      manner.has_colours ? draw_words(kColours, kFacts[level], rng) : draw_names(kFacts[level], rng);
  const World world(kFacts[level], manner, subjects);
  const std::size_t kind = rng.below(4);  // half of the items ask what follows
  const std::string_view wanted = kVerdicts[rng.below(kVerdicts.size())];
  const bool wants_consistent = rng.below(2) == 0;
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    const Theory theory = draw_theory(kStatements[level] + (kind == 2 ? 2 : 0), world, rng);
    const auto asked = kind == 2   ? ask_for_consistency(theory, wants_consistent, rng)
                       : kind == 3 ? ask_for_count(theory, manner)
                                   : ask_what_follows(theory, world, wanted, rng);
    if (asked) {
      Wording wording;
      wording.set("V", listed(subjects)).set("n", static_cast<std::int64_t>(subjects.size()));
      const std::string_view lead =
          kind == 2 ? " Somebody makes these statements. " : " All of these statements are true. ";
      return generated_sample(wording.fill(manner.intro) + std::string(lead) + theory.text + " " + asked->text,
                              asked->answer);
    }
  }
  ASSAY_CHECK(false, "no statements with the wanted verdict were found");
  return {};
}

}  // namespace

GeneratorEntry propositional_logic_generator() {
  return {.name = "propositional_logic",
          .summary = "what follows from statements, and whether and how often they hold together",
          .version = 1,
          .difficulty_max = 5,
          .make = make_propositional_logic};
}

}  // namespace assay
