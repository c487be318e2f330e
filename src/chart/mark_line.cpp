// Lines: one per series, broken at gaps, named at their right ends where the names find room, else in a
// legend. Points finer than the picture are merged, and that is said.
#include "chart/bands.hpp"
#include "chart/hits.hpp"
#include "chart/ink.hpp"
#include "chart/legend.hpp"
#include "chart/mark.hpp"
#include "chart/numbers.hpp"
#include "chart/paths.hpp"
#include "chart/plot.hpp"
#include "chart/references.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace presstime {

namespace {

constexpr double kEndGap = 5;         // between a line's end and its name
constexpr double kEndLine = 8.5;      // names stand at least so far apart
constexpr double kFarthestName = 14;  // from the end it names
constexpr double kWidestNames = 0.24; // share of the area
constexpr std::size_t kMostNamedEnds = 8;
constexpr std::size_t kMostLabelled = 24;
constexpr double kPointLabelRoom = 12;

struct LineData {
    std::vector<std::vector<Sample>> series;
    Bands bands; // categories only
    PlotRequest request;
    std::size_t points = 0;
    std::vector<ResolvedReference> references;
};

// On a logarithmic axis what is not above zero is a gap; with nothing above zero the axis stays linear.
void settle_log(MarkContext& context, LineData& lines)
{
    auto any_positive = [](const std::vector<Sample>& samples) {
        return std::any_of(samples.begin(), samples.end(), [](const Sample& s) { return s.y > 0; });
    };
    if (context.spec.y_scale != ScaleKind::log)
        return;
    if (std::none_of(lines.series.begin(), lines.series.end(), any_positive)) {
        context.notes.push_back(say(context.locale, Phrase::no_logarithm));
        return;
    }
    lines.request.value_kind = ScaleKind::log;
    std::int64_t left_out = 0;
    for (auto& samples : lines.series)
        for (Sample& sample : samples)
            if (sample.y <= 0) {
                sample.y = std::nan("");
                ++left_out;
            }
    if (left_out > 0)
        context.notes.push_back(say_count(context.locale, Phrase::not_positive, left_out));
}

void settle_range(MarkContext& context, LineData& lines)
{
    ValueRange& range = lines.request.values;
    range = {1e300, -1e300, ZeroBase::optional, context.data.whole_numbers ? Numbers::whole : Numbers::real};
    for (const auto& samples : lines.series)
        for (const Sample& sample : samples) {
            if (std::isnan(sample.y))
                continue;
            range.minimum = std::min(range.minimum, sample.y);
            range.maximum = std::max(range.maximum, sample.y);
            ++lines.points;
        }
    lines.references = resolve_references(context, drawn_values(context));
    if (lines.request.value_kind == ScaleKind::log)
        keep_above_zero(context, ReferenceAxis::y, lines.references);
    include_references(lines.references, ReferenceAxis::y, range);
}

LineData collect_lines(MarkContext& context)
{
    LineData out;
    if (context.data.x_kind == XKind::category) {
        out.bands = line_up(context.data, context.utc_offset, context.notes);
        for (const auto& row : out.bands.values) {
            out.series.emplace_back();
            for (std::size_t band = 0; band < row.size(); ++band)
                out.series.back().push_back({static_cast<double>(band), row[band], 0});
        }
    } else {
        for (const Series& series : context.data.series)
            out.series.push_back(series.samples);
    }
    settle_log(context, out);
    settle_range(context, out);
    out.request.format = context.spec.y_format;
    return out;
}

Plot plan(const MarkContext& context, const LineData& lines)
{
    return context.data.x_kind == XKind::category ? plan_band_plot(context, lines.request, lines.bands)
                                                  : plan_scale_plot(context, lines.request);
}

std::vector<Point> points_of(const MarkContext& context, const std::vector<Sample>& samples, const Plot& plot)
{
    std::vector<Point> points;
    points.reserve(samples.size());
    for (const Sample& sample : samples) {
        double x = context.data.x_kind == XKind::category
                       ? plot.bands.center(static_cast<std::size_t>(sample.x))
                       : plot.x(sample.x);
        points.push_back({x, std::isnan(sample.y) ? sample.y : plot.value(sample.y)});
    }
    return points;
}

struct EndName {
    std::size_t series;
    Point end;
    double y; // where the name stands
};

// Moves names apart around their ends; false when one would stand too far away.
bool spread(std::vector<EndName>& names, const Box& plot)
{
    std::stable_sort(names.begin(), names.end(),
                     [](const EndName& a, const EndName& b) { return a.end.y < b.end.y; });
    std::vector<double> ends;
    for (const EndName& name : names)
        ends.push_back(name.end.y);
    auto places = spread_apart(ends, kEndLine, plot.y, plot.bottom());
    for (std::size_t i = 0; i < names.size(); ++i) {
        names[i].y = places[i];
        if (std::abs(names[i].y - names[i].end.y) > kFarthestName ||
            names[i].y > plot.bottom() + kEndLine / 2)
            return false;
    }
    return true;
}

// The names at the ends of the lines, when all lines end at the right edge and all names find room.
std::optional<std::vector<EndName>> name_ends(const MarkContext& context, const LineData& lines,
                                              const Plot& plot)
{
    std::vector<EndName> names;
    double nearest = context.data.x_kind == XKind::category ? plot.bands.center(lines.bands.count() - 1)
                                                            : plot.box.right();
    nearest -= plot.box.w * 0.03;
    for (std::size_t i = 0; i < lines.series.size(); ++i) {
        auto points = points_of(context, lines.series[i], plot);
        while (!points.empty() && std::isnan(points.back().y))
            points.pop_back();
        if (points.empty())
            continue;
        bool in_sight = points.back().y >= plot.box.y && points.back().y <= plot.box.bottom();
        if (points.back().x < nearest || !in_sight)
            return std::nullopt;
        names.push_back({i, points.back(), points.back().y});
    }
    if (!spread(names, plot.box))
        return std::nullopt;
    return names;
}

TextStyle end_name_style(const Theme& theme, std::size_t series)
{
    constexpr double kDarker = 0.2; // small text needs more contrast than a line
    TextStyle style =
        theme::text_style(theme::kCaption, mix(series_color(theme, series), theme.ink, kDarker));
    style.weight = FontWeight::medium;
    return style;
}

double widest_name(const MarkContext& context)
{
    double widest = 0;
    for (const Series& series : context.data.series)
        widest = std::max(widest, context.measure.width(series.name, end_name_style(context.theme, 0)));
    return widest;
}

std::vector<DrawText> end_texts(const MarkContext& context, const Plot& plot,
                                const std::vector<EndName>& names)
{
    std::vector<DrawText> texts;
    for (const EndName& name : names) {
        double x = std::max(name.end.x, plot.box.right()) + kEndGap;
        texts.push_back({context.data.series[name.series].name,
                         {x, name.y + kAxisTextMiddle},
                         end_name_style(context.theme, name.series),
                         TextAlign::left,
                         std::max(context.area.right() - x, 1.0)});
    }
    return texts;
}

// Above the point, else below it, else not at all.
void place_point_label(MarkContext& context, LabelRoom& room, Point point, const std::string& text)
{
    constexpr double kHeight = 7, kAway = 3.5, kDescent = 1;
    double width = context.measure.width(text, value_style(context.theme));
    for (double top : {point.y - kAway - kHeight, point.y + kAway})
        if (room.place({point.x - width / 2 - 1, top, width + 2, kHeight})) {
            context.drawing.push_back(DrawText{
                text, {point.x, top + kHeight - kDescent}, value_style(context.theme), TextAlign::center});
            return;
        }
}

void draw_point_labels(MarkContext& context, const Plot& plot, const LineData& lines, LabelRoom& room)
{
    std::vector<double> values;
    for (const auto& samples : lines.series)
        for (const Sample& sample : samples)
            values.push_back(sample.y);
    auto labels = value_labels(values, lines.request.format, context.locale);
    std::size_t at = 0;
    for (const auto& samples : lines.series) {
        auto points = points_of(context, samples, plot);
        for (std::size_t i = 0; i < points.size(); ++i)
            if (const std::string& label = labels[at++]; !label.empty() && plot.holds(samples[i].y))
                place_point_label(context, room, points[i], label);
    }
}

LabelRoom room_around(const MarkContext& context, const Plot& plot, const LineData& lines,
                      const std::vector<DrawText>& end_names)
{
    LabelRoom room(
        {context.area.x, plot.box.y - kPointLabelRoom, context.area.w, plot.box.h + kPointLabelRoom});
    take_texts(room, plot.texts, context.measure);
    take_texts(room, end_names, context.measure);
    for (const auto& samples : lines.series)
        for (auto& run : runs_between_gaps(points_of(context, samples, plot))) {
            auto path = merge_columns(std::move(run));
            for (Point& point : path)
                point.y = std::clamp(point.y, plot.box.y, plot.box.bottom());
            take_path(room, path);
        }
    return room;
}

void note_repeated_places(MarkContext& context)
{
    if (context.data.x_kind != XKind::time || context.data.series.size() > 1)
        return;
    const auto& samples = context.data.series.front().samples;
    for (std::size_t i = 1; i < samples.size(); ++i)
        if (samples[i].x == samples[i - 1].x) {
            context.notes.push_back(say(context.locale, Phrase::shared_values, {context.data.x_name}));
            return;
        }
}

void draw_paths(MarkContext& context, const Plot& plot, const LineData& lines)
{
    std::size_t drawn = 0, outside = 0;
    for (std::size_t i = 0; i < lines.series.size(); ++i) {
        // Where points crowd, a full line would fill its own valleys.
        bool crowded = static_cast<double>(lines.series[i].size()) > plot.box.w;
        PathStyle style{series_color(context.theme, i), crowded ? theme::kLine / 2 : theme::kLine,
                        context.spec.curve, context.spec.markers};
        drawn += draw_path(context.drawing, points_of(context, lines.series[i], plot), plot.box, style);
        for (const Sample& sample : lines.series[i])
            outside += std::isnan(sample.y) || plot.holds(sample.y) ? 0 : 1;
    }
    auto count = [&](std::size_t n) { return count_text(context.locale, static_cast<std::int64_t>(n)); };
    if (drawn < lines.points)
        context.notes.push_back(
            say(context.locale, Phrase::points_merged, {count(lines.points), count(drawn)}));
    note_outside(context, outside);
}

void add_hits(MarkContext& context, const Plot& plot, const LineData& lines)
{
    if (context.hit_mode == HitMode::none)
        return;
    CalendarUnit unit = unit_of_samples(context);
    for (std::size_t i = 0; i < lines.series.size(); ++i) {
        std::vector<double> places;
        for (const Sample& sample : lines.series[i])
            places.push_back(context.data.x_kind == XKind::category
                                 ? lines.bands.positions[static_cast<std::size_t>(sample.x)]
                                 : sample.x);
        auto points = points_of(context, lines.series[i], plot);
        for (std::size_t k = 0; k < points.size(); ++k)
            if (!plot.holds(lines.series[i][k].y))
                points[k].y = std::nan("");
        add_path_hits(context, {context.data.series[i].name, lines.request.format, unit}, points,
                      lines.series[i], places);
    }
}

} // namespace

