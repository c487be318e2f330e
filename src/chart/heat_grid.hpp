// The cells of a heatmap: rows of a table sorted into columns across and rows down, added up where several
// share a cell, and merged where there are more than can be drawn. Pure; knows no colour and no box.
#pragma once

#include "base/result.hpp"
#include "chart/calendar_ticks.hpp"
#include "chart/series.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace presstime {

// The places along one side: names in the order of their first row, numbers and time ascending. Regular time
// and whole numbers have their missing places too, so that a gap is seen as one.
struct HeatAxis {
    XKind kind = XKind::category;
    bool whole_days = false;
    CalendarUnit unit = CalendarUnit::day; // of time
    std::vector<double> positions;         // of numbers and time; of merged places the first
    std::vector<std::string> names;        // of categories and numbers; empty for time
    std::vector<std::string> last_names;   // of merged places the last; else empty

    std::size_t count() const { return kind == XKind::time ? positions.size() : names.size(); }
};

struct HeatGrid {
    HeatAxis across, down;
    std::vector<double> cells;                   // row by row, NaN = empty
    std::size_t columns_each = 1, rows_each = 1; // places merged into one

    double cell(std::size_t column, std::size_t row) const { return cells[row * across.count() + column]; }
};

struct HeatLimits {
    std::size_t columns = 400, rows = 200;
};

// `x` across, `series` down (without it one row per measure of `y`). Errors are `invalid` with field
// "chart.x", "chart.y" or "chart.series".
Result<> check_heat_columns(const ChartSpec& spec, const Table& table);

// The columns must have passed the check. What was left out, added up or merged is said in `notes`.
HeatGrid build_heat_grid(const ChartSpec& spec, const Table& table, const Locale& locale,
                         const UtcOffset& utc_offset, HeatLimits limits, std::vector<std::string>& notes);

} // namespace presstime
