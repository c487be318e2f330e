// The hit map of a chart: what a tooltip says over each place of the picture. Marks add their places here;
// the words are those of the axes. Never more than kMostHits; what is beyond has no tooltip.
#pragma once

#include "chart/calendar_ticks.hpp"
#include "chart/mark.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime {

inline constexpr std::size_t kMostHits = 10'000;

// In chart coordinates; a box smaller than 1 x 1 grows to that about its middle, and what lies outside the
// area is cut off. A hit without a part inside it is dropped.
void add_hit(MarkContext& context, std::string series, std::string category, std::string value,
             const Box& box);

// The x of a sample in full words: the category, "Apr 2026", "14 Apr 2026", the number. `unit` is that of
// all positions (unit_of_positions); only time asks for it.
std::string place_text(const MarkContext& context, double x, CalendarUnit unit);
std::string place_words(const ChartData& data, std::string_view x_format, const Locale& locale,
                        const UtcOffset& utc_offset, double x, CalendarUnit unit);
CalendarUnit unit_of_samples(const MarkContext& context);

// One number as the value axis' format writes it, without regard to its neighbours.
std::string value_text(const MarkContext& context, double value, std::string_view format);

struct PathWords {
    std::string series;
    std::string format;
    CalendarUnit unit = CalendarUnit::day;
};

// Hits along a line or the upper edge of an area: one for each point, as wide as half the way to both
// neighbours; where points are finer than two to a point of width one for each such column, with its range.
// `points` and `samples` belong together; `places` are their x as in Sample::x.
void add_path_hits(MarkContext& context, const PathWords& words, const std::vector<Point>& points,
                   const std::vector<Sample>& samples, const std::vector<double>& places);

} // namespace presstime
