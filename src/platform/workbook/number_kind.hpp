// What a cell's number format makes of its number: dates and times are numbers in a workbook, and only the
// format tells (ECMA-376 Part 1, 18.8.30 and 18.8.31).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace presstime {

enum class NumberKind : std::uint8_t {
    number,
    moment,   // days since the epoch, the time of day as their fraction
    clock,    // shown as a time of day alone
    duration, // hours, minutes or seconds that go on beyond a day
};

// Of an id without a format code of its own, of every language's built-in ones.
NumberKind number_kind_of_id(std::int64_t id);
// Of a format code such as `[$-407]dd/mm/yyyy;@`. The first of its sections decides.
NumberKind number_kind_of_code(std::string_view code);

enum class Epoch { y1900, y1904 };

struct SerialTime {
    std::int64_t day = 0;    // since 1970-01-01
    std::int64_t millis = 0; // since midnight
};
// The instant of a serial number, to the millisecond that spreadsheets keep; nothing before 1900 (1904) and
// after 9999. 1900 is a leap year to them: 60, the day that never was, is the last of February.
std::optional<SerialTime> time_of_serial(double serial, Epoch epoch);

// "2026-04-21"
std::string date_text(std::int64_t day);
// "08:30:00", "26:30:00.250"
std::string clock_text(std::int64_t millis);

} // namespace presstime
