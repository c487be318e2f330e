// A period's end is exclusive; people read the last day that is in it.
#include "stage/period_text.hpp"

#include "calendar/local_time.hpp"
#include "platform/text/number_format.hpp"

#include <fmt/format.h>

#include <chrono>

namespace presstime::stage {
namespace {

using namespace std::chrono;

std::string whole_days(LocalDate first, LocalDate last, const Locale& locale)
{
    const bool from_first = first.day() == day{1};
    const bool to_end = last == LocalDate(last.year() / last.month() / std::chrono::last);
    if (from_first && to_end && first.year() == last.year()) {
        if (first.month() == January && last.month() == December) {
            return fmt::format("{}", static_cast<int>(first.year()));
        }
        if (first.month() == last.month()) {
            return format_month(first, locale);
        }
    }
    const std::string end = format_short_date(last, locale);
    if (first == last) {
        return end;
    }
    if (first.year() != last.year()) {
        return format_short_date(first, locale) + " – " + end;
    }
    if (first.month() != last.month()) {
        return format_day_and_month(first, locale) + " – " + end;
    }
    return fmt::format("{}{}{}", format_day(first, locale), locale.calendar->range, end);
}

std::string zone_name(Instant instant, const Zone& zone)
{
    return zone.span_at(floor<seconds>(instant).time_since_epoch().count()).abbreviation;
}

std::string wall_time(Instant instant, const Zone& zone)
{
    return format_wall_time(wall_seconds(instant, zone));
}

} // namespace

std::string instant_text(Instant instant, const Zone& zone, const Locale& locale)
{
    return fmt::format("{}, {} {}", format_short_date(local_date(instant, zone), locale),
                       wall_time(instant, zone), zone_name(instant, zone));
}

std::string period_text(const Period& period, const Zone& zone, const Locale& locale)
{
    if (period.end <= period.start) {
        return {};
    }
    const LocalDate first = local_date(period.start, zone);
    const LocalDate after = local_date(period.end, zone);
    if (start_of_day(first, zone) == period.start && start_of_day(after, zone) == period.end) {
        return whole_days(first, LocalDate(sys_days(after) - days(1)), locale);
    }
    const std::string end = instant_text(period.end, zone, locale);
    // On one day and under one offset the end needs neither date nor the start a zone.
    if (first == after && zone_name(period.start, zone) == zone_name(period.end, zone)) {
        return fmt::format("{}, {} – {} {}", format_short_date(first, locale), wall_time(period.start, zone),
                           wall_time(period.end, zone), zone_name(period.end, zone));
    }
    return instant_text(period.start, zone, locale) + " – " + end;
}

} // namespace presstime::stage
