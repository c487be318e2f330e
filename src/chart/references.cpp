// Resolving references, and finding a place for each label that covers no other text.
#include "chart/references.hpp"

#include "chart/bands.hpp"
#include "chart/numbers.hpp"
#include "chart/x_values.hpp"
#include "model/tone.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace presstime {

namespace {

constexpr double kLineWidth = 0.9;
constexpr double kBandAlpha = 0.1;
constexpr double kPaperAlpha = 0.82;
constexpr double kTextHeight = 8;
constexpr double kPadding = 2;         // of a label at both ends
constexpr double kBeside = 2;          // between plot and label
constexpr double kWidestBeside = 0.24; // share of the area
constexpr double kAway = 1.5;          // between a line and its label
constexpr std::size_t kMostReferences = 20;

TextStyle label_style(const Theme& theme, Tone tone)
{
    TextStyle style =
        theme::text_style(theme::kCaption, tone_color(tone, theme, theme.secondary), theme::Figures::tabular);
    style.weight = FontWeight::medium;
    return style;
}

std::optional<double> statistic_of(std::vector<double> values, ReferenceStatistic statistic)
{
    if (values.empty())
        return std::nullopt;
    auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    switch (statistic) {
    case ReferenceStatistic::average:
        return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    case ReferenceStatistic::minimum:
        return *std::min_element(values.begin(), values.end());
    case ReferenceStatistic::maximum:
        return *std::max_element(values.begin(), values.end());
    case ReferenceStatistic::median:
        std::nth_element(values.begin(), middle, values.end());
        if (values.size() % 2 == 1)
            return *middle;
        return (*middle + *std::max_element(values.begin(), middle)) / 2;
    case ReferenceStatistic::none:
        break;
    }
    return std::nullopt;
}

Phrase name_of(ReferenceStatistic statistic)
{
    switch (statistic) {
    case ReferenceStatistic::median:
        return Phrase::median;
    case ReferenceStatistic::minimum:
        return Phrase::minimum;
    case ReferenceStatistic::maximum:
        return Phrase::maximum;
    default:
        return Phrase::average;
    }
}

std::optional<double> place_on_x(const MarkContext& context, const Reference& reference)
{
    const ChartData& data = context.data;
    if (data.x_kind == XKind::number)
        return reference.value;
    if (data.x_kind == XKind::time)
        return time_position(reference.at);
    auto found = std::find(data.categories.begin(), data.categories.end(), reference.at);
    if (found == data.categories.end())
        return std::nullopt;
    return static_cast<double>(found - data.categories.begin());
}

bool is_drawable(double value)
{
    return std::abs(value) < 1e150;
}

std::string value_words(const MarkContext& context, const ResolvedReference& reference)
{
    const std::string& format = reference.axis == ReferenceAxis::y2  ? context.spec.y2_format
                                : reference.axis == ReferenceAxis::x ? context.spec.x_format
                                                                     : context.spec.y_format;
    NumberPattern pattern = value_pattern(format, std::max(std::abs(reference.from), std::abs(reference.to)));
    if (pattern.natural)
        pattern = {.grouped = true, .maximum_decimals = 2};
    std::string from = format_number(reference.from, pattern, context.locale);
    return reference.from == reference.to
               ? from
               : from + "\u2013" + format_number(reference.to, pattern, context.locale);
}

std::optional<ResolvedReference> resolve(const MarkContext& context, const Reference& reference,
                                         const DrawnValues& values)
{
    ResolvedReference out{reference.axis, 0, 0, reference.tone, reference.label};
    std::optional<double> at = reference.value;
    if (reference.statistic != ReferenceStatistic::none)
        at = statistic_of(reference.axis == ReferenceAxis::y2  ? values.y2
                          : reference.axis == ReferenceAxis::x ? values.x
                                                               : values.y,
                          reference.statistic);
    else if (reference.from && reference.to)
        at = std::min(*reference.from, *reference.to);
    else if (reference.axis == ReferenceAxis::x)
        at = place_on_x(context, reference);
    bool numbers_on_x = context.data.x_kind == XKind::number;
    bool is_band = reference.from && reference.to && reference.statistic == ReferenceStatistic::none;
    if (!at || !is_drawable(*at) || (reference.axis == ReferenceAxis::x && is_band && !numbers_on_x))
        return std::nullopt;
    out.from = *at;
    out.to = is_band ? std::max(*reference.from, *reference.to) : *at;
    if (!is_drawable(out.to))
        return std::nullopt;
    if (out.label.empty() && reference.statistic != ReferenceStatistic::none)
        out.label = std::string(phrase(context.locale, name_of(reference.statistic))) + " ";
    if (reference.label.empty())
        out.label += !reference.at.empty() ? reference.at : value_words(context, out);
    return out;
}

// Where a reference lies in the drawing: a line across one direction, or the space between two.
struct Stretch {
    bool is_level = true; // runs from left to right
    double low = 0, high = 0;
    bool is_line() const { return high - low < 1e-9; }
};

std::optional<double> x_coordinate(const MarkContext& context, const Plot& plot, double x)
{
    if (plot.band_positions.empty()) {
        double from = std::min(plot.x.domain_from, plot.x.domain_to), to = plot.x.domain_to;
        return x >= from && x <= to ? std::optional(plot.x(x)) : std::nullopt;
    }
    auto after = std::upper_bound(plot.band_positions.begin(), plot.band_positions.end(), x);
    if (after == plot.band_positions.begin() || (context.data.x_kind == XKind::category && *(after - 1) != x))
        return std::nullopt;
    return plot.bands.center(static_cast<std::size_t>(after - plot.band_positions.begin()) - 1);
}

std::optional<Stretch> stretch_of(const MarkContext& context, const Plot& plot,
                                  const ResolvedReference& reference)
{
    bool upwards = plot.direction == ValueDirection::upwards;
    if (reference.axis == ReferenceAxis::x) {
        auto from = x_coordinate(context, plot, reference.from),
             to = x_coordinate(context, plot, reference.to);
        if (!from || !to)
            return std::nullopt;
        return Stretch{!upwards, std::min(*from, *to), std::max(*from, *to)};
    }
    bool own = reference.axis == ReferenceAxis::y2 && plot.second;
    const ValueScale& scale = own ? *plot.second : plot.value;
    double low = std::min(scale.domain_from, scale.domain_to),
           high = std::max(scale.domain_from, scale.domain_to);
    if (reference.to < low || reference.from > high)
        return std::nullopt;
    double a = scale(std::clamp(reference.from, low, high)), b = scale(std::clamp(reference.to, low, high));
    return Stretch{upwards, std::min(a, b), std::max(a, b)};
}

// Beside the plot at the height of the line, or a little off it.
void add_places_beside(const Plot& plot, const Stretch& stretch, double width, std::vector<Box>& places)
{
    if (!stretch.is_level || plot.gap_at_right < width + kBeside - 0.01)
        return;
    double middle = (stretch.low + stretch.high) / 2 - kTextHeight / 2;
    for (double off : {0.0, -4.0, 4.0, -8.0, 8.0})
        places.push_back({plot.box.right() + kBeside, middle + off, width, kTextHeight});
}

// Places of a label from the best to the least good.
std::vector<Box> label_places(const Plot& plot, const Stretch& stretch, double width)
{
    const Box& box = plot.box;
    std::vector<Box> places;
    if (stretch.is_level) {
        double above = stretch.low - kAway - kTextHeight, below = stretch.high + kAway;
        double inside = stretch.low + kAway;
        for (double share : {1.0, 0.0, 0.5, 0.75, 0.25, 0.9, 0.6, 0.4, 0.1})
            for (double top : {stretch.is_line() ? above : inside, stretch.is_line() ? below : above})
                places.push_back({box.x + (box.w - width) * share, top, width, kTextHeight});
    } else {
        double right = stretch.high + kAway, left = stretch.low - kAway - width;
        double inside = stretch.low + kAway;
        for (double top = box.y + 1; top + kTextHeight <= box.bottom() && places.size() < 24;
             top += kTextHeight + 1)
            for (double x : {stretch.is_line() ? right : inside, left})
                places.push_back({x, top, width, kTextHeight});
    }
    std::erase_if(places, [&](const Box& place) {
        return place.x < box.x - 0.01 || place.right() > box.right() + 0.01 ||
               place.y < box.y - kTextHeight / 2 || place.bottom() > box.bottom() + 0.01;
    });
    std::vector<Box> all;
    add_places_beside(plot, stretch, width, all);
    all.insert(all.end(), places.begin(), places.end());
    return all;
}

void lay_paper(MarkContext& context, const Box& box)
{
    context.drawing.push_back(FillRect{box, with_alpha(context.theme.paper, kPaperAlpha), theme::kBarRadius});
}

void draw_label(MarkContext& context, const Plot& plot, const Stretch& stretch,
                const ResolvedReference& reference, LabelRoom& room)
{
    TextStyle style = label_style(context.theme, reference.tone);
    double most = std::max(plot.box.w - 2 * kPadding, 1.0);
    double width = std::min(context.measure.width(reference.label, style), most);
    auto places = label_places(plot, stretch, width + 2 * kPadding);
    auto place = std::find_if(places.begin(), places.end(), [&](const Box& box) { return room.place(box); });
    bool over_marks = place == places.end();
    if (over_marks)
        place = std::find_if(places.begin(), places.end(),
                             [&](const Box& box) { return room.place_over_marks(box); });
    if (place == places.end())
        return;
    if (over_marks)
        lay_paper(context, *place);
    context.drawing.push_back(DrawText{reference.label,
                                       {place->x + kPadding, place->y + kTextHeight - 1.7},
                                       style,
                                       TextAlign::left,
                                       width + 0.01});
}

} // namespace

