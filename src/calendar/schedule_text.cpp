// English, like everything the server says; times as 24 hours, which need no am and pm.
#include "calendar/schedule_text.hpp"

#include "calendar/cron.hpp"
#include "calendar/local_time.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <optional>
#include <vector>

namespace presstime {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
constexpr std::uint64_t kAllMinutes = (std::uint64_t{1} << 60) - 1;
constexpr std::uint64_t kAllHours = (1U << 24) - 1;
constexpr std::uint64_t kAllDaysOfMonth = 0xFFFF'FFFEU; // bits 1-31
constexpr std::uint64_t kAllMonths = 0x1FFE;            // bits 1-12
constexpr std::uint64_t kAllDaysOfWeek = 0x7F;
constexpr std::uint64_t kWorkdays = 0x3E;
// More than so many in a row is a table, not a sentence.
constexpr std::size_t kMostNamed = 4;

std::string clock_time(int hour, int minute)
{
    return fmt::format("{:02}:{:02}", hour, minute);
}

std::string ordinal(int number)
{
    const int last = number % 10;
    const bool teen = number / 10 == 1;
    const std::string_view ending = teen        ? "th"
                                    : last == 1 ? "st"
                                    : last == 2 ? "nd"
                                    : last == 3 ? "rd"
                                                : "th";
    return fmt::format("{}{}", number, ending);
}

// "Monday, Tuesday and Friday".
std::string enumerate(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t index = 0; index < names.size(); ++index) {
        if (index > 0)
            text += index + 1 == names.size() ? " and " : ", ";
        text += names[index];
    }
    return text;
}

std::vector<int> members(std::uint64_t bits)
{
    std::vector<int> numbers;
    for (; bits != 0; bits &= bits - 1)
        numbers.push_back(std::countr_zero(bits));
    return numbers;
}

// 15 for 0, 15, 30, 45 of 60; nothing when the numbers are no such walk through the whole range.
std::optional<int> step_of(std::uint64_t bits, int range)
{
    const int count = std::popcount(bits);
    if (count < 2 || range % count != 0)
        return std::nullopt;
    const int step = range / count;
    for (int number = 0; number < range; ++number)
        if (((bits >> number) & 1U) != (number % step == 0 ? 1U : 0U))
            return std::nullopt;
    return step;
}

std::string past_the_hour(int minute)
{
    return minute == 0 ? std::string()
                       : fmt::format(" at {} {} past", minute, minute == 1 ? "minute" : "minutes");
}

std::string every(int step, std::string_view unit)
{
    return step == 1 ? fmt::format("Every {}", unit) : fmt::format("Every {} {}s", step, unit);
}

// The days a cron expression names; nothing when they are no plain sentence.
std::optional<std::string> days_of(const CronExpression& cron)
{
    const std::vector<int> days = members(cron.days_of_month);
    const std::vector<int> months = members(cron.months);
    const bool every_date = cron.days_of_month == kAllDaysOfMonth;
    const bool every_weekday = cron.days_of_week == kAllDaysOfWeek;
    const bool every_month = cron.months == kAllMonths;
    if (!every_date && !every_weekday)
        return std::nullopt;
    // Where both fields name days, either is enough: a full one makes it every day, whatever the other says.
    if (cron.either_day_field() && every_date != every_weekday)
        return std::nullopt;
    if (every_date && every_weekday)
        return every_month ? std::optional<std::string>("Every day") : std::nullopt;
    std::vector<std::string> names;
    if (every_date) {
        if (!every_month)
            return std::nullopt;
        if (cron.days_of_week == kWorkdays)
            return "Every weekday";
        for (int day = 1; day <= 7; ++day) // a week begins on Monday
            if (((cron.days_of_week >> (day % 7)) & 1U) != 0)
                names.emplace_back(kWeekdays.at(static_cast<std::size_t>(day % 7)));
        return names.size() > kMostNamed ? std::nullopt : std::optional("Every " + enumerate(names));
    }
    if (days.size() > kMostNamed)
        return std::nullopt;
    for (const int day : days)
        names.push_back(ordinal(day));
    const std::string dates = "On the " + enumerate(names) + " of ";
    if (every_month)
        return dates + "every month";
    if (months.size() > kMostNamed)
        return std::nullopt;
    names.clear();
    for (const int month : months)
        names.emplace_back(kMonths.at(static_cast<std::size_t>(month - 1)));
    return dates + enumerate(names);
}

