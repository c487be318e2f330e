#include "source/duckdb_columns.hpp"

#include <charconv>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <limits>

namespace presstime {
namespace {

using Limits = std::numeric_limits<std::int64_t>;
__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

struct Cells {
    const void* data;
    const std::uint64_t* validity; // null = all valid
    std::size_t rows;

    bool valid(std::size_t row) const
    {
        return validity == nullptr || ((validity[row / 64] >> (row % 64)) & 1) != 0;
    }
    template <typename T>
    T at(std::size_t row) const
    {
        return static_cast<const T*>(data)[row];
    }
};

bool is_wide(duckdb_type type)
{
    return type == DUCKDB_TYPE_HUGEINT || type == DUCKDB_TYPE_UHUGEINT || type == DUCKDB_TYPE_UBIGINT;
}

// The value when it fits 64 bits.
bool narrow(const Cells& cells, duckdb_type type, std::size_t row, std::int64_t& value)
{
    if (type == DUCKDB_TYPE_HUGEINT) {
        auto wide = cells.at<duckdb_hugeint>(row);
        value = static_cast<std::int64_t>(wide.lower);
        return wide.upper == (value < 0 ? -1 : 0);
    }
    std::uint64_t lower = 0;
    std::uint64_t upper = 0;
    if (type == DUCKDB_TYPE_UHUGEINT) {
        auto wide = cells.at<duckdb_uhugeint>(row);
        lower = wide.lower;
        upper = wide.upper;
    } else {
        lower = cells.at<std::uint64_t>(row);
    }
    value = static_cast<std::int64_t>(lower);
    return upper == 0 && lower <= static_cast<std::uint64_t>(Limits::max());
}

double widen(const Cells& cells, duckdb_type type, std::size_t row)
{
    if (type == DUCKDB_TYPE_UBIGINT)
        return static_cast<double>(cells.at<std::uint64_t>(row));
    if (type == DUCKDB_TYPE_UHUGEINT) {
        auto wide = cells.at<duckdb_uhugeint>(row);
        return static_cast<double>((Uint128{wide.upper} << 64) | wide.lower);
    }
    auto wide = cells.at<duckdb_hugeint>(row);
    return static_cast<double>(
        static_cast<Int128>((Uint128(static_cast<std::uint64_t>(wide.upper)) << 64) | wide.lower));
}

// Calls `append(row)` for each cell that is not NULL.
template <typename Append>
void for_each(const Cells& cells, ColumnData& out, Append append)
{
    for (std::size_t row = 0; row < cells.rows; ++row) {
        if (cells.valid(row))
            append(row);
        else
            out.append_null();
    }
}

template <typename Stored>
void read_integers(const Cells& cells, ColumnData& out)
{
    if (cells.validity == nullptr) {
        const auto* data = static_cast<const Stored*>(cells.data);
        out.integers.assign(data, data + cells.rows);
        out.rows = cells.rows;
        return;
    }
    for_each(cells, out,
             [&](std::size_t row) { out.append_integer(static_cast<std::int64_t>(cells.at<Stored>(row))); });
}

void read_doubles(const Cells& cells, ColumnData& out)
{
    for_each(cells, out, [&](std::size_t row) { out.append_real(cells.at<double>(row)); });
}

// The double whose shortest text is the float's: a FLOAT of 19.99 stays 19.99 and not 19.989999771118164.
double same_text(float value)
{
    if (!std::isfinite(value))
        return value;
    char text[64];
    char* end = std::to_chars(text, text + sizeof text, value).ptr;
    double same = 0;
    std::from_chars(text, end, same);
    return same;
}

void read_floats(const Cells& cells, ColumnData& out)
{
    for_each(cells, out, [&](std::size_t row) { out.append_real(same_text(cells.at<float>(row))); });
}

// Infinity is the type's maximum, minus infinity its negative; neither has a date.
template <typename Stored, std::int64_t Multiply, std::int64_t Divide>
void read_instants(const Cells& cells, ColumnData& out)
{
    constexpr auto kInfinity = std::numeric_limits<Stored>::max();
    for_each(cells, out, [&](std::size_t row) {
        Stored stored = cells.at<Stored>(row);
        std::int64_t value = 0;
        if (stored == kInfinity || stored == -kInfinity ||
            __builtin_mul_overflow(std::int64_t{stored}, Multiply, &value))
            return out.append_null();
        out.append_integer(value / Divide - (value % Divide < 0 ? 1 : 0));
    });
}

void read_texts(const Cells& cells, ColumnData& out)
{
    auto view = [&](std::size_t row) {
        const auto& text = static_cast<const duckdb_string_t*>(cells.data)[row];
        bool inlined = text.value.inlined.length <= sizeof text.value.inlined.inlined;
        return std::string_view(inlined ? text.value.inlined.inlined : text.value.pointer.ptr,
                                text.value.inlined.length);
    };
    for_each(cells, out, [&](std::size_t row) { out.append_text(view(row)); });
}

void read_uuids(const Cells& cells, ColumnData& out)
{
    for_each(cells, out, [&](std::size_t row) {
        auto value = cells.at<duckdb_hugeint>(row);
        // DuckDB flips the top bit so that UUIDs sort as signed integers.
        auto upper = static_cast<std::uint64_t>(value.upper) ^ (std::uint64_t{1} << 63);
        out.append_text(fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", upper >> 32,
                                    (upper >> 16) & 0xFFFF, upper & 0xFFFF, value.lower >> 48,
                                    value.lower & 0xFFFF'FFFF'FFFF));
    });
}

void read_enums(const Cells& cells, const DuckdbColumn& column, ColumnData& out)
{
    for_each(cells, out, [&](std::size_t row) {
        std::uint64_t index = column.storage == DUCKDB_TYPE_UTINYINT    ? cells.at<std::uint8_t>(row)
                              : column.storage == DUCKDB_TYPE_USMALLINT ? cells.at<std::uint16_t>(row)
                                                                        : cells.at<std::uint32_t>(row);
        out.append_text(index < column.dictionary.size() ? column.dictionary[index] : std::string());
    });
}

void read_decimals(const Cells& cells, const DuckdbColumn& column, ColumnData& out)
{
    double unit = std::pow(10.0, column.source_scale);
    switch (column.storage) {
    case DUCKDB_TYPE_SMALLINT:
        return read_integers<std::int16_t>(cells, out);
    case DUCKDB_TYPE_INTEGER:
        return read_integers<std::int32_t>(cells, out);
    case DUCKDB_TYPE_BIGINT:
        return read_integers<std::int64_t>(cells, out);
    default:
        for_each(cells, out,
                 [&](std::size_t row) { out.append_real(widen(cells, DUCKDB_TYPE_HUGEINT, row) / unit); });
    }
}

Result<> read_wide(const Cells& cells, const DuckdbColumn& column, ColumnData& out)
{
    bool fits = true;
    for_each(cells, out, [&](std::size_t row) {
        if (column.column.type == ColumnType::real)
            return out.append_real(widen(cells, column.type, row));
        std::int64_t value = 0;
        fits = narrow(cells, column.type, row, value) && fits;
        out.append_integer(value);
    });
    if (!fits)
        return fail(
            Error::give_up(fmt::format("the column \"{0}\" holds an integer beyond 64 bits after its first "
                                       "rows did not; write CAST({0} AS DOUBLE)",
                                       column.column.name)));
    return {};
}

Result<> read_column(const Cells& cells, const DuckdbColumn& column, ColumnData& out)
{
    switch (column.type) {
    case DUCKDB_TYPE_BOOLEAN:
    case DUCKDB_TYPE_UTINYINT:
        read_integers<std::uint8_t>(cells, out);
        break;
    case DUCKDB_TYPE_TINYINT:
        read_integers<std::int8_t>(cells, out);
        break;
    case DUCKDB_TYPE_SMALLINT:
        read_integers<std::int16_t>(cells, out);
        break;
    case DUCKDB_TYPE_USMALLINT:
        read_integers<std::uint16_t>(cells, out);
        break;
    case DUCKDB_TYPE_INTEGER:
        read_integers<std::int32_t>(cells, out);
        break;
    case DUCKDB_TYPE_UINTEGER:
        read_integers<std::uint32_t>(cells, out);
        break;
    case DUCKDB_TYPE_BIGINT:
        read_integers<std::int64_t>(cells, out);
        break;
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UHUGEINT:
        return read_wide(cells, column, out);
    case DUCKDB_TYPE_FLOAT:
        read_floats(cells, out);
        break;
    case DUCKDB_TYPE_DOUBLE:
        read_doubles(cells, out);
        break;
    case DUCKDB_TYPE_DECIMAL:
        read_decimals(cells, column, out);
        break;
    case DUCKDB_TYPE_VARCHAR:
        read_texts(cells, out);
        break;
    case DUCKDB_TYPE_ENUM:
        read_enums(cells, column, out);
        break;
    case DUCKDB_TYPE_UUID:
        read_uuids(cells, out);
        break;
    case DUCKDB_TYPE_DATE:
        read_instants<std::int32_t, 1, 1>(cells, out);
        break;
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
        read_instants<std::int64_t, 1, 1>(cells, out);
        break;
    case DUCKDB_TYPE_TIMESTAMP_S:
        read_instants<std::int64_t, 1'000'000, 1>(cells, out);
        break;
    case DUCKDB_TYPE_TIMESTAMP_MS:
        read_instants<std::int64_t, 1'000, 1>(cells, out);
        break;
    case DUCKDB_TYPE_TIMESTAMP_NS:
        read_instants<std::int64_t, 1, 1'000>(cells, out);
        break;
    default:
        return fail(Error::give_up(fmt::format("the column \"{0}\" has a type that cannot be shown; write "
                                               "CAST({0} AS VARCHAR)",
                                               column.column.name)));
    }
    return {};
}

Cells cells_of(const DuckdbApi& api, duckdb_data_chunk chunk, std::size_t column, std::size_t rows)
{
    duckdb_vector vector = api.data_chunk_get_vector(chunk, column);
    return {api.vector_get_data(vector), api.vector_get_validity(vector), rows};
}

ColumnType map_type(duckdb_type type, bool& known)
{
    known = true;
    switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
        return ColumnType::boolean;
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UHUGEINT:
        return ColumnType::integer;
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
        return ColumnType::real;
    case DUCKDB_TYPE_DECIMAL:
        return ColumnType::decimal;
    case DUCKDB_TYPE_DATE:
        return ColumnType::date;
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
        return ColumnType::timestamp;
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_ENUM:
    case DUCKDB_TYPE_UUID:
        return ColumnType::text;
    default:
        known = false;
        return ColumnType::text;
    }
}

