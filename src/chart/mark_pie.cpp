// Pie and donut: the largest slices clockwise from twelve o'clock, the rest as "Other", names and shares
// outside. Labels keep the order of their slices on each side, so that no leader line crosses another.
#include "chart/hits.hpp"
#include "chart/ink.hpp"
#include "chart/mark.hpp"
#include "chart/slices.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr double kElbow = 8;         // from the rim to the bend of a leader
constexpr double kRimGap = 1;        // from the rim to where a leader begins
constexpr double kLeaderGap = 4;     // around a leader's ends
constexpr double kWidestName = 0.24; // share of the area, for one line of a name
constexpr double kLineStep = 9;
constexpr double kLabelPadding = 2;
constexpr double kSmallestLabelled = 24; // radius; smaller pies have a list instead
constexpr double kLeastShare = 0.6;      // of the radius that a list would leave; smaller ones too
constexpr double kListRow = 10;
constexpr double kListGap = 4;
constexpr double kHole = 0.62;   // of a donut's radius
constexpr double kShrink = 0.94; // at a time, to make room for leaders

struct SliceLabel {
    const Slice* slice;
    double y;
};

// Labels of one side from top to bottom, at least a step apart and within the area; the smallest slices lose
// theirs when there is no room for all.
std::vector<SliceLabel> spread_side(std::vector<SliceLabel> labels, Box area, double step)
{
    auto room = static_cast<std::size_t>(std::max(area.h / step, 0.0));
    while (labels.size() > room)
        labels.erase(
            std::min_element(labels.begin(), labels.end(), [](const SliceLabel& a, const SliceLabel& b) {
                return a.slice->value < b.slice->value;
            }));
    std::stable_sort(labels.begin(), labels.end(),
                     [](const SliceLabel& a, const SliceLabel& b) { return a.y < b.y; });
    std::vector<double> places;
    for (const SliceLabel& label : labels)
        places.push_back(label.y);
    places = spread_apart(places, step, area.y + step / 2, area.bottom() - step / 2);
    for (std::size_t i = 0; i < labels.size(); ++i)
        labels[i].y = places[i];
    return labels;
}

struct PieGeometry {
    Point center;
    double radius = 0;
    double hole = 0;       // share of the radius: 0 for a pie
    double name_width = 0; // most of one line
    double label_step = 0; // between the middles of neighbouring labels
};

Point on_circle(const PieGeometry& pie, double angle, double radius)
{
    return {pie.center.x + std::sin(angle) * radius, pie.center.y - std::cos(angle) * radius};
}

double share_gap(const MarkContext& context)
{
    return context.measure.width("  ", value_style(context.theme));
}

// Breaks the names and settles how much room labels and pie have.
PieGeometry plan_pie(const MarkContext& context, std::vector<Slice>& slices, double hole)
{
    const Box& area = context.area;
    PieGeometry pie;
    pie.hole = hole;
    pie.center = {area.x + area.w / 2, area.y + area.h / 2};
    pie.name_width = area.w * kWidestName;
    double widest = 0;
    int lines = 1;
    for (Slice& slice : slices) {
        slice.lines = {"", slice.name};
        if (context.measure.width(slice.name, value_style(context.theme)) > pie.name_width)
            slice.lines = break_in_two(slice.name, value_style(context.theme), context.measure);
        if (slice.lines[1].empty())
            std::swap(slice.lines[0], slice.lines[1]);
        lines = slice.lines[0].empty() ? lines : 2;
        double first = context.measure.width(slice.lines[0], value_style(context.theme));
        double last =
            std::min(context.measure.width(slice.lines[1], value_style(context.theme)), pie.name_width);
        last += share_gap(context) + context.measure.width(slice.share, value_style(context.theme));
        widest = std::max({widest, std::min(first, pie.name_width), last});
    }
    pie.label_step = lines * kLineStep + kLabelPadding;
    double beside = area.w / 2 - widest - kElbow - 2 * kLeaderGap - 1;
    pie.radius = std::max(std::min(area.h / 2 - kLineStep, beside), 1.0);
    return pie;
}

Color slice_color(const Theme& theme, const std::vector<Slice>& slices, std::size_t i)
{
    return slices[i].is_other ? mix(theme.secondary, theme.paper, 0.5) : series_color(theme, i);
}

// The box around a part of a ring: its corners, and the rim where it passes a quarter of the circle.
Box box_of(const PieGeometry& pie, const Slice& slice)
{
    std::vector<Point> points;
    for (double angle : {slice.start, slice.end})
        for (double radius : {pie.radius, pie.radius * pie.hole})
            points.push_back(on_circle(pie, angle, radius));
    for (int quarter = 1; quarter < 4; ++quarter)
        if (double angle = quarter * kFullCircle / 4; angle > slice.start && angle < slice.end)
            points.push_back(on_circle(pie, angle, pie.radius));
    auto [left, right] = std::minmax_element(points.begin(), points.end(),
                                             [](const Point& a, const Point& b) { return a.x < b.x; });
    auto [top, bottom] = std::minmax_element(points.begin(), points.end(),
                                             [](const Point& a, const Point& b) { return a.y < b.y; });
    return {left->x, top->y, right->x - left->x, bottom->y - top->y};
}