std::optional<std::string> cron_words(const CronExpression& cron)
{
    const std::optional<std::string> days = days_of(cron);
    if (!days)
        return std::nullopt;
    const std::vector<int> minutes = members(cron.minutes);
    const std::vector<int> hours = members(cron.hours);
    const bool every_day = *days == "Every day";
    if (every_day && cron.hours == kAllHours) {
        if (cron.minutes == kAllMinutes)
            return "Every minute";
        if (const auto step = step_of(cron.minutes, 60))
            return every(*step, "minute");
    }
    if (minutes.size() != 1)
        return std::nullopt;
    if (every_day)
        if (const auto step = step_of(cron.hours, 24))
            return every(*step, "hour") + past_the_hour(minutes.front());
    if (hours.size() > kMostNamed)
        return std::nullopt;
    std::vector<std::string> times;
    for (const int hour : hours)
        times.push_back(clock_time(hour, minutes.front()));
    return *days + " at " + enumerate(times);
}

std::string monthly_words(const Schedule& schedule)
{
    const std::string at = " at " + clock_time(schedule.hour, schedule.minute);
    if (schedule.month_end == MonthEnd::last)
        return "On the last day of every month" + at;
    const std::string day = "On the " + ordinal(schedule.day_of_month) + " of every month";
    if (schedule.day_of_month <= 28)
        return day + at;
    return schedule.month_end == MonthEnd::clamp ? day + ", or its last day," + at
                                                 : day + " that has one" + at;
}

std::string once_words(const Schedule& schedule)
{
    if (!schedule.at)
        return "Once";
    const Result<const Zone*> zone = find_zone(schedule.timezone);
    if (!zone)
        return "Once, at " + format_rfc3339(*schedule.at);
    return fmt::format("Once on {} at {}", format_long_date(local_date(*schedule.at, **zone)),
                       format_wall_time(wall_seconds(*schedule.at, **zone)));
}

std::string words_of(const Schedule& schedule)
{
    const std::string at = " at " + clock_time(schedule.hour, schedule.minute);
    switch (schedule.kind) {
    case ScheduleKind::minutely:
        return "Every minute";
    case ScheduleKind::hourly:
        return "Every hour" + past_the_hour(schedule.minute);
    case ScheduleKind::daily:
        return "Every day" + at;
    case ScheduleKind::weekly:
        return fmt::format("Every {}{}", kWeekdays.at(static_cast<std::size_t>(schedule.day_of_week % 7)),
                           at);
    case ScheduleKind::monthly:
        return monthly_words(schedule);
    case ScheduleKind::cron: {
        const Result<CronExpression> cron = parse_cron(schedule.cron);
        const auto words = cron ? cron_words(*cron) : std::nullopt;
        return words.value_or("Cron " + schedule.cron);
    }
    case ScheduleKind::once:
        return once_words(schedule);
    case ScheduleKind::trigger:
        return "Only when triggered";
    }
    return {};
}

} // namespace

std::string schedule_text(const Schedule& schedule)
{
    std::string text = words_of(schedule);
    if (schedule.kind == ScheduleKind::trigger)
        return text;
    if (schedule.kind != ScheduleKind::once && schedule.starts_on)
        text += ", from " + format_long_date(*schedule.starts_on);
    if (schedule.kind != ScheduleKind::once && schedule.ends_on)
        text += ", until " + format_long_date(*schedule.ends_on);
    return text + " (" + (schedule.timezone.empty() ? "UTC" : schedule.timezone) + ")";
}

} // namespace presstime
