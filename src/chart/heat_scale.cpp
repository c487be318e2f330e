// Ends of the ramp, and its legend piece by piece.
#include "chart/heat_scale.hpp"

#include "chart/ink.hpp"
#include "chart/numbers.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

HeatScale heat_scale(const std::vector<double>& values, const ChartSpec& spec, const Theme& theme)
{
    constexpr double kNearZero = 0.25; // of the highest: the ramp begins at zero
    double low = 1e300, high = -1e300;
    for (double value : values)
        if (!std::isnan(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    low = spec.y_min.value_or(low);
    high = std::max(spec.y_max.value_or(high), low);
    if (low < 0 && high > 0) {
        double most = std::max(-low, high);
        return {ColorRamp::diverging(theme), low, high, -most, most, true};
    }
    if (high < 0 || (high == 0 && low < 0)) // all negative: the strongest colour for the largest loss
        return {ColorRamp::sequential(theme), low, high, high, low};
    if (low > 0 && low < high * kNearZero && !spec.y_min)
        low = 0;
    return {ColorRamp::sequential(theme), low, high, low, high};
}

namespace {

// A piece of the ramp from left to right. Each rectangle reaches to the end, so that no seam shows between.
void draw_ramp(MarkContext& context, const HeatScale& scale, Box box, double from, double to)
{
    constexpr int kPieces = 32;
    for (int piece = 0; piece < kPieces; ++piece) {
        double begin = static_cast<double>(piece) / kPieces;
        double value = std::lerp(from, to, (piece + 0.5) / kPieces);
        context.drawing.push_back(
            FillRect{{box.x + box.w * begin, box.y, box.w * (1 - begin), box.h}, scale.color(value)});
    }
}

} // namespace

void draw_ramp_legend(MarkContext& context, const HeatScale& scale)
{
    constexpr double kRow = 12, kUnder = 6, kHeight = 6, kGap = 4, kLeastArea = 80, kLeastRamp = 24;
    Box& area = context.area;
    auto labels = value_labels({scale.low, scale.high}, context.spec.y_format, context.locale);
    TextStyle style = axis_style(context.theme);
    double text = context.measure.width(labels[0], style) + context.measure.width(labels[1], style);
    double zero = scale.diverging ? context.measure.width("0", style) + 2 * kGap : 0;
    double room = std::min(area.w * 0.5, 150.0) - zero;
    if (area.h < kLeastArea || room < kLeastRamp || text + room + zero + 2 * kGap > area.w)
        return;
    double baseline = area.y + theme::baseline(theme::kAxis), x = area.x;
    double top = baseline - kAxisTextMiddle - kHeight / 2;
    auto write = [&](const std::string& words, const TextStyle& words_style) {
        context.drawing.push_back(DrawText{words, {x, baseline}, words_style});
        x += context.measure.width(words, words_style) + kGap;
    };
    auto ramp = [&](double from, double to, double width) {
        draw_ramp(context, scale, {x, top, width, kHeight}, from, to);
        x += width + kGap;
    };
    TextStyle caption = theme::text_style(theme::kCaption, context.theme.secondary);
    double title = context.measure.width(context.spec.y_title, caption) + 2 * kGap;
    if (!context.spec.y_title.empty() && title + text + room + zero + 2 * kGap <= area.w) {
        write(context.spec.y_title, caption);
        x += kGap;
    }
    if (scale.low == scale.high) {
        ramp(scale.low, scale.low, kHeight);
        write(labels[0], style);
    } else {
        double split = scale.diverging ? std::clamp(-scale.low / (scale.high - scale.low), 0.15, 0.85) : 1;
        write(labels[0], style);
        ramp(scale.low, scale.diverging ? 0 : scale.high, room * split);
        if (scale.diverging) {
            write("0", style);
            ramp(0, scale.high, room * (1 - split));
        }
        write(labels[1], style);
    }
    area.y += kRow + kUnder;
    area.h -= kRow + kUnder;
}

} // namespace presstime