// The sum in the hole, as large as fits, with a word under it where there is room for two lines.
void draw_total(MarkContext& context, const PieGeometry& pie, double total)
{
    constexpr double kSizes[] = {16, 14, 12, 10.5, 9, 8, 7};
    constexpr double kCapitals = 0.727;
    double inner = pie.radius * pie.hole;
    std::string text = value_text(context, total, context.spec.y_format);
    std::string word(phrase(context.locale, Phrase::total));
    TextStyle caption = theme::text_style(theme::kCaption, context.theme.secondary);
    for (double size : kSizes) {
        TextStyle style{size, FontWeight::semibold, context.theme.ink, true};
        double width = context.measure.width(text, style);
        if (std::hypot(width / 2, size * kCapitals) > inner * 0.92)
            continue;
        double under = size * kCapitals / 2 + theme::kCaption.line_height;
        bool both = std::hypot(context.measure.width(word, caption) / 2, under) < inner * 0.92;
        double middle = pie.center.y - (both ? 4 : 0);
        context.drawing.push_back(
            DrawText{text, {pie.center.x, middle + size * kCapitals / 2}, style, TextAlign::center});
        if (both)
            context.drawing.push_back(
                DrawText{word, {pie.center.x, middle + under}, caption, TextAlign::center});
        return;
    }
}

void draw_slices(MarkContext& context, const PieGeometry& pie, const std::vector<Slice>& slices)
{
    double inner = pie.radius * pie.hole;
    for (std::size_t i = 0; i < slices.size(); ++i) {
        Color color = slice_color(context.theme, slices, i);
        context.drawing.push_back(
            FillWedge{pie.center, inner, pie.radius, slices[i].start, slices[i].end, color});
        std::string value = value_text(context, slices[i].value, context.spec.y_format);
        add_hit(context, context.spec.y.front(), slices[i].name, value + " (" + slices[i].share + ")",
                box_of(pie, slices[i]));
    }
    for (const Slice& slice : slices)
        if (slices.size() > 1)
            context.drawing.push_back(
                Polyline{{on_circle(pie, slice.start, inner), on_circle(pie, slice.start, pie.radius)},
                         context.theme.paper,
                         1,
                         false,
                         {}});
    if (pie.hole > 0)
        draw_total(context, pie, sum_of(slices));
}

void draw_label(MarkContext& context, const PieGeometry& pie, const SliceLabel& label, double side)
{
    const Slice& slice = *label.slice;
    double column = pie.center.x + side * (pie.radius + kElbow);
    double end = column + side * kLeaderGap;
    context.drawing.push_back(
        Polyline{{on_circle(pie, slice.middle(), pie.radius + kRimGap), {column, label.y}, {end, label.y}},
                 context.theme.zero_line,
                 theme::kHairlineWidth,
                 true,
                 {}});
    bool two = !slice.lines[0].empty();
    double baseline = label.y + kAxisTextMiddle + (two ? kLineStep / 2 : 0);
    double width =
        std::min(context.measure.width(slice.lines[1], value_style(context.theme)), pie.name_width);
    double share = context.measure.width(slice.share, value_style(context.theme));
    double text_end = end + side * kLeaderGap;
    double start = side > 0 ? text_end : text_end - width - share_gap(context) - share;
    if (two)
        context.drawing.push_back(DrawText{slice.lines[0],
                                           {text_end, baseline - kLineStep},
                                           value_style(context.theme),
                                           side > 0 ? TextAlign::left : TextAlign::right,
                                           pie.name_width + 0.01});
    context.drawing.push_back(DrawText{slice.lines[1],
                                       {start, baseline},
                                       value_style(context.theme),
                                       TextAlign::left,
                                       pie.name_width + 0.01});
    context.drawing.push_back(
        DrawText{slice.share, {start + width + share_gap(context), baseline}, axis_style(context.theme)});
}

struct SideLabels {
    std::vector<SliceLabel> left, right;
};

SideLabels place_labels(const MarkContext& context, const PieGeometry& pie, const std::vector<Slice>& slices)
{
    SideLabels labels;
    for (const Slice& slice : slices)
        (std::sin(slice.middle()) >= 0 ? labels.right : labels.left)
            .push_back({&slice, on_circle(pie, slice.middle(), pie.radius + kElbow / 2).y});
    labels.left = spread_side(std::move(labels.left), context.area, pie.label_step);
    labels.right = spread_side(std::move(labels.right), context.area, pie.label_step);
    return labels;
}

