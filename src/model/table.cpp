// Columnar storage of results and its plain text form. No formatting for people here: that is layout's work.
#include "model/table.hpp"

#include "model/cell_text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace presstime {
namespace {

void mark_not_null(ColumnData& column)
{
    if (!column.nulls.empty())
        column.nulls.push_back(0);
    ++column.rows;
}

void append_nulls(ColumnData& column, const ColumnData& other)
{
    if (column.nulls.empty() && other.nulls.empty())
        return;
    column.nulls.resize(column.rows, 0);
    if (other.nulls.empty())
        column.nulls.resize(column.rows + other.rows, 0);
    else
        column.nulls.insert(column.nulls.end(), other.nulls.begin(), other.nulls.end());
}

} // namespace

std::string_view to_string(ColumnType type)
{
    switch (type) {
    case ColumnType::boolean:
        return "boolean";
    case ColumnType::integer:
        return "integer";
    case ColumnType::real:
        return "real";
    case ColumnType::decimal:
        return "decimal";
    case ColumnType::text:
        return "text";
    case ColumnType::date:
        return "date";
    case ColumnType::timestamp:
        return "timestamp";
    }
    return "unknown";
}

bool is_number(ColumnType type)
{
    return type == ColumnType::integer || type == ColumnType::real || type == ColumnType::decimal;
}

ColumnData make_column_data(const Column& column)
{
    ColumnData data;
    data.type = column.type;
    data.scale = column.scale;
    data.clear();
    return data;
}

double ColumnData::as_number(std::size_t row) const
{
    if (is_null(row) || type == ColumnType::text)
        return std::numeric_limits<double>::quiet_NaN();
    if (type == ColumnType::real)
        return reals[row];
    auto value = static_cast<double>(integers[row]);
    return type == ColumnType::decimal ? value / std::pow(10.0, scale) : value;
}

void ColumnData::append_null()
{
    nulls.resize(rows, 0);
    nulls.push_back(1);
    ++rows;
    if (type == ColumnType::text)
        offsets.push_back(bytes.size());
    else if (type == ColumnType::real)
        reals.push_back(0);
    else
        integers.push_back(0);
}

void ColumnData::append_integer(std::int64_t value)
{
    integers.push_back(value);
    mark_not_null(*this);
}

void ColumnData::append_real(double value)
{
    reals.push_back(value);
    mark_not_null(*this);
}

void ColumnData::append_text(std::string_view value)
{
    bytes.append(value);
    offsets.push_back(bytes.size());
    mark_not_null(*this);
}

void ColumnData::append(const ColumnData& other)
{
    append_nulls(*this, other);
    integers.insert(integers.end(), other.integers.begin(), other.integers.end());
    reals.insert(reals.end(), other.reals.begin(), other.reals.end());
    if (type == ColumnType::text) {
        std::uint64_t base = bytes.size();
        bytes.append(other.bytes);
        for (std::size_t row = 1; row < other.offsets.size(); ++row)
            offsets.push_back(base + other.offsets[row]);
    }
    rows += other.rows;
}

void ColumnData::clear()
{
    rows = 0;
    nulls.clear();
    integers.clear();
    reals.clear();
    bytes.clear();
    offsets.clear();
    if (type == ColumnType::text)
        offsets.push_back(0);
}

void ColumnData::keep_rows(std::size_t count)
{
    if (count >= rows)
        return;
    rows = count;
    if (!nulls.empty())
        nulls.resize(count);
    if (!integers.empty())
        integers.resize(count);
    if (!reals.empty())
        reals.resize(count);
    if (type == ColumnType::text) {
        offsets.resize(count + 1);
        bytes.resize(offsets.back());
    }
}

void ColumnData::drop_rows(std::size_t count)
{
    count = std::min(count, rows);
    const auto drop = [&](auto& cells) {
        if (!cells.empty())
            cells.erase(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(count));
    };
    drop(nulls);
    drop(integers);
    drop(reals);
    if (type == ColumnType::text) {
        const std::uint64_t gone = offsets[count];
        offsets.erase(offsets.begin(), offsets.begin() + static_cast<std::ptrdiff_t>(count));
        for (std::uint64_t& offset : offsets)
            offset -= gone;
        bytes.erase(0, gone);
    }
    rows -= count;
}

std::size_t ColumnData::byte_size() const
{
    return nulls.size() + bytes.size() + integers.size() * sizeof(std::int64_t) +
           reals.size() * sizeof(double) + offsets.size() * sizeof(std::uint64_t);
}

std::size_t Batch::byte_size() const
{
    std::size_t total = 0;
    for (const ColumnData& column : columns)
        total += column.byte_size();
    return total;
}

void Batch::keep_rows(std::size_t count)
{
    for (ColumnData& column : columns)
        column.keep_rows(count);
    rows = std::min(rows, count);
}

void Batch::drop_rows(std::size_t count)
{
    for (ColumnData& column : columns)
        column.drop_rows(count);
    rows -= std::min(rows, count);
}

int Table::find(std::string_view name) const
{
    for (std::size_t at = 0; at < columns.size(); ++at) {
        if (columns[at].name == name)
            return static_cast<int>(at);
    }
    return -1;
}

Table make_table(std::vector<Column> columns)
{
    Table table;
    for (const Column& column : columns)
        table.data.columns.push_back(make_column_data(column));
    table.columns = std::move(columns);
    return table;
}

void append(Table& table, const Batch& batch)
{
    for (std::size_t at = 0; at < table.data.columns.size(); ++at)
        table.data.columns[at].append(batch.columns[at]);
    table.data.rows += batch.rows;
}

void append_cell_text(std::string& out, const ColumnData& column, std::size_t row)
{
    if (column.is_null(row))
        return;
    char buffer[kMaxCellText];
    char* end = buffer;
    switch (column.type) {
    case ColumnType::text:
        out.append(column.text(row));
        return;
    case ColumnType::boolean:
        out.append(column.integers[row] != 0 ? "true" : "false");
        return;
    case ColumnType::integer:
        end = write_integer(buffer, column.integers[row]);
        break;
    case ColumnType::real:
        end = write_real(buffer, column.reals[row]);
        break;
    case ColumnType::decimal:
        end = write_decimal(buffer, column.integers[row], column.scale);
        break;
    case ColumnType::date:
        end = write_date(buffer, column.integers[row]);
        break;
    case ColumnType::timestamp:
        end = write_timestamp(buffer, column.integers[row]);
        break;
    }
    out.append(buffer, end);
}

} // namespace presstime
