#include "cli/schedule_command.hpp"

#include "base/clock.hpp"
#include "base/text.hpp"
#include "calendar/preview.hpp"
#include "model/enum_text.hpp"

#include <fmt/format.h>

#include <ostream>
#include <vector>

namespace presstime {

namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;
constexpr std::int64_t kMaxCount = 10000;

struct Request {
    Schedule schedule;
    bool has_kind = false;
    std::optional<Instant> after;
    std::int64_t count = 5;
    bool explain = false;
    bool help = false;
};

struct Flag {
    std::string_view name;
    std::string_view value; // what stands for the value in the help; empty: the flag has none
    std::string_view help;
    Result<> (*apply)(Request& request, std::string_view value);
};

std::string shown(std::string_view text)
{
    return repair_utf8(clip_utf8(text, 64));
}

// An Error's field is the flag: messages read "--hour: ...".
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

Result<> set_cron(Request& request, std::string_view text)
{
    if (request.has_kind && request.schedule.kind != ScheduleKind::cron)
        return fail(Error::invalid("", "goes with --kind cron only"));
    request.schedule.kind = ScheduleKind::cron;
    request.schedule.cron = text;
    request.has_kind = true;
    return {};
}

Result<> set_kind(Request& request, std::string_view text)
{
    std::optional<ScheduleKind> kind = from_text<ScheduleKind>(text);
    if (!kind)
        return fail(Error::invalid(
            "", fmt::format("\"{}\" is not one of {}", shown(text), list_words<ScheduleKind>())));
    if (!request.schedule.cron.empty() && *kind != ScheduleKind::cron)
        return fail(Error::invalid("", "give either --cron or another kind, not both"));
    request.schedule.kind = *kind;
    request.has_kind = true;
    return {};
}

Result<> set_zone(Request& request, std::string_view text)
{
    request.schedule.timezone = text;
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

Result<> set_explain(Request& request, std::string_view)
{
    request.explain = true;
    return {};
}

Result<> set_help(Request& request, std::string_view)
{
    request.help = true;
    return {};
}

constexpr Flag kFlags[] = {
    {"--cron", "EXPR", "five fields: minute, hour, day of month, month, day of week", set_cron},
    {"--kind", "KIND", "minutely, hourly, daily, weekly, monthly, cron, once or trigger", set_kind},
    {"--minute", "0-59", "minute of the hour (default 0)", set_number<&Schedule::minute, 0, 59>},
    {"--hour", "0-23", "hour of the day (default 0)", set_number<&Schedule::hour, 0, 23>},
    {"--day-of-week", "0-6", "0 is Sunday; weekly (default 0)", set_number<&Schedule::day_of_week, 0, 6>},
    {"--day-of-month", "1-31", "monthly (default 1)", set_number<&Schedule::day_of_month, 1, 31>},
    {"--month-end", "RULE", "a month without the day: skip (default), clamp; or always its last day: last",
     set_word<&Schedule::month_end>},
    {"--at", "TIME", "when a schedule of kind once runs", set_at},
    {"--zone", "ZONE", "IANA time zone (default UTC)", set_zone},
    {"--starts-on", "DATE", "first local date", set_date<&Schedule::starts_on>},
    {"--ends-on", "DATE", "last local date", set_date<&Schedule::ends_on>},
    {"--dst-gap", "CHOICE", "a wall time that the clocks skip: shift (default) or skip",
     set_word<&Schedule::dst_gap>},
    {"--dst-overlap", "CHOICE", "a wall time that happens twice: first (default), last or both",
     set_word<&Schedule::dst_overlap>},
    {"--after", "TIME", "instants strictly after this one (default now)", set_after},
    {"--count", "N", "how many (default 5)", set_count},
    {"--explain", "", "add the local time, and a note where a change of the clocks matters", set_explain},
    {"--help", "", "show this", set_help},
};

void print_help(std::ostream& stream)
{
    stream << "usage: presstime schedule next (--cron EXPR | --kind KIND ...) --zone ZONE [--after TIME] "
              "[--count N] "
              "[--explain]\n\nPrints the next instants of a schedule, one UTC instant a line.\n\n";
    for (const Flag& flag : kFlags)
        stream << fmt::format("  {:<24}{}\n", fmt::format("{} {}", flag.name, flag.value), flag.help);
    stream << "\nTIME is RFC 3339 (2025-03-09T07:30:00Z), DATE is 2025-03-09. With --explain the columns are "
              "separated "
              "by tabs; '-' stands\nfor a run that a change of the clocks drops.\n";
}

Error unknown_flag(std::string_view name)
{
    std::vector<std::string> names;
    for (const Flag& flag : kFlags)
        names.emplace_back(flag.name);
    std::optional<std::string> near = did_you_mean(name, names);
    return Error::invalid(std::string(shown(name)), near
                                                        ? fmt::format("unknown flag; did you mean {}?", *near)
                                                        : "unknown flag; see --help");
}

Error named(Error error, std::string_view flag)
{
    error.field = flag;
    return error;
}

Result<Request> read_request(std::span<const std::string_view> arguments)
{
    Request request;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string_view name = arguments[i].substr(0, arguments[i].find('='));
        bool joined = name.size() < arguments[i].size();
        const Flag* flag = nullptr;
        for (const Flag& one : kFlags)
            flag = one.name == name ? &one : flag;
        if (flag == nullptr)
            return fail(unknown_flag(name));
        if (joined && flag->value.empty())
            return fail(Error::invalid(std::string(name), "takes no value"));
        std::string_view value = joined ? arguments[i].substr(name.size() + 1) : std::string_view{};
        if (!joined && !flag->value.empty()) {
            if (++i == arguments.size())
                return fail(
                    Error::invalid(std::string(name), fmt::format("needs a value ({})", flag->value)));
            value = arguments[i];
        }
        if (auto applied = flag->apply(request, value); !applied)
            return fail(named(applied.error(), name));
    }
    if (!request.has_kind && !request.help)
        return fail(Error::invalid("--cron", "say when: give --cron EXPR or --kind KIND; see --help"));
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

// A schedule's field as the flag that sets it: "day_of_week" -> "--day-of-week".
std::string flag_of_field(std::string_view field)
{
    if (field == "timezone")
        return "--zone";
    std::string flag = fmt::format("--{}", field);
    for (char& c : flag)
        c = c == '_' ? '-' : c;
    return flag;
}

int refuse(const Error& error, std::ostream& err)
{
    err << "presstime schedule next: " << error.field << ": " << error.message << '\n';
    return kWrongUsage;
}

} // namespace

int run_schedule_command(std::span<const std::string_view> arguments, std::ostream& out, std::ostream& err)
{
    if (!arguments.empty() && (arguments[0] == "--help" || arguments[0] == "-h")) {
        print_help(out);
        return kDone;
    }
    if (arguments.empty() || arguments[0] != "next") {
        err << "presstime schedule: the one thing to do here is \"next\"\n";
        print_help(err);
        return kWrongUsage;
    }
    Result<Request> request = read_request(arguments.subspan(1));
    if (!request)
        return refuse(request.error(), err);
    if (request->help) {
        print_help(out);
        return kDone;
    }
    Result<Recurrence> recurrence = Recurrence::compile(request->schedule);
    if (!recurrence)
        return refuse(named(recurrence.error(), flag_of_field(recurrence.error().field)), err);
    const Instant after = request->after.value_or(SystemClock().now());
    if (!recurrence->next(after))
        err << "presstime schedule next: this schedule does not run after " << format_rfc3339(after) << '\n';
    else if (request->explain)
        print_explained(*recurrence, *request, after, out);
    else
        print_next(*recurrence, *request, after, out);
    out.flush();
    return out.good() ? kDone : kFailed;
}

} // namespace presstime
