// Turns flags into a Schedule and prints what comes. Which instants those are is the calendar's to say; a
// flag's shape is arguments.hpp's. Here stands what each flag means.
#include "cli/schedule_command.hpp"

#include "base/clock.hpp"
#include "base/text.hpp"
#include "calendar/preview.hpp"
#include "cli/arguments.hpp"
#include "model/enum_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace presstime::cli {

namespace {

constexpr std::int64_t kDefaultCount = 5;
constexpr std::int64_t kMaxCount = 10'000;

struct Request {
    Schedule schedule;
    std::optional<Instant> after; // nothing: now
    std::int64_t count = kDefaultCount;
};

// A setter's error bears no field; read_request adds the flag.
struct RequestFlag {
    Flag flag;
    Result<> (*set)(Request& request, std::string_view value);
};

std::string shown(std::string_view text)
{
    return repair_utf8(clip_utf8(text, 64));
}

Result<std::int64_t> read_number(std::string_view text, std::int64_t low, std::int64_t high)
{
    std::optional<std::int64_t> number = parse_int(text);
    if (!number || *number < low || *number > high)
        return fail(Error::invalid(
            "", fmt::format("\"{}\" is not a whole number from {} to {}", shown(text), low, high)));
    return *number;
}

template <int Schedule::* Field, int Low, int High>
Result<> set_number(Request& request, std::string_view text)
{
    request.schedule.*Field = static_cast<int>(TRY(read_number(text, Low, High)));
    return {};
}

template <auto Schedule::* Field>
Result<> set_word(Request& request, std::string_view text)
{
    using Enum = std::remove_reference_t<decltype(request.schedule.*Field)>;
    std::optional<Enum> value = from_text<Enum>(text);
    if (!value)
        return fail(
            Error::invalid("", fmt::format("\"{}\" is not one of {}", shown(text), list_words<Enum>())));
    request.schedule.*Field = *value;
    return {};
}

template <std::optional<LocalDate> Schedule::* Field>
Result<> set_date(Request& request, std::string_view text)
{
    request.schedule.*Field = TRY(parse_date(text));
    return {};
}

template <std::string Schedule::* Field>
Result<> set_text(Request& request, std::string_view text)
{
    request.schedule.*Field = text;
    return {};
}

Result<> set_at(Request& request, std::string_view text)
{
    request.schedule.at = TRY(parse_rfc3339(text));
    return {};
}

Result<> set_after(Request& request, std::string_view text)
{
    request.after = TRY(parse_rfc3339(text));
    return {};
}

Result<> set_count(Request& request, std::string_view text)
{
    request.count = TRY(read_number(text, 1, kMaxCount));
    return {};
}

const std::vector<RequestFlag>& request_flags()
{
    constexpr FlagKind kValue = FlagKind::value;
    static const std::vector<RequestFlag> flags{
        {{"cron", kValue, "EXPR", "five fields: minute, hour, day of month, month, day of week"},
         set_text<&Schedule::cron>},
        {{"kind", kValue, "KIND", list_words<ScheduleKind>()}, set_word<&Schedule::kind>},
        {{"minute", kValue, "0-59", "minute of the hour (default 0)"}, set_number<&Schedule::minute, 0, 59>},
        {{"hour", kValue, "0-23", "hour of the day (default 0)"}, set_number<&Schedule::hour, 0, 23>},
        {{"day-of-week", kValue, "0-6", "0 is Sunday; weekly (default 0)"},
         set_number<&Schedule::day_of_week, 0, 6>},
        {{"day-of-month", kValue, "1-31", "monthly (default 1)"}, set_number<&Schedule::day_of_month, 1, 31>},
        {{"month-end", kValue, "RULE",
          "a month without the day: skip (default), clamp; or always its last day: last"},
         set_word<&Schedule::month_end>},
        {{"at", kValue, "TIME", "when a schedule of kind once runs"}, set_at},
        {{"zone", kValue, "ZONE", "IANA time zone (default UTC)"}, set_text<&Schedule::timezone>},
        {{"starts-on", kValue, "DATE", "first local date"}, set_date<&Schedule::starts_on>},
        {{"ends-on", kValue, "DATE", "last local date"}, set_date<&Schedule::ends_on>},
        {{"dst-gap", kValue, "CHOICE", "a wall time that the clocks skip: shift (default) or skip"},
         set_word<&Schedule::dst_gap>},
        {{"dst-overlap", kValue, "CHOICE", "a wall time that happens twice: first (default), last or both"},
         set_word<&Schedule::dst_overlap>},
        {{"after", kValue, "TIME", "instants strictly after this one (default now)"}, set_after},
        {{"count", kValue, "N", fmt::format("how many (default {})", kDefaultCount)}, set_count},
    };
    return flags;
}

std::vector<Flag> declared_flags()
{
    std::vector<Flag> flags;
    for (const RequestFlag& each : request_flags())
        flags.push_back(each.flag);
    flags.push_back({"explain", FlagKind::presence, "",
                     "add the local time, and a note where a change of the clocks matters"});
    return flags;
}

// Errors read "--hour: ...".
Error about_flag(std::string_view flag, const Error& error)
{
    const std::string field = fmt::format("--{}", flag);
    return Error::invalid(field, fmt::format("{}: {}", field, error.message));
}

Result<Request> read_request(const Arguments& arguments)
{
    Request request;
    for (const RequestFlag& each : request_flags()) {
        const std::optional<std::string> value = arguments.value(each.flag.name);
        if (!value)
            continue;
        if (const Result<> set = each.set(request, *value); !set)
            return fail(about_flag(each.flag.name, set.error()));
    }
    const bool has_cron = arguments.value("cron").has_value();
    const bool has_kind = arguments.value("kind").has_value();
    if (!has_cron && !has_kind)
        return fail(
            about_flag("cron", Error::invalid("", "say when: give --cron EXPR or --kind KIND; see --help")));
    if (!has_kind)
        request.schedule.kind = ScheduleKind::cron;
    if (has_cron && request.schedule.kind != ScheduleKind::cron)
        return fail(about_flag("cron", Error::invalid("", "goes with --kind cron only; drop one of them")));
    return request;
}

void print_next(const Recurrence& recurrence, const Request& request, Instant after, std::ostream& out)
{
    for (std::int64_t i = 0; i < request.count; ++i) {
        std::optional<Instant> next = recurrence.next(after);
        if (!next)
            return;
        out << format_rfc3339(*next) << '\n';
        after = *next;
    }
}

void print_explained(const Recurrence& recurrence, const Request& request, Instant after, std::ostream& out)
{
    for (const PreviewItem& item : preview(recurrence, after, static_cast<std::size_t>(request.count))) {
        out << (item.runs ? format_rfc3339(item.at) : "-") << '\t' << (item.runs ? item.local : "-");
        if (!item.note.empty())
            out << '\t' << item.note;
        out << '\n';
    }
}

// A schedule's field as the flag that sets it: "day_of_week" -> "day-of-week".
std::string flag_of_field(std::string field)
{
    if (field == "timezone")
        return "zone";
    std::ranges::replace(field, '_', '-');
    return field;
}

int print_schedule(std::span<const std::string_view> words, std::ostream& out, std::ostream& err)
{
    const Result<Arguments> arguments = parse_arguments(words, declared_flags());
    if (!arguments)
        return report_wrong_usage(err, arguments.error());
    const Result<Request> request = read_request(*arguments);
    if (!request)
        return report_wrong_usage(err, request.error());
    const Result<Recurrence> recurrence = Recurrence::compile(request->schedule);
    if (!recurrence)
        return report_wrong_usage(err,
                                  about_flag(flag_of_field(recurrence.error().field), recurrence.error()));
    const Instant after = request->after.value_or(SystemClock().now());
    if (!recurrence->next(after))
        err << "presstime: this schedule does not run after " << format_rfc3339(after) << '\n';
    else if (arguments->has("explain"))
        print_explained(*recurrence, *request, after, out);
    else
        print_next(*recurrence, *request, after, out);
    return kExitDone;
}

} // namespace

Command schedule_next_command()
{
    return {
        "schedule next", "prints the next instants of a schedule, one UTC instant a line",
        "usage: presstime schedule next (--cron EXPR | --kind KIND ...) --zone ZONE [--after TIME] "
        "[--count N] [--explain]\n\n" +
            describe_flags(declared_flags()) +
            "\nTIME is RFC 3339 (2025-03-09T07:30:00Z), DATE is 2025-03-09. With --explain the columns are\n"
            "separated by tabs; '-' stands for a run that a change of the clocks drops.\n",
        print_schedule};
}

} // namespace presstime::cli
