#include "source/sqlite_cells.hpp"

#include "base/text.hpp"
#include "model/cell_text.hpp"

#include <chrono>
#include <fmt/format.h>
#include <optional>

namespace presstime {
namespace {

constexpr std::int64_t kExactInDouble = std::int64_t{1} << 53;

std::optional<std::int64_t> read_days(std::string_view text)
{
    auto date = parse_date(text);
    if (!date)
        return std::nullopt;
    return std::chrono::sys_days{*date}.time_since_epoch().count();
}

// SQLite's own forms (date, "YYYY-MM-DD HH:MM", with seconds and fraction, 'T' for the blank, a zone) as
// micros.
std::optional<std::int64_t> read_micros(std::string_view text)
{
    constexpr std::size_t kDate = 10;
    constexpr std::size_t kMinutes = 16;
    if (text.size() < kDate)
        return std::nullopt;
    std::string full(text.substr(0, kDate));
    std::string_view time = text.substr(kDate);
    if (time.empty()) {
        full += "T00:00:00Z";
    } else {
        if (time.front() != ' ' && time.front() != 'T')
            return std::nullopt;
        full += 'T';
        full += time.substr(1);
        if (full.size() >= kMinutes && (full.size() == kMinutes || full[kMinutes] != ':'))
            full.insert(kMinutes, ":00");
        bool zoned = full.back() == 'Z' || full.find_first_of("+-", kMinutes) != std::string::npos;
        if (!zoned)
            full += 'Z';
    }
    auto instant = parse_rfc3339(full);
    if (!instant)
        return std::nullopt;
    return to_micros(*instant);
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

// As DuckDB casts a BLOB: printable ASCII as it is, any other byte as \xNN.
std::string blob_text(std::string_view bytes)
{
    std::string out;
    for (unsigned char byte : bytes) {
        if (byte >= 0x20 && byte < 0x7F && byte != '\\' && byte != '\'' && byte != '"')
            out += static_cast<char>(byte);
        else
            out += fmt::format("\\x{:02X}", byte);
    }
    return out;
}

void append_as_text(const SqliteCell& cell, ColumnData& out)
{
    char buffer[kMaxCellText];
    switch (cell.storage) {
    case SqliteStorage::null:
        return out.append_null();
    case SqliteStorage::integer:
        return out.append_text(
            {buffer, static_cast<std::size_t>(write_integer(buffer, cell.integer) - buffer)});
    case SqliteStorage::real:
        return out.append_text({buffer, static_cast<std::size_t>(write_real(buffer, cell.real) - buffer)});
    case SqliteStorage::text:
        if (is_valid_utf8(cell.bytes))
            return out.append_text(cell.bytes);
        return out.append_text(repair_utf8(cell.bytes));
    case SqliteStorage::blob:
        return out.append_text(blob_text(cell.bytes));
    }
}

bool is_exact_in_double(std::int64_t value)
{
    return value >= -kExactInDouble && value <= kExactInDouble;
}

// False when the cell does not fit.
bool append_typed(const SqliteCell& cell, ColumnType type, ColumnData& out)
{
    bool is_integer = cell.storage == SqliteStorage::integer;
    std::optional<std::int64_t> value;
    switch (type) {
    case ColumnType::boolean:
        if (is_integer && (cell.integer == 0 || cell.integer == 1))
            value = cell.integer;
        break;
    case ColumnType::integer:
        if (is_integer)
            value = cell.integer;
        break;
    case ColumnType::date:
        if (cell.storage == SqliteStorage::text)
            value = read_days(cell.bytes);
        break;
    case ColumnType::timestamp:
        if (cell.storage == SqliteStorage::text)
            value = read_micros(cell.bytes);
        break;
    case ColumnType::real:
        if (is_integer && !is_exact_in_double(cell.integer))
            return false;
        if (!is_integer && cell.storage != SqliteStorage::real)
            return false;
        out.append_real(is_integer ? static_cast<double>(cell.integer) : cell.real);
        return true;
    case ColumnType::decimal:
    case ColumnType::text:
        append_as_text(cell, out);
        return true;
    }
    if (value)
        out.append_integer(*value);
    return value.has_value();
}

std::string_view name_of(SqliteStorage storage)
{
    switch (storage) {
    case SqliteStorage::integer:
        return "an integer";
    case SqliteStorage::real:
        return "a real number";
    case SqliteStorage::text:
        return "a text";
    case SqliteStorage::blob:
        return "a blob";
    case SqliteStorage::null:
        break;
    }
    return "NULL";
}

} // namespace

void SqliteSightings::note(const SqliteCell& cell)
{
    switch (cell.storage) {
    case SqliteStorage::null:
        return;
    case SqliteStorage::integer:
        integers = true;
        integers_beyond_double = integers_beyond_double || !is_exact_in_double(cell.integer);
        integers_beyond_boolean = integers_beyond_boolean || (cell.integer != 0 && cell.integer != 1);
        return;
    case SqliteStorage::real:
        reals = true;
        return;
    case SqliteStorage::blob:
        blobs = true;
        return;
    case SqliteStorage::text:
        texts = true;
        texts_beyond_dates = texts_beyond_dates || !read_days(cell.bytes);
        texts_beyond_timestamps = texts_beyond_timestamps || !read_micros(cell.bytes);
        return;
    }
}

ColumnType decide_sqlite_type(std::string_view declared_as, const SqliteSightings& seen)
{
    std::string declared = to_lower_ascii(declared_as);
    bool is_boolean = contains(declared, "bool");
    bool is_instant = contains(declared, "datetime") || contains(declared, "timestamp");
    bool is_date = !is_instant && contains(declared, "date");
    bool is_integer = contains(declared, "int");
    bool is_text = contains(declared, "char") || contains(declared, "clob") || contains(declared, "text");
    bool is_number = contains(declared, "real") || contains(declared, "floa") || contains(declared, "doub") ||
                     contains(declared, "num") || contains(declared, "dec");
    bool numbers = seen.integers || seen.reals;

    if (seen.blobs || (seen.texts && numbers))
        return ColumnType::text;
    if (seen.texts) {
        if (is_date && !seen.texts_beyond_dates)
            return ColumnType::date;
        return (is_date || is_instant) && !seen.texts_beyond_timestamps ? ColumnType::timestamp
                                                                        : ColumnType::text;
    }
    if (seen.reals)
        return seen.integers_beyond_double ? ColumnType::text : ColumnType::real;
    if (seen.integers) {
        if (is_boolean && !seen.integers_beyond_boolean)
            return ColumnType::boolean;
        if (is_text)
            return ColumnType::text;
        return is_number && !is_integer && !seen.integers_beyond_double ? ColumnType::real
                                                                        : ColumnType::integer;
    }
    if (is_boolean)
        return ColumnType::boolean;
    if (is_instant)
        return ColumnType::timestamp;
    if (is_date)
        return ColumnType::date;
    if (is_integer)
        return ColumnType::integer;
    return is_number && !is_text ? ColumnType::real : ColumnType::text;
}

Result<> append_sqlite_cell(const SqliteCell& cell, const Column& column, ColumnData& out)
{
    if (cell.storage == SqliteStorage::null) {
        out.append_null();
        return {};
    }
    if (append_typed(cell, column.type, out))
        return {};
    return fail(
        Error::give_up(fmt::format("the column \"{0}\" holds {1} that is no {2}, as its first rows were; "
                                   "write CAST({0} AS TEXT)",
                                   column.name, name_of(cell.storage), to_string(column.type))));
}

} // namespace presstime
