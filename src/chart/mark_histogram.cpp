// Histogram: how many numbers lie in each of equal bins, or what a measure adds up to in them. The bars stand
// side by side on round edges, which bear the labels.
#include "base/text.hpp"
#include "chart/binning.hpp"
#include "chart/columns.hpp"
#include "chart/hits.hpp"
#include "chart/ink.hpp"
#include "chart/mark.hpp"
#include "chart/numbers.hpp"
#include "chart/plot.hpp"
#include "chart/references.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace presstime {

namespace {

constexpr double kValueLabelRoom = 12;
constexpr double kOverlap = 0.2;

struct Histogram {
    std::vector<double> edges;
    std::vector<double> heights;
    std::vector<double> ascending; // the numbers themselves
    bool counts = true;            // heights are numbers of rows

    double step() const { return edges[1] - edges[0]; }
    std::size_t bins() const { return heights.size(); }
};

Histogram collect(const MarkContext& context)
{
    const auto& samples = context.data.series.front().samples;
    Histogram histogram;
    histogram.counts = context.spec.y.empty();
    for (const Sample& sample : samples)
        histogram.ascending.push_back(sample.x);
    std::sort(histogram.ascending.begin(), histogram.ascending.end());
    histogram.edges = bin_edges(histogram.ascending, context.spec.bins);
    histogram.heights.assign(histogram.edges.size() - 1, 0);
    for (const Sample& sample : samples)
        histogram.heights[bin_of(histogram.edges, sample.x)] += sample.y;
    return histogram;
}

bool is_round(double step)
{
    double mantissa = step / std::pow(10.0, std::floor(std::log10(step) + 1e-9));
    for (double round : {1.0, 2.0, 2.5, 5.0})
        if (std::abs(mantissa - round) < 1e-6)
            return true;
    return false;
}

// Labels at every edge, or at every so many that they find room and stand at rounder numbers still. A bin
// alone has as much room on both sides.
Ticks edge_ticks(const MarkContext& context, const Histogram& histogram)
{
    constexpr double kBesidePlot = 40, kBetweenLabels = 10;
    const auto& edges = histogram.edges;
    double margin = histogram.bins() == 1 ? histogram.step() : 0;
    Ticks ticks{edges, histogram.step(), edges.front() - margin, edges.back() + margin};
    double point = (ticks.last() - ticks.first()) / std::max(context.area.w - kBesidePlot, 1.0);
    for (int stride = 1; stride <= kMostBins; ++stride) {
        double step = histogram.step() * stride;
        if (stride > 1 && !is_round(step))
            continue;
        std::vector<double> standing;
        for (double edge : edges)
            if (stride == 1 || std::abs(std::remainder(edge, step)) < step * 1e-6)
                standing.push_back(edge);
        if (standing.size() < 2)
            break;
        ticks.values = std::move(standing);
        ticks.step = step;
        double widest = 0;
        for (const std::string& label : tick_labels(ticks, context.spec.x_format, context.locale))
            widest = std::max(widest, context.measure.width(label, axis_style(context.theme)));
        if ((widest + kBetweenLabels) * point <= step)
            break;
    }
    return ticks;
}

// What is asked about the numbers stands on x: the average of the heights would say nothing.
ChartSpec with_statistics_on_x(ChartSpec spec)
{
    for (Reference& reference : spec.references)
        if (reference.statistic != ReferenceStatistic::none)
            reference.axis = ReferenceAxis::x;
    return spec;
}

double gap_between(double bar)
{
    return bar >= 6 ? 1 : bar >= 3 ? theme::kHairlineWidth : 0;
}

Box bar_of(const Histogram& histogram, const Plot& plot, std::size_t bin)
{
    double left = plot.x(histogram.edges[bin]), right = plot.x(histogram.edges[bin + 1]);
    double gap = gap_between(right - left); // without one, an overlap, or a seam would show
    double top = plot.value(plot.clamped(std::max(histogram.heights[bin], 0.0)));
    double bottom = plot.value(plot.clamped(std::min(histogram.heights[bin], 0.0)));
    return {left + gap / 2, top, right - left - gap + (gap == 0 ? kOverlap : 0), bottom - top};
}

void draw_bars(MarkContext& context, const Histogram& histogram, const Plot& plot)
{
    for (std::size_t bin = 0; bin < histogram.bins(); ++bin)
        if (histogram.heights[bin] != 0)
            context.drawing.push_back(FillRect{bar_of(histogram, plot, bin), series_color(context.theme, 0)});
}

// Above the bars, when asked for: all or none.
std::vector<DrawText> value_texts(const MarkContext& context, const Histogram& histogram, const Plot& plot)
{
    std::vector<DrawText> texts;
    if (context.spec.labels != LabelMode::on)
        return texts;
    TextStyle style = value_style(context.theme);
    auto labels = value_labels(histogram.heights, context.spec.y_format, context.locale);
    for (std::size_t bin = 0; bin < histogram.bins(); ++bin) {
        Box bar = bar_of(histogram, plot, bin);
        if (context.measure.width(labels[bin], style) > bar.w)
            return {};
        if (histogram.heights[bin] > 0)
            texts.push_back({labels[bin], {bar.x + bar.w / 2, bar.y - 3}, style, TextAlign::center});
    }
    return texts;
}

std::string bin_name(const MarkContext& context, const Histogram& histogram, std::size_t bin)
{
    auto labels = tick_labels({{histogram.edges[bin], histogram.edges[bin + 1]}, histogram.step(), {}, {}},
                              context.spec.x_format, context.locale);
    return labels[0] + " – " + labels[1];
}

void add_hits(MarkContext& context, const Histogram& histogram, const Plot& plot)
{
    const std::string& name = histogram.counts ? context.spec.x : context.spec.y.front();
    for (std::size_t bin = 0; bin < histogram.bins(); ++bin) {
        Box bar = bar_of(histogram, plot, bin);
        if (histogram.heights[bin] != 0)
            add_hit(context, name, bin_name(context, histogram, bin),
                    value_text(context, histogram.heights[bin], context.spec.y_format), bar);
    }
}

std::string describe(const MarkContext& context, const Histogram& histogram)
{
    const auto& numbers = histogram.ascending;
    auto words = [&](double number) { return value_text(context, number, context.spec.x_format); };
    std::string count = format_count(static_cast<std::int64_t>(numbers.size()));
    if (numbers.front() == numbers.back())
        return fmt::format("{} {} of {}.", count, numbers.size() == 1 ? "value" : "values",
                           words(numbers.front()));
    auto fullest = static_cast<std::size_t>(
        std::max_element(histogram.heights.begin(), histogram.heights.end(),
                         [](double a, double b) { return std::abs(a) < std::abs(b); }) -
        histogram.heights.begin());
    std::string most = value_text(context, histogram.heights[fullest], context.spec.y_format);
    return fmt::format("{} values from {} to {}, median {}, the middle half from {} to {}. The largest of {} "
                       "bars is {} at {}.",
                       count, words(numbers.front()), words(numbers.back()), words(quantile_of(numbers, 0.5)),
                       words(quantile_of(numbers, 0.25)), words(quantile_of(numbers, 0.75)), histogram.bins(),
                       most, bin_name(context, histogram, fullest));
}

} // namespace