Drawn draw_lines(MarkContext& context)
{
    LineData lines = collect_lines(context);
    note_repeated_places(context);
    bool labelled = context.spec.labels == LabelMode::on;
    lines.request.gap_at_end = labelled ? kPointLabelRoom : 0;
    std::optional<std::vector<EndName>> names;
    Plot plot;
    std::size_t count = context.data.series.size();
    double width = widest_name(context) + kEndGap;
    if (count >= 2 && count <= kMostNamedEnds && width <= context.area.w * kWidestNames) {
        lines.request.gap_at_right = width;
        plot = plan(context, lines);
        names = name_ends(context, lines, plot);
    }
    if (!names) {
        lines.request.gap_at_right = theme::kMarker / 2;
        draw_legend(context);
        plot = plan(context, lines);
    }
    draw_frame(context, plot);
    draw_reference_bands(context, plot, lines.references);
    draw_zero_line(context, plot);
    draw_paths(context, plot, lines);
    auto end_names = names ? end_texts(context, plot, *names) : std::vector<DrawText>{};
    context.drawing.insert(context.drawing.end(), end_names.begin(), end_names.end());
    labelled = labelled && lines.points <= kMostLabelled * count;
    if (labelled || !lines.references.empty()) {
        LabelRoom room = room_around(context, plot, lines, end_names);
        if (labelled)
            draw_point_labels(context, plot, lines, room);
        draw_reference_lines(context, plot, lines.references, room);
    }
    note_missing_zero(context, plot, lines.request.format);
    add_hits(context, plot, lines);
    return Drawn::marks;
}

} // namespace presstime
