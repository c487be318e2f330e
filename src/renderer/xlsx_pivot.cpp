#include "renderer/xlsx_pivot.hpp"

#include "renderer/widget_rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace presstime {
namespace {

constexpr std::size_t kMostSeries = 20;
constexpr std::size_t kMostCategories = 5'000;

// Numbers the distinct texts in the order they come.
class Numbering {
public:
    // The text's number, and whether it is new.
    std::pair<std::size_t, bool> number(const std::string& text)
    {
        const auto [entry, is_new] = numbers_.try_emplace(text, numbers_.size());
        return {entry->second, is_new};
    }
    std::size_t size() const { return numbers_.size(); }

private:
    std::unordered_map<std::string, std::size_t> numbers_;
};

void copy_cell(const ColumnData& from, std::size_t row, ColumnData& to)
{
    if (from.is_null(row))
        to.append_null();
    else if (from.type == ColumnType::text)
        to.append_text(from.text(row));
    else if (from.type == ColumnType::real)
        to.append_real(from.real(row));
    else
        to.append_integer(from.integer(row));
}

std::string text_of(const ColumnData& column, std::size_t row)
{
    std::string text;
    append_cell_text(text, column, row);
    return text;
}

std::optional<std::size_t> find(const std::vector<std::string>& labels, const std::string& name)
{
    const auto found = std::ranges::find(labels, name);
    if (found == labels.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - labels.begin());
}

} // namespace

Result<std::optional<Pivot>> pivot_of(const Widget& widget, const RenderInput& input, Deadline deadline)
{
    constexpr double kEmpty = std::numeric_limits<double>::quiet_NaN();
    const ChartSpec& spec = widget.chart;
    WidgetRows rows = TRY(WidgetRows::open(widget, input));
    const auto x = find(rows.labels(), spec.x), by = find(rows.labels(), spec.series);
    const auto y = spec.y.empty() ? std::nullopt : find(rows.labels(), spec.y.front());
    if (!rows.error().empty() || !x || !by || !y)
        return std::optional<Pivot>();
    Pivot pivot;
    pivot.x_column = rows.column(*x);
    pivot.x = make_column_data(pivot.x_column);
    Numbering categories, series;
    Batch batch;
    while (TRY(rows.next(batch, deadline)))
        for (std::size_t row = 0; row < batch.rows; ++row) {
            const auto [category, new_category] = categories.number(text_of(batch.columns[*x], row));
            const std::string name = text_of(batch.columns[*by], row);
            const auto [place, new_series] = series.number(name);
            if (series.size() > kMostSeries || categories.size() > kMostCategories)
                return std::optional<Pivot>();
            if (new_category) {
                copy_cell(batch.columns[*x], row, pivot.x);
                pivot.values.emplace_back();
            }
            if (new_series)
                pivot.series.push_back(name);
            std::vector<double>& cells = pivot.values[category];
            cells.resize(std::max(cells.size(), place + 1), kEmpty);
            const double value = batch.columns[*y].as_number(row);
            if (std::isfinite(value))
                cells[place] = std::isnan(cells[place]) ? value : cells[place] + value;
        }
    for (std::vector<double>& cells : pivot.values)
        cells.resize(pivot.series.size(), kEmpty);
    return std::optional<Pivot>(std::move(pivot));
}

} // namespace presstime
