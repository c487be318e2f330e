// A small result as JSON rows, for people who wait for it.
#include "api/document_json.hpp"
#include "codec/json_write.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
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

json::array row_json(const Batch& batch, std::size_t row)
{
    json::array cells;
    cells.reserve(batch.columns.size());
    for (const ColumnData& column : batch.columns)
        cells.push_back(cell_json(column, row));
    return cells;
}

} // namespace

json::array columns_json(const std::vector<Column>& columns)
{
    json::array items;
    for (const Column& column : columns)
        items.push_back({{"name", column.name}, {"type", to_string(column.type)}});
    return items;
}

Result<RowsWritten> append_rows_json(std::string& out, BatchReader& reader, const RowsWish& wish)
{
    RowsWritten written;
    std::string reason;
    Batch batch;
    std::int64_t passed = 0;
    out += "{\"columns\":" + codec::write_json(columns_json(reader.columns())) + ",\"rows\":[";
    while (reason.empty() && TRY(reader.next(batch))) {
        for (std::size_t row = 0; row < batch.rows && reason.empty(); ++row) {
            if (passed++ < wish.offset)
                continue;
            if (written.rows == wish.limit)
                reason =
                    fmt::format("limit {}; go on with offset={}", wish.limit, wish.offset + written.rows);
            else if (out.size() > wish.max_bytes)
                reason = fmt::format("the answer is full; go on with offset={}", wish.offset + written.rows);
            if (!reason.empty())
                break;
            out += (written.rows++ == 0 ? "" : ",") + codec::write_json(row_json(batch, row));
        }
    }
    if (reason.empty() && reader.completeness().cut)
        reason = reader.completeness().reason;
    written.complete = reason.empty();
    out += fmt::format("],\"row_count\":{},\"complete\":{}", written.rows, written.complete);
    if (!reason.empty())
        out += ",\"note\":" + codec::write_json(json::value(reason));
    out += "}";
    return written;
}

json::object table_json(const Table& table)
{
    json::array rows;
    rows.reserve(table.rows());
    for (std::size_t row = 0; row < table.rows(); ++row)
        rows.push_back(row_json(table.data, row));
    json::object out;
    out["columns"] = columns_json(table.columns);
    out["rows"] = std::move(rows);
    out["row_count"] = table.rows();
    out["complete"] = !table.completeness.cut;
    if (table.completeness.cut)
        out["note"] = table.completeness.reason;
    return out;
}

} // namespace presstime::api
