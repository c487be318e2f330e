// Box plot: of the raw numbers of each place on x, and of each series side by side, the quartiles as a box,
// the median across it, whiskers to the furthest value within 1.5 interquartile ranges, and every value
// beyond as a dot. A single value is a line. Lies on its side where names do not fit.
#include "chart/box_groups.hpp"
#include "chart/hits.hpp"
#include "chart/ink.hpp"
#include "chart/legend.hpp"
#include "chart/mark.hpp"
#include "chart/numbers.hpp"
#include "chart/plot.hpp"
#include "chart/references.hpp"
#include "platform/text/phrases.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace presstime {

namespace {

constexpr double kWidestBox = 40;
constexpr double kLeastRow = 10; // of horizontal boxes with a name each
constexpr double kTickRow = 13;
constexpr double kBoxTint = 0.72;
constexpr double kOutlineFrom = 6; // thinner boxes are filled instead
constexpr double kOutline = 1;
constexpr double kLeastInverted = 5; // length of a filled box that has its median cut out
constexpr double kCap = 0.5;         // of the box's thickness
constexpr double kDot = 2.5;
constexpr std::size_t kMostDots = 600; // of all boxes; more are merged
constexpr double kDotStep = 1.5;       // between merged dots
constexpr std::size_t kMostDotHits = 300;
constexpr std::size_t kMostNamed = 6;

bool is_upright(const Plot& plot)
{
    return plot.direction == ValueDirection::upwards;
}

// Where one box stands across the direction of its values.
struct Lane {
    double middle = 0, thickness = 0;
};

Lane lane_of(const MarkContext& context, const Group& group, const Plot& plot)
{
    auto lanes = static_cast<double>(context.data.series.size());
    double whole = std::min(plot.bands.step() * (1 - theme::kBarGap), kWidestBox * lanes);
    double lane = whole / lanes;
    double gap = lanes > 1 && lane >= kOutlineFrom ? std::min(lane * 0.15, 4.0) : 0;
    return {plot.bands.center(group.band) - whole / 2 + lane * (static_cast<double>(group.series) + 0.5),
            std::max(lane - gap, 0.5)};
}

// Draws in terms of values and places across, for both directions.
struct Pen {
    MarkContext& context;
    const Plot& plot;
    Lane lane;
    Color color;

