// Runs and columns.
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

} // namespace presstime
