// The seam between the frame of a chart and its marks: what a mark is given and what it says about itself. A
// new mark is one file with one function, and one row in marks.cpp. What it needs of its columns comes as
// series; a mark of other columns reads them itself (MarkTraits::read, or Sample::row and columns.hpp).
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
    const Table& table;    // for columns that are no series: Sample::row says where
    const Locale& locale;
    const Theme& theme;
    const UtcOffset& utc_offset; // of x; empty when x holds whole days
    TextMeasure& measure;
    Box area; // what is left under the title; a mark takes its legend off the top
    Drawing& drawing;
    std::vector<std::string>& notes;
    HitMap& hits;     // through add_hit() of hits.hpp
    std::string& alt; // the mark's own sentences about its numbers; left empty = those of alt_text.hpp
    HitMode hit_mode = HitMode::mapped; // none: add_hit() drops what it is given
};

// The same picture under another spec, for a mark that fills in what its user left out. `spec` must outlive
// it.
inline MarkContext with_spec(MarkContext& context, const ChartSpec& spec)
{
    return {spec,
            context.data,
            context.table,
            context.locale,
            context.theme,
            context.utc_offset,
            context.measure,
            context.area,
            context.drawing,
            context.notes,
            context.hits,
            context.alt,
            context.hit_mode};
}

// nothing: the values have no picture in this mark (a pie of zeros), which the frame then says.
enum class Drawn { marks, nothing };

struct MarkTraits {
    Mark mark;
    std::string_view title; // "Bar chart", begins the alt text
    SeriesRequest request;
    Drawn (*draw)(MarkContext& context); // may be called twice, for two areas
    // Checks the columns and makes the series of a mark that is not content with build_chart_data(), which
    // is what null stands for. Errors are `invalid` with the field of the column ("chart.size").
    Result<ChartData> (*read)(const ChartSpec& spec, const Table& table, const std::string& locale) = nullptr;
};

// Null for a mark that has no row.
const MarkTraits* find_traits(Mark mark);

Drawn draw_bars(MarkContext& context);
Drawn draw_lines(MarkContext& context);
Drawn draw_areas(MarkContext& context);
Drawn draw_combo(MarkContext& context);
Drawn draw_pie(MarkContext& context);
Drawn draw_donut(MarkContext& context);
Drawn draw_box_plot(MarkContext& context);
Drawn draw_waterfall(MarkContext& context);
Drawn draw_funnel(MarkContext& context);
Drawn draw_gauge(MarkContext& context);
Drawn draw_heatmap(MarkContext& context);
Drawn draw_histogram(MarkContext& context);
Drawn draw_scatter(MarkContext& context);
Drawn draw_bubbles(MarkContext& context);

Result<ChartData> read_heatmap(const ChartSpec& spec, const Table& table, const std::string& locale);
Result<ChartData> read_histogram(const ChartSpec& spec, const Table& table, const std::string& locale);
Result<ChartData> read_points(const ChartSpec& spec, const Table& table, const std::string& locale);

Result<ChartData> read_first_measure(const ChartSpec& spec, const Table& table, const std::string& locale);
Result<ChartData> read_gauge(const ChartSpec& spec, const Table& table, const std::string& locale);

} // namespace presstime
