// Hits and their words.
#include "chart/hits.hpp"

#include "chart/numbers.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr double kLeastSide = 1;

// The part of [from, from + length) within [low, high), at least kLeastSide long.
void settle_side(double& from, double& length, double low, double high)
{
    if (length < kLeastSide) {
        from -= (kLeastSide - length) / 2;
        length = kLeastSide;
    }
    double end = std::min(from + length, high);
    from = std::max(from, low);
    length = std::max(end - from, kLeastSide);
    from = std::max(std::min(from, high - length), low);
}

} // namespace

void add_hit(MarkContext& context, std::string series, std::string category, std::string value,
             const Box& box)
{
    const Box& area = context.area;
    bool outside = box.x > area.right() || box.right() < area.x || box.y > area.bottom() ||
                   box.bottom() < area.y || !std::isfinite(box.x + box.y + box.w + box.h);
    if (outside || context.hit_mode == HitMode::none || context.hits.size() >= kMostHits)
        return;
    Hit hit{std::move(series), std::move(category), std::move(value), box};
    settle_side(hit.box.x, hit.box.w, area.x, area.right());
    settle_side(hit.box.y, hit.box.h, area.y, area.bottom());
    context.hits.push_back(std::move(hit));
}

std::string place_words(const ChartData& data, std::string_view x_format, const Locale& locale,
                        const UtcOffset& utc_offset, double x, CalendarUnit unit)
{
    if (data.x_kind == XKind::category)
        return data.categories[static_cast<std::size_t>(x)];
    if (data.x_kind == XKind::number)
        return format_number(x, x_format, locale.tag);
    CalendarLabel label = label_position(x, unit, x_format, locale, utc_offset);
    if (label.group.empty())
        return label.primary;
    bool is_clock = unit < CalendarUnit::day;
    return is_clock ? label.group + ", " + label.primary : label.primary + " " + label.group;
}

std::string place_text(const MarkContext& context, double x, CalendarUnit unit)
{
    return place_words(context.data, context.spec.x_format, context.locale, context.utc_offset, x, unit);
}

CalendarUnit unit_of_samples(const MarkContext& context)
{
    if (context.data.x_kind != XKind::time)
        return CalendarUnit::day;
    std::vector<double> positions;
    for (const Series& series : context.data.series)
        for (const Sample& sample : series.samples)
            positions.push_back(sample.x);
    return unit_of_positions(positions, context.utc_offset);
}

std::string value_text(const MarkContext& context, double value, std::string_view format)
{
    return format_number(value, value_pattern(format, std::abs(value)), context.locale);
}

void add_path_hits(MarkContext& context, const PathWords& words, const std::vector<Point>& points,
                   const std::vector<Sample>& samples, const std::vector<double>& places)
{
    constexpr double kColumn = 0.5, kHeight = 8, kWidest = 16;
    if (context.hit_mode == HitMode::none)
        return;
    struct PixelColumn {
        std::size_t first = 0, highest = 0, lowest = 0;
        double x = 0;
    };
    std::vector<PixelColumn> columns;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (std::isnan(points[i].y))
            continue;
        if (columns.empty() || points[i].x - columns.back().x >= kColumn)
            columns.push_back({i, i, i, points[i].x});
        PixelColumn& column = columns.back();
        column.highest = points[i].y < points[column.highest].y ? i : column.highest;
        column.lowest = points[i].y > points[column.lowest].y ? i : column.lowest;
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const PixelColumn& column = columns[i];
        double left = i > 0 ? (columns[i - 1].x + column.x) / 2 : column.x - kWidest / 2;
        double right = i + 1 < columns.size() ? (columns[i + 1].x + column.x) / 2 : column.x + kWidest / 2;
        left = std::max(left, column.x - kWidest / 2);
        right = std::min(right, column.x + kWidest / 2);
        double top = points[column.highest].y - kHeight / 2;
        std::string value = value_text(context, samples[column.highest].y, words.format);
        if (column.highest != column.lowest)
            value = value_text(context, samples[column.lowest].y, words.format) + " \u2013 " + value;
        add_hit(context, words.series, place_text(context, places[column.highest], words.unit),
                std::move(value), {left, top, right - left, points[column.lowest].y - top + kHeight / 2});
    }
}

} // namespace presstime