DrawnValues drawn_values(const MarkContext& context)
{
    DrawnValues out;
    bool stacked = context.spec.stack != StackMode::none && context.data.series.size() > 1;
    if (stacked) {
        std::vector<std::string> ignored;
        Bands bands = line_up(context.data, context.utc_offset, ignored);
        std::vector<double> sums(bands.count(), 0);
        for (std::size_t i = 0; i < bands.values.size(); ++i)
            for (std::size_t band = 0; band < bands.count(); ++band)
                if (!std::isnan(bands.values[i][band]) && context.data.series[i].axis == SeriesAxis::y)
                    sums[band] += bands.values[i][band];
        if (context.spec.stack == StackMode::stacked)
            out.y = std::move(sums);
    }
    for (const Series& series : context.data.series) {
        bool second = series.axis == SeriesAxis::y2;
        for (const Sample& sample : series.samples)
            if (!std::isnan(sample.y) && (second || !stacked))
                (second ? out.y2 : out.y).push_back(sample.y);
    }
    return out;
}

std::vector<ResolvedReference> resolve_references(MarkContext& context, const DrawnValues& values)
{
    std::vector<ResolvedReference> out;
    for (const Reference& reference : context.spec.references) {
        if (out.size() == kMostReferences)
            break;
        if (auto resolved = resolve(context, reference, values))
            out.push_back(std::move(*resolved));
        else
            context.notes.push_back(
                say(context.locale, Phrase::reference_nowhere,
                    {reference.label.empty() ? std::string_view(reference.at) : reference.label}));
    }
    return out;
}

