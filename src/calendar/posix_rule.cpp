#include "calendar/posix_rule.hpp"

#include <algorithm>
#include <chrono>

namespace presstime {

namespace {

// Reads the parts of a rule from the front of a text; after the first mismatch `ok` stays false.
struct RuleReader {
    std::string_view rest;
    bool ok = true;

    bool take(char c)
    {
        if (rest.empty() || rest.front() != c)
            return false;
        rest.remove_prefix(1);
        return true;
    }
    void expect(char c) { ok = take(c) && ok; }

    std::string name()
    {
        bool quoted = take('<');
        auto ends = [quoted](char c) {
            bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            return quoted ? c == '>' : !letter;
        };
        auto end = std::find_if(rest.begin(), rest.end(), ends);
        std::string text(rest.begin(), end);
        rest.remove_prefix(text.size());
        if (quoted)
            expect('>');
        ok = ok && !text.empty();
        return text;
    }

    int number(int low, int high)
    {
        int value = 0;
        std::size_t digits = 0;
        while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9' && digits < 3) {
            value = value * 10 + (rest.front() - '0');
            rest.remove_prefix(1);
            ++digits;
        }
        ok = ok && digits > 0 && value >= low && value <= high;
        return value;
    }

    // [+-]h[:mm[:ss]] in seconds; up to a week of hours (RFC 9636 section 3.3.1).
    std::int64_t time_s()
    {
        int sign = take('-') ? -1 : 1;
        if (sign > 0)
            take('+');
        std::int64_t seconds = number(0, 167) * std::int64_t{3600};
        if (take(':'))
            seconds += number(0, 59) * std::int64_t{60};
        if (take(':'))
            seconds += number(0, 59);
        return sign * seconds;
    }

    PosixRule::Change change()
    {
        PosixRule::Change change;
        expect(',');
        expect('M');
        change.month = number(1, 12);
        expect('.');
        change.week = number(1, 5);
        expect('.');
        change.weekday = number(0, 6);
        if (take('/'))
            change.time_s = time_s();
        return change;
    }
};

// Local seconds (as if the zone were UTC) of a change in a year.
std::int64_t local_seconds(const PosixRule::Change& change, int year)
{
    using namespace std::chrono;
    auto first = std::chrono::year{year} / month{static_cast<unsigned>(change.month)};
    weekday day{static_cast<unsigned>(change.weekday)};
    sys_days date = change.week == 5 ? sys_days{first / day[last]}
                                     : sys_days{first / day[static_cast<unsigned>(change.week)]};
    return date.time_since_epoch().count() * std::int64_t{86400} + change.time_s;
}

} // namespace

std::optional<PosixRule> parse_posix_rule(std::string_view text)
{
    RuleReader reader{text};
    PosixRule rule;
    rule.standard_name = reader.name();
    // POSIX counts west of Greenwich as positive.
    rule.standard_offset_s = static_cast<std::int32_t>(-reader.time_s());
    if (reader.ok && !reader.rest.empty()) {
        rule.daylight_name = reader.name();
        bool has_offset = !reader.rest.empty() && reader.rest.front() != ',';
        rule.daylight_offset_s =
            has_offset ? static_cast<std::int32_t>(-reader.time_s()) : rule.standard_offset_s + 3600;
        rule.to_daylight = reader.change();
        rule.to_standard = reader.change();
    }
    if (!reader.ok || !reader.rest.empty())
        return std::nullopt;
    return rule;
}

std::array<ClockChange, 2> changes_of_year(const PosixRule& rule, int year)
{
    std::array<ClockChange, 2> changes{
        ClockChange{local_seconds(rule.to_daylight, year) - rule.standard_offset_s, rule.daylight_offset_s,
                    rule.daylight_name},
        ClockChange{local_seconds(rule.to_standard, year) - rule.daylight_offset_s, rule.standard_offset_s,
                    rule.standard_name}};
    if (changes[0].at_s > changes[1].at_s)
        std::swap(changes[0], changes[1]);
    return changes;
}

} // namespace presstime