// Whether a leader would run over the pie on its way from the rim to its label.
bool leaders_touch(const PieGeometry& pie, const SideLabels& labels)
{
    auto touches = [&](const SliceLabel& label, double side) {
        Point from = on_circle(pie, label.slice->middle(), pie.radius + kRimGap);
        Point to{pie.center.x + side * (pie.radius + kElbow), label.y};
        for (double share = 0.1; share < 1; share += 0.1) {
            double x = from.x + (to.x - from.x) * share - pie.center.x;
            double y = from.y + (to.y - from.y) * share - pie.center.y;
            if (std::hypot(x, y) < pie.radius + kRimGap - 0.01)
                return true;
        }
        return false;
    };
    return std::any_of(labels.left.begin(), labels.left.end(),
                       [&](const auto& l) { return touches(l, -1); }) ||
           std::any_of(labels.right.begin(), labels.right.end(),
                       [&](const auto& l) { return touches(l, 1); });
}

double list_height(std::size_t slices)
{
    return static_cast<double>(slices) * kListRow;
}

bool stands_beside(const Box& area)
{
    return area.w >= area.h;
}

// Of a pie whose names stand in a list.
double diameter_with_list(const Box& area, std::size_t slices)
{
    constexpr double kLargest = 160;
    double room = stands_beside(area)
                      ? std::min(area.h, area.w * 0.4)
                      : std::min(area.w, std::max(area.h - list_height(slices) - kListGap, 1.0));
    return std::min(room, kLargest);
}

// For boxes where labels around the pie would leave little of it: it stands
// at the left or on top, its names in a list beside it.
void draw_list(MarkContext& context, const std::vector<Slice>& slices, double hole)
{
    constexpr double kRow = kListRow, kSwatch = 6, kGap = kListGap, kLeastName = 8;
    Box area = context.area;
    bool beside = stands_beside(area);
    double list = list_height(slices.size());
    double diameter = diameter_with_list(area, slices.size());
    PieGeometry pie;
    pie.hole = hole;
    pie.radius = diameter / 2;
    pie.center = {beside ? area.x + pie.radius : area.x + area.w / 2,
                  beside ? area.y + area.h / 2 : area.y + pie.radius};
    draw_slices(context, pie, slices);
    double x = beside ? area.x + diameter + 2 * kGap : area.x;
    double y = beside ? area.y + std::max((area.h - list) / 2, 0.0) : area.y + diameter + kGap;
    for (std::size_t i = 0; i < slices.size() && y + kRow <= area.bottom() + 0.01; ++i, y += kRow) {
        Color color = slice_color(context.theme, slices, i);
        double baseline = y + kRow / 2 + kAxisTextMiddle;
        double share = context.measure.width(slices[i].share, axis_style(context.theme));
        double name_x = x + kSwatch + kGap;
        context.drawing.push_back(
            FillRect{{x, y + (kRow - kSwatch) / 2, kSwatch, kSwatch}, color, theme::kBarRadius});
        double room = area.right() - share - kGap - name_x;
        if (room >= kLeastName)
            context.drawing.push_back(DrawText{
                slices[i].name, {name_x, baseline}, value_style(context.theme), TextAlign::left, room});
        if (room >= 0)
            context.drawing.push_back(DrawText{
                slices[i].share, {area.right(), baseline}, axis_style(context.theme), TextAlign::right});
    }
}

Drawn draw_round(MarkContext& context, double hole)
{
    auto slices = collect_slices(context);
    settle_slices(context, slices);
    if (slices.empty())
        return Drawn::nothing;
    PieGeometry pie = plan_pie(context, slices, hole);
    SideLabels labels = place_labels(context, pie, slices);
    while (leaders_touch(pie, labels) && pie.radius >= kSmallestLabelled) {
        pie.radius *= kShrink;
        labels = place_labels(context, pie, slices);
    }
    double least =
        std::max(kSmallestLabelled, kLeastShare * diameter_with_list(context.area, slices.size()) / 2);
    if (pie.radius < least && context.spec.labels != LabelMode::off) {
        draw_list(context, slices, hole);
        return Drawn::marks;
    }
    draw_slices(context, pie, slices);
    if (context.spec.labels == LabelMode::off)
        return Drawn::marks;
    for (const SliceLabel& label : labels.right)
        draw_label(context, pie, label, 1);
    for (const SliceLabel& label : labels.left)
        draw_label(context, pie, label, -1);
    return Drawn::marks;
}

} // namespace

Drawn draw_pie(MarkContext& context)
{
    return draw_round(context, 0);
}

Drawn draw_donut(MarkContext& context)
{
    return draw_round(context, kHole);
}

} // namespace presstime
