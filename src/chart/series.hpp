// From a table to series: which columns, which kind of x, one list of points per series. Says what is missing
// or of the wrong type; NULL, NaN and infinities become gaps. Knows no mark but what it asks for.
#pragma once

#include "base/result.hpp"
#include "model/dashboard.hpp"
#include "model/table.hpp"
#include "platform/text/locale.hpp"
#include "platform/text/number_format.hpp"

#include <string>
#include <vector>

namespace presstime {

// Which axis a series stands on: of ChartSpec::y, or of a combo's ChartSpec::y2.
enum class SeriesAxis { y, y2 };

enum class XKind { category, time, number };

struct Sample {
    // category: index into ChartData::categories; time: microseconds since 1970 UTC; else the number
    double x = 0;
    double y = 0;        // NaN = gap
    std::size_t row = 0; // of the table
};

struct Series {
    std::string name;
    std::vector<Sample> samples; // by x for time and number unless asked otherwise, else in the table's order
    SeriesAxis axis = SeriesAxis::y;
};

struct ChartData {
    XKind x_kind = XKind::category;
    bool whole_days = false; // time of dates, not instants: no zone applies
    std::string x_name;
    std::vector<std::string> categories; // XKind::category, in order of appearance
    std::vector<Series> series;
    bool whole_numbers = true; // every y is a whole number
    std::vector<std::string> notes;
    std::string locale = "en-US"; // of names and notes

    bool empty() const; // no drawable value at all
    const Locale& words() const { return find_locale(locale); }
};

// What a mark asks of its data.
enum class NumericX { scale, category };        // numbers on x: a scale, or one category each
enum class ManySeries { add_up, keep_largest }; // beyond `most`: the rest as "Other", or left out and said so

inline constexpr std::size_t kMaximumSeries = 20;

enum class SampleOrder { by_x, of_rows }; // of time and numbers; a scatter needs none
enum class Measures { y, y_and_y2 };      // y2 as series of their own, behind those of y

struct SeriesRequest {
    NumericX numeric_x = NumericX::category;
    ManySeries many = ManySeries::keep_largest;
    std::size_t most = kMaximumSeries;
    Measures measures = Measures::y;
    SampleOrder order = SampleOrder::by_x;
};

// Errors are `invalid` with field "chart.x", "chart.y", "chart.y2" or "chart.series".
Result<ChartData> build_chart_data(const ChartSpec& spec, const Table& table, SeriesRequest request,
                                   const std::string& locale);

} // namespace presstime
