// Flowing legend entries into rows, in series order.
#include "chart/legend.hpp"

#include "chart/ink.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>

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

std::string more_text(const MarkContext& context, std::size_t count)
{
    return say(context.locale, Phrase::more, {count_text(context.locale, static_cast<std::int64_t>(count))});
}

void draw_swatch(MarkContext& context, const LegendEntry& entry, double x, double middle)
{
    if (entry.swatch == Swatch::line)
        context.drawing.push_back(
            Polyline{{{x, middle}, {x + kSwatch, middle}}, entry.color, theme::kLine, false, {}});
    else
        context.drawing.push_back(
            FillRect{{x, middle - kSwatch / 2, kSwatch, kSwatch}, entry.color, theme::kBarRadius});
}

} // namespace

void draw_legend(MarkContext& context, const std::vector<LegendEntry>& entries)
{
    Box& area = context.area;
    int rows = std::clamp(static_cast<int>(area.h * kHeightShare / kRow), 0, kMostRows);
    if (rows == 0 || entries.empty())
        return;
    TextStyle style = theme::text_style(theme::kCaption, context.theme.secondary);
    double more_width = context.measure.width(more_text(context, entries.size()), style);
    double x = area.x;
    int row = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        double most = area.w * kWidestShare;
        double name = std::min(context.measure.width(entries[i].name, style), most);
        double width = kSwatch + kSwatchGap + name;
        bool is_last = i + 1 == entries.size();
        bool last_row = row + 1 == rows;
        double reserved = last_row && !is_last ? kEntryGap + more_width : 0;
        if (x > area.x && x + width + reserved > area.right()) {
            double baseline = area.y + row * kRow + theme::baseline(theme::kCaption);
            if (last_row) {
                std::string more = more_text(context, entries.size() - i);
                if (x + context.measure.width(more, style) <= area.right())
                    context.drawing.push_back(DrawText{more, {x, baseline}, style});
                break;
            }
            ++row;
            x = area.x;
        }
        double baseline = area.y + row * kRow + theme::baseline(theme::kCaption);
        draw_swatch(context, entries[i], x, baseline - kAxisTextMiddle);
        double room = std::min(most, area.right() - x - kSwatch - kSwatchGap);
        context.drawing.push_back(
            DrawText{entries[i].name, {x + kSwatch + kSwatchGap, baseline}, style, TextAlign::left, room});
        x += width + kEntryGap;
    }
    double height = (row + 1) * kRow + kUnder;
    area.y += height;
    area.h -= height;
}

void draw_legend(MarkContext& context)
{
    const auto& series = context.data.series;
    if (series.size() < 2)
        return;
    std::vector<LegendEntry> entries;
    for (std::size_t i = 0; i < series.size(); ++i)
        entries.push_back({series[i].name, series_color(context.theme, i)});
    draw_legend(context, entries);
}

} // namespace presstime
