// Days of the Gregorian calendar as numbers, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "tasks/procedural/parts/wording.h"
#include "tasks/procedural/reasoning/generators.h"

namespace assay {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

struct Date {
  std::int64_t year = 2000, month = 1, day = 1;
};

// Days since 1970-01-01.
std::int64_t day_number(const Date& date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = year / 400;
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (date.month > 2 ? date.month - 3 : date.month + 9) + 2) / 5 + date.day - 1;
  return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}

Date date_of(std::int64_t number) {
  const std::int64_t shifted = number + 719'468;
  const std::int64_t era = shifted / 146'097;
  const std::int64_t of_era = shifted - era * 146'097;
  const std::int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
  const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * of_year + 2) / 153;
  const std::int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {.year = year_of_era + era * 400 + (month <= 2 ? 1 : 0),
          .month = month,
          .day = of_year - (153 * shifted_month + 2) / 5 + 1};
}

std::string two_digits(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string iso(const Date& date) {
  return std::to_string(date.year) + "-" + two_digits(date.month) + "-" + two_digits(date.day);
}

std::string_view weekday_of(std::int64_t number) {
  return kWeekdays.at(static_cast<std::size_t>(((number + 3) % 7 + 7) % 7));
}

// "14 March 2023", "March 14, 2023", "2023-03-14": one form for all dates of a problem.
enum class Form : std::uint8_t { kDayFirst, kMonthFirst, kIso };

std::string say(std::int64_t number, Form form) {
  const Date date = date_of(number);
  const std::string month(kMonths[static_cast<std::size_t>(date.month - 1)]);
  switch (form) {
    case Form::kDayFirst:
      return std::to_string(date.day) + " " + month + " " + std::to_string(date.year);
    case Form::kMonthFirst:
      return month + " " + std::to_string(date.day) + ", " + std::to_string(date.year);
    case Form::kIso:
      break;
  }
  return iso(date);
}

std::int64_t draw_day(Rng& rng) { return rng.between(day_number({1950, 1, 1}), day_number({2049, 12, 31})); }

Sample make_weekday(Rng& rng) {
  static constexpr std::array<std::string_view, 4> kAfter{
      "Today is {D}. What day of the week will it be in {n} days?",
      "{N}'s holiday begins on a {D}. Exactly {n} days after that day {N} goes back to work. On which day of the week "
      "is "
      "that?",
      "If a letter was sent on a {D} and arrived {n} days later, on which day of the week did it arrive?",
      "A clock was set on a {D} and stopped {n} days after that. On which day of the week did it stop?"};
  static constexpr std::array<std::string_view, 4> kBefore{
      "Today is {D}. What day of the week was it {n} days ago?",
      "{N} came back on a {D}. The journey had begun {n} days before that day. On which day of the week did it begin?",
      "If a letter arrived on a {D} and was sent {n} days earlier, on which day of the week was it sent?",
      "A clock stopped on a {D}. It had been set {n} days before that. On which day of the week was it set?"};
  const std::int64_t start = rng.between(0, 6);
  const std::int64_t days = rng.between(8, 150);
  const bool is_after = rng.below(2) == 0;
  const std::int64_t end = (start + (is_after ? days : 7 * 150 - days)) % 7;
  const std::string text = Wording()
                               .set("D", kWeekdays[static_cast<std::size_t>(start)])
                               .set("n", days)
                               .set("N", draw_names(1, rng)[0])
                               .fill((is_after ? kAfter : kBefore)[rng.below(4)]);
  return generated_sample(
      text, std::string(kWeekdays[static_cast<std::size_t>(end)]),
      std::to_string(days) + " = 7 * " + std::to_string(days / 7) + " + " + std::to_string(days % 7) + ".");
}

Sample make_date(std::int64_t days_max, Form form, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kAfter{
      "What is the date {n} days after {d}?",
      "A parcel is sent on {d} and delivered {n} days later. On which date is it delivered?",
      "{N} begins a course on {d}. It ends {n} days after that date. When does it end?"};
  static constexpr std::array<std::string_view, 3> kBefore{
      "What is the date {n} days before {d}?",
      "A parcel is delivered on {d}. It was sent {n} days earlier. On which date was it sent?",
      "{N} ends a course on {d}. It began {n} days before that date. When did it begin?"};
  const std::int64_t start = draw_day(rng);
  const std::int64_t days = rng.between(10, days_max);
  const bool is_after = rng.below(2) == 0;
  const std::string text = Wording()
                               .set("n", days)
                               .set("d", say(start, form))
                               .set("N", draw_names(1, rng)[0])
                               .fill((is_after ? kAfter : kBefore)[rng.below(3)]) +
                           " Give the date as YYYY-MM-DD.";
  return generated_sample(text, iso(date_of(is_after ? start + days : start - days)));
}

Sample make_difference(std::int64_t days_max, Form form, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kWordings{
      "How many days after {a} is {b}?",
      "{N} plants a tree on {a} and looks at it again on {b}. How many days later is that?",
      "How many days must be added to the date {a} to get to the date {b}?"};
  const std::int64_t start = draw_day(rng);
  const std::int64_t days = rng.between(20, days_max);
  const std::string text = Wording()
                               .set("a", say(start, form))
                               .set("b", say(start + days, form))
                               .set("N", draw_names(1, rng)[0])
                               .fill(kWordings[rng.below(kWordings.size())]);
  return generated_sample(text, std::to_string(days));
}

// The weekday of a date, from that of another one.
Sample make_weekday_of_date(std::int64_t start, std::int64_t end, Form form, Rng& rng) {
  static constexpr std::array<std::string_view, 3> kWordings{
      "{a} is a {D}. What day of the week is {b}?",
      "Given that {a} falls on a {D}, on which day of the week does {b} fall?",
      "{N} knows that {a} is a {D}. Which day of the week is {b}?"};
  const std::int64_t days = end > start ? end - start : start - end;
  const std::string text = Wording()
                               .set("a", say(start, form))
                               .set("b", say(end, form))
                               .set("D", weekday_of(start))
                               .set("N", draw_names(1, rng)[0])
                               .fill(kWordings[rng.below(kWordings.size())]);
  return generated_sample(text, std::string(weekday_of(end)),
                          "The dates are " + std::to_string(days) + " days apart, and " + std::to_string(days) +
                              " = 7 * " + std::to_string(days / 7) + " + " + std::to_string(days % 7) + ".");
}

Sample make_same_year(Form form, Rng& rng) {
  const std::int64_t start = draw_day(rng);
  const std::int64_t year = date_of(start).year;
  const std::int64_t first = day_number({year, 1, 1});
  const std::int64_t last = day_number({year, 12, 31});
  const std::int64_t end = rng.between(first, last - 1);
  return make_weekday_of_date(start, end >= start ? end + 1 : end, form, rng);
}

Sample make_dates(Rng& rng, int difficulty) {
  const auto form = static_cast<Form>(rng.below(3));
  switch (difficulty) {
    case 1:
      return make_weekday(rng);
    case 2:
      return make_date(60, form, rng);
    case 3:
      return make_difference(360, form, rng);
    case 4:
      return make_same_year(form, rng);
    default:
      break;
  }
  const std::int64_t start = draw_day(rng);
  const std::int64_t away = rng.between(400, 5000);
  switch (rng.below(3)) {
    case 0:
      return make_date(3000, form, rng);
    case 1:
      return make_difference(3000, form, rng);
    default:
      return make_weekday_of_date(start, rng.below(2) == 0 ? start + away : start - away, form, rng);
  }
}

}  // namespace

GeneratorEntry dates_generator() {
  return {.name = "dates",
          .summary = "weekdays, dates and the days between them",
          .version = 1,
          .difficulty_max = 5,
          .make = make_dates};
}

}  // namespace assay
