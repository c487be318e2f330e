// Grouping, and leaving out places.
#include "chart/box_groups.hpp"

#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr double kThinnestLane = 3;

// With nothing above zero the axis stays linear.
bool is_log(const MarkContext& context)
{
    if (context.spec.y_scale != ScaleKind::log)
        return false;
    for (const Series& series : context.data.series)
        for (const Sample& sample : series.samples)
            if (sample.y > 0)
                return true;
    return false;
}

// The values of every [series][band], by the places that line_up() finds.
std::vector<std::vector<std::vector<double>>> values_by_place(MarkContext& context, const Bands& bands)
{
    std::vector<std::vector<std::vector<double>>> values;
    const bool log = is_log(context);
    std::int64_t not_positive = 0;
    for (const Series& series : context.data.series) {
        auto& row = values.emplace_back(bands.count());
        for (const Sample& sample : series.samples) {
            if (std::isnan(sample.y))
                continue;
            if (log && sample.y <= 0) {
                not_positive += 1;
                continue;
            }
            auto place = std::lower_bound(bands.positions.begin(), bands.positions.end(), sample.x);
            row[static_cast<std::size_t>(place - bands.positions.begin())].push_back(sample.y);
        }
    }
    if (context.spec.y_scale == ScaleKind::log && !log)
        context.notes.push_back(say(context.locale, Phrase::no_logarithm));
    if (not_positive > 0)
        context.notes.push_back(say_count(context.locale, Phrase::not_positive, not_positive));
    return values;
}

// Where there is no room for all places, of each run of neighbours the one with the most values.
std::vector<std::size_t> places_to_show(MarkContext& context, const Bands& bands,
                                        const std::vector<std::vector<std::vector<double>>>& values)
{
    double length = context.spec.horizontal ? context.area.h : context.area.w;
    double lane = kThinnestLane * static_cast<double>(context.data.series.size());
    auto most = static_cast<std::size_t>(std::max(length * 0.85 / lane, 1.0));
    std::size_t run = (bands.count() + most - 1) / most;
    std::vector<std::size_t> shown;
    for (std::size_t begin = 0; begin < bands.count(); begin += run) {
        std::size_t best = begin, most_values = 0;
        for (std::size_t band = begin; band < std::min(begin + run, bands.count()); ++band) {
            std::size_t count = 0;
            for (const auto& row : values)
                count += row[band].size();
            if (count > most_values) {
                most_values = count;
                best = band;
            }
        }
        shown.push_back(best);
    }
    if (run > 1)
        context.notes.push_back(say(context.locale, Phrase::boxes_shown,
                                    {count_text(context.locale, static_cast<std::int64_t>(shown.size())),
                                     count_text(context.locale, static_cast<std::int64_t>(bands.count())),
                                     count_text(context.locale, static_cast<std::int64_t>(run))}));
    return shown;
}

} // namespace

BoxPlot collect_boxes(MarkContext& context)
{
    BoxPlot plot;
    std::vector<std::string> ignored; // that values share a place is what a box plot is for
    Bands all = line_up(context.data, context.utc_offset, ignored);
    if (context.data.x_kind == XKind::time)
        fill_calendar_gaps(all, context.utc_offset);
    auto values = values_by_place(context, all);
    plot.bands.unit = all.unit;
    for (std::size_t band : places_to_show(context, all, values)) {
        for (std::size_t series = 0; series < values.size(); ++series)
            if (!values[series][band].empty())
                plot.groups.push_back(
                    {series, plot.bands.positions.size(), summarize(std::move(values[series][band]))});
        plot.bands.positions.push_back(all.positions[band]);
    }
    plot.bands.values.assign(values.size(), std::vector<double>(plot.bands.count(), std::nan("")));
    ValueRange& range = plot.request.values;
    range = {1e300, -1e300, ZeroBase::optional, context.data.whole_numbers ? Numbers::whole : Numbers::real};
    for (const Group& group : plot.groups) {
        plot.values += group.box.count;
        range.minimum = std::min(range.minimum, group.box.lowest());
        range.maximum = std::max(range.maximum, group.box.highest());
    }
    for (const Series& series : context.data.series)
        for (const Sample& sample : series.samples)
            plot.outside += sample.y < context.spec.y_min.value_or(sample.y) ||
                                    sample.y > context.spec.y_max.value_or(sample.y)
                                ? 1
                                : 0;
    plot.request.format = context.spec.y_format;
    plot.request.value_kind = is_log(context) ? ScaleKind::log : ScaleKind::linear;
    return plot;
}

} // namespace presstime
