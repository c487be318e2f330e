// Sums of integers and decimals are exact; averages and reals are doubles.
#include "stage/layout_totals.hpp"

#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace presstime::stage {
namespace {

struct Gathered {
    std::int64_t count = 0;
    __extension__ __int128 exact = 0; // unscaled, for integers and decimals
    double sum = 0;
    double least = std::numeric_limits<double>::infinity();
    double most = -std::numeric_limits<double>::infinity();
    std::size_t least_row = 0;
    std::size_t most_row = 0;
};

Gathered gather(const ColumnData& data)
{
    Gathered all;
    const bool exact = data.type == ColumnType::integer || data.type == ColumnType::decimal;
    for (std::size_t row = 0; row < data.rows; ++row) {
        if (data.is_null(row)) {
            continue;
        }
        ++all.count;
        const double value = data.as_number(row);
        if (std::isnan(value)) {
            continue;
        }
        all.sum += value;
        all.exact += exact ? data.integer(row) : 0;
        if (value < all.least) {
            all.least = value;
            all.least_row = row;
        }
        if (value > all.most) {
            all.most = value;
            all.most_row = row;
        }
    }
    return all;
}

std::string sum_text(const LayoutContext& context, const ColumnData& data, const Gathered& all,
                     const PlannedColumn& column)
{
    const bool exact = data.type != ColumnType::real;
    const bool fits = all.exact <= std::numeric_limits<std::int64_t>::max() &&
                      all.exact >= std::numeric_limits<std::int64_t>::min();
    if (!exact || !fits) {
        return format_number(all.sum, column.format.number, context.words());
    }
    ColumnData cell = make_column_data({"", data.type, data.scale});
    cell.append_integer(static_cast<std::int64_t>(all.exact));
    return format_cell(cell, 0, column.format);
}

} // namespace

std::string total_text(const LayoutContext& context, const ColumnData& data, const PlannedColumn& column,
                       TotalKind kind)
{
    if (kind == TotalKind::none) {
        return {};
    }
    const Gathered all = gather(data);
    if (kind == TotalKind::count) {
        return count_text(context.words(), all.count);
    }
    const bool unordered = all.least > all.most;
    if (all.count == 0 || (unordered && kind != TotalKind::sum)) {
        return "–";
    }
    switch (kind) {
    case TotalKind::average:
        return column.numeric ? format_number(all.sum / static_cast<double>(all.count), column.format.number,
                                              context.words())
                              : std::string("–");
    case TotalKind::minimum:
        return cell_text(context, data, all.least_row, column).text;
    case TotalKind::maximum:
        return cell_text(context, data, all.most_row, column).text;
    default:
        return column.numeric ? sum_text(context, data, all, column) : std::string("–");
    }
}

} // namespace presstime::stage
