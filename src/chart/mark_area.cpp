// Areas: a wash under each line, or layers piled on each other. They stand on zero, as bars do. A gap of one
// series is a gap in its layer; the layers above rest on what is there.
#include "chart/bands.hpp"
#include "chart/ink.hpp"
#include "chart/legend.hpp"
#include "chart/mark.hpp"
#include "chart/paths.hpp"
#include "chart/plot.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr double kLayerAlpha = 0.82;
constexpr double kPointsPerPlace = 2; // two places per point of width are as fine as can be seen

struct Areas {
    Bands bands;
    std::vector<std::vector<Span>> spans; // [series][band]
    PlotRequest request;
    bool piled = false;
};

Areas collect_areas(MarkContext& context)
{
    Areas out;
    out.bands = line_up(context.data, context.utc_offset, context.notes);
    thin_out(out.bands, static_cast<std::size_t>(std::max(context.area.w * kPointsPerPlace, 2.0)),
             context.notes);
    out.piled = context.spec.stack != StackMode::none && context.data.series.size() > 1;
    if (out.piled) {
        out.spans = pile_up(out.bands, context.spec.stack);
    } else {
        for (const auto& row : out.bands.values) {
            out.spans.emplace_back();
            for (double value : row)
                out.spans.back().push_back({0, std::isnan(value) ? 0 : value, std::isnan(value)});
        }
    }
    bool percent = out.piled && context.spec.stack == StackMode::percent;
    out.request.format = percent ? "0 %" : context.spec.y_format;
    out.request.gap_at_right = theme::kMarker / 2;
    ValueRange& range = out.request.values;
    range.numbers = context.data.whole_numbers && !percent ? Numbers::whole : Numbers::real;
    for (const auto& row : out.spans)
        for (const Span& span : row) {
            range.minimum = std::min(range.minimum, span.to);
            range.maximum = std::max(range.maximum, span.to);
        }
    return out;
}

// Upper edge and, in the same order, lower edge of one run without a gap.
struct Strip {
    std::vector<Point> top, bottom;
};

std::vector<Strip> strips_of(const MarkContext& context, const Areas& areas, std::size_t series,
                             const Plot& plot)
{
    std::vector<Strip> strips;
    bool open = false;
    for (std::size_t band = 0; band < areas.bands.count(); ++band) {
        const Span& span = areas.spans[series][band];
        if (span.is_gap) {
            open = false;
            continue;
        }
        if (!open)
            strips.emplace_back();
        open = true;
        double x = context.data.x_kind == XKind::category ? plot.bands.center(band)
                                                          : plot.x(areas.bands.positions[band]);
        strips.back().top.push_back({x, plot.value(span.to)});
        strips.back().bottom.push_back({x, plot.value(span.from)});
    }
    return strips;
}

void draw_strip(MarkContext& context, const Areas& areas, std::size_t series, Strip strip)
{
    Color color = series_color(context.theme, series);
    if (strip.top.size() == 1) {
        context.drawing.push_back(Dots{strip.top, theme::kMarker, color});
        return;
    }
    std::vector<Point> outline = strip.top;
    outline.insert(outline.end(), strip.bottom.rbegin(), strip.bottom.rend());
    Color top = with_alpha(color, areas.piled ? kLayerAlpha : theme::kAreaTopAlpha);
    Color bottom = areas.piled ? top : with_alpha(color, theme::kAreaBottomAlpha);
    context.drawing.push_back(FillPolygon{std::move(outline), top, bottom});
    Color edge = areas.piled ? context.theme.paper : color;
    context.drawing.push_back(
        Polyline{std::move(strip.top), edge, areas.piled ? theme::kHairlineWidth : theme::kLine, true, {}});
}

} // namespace

Drawn draw_areas(MarkContext& context)
{
    draw_legend(context);
    Areas areas = collect_areas(context);
    Plot plot = context.data.x_kind == XKind::category ? plan_band_plot(context, areas.request, areas.bands)
                                                       : plan_scale_plot(context, areas.request);
    draw_frame(context, plot);
    for (std::size_t series = 0; series < areas.spans.size(); ++series)
        for (Strip& strip : strips_of(context, areas, series, plot))
            draw_strip(context, areas, series, std::move(strip));
    draw_zero_line(context, plot);
    return Drawn::marks;
}

} // namespace presstime