void keep_above_zero(MarkContext& context, ReferenceAxis axis, std::vector<ResolvedReference>& references)
{
    std::erase_if(references, [&](const ResolvedReference& reference) {
        const bool nowhere = reference.axis == axis && !(reference.from > 0);
        if (nowhere)
            context.notes.push_back(say(context.locale, Phrase::reference_nowhere, {reference.label}));
        return nowhere;
    });
}

void include_references(const std::vector<ResolvedReference>& references, ReferenceAxis axis,
                        ValueRange& range)
{
    for (const ResolvedReference& reference : references)
        if (reference.axis == axis) {
            range.minimum = std::min(range.minimum, reference.from);
            range.maximum = std::max(range.maximum, reference.to);
        }
}

double reference_gap(const MarkContext& context, const std::vector<ResolvedReference>& references)
{
    double widest = 0;
    for (const ResolvedReference& reference : references)
        if (reference.axis == ReferenceAxis::y)
            widest = std::max(
                widest, context.measure.width(reference.label, label_style(context.theme, reference.tone)));
    double gap = widest > 0 ? widest + 2 * kPadding + kBeside : 0;
    return gap <= context.area.w * kWidestBeside ? gap : 0;
}

void draw_reference_bands(MarkContext& context, const Plot& plot,
                          const std::vector<ResolvedReference>& references)
{
    for (const ResolvedReference& reference : references) {
        auto stretch = stretch_of(context, plot, reference);
        if (!stretch || stretch->is_line())
            continue;
        double length = stretch->high - stretch->low;
        Box box = stretch->is_level ? Box{plot.box.x, stretch->low, plot.box.w, length}
                                    : Box{stretch->low, plot.box.y, length, plot.box.h};
        context.drawing.push_back(FillRect{
            box, with_alpha(tone_color(reference.tone, context.theme, context.theme.secondary), kBandAlpha)});
    }
}

void draw_reference_lines(MarkContext& context, const Plot& plot,
                          const std::vector<ResolvedReference>& references, LabelRoom& room)
{
    std::vector<std::optional<Stretch>> stretches;
    for (const ResolvedReference& reference : references) {
        auto stretch = stretch_of(context, plot, reference);
        stretches.push_back(stretch);
        if (!stretch || !stretch->is_line())
            continue;
        const Box& box = plot.box;
        double at = stretch->low;
        bool level = stretch->is_level;
        context.drawing.push_back(Polyline{level ? std::vector<Point>{{box.x, at}, {box.right(), at}}
                                                 : std::vector<Point>{{at, box.y}, {at, box.bottom()}},
                                           tone_color(reference.tone, context.theme, context.theme.secondary),
                                           kLineWidth,
                                           false,
                                           {3, 2}});
        room.take_mark(level ? Box{box.x, at - kLineWidth / 2, box.w, kLineWidth}
                             : Box{at - kLineWidth / 2, box.y, kLineWidth, box.h});
    }
    for (std::size_t i = 0; i < references.size(); ++i)
        if (stretches[i])
            draw_label(context, plot, *stretches[i], references[i], room);
}

void draw_over_references(MarkContext& context, const Plot& plot,
                          const std::vector<ResolvedReference>& references, DrawText text, const Box& box)
{
    constexpr double kNear = 1.5;
    bool crossed = std::any_of(references.begin(), references.end(), [&](const ResolvedReference& reference) {
        auto stretch = stretch_of(context, plot, reference);
        return stretch && stretch->is_line() &&
               (stretch->is_level ? stretch->low > box.y - kNear && stretch->low < box.bottom() + kNear
                                  : stretch->low > box.x - kNear && stretch->low < box.right() + kNear);
    });
    if (crossed)
        lay_paper(context, box);
    context.drawing.push_back(std::move(text));
}

} // namespace presstime
