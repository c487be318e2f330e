// Bars: grouped, stacked, 100 %, upwards or rightwards. They start at zero, always. Names that would not fit
// under upright bars turn the chart on its side.
#include "chart/bands.hpp"
#include "chart/bars.hpp"
#include "chart/ink.hpp"
#include "chart/legend.hpp"
#include "chart/mark.hpp"
#include "chart/plot.hpp"
#include "chart/references.hpp"

#include <algorithm>

namespace presstime {

namespace {

constexpr double kThinnestBand = 1.5;
constexpr double kLeastRow = 10; // of horizontal bars with a name each
constexpr double kBesideBar = 5; // around a label at the end of a horizontal bar

// Upright bars keep room above only when a label really stands above the plot.
Plot plan_upright(const MarkContext& context, PlotRequest request, const Bands& bands, const BarSet& set,
                  const std::vector<std::string>& texts)
{
    Plot plot = plan_band_plot(context, request, bands);
    if (texts.empty() || plot.value(plot.clamped(set.range.maximum)) - kBarLabelRoom >= plot.labels_top)
        return plot;
    request.gap_at_end = kBarLabelRoom;
    Plot roomy = plan_band_plot(context, request, bands);
    LabelRoom room = room_around(context, roomy, set);
    return place_value_labels(context, roomy, set, texts, room).empty() ? plot : roomy;
}

bool lies_down(const MarkContext& context, const Bands& bands, const PlotRequest& request)
{
    if (context.spec.horizontal)
        return true;
    bool fits_in_rows = static_cast<double>(bands.count()) * kLeastRow <= context.area.h - 13;
    return context.data.x_kind == XKind::category && fits_in_rows &&
           plan_band_plot(context, request, bands).cramped;
}

void thin_to_room(MarkContext& context, Bands& bands)
{
    bool stacked = context.spec.stack != StackMode::none;
    double lanes = stacked ? 1 : static_cast<double>(context.data.series.size());
    double length = context.spec.horizontal ? context.area.h : context.area.w;
    thin_out(bands, static_cast<std::size_t>(std::max(length * 0.85 / (kThinnestBand * lanes), 1.0)),
             context.locale, context.notes);
}

Plot plan(const MarkContext& context, const Bands& bands, const BarSet& set, const ValueRange& range,
          const std::vector<std::string>& texts, double gap_at_right)
{
    PlotRequest request;
    request.gap_at_right = gap_at_right;
    request.values = range;
    request.format = set.format;
    if (!lies_down(context, bands, request))
        return plan_upright(context, request, bands, set, texts);
    double widest = 0;
    for (const std::string& text : texts)
        widest = std::max(widest, context.measure.width(text, value_style(context.theme)) + kBesideBar);
    request.gap_at_end = std::min(widest, context.area.w / 4);
    return plan_horizontal_plot(context, request, bands);
}

} // namespace

Drawn draw_bars(MarkContext& context)
{
    draw_legend(context);
    Bands bands = line_up(context.data, context.utc_offset, context.notes);
    if (context.data.x_kind == XKind::time)
        fill_calendar_gaps(bands, context.utc_offset);
    thin_to_room(context, bands);
    BarSet set = collect_bars(context, bands, bands.values.size());
    auto references = resolve_references(context, drawn_values(context));
    ValueRange range = set.range;
    include_references(references, ReferenceAxis::y, range);
    auto texts = wants_labels(context, set) ? label_texts(context, set) : std::vector<std::string>{};
    Plot plot = plan(context, bands, set, range, texts, reference_gap(context, references));
    draw_frame(context, plot);
    draw_reference_bands(context, plot, references);
    draw_bars_of(context, plot, set);
    draw_zero_line(context, plot);
    LabelRoom room = room_around(context, plot, set);
    auto labels = place_value_labels(context, plot, set, texts, room);
    draw_reference_lines(context, plot, references, room);
    for (PlacedLabel& label : labels)
        draw_over_references(context, plot, references, std::move(label.text), label.box);
    add_bar_hits(context, plot, set, bands);
    return Drawn::marks;
}

} // namespace presstime
