// Looking columns up and saying why one will not do.
#include "chart/columns.hpp"

#include "base/text.hpp"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <vector>

namespace presstime {

namespace {

constexpr std::size_t kColumnsNamed = 12;
constexpr double kBeyondDrawing = 1e150; // spans and sums of more would leave the range of a double

std::unexpected<Error> missing_column(const std::string& field, const std::string& name, const Table& table)
{
    std::vector<std::string> names;
    for (const Column& column : table.columns)
        if (names.size() < kColumnsNamed)
            names.push_back(column.name);
    std::string more = table.columns.size() > kColumnsNamed
                           ? fmt::format(" and {} more", table.columns.size() - kColumnsNamed)
                           : "";
    return fail(Error::invalid(field, fmt::format("column `{}` is missing; the query returns: {}{}", name,
                                                  names.empty() ? "no columns" : join(names, ", "), more)));
}

bool is_numeric(ColumnType type)
{
    return is_number(type) || type == ColumnType::boolean;
}

bool has_value(const ColumnData& column)
{
    for (std::size_t row = 0; row < column.rows; ++row)
        if (!column.is_null(row))
            return true;
    return false;
}

} // namespace

Result<const ColumnData*> find_column(const std::string& field, const std::string& name, const Table& table)
{
    if (name.empty())
        return fail(Error::invalid(
            field, fmt::format("`{}` names no column; give one of the query's columns", field)));
    int index = table.find(name);
    if (index < 0)
        return missing_column(field, name, table);
    return &table.data.columns[static_cast<std::size_t>(index)];
}

Result<const ColumnData*> find_measure(const std::string& field, const std::string& name, const Table& table)
{
    const ColumnData* column = TRY(find_column(field, name, table));
    if (is_numeric(column->type) || !has_value(*column))
        return column;
    std::vector<std::string> numbers;
    for (const Column& other : table.columns)
        if (is_numeric(other.type) && numbers.size() < kColumnsNamed)
            numbers.push_back(other.name);
    std::string mend =
        numbers.empty() ? "cast it to a number in the query"
                        : "choose a column of numbers (" + join(numbers, ", ") + ") or cast it in the query";
    return fail(Error::invalid(field, fmt::format("column `{}` holds {} and a chart draws numbers; {}", name,
                                                  to_string(column->type), mend)));
}

double measure_at(const ColumnData& column, std::size_t row)
{
    constexpr double kGap = std::numeric_limits<double>::quiet_NaN();
    if (column.is_null(row) || !is_numeric(column.type))
        return kGap;
    double value = column.as_number(row);
    return std::abs(value) < kBeyondDrawing ? value : kGap;
}

std::int64_t count_not_finite(const ColumnData& column)
{
    std::int64_t count = 0;
    if (column.type == ColumnType::real)
        for (std::size_t row = 0; row < column.rows; ++row)
            count += column.is_null(row) || std::abs(column.as_number(row)) < kBeyondDrawing ? 0 : 1;
    return count;
}

} // namespace presstime
