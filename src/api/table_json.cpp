// A small result as JSON rows, for people who wait for it.
#include "api/document_json.hpp"

#include <boost/json.hpp>

#include <cmath>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::value cell_json(const ColumnData& column, std::size_t row)
{
    if (column.is_null(row))
        return nullptr;
    switch (column.type) {
    case ColumnType::boolean:
        return column.integer(row) != 0;
    case ColumnType::integer:
        return column.integer(row);
    case ColumnType::real:
        // JSON has no infinities.
        return std::isfinite(column.real(row)) ? json::value(column.real(row)) : json::value(nullptr);
    case ColumnType::text:
        return json::value(column.text(row));
    case ColumnType::decimal:
    case ColumnType::date:
    case ColumnType::timestamp:
        break;
    }
    std::string text;
    append_cell_text(text, column, row);
    if (column.type != ColumnType::decimal)
        return json::value(text);
    constexpr std::int64_t kExact = 1LL << 53;
    const bool exact = column.integer(row) <= kExact && column.integer(row) >= -kExact;
    return exact ? json::value(column.as_number(row)) : json::value(text);
}

} // namespace

json::object table_json(const Table& table)
{
    json::array columns;
    for (const Column& column : table.columns)
        columns.push_back({{"name", column.name}, {"type", to_string(column.type)}});
    json::array rows;
    rows.reserve(table.rows());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        json::array cells;
        cells.reserve(table.columns.size());
        for (const ColumnData& column : table.data.columns)
            cells.push_back(cell_json(column, row));
        rows.push_back(std::move(cells));
    }
    json::object out;
    out["columns"] = std::move(columns);
    out["rows"] = std::move(rows);
    out["row_count"] = table.rows();
    out["complete"] = !table.completeness.cut;
    if (table.completeness.cut)
        out["note"] = table.completeness.reason;
    return out;
}

} // namespace presstime::api
