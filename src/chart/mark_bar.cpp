// Bars: grouped, stacked, 100 %, upwards or rightwards. They start at zero, always. Names that would not fit
// under upright bars turn the chart on its side.
#include "chart/bands.hpp"
#include "chart/ink.hpp"
#include "chart/legend.hpp"
#include "chart/mark.hpp"
#include "chart/numbers.hpp"
#include "chart/plot.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr double kThinnestBand = 1.5;
constexpr double kWidestBar = 56;
constexpr double kLeastRow = 10;  // of horizontal bars with a name each
constexpr double kLabelRoom = 11; // above the highest bar
constexpr double kLabelGap = 3;
constexpr std::size_t kMostLabelled = 12;
constexpr double kRoundFrom = 4; // smaller bars keep square corners

struct Bar {
    std::size_t series = 0;
    std::size_t band = 0;
    double from = 0, to = 0;  // values
    bool is_outermost = true; // of its stack: has the rounded end and the label
    double label_value = 0;
};

struct BarSet {
    std::vector<Bar> bars;
    ValueRange range;
    std::string format;
};

bool is_stacked(const MarkContext& context)
{
    return context.spec.stack != StackMode::none && context.data.series.size() > 1;
}

// The last bar on each side of a stack is its outermost one and is labelled with the sum of its side.
void mark_outermost(BarSet& set, std::size_t band_begin)
{
    for (bool upwards : {true, false}) {
        Bar* last = nullptr;
        for (std::size_t i = band_begin; i < set.bars.size(); ++i) {
            Bar& bar = set.bars[i];
            bool grows = bar.to > bar.from || (bar.to == bar.from && bar.to >= 0);
            if (grows != upwards)
                continue;
            bar.is_outermost = false;
            last = &bar;
        }
        if (last != nullptr) {
            last->is_outermost = true;
            last->label_value = last->to;
        }
    }
}

BarSet collect_bars(const MarkContext& context, const Bands& bands)
{
    BarSet set;
    bool stacked = is_stacked(context);
    bool percent = stacked && context.spec.stack == StackMode::percent;
    set.format = percent ? "0 %" : context.spec.y_format;
    auto spans = stacked ? pile_up(bands, context.spec.stack) : std::vector<std::vector<Span>>{};
    for (std::size_t band = 0; band < bands.count(); ++band) {
        std::size_t begin = set.bars.size();
        for (std::size_t series = 0; series < bands.values.size(); ++series) {
            double value = bands.values[series][band];
            if (std::isnan(value))
                continue;
            Span span = stacked ? spans[series][band] : Span{0, value, false};
            set.bars.push_back({series, band, span.from, span.to, true, value});
        }
        if (stacked)
            mark_outermost(set, begin);
    }
    for (const Bar& bar : set.bars) {
        set.range.minimum = std::min(set.range.minimum, bar.to);
        set.range.maximum = std::max(set.range.maximum, bar.to);
    }
    bool whole = context.data.whole_numbers && !percent;
    set.range.numbers = whole ? Numbers::whole : Numbers::real;
    return set;
}

bool wants_labels(const MarkContext& context, const BarSet& set)
{
    if (context.spec.labels == LabelMode::off || set.format == "0 %")
        return context.spec.labels == LabelMode::on;
    std::size_t labels = 0;
    for (const Bar& bar : set.bars)
        labels += bar.is_outermost ? 1 : 0;
    return context.spec.labels == LabelMode::on || labels <= kMostLabelled;
}

std::vector<std::string> label_texts(const MarkContext& context, const BarSet& set)
{
    std::vector<double> values;
    for (const Bar& bar : set.bars)
        values.push_back(bar.is_outermost ? bar.label_value : std::nan(""));
    return value_labels(values, set.format, context.locale);
}

Box box_of(const Bar& bar, const MarkContext& context, const Plot& plot)
{
    bool stacked = is_stacked(context);
    double lanes = stacked ? 1 : static_cast<double>(context.data.series.size());
    double step = plot.bands.step();
    double group = std::min(step * (1 - theme::kBarGap), kWidestBar * lanes);
    double lane = group / lanes;
    double gap = lane >= 6 && lanes > 1 ? 1 : 0;
    double across = plot.bands.center(bar.band) - group / 2 +
                    (stacked ? 0 : lane * static_cast<double>(bar.series)) + gap / 2;
    double from = plot.value(bar.from), to = plot.value(bar.to);
    double low = std::min(from, to), length = std::abs(to - from);
    // A hair of white between the parts of a stack.
    if (stacked && length > 2 && !bar.is_outermost) {
        length -= theme::kHairlineWidth;
        low += (to < from) ? theme::kHairlineWidth : 0;
    }
    double thickness = std::max(lane - gap, 0.1);
    return plot.direction == ValueDirection::upwards ? Box{across, low, thickness, length}
                                                     : Box{low, across, length, thickness};
}

