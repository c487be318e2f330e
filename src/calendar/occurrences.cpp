#include "calendar/occurrences.hpp"

#include "calendar/local_time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime {

namespace {

using std::chrono::seconds;

constexpr std::int64_t kHorizon_s = std::int64_t{100} * 366 * 86400;
// Instants further away than this from 1970 (about 8,000 years) are outside every calendar question.
constexpr std::int64_t kOutermost_s = std::int64_t{250'000'000'000};
constexpr std::size_t kMaxSpansCrossed = 1000;
constexpr seconds kMaxGrace = std::chrono::days{7};
constexpr int kMaxMisfireCap = 1000;

std::int64_t floor_seconds(Instant instant)
{
    return std::chrono::floor<seconds>(instant).time_since_epoch().count();
}

std::int64_t ceil_seconds(Instant instant)
{
    return std::chrono::ceil<seconds>(instant).time_since_epoch().count();
}

Instant from_seconds(std::int64_t s)
{
    return Instant{seconds{s}};
}

Result<> check_range(std::string_view field, int value, int low, int high)
{
    if (value >= low && value <= high)
        return {};
    return fail(Error::invalid(std::string(field),
                               fmt::format("{} is {}; it must be from {} to {}", field, value, low, high)));
}

struct CompiledRule {
    WallRule rule;
    Recurrence::Pattern pattern;
};

Result<CompiledRule> compile_monthly(const Schedule& schedule)
{
    TRY(check_range("day_of_month", schedule.day_of_month, 1, 31));
    const int day = schedule.day_of_month;
    switch (schedule.month_end) {
    case MonthEnd::skip:
        return CompiledRule{WallRule::monthly(day, schedule.hour, schedule.minute),
                            Recurrence::Pattern::fixed_time};
    case MonthEnd::clamp:
        return CompiledRule{WallRule::monthly_clamped(day, schedule.hour, schedule.minute),
                            Recurrence::Pattern::fixed_time};
    case MonthEnd::last:
        break;
    }
    return CompiledRule{WallRule::monthly_clamped(31, schedule.hour, schedule.minute),
                        Recurrence::Pattern::fixed_time};
}

Result<CompiledRule> compile_rule(const Schedule& schedule)
{
    using Pattern = Recurrence::Pattern;
    TRY(check_range("minute", schedule.minute, 0, 59));
    TRY(check_range("hour", schedule.hour, 0, 23));
    switch (schedule.kind) {
    case ScheduleKind::minutely:
        return CompiledRule{WallRule::every_minute(), Pattern::every_instant};
    case ScheduleKind::hourly:
        return CompiledRule{WallRule::hourly(schedule.minute), Pattern::every_instant};
    case ScheduleKind::daily:
        return CompiledRule{WallRule::daily(schedule.hour, schedule.minute), Pattern::fixed_time};
    case ScheduleKind::weekly:
        TRY(check_range("day_of_week", schedule.day_of_week, 0, 6));
        return CompiledRule{WallRule::weekly(schedule.day_of_week, schedule.hour, schedule.minute),
                            Pattern::fixed_time};
    case ScheduleKind::monthly:
        return compile_monthly(schedule);
    case ScheduleKind::cron: {
        CronExpression cron = TRY(parse_cron(schedule.cron));
        Pattern pattern = cron.hour_begins_with_star ? Pattern::every_instant : Pattern::fixed_time;
        return CompiledRule{WallRule::from_cron(cron), never_fires(cron) ? Pattern::never : pattern};
    }
    case ScheduleKind::once:
        if (!schedule.at)
            return fail(Error::invalid("at", "a schedule that runs once needs \"at\", the time it runs at"));
        return CompiledRule{WallRule::every_minute(), Pattern::once};
    case ScheduleKind::trigger:
        break;
    }
    return CompiledRule{WallRule::every_minute(), Pattern::never};
}

} // namespace

Result<Recurrence> Recurrence::compile(const Schedule& schedule)
{
    const Zone* zone = TRY(find_zone(schedule.timezone));
    CompiledRule compiled = TRY(compile_rule(schedule));
    Recurrence recurrence(*zone, compiled.rule);
    recurrence.pattern_ = compiled.pattern;
    recurrence.once_at_ = schedule.at.value_or(Instant{});
    recurrence.dst_gap_ = schedule.dst_gap;
    recurrence.dst_overlap_ = schedule.dst_overlap;
    if (schedule.starts_on && schedule.ends_on && *schedule.ends_on < *schedule.starts_on)
        return fail(Error::invalid("ends_on", fmt::format("ends_on ({}) is before starts_on ({})",
                                                          format_date(*schedule.ends_on),
                                                          format_date(*schedule.starts_on))));
    if (schedule.starts_on)
        recurrence.earliest_ = start_of_day(*schedule.starts_on, *zone);
    if (schedule.ends_on)
        recurrence.end_ =
            start_of_day(LocalDate{std::chrono::sys_days{*schedule.ends_on} + std::chrono::days{1}}, *zone);
    return recurrence;
}

std::optional<Instant> Recurrence::next(Instant after) const
{
    // Instants are whole microseconds: strictly after the one before `earliest` is `earliest` or later.
    if (after < earliest_)
        after = earliest_ == Instant::min() ? earliest_ : earliest_ - Microseconds{1};
    std::optional<Instant> found = next_unbounded(after);
    return found && *found < end_ ? found : std::nullopt;
}

std::optional<Instant> Recurrence::next_unbounded(Instant after) const
{
    if (pattern_ == Pattern::never)
        return std::nullopt;
    if (pattern_ == Pattern::once)
        return once_at_ > after ? std::optional<Instant>(once_at_) : std::nullopt;
    const std::int64_t after_s = floor_seconds(after);
    if (after_s > kOutermost_s || after_s < -kOutermost_s)
        return std::nullopt;
    std::optional<std::int64_t> found =
        pattern_ == Pattern::fixed_time ? next_fixed(after_s) : next_real(after_s);
    return found ? std::optional<Instant>(from_seconds(*found)) : std::nullopt;
}

std::optional<std::int64_t> Recurrence::next_fixed(std::int64_t after_s) const
{
    const Zone::Span& span = zone_->span_at(after_s);
    const std::optional<std::int64_t> wall_s = rule_.next_at_or_after(after_s + span.offset_s + 1);
    if (!wall_s)
        return std::nullopt;
    const std::int64_t candidate_s = *wall_s - span.offset_s;
    if (after_s >= span.quiet_from_s && candidate_s < span.quiet_until_s)
        return candidate_s;
    return next_fixed_near_change(after_s);
}

// Wall times do not keep their order around a change of the clocks, so every one that could stand for an
// instant after `after_s` is looked at until none can be earlier than the best.
std::optional<std::int64_t> Recurrence::next_fixed_near_change(std::int64_t after_s) const
{
    std::optional<std::int64_t> best_s;
    std::optional<std::int64_t> wall_s = rule_.next_at_or_after(after_s + zone_->min_offset_s());
    while (wall_s && *wall_s < after_s + kHorizon_s) {
        if (best_s && *wall_s - zone_->max_offset_s() >= *best_s)
            break;
        std::optional<std::int64_t> instant_s = instant_of(*wall_s, after_s);
        if (instant_s && (!best_s || *instant_s < *best_s))
            best_s = instant_s;
        wall_s = rule_.next_at_or_after(*wall_s + 60);
    }
    return best_s;
}

std::optional<std::int64_t> Recurrence::instant_of(std::int64_t wall_s, std::int64_t after_s) const
{
    const Zone::Resolution found = zone_->resolve(wall_s);
    std::int64_t instant_s = found.first_s;
    if (found.kind == Zone::WallKind::missing) {
        if (dst_gap_ == DstGap::skip)
            return std::nullopt;
        instant_s = wall_s - found.offset_before_s;
    } else if (found.kind == Zone::WallKind::ambiguous) {
        bool take_last = dst_overlap_ == DstOverlap::last ||
                         (dst_overlap_ == DstOverlap::both && found.first_s <= after_s);
        instant_s = take_last ? found.last_s : found.first_s;
    }
    return instant_s > after_s ? std::optional<std::int64_t>(instant_s) : std::nullopt;
}

std::optional<std::int64_t> Recurrence::next_real(std::int64_t after_s) const
{
    const std::vector<Zone::Span>& spans = zone_->spans();
    std::int64_t from_s = after_s + 1;
    std::size_t index = zone_->index_at(from_s);
    for (std::size_t i = 0; i < kMaxSpansCrossed && index < spans.size(); ++i, ++index) {
        const Zone::Span& span = spans[index];
        from_s = std::max(from_s, span.begin_s);
        const std::optional<std::int64_t> wall_s = rule_.next_at_or_after(from_s + span.offset_s);
        if (!wall_s || *wall_s > after_s + kHorizon_s)
            return std::nullopt;
        if (*wall_s - span.offset_s < span.end_s)
            return *wall_s - span.offset_s;
    }
    return std::nullopt;
}

// Steps back until an occurrence lies in between, then closes in on the last one.
std::optional<Instant> Recurrence::previous(Instant before, DateBounds bounds) const
{
    if (bounds == DateBounds::respect && before > end_)
        before = end_;
    if (pattern_ == Pattern::never)
        return std::nullopt;
    std::optional<Instant> found;
    if (pattern_ == Pattern::once) {
        if (once_at_ < before)
            found = once_at_;
    } else {
        const std::int64_t before_s = std::clamp(ceil_seconds(before), -kOutermost_s, kOutermost_s);
        auto has_one_since = [&](std::int64_t s) {
            std::optional<Instant> one = next_unbounded(from_seconds(s));
            return one && *one < from_seconds(before_s);
        };
        std::int64_t low_s = before_s - 61;
        std::int64_t high_s = before_s;
        for (std::int64_t step_s = 600; !has_one_since(low_s); step_s *= 8) {
            if (step_s > kHorizon_s)
                return std::nullopt;
            high_s = low_s;
            low_s = before_s - step_s;
        }
        while (high_s - low_s > 1) {
            std::int64_t middle_s = low_s + (high_s - low_s) / 2;
            (has_one_since(middle_s) ? low_s : high_s) = middle_s;
        }
        found = from_seconds(high_s);
    }
    return found && (bounds == DateBounds::ignore || *found >= earliest_) ? found : std::nullopt;
}

Result<> validate_schedule(const Schedule& schedule)
{
    Recurrence recurrence = TRY(Recurrence::compile(schedule));
    if (schedule.kind == ScheduleKind::cron && recurrence.pattern() == Recurrence::Pattern::never)
        return fail(Error::invalid(
            "cron",
            fmt::format("\"{}\" never runs: no month it names has such a day; choose a day that exists",
                        schedule.cron)));
    if (schedule.misfire_grace < seconds{0} || schedule.misfire_grace > kMaxGrace)
        return fail(
            Error::invalid("misfire_grace", fmt::format("misfire_grace is {} s; it must be from 0 to {} s",
                                                        schedule.misfire_grace.count(), kMaxGrace.count())));
    return check_range("misfire_cap", schedule.misfire_cap, 1, kMaxMisfireCap);
}

} // namespace presstime
