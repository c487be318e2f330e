// The seam between the frame of a chart and its marks: what a mark is given and what it says about itself. A
// new mark is one file with one function, and one row in marks.cpp.
#pragma once

#include "chart/chart.hpp"
#include "chart/series.hpp"
#include "platform/text/locale.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime {

struct MarkContext {
    const ChartSpec& spec;
    const ChartData& data; // at least one value that is not a gap
    const Locale& locale;
    const Theme& theme;
    const UtcOffset& utc_offset; // of x; empty when x holds whole days
    TextMeasure& measure;
    Box area; // what is left under the title; a mark takes its legend off the top
    Drawing& drawing;
    std::vector<std::string>& notes;
    HitMap& hits;
};

// nothing: the values have no picture in this mark (a pie of zeros), which the frame then says.
enum class Drawn { marks, nothing };

struct MarkTraits {
    Mark mark;
    std::string_view title; // "Bar chart", begins the alt text
    SeriesRequest request;
    Drawn (*draw)(MarkContext& context);
};

const MarkTraits& traits_of(Mark mark);

Drawn draw_bars(MarkContext& context);
Drawn draw_lines(MarkContext& context);
Drawn draw_areas(MarkContext& context);
Drawn draw_pie(MarkContext& context);

} // namespace presstime
