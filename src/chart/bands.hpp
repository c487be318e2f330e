// Series lined up on common places: one row of values per series, one column per category or instant. What
// bars, stacked areas and pies draw from. Only adds up and fills calendar gaps; draws nothing.
#pragma once

#include "chart/calendar_ticks.hpp"
#include "chart/series.hpp"

#include <vector>

namespace presstime {

struct Bands {
    std::vector<double> positions;           // as Sample::x, one per band
    std::vector<std::vector<double>> values; // [series][band], NaN = gap
    CalendarUnit unit = CalendarUnit::day;   // XKind::time: what the bands are

    std::size_t count() const { return positions.size(); }
};

// Values that share a series and a place are added up; when that happens a note says so.
Bands line_up(const ChartData& data, const UtcOffset& utc_offset, std::vector<std::string>& notes);

// Adds empty bands for the missing months, days ... of a
// regular calendar, so that a gap in time is seen as one.
void fill_calendar_gaps(Bands& bands, const UtcOffset& utc_offset);

// At most `most` bands: of each run of neighbours the one with the largest magnitude stays.
void thin_out(Bands& bands, std::size_t most, const Locale& locale, std::vector<std::string>& notes);

// Lower and upper end of every value when the series are piled on each other, negative ones downwards.
struct Span {
    double from = 0, to = 0;
    bool is_gap = true;
};
std::vector<std::vector<Span>> pile_up(const Bands& bands, StackMode mode);

} // namespace presstime
