// From a table to series: which columns, which kind of x, one list of points per series. Says what is missing
// or of the wrong type; NULL, NaN and infinities become gaps. Knows no mark but what it asks for.
#pragma once

#include "base/result.hpp"
#include "model/dashboard.hpp"
#include "model/table.hpp"
#include "platform/text/number_format.hpp"

#include <string>
#include <vector>

namespace presstime {

enum class XKind { category, time, number };

struct Sample {
    // category: index into ChartData::categories; time: microseconds since 1970 UTC; else the number
    double x = 0;
    double y = 0;        // NaN = gap
    std::size_t row = 0; // of the table
};

struct Series {
    std::string name;
    std::vector<Sample> samples; // by x for time and number, in the table's order for categories
};

struct ChartData {
    XKind x_kind = XKind::category;
    bool whole_days = false; // time of dates, not instants: no zone applies
    std::string x_name;
    std::vector<std::string> categories; // XKind::category, in order of appearance
    std::vector<Series> series;
    bool whole_numbers = true; // every y is a whole number
    std::vector<std::string> notes;

    bool empty() const; // no drawable value at all
};

// What a mark asks of its data.
enum class NumericX { scale, category };        // numbers on x: a scale, or one category each
enum class ManySeries { add_up, keep_largest }; // beyond `most`: the rest as "Other", or left out and said so

inline constexpr std::size_t kMaximumSeries = 20;

struct SeriesRequest {
    NumericX numeric_x = NumericX::category;
    ManySeries many = ManySeries::keep_largest;
    std::size_t most = kMaximumSeries;
};

// Errors are `invalid` with field "chart.x", "chart.y" or "chart.series".
Result<ChartData> build_chart_data(const ChartSpec& spec, const Table& table, SeriesRequest request,
                                   const std::string& locale);

} // namespace presstime
