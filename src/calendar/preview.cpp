#include "calendar/preview.hpp"

#include "calendar/local_time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime {

namespace {

constexpr std::size_t kMaxPreviewItems = 10000;

std::int64_t seconds_of(Instant instant)
{
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

// "on 9 March 2025 in America/New_York (clocks go from 02:00
// to 03:00)"; a whole day is lost or won with its date.
std::string describe_change(const Zone& zone, std::size_t index, std::int64_t wall_s)
{
    const Zone::Span& before = zone.spans()[index - 1];
    const Zone::Span& after = zone.spans()[index];
    std::int64_t from_s = after.begin_s + before.offset_s;
    std::int64_t to_s = after.begin_s + after.offset_s;
    std::string from = format_wall_time(from_s);
    std::string to = format_wall_time(to_s);
    if (std::abs(to_s - from_s) >= 86400) {
        from = format_long_date(date_of_wall(from_s)) + " " + from;
        to = format_long_date(date_of_wall(to_s)) + " " + to;
    }
    return fmt::format("on {} in {} (clocks go from {} {}to {})", format_long_date(date_of_wall(wall_s)),
                       zone.name(), from, to_s < from_s ? "back " : "", to);
}

std::string run_time(const Zone& zone, std::int64_t utc_s)
{
    const Zone::Span& span = zone.span_at(utc_s);
    return format_wall_time(utc_s + span.offset_s) + " " + span.abbreviation;
}

// The change that repeats a wall time: the first one that sets the clocks back over it.
std::size_t change_that_repeats(const Zone& zone, std::int64_t wall_s)
{
    std::size_t index = zone.index_at(zone.resolve(wall_s).first_s) + 1;
    while (zone.spans()[index].begin_s + zone.spans()[index].offset_s > wall_s)
        ++index;
    return index;
}

std::string note_on_repeated(const Recurrence& recurrence, std::int64_t wall_s, std::int64_t utc_s)
{
    const Zone& zone = recurrence.zone();
    std::string note = fmt::format("{} happens twice {}; ", format_wall_time(wall_s),
                                   describe_change(zone, change_that_repeats(zone, wall_s), wall_s));
    bool is_first = zone.resolve(wall_s).first_s == utc_s;
    if (recurrence.pattern() == Recurrence::Pattern::every_instant ||
        recurrence.dst_overlap() == DstOverlap::both)
        return note + "runs at both, this is the " + (is_first ? "first, " : "second, ") +
               run_time(zone, utc_s);
    return note + "runs at the " + (is_first ? "first, " : "second, ") + run_time(zone, utc_s);
}

// The wall time of the rule that a gap moved onto this instant, if that is how it came about.
std::optional<std::int64_t> moved_wall_time(const Recurrence& recurrence, std::int64_t utc_s)
{
    if (recurrence.dst_gap() == DstGap::skip)
        return std::nullopt;
    const Zone& zone = recurrence.zone();
    std::size_t index = zone.index_at(utc_s);
    if (index == 0)
        return std::nullopt;
    std::int64_t wall_s = utc_s + zone.spans()[index - 1].offset_s;
    bool missing = zone.resolve(wall_s).kind == Zone::WallKind::missing;
    return missing && recurrence.rule().matches(wall_s) ? std::optional<std::int64_t>(wall_s) : std::nullopt;
}

std::string note_on(const Recurrence& recurrence, Instant at)
{
    using Pattern = Recurrence::Pattern;
    if (recurrence.pattern() != Pattern::fixed_time && recurrence.pattern() != Pattern::every_instant)
        return {};
    const Zone& zone = recurrence.zone();
    const std::int64_t utc_s = seconds_of(at);
    const std::int64_t wall_s = utc_s + zone.span_at(utc_s).offset_s;
    if (recurrence.pattern() == Pattern::fixed_time)
        if (auto moved_s = moved_wall_time(recurrence, utc_s))
            return fmt::format("{} does not exist {}; runs at {}", format_wall_time(*moved_s),
                               describe_change(zone, zone.index_at(utc_s), *moved_s), run_time(zone, utc_s));
    if (zone.resolve(wall_s).kind == Zone::WallKind::ambiguous)
        return note_on_repeated(recurrence, wall_s, utc_s);
    return {};
}

PreviewItem item_at(const Zone& zone, Instant at)
{
    return {at, true, format_local(at, zone), format_local_short(at, zone), {}};
}

// What the change at the start of a span drops: one item for
// all its wall times, none unless the clocks jump ahead.
std::optional<PreviewItem> dropped_by(const Recurrence& recurrence, std::size_t index)
{
    const Zone& zone = recurrence.zone();
    const Zone::Span& before = zone.spans()[index - 1];
    const Zone::Span& after = zone.spans()[index];
    const std::int64_t gap_end_s = after.begin_s + after.offset_s;
    std::optional<std::int64_t> first_s = recurrence.rule().next_at_or_after(after.begin_s + before.offset_s);
    if (!first_s || *first_s >= gap_end_s)
        return std::nullopt;
    PreviewItem item = item_at(zone, Instant{std::chrono::seconds{after.begin_s}});
    item.runs = false;
    std::int64_t last_s = *first_s;
    for (auto more_s = first_s; more_s && *more_s < gap_end_s;
         more_s = recurrence.rule().next_at_or_after(last_s + 60))
        last_s = *more_s;
    const std::string change = describe_change(zone, index, *first_s);
    if (last_s == *first_s)
        item.note = fmt::format("{} does not exist {}; does not run", format_wall_time(*first_s), change);
    else
        item.note = fmt::format("{} to {} do not exist {}; nothing runs then", format_wall_time(*first_s),
                                format_wall_time(last_s), change);
    return item;
}

void append_dropped_between(std::vector<PreviewItem>& items, const Recurrence& recurrence, Instant after,
                            Instant until)
{
    bool drops =
        recurrence.pattern() == Recurrence::Pattern::every_instant ||
        (recurrence.pattern() == Recurrence::Pattern::fixed_time && recurrence.dst_gap() == DstGap::skip);
    if (!drops)
        return;
    const std::vector<Zone::Span>& spans = recurrence.zone().spans();
    const std::size_t last = recurrence.zone().index_at(seconds_of(until));
    for (std::size_t index = recurrence.zone().index_at(seconds_of(after)) + 1; index <= last; ++index) {
        bool within_bounds = spans[index].begin_s >= seconds_of(std::max(recurrence.earliest(), after));
        if (auto item = within_bounds ? dropped_by(recurrence, index) : std::nullopt)
            items.push_back(std::move(*item));
    }
}

} // namespace

std::vector<PreviewItem> preview(const Recurrence& recurrence, Instant after, std::size_t count)
{
    std::vector<PreviewItem> items;
    std::optional<Instant> at = recurrence.next(after);
    for (std::size_t i = 0; at && i < std::min(count, kMaxPreviewItems); ++i) {
        append_dropped_between(items, recurrence, after, *at);
        PreviewItem item = item_at(recurrence.zone(), *at);
        item.note = note_on(recurrence, *at);
        items.push_back(std::move(item));
        after = *at;
        at = recurrence.next(after);
    }
    return items;
}

} // namespace presstime
