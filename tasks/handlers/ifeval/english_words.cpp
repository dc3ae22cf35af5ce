// Word lists for telling where English sentences end.
#include "tasks/handlers/ifeval/english_words.h"

#include <unordered_set>

#include "harness/base/text.h"

namespace assay {
namespace {

using Words = std::unordered_set<std::string_view>;

Words words_of(std::string_view list) {
  Words words;
  for (const std::string_view word : split(list, ' ')) {
    words.insert(word);
  }
  return words;
}

constexpr std::string_view kAbbreviations =
    "mr mrs ms dr prof rev hon gen col maj capt cmdr lt sgt cpl adm gov sen rep reps sens pres supt messrs st ste mt "
    "ft jr "
    "sr esq inc corp co cos ltd bros assn dept univ intl mfg "
    "jan feb aug sept oct nov dec tues wed thurs fri "
    "u.s u.k u.n d.c n.y n.j n.h n.m n.c n.d s.c s.d r.i l.a u.s.a e.u u.s.s.r "
    "ala ariz ark calif colo conn del fla ga ill kan ky mass md mich minn miss mo mont neb nev okla pa tenn tex va vt "
    "wash wis wyo ave blvd rd "
    "a.m p.m b.c a.d ph.d m.d b.a m.a b.s m.b.a d.d.s j.d c.e.o "
    "vs v cf al viz vol pp ed eds ca approx est fig dist";

constexpr std::string_view kSentenceStarters =
    "the this that these those he she it they we i you in but and however for if when while as at after although "
    "there some many most his her its their our meanwhile moreover also another both since under with one no not so";

// Function words and verbs in their common forms: in lower case inside sentences, names and titles aside. With a
// capital, one of them starts a sentence.
constexpr std::string_view kStartingWords =
    "these those he she it they we you him them us me my your his its our their this that who whom whose which what "
    "when "
    "where why how all both each few more most other some such nor not only same so than too very but if because as "
    "until "
    "while at by with about between into through during before after above below from again further then once here "
    "there "
    "is are was were be been being am have has had having do does did doing can could would shall should might must "
    "even "
    "ever never always often sometimes usually perhaps maybe however therefore thus hence moreover furthermore "
    "meanwhile "
    "although though unless since whether either neither every everyone everything someone something anyone anything "
    "nobody nothing none another many much several enough still yet already soon now today tomorrow yesterday also "
    "just "
    "make makes made making take takes took taken taking get gets got getting give gives gave given giving go goes "
    "went "
    "gone going come comes came coming see sees saw seen seeing know knows knew known think thinks thought thinking "
    "look "
    "looks looked looking want wants wanted use uses used using find finds found finding tell tells told ask asks "
    "asked "
    "keep keeps kept let lets begin begins began try tries tried seem seems seemed feel feels felt based according "
    "despite "
    "instead rather quite almost across within without toward towards upon please finally additionally similarly "
    "consequently nevertheless overall indeed certainly clearly obviously unfortunately fortunately generally recently "
    "currently eventually immediately suddenly probably especially particularly simply actually really let's it's "
    "that's "
    "there's here's what's he's she's i'm you're we're they're i've you've we've they've i'll you'll we'll they'll "
    "don't "
    "doesn't didn't can't won't isn't aren't wasn't weren't";

// Other ordinary words: in lower case inside sentences, and with a capital where they are part of a name or a title.
constexpr std::string_view kNamingWords =
    "a an the and or of in on for to no any over under off out up down will may one two three four five six seven "
    "eight "
    "nine ten first second third last next good better best bad big small large long short high low old young new "
    "right "
    "left true real sure easy simple possible important different free full open close ready happy kind fine work "
    "works "
    "call help show play run move live hold bring write provide sit stand meet include set learn change lead follow "
    "stop "
    "create speak read add spend grow walk win love wait serve build stay fall cut reach report start eat drink put "
    "mix "
    "stir heat cook bake pour cover remove wash dry cool slice chop time times year years day days week weeks month "
    "months hour hours minute minutes people person man men woman women child children boy girl friend friends family "
    "mother father parents thing things way ways world life hand hands part parts eye eyes place case point company "
    "number numbers group groups problem problems fact facts water room money story stories book books word words home "
    "house school student students teacher job business issue side head name names line lines end member law car city "
    "community night morning evening idea ideas body face level office door health art war history party result "
    "results "
    "reason reasons research air force education food music language question questions answer answers example "
    "examples "
    "step steps list letter paragraph sentence section note notes yes thank thanks hello dear sorry welcome";

const Words& abbreviations() {
  static const Words kWords = words_of(kAbbreviations);
  return kWords;
}
const Words& sentence_starters() {
  static const Words kWords = words_of(kSentenceStarters);
  return kWords;
}
const Words& starting_words() {
  static const Words kWords = words_of(kStartingWords);
  return kWords;
}
const Words& naming_words() {
  static const Words kWords = words_of(kNamingWords);
  return kWords;
}

// Letters that names begin with. "a" and "i" are words, "a" and "b" label things, "x", "y", "z" stand for numbers.
bool is_initial(char byte) {
  return byte >= 'c' && byte <= 'w' && byte != 'i' && byte != 'o' && byte != 'q' && byte != 'u';
}

}  // namespace

bool is_abbreviation(std::string_view word) {
  return (word.size() == 1 && is_initial(word[0])) || abbreviations().count(word) != 0;
}

bool is_sentence_starter(std::string_view word) { return sentence_starters().count(word) != 0; }
bool is_starting_word(std::string_view word) { return starting_words().count(word) != 0; }

bool is_ordinary_word(std::string_view word) { return is_starting_word(word) || naming_words().count(word) != 0; }

}  // namespace assay
