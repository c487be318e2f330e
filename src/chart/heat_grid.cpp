// Places first, then cells: what shares a cell is added up, and only then are neighbours averaged, so that
// the mean is of what a larger picture would show. Memory is in proportion to the rows, never to the full
// grid.
#include "chart/heat_grid.hpp"

#include "base/text.hpp"
#include "chart/bands.hpp"
#include "chart/columns.hpp"
#include "chart/x_values.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace presstime {

namespace {

constexpr double kEmpty = std::numeric_limits<double>::quiet_NaN();

// One side before it is merged: which place each row has.
struct Side {
    HeatAxis axis;
    std::vector<double> places; // index into the axis; NaN = none
};

std::vector<double> distinct(std::vector<double> positions)
{
    std::erase_if(positions, [](double position) { return std::isnan(position); });
    std::sort(positions.begin(), positions.end());
    positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
    return positions;
}

// Hours, years and ratings: the whole numbers in between belong to the picture although no row has them.
void fill_number_gaps(std::vector<double>& positions)
{
    constexpr double kMostSparse = 2;
    if (positions.size() < 3)
        return;
    for (double position : positions)
        if (position != std::floor(position) || std::abs(position) > 1e15)
            return;
    std::int64_t step = 0;
    for (std::size_t i = 1; i < positions.size(); ++i)
        step = std::gcd(step, static_cast<std::int64_t>(positions[i] - positions[i - 1]));
    double total = (positions.back() - positions.front()) / static_cast<double>(step) + 1;
    if (total > static_cast<double>(positions.size()) * kMostSparse)
        return;
    double first = positions.front();
    positions.resize(static_cast<std::size_t>(total));
    for (std::size_t i = 0; i < positions.size(); ++i)
        positions[i] = first + static_cast<double>(i) * static_cast<double>(step);
}

// Replaces positions by their rank among the places of the axis.
void rank(Side& side)
{
    const auto& places = side.axis.positions;
    for (double& position : side.places)
        if (!std::isnan(position))
            position = static_cast<double>(std::lower_bound(places.begin(), places.end(), position) -
                                           places.begin());
}

// "00" ... "23" is how SQLite writes an hour: text, but in the order of its numbers.
void sort_numeric_names(Side& side)
{
    std::vector<double> numbers;
    for (const std::string& name : side.axis.names) {
        auto number = parse_double(name);
        if (!number || !std::isfinite(*number))
            return;
        numbers.push_back(*number);
    }
    std::vector<std::size_t> order(numbers.size()), rank_of(numbers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return numbers[a] < numbers[b]; });
    std::vector<std::string> names;
    for (std::size_t i = 0; i < order.size(); ++i) {
        rank_of[order[i]] = i;
        names.push_back(std::move(side.axis.names[order[i]]));
    }
    side.axis.names = std::move(names);
    for (double& place : side.places)
        place = static_cast<double>(rank_of[static_cast<std::size_t>(place)]);
}

Side read_side(const ColumnData& column, std::string_view format, const Locale& locale,
               const UtcOffset& utc_offset)
{
    XValues values = read_x_values(column, NumericX::scale, format, std::string(locale.tag));
    Side side;
    side.axis.kind = values.kind;
    side.axis.whole_days = values.whole_days;
    side.places = std::move(values.positions);
    if (values.kind == XKind::category) {
        side.axis.names = std::move(values.categories);
        if (column.type == ColumnType::text)
            sort_numeric_names(side);
        return side;
    }
    side.axis.positions = distinct(side.places);
    if (values.kind == XKind::time) {
        const UtcOffset offset = values.whole_days ? UtcOffset{} : utc_offset;
        Bands bands{side.axis.positions, {}, unit_of_positions(side.axis.positions, offset)};
        fill_calendar_gaps(bands, offset);
        side.axis.positions = std::move(bands.positions);
        side.axis.unit = bands.unit;
    } else {
        fill_number_gaps(side.axis.positions);
        std::string_view pattern = format.empty() && column.type == ColumnType::integer ? "0" : format;
        for (double position : side.axis.positions)
            side.axis.names.push_back(format_number(position, pattern, locale.tag));
    }
    rank(side);
    return side;
}

// Without `series` the measures are the rows: every row of the table stands in each of them.
struct Value {
    std::uint64_t row, column;
    double value;
};

void sort_values(std::vector<Value>& values)
{
    std::stable_sort(values.begin(), values.end(), [](const Value& a, const Value& b) {
        return a.row != b.row ? a.row < b.row : a.column < b.column;
    });
}

// One value per cell; says how many rows were added to others.
void add_up(std::vector<Value>& values, const Locale& locale, std::vector<std::string>& notes)
{
    sort_values(values);
    std::size_t out = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        bool same =
            out > 0 && values[out - 1].row == values[i].row && values[out - 1].column == values[i].column;
        if (same)
            values[out - 1].value += values[i].value;
        else
            values[out++] = values[i];
    }
    auto added = static_cast<std::int64_t>(values.size() - out);
    values.resize(out);
    if (added > 0)
        notes.push_back(say(locale, Phrase::cells_added_up, {count_text(locale, added)}));
}

