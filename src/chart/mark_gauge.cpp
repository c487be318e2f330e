// Gauge: one number on an arc between two ends, written large in the middle. Bands of reference are a thin
// ring around the arc, targets are ticks across it. A number beyond an end fills the arc up to that end, with
// an arrow that says so.
#include "base/text.hpp"
#include "chart/columns.hpp"
#include "chart/dial.hpp"
#include "chart/hits.hpp"
#include "chart/ink.hpp"
#include "chart/mark.hpp"
#include "chart/numbers.hpp"
#include "model/tone.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace presstime {

namespace {

constexpr double kTickBeyond = 2;
constexpr double kEndLine = 11; // height of the line with both ends' numbers
constexpr double kLabelHeight = 8;
constexpr double kLabelGap = 2;
constexpr double kLargestRadius = 140;
constexpr double kLargestValue = 40;
constexpr double kValueShare = 0.46; // size of the number, of the inner radius
constexpr double kShrink = 0.95;
constexpr std::size_t kMostReferences = 12;

double value_of(const MarkContext& context)
{
    return context.data.series.front().samples.front().y;
}

// Where the words of a place on the rim stand: on the ray through it, just outside the dial.
Box words_beside(const Dial& dial, double angle, double width)
{
    constexpr double kStep = 1;
    double clear = dial.radius + kTickBeyond + kLabelGap;
    double most = clear + width;
    for (double distance = clear;; distance += kStep) {
        Point middle = dial.at(angle, distance);
        Box box{middle.x - width / 2, middle.y - kLabelHeight / 2, width, kLabelHeight};
        double x = std::clamp(dial.center.x, box.x, box.right()) - dial.center.x;
        double y = std::clamp(dial.center.y, box.y, box.bottom()) - dial.center.y;
        if (std::hypot(x, y) >= clear || distance >= most)
            return box;
    }
}

// In falling order of the room they need.
enum class Words { names, values, none };

std::string words_of(const MarkContext& context, const Reference& reference, Words words)
{
    if (words == Words::none || (is_band(reference) && words == Words::values))
        return "";
    if (is_band(reference))
        return reference.label;
    std::string value = value_text(context, *reference.value, context.spec.y_format);
    bool has_name = words == Words::names && !reference.label.empty();
    return has_name ? reference.label + " " + value : value;
}

double middle_of(const Reference& reference)
{
    return is_band(reference) ? (*reference.from + *reference.to) / 2 : *reference.value;
}

std::vector<const Reference*> shown_references(const MarkContext& context)
{
    std::vector<const Reference*> shown;
    for (const Reference& reference : context.spec.references)
        if ((is_band(reference) || is_target(reference)) && shown.size() < kMostReferences)
            shown.push_back(&reference);
    return shown;
}

// The words around the dial. Those of targets all find room, or it is not `whole`; those of bands may be
// missing, for the alt text has them.
struct Surroundings {
    std::vector<DrawText> texts;
    bool whole = true;
};

Surroundings place_words(const MarkContext& context, const Dial& dial, Words which)
{
    Surroundings around;
    LabelRoom room(context.area);
    for (bool targets : {true, false})
        for (const Reference* reference : shown_references(context)) {
            if (is_target(*reference) != targets)
                continue;
            std::string words = words_of(context, *reference, which);
            double width = context.measure.width(words, axis_style(context.theme));
            Box box = words_beside(dial, dial.angle(middle_of(*reference)), width);
            // The lines under the arc belong to the numbers of its ends.
            bool below = box.bottom() > dial.center.y + dial.depth() - kLabelGap;
            if (words.empty() || below || !room.place({box.x - 1, box.y - 1, width + 2, kLabelHeight + 2}))
                around.whole = around.whole && (!targets || words.empty());
            else
                around.texts.push_back({words, {box.x, box.bottom() - 1.5}, axis_style(context.theme)});
        }
    return around;
}

// The line under the arc: the numbers of its ends, and between them, of half a circle, the unit.
double room_below(const MarkContext& context)
{
    return context.spec.labels == LabelMode::off && context.spec.y_title.empty() ? 1 : kEndLine;
}

// The largest dial of this arc that lies within the area with everything around it.
Dial fit_dial(const MarkContext& context, Dial dial, double half, double above)
{
    const Box& area = context.area;
    double below = room_below(context);
    double depth = -std::cos(half); // of the arc's ends under its centre, in radii
    double room = area.h - above - below - kTickBeyond;
    dial.half = half;
    dial.radius = std::max(std::min({area.w / 2 - kTickBeyond, room / (1 + depth), kLargestRadius}), 1.0);
    return dial;
}

void settle_center(const MarkContext& context, Dial& dial, double above)
{
    const Box& area = context.area;
    double below = room_below(context);
    double height = above + kTickBeyond + dial.radius * (1 - std::cos(dial.half)) + below;
    double top = area.y + std::max(area.h - height, 0.0) / 2;
    dial.center = {area.x + area.w / 2, top + above + kTickBeyond + dial.radius};
}

struct Planned {
    Dial dial;
    std::vector<DrawText> texts;
    Words words = Words::none;
};

// A low box has half a circle, a high one two thirds.
Dial fit_either(const MarkContext& context, const Dial& dial, double above)
{
    constexpr double kClearlyLarger = 1.12;
    Dial high = fit_dial(context, dial, kTwoThirds, above);
    Dial low = fit_dial(context, dial, kHalfCircle, above);
    Dial best = low.radius > high.radius * kClearlyLarger ? low : high;
    settle_center(context, best, above);
    return best;
}

// The dial shrinks until the words of its targets fit; where it would become too small it does without their
// names, then without any words.
Planned plan_gauge(const MarkContext& context)
{
    constexpr double kMostShrunk = 0.6;
    const Dial dial = scale_dial(context.spec, value_of(context));
    bool has_words = !shown_references(context).empty() && context.spec.labels != LabelMode::off;
    double above = kLabelHeight + kLabelGap;
    for (Words words : {Words::names, Words::values}) {
        Planned plan{fit_either(context, dial, above), {}, words};
        double least = plan.dial.radius * kMostShrunk;
        for (; has_words && plan.dial.radius >= least; plan.dial.radius *= kShrink) {
            settle_center(context, plan.dial, above);
            auto around = place_words(context, plan.dial, words);
            plan.texts = std::move(around.texts);
            if (around.whole)
                return plan;
        }
    }
    return {fit_either(context, dial, 0), {}, Words::none};
}

// A triangle on the end of the ring, pointing on.
void draw_beyond(MarkContext& context, const Dial& dial, bool is_above)
{
    double side = is_above ? 1 : -1;
    double middle = dial.ring_middle();
    double reach = dial.thickness() * 0.42;
    double end = side * dial.half;
    double back = end - side * 1.5 * reach / middle;
    Color color = is_above ? context.theme.paper : context.theme.ink;
    context.drawing.push_back(FillPolygon{{dial.at(end - side * 0.2 * reach / middle, middle),
                                           dial.at(back, middle - reach), dial.at(back, middle + reach)},
                                          color,
                                          color});
}

void draw_dial(MarkContext& context, const Dial& dial)
{
    const Theme& theme = context.theme;
    double value = value_of(context);
    double start = dial.angle(std::clamp(0.0, dial.from, dial.to)), end = dial.angle(value);
    context.drawing.push_back(
        FillWedge{dial.center, dial.hole(), dial.rim(), -dial.half, dial.half, theme.hairline});
    if (start != end)
        context.drawing.push_back(FillWedge{dial.center, dial.hole(), dial.rim(), std::min(start, end),
                                            std::max(start, end), series_color(theme, 0)});
    for (const Reference* reference : shown_references(context)) {
        if (is_band(*reference)) {
            double from = dial.angle(*reference->from), to = dial.angle(*reference->to);
            if (from < to)
                context.drawing.push_back(FillWedge{dial.center, dial.rim() + kBandGap, dial.radius, from, to,
                                                    tone_color(reference->tone, theme, theme.zero_line)});
        }
    }
    for (const Reference* reference : shown_references(context))
        if (is_target(*reference) && dial.holds(*reference->value)) {
            double angle = dial.angle(*reference->value);
            context.drawing.push_back(
                Polyline{{dial.at(angle, dial.hole() - 1), dial.at(angle, dial.radius + kTickBeyond)},
                         theme.ink,
                         theme::kLine,
                         false,
                         {}});
        }
    if (!dial.holds(value))
        draw_beyond(context, dial, value > dial.to);
}

// What both ends are, with no more decimals than the finer of them needs.
std::vector<std::string> end_texts(const MarkContext& context, const Dial& dial)
{
    constexpr int kMostDecimals = 3;
    auto decimals = [](double end) { return end == 0 ? 0 : decimals_of(std::abs(end) * 1e-6); };
    double finer = decimals(dial.from) > decimals(dial.to) || dial.to == 0 ? dial.from : dial.to;
    if (decimals_of(std::abs(finer)) > kMostDecimals)
        return {value_text(context, dial.from, context.spec.y_format),
                value_text(context, dial.to, context.spec.y_format)};
    Ticks ends;
    ends.values = {dial.from, dial.to};
    ends.step = std::abs(finer);
    return tick_labels(ends, context.spec.y_format, context.locale);
}

// Under the number.
void draw_unit(MarkContext& context, const Dial& dial, double value_baseline)
{
    constexpr double kLeastUnit = 16;
    const std::string& unit = context.spec.y_title;
    bool is_low = dial.half == kHalfCircle;
    double room = dial.hole() * 1.5;
    if (is_low && context.spec.labels != LabelMode::off)
        for (const std::string& end : end_texts(context, dial)) {
            double width = context.measure.width(end, axis_style(context.theme));
            double inner = std::min(dial.ring_middle() - width / 2, context.area.w / 2 - width);
            room = std::min(room, 2 * (inner - theme::kGrid));
        }
    if (unit.empty() || room < kLeastUnit || dial.hole() < 2 * theme::kCaption.line_height)
        return;
    double baseline = value_baseline + (is_low ? kEndLine - 1 : theme::kCaption.line_height + 1);
    context.drawing.push_back(DrawText{unit,
                                       {dial.center.x, baseline},
                                       theme::text_style(theme::kCaption, context.theme.secondary),
                                       TextAlign::center,
                                       room});
}

void draw_value(MarkContext& context, const Dial& dial)
{
    constexpr double kChord = 1.7; // the hole's width at the height of the figures, in its radii
    bool is_low = dial.half == kHalfCircle;
    std::string text = value_text(context, value_of(context), context.spec.y_format);
    TextStyle style = theme::text_style(theme::kKpiValue, context.theme.ink);
    double size = std::clamp(dial.hole() * kValueShare, theme::kSmallestType, kLargestValue);
    style.size = size;
    double width = context.measure.width(text, style);
    double room = std::max(dial.hole() * kChord, 1.0);
    style.size = std::max(size * std::min(room / std::max(width, 1.0), 1.0), theme::kSmallestType);
    double baseline = dial.center.y + (is_low ? -1 : 0.727 * style.size / 2);
    context.drawing.push_back(
        DrawText{text, {dial.center.x, baseline}, style, TextAlign::center, room + 0.01});
    draw_unit(context, dial, baseline);
}

void draw_ends(MarkContext& context, const Dial& dial)
{
    if (context.spec.labels == LabelMode::off)
        return;
    auto texts = end_texts(context, dial);
    double middle = dial.ring_middle();
    double baseline = dial.center.y + dial.depth() + kEndLine - 2;
    const Box& area = context.area;
    double most = area.w / 2 - kLabelGap;
    for (std::size_t i = 0; i < 2; ++i) {
        double half = std::min(context.measure.width(texts[i], axis_style(context.theme)), most) / 2;
        double low = i == 0 ? area.x + half : dial.center.x + kLabelGap + half;
        double high = i == 0 ? dial.center.x - kLabelGap - half : area.right() - half;
        double x = std::clamp(dial.at(i == 0 ? -dial.half : dial.half, middle).x, low, std::max(low, high));
        context.drawing.push_back(
            DrawText{texts[i], {x, baseline}, axis_style(context.theme), TextAlign::center, most + 0.01});
    }
}

// Names that found no place at their ticks.
void note_names(MarkContext& context)
{
    std::vector<std::string> names;
    for (const Reference* reference : shown_references(context))
        if (is_target(*reference) && !reference->label.empty())
            names.push_back(words_of(context, *reference, Words::names));
    if (!names.empty())
        context.notes.push_back(join(names, "; ") + ".");
}

void note_what_is_beyond(MarkContext& context, const Dial& dial)
{
    auto written = [&](double number) { return value_text(context, number, context.spec.y_format); };
    double value = value_of(context);
    if (value > dial.to)
        context.notes.push_back(say(context.locale, Phrase::gauge_above, {written(value), written(dial.to)}));
    else if (value < dial.from)
        context.notes.push_back(
            say(context.locale, Phrase::gauge_below, {written(value), written(dial.from)}));
}

std::string describe(const MarkContext& context, const Dial& dial)
{
    auto written = [&](double number) { return value_text(context, number, context.spec.y_format); };
    double value = value_of(context);
    auto ends = end_texts(context, dial);
    std::string text = fmt::format("{} is {} on a scale from {} to {}", context.spec.y.front(),
                                   written(value), ends[0], ends[1]);
    for (const Reference* reference : shown_references(context)) {
        if (is_target(*reference))
            text += fmt::format("; {} {}", reference->label.empty() ? "target" : reference->label,
                                written(*reference->value));
        else if (value >= *reference->from && value < *reference->to)
            text += fmt::format("; within {} to {}{}", written(*reference->from), written(*reference->to),
                                reference->label.empty() ? "" : " (" + reference->label + ")");
    }
    std::size_t rows = context.table.rows();
    if (rows > 1)
        text += fmt::format("; the first of {} rows", format_count(static_cast<std::int64_t>(rows)));
    return text + ".";
}

} // namespace