Result<ChartData> read_histogram(const ChartSpec& spec, const Table& table, const std::string& locale)
{
    const ColumnData* numbers = TRY(find_measure("chart.x", spec.x, table));
    const ColumnData* weights = nullptr;
    if (spec.y.size() > 1)
        return fail(Error::invalid("chart.y",
                                   "a histogram adds up one measure; name one column in `chart.y`, "
                                   "or none to count rows"));
    if (!spec.y.empty())
        weights = TRY(find_measure("chart.y", spec.y.front(), table));
    ChartData data;
    data.x_kind = XKind::number;
    data.x_name = spec.x;
    data.locale = locale;
    data.series.push_back({weights == nullptr ? spec.x : spec.y.front(), {}});
    std::int64_t without_number = 0, without_weight = 0;
    for (std::size_t row = 0; row < numbers->rows; ++row) {
        double number = measure_at(*numbers, row);
        double weight = weights == nullptr ? 1 : measure_at(*weights, row);
        if (std::isnan(number))
            ++without_number;
        else if (std::isnan(weight))
            ++without_weight;
        else
            data.series.front().samples.push_back({number, weight, row});
        data.whole_numbers = data.whole_numbers && (std::isnan(weight) || weight == std::floor(weight));
    }
    if (without_number > 0)
        data.notes.push_back(say_count(data.words(), Phrase::rows_without, without_number, {spec.x}));
    if (without_weight > 0)
        data.notes.push_back(say_count(data.words(), Phrase::rows_without, without_weight, {spec.y.front()}));
    return data;
}

Drawn draw_histogram(MarkContext& context)
{
    const ChartSpec spec = with_statistics_on_x(context.spec);
    MarkContext own = with_spec(context, spec);
    Histogram histogram = collect(own);
    auto [least, most] = std::minmax_element(histogram.heights.begin(), histogram.heights.end());
    auto references = resolve_references(own, {histogram.heights, {}, histogram.ascending});
    PlotRequest request;
    request.values = {std::min(*least, 0.0), std::max(*most, 0.0), ZeroBase::required,
                      context.data.whole_numbers ? Numbers::whole : Numbers::real};
    include_references(references, ReferenceAxis::y, request.values);
    request.format = spec.y_format;
    request.gap_at_end = spec.labels == LabelMode::on ? kValueLabelRoom : 0;
    request.gap_at_right = reference_gap(own, references);
    request.x_ticks = edge_ticks(own, histogram);
    Plot plot = plan_scale_plot(own, request);
    draw_frame(own, plot);
    draw_reference_bands(own, plot, references);
    draw_bars(own, histogram, plot);
    draw_zero_line(own, plot);
    LabelRoom room(own.area);
    take_texts(room, plot.texts, own.measure);
    for (std::size_t bin = 0; bin < histogram.bins(); ++bin)
        room.take_mark(bar_of(histogram, plot, bin));
    auto texts = value_texts(own, histogram, plot);
    take_texts(room, texts, own.measure);
    draw_reference_lines(own, plot, references, room);
    own.drawing.insert(own.drawing.end(), texts.begin(), texts.end());
    add_hits(own, histogram, plot);
    own.alt = describe(own, histogram);
    return Drawn::marks;
}

} // namespace presstime
