// Numbers, dates and table cells as people read them: patterns and locales to text. Nothing here measures or
// draws, and nothing knows a zone: whoever does hands in a UtcOffset.
//
// A number pattern is text, digits, text. Digits are "0", "0,0" or "#,##0" (a comma asks for groups), then
// ".00" (so many decimals) or ".[00]" (at most so many). "a" after them shortens to K, M, B, T; "%"
// multiplies by 100; a "+" in front writes the sign of positive numbers too: "0,0.00", "0.0a", "€ 0.0a", "0
// %", "+0.0%". The pattern "duration" takes seconds: "1 h 05 min". The empty pattern chooses by the number.
// A date pattern has yyyy yy MMMM (name) MMM (short name) MM M EEEE (weekday) EEE dd d HH H mm ss and
// punctuation: "MMM yyyy", "dd.MM.yyyy HH:mm", "EEE d MMM".
#pragma once

#include "base/time.hpp"
#include "model/table.hpp"
#include "platform/text/locale.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace presstime {

struct NumberPattern {
    std::string prefix;
    std::string suffix;
    bool natural = false; // the empty pattern: decimals by the number
    bool duration = false;
    bool grouped = false;
    bool percent = false;
    bool always_signed = false;
    bool abbreviated = false;
    int unit = -1; // abbreviated: -1 by the number, else 0 = as is, 1 = K, 2 = M ...
    int minimum_integers = 1;
    int minimum_decimals = 0;
    int maximum_decimals = 0; // 0-10
};

// Offset of local wall time from UTC at an instant; empty = UTC.
using UtcOffset = std::function<std::chrono::seconds(Instant)>;

// `invalid` with field "format", a sentence that shows the pattern and the mend.
Result<NumberPattern> parse_number_pattern(std::string_view pattern);
Result<> check_number_format(std::string_view pattern);
Result<> check_date_format(std::string_view pattern);
// What a column's format may be before the column's type is known: either of the two.
Result<> check_cell_format(std::string_view pattern);

// NaN and infinities are "-". A pattern that does not parse
// counts as the empty one: check it when it is saved.
std::string format_number(double value, const NumberPattern& pattern, const Locale& locale);
std::string format_number(double value, std::string_view pattern, std::string_view locale);

// The unit (0-4) in which a number of this size is abbreviated: 0 below 1,000, 1 = K, 2 = M, 3 = B, 4 = T.
int unit_of(double magnitude);

// `local` is wall time. The empty pattern is "21 Apr 2026" in
// the order of the locale, and ", 09:00" when `with_time`.
enum class DateDetail { day, minute };
std::string format_date_time(Instant local, DateDetail detail, std::string_view pattern,
                             const Locale& locale);

// Dates as a sentence or a line has them: "21 Apr 2026", "21. Apr. 2026", "1er avr. 2026", "21 de abr. de
// 2026"; the same without the year; the day's number alone; "April 2026", "abril de 2026".
std::string format_short_date(LocalDate date, const Locale& locale);
std::string format_day_and_month(LocalDate date, const Locale& locale);
std::string format_day(LocalDate date, const Locale& locale);
std::string format_month(LocalDate date, const Locale& locale);

// A pattern read once, for a whole column. A pattern that does not parse counts as the empty one.
struct CellFormat {
    NumberPattern number;
    std::string date_pattern;
    const Locale* locale = &find_locale("en-US");
};
CellFormat cell_format(std::string_view pattern, const Locale& locale);

// One table cell: "" for NULL, "-" for NaN and infinities, text as it is. Integers and decimals are exact.
std::string format_cell(const ColumnData& column, std::size_t row, const CellFormat& format,
                        const UtcOffset& utc_offset = {});
std::string format_cell(const ColumnData& column, std::size_t row, std::string_view pattern,
                        std::string_view locale, const UtcOffset& utc_offset = {});

// A pattern under which every number of the column has the same decimals, so that right-aligned figures stand
// with their decimal points in one line: "0,0", "0,0.0" ... ; "" for columns that are not numbers.
std::string aligned_pattern(const ColumnData& column);

} // namespace presstime
