// Which field belongs to which kind stands in one table here. Whether a zone exists or a cron expression ever
// fires is the calendar's to judge.
#include "codec/schedule_json.hpp"

#include "codec/document.hpp"

#include <fmt/format.h>

#include <array>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::int64_t kMaxGraceSeconds = 30LL * 24 * 3600;

enum class Need { unused, optional, required };

Need need_of(std::string_view field, ScheduleKind kind, MonthEnd month_end)
{
    const bool daily_or_longer =
        kind == ScheduleKind::daily || kind == ScheduleKind::weekly || kind == ScheduleKind::monthly;
    if (field == "hour")
        return daily_or_longer ? Need::required : Need::unused;
    if (field == "minute")
        return daily_or_longer || kind == ScheduleKind::hourly ? Need::optional : Need::unused;
    if (field == "day_of_week")
        return kind == ScheduleKind::weekly ? Need::required : Need::unused;
    if (field == "day_of_month") {
        if (kind != ScheduleKind::monthly)
            return Need::unused;
        return month_end == MonthEnd::last ? Need::optional : Need::required;
    }
    if (field == "month_end")
        return kind == ScheduleKind::monthly ? Need::optional : Need::unused;
    if (field == "cron")
        return kind == ScheduleKind::cron ? Need::required : Need::unused;
    return kind == ScheduleKind::once ? Need::required : Need::unused; // at
}

constexpr std::array<std::string_view, 7> kKindFields{"hour",      "minute", "day_of_week", "day_of_month",
                                                      "month_end", "cron",   "at"};

void reset_unused(Schedule& schedule)
{
    const Schedule defaults;
    auto unused = [&](std::string_view field) {
        return need_of(field, schedule.kind, schedule.month_end) == Need::unused;
    };
    if (unused("hour"))
        schedule.hour = defaults.hour;
    if (unused("minute"))
        schedule.minute = defaults.minute;
    if (unused("day_of_week"))
        schedule.day_of_week = defaults.day_of_week;
    if (unused("day_of_month"))
        schedule.day_of_month = defaults.day_of_month;
    if (unused("month_end"))
        schedule.month_end = defaults.month_end;
    if (unused("cron"))
        schedule.cron.clear();
    if (unused("at"))
        schedule.at.reset();
}

void read_grace(ObjectReader& reader, Schedule& schedule)
{
    const json::value* value = reader.take("misfire_grace");
    if (!value)
        return;
    std::optional<std::chrono::seconds> grace;
    if (value->is_string())
        grace = parse_duration(value->get_string());
    else if (value->is_int64())
        grace = std::chrono::seconds(value->get_int64());
    if (!grace || grace->count() < 0 || grace->count() > kMaxGraceSeconds)
        reader.fail("misfire_grace", "must be seconds or a duration such as 5m, from 0 to 30d");
    else
        schedule.misfire_grace = *grace;
}

void read_kind(ObjectReader& reader, Schedule& schedule)
{
    if (const json::value* given = reader.take("schedule_kind");
        given && given->is_string() && given->get_string() == "rrule") {
        reader.fail("schedule_kind", "rrule is not available yet; use one of " + list_words<ScheduleKind>());
        return;
    }
    reader.word("schedule_kind", schedule.kind);
}

} // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text)
{
    if (text.empty())
        return std::nullopt;
    std::int64_t unit = 1;
    switch (text.back()) {
    case 's':
        break;
    case 'm':
        unit = 60;
        break;
    case 'h':
        unit = 3600;
        break;
    case 'd':
        unit = 86400;
        break;
    default:
        unit = 0;
    }
    const std::optional<std::int64_t> count =
        parse_int(unit == 0 ? text : trim(text.substr(0, text.size() - 1)));
    constexpr std::int64_t kMaxCount = 1'000'000'000;
    if (!count || *count < 0 || *count > kMaxCount)
        return std::nullopt;
    return std::chrono::seconds(*count * std::max<std::int64_t>(unit, 1));
}

