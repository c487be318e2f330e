// A chart as drawing commands: spec + table + box in, commands and words out. Pure and deterministic; it
// opens no file, knows no page and no font, and asks the given TextMeasure for every width.
#pragma once

#include "base/result.hpp"
#include "model/dashboard.hpp"
#include "model/drawing.hpp"
#include "model/hit_map.hpp"
#include "model/table.hpp"
#include "model/theme.hpp"
#include "platform/text/number_format.hpp"

#include <string>

namespace presstime {

// What a tooltip says where is for pictures in a browser; a printed page does without.
enum class HitMode { mapped, none };

struct ChartStyle {
    std::string locale = "en-US";
    std::string timezone = "UTC";        // the zone's name, for the alt text
    UtcOffset utc_offset;                // wall time of time axes; empty = UTC
    const Theme* theme = &light_theme(); // outlives the call; never null
    HitMode hits = HitMode::mapped;
};

struct ChartResult {
    Drawing drawing;
    std::string alt_text; // one or two sentences written from the numbers
    std::string note;     // what was merged, left out or cut; the same words stand under the plot already
    bool empty = false;   // nothing to draw: the frame says so
    HitMap hits;          // what a tooltip says where, in drawing order: the last that holds a point wins
};

// Everything drawn lies within `box`, the title (left, above the plot) included. Errors are `invalid` with
// field "chart.x", "chart.y" or "chart.series" when a column is missing or is not of numbers.
Result<ChartResult> draw_chart(const ChartSpec& spec, const std::string& title, const Table& table, Box box,
                               TextMeasure& measure, const ChartStyle& style);

} // namespace presstime