    double at(double value) const { return plot.value(plot.clamped(value)); }
    Point point(double value, double offset) const
    {
        double across = lane.middle + offset;
        return is_upright(plot) ? Point{across, at(value)} : Point{at(value), across};
    }
    Box box(double from, double to, double thickness) const
    {
        double low = std::min(at(from), at(to)), length = std::abs(at(to) - at(from));
        double start = lane.middle - thickness / 2;
        return is_upright(plot) ? Box{start, low, thickness, length} : Box{low, start, length, thickness};
    }
    void line(Point from, Point to, double width) const
    {
        context.drawing.push_back(Polyline{{from, to}, color, width, false, {}});
    }
};

void draw_whisker(const Pen& pen, double from, double to)
{
    if (from == to)
        return;
    double cap = pen.lane.thickness * kCap / 2;
    pen.line(pen.point(from, 0), pen.point(to, 0), kOutline);
    // No cap where the axis ends before the whisker does.
    if (pen.lane.thickness >= kOutlineFrom && pen.plot.holds(to))
        pen.line(pen.point(to, -cap), pen.point(to, cap), kOutline);
}

void draw_box(const Pen& pen, const BoxSummary& box)
{
    const Theme& theme = pen.context.theme;
    double half = pen.lane.thickness / 2;
    draw_whisker(pen, box.lower_quartile, box.lower_whisker);
    draw_whisker(pen, box.upper_quartile, box.upper_whisker);
    bool outlined = pen.lane.thickness >= kOutlineFrom;
    if (box.upper_quartile > box.lower_quartile) {
        double inset = outlined ? kOutline : 0;
        Box body = pen.box(box.lower_quartile, box.upper_quartile, pen.lane.thickness - inset);
        Color fill = outlined ? mix(pen.color, theme.paper, kBoxTint) : pen.color;
        pen.context.drawing.push_back(FillRect{body, fill});
        if (outlined)
            pen.context.drawing.push_back(StrokeRect{body, pen.color, kOutline});
    }
    double length = std::abs(pen.at(box.upper_quartile) - pen.at(box.lower_quartile));
    bool inverted = !outlined && length >= kLeastInverted;
    Pen median{pen.context, pen.plot, pen.lane, inverted ? theme.paper : pen.color};
    if (pen.plot.holds(box.median))
        median.line(pen.point(box.median, -half), pen.point(box.median, half), outlined ? 2 : kOutline);
}

std::size_t count_outliers(const BoxPlot& boxes)
{
    std::size_t count = 0;
    for (const Group& group : boxes.groups)
        count += group.box.outliers.size();
    return count;
}

// The outliers of one box, those that would stand within a step of the last one left out.
std::vector<Point> dots_of(const Pen& pen, const BoxSummary& box, bool merged)
{
    std::vector<Point> dots;
    double last = -1e300;
    for (double value : box.outliers) {
        double at = pen.at(value);
        if (!pen.plot.holds(value) || (merged && std::abs(at - last) < kDotStep))
            continue;
        last = at;
        dots.push_back(pen.point(value, 0));
    }
    return dots;
}

void draw_outliers(MarkContext& context, const BoxPlot& boxes, const Plot& plot)
{
    std::size_t all = count_outliers(boxes), drawn = 0, outside = 0;
    bool merged = all > kMostDots;
    for (const Group& group : boxes.groups) {
        Pen pen{context, plot, lane_of(context, group, plot), series_color(context.theme, group.series)};
        Dots dots{dots_of(pen, group.box, merged), std::clamp(pen.lane.thickness / 2, 1.0, kDot), pen.color};
        drawn += dots.centers.size();
        for (double value : group.box.outliers)
            outside += plot.holds(value) ? 0 : 1;
        if (!dots.centers.empty())
            context.drawing.push_back(std::move(dots));
    }
    note_outside(context, boxes.outside);
    if (merged && drawn + outside < all)
        context.notes.push_back(say(context.locale, Phrase::outliers_merged,
                                    {count_text(context.locale, static_cast<std::int64_t>(all)),
                                     count_text(context.locale, static_cast<std::int64_t>(drawn))}));
}

std::string summary_text(const MarkContext& context, const BoxSummary& box)
{
    auto written = [&](double value) { return value_text(context, value, context.spec.y_format); };
    if (box.count == 1)
        return written(box.median) + " (n = 1)";
    std::string text =
        fmt::format("{} {}, quartiles {} – {}, range {} – {} (n = {}",
                    to_lower_ascii(say(context.locale, Phrase::median)), written(box.median),
                    written(box.lower_quartile), written(box.upper_quartile), written(box.lowest()),
                    written(box.highest()), count_text(context.locale, static_cast<std::int64_t>(box.count)));
    if (!box.outliers.empty())
        text += fmt::format(", {} outlier{}",
                            count_text(context.locale, static_cast<std::int64_t>(box.outliers.size())),
                            box.outliers.size() == 1 ? "" : "s");
    return text + ")";
}

void add_hits(MarkContext& context, const BoxPlot& boxes, const Plot& plot)
{
    bool with_dots = count_outliers(boxes) <= kMostDotHits;
    for (const Group& group : boxes.groups) {
        Pen pen{context, plot, lane_of(context, group, plot), {}};
        const std::string& series = context.data.series[group.series].name;
        std::string place = place_text(context, boxes.bands.positions[group.band], boxes.bands.unit);
        add_hit(context, series, place, summary_text(context, group.box),
                pen.box(group.box.lower_whisker, group.box.upper_whisker, pen.lane.thickness));
        for (double value : group.box.outliers) {
            Point at = pen.point(value, 0);
            if (with_dots && plot.holds(value))
                add_hit(context, series, place, value_text(context, value, context.spec.y_format),
                        {at.x - kDot, at.y - kDot, 2 * kDot, 2 * kDot});
        }
    }
}

LabelRoom room_around(MarkContext& context, const BoxPlot& boxes, const Plot& plot)
{
    LabelRoom room(plot.box);
    take_texts(room, plot.texts, context.measure);
    for (const Group& group : boxes.groups) {
        Pen pen{context, plot, lane_of(context, group, plot), {}};
        room.take_mark(pen.box(group.box.lowest(), group.box.highest(), pen.lane.thickness * kCap));
        room.take_mark(pen.box(group.box.lower_quartile, group.box.upper_quartile, pen.lane.thickness));
    }
    return room;
}

// Beside the box at its median, on either side.
std::vector<Box> label_places(const Pen& pen, const BoxSummary& box, double width)
{
    constexpr double kGap = 3, kHeight = 7;
    double half = pen.lane.thickness / 2 + kGap;
    Point far = pen.point(box.median, half), near = pen.point(box.median, -half);
    if (!is_upright(pen.plot))
        return {{far.x - width / 2, far.y, width, kHeight},
                {near.x - width / 2, near.y - kHeight, width, kHeight}};
    return {{far.x, far.y - kHeight / 2, width, kHeight},
            {near.x - width, near.y - kHeight / 2, width, kHeight}};
}

// Asked for only: medians, as far as they find room.
void draw_median_labels(MarkContext& context, const BoxPlot& boxes, const Plot& plot, LabelRoom& room)
{
    if (context.spec.labels != LabelMode::on)
        return;
    std::vector<double> medians;
    for (const Group& group : boxes.groups)
        medians.push_back(group.box.median);
    auto texts = value_labels(medians, context.spec.y_format, context.locale);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const Group& group = boxes.groups[i];
        Pen pen{context, plot, lane_of(context, group, plot), {}};
        if (!plot.holds(group.box.median))
            continue;
        for (const Box& box :
             label_places(pen, group.box, context.measure.width(texts[i], value_style(context.theme))))
            if (room.place(box)) {
                context.drawing.push_back(
                    DrawText{texts[i], {box.x, box.bottom() - 1}, value_style(context.theme)});
                break;
            }
    }
}

