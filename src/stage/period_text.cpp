// A period's end is exclusive; people read the last day that is in it.
#include "stage/period_text.hpp"

#include "calendar/local_time.hpp"

#include <fmt/format.h>

#include <chrono>

namespace presstime::stage {
namespace {

using namespace std::chrono;

constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                   "July",    "August",   "September", "October", "November", "December"};

const char* month_name(LocalDate date)
{
    return kMonths[static_cast<unsigned>(date.month()) - 1];
}

std::string day_text(LocalDate date)
{
    return fmt::format("{} {:.3} {}", static_cast<unsigned>(date.day()), month_name(date),
                       static_cast<int>(date.year()));
}

std::string whole_days(LocalDate first, LocalDate last)
{
    const bool from_first = first.day() == day{1};
    const bool to_end = last == LocalDate(last.year() / last.month() / std::chrono::last);
    if (from_first && to_end && first.year() == last.year()) {
        if (first.month() == January && last.month() == December) {
            return fmt::format("{}", static_cast<int>(first.year()));
        }
        if (first.month() == last.month()) {
            return fmt::format("{} {}", month_name(first), static_cast<int>(first.year()));
        }
    }
    if (first == last) {
        return day_text(first);
    }
    if (first.year() != last.year()) {
        return day_text(first) + " – " + day_text(last);
    }
    if (first.month() != last.month()) {
        return fmt::format("{} {:.3} – {}", static_cast<unsigned>(first.day()), month_name(first),
                           day_text(last));
    }
    return fmt::format("{} – {}", static_cast<unsigned>(first.day()), day_text(last));
}

} // namespace

std::string period_text(const Period& period, const Zone& zone)
{
    if (period.end <= period.start) {
        return {};
    }
    const LocalDate first = local_date(period.start, zone);
    const LocalDate after = local_date(period.end, zone);
    if (start_of_day(first, zone) == period.start && start_of_day(after, zone) == period.end) {
        return whole_days(first, LocalDate(sys_days(after) - days(1)));
    }
    const std::string start = format_local_short(period.start, zone);
    const std::string end = format_local_short(period.end, zone);
    // "20 Nov 2026, 08:00 CET": on one day and under one
    // offset the end needs neither date nor the start a zone.
    const std::size_t start_zone = start.rfind(' ');
    const std::size_t end_time = end.find(", ");
    const bool same_zone = start.substr(start_zone) == end.substr(end.rfind(' '));
    if (first == after && same_zone && end_time != std::string::npos) {
        return start.substr(0, start_zone) + " – " + end.substr(end_time + 2);
    }
    return start + " – " + end;
}

} // namespace presstime::stage
