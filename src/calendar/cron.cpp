#include "calendar/cron.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <span>
#include <vector>

namespace presstime {

namespace {

constexpr std::size_t kMaxCronBytes = 1000;

constexpr std::array<std::string_view, 12> kMonthNames = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                          "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kDayNames = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

struct FieldKind {
    std::string_view name;
    int low;
    int high;
    std::span<const std::string_view> names; // the first one stands for `first_named`
    int first_named = 0;
};

const std::array<FieldKind, 5> kFields = {
    FieldKind{"minute", 0, 59, {}}, FieldKind{"hour", 0, 23, {}}, FieldKind{"day of month", 1, 31, {}},
    FieldKind{"month", 1, 12, kMonthNames, 1}, FieldKind{"day of week", 0, 7, kDayNames, 0}};

std::string shown(std::string_view text)
{
    return repair_utf8(clip_utf8(text, 40));
}

std::unexpected<Error> refuse(const FieldKind& field, std::string_view why)
{
    return fail(
        Error::invalid("cron", fmt::format("the {} field of the cron expression: {}", field.name, why)));
}

std::string allowed(const FieldKind& field)
{
    if (field.names.empty())
        return fmt::format("{}-{}", field.low, field.high);
    return fmt::format("{}-{} or {}-{}", field.low, field.high, field.names.front(), field.names.back());
}

Result<int> parse_value(std::string_view text, const FieldKind& field)
{
    for (std::size_t i = 0; i < field.names.size(); ++i)
        if (equals_ignore_case_ascii(text, field.names[i]))
            return field.first_named + static_cast<int>(i);
    std::optional<std::int64_t> number = parse_int(text);
    if (!number)
        return refuse(field, fmt::format("\"{}\" is not a value; use {}", shown(text), allowed(field)));
    if (*number < field.low || *number > field.high)
        return refuse(field, fmt::format("{} is out of range; use {}", shown(text), allowed(field)));
    return static_cast<int>(*number);
}

struct ValueRange {
    int low;
    int high;
};

Result<ValueRange> parse_range(std::string_view text, const FieldKind& field)
{
    if (text == "*")
        return ValueRange{field.low, field.high};
    std::size_t dash = text.find('-', 1);
    if (dash == std::string_view::npos) {
        int value = TRY(parse_value(text, field));
        return ValueRange{value, value};
    }
    int low = TRY(parse_value(text.substr(0, dash), field));
    int high = TRY(parse_value(text.substr(dash + 1), field));
    if (low > high)
        return refuse(field,
                      fmt::format("the range {} runs backwards; write its parts as a list", shown(text)));
    return ValueRange{low, high};
}

// One part of a list: a value, a range or '*', with an optional step.
Result<std::uint64_t> parse_part(std::string_view part, const FieldKind& field)
{
    if (part.empty())
        return refuse(field, "an entry is empty; take out the extra comma");
    std::size_t slash = part.find('/');
    std::string_view base = part.substr(0, slash);
    ValueRange range = TRY(parse_range(base, field));
    std::int64_t step = 1;
    if (slash != std::string_view::npos) {
        std::string_view step_text = part.substr(slash + 1);
        std::optional<std::int64_t> number = parse_int(step_text);
        if (!number || *number < 1 || *number > field.high)
            return refuse(field, fmt::format("the step \"{}\" must be a number from 1 to {}",
                                             shown(step_text), field.high));
        if (base != "*" && base.find('-', 1) == std::string_view::npos)
            return refuse(field, fmt::format("a step needs a range; write {}-{}/{} or */{}", range.low,
                                             field.high, *number, *number));
        step = *number;
    }
    std::uint64_t bits = 0;
    for (std::int64_t value = range.low; value <= range.high; value += step)
        bits |= std::uint64_t{1} << value;
    return bits;
}

Result<std::uint64_t> parse_field(std::string_view text, const FieldKind& field)
{
    std::uint64_t bits = 0;
    for (std::string_view part : split(text, ','))
        bits |= TRY(parse_part(part, field));
    return bits;
}

std::vector<std::string_view> split_on_blanks(std::string_view text)
{
    std::vector<std::string_view> words;
    while (!(text = trim(text)).empty()) {
        std::size_t end = text.find_first_of(" \t");
        words.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end);
    }
    return words;
}

} // namespace

Result<CronExpression> parse_cron(std::string_view text)
{
    if (text.size() > kMaxCronBytes)
        return fail(Error::invalid(
            "cron", fmt::format("the cron expression is longer than {} bytes", kMaxCronBytes)));
    std::vector<std::string_view> words = split_on_blanks(text);
    if (words.size() == 1 && words[0].front() == '@')
        return fail(
            Error::invalid("cron", fmt::format("the shorthand {} is not supported; write five fields, for "
                                               "example \"0 0 * * *\" for every midnight",
                                               shown(words[0]))));
    if (words.size() != kFields.size())
        return fail(Error::invalid(
            "cron", fmt::format("the cron expression has {} field{}; write five: minute, hour, "
                                "day of month, month, day of week",
                                words.size(), words.size() == 1 ? "" : "s")));
    std::array<std::uint64_t, 5> bits{};
    for (std::size_t i = 0; i < kFields.size(); ++i)
        bits[i] = TRY(parse_field(words[i], kFields[i]));
    CronExpression cron;
    cron.minutes = bits[0];
    cron.hours = static_cast<std::uint32_t>(bits[1]);
    cron.days_of_month = static_cast<std::uint32_t>(bits[2]);
    cron.months = static_cast<std::uint16_t>(bits[3]);
    // Sunday is 0 and 7.
    cron.days_of_week = static_cast<std::uint8_t>((bits[4] | bits[4] >> 7) & 0x7F);
    cron.hour_begins_with_star = words[1].front() == '*';
    cron.day_of_month_begins_with_star = words[2].front() == '*';
    cron.day_of_week_begins_with_star = words[4].front() == '*';
    return cron;
}

bool never_fires(const CronExpression& cron)
{
    // Either day field is enough, so the day of the week alone brings dates in every month.
    if (cron.either_day_field())
        return false;
    // The longest each month can be; any day of the month falls on any weekday in some year.
    constexpr std::array<int, 13> kLongest = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; ++month) {
        std::uint64_t days = ((std::uint64_t{1} << (kLongest[static_cast<std::size_t>(month)] + 1)) - 1);
        if ((cron.months >> month & 1) != 0 && (cron.days_of_month & days) != 0)
            return false;
    }
    return true;
}

} // namespace presstime