bool lies_down(const MarkContext& context, const BoxPlot& boxes)
{
    if (context.spec.horizontal)
        return true;
    bool fits = static_cast<double>(boxes.bands.count()) * kLeastRow <= context.area.h - kTickRow;
    return context.data.x_kind == XKind::category && fits &&
           plan_band_plot(context, boxes.request, boxes.bands).cramped;
}

std::string describe(const MarkContext& context, const BoxPlot& boxes)
{
    std::vector<std::string> parts;
    for (const Group& group : boxes.groups) {
        if (parts.size() == kMostNamed)
            break;
        std::string name = place_text(context, boxes.bands.positions[group.band], boxes.bands.unit);
        if (context.data.series.size() > 1)
            name += ", " + context.data.series[group.series].name;
        parts.push_back(name + " " + summary_text(context, group.box));
    }
    std::string text = fmt::format(
        "{} values in {} {}: {}", count_text(context.locale, static_cast<std::int64_t>(boxes.values)),
        boxes.groups.size(), boxes.groups.size() == 1 ? "group" : "groups", join(parts, "; "));
    if (boxes.groups.size() > parts.size())
        text += fmt::format("; and {} more", boxes.groups.size() - parts.size());
    return text + ".";
}

} // namespace

Drawn draw_box_plot(MarkContext& context)
{
    draw_legend(context);
    BoxPlot boxes = collect_boxes(context);
    if (boxes.groups.empty())
        return Drawn::nothing;
    auto references = resolve_references(context, drawn_values(context));
    if (boxes.request.value_kind == ScaleKind::log)
        keep_above_zero(context, ReferenceAxis::y, references);
    include_references(references, ReferenceAxis::y, boxes.request.values);
    Plot plot = lies_down(context, boxes) ? plan_horizontal_plot(context, boxes.request, boxes.bands)
                                          : plan_band_plot(context, boxes.request, boxes.bands);
    draw_frame(context, plot);
    draw_reference_bands(context, plot, references);
    draw_zero_line(context, plot);
    for (const Group& group : boxes.groups) {
        Pen pen{context, plot, lane_of(context, group, plot), series_color(context.theme, group.series)};
        draw_box(pen, group.box);
    }
    draw_outliers(context, boxes, plot);
    LabelRoom room = room_around(context, boxes, plot);
    draw_median_labels(context, boxes, plot, room);
    draw_reference_lines(context, plot, references, room);
    note_missing_zero(context, plot, context.spec.y_format);
    add_hits(context, boxes, plot);
    context.alt = describe(context, boxes);
    return Drawn::marks;
}

} // namespace presstime