Result<ChartData> read_gauge(const ChartSpec& spec, const Table& table, const std::string& locale)
{
    if (spec.y.empty())
        return fail(Error::invalid("chart.y", "`chart.y` is empty; name the column of the gauge's number"));
    const ColumnData* column = TRY(find_measure("chart.y", spec.y.front(), table));
    ChartData data;
    data.categories.emplace_back();
    data.series.push_back({spec.y.front(), {}});
    if (column->rows > 0)
        data.series.front().samples.push_back({0, measure_at(*column, 0), 0});
    if (spec.y.size() > 1)
        data.notes.push_back(
            say(find_locale(locale), Phrase::first_measure, {std::to_string(spec.y.size())}));
    return data;
}

Drawn draw_gauge(MarkContext& context)
{
    Planned plan = plan_gauge(context);
    const Dial& dial = plan.dial;
    draw_dial(context, dial);
    draw_value(context, dial);
    draw_ends(context, dial);
    for (DrawText& text : plan.texts)
        context.drawing.push_back(std::move(text));
    if (plan.words != Words::names && context.spec.labels != LabelMode::off)
        note_names(context);
    note_what_is_beyond(context, dial);
    double depth = dial.radius * (1 - std::cos(dial.half));
    add_hit(context, context.spec.y.front(), "",
            value_text(context, value_of(context), context.spec.y_format),
            {dial.center.x - dial.radius, dial.center.y - dial.radius, 2 * dial.radius, depth});
    for (const Reference* reference : shown_references(context))
        if (is_target(*reference)) {
            Point at = dial.at(dial.angle(*reference->value), dial.ring_middle());
            double half = dial.thickness() / 2;
            add_hit(context, context.spec.y.front(), reference->label,
                    value_text(context, *reference->value, context.spec.y_format),
                    {at.x - half, at.y - half, 2 * half, 2 * half});
        }
    context.alt = describe(context, dial);
    return Drawn::marks;
}

} // namespace presstime
