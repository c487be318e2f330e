// Columns to series: the checks of the spec against the table, the split by a series column, and the limit on
// their number. Two passes over the rows, memory in proportion to the rows that are kept.
#include "chart/series.hpp"

#include "chart/columns.hpp"
#include "chart/x_values.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace presstime {

namespace {

// Which series each row belongs to, for one measure split by a column.
struct Split {
    std::vector<std::size_t> series_of_row;
    std::vector<std::string> names;
    std::vector<double> weights; // sum of magnitudes, to know the largest
};

Split split_rows(const ColumnData& by, const ColumnData& measure, const std::string& locale)
{
    Split split;
    split.series_of_row.resize(by.rows);
    std::unordered_map<std::string, std::size_t> known;
    std::string_view pattern = by.type == ColumnType::integer ? "0" : "";
    const std::string none(phrase(find_locale(locale), Phrase::none));
    for (std::size_t row = 0; row < by.rows; ++row) {
        std::string name = by.is_null(row) ? none : format_cell(by, row, pattern, locale);
        auto [entry, is_new] = known.try_emplace(std::move(name), split.names.size());
        if (is_new) {
            split.names.push_back(entry->first);
            split.weights.push_back(0);
        }
        split.series_of_row[row] = entry->second;
        double value = measure_at(measure, row);
        split.weights[entry->second] += std::isnan(value) ? 0 : std::abs(value);
    }
    return split;
}

// New place of each series; names.size() of `kept` = "Other", npos = left out.
struct Selection {
    std::vector<std::size_t> place;
    std::vector<std::string> kept;
};

Selection select_series(const Split& split, SeriesRequest request, ChartData& data)
{
    const Locale& locale = data.words();
    auto say_counts = [&](Phrase which, std::size_t some, std::size_t all) {
        data.notes.push_back(say(locale, which,
                                 {count_text(locale, static_cast<std::int64_t>(some)),
                                  count_text(locale, static_cast<std::int64_t>(all))}));
    };
    constexpr auto kLeftOut = std::string::npos;
    std::size_t count = split.names.size();
    Selection selection{std::vector<std::size_t>(count, kLeftOut), {}};
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::size_t room = count;
    if (count > request.most) {
        room = request.many == ManySeries::add_up ? request.most - 1 : request.most;
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return split.weights[a] > split.weights[b]; });
        std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(room));
    }
    for (std::size_t i = 0; i < room; ++i) {
        selection.place[order[i]] = i;
        selection.kept.push_back(split.names[order[i]]);
    }
    if (room == count)
        return selection;
    if (request.many == ManySeries::add_up) {
        for (std::size_t& place : selection.place)
            place = place == kLeftOut ? room : place;
        selection.kept.emplace_back(phrase(locale, Phrase::other));
        say_counts(Phrase::series_added_up, count - room, count);
    } else {
        say_counts(Phrase::series_shown, room, count);
    }
    return selection;
}

void split_into_series(const ColumnData& values, const ColumnData& by, const XValues& x,
                       SeriesRequest request, const std::string& locale, ChartData& data)
{
    Split split = split_rows(by, values, locale);
    Selection selection = select_series(split, request, data);
    for (std::string& name : selection.kept)
        data.series.push_back({std::move(name), {}, SeriesAxis::y});
    for (std::size_t row = 0; row < values.rows; ++row) {
        std::size_t place = selection.place[split.series_of_row[row]];
        if (place < data.series.size() && !std::isnan(x.positions[row]))
            data.series[place].samples.push_back({x.positions[row], measure_at(values, row), row});
    }
}

// One series per measure, as many as `most`.
void add_measures(const std::vector<std::string>& names, const std::vector<const ColumnData*>& measures,
                  SeriesAxis axis, const XValues& x, std::size_t most, ChartData& data)
{
    std::size_t shown = std::min(measures.size(), most);
    if (shown < measures.size()) {
        auto count = [&](std::size_t n) { return count_text(data.words(), static_cast<std::int64_t>(n)); };
        data.notes.push_back(
            say(data.words(), Phrase::measures_shown, {count(shown), count(measures.size())}));
    }
    for (std::size_t i = 0; i < shown; ++i) {
        Series series{names[i], {}, axis};
        for (std::size_t row = 0; row < x.positions.size(); ++row)
            if (!std::isnan(x.positions[row]))
                series.samples.push_back({x.positions[row], measure_at(*measures[i], row), row});
        data.series.push_back(std::move(series));
    }
}

void settle(ChartData& data, const XValues& x, SampleOrder order, const std::string& x_name)
{
    for (Series& series : data.series) {
        if (data.x_kind != XKind::category && order == SampleOrder::by_x)
            std::stable_sort(series.samples.begin(), series.samples.end(),
                             [](const Sample& a, const Sample& b) { return a.x < b.x; });
        for (const Sample& sample : series.samples)
            if (!std::isnan(sample.y) && sample.y != std::floor(sample.y))
                data.whole_numbers = false;
    }
    auto without =
        std::count_if(x.positions.begin(), x.positions.end(), [](double p) { return std::isnan(p); });
    if (without > 0)
        data.notes.push_back(say_count(data.words(), Phrase::rows_without, without, {x_name}));
}

} // namespace

bool ChartData::empty() const
{
    for (const Series& one : series)
        for (const Sample& sample : one.samples)
            if (!std::isnan(sample.y))
                return false;
    return true;
}

Result<ChartData> build_chart_data(const ChartSpec& spec, const Table& table, SeriesRequest request,
                                   const std::string& locale)
{
    if (spec.y.empty())
        return fail(Error::invalid("chart.y", "`chart.y` is empty; name at least one column of numbers"));
    if (!spec.series.empty() && spec.y.size() > 1)
        return fail(Error::invalid("chart.series",
                                   "`chart.series` splits one measure; name one column in `chart.y` "
                                   "or leave `chart.series` out"));
    const ColumnData* x_column = TRY(find_column("chart.x", spec.x, table));
    std::vector<const ColumnData*> measures;
    for (const std::string& name : spec.y)
        measures.push_back(TRY(find_measure("chart.y", name, table)));
    std::vector<const ColumnData*> second;
    for (const std::string& name :
         request.measures == Measures::y_and_y2 ? spec.y2 : std::vector<std::string>{})
        second.push_back(TRY(find_measure("chart.y2", name, table)));
    XValues x = read_x_values(*x_column, request.numeric_x, spec.x_format, locale);
    ChartData data;
    data.x_kind = x.kind;
    data.whole_days = x.whole_days;
    data.x_name = spec.x;
    data.locale = locale;
    if (!spec.series.empty()) {
        const ColumnData* by = TRY(find_column("chart.series", spec.series, table));
        split_into_series(*measures.front(), *by, x, request, locale, data);
    } else {
        add_measures(spec.y, measures, SeriesAxis::y, x, request.most, data);
    }
    add_measures(spec.y2, second, SeriesAxis::y2, x, request.most, data);
    data.categories = std::move(x.categories);
    std::int64_t not_finite = 0;
    for (const auto* columns : {&measures, &second})
        for (const ColumnData* column : *columns)
            not_finite += count_not_finite(*column);
    // A scatter counts its rows without a value itself.
    if (not_finite > 0 && request.order == SampleOrder::by_x)
        data.notes.push_back(say_count(data.words(), Phrase::not_finite, not_finite));
    settle(data, x, request.order, spec.x);
    return data;
}

} // namespace presstime
