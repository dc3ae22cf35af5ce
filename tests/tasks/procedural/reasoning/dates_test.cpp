// Dates by walking: one day after the other, with the lengths of months and the rule of leap years.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "harness/base/text.h"
#include "tasks/procedural/reasoning/generators.h"
#include "tests/fakes/twin_items.h"

namespace assay {
namespace {

const std::array<std::string, 7> kDays{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
const std::array<std::string, 12> kMonths{"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};

struct Day {
  std::int64_t year = 0, month = 0, day = 0;
  auto operator<=>(const Day&) const = default;  // NOLINT(modernize-use-nullptr): the check misreads it
};

std::int64_t days_of(std::int64_t year, std::int64_t month) {
  if (month == 2) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  }
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

Day next(Day day) {
  if (++day.day > days_of(day.year, day.month)) {
    day.day = 1;
    if (++day.month > 12) {
      day.month = 1;
      ++day.year;
    }
  }
  return day;
}

Day previous(Day day) {
  if (--day.day == 0) {
    if (--day.month == 0) {
      day.month = 12;
      --day.year;
    }
    day.day = days_of(day.year, day.month);
  }
  return day;
}

Day moved(Day day, std::int64_t days) {
  for (; days > 0; --days) {
    day = next(day);
  }
  for (; days < 0; ++days) {
    day = previous(day);
  }
  return day;
}

std::int64_t steps_between(Day from, const Day& to) {
  std::int64_t steps = 0;
  for (; from < to; ++steps) {
    from = next(from);
  }
  for (; from > to; --steps) {
    from = previous(from);
  }
  return steps;
}

// "14 March 2023", "March 14, 2023" and "2023-03-14" in a text, and the other whole numbers.
struct Reading {
  std::vector<Day> dates;
  std::vector<std::int64_t> numbers;
};

Reading read(const std::string& text) {
  Reading reading;
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' ')) {
    std::string plain(word);
    while (!plain.empty() && std::string_view(".,?").find(plain.back()) != std::string_view::npos) {
      plain.pop_back();
    }
    words.push_back(plain);
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto month = std::find(kMonths.begin(), kMonths.end(), words[i]) - kMonths.begin() + 1;
    const auto number = parse_int(words[i]);
    const bool is_day_first = i + 2 < words.size() && number && parse_int(words[i + 2]) &&
                              std::find(kMonths.begin(), kMonths.end(), words[i + 1]) != kMonths.end();
    if (is_day_first) {
      const auto named = std::find(kMonths.begin(), kMonths.end(), words[i + 1]) - kMonths.begin() + 1;
      reading.dates.push_back({*parse_int(words[i + 2]), named, *number});
      i += 2;
    } else if (month <= 12) {
      reading.dates.push_back({parse_int(words.at(i + 2)).value(), month, parse_int(words.at(i + 1)).value()});
      i += 2;
    } else if (words[i].size() == 10 && words[i][4] == '-' && words[i][0] != 'Y') {
      const auto n = whole_numbers_in(words[i]);
      reading.dates.push_back({n.at(0), n.at(1), n.at(2)});
    } else if (number) {
      reading.numbers.push_back(*number);
    }
  }
  return reading;
}

bool goes_back(const std::string& text) { return says(text, "ago") || says(text, "before") || says(text, "earlier"); }

std::string weekday_said(const std::string& text) {
  for (const std::string& day : kDays) {
    if (says(text, day)) {
      return day;
    }
  }
  return "";
}

std::string weekday_after(const std::string& day, std::int64_t steps) {
  std::size_t at = static_cast<std::size_t>(std::find(kDays.begin(), kDays.end(), day) - kDays.begin());
  for (; steps > 0; --steps) {
    at = (at + 1) % 7;
  }
  for (; steps < 0; ++steps) {
    at = (at + 6) % 7;
  }
  return kDays.at(at);
}

std::string solve(const std::string& text) {
  const Reading reading = read(text);
  const std::string day = weekday_said(text);
  if (reading.dates.size() == 2) {
    const std::int64_t steps = steps_between(reading.dates[0], reading.dates[1]);
    return day.empty() ? std::to_string(steps) : weekday_after(day, steps);
  }
  const std::int64_t steps = reading.numbers.at(0) * (goes_back(text) ? -1 : 1);
  if (reading.dates.empty()) {
    return weekday_after(day, steps);
  }
  const Day end = moved(reading.dates[0], steps);
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(end.year) + "-" + two(end.month) + "-" + two(end.day);
}

class Dates : public testing::TestWithParam<int> {};

TEST_P(Dates, HaveTheAnswerThatWalkingFinds) {
  check_twins(dates_generator(), GetParam(), 300,
              [](const std::string& text, const std::string& gold) { ASSERT_EQ(solve(text), gold) << text; });
}

// Both dates with their weekdays are said: they must be right together, and right by the calendar.
TEST(DatesCalendar, NamesWeekdaysAsTheyWere) {
  check_twins(dates_generator(), 4, 300, [](const std::string& text, const std::string& gold) {
    const Reading reading = read(text);
    const Day known{2000, 1, 1};  // a Saturday
    ASSERT_EQ(weekday_after("Saturday", steps_between(known, reading.dates.at(1))), gold) << text;
  });
}

INSTANTIATE_TEST_SUITE_P(Levels, Dates, testing::Range(1, 6));

}  // namespace
}  // namespace assay