std::vector<std::string> read_dictionary(const DuckdbApi& api, duckdb_logical_type type)
{
    std::vector<std::string> values;
    for (std::uint32_t index = 0; index < api.enum_dictionary_size(type); ++index) {
        char* value = api.enum_dictionary_value(type, index);
        values.emplace_back(value);
        api.free(value);
    }
    return values;
}

} // namespace

DuckdbColumn map_duckdb_column(const DuckdbApi& api, std::string name, duckdb_logical_type type)
{
    DuckdbColumn mapped;
    mapped.column.name = std::move(name);
    mapped.type = api.get_type_id(type);
    bool known = false;
    mapped.column.type = map_type(mapped.type, known);
    mapped.needs_text_cast = !known;
    if (mapped.type == DUCKDB_TYPE_ENUM) {
        mapped.storage = api.enum_internal_type(type);
        mapped.dictionary = read_dictionary(api, type);
    }
    if (mapped.type == DUCKDB_TYPE_DECIMAL) {
        mapped.storage = api.decimal_internal_type(type);
        mapped.source_scale = api.decimal_scale(type);
        bool narrow_enough = api.decimal_width(type) <= 18;
        mapped.column.type = narrow_enough ? ColumnType::decimal : ColumnType::real;
        mapped.column.scale = narrow_enough ? mapped.source_scale : 0;
    }
    return mapped;
}

void fit_wide_integers(const DuckdbApi& api, duckdb_data_chunk chunk, std::vector<DuckdbColumn>& columns)
{
    std::size_t rows = api.data_chunk_get_size(chunk);
    for (std::size_t at = 0; at < columns.size(); ++at) {
        if (!is_wide(columns[at].type))
            continue;
        Cells cells = cells_of(api, chunk, at, rows);
        std::int64_t value = 0;
        for (std::size_t row = 0; row < rows; ++row) {
            if (cells.valid(row) && !narrow(cells, columns[at].type, row, value))
                columns[at].column.type = ColumnType::real;
        }
    }
}

Result<> read_chunk(const DuckdbApi& api, duckdb_data_chunk chunk, const std::vector<DuckdbColumn>& columns,
                    Batch& batch)
{
    std::size_t rows = api.data_chunk_get_size(chunk);
    batch.rows = rows;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        batch.columns[at].clear();
        TRY(read_column(cells_of(api, chunk, at, rows), columns[at], batch.columns[at]));
    }
    return {};
}

} // namespace presstime