void merge_places(HeatAxis& axis, std::size_t each)
{
    if (each == 1)
        return;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < axis.names.size(); i += each) {
        axis.last_names.push_back(axis.names[std::min(i + each, axis.names.size()) - 1]);
        names.push_back(axis.names[i]);
    }
    axis.names = std::move(names);
    std::vector<double> positions;
    for (std::size_t i = 0; i < axis.positions.size(); i += each)
        positions.push_back(axis.positions[i]);
    axis.positions = std::move(positions);
}

void merge_cells(HeatGrid& grid, const std::vector<Value>& values, const Locale& locale,
                 std::vector<std::string>& notes)
{
    std::size_t columns = grid.across.count(), rows = grid.down.count();
    merge_places(grid.across, grid.columns_each);
    merge_places(grid.down, grid.rows_each);
    grid.cells.assign(grid.across.count() * grid.down.count(), 0);
    std::vector<std::uint32_t> counts(grid.cells.size());
    for (const Value& value : values) {
        std::size_t at = value.row / grid.rows_each * grid.across.count() + value.column / grid.columns_each;
        grid.cells[at] += value.value;
        counts[at] += 1;
    }
    for (std::size_t at = 0; at < grid.cells.size(); ++at)
        grid.cells[at] = counts[at] == 0 ? kEmpty : grid.cells[at] / counts[at];
    auto count = [&](std::size_t places) { return count_text(locale, static_cast<std::int64_t>(places)); };
    if (grid.columns_each * grid.rows_each > 1)
        notes.push_back(
            say(locale, Phrase::cells_merged,
                {count(columns), count(rows), count(grid.across.count()), count(grid.down.count())}));
}

std::vector<Value> collect_values(const std::vector<const ColumnData*>& measures, const Side& across,
                                  const Side* down, const Locale& locale, std::vector<std::string>& notes)
{
    std::vector<Value> values;
    std::int64_t without = 0;
    for (std::size_t row = 0; row < across.places.size(); ++row) {
        if (std::isnan(across.places[row]) || (down != nullptr && std::isnan(down->places[row]))) {
            ++without;
            continue;
        }
        for (std::size_t i = 0; i < measures.size(); ++i) {
            double value = measure_at(*measures[i], row);
            if (!std::isnan(value))
                values.push_back({down == nullptr ? i : static_cast<std::uint64_t>(down->places[row]),
                                  static_cast<std::uint64_t>(across.places[row]), value});
        }
    }
    if (without > 0)
        notes.push_back(say_count(locale, Phrase::no_cell, without));
    return values;
}

std::size_t ceil_divide(std::size_t a, std::size_t b)
{
    return std::max<std::size_t>((a + b - 1) / std::max<std::size_t>(b, 1), 1);
}

const ColumnData& column_of(const Table& table, const std::string& name)
{
    return table.data.columns[static_cast<std::size_t>(table.find(name))];
}

} // namespace

Result<> check_heat_columns(const ChartSpec& spec, const Table& table)
{
    if (spec.y.empty())
        return fail(Error::invalid("chart.y", "`chart.y` is empty; name the column of numbers to colour by"));
    if (!spec.series.empty() && spec.y.size() > 1)
        return fail(Error::invalid("chart.series",
                                   "`chart.series` makes the rows of a heatmap of one measure; name one "
                                   "column in `chart.y` or leave `chart.series` out"));
    TRY(find_column("chart.x", spec.x, table));
    for (const std::string& name : spec.y)
        TRY(find_measure("chart.y", name, table));
    if (!spec.series.empty())
        TRY(find_column("chart.series", spec.series, table));
    return {};
}

HeatGrid build_heat_grid(const ChartSpec& spec, const Table& table, const Locale& locale,
                         const UtcOffset& utc_offset, HeatLimits limits, std::vector<std::string>& notes)
{
    std::vector<const ColumnData*> measures;
    for (const std::string& name : spec.y)
        measures.push_back(&column_of(table, name));
    Side across = read_side(column_of(table, spec.x), spec.x_format, locale, utc_offset);
    Side down;
    down.axis.names = spec.y;
    bool by_series = !spec.series.empty();
    if (by_series)
        down = read_side(column_of(table, spec.series), "", locale, utc_offset);
    auto values = collect_values(measures, across, by_series ? &down : nullptr, locale, notes);
    add_up(values, locale, notes);
    HeatGrid grid;
    grid.across = std::move(across.axis);
    grid.down = std::move(down.axis);
    grid.columns_each = ceil_divide(grid.across.count(), limits.columns);
    grid.rows_each = ceil_divide(grid.down.count(), limits.rows);
    merge_cells(grid, values, locale, notes);
    return grid;
}

} // namespace presstime
