// Runs, columns, corners and cuts.
#include "chart/paths.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr double kColumn = 0.5;
constexpr std::size_t kFew = 400;

void add_column(const std::vector<Point>& points, std::size_t begin, std::size_t end, std::vector<Point>& out)
{
    auto by_y = [](const Point& a, const Point& b) { return a.y < b.y; };
    auto first = points.begin() + static_cast<std::ptrdiff_t>(begin);
    auto last = points.begin() + static_cast<std::ptrdiff_t>(end);
    auto [low, high] = std::minmax_element(first, last, by_y);
    auto [early, late] = std::minmax(low, high);
    out.push_back(*first);
    for (auto extreme : {early, late})
        if (extreme != first && extreme != last - 1)
            out.push_back(*extreme);
    if (end - begin > 1)
        out.push_back(*(last - 1));
}

} // namespace

std::vector<std::vector<Point>> runs_between_gaps(const std::vector<Point>& points)
{
    std::vector<std::vector<Point>> runs;
    bool open = false;
    for (const Point& point : points) {
        if (std::isnan(point.y)) {
            open = false;
            continue;
        }
        if (!open)
            runs.emplace_back();
        open = true;
        runs.back().push_back(point);
    }
    return runs;
}

std::vector<Point> merge_columns(std::vector<Point> points)
{
    if (points.size() <= kFew)
        return points;
    std::vector<Point> out;
    for (std::size_t begin = 0; begin < points.size();) {
        double column = std::floor(points[begin].x / kColumn);
        std::size_t end = begin + 1;
        while (end < points.size() && std::floor(points[end].x / kColumn) == column)
            ++end;
        add_column(points, begin, end, out);
        begin = end;
    }
    return out.size() < points.size() ? out : points;
}

std::vector<Point> step_path(const std::vector<Point>& points)
{
    std::vector<Point> out;
    out.reserve(points.size() * 2);
    for (const Point& point : points) {
        if (!out.empty() && out.back().y != point.y)
            out.push_back({point.x, out.back().y});
        out.push_back(point);
    }
    return out;
}

std::vector<std::vector<Point>> clip_between(const std::vector<Point>& path, double top, double bottom)
{
    auto inside = [&](const Point& p) { return p.y >= top && p.y <= bottom; };
    if (std::all_of(path.begin(), path.end(), inside))
        return {path};
    std::vector<std::vector<Point>> parts;
    bool open = false;
    for (std::size_t i = 1; i < path.size(); ++i) {
        Point from = path[i - 1], to = path[i];
        // The share of the segment that lies within: from `begin` to `end`.
        double begin = 0, end = 1;
        if (from.y == to.y) {
            end = inside(from) ? 1 : -1;
        } else {
            double a = (top - from.y) / (to.y - from.y), b = (bottom - from.y) / (to.y - from.y);
            begin = std::max(begin, std::min(a, b));
            end = std::min(end, std::max(a, b));
        }
        if (begin >= end) {
            open = false;
            continue;
        }
        auto at = [&](double share) {
            return Point{from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
        };
        if (!open || begin > 0)
            parts.push_back({at(begin)});
        parts.back().push_back(at(end));
        open = end == 1;
    }
    return parts;
}

std::vector<Point> cap_between(const std::vector<Point>& path, double top, double bottom)
{
    std::vector<Point> out;
    out.reserve(path.size());
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (i > 0 && path[i - 1].y != path[i].y) {
            Point from = path[i - 1], to = path[i];
            double shares[] = {(top - from.y) / (to.y - from.y), (bottom - from.y) / (to.y - from.y)};
            std::sort(std::begin(shares), std::end(shares));
            for (double share : shares)
                if (share > 0 && share < 1)
                    out.push_back({from.x + (to.x - from.x) * share,
                                   std::clamp(from.y + (to.y - from.y) * share, top, bottom)});
        }
        out.push_back({path[i].x, std::clamp(path[i].y, top, bottom)});
    }
    return out;
}

std::size_t draw_path(Drawing& drawing, const std::vector<Point>& points, const Box& box,
                      const PathStyle& style)
{
    constexpr double kLeastApart = 1.8; // of a marker's width
    std::size_t drawn = 0;
    Dots alone{{}, theme::kMarker, style.color};
    Dots markers = alone;
    for (auto& run : runs_between_gaps(points)) {
        auto path = merge_columns(std::move(run));
        drawn += path.size();
        if (path.size() == 1)
            alone.centers.push_back(path.front());
        else
            markers.centers.insert(markers.centers.end(), path.begin(), path.end());
        if (path.size() > 1 && style.curve == Curve::step)
            path = step_path(path);
        for (auto& part : clip_between(path, box.y - 0.01, box.bottom() + 0.01))
            if (part.size() > 1)
                drawing.push_back(Polyline{std::move(part), style.color, style.width, true, {}});
    }
    auto beyond = [&](const Point& p) { return p.y < box.y - 0.01 || p.y > box.bottom() + 0.01; };
    std::erase_if(alone.centers, beyond);
    std::erase_if(markers.centers, beyond);
    bool has_room = static_cast<double>(drawn) * theme::kMarker * kLeastApart <= box.w;
    if (style.markers == MarkerMode::on && has_room)
        alone.centers.insert(alone.centers.end(), markers.centers.begin(), markers.centers.end());
    if (!alone.centers.empty())
        drawing.push_back(std::move(alone));
    return drawn;
}

} // namespace presstime
