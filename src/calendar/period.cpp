#include "calendar/period.hpp"

#include "calendar/local_time.hpp"

namespace presstime {

namespace {

constexpr Microseconds kJustBefore{1};

Period previous_unit(Instant nominal_at, std::int64_t unit_s, const Zone& zone)
{
    Instant end = start_of_unit(nominal_at, unit_s, zone);
    return {start_of_unit(end - kJustBefore, unit_s, zone), end};
}

// The day before is found from the instant before this day
// began: a date that the zone never had is passed over.
Period previous_day(Instant nominal_at, const Zone& zone)
{
    Instant end = start_of_day(local_date(nominal_at, zone), zone);
    return {start_of_day(local_date(end - kJustBefore, zone), zone), end};
}

Period previous_week(Instant nominal_at, const Zone& zone)
{
    std::chrono::sys_days monday{monday_of(local_date(nominal_at, zone))};
    return {start_of_day(LocalDate{monday - std::chrono::days{7}}, zone),
            start_of_day(LocalDate{monday}, zone)};
}

Period previous_month(Instant nominal_at, const Zone& zone)
{
    LocalDate first = first_of_month(local_date(nominal_at, zone));
    return {start_of_day(first - std::chrono::months{1}, zone), start_of_day(first, zone)};
}

} // namespace

Period period_of(const Schedule& schedule, const Recurrence& recurrence, Instant nominal_at)
{
    const Zone& zone = recurrence.zone();
    switch (schedule.kind) {
    case ScheduleKind::minutely:
        return previous_unit(nominal_at, 60, zone);
    case ScheduleKind::hourly:
        return previous_unit(nominal_at, 3600, zone);
    case ScheduleKind::weekly:
        return previous_week(nominal_at, zone);
    case ScheduleKind::monthly:
        return previous_month(nominal_at, zone);
    case ScheduleKind::cron:
        if (auto previous = recurrence.previous(nominal_at, DateBounds::ignore))
            return {*previous, nominal_at};
        break;
    case ScheduleKind::daily:
    case ScheduleKind::once:
    case ScheduleKind::trigger:
        break;
    }
    return previous_day(nominal_at, zone);
}

} // namespace presstime