void read_schedule(ObjectReader& reader, Schedule& schedule, std::optional<ScheduleKind> previous)
{
    const MonthEnd previous_month_end = schedule.month_end;
    if (!previous)
        reader.require("schedule_kind");
    read_kind(reader, schedule);
    reader.integer("hour", schedule.hour, {0, 23});
    reader.integer("minute", schedule.minute, {0, 59});
    reader.integer("day_of_week", schedule.day_of_week, {0, 6});
    reader.integer("day_of_month", schedule.day_of_month, {1, 31});
    reader.word("month_end", schedule.month_end);
    reader.text("cron", schedule.cron, {0, 200, TextShape::line});
    reader.instant("at", schedule.at);
    if (previous || reader.has("schedule_kind"))
        for (std::string_view field : kKindFields)
            if (need_of(field, schedule.kind, schedule.month_end) == Need::required && !reader.has(field) &&
                !(previous && need_of(field, *previous, previous_month_end) != Need::unused))
                reader.fail(field, fmt::format("is required for a {} schedule", to_text(schedule.kind)));
    reader.text("timezone", schedule.timezone, {0, 100, TextShape::line});
    reader.date("starts_on", schedule.starts_on);
    reader.date("ends_on", schedule.ends_on);
    if (schedule.starts_on && schedule.ends_on && *schedule.ends_on < *schedule.starts_on)
        reader.fail("ends_on", "must not be before starts_on");
    reader.word("dst_gap", schedule.dst_gap);
    reader.word("dst_overlap", schedule.dst_overlap);
    reader.word("misfire", schedule.misfire);
    read_grace(reader, schedule);
    reader.integer("misfire_cap", schedule.misfire_cap, {1, 10'000});
    reader.word("overlap", schedule.overlap);
    reset_unused(schedule);
}

void write_schedule(json::object& out, const Schedule& schedule)
{
    auto used = [&](std::string_view field) {
        return need_of(field, schedule.kind, schedule.month_end) != Need::unused;
    };
    out["schedule_kind"] = to_text(schedule.kind);
    if (used("hour"))
        out["hour"] = schedule.hour;
    if (used("minute"))
        out["minute"] = schedule.minute;
    if (used("day_of_week"))
        out["day_of_week"] = schedule.day_of_week;
    if (used("day_of_month"))
        out["day_of_month"] = schedule.day_of_month;
    if (used("month_end"))
        out["month_end"] = to_text(schedule.month_end);
    if (used("cron"))
        out["cron"] = schedule.cron;
    if (used("at"))
        out["at"] = schedule.at ? json::value(format_rfc3339(*schedule.at)) : json::value(nullptr);
    out["timezone"] = schedule.timezone;
    out["starts_on"] =
        schedule.starts_on ? json::value(format_date(*schedule.starts_on)) : json::value(nullptr);
    out["ends_on"] = schedule.ends_on ? json::value(format_date(*schedule.ends_on)) : json::value(nullptr);
    out["dst_gap"] = to_text(schedule.dst_gap);
    out["dst_overlap"] = to_text(schedule.dst_overlap);
    out["misfire"] = to_text(schedule.misfire);
    out["misfire_grace"] = schedule.misfire_grace.count();
    out["misfire_cap"] = schedule.misfire_cap;
    out["overlap"] = to_text(schedule.overlap);
}

Result<SchedulePreview> schedule_preview_from_json(std::string_view text)
{
    const json::value document = TRY(parse_json(text));
    ObjectReader reader(document, "");
    SchedulePreview preview;
    reader.refuse_not_yet({"rrule"});
    read_schedule(reader, preview.schedule, std::nullopt);
    reader.instant("after", preview.after);
    reader.integer("count", preview.count, {1, 100});
    reader.boolean("strict", preview.strict);
    TRY(reader.finish());
    return preview;
}

} // namespace presstime::codec
