// The table of marks.
#include "chart/mark.hpp"

namespace presstime {

const MarkTraits* find_traits(Mark mark)
{
    static const MarkTraits kMarks[] = {
        {Mark::bar, "Bar chart", {NumericX::category, ManySeries::keep_largest}, draw_bars},
        {Mark::line, "Line chart", {NumericX::scale, ManySeries::keep_largest}, draw_lines},
        {Mark::area, "Area chart", {NumericX::scale, ManySeries::keep_largest}, draw_areas},
        {Mark::combo,
         "Combo chart",
         {NumericX::category, ManySeries::keep_largest, kMaximumSeries, Measures::y_and_y2},
         draw_combo},
        {Mark::pie, "Pie chart", {NumericX::category, ManySeries::add_up}, draw_pie},
        {Mark::donut, "Donut chart", {NumericX::category, ManySeries::add_up}, draw_donut},
        {Mark::box_plot, "Box plot", {}, draw_box_plot},
        {Mark::waterfall, "Waterfall chart", {}, draw_waterfall, read_first_measure},
        {Mark::funnel, "Funnel", {}, draw_funnel, read_first_measure},
        {Mark::gauge, "Gauge", {}, draw_gauge, read_gauge},
        {Mark::heatmap, "Heatmap", {}, draw_heatmap, read_heatmap},
        {Mark::histogram, "Histogram", {}, draw_histogram, read_histogram},
        {Mark::scatter, "Scatter chart", {}, draw_scatter, read_points},
        {Mark::bubble, "Bubble chart", {}, draw_bubbles, read_points},
    };
    for (const MarkTraits& traits : kMarks)
        if (traits.mark == mark)
            return &traits;
    return nullptr;
}

} // namespace presstime
