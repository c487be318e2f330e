// Flowing legend entries into rows, in series order.
#include "chart/legend.hpp"

#include "chart/ink.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime {

namespace {

constexpr double kRow = 12;
constexpr double kSwatch = 7;
constexpr double kSwatchGap = 4;
constexpr double kEntryGap = 12;
constexpr double kUnder = 6;
constexpr double kWidestShare = 0.5;  // of the row, for one name
constexpr double kHeightShare = 0.25; // of the area, for the legend
constexpr int kMostRows = 3;

} // namespace

void draw_legend(MarkContext& context)
{
    const auto& series = context.data.series;
    Box& area = context.area;
    if (series.size() < 2)
        return;
    int rows = std::clamp(static_cast<int>(area.h * kHeightShare / kRow), 0, kMostRows);
    if (rows == 0)
        return;
    TextStyle style = theme::text_style(theme::kCaption, context.theme.secondary);
    double more_width = context.measure.width(fmt::format("+ {} more", series.size()), style);
    double x = area.x;
    int row = 0;
    for (std::size_t i = 0; i < series.size(); ++i) {
        double most = area.w * kWidestShare;
        double name = std::min(context.measure.width(series[i].name, style), most);
        double width = kSwatch + kSwatchGap + name;
        bool is_last = i + 1 == series.size();
        bool last_row = row + 1 == rows;
        double reserved = last_row && !is_last ? kEntryGap + more_width : 0;
        if (x > area.x && x + width + reserved > area.right()) {
            double baseline = area.y + row * kRow + theme::baseline(theme::kCaption);
            if (last_row) {
                std::string more = fmt::format("+ {} more", series.size() - i);
                if (x + context.measure.width(more, style) <= area.right())
                    context.drawing.push_back(DrawText{more, {x, baseline}, style});
                break;
            }
            ++row;
            x = area.x;
        }
        double top = area.y + row * kRow;
        double baseline = top + theme::baseline(theme::kCaption);
        double swatch_y = baseline - kAxisTextMiddle - kSwatch / 2;
        context.drawing.push_back(
            FillRect{{x, swatch_y, kSwatch, kSwatch}, series_color(context.theme, i), theme::kBarRadius});
        double room = std::min(most, area.right() - x - kSwatch - kSwatchGap);
        context.drawing.push_back(
            DrawText{series[i].name, {x + kSwatch + kSwatchGap, baseline}, style, TextAlign::left, room});
        x += width + kEntryGap;
    }
    double height = (row + 1) * kRow + kUnder;
    area.y += height;
    area.h -= height;
}

} // namespace presstime
