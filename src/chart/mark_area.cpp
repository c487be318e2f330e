// Areas: a wash under each line, or layers piled on each other. They stand on zero, as bars do. A gap of one
// series is a gap in its layer; the layers above rest on what is there.
#include "chart/bands.hpp"
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

constexpr double kLayerAlpha = 0.82;
constexpr double kPointsPerPlace = 2; // two places per point of width are as fine as can be seen

struct Areas {
    Bands bands;
    std::vector<std::vector<Span>> spans; // [series][band]
    PlotRequest request;
    std::vector<ResolvedReference> references;
    bool piled = false;
};

Areas collect_areas(MarkContext& context)
{
    Areas out;
    out.bands = line_up(context.data, context.utc_offset, context.notes);
    out.piled = context.spec.stack != StackMode::none && context.data.series.size() > 1;
    if (out.piled)
        thin_out(out.bands, static_cast<std::size_t>(std::max(context.area.w * kPointsPerPlace, 2.0)),
                 context.locale, context.notes);
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
    out.references = resolve_references(context, drawn_values(context));
    include_references(out.references, ReferenceAxis::y, range);
    return out;
}

// Upper edge and, in the same order, lower edge of one run without a gap.
struct Strip {
    std::vector<Point> top, bottom;
};

// Strips that stand on the zero line are merged as lines are; layers were thinned out before.
void merge_strip(Strip& strip)
{
    strip.top = merge_columns(std::move(strip.top));
    strip.bottom = {strip.bottom.front(), strip.bottom.back()};
}

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
    if (!areas.piled)
        for (Strip& strip : strips)
            merge_strip(strip);
    return strips;
}

void draw_strip(MarkContext& context, const Areas& areas, std::size_t series, const Plot& plot, Strip strip)
{
    Color color = series_color(context.theme, series);
    const Box& box = plot.box;
    if (strip.top.size() == 1) {
        if (strip.top[0].y >= box.y - 0.01 && strip.top[0].y <= box.bottom() + 0.01)
            context.drawing.push_back(Dots{strip.top, theme::kMarker, color});
        return;
    }
    if (context.spec.curve == Curve::step) {
        strip.top = step_path(strip.top);
        strip.bottom = step_path(strip.bottom);
    }
    std::vector<Point> outline = cap_between(strip.top, box.y, box.bottom());
    std::vector<Point> floor = cap_between(strip.bottom, box.y, box.bottom());
    outline.insert(outline.end(), floor.rbegin(), floor.rend());
    Color top = with_alpha(color, areas.piled ? kLayerAlpha : theme::kAreaTopAlpha);
    Color bottom = areas.piled ? top : with_alpha(color, theme::kAreaBottomAlpha);
    context.drawing.push_back(FillPolygon{std::move(outline), top, bottom});
    Color edge = areas.piled ? context.theme.paper : color;
    double width = areas.piled ? theme::kHairlineWidth : theme::kLine;
    for (auto& part : clip_between(strip.top, box.y - 0.01, box.bottom() + 0.01))
        if (part.size() > 1)
            context.drawing.push_back(Polyline{std::move(part), edge, width, true, {}});
}

double x_of(const MarkContext& context, const Areas& areas, const Plot& plot, std::size_t band)
{
    return context.data.x_kind == XKind::category ? plot.bands.center(band)
                                                  : plot.x(areas.bands.positions[band]);
}

void add_hits(MarkContext& context, const Areas& areas, const Plot& plot)
{
    if (context.hit_mode == HitMode::none)
        return;
    for (std::size_t series = 0; series < areas.spans.size(); ++series) {
        std::vector<Point> points;
        std::vector<Sample> samples;
        for (std::size_t band = 0; band < areas.bands.count(); ++band) {
            const Span& span = areas.spans[series][band];
            bool unseen = span.is_gap || !plot.holds(span.to);
            double y = unseen ? std::nan("") : plot.value(span.to);
            points.push_back({x_of(context, areas, plot, band), y});
            samples.push_back({areas.bands.positions[band], areas.bands.values[series][band], 0});
        }
        add_path_hits(context, {context.data.series[series].name, context.spec.y_format, areas.bands.unit},
                      points, samples, areas.bands.positions);
    }
}

void draw_labels_of_references(MarkContext& context, const Areas& areas, const Plot& plot)
{
    if (areas.references.empty())
        return;
    LabelRoom room(context.area);
    take_texts(room, plot.texts, context.measure);
    for (std::size_t series = 0; series < areas.spans.size(); ++series)
        for (const Strip& strip : strips_of(context, areas, series, plot))
            take_path(room, cap_between(strip.top, plot.box.y, plot.box.bottom()));
    draw_reference_lines(context, plot, areas.references, room);
}

void note_merged_and_beyond(MarkContext& context, const Areas& areas, const Plot& plot, std::size_t drawn)
{
    std::size_t points = 0, outside = 0;
    for (const auto& row : areas.spans)
        for (const Span& span : row) {
            points += span.is_gap ? 0 : 1;
            outside += span.is_gap || plot.holds(span.to) ? 0 : 1;
        }
    auto count = [&](std::size_t n) { return count_text(context.locale, static_cast<std::int64_t>(n)); };
    if (drawn < points)
        context.notes.push_back(say(context.locale, Phrase::points_merged, {count(points), count(drawn)}));
    note_outside(context, outside);
}

} // namespace

Drawn draw_areas(MarkContext& context)
{
    draw_legend(context);
    Areas areas = collect_areas(context);
    Plot plot = context.data.x_kind == XKind::category ? plan_band_plot(context, areas.request, areas.bands)
                                                       : plan_scale_plot(context, areas.request);
    draw_frame(context, plot);
    draw_reference_bands(context, plot, areas.references);
    std::size_t drawn = 0;
    for (std::size_t series = 0; series < areas.spans.size(); ++series)
        for (Strip& strip : strips_of(context, areas, series, plot)) {
            drawn += strip.top.size();
            draw_strip(context, areas, series, plot, std::move(strip));
        }
    draw_zero_line(context, plot);
    draw_labels_of_references(context, areas, plot);
    note_merged_and_beyond(context, areas, plot, drawn);
    add_hits(context, areas, plot);
    return Drawn::marks;
}

} // namespace presstime
