// A combo: bars of `y`, and over them lines of `y2`, on an axis of their own at the right whose ticks lie on
// the gridlines of the first, or on the same one. The legend says which series the right axis is for.
#include "chart/bands.hpp"
#include "chart/bars.hpp"
#include "chart/hits.hpp"
#include "chart/ink.hpp"
#include "chart/legend.hpp"
#include "chart/mark.hpp"
#include "chart/paths.hpp"
#include "chart/plot.hpp"
#include "chart/references.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr double kThinnestBand = 3; // a bar that a line still crosses visibly

struct Combo {
    Bands bands;
    BarSet bars;
    std::size_t bar_series = 0; // the first so many; the others are lines
    std::vector<ResolvedReference> references;
    PlotRequest request;
    bool own_axis = false;
};

ValueRange range_of_lines(const Combo& combo)
{
    ValueRange range{1e300, -1e300, ZeroBase::optional, Numbers::whole};
    for (std::size_t i = combo.bar_series; i < combo.bands.values.size(); ++i)
        for (double value : combo.bands.values[i]) {
            if (std::isnan(value))
                continue;
            range.minimum = std::min(range.minimum, value);
            range.maximum = std::max(range.maximum, value);
            if (value != std::floor(value))
                range.numbers = Numbers::real;
        }
    return range;
}

void settle_axes(MarkContext& context, Combo& combo)
{
    ValueRange lines = range_of_lines(combo);
    bool any_line = lines.minimum <= lines.maximum;
    combo.own_axis = context.spec.y2_axis == SecondAxis::own && any_line;
    combo.request.gap_at_right = combo.own_axis ? 0 : reference_gap(context, combo.references);
    combo.request.values = combo.bars.range;
    combo.request.format = combo.bars.format;
    include_references(combo.references, ReferenceAxis::y, combo.request.values);
    if (any_line)
        include_references(combo.references, ReferenceAxis::y2, lines);
    if (combo.own_axis) {
        combo.request.second = lines;
        combo.request.second_format = context.spec.y2_format;
    } else if (any_line) {
        ValueRange& all = combo.request.values;
        all.minimum = std::min(all.minimum, lines.minimum);
        all.maximum = std::max(all.maximum, lines.maximum);
        if (lines.numbers == Numbers::real)
            all.numbers = Numbers::real;
    }
}

Combo collect(MarkContext& context)
{
    Combo combo;
    combo.bands = line_up(context.data, context.utc_offset, context.notes);
    if (context.data.x_kind == XKind::time)
        fill_calendar_gaps(combo.bands, context.utc_offset);
    for (const Series& series : context.data.series)
        combo.bar_series += series.axis == SeriesAxis::y ? 1 : 0;
    double lanes = context.spec.stack != StackMode::none ? 1 : static_cast<double>(combo.bar_series);
    thin_out(combo.bands,
             static_cast<std::size_t>(std::max(context.area.w * 0.8 / (kThinnestBand * lanes), 1.0)),
             context.locale, context.notes);
    combo.bars = collect_bars(context, combo.bands, combo.bar_series);
    combo.references = resolve_references(context, drawn_values(context));
    settle_axes(context, combo);
    return combo;
}

std::vector<Point> line_points(const Combo& combo, const Plot& plot, std::size_t series)
{
    const ValueScale& scale = plot.second ? *plot.second : plot.value;
    std::vector<Point> points;
    for (std::size_t band = 0; band < combo.bands.count(); ++band) {
        double value = combo.bands.values[series][band];
        points.push_back({plot.bands.center(band), std::isnan(value) ? value : scale(value)});
    }
    return points;
}

void draw_lines_over(MarkContext& context, const Combo& combo, const Plot& plot, LabelRoom& room)
{
    for (std::size_t i = combo.bar_series; i < combo.bands.values.size(); ++i) {
        auto points = line_points(combo, plot, i);
        // A rim of paper parts the line from the bars it crosses.
        PathStyle rim{context.theme.paper, theme::kLine + 1.5, context.spec.curve, MarkerMode::off};
        draw_path(context.drawing, points, plot.box, rim);
        PathStyle style{series_color(context.theme, i), theme::kLine, context.spec.curve,
                        context.spec.markers == MarkerMode::automatic ? MarkerMode::on
                                                                      : context.spec.markers};
        draw_path(context.drawing, points, plot.box, style);
        for (auto& run : runs_between_gaps(points))
            take_path(room, run);
    }
}

void add_line_hits(MarkContext& context, const Combo& combo, const Plot& plot)
{
    constexpr double kSide = 9;
    const std::string& format =
        combo.own_axis || !context.spec.y2_format.empty() ? context.spec.y2_format : context.spec.y_format;
    for (std::size_t i = combo.bar_series; i < combo.bands.values.size(); ++i) {
        auto points = line_points(combo, plot, i);
        for (std::size_t band = 0; band < points.size(); ++band) {
            const Point& at = points[band];
            if (std::isnan(at.y) || at.y < plot.box.y - 1 || at.y > plot.box.bottom() + 1)
                continue;
            add_hit(context, context.data.series[i].name,
                    place_text(context, combo.bands.positions[band], combo.bands.unit),
                    value_text(context, combo.bands.values[i][band], format),
                    {at.x - kSide / 2, at.y - kSide / 2, kSide, kSide});
        }
    }
}

void draw_combo_legend(MarkContext& context, bool own_axis)
{
    std::vector<LegendEntry> entries;
    const auto& series = context.data.series;
    for (std::size_t i = 0; i < series.size(); ++i) {
        bool is_line = series[i].axis == SeriesAxis::y2;
        entries.push_back(
            {is_line && own_axis ? say(context.locale, Phrase::right_axis, {series[i].name}) : series[i].name,
             series_color(context.theme, i), is_line ? Swatch::line : Swatch::box});
    }
    if (entries.size() > 1)
        draw_legend(context, entries);
}

void note_right_axis(MarkContext& context, const Plot& plot)
{
    if (plot.second && plot.second->domain_from > 0)
        context.notes.push_back(say(context.locale, Phrase::right_axis_starts,
                                    {value_text(context, plot.second->domain_from, context.spec.y2_format)}));
}

} // namespace

Drawn draw_combo(MarkContext& context)
{
    Combo combo = collect(context);
    draw_combo_legend(context, combo.own_axis);
    bool labelled = context.spec.labels == LabelMode::on;
    auto texts = labelled ? label_texts(context, combo.bars) : std::vector<std::string>{};
    combo.request.gap_at_end = labelled ? kBarLabelRoom : 0;
    Plot plot = plan_band_plot(context, combo.request, combo.bands);
    draw_frame(context, plot);
    draw_reference_bands(context, plot, combo.references);
    draw_bars_of(context, plot, combo.bars);
    draw_zero_line(context, plot);
    LabelRoom room = room_around(context, plot, combo.bars);
    draw_lines_over(context, combo, plot, room);
    auto labels = place_value_labels(context, plot, combo.bars, texts, room);
    draw_reference_lines(context, plot, combo.references, room);
    for (PlacedLabel& label : labels)
        draw_over_references(context, plot, combo.references, std::move(label.text), label.box);
    note_right_axis(context, plot);
    add_bar_hits(context, plot, combo.bars, combo.bands);
    add_line_hits(context, combo, plot);
    return Drawn::marks;
}

} // namespace presstime
