// Geometry, drawing and labels of bars.
#include "chart/bars.hpp"

#include "chart/hits.hpp"
#include "chart/numbers.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr double kWidestBar = 56;
constexpr double kLabelGap = 3;
constexpr std::size_t kMostLabelled = 12;
constexpr double kRoundFrom = 4; // smaller bars keep square corners

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

// Rounded at the far end, square where it stands.
void draw_bar(MarkContext& context, const Plot& plot, const BarSet& set, const Bar& bar)
{
    Box box = box_of(bar, set, plot);
    Color color = series_color(context.theme, bar.series);
    bool upwards = plot.direction == ValueDirection::upwards;
    double length = upwards ? box.h : box.w;
    double thickness = upwards ? box.w : box.h;
    if (length <= 0)
        return;
    bool cut = !plot.holds(bar.to); // no rounded end where the axis ends first
    if (cut || !bar.is_outermost || length < kRoundFrom || thickness < kRoundFrom) {
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

} // namespace

BarSet collect_bars(const MarkContext& context, const Bands& bands, std::size_t count)
{
    BarSet set;
    set.stacked = context.spec.stack != StackMode::none && count > 1;
    set.lanes = set.stacked ? 1 : static_cast<double>(count);
    bool stacked = set.stacked;
    bool percent = stacked && context.spec.stack == StackMode::percent;
    set.format = percent ? "0 %" : context.spec.y_format;
    auto spans = std::vector<std::vector<Span>>{};
    if (stacked) {
        Bands piled = bands;
        piled.values.resize(count);
        spans = pile_up(piled, context.spec.stack);
    }
    for (std::size_t band = 0; band < bands.count(); ++band) {
        std::size_t begin = set.bars.size();
        for (std::size_t series = 0; series < count; ++series) {
            double value = bands.values[series][band];
            if (std::isnan(value))
                continue;
            Span span = stacked ? spans[series][band] : Span{0, value, false};
            set.bars.push_back({series, band, span.from, span.to, true, value, value});
        }
        if (stacked)
            mark_outermost(set, begin);
    }
    bool whole = true;
    for (const Bar& bar : set.bars) {
        whole = whole && bar.to == std::floor(bar.to);
        set.range.minimum = std::min(set.range.minimum, bar.to);
        set.range.maximum = std::max(set.range.maximum, bar.to);
    }
    set.range.numbers = whole && !percent ? Numbers::whole : Numbers::real;
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

Box box_of(const Bar& bar, const BarSet& set, const Plot& plot)
{
    bool stacked = set.stacked;
    double lanes = set.lanes;
    double step = plot.bands.step();
    double group = std::min(step * (1 - theme::kBarGap), kWidestBar * lanes);
    double lane = group / lanes;
    double gap = lane >= 6 && lanes > 1 ? 1 : 0;
    double across = plot.bands.center(bar.band) - group / 2 +
                    (stacked ? 0 : lane * static_cast<double>(bar.series)) + gap / 2;
    double from = plot.value(plot.clamped(bar.from)), to = plot.value(plot.clamped(bar.to));
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

void draw_bars_of(MarkContext& context, const Plot& plot, const BarSet& set)
{
    std::size_t outside = 0;
    for (const Bar& bar : set.bars) {
        outside += plot.holds(bar.to) ? 0 : 1;
        draw_bar(context, plot, set, bar);
    }
    note_outside(context, outside);
}

void add_bar_hits(MarkContext& context, const Plot& plot, const BarSet& set, const Bands& bands)
{
    if (context.hit_mode == HitMode::none)
        return;
    for (const Bar& bar : set.bars) {
        double position = bands.positions[bar.band];
        std::string value = value_text(context, bar.value, context.spec.y_format);
        if (set.stacked && context.spec.stack == StackMode::percent)
            value += " (" + value_text(context, std::abs(bar.to - bar.from), "0.0 %") + ")";
        add_hit(context, context.data.series[bar.series].name, place_text(context, position, bands.unit),
                std::move(value), box_of(bar, set, plot));
    }
}

std::vector<PlacedLabel> place_value_labels(const MarkContext& context, const Plot& plot, const BarSet& set,
                                            const std::vector<std::string>& texts, LabelRoom& room)
{
    constexpr double kBeside = 3;
    std::vector<PlacedLabel> placed;
    LabelRoom before = room;
    for (std::size_t i = 0; i < set.bars.size(); ++i) {
        if (texts.empty() || texts[i].empty())
            continue;
        const Bar& bar = set.bars[i];
        double width = context.measure.width(texts[i], value_style(context.theme));
        PlacedLabel label = place_beyond(box_of(bar, set, plot), texts[i], bar.to >= 0, width, plot,
                                         value_style(context.theme));
        if (room.place({label.box.x - kBeside / 2, label.box.y, label.box.w + kBeside, label.box.h})) {
            placed.push_back(std::move(label));
        } else if (context.spec.labels == LabelMode::automatic) {
            room = before;
            return {};
        }
    }
    return placed;
}

LabelRoom room_around(const MarkContext& context, const Plot& plot, const BarSet& set)
{
    LabelRoom room(
        {context.area.x, plot.labels_top, context.area.w, context.area.bottom() - plot.labels_top});
    for (const Bar& bar : set.bars)
        room.take_mark(box_of(bar, set, plot));
    take_texts(room, plot.texts, context.measure);
    return room;
}

} // namespace presstime
