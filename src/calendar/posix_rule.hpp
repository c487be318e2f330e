// The rule at the end of a zone file (RFC 9636 section 3.3, "America/New_York" ends with
// "EST5EDT,M3.2.0,M11.1.0"): how the clocks go on changing after the last change the file lists. Only the M
// form of dates is read, the one form that zone files of tzdata use.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace presstime {

struct PosixRule {
    // The change on the `week`th (5 = last) `weekday` of `month`, `time_s` seconds after local midnight.
    struct Change {
        int month = 1;
        int week = 1;
        int weekday = 0;
        std::int64_t time_s = 7200;
    };

    std::string standard_name;
    std::int32_t standard_offset_s = 0;
    std::string daylight_name; // empty: the clocks do not change
    std::int32_t daylight_offset_s = 0;
    Change to_daylight;
    Change to_standard;
};

// A moment at which the clocks begin to show another offset.
struct ClockChange {
    std::int64_t at_s = 0; // seconds since 1970-01-01T00:00:00Z
    std::int32_t offset_s = 0;
    std::string_view name; // belongs to the rule
};

// Nothing when the text is not such a rule.
std::optional<PosixRule> parse_posix_rule(std::string_view text);

// The two changes of a year in order of time. The rule must have daylight time.
std::array<ClockChange, 2> changes_of_year(const PosixRule& rule, int year);

} // namespace presstime