// Rounded at the far end, square where it stands.
void draw_bar(MarkContext& context, const Plot& plot, const Bar& bar)
{
    Box box = box_of(bar, context, plot);
    Color color = series_color(context.theme, bar.series);
    bool upwards = plot.direction == ValueDirection::upwards;
    double length = upwards ? box.h : box.w;
    double thickness = upwards ? box.w : box.h;
    if (length <= 0)
        return;
    if (!bar.is_outermost || length < kRoundFrom || thickness < kRoundFrom) {
        context.drawing.push_back(FillRect{box, color});
        return;
    }
    context.drawing.push_back(FillRect{box, color, theme::kBarRadius});
    double square = length - theme::kBarRadius;
    bool foot_first = upwards == (bar.to < bar.from);
    Box foot = box;
    (upwards ? foot.h : foot.w) = square;
    if (!foot_first)
        (upwards ? foot.y : foot.x) += theme::kBarRadius;
    context.drawing.push_back(FillRect{foot, color});
}

struct PlacedLabel {
    Box box;
    DrawText text;
};

PlacedLabel place_beyond(const Box& bar, const std::string& label, bool positive, double width,
                         const Plot& plot, TextStyle style)
{
    constexpr double kHeight = 8;
    if (plot.direction == ValueDirection::upwards) {
        double middle = bar.x + bar.w / 2;
        double bottom = positive ? bar.y - kLabelGap + 1 : bar.bottom() + kLabelGap + kHeight - 1;
        return {{middle - width / 2, bottom - kHeight, width, kHeight},
                {label, {middle, bottom - 1.5}, style, TextAlign::center}};
    }
    double middle = bar.y + bar.h / 2;
    double left = positive ? bar.right() + kLabelGap : bar.x - kLabelGap - width;
    return {{left, middle - kHeight / 2, width, kHeight}, {label, {left, middle + kAxisTextMiddle}, style}};
}

// All or nothing when automatic: a chart with some of its labels reads as if the others were zero.
std::vector<DrawText> place_value_labels(const MarkContext& context, const Plot& plot, const BarSet& set,
                                         const std::vector<std::string>& texts)
{
    constexpr double kBeside = 3;
    LabelRoom room(context.area);
    for (const Bar& bar : set.bars)
        room.take(box_of(bar, context, plot));
    take_texts(room, plot.texts, context.measure);
    std::vector<DrawText> placed;
    for (std::size_t i = 0; i < set.bars.size(); ++i) {
        if (texts[i].empty())
            continue;
        const Bar& bar = set.bars[i];
        double width = context.measure.width(texts[i], value_style(context.theme));
        PlacedLabel label = place_beyond(box_of(bar, context, plot), texts[i], bar.to >= 0, width, plot,
                                         value_style(context.theme));
        if (room.place({label.box.x - kBeside / 2, label.box.y, label.box.w + kBeside, label.box.h}))
            placed.push_back(std::move(label.text));
        else if (context.spec.labels == LabelMode::automatic)
            return {};
    }
    return placed;
}

// Upright bars keep room above only when a label really stands above the plot.
Plot plan_upright(const MarkContext& context, PlotRequest request, const Bands& bands, const BarSet& set,
                  const std::vector<std::string>& texts)
{
    Plot plot = plan_band_plot(context, request, bands);
    if (texts.empty() || plot.value(set.range.maximum) - kLabelRoom >= context.area.y)
        return plot;
    request.gap_at_end = kLabelRoom;
    Plot roomy = plan_band_plot(context, request, bands);
    return place_value_labels(context, roomy, set, texts).empty() ? plot : roomy;
}

bool lies_down(const MarkContext& context, const Bands& bands, const PlotRequest& request)
{
    if (context.spec.horizontal)
        return true;
    bool fits_in_rows = static_cast<double>(bands.count()) * kLeastRow <= context.area.h - 13;
    return context.data.x_kind == XKind::category && fits_in_rows &&
           plan_band_plot(context, request, bands).cramped;
}

void thin_to_room(MarkContext& context, Bands& bands)
{
    double lanes = is_stacked(context) ? 1 : static_cast<double>(context.data.series.size());
    double length = context.spec.horizontal ? context.area.h : context.area.w;
    thin_out(bands, static_cast<std::size_t>(std::max(length * 0.85 / (kThinnestBand * lanes), 1.0)),
             context.notes);
}

} // namespace

Drawn draw_bars(MarkContext& context)
{
    draw_legend(context);
    Bands bands = line_up(context.data, context.utc_offset, context.notes);
    if (context.data.x_kind == XKind::time)
        fill_calendar_gaps(bands, context.utc_offset);
    thin_to_room(context, bands);
    BarSet set = collect_bars(context, bands);
    auto texts = wants_labels(context, set) ? label_texts(context, set) : std::vector<std::string>{};
    PlotRequest request{set.range, set.format};
    Plot plot;
    if (lies_down(context, bands, request)) {
        double widest = 0;
        for (const std::string& text : texts)
            widest =
                std::max(widest, context.measure.width(text, value_style(context.theme)) + kLabelGap + 2);
        request.gap_at_end = std::min(widest, context.area.w / 4);
        plot = plan_horizontal_plot(context, request, bands);
    } else {
        plot = plan_upright(context, request, bands, set, texts);
    }
    draw_frame(context, plot);
    for (const Bar& bar : set.bars)
        draw_bar(context, plot, bar);
    draw_zero_line(context, plot);
    if (!texts.empty())
        for (DrawText& text : place_value_labels(context, plot, set, texts))
            context.drawing.push_back(std::move(text));
    return Drawn::marks;
}

} // namespace presstime
