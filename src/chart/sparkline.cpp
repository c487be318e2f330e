// A scale without ticks, runs between gaps, and the light area towards zero.
#include "chart/sparkline.hpp"

#include "chart/paths.hpp"
#include "chart/scales.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace presstime {

namespace {

constexpr double kLeastWidth = 8;
constexpr double kLeastHeight = 6;
constexpr double kWidth = 1.25;
constexpr double kSmallBox = 16; // lower boxes have thinner lines
constexpr double kLonely = 2;    // diameter of a value between two gaps
constexpr double kLargest = 1e150;
constexpr double kBothSidesAlpha = theme::kAreaTopAlpha * 0.6;

struct Spark {
    Box plot; // the box less half a marker on every side
    LinearScale y;
    std::vector<Point> points; // y is NaN in a gap
    double lowest = 0, highest = 0;
    double marker = theme::kMarker;
    double width = kWidth;

    bool crosses_zero() const { return lowest < 0 && highest > 0; }
};

Spark plan(const std::vector<double>& values, Box box)
{
    Spark spark;
    if (box.h < kSmallBox) {
        spark.marker = 3;
        spark.width = 1;
    }
    double inset = spark.marker / 2;
    spark.plot = {box.x + inset, box.y + inset, box.w - 2 * inset, box.h - 2 * inset};
    spark.lowest = kLargest;
    spark.highest = -kLargest;
    for (double value : values)
        if (std::abs(value) < kLargest) {
            spark.lowest = std::min(spark.lowest, value);
            spark.highest = std::max(spark.highest, value);
        }
    spark.y = {spark.lowest, spark.highest, spark.plot.bottom(), spark.plot.y};
    double steps = static_cast<double>(std::max<std::size_t>(values.size(), 2) - 1);
    for (std::size_t i = 0; i < values.size(); ++i) {
        double share = values.size() == 1 ? 1 : static_cast<double>(i) / steps;
        bool is_gap = !(std::abs(values[i]) < kLargest);
        spark.points.push_back({spark.plot.x + spark.plot.w * share,
                                is_gap ? std::numeric_limits<double>::quiet_NaN() : spark.y(values[i])});
    }
    return spark;
}

// From the line towards zero: to the bottom, to the top where all values are negative, or to the zero line.
void fill_run(const Spark& spark, const std::vector<Point>& run, const Theme& theme, Drawing& drawing)
{
    bool downwards = spark.highest > 0 || spark.lowest == 0;
    double base = spark.crosses_zero() ? spark.y(0) : downwards ? spark.plot.bottom() : spark.plot.y;
    double top = spark.crosses_zero() ? kBothSidesAlpha
                 : downwards          ? theme::kAreaTopAlpha
                                      : theme::kAreaBottomAlpha;
    double bottom = spark.crosses_zero() ? kBothSidesAlpha
                    : downwards          ? theme::kAreaBottomAlpha
                                         : theme::kAreaTopAlpha;
    FillPolygon area{run, with_alpha(theme.accent, top), with_alpha(theme.accent, bottom)};
    area.points.push_back({run.back().x, base});
    area.points.push_back({run.front().x, base});
    drawing.push_back(std::move(area));
}

} // namespace

Drawing draw_sparkline(const std::vector<double>& values, Box box, const Theme& theme, SparklineFill fill)
{
    if (box.w < kLeastWidth || box.h < kLeastHeight)
        return {};
    Spark spark = plan(values, box);
    auto runs = runs_between_gaps(spark.points);
    if (runs.empty())
        return {};
    Drawing drawing;
    for (auto& run : runs)
        run = merge_columns(std::move(run));
    if (fill == SparklineFill::light_area)
        for (const auto& run : runs)
            if (run.size() > 1)
                fill_run(spark, run, theme, drawing);
    if (spark.crosses_zero())
        drawing.push_back(Polyline{{{spark.plot.x, spark.y(0)}, {spark.plot.right(), spark.y(0)}},
                                   theme.zero_line,
                                   theme::kHairlineWidth,
                                   false,
                                   {}});
    Point last = runs.back().back();
    Dots lonely{{}, kLonely, theme.accent};
    for (auto& run : runs) {
        if (run.size() > 1)
            drawing.push_back(Polyline{std::move(run), theme.accent, spark.width, true, {}});
        else
            lonely.centers.push_back(run.front());
    }
    if (!lonely.centers.empty())
        drawing.push_back(std::move(lonely));
    drawing.push_back(Dots{{last}, spark.marker, theme.accent});
    return drawing;
}

} // namespace presstime
