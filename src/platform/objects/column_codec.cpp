#include "platform/objects/column_codec.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace presstime::result_file {
namespace {

template <typename Unsigned>
void put_differences(std::string& out, const std::int64_t* values, std::size_t count, std::int64_t smallest)
{
    std::size_t start = out.size();
    out.resize(start + count * sizeof(Unsigned));
    char* at = out.data() + start;
    for (std::size_t row = 0; row < count; ++row) {
        // Unsigned arithmetic wraps, so even the span from INT64_MIN to INT64_MAX comes back whole.
        auto difference = static_cast<Unsigned>(static_cast<std::uint64_t>(values[row]) -
                                                static_cast<std::uint64_t>(smallest));
        std::memcpy(at + row * sizeof(Unsigned), &difference, sizeof difference);
    }
}

void encode_integers(std::string& out, const std::int64_t* values, std::size_t count)
{
    std::int64_t smallest = 0;
    std::uint64_t span = 0;
    if (count > 0) {
        auto [low, high] = std::minmax_element(values, values + count);
        smallest = *low;
        span = static_cast<std::uint64_t>(*high) - static_cast<std::uint64_t>(*low);
    }
    std::uint8_t width = span == 0 ? 0 : span <= 0xFF ? 1 : span <= 0xFFFF ? 2 : span <= 0xFFFF'FFFF ? 4 : 8;
    put(out, smallest);
    put(out, width);
    switch (width) {
    case 0:
        break;
    case 1:
        put_differences<std::uint8_t>(out, values, count, smallest);
        break;
    case 2:
        put_differences<std::uint16_t>(out, values, count, smallest);
        break;
    case 4:
        put_differences<std::uint32_t>(out, values, count, smallest);
        break;
    default:
        put_differences<std::uint64_t>(out, values, count, smallest);
        break;
    }
}

template <typename Unsigned>
void read_differences(std::string_view raw, std::size_t count, std::int64_t smallest,
                      std::vector<std::int64_t>& values)
{
    for (std::size_t row = 0; row < count; ++row) {
        Unsigned difference;
        std::memcpy(&difference, raw.data() + row * sizeof difference, sizeof difference);
        values.push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(smallest) + difference));
    }
}

bool decode_integers(ByteCursor& in, std::size_t count, std::vector<std::int64_t>& values)
{
    auto smallest = in.number<std::int64_t>();
    auto width = in.number<std::uint8_t>();
    if (width > 8)
        return false;
    std::string_view raw = in.take(std::uint64_t{count} * width);
    if (in.failed())
        return false;
    switch (width) {
    case 0:
        values.insert(values.end(), count, smallest);
        return true;
    case 1:
        read_differences<std::uint8_t>(raw, count, smallest, values);
        return true;
    case 2:
        read_differences<std::uint16_t>(raw, count, smallest, values);
        return true;
    case 4:
        read_differences<std::uint32_t>(raw, count, smallest, values);
        return true;
    case 8:
        read_differences<std::uint64_t>(raw, count, smallest, values);
        return true;
    default:
        return false;
    }
}

void encode_texts(std::string& out, const ColumnData& column, RowRange range)
{
    std::vector<std::int64_t> lengths;
    lengths.reserve(range.count);
    for (std::size_t row = range.first; row < range.first + range.count; ++row)
        lengths.push_back(static_cast<std::int64_t>(column.offsets[row + 1] - column.offsets[row]));
    encode_integers(out, lengths.data(), lengths.size());
    std::uint64_t start = column.offsets[range.first];
    std::uint64_t length = column.offsets[range.first + range.count] - start;
    put(out, length);
    out.append(column.bytes, start, length);
}

bool decode_texts(ByteCursor& in, std::size_t rows, ColumnData& column)
{
    std::vector<std::int64_t> lengths;
    if (!decode_integers(in, rows, lengths))
        return false;
    auto length = in.number<std::uint64_t>();
    std::string_view raw = in.take(length);
    if (in.failed())
        return false;
    std::uint64_t at = column.bytes.size();
    std::uint64_t left = length;
    for (std::int64_t cell : lengths) {
        if (cell < 0 || static_cast<std::uint64_t>(cell) > left)
            return false;
        left -= static_cast<std::uint64_t>(cell);
        at += static_cast<std::uint64_t>(cell);
        column.offsets.push_back(at);
    }
    column.bytes.append(raw);
    return left == 0;
}

bool decode_nulls(ByteCursor& in, std::size_t rows, ColumnData& column)
{
    auto has_nulls = in.number<std::uint8_t>();
    if (has_nulls == 0)
        return !in.failed();
    std::string_view raw = in.take(rows);
    if (has_nulls != 1 || in.failed())
        return false;
    column.nulls.assign(raw.begin(), raw.end());
    return std::all_of(raw.begin(), raw.end(), [](char flag) { return flag == 0 || flag == 1; });
}

} // namespace

void encode_column(std::string& out, const ColumnData& column, RowRange range)
{
    bool has_nulls = false;
    for (std::size_t row = range.first; !has_nulls && row < range.first + range.count; ++row)
        has_nulls = column.is_null(row);
    put(out, static_cast<std::uint8_t>(has_nulls ? 1 : 0));
    if (has_nulls)
        out.append(reinterpret_cast<const char*>(column.nulls.data()) + range.first, range.count);
    if (column.type == ColumnType::text)
        encode_texts(out, column, range);
    else if (column.type == ColumnType::real)
        out.append(reinterpret_cast<const char*>(column.reals.data() + range.first),
                   range.count * sizeof(double));
    else
        encode_integers(out, column.integers.data() + range.first, range.count);
}

bool decode_column(ByteCursor& in, std::size_t rows, ColumnData& column)
{
    column.clear();
    if (!decode_nulls(in, rows, column))
        return false;
    column.rows = rows;
    if (column.type == ColumnType::text)
        return decode_texts(in, rows, column);
    if (column.type != ColumnType::real)
        return decode_integers(in, rows, column.integers);
    std::string_view raw = in.take(std::uint64_t{rows} * sizeof(double));
    if (in.failed())
        return false;
    column.reals.resize(rows);
    if (rows > 0)
        std::memcpy(column.reals.data(), raw.data(), raw.size());
    return true;
}

} // namespace presstime::result_file
