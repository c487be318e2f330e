#include "platform/text/csv.hpp"

#include "model/cell_text.hpp"

#include <algorithm>
#include <cstring>

namespace presstime {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{256} * 1024;
// Number, two quotes and a delimiter.
constexpr std::size_t kMaxValueBytes = kMaxCellText + 8;

char* write_quoted(char* out, std::string_view text)
{
    *out++ = '"';
    for (char c : text) {
        if (c == '"')
            *out++ = '"';
        *out++ = c;
    }
    *out++ = '"';
    return out;
}

char* write_boolean(char* out, bool value)
{
    std::string_view word = value ? "true" : "false";
    std::memcpy(out, word.data(), word.size());
    return out + word.size();
}

// True when any byte of `word` is zero (the classic test, exact as a yes or no).
bool has_zero_byte(std::uint64_t word)
{
    return ((word - 0x0101'0101'0101'0101) & ~word & 0x8080'8080'8080'8080) != 0;
}

bool begins_formula(std::string_view text)
{
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

constexpr std::uint64_t repeat(char c)
{
    return 0x0101'0101'0101'0101 * static_cast<unsigned char>(c);
}

} // namespace

CsvWriter::CsvWriter(const CsvDialect& dialect, Flush flush, UtcOffset utc_offset)
    : dialect_(dialect),
      flush_(std::move(flush)),
      utc_offset_(std::move(utc_offset)),
      date_format_(cell_format(dialect.date_format, find_locale("en-US"))),
      delimiters_(repeat(dialect.delimiter)),
      buffer_(kBufferBytes, '\0')
{
}

Result<> CsvWriter::begin()
{
    if (!dialect_.bom)
        return {};
    char* out = TRY(make_room(buffer_.data() + used_, 3));
    std::string_view mark = "\xEF\xBB\xBF";
    std::copy(mark.begin(), mark.end(), out);
    used_ += mark.size();
    return {};
}

Result<char*> CsvWriter::make_room(char* out, std::size_t bytes)
{
    used_ = static_cast<std::size_t>(out - buffer_.data());
    if (buffer_.size() - used_ >= bytes)
        return out;
    TRY(flush_(std::string_view(buffer_).substr(0, used_)));
    used_ = 0;
    if (buffer_.size() < bytes)
        buffer_.resize(bytes);
    return buffer_.data();
}

bool CsvWriter::needs_quotes(std::string_view text) const
{
    if (dialect_.quote_all || text.empty())
        return true;
    auto is_special = [this](std::uint64_t word) {
        return has_zero_byte(word ^ repeat('"')) || has_zero_byte(word ^ repeat('\n')) ||
               has_zero_byte(word ^ repeat('\r')) || has_zero_byte(word ^ delimiters_);
    };
    std::uint64_t word = 0;
    for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
        std::memcpy(&word, text.data(), sizeof word);
        if (is_special(word))
            return true;
    }
    // The rest, filled up with a byte that is never special.
    word = repeat('a');
    std::memcpy(&word, text.data(), text.size());
    return is_special(word);
}

char* CsvWriter::write_text(char* out, std::string_view text) const
{
    if (dialect_.formula_guard && begins_formula(text)) {
        const std::string guarded = "'" + std::string(text);
        if (needs_quotes(guarded))
            return write_quoted(out, guarded);
        return std::copy(guarded.begin(), guarded.end(), out);
    }
    if (needs_quotes(text))
        return write_quoted(out, text);
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

// A comma for the point; where the comma is the delimiter too, the number goes into quotes.
char* CsvWriter::use_decimal_comma(char* start, char* digits, char* out) const
{
    char* point = std::find(digits, out, '.');
    if (point == out)
        return out;
    *point = dialect_.decimal;
    if (dialect_.decimal != dialect_.delimiter || dialect_.quote_all)
        return out;
    std::memmove(start + 1, start, static_cast<std::size_t>(out - start));
    *start = '"';
    out[1] = '"';
    return out + 2;
}

char* CsvWriter::write_value(char* out, const ColumnData& column, std::size_t row) const
{
    char* start = out;
    if (dialect_.quote_all)
        *out++ = '"';
    char* digits = out;
    switch (column.type) {
    case ColumnType::boolean:
        out = write_boolean(out, column.integers[row] != 0);
        break;
    case ColumnType::integer:
        out = write_integer(out, column.integers[row]);
        break;
    case ColumnType::real:
        out = write_real(out, column.reals[row]);
        break;
    case ColumnType::decimal:
        out = write_decimal(out, column.integers[row], column.scale);
        break;
    case ColumnType::date:
        out = write_date(out, column.integers[row]);
        break;
    case ColumnType::timestamp:
        out = write_timestamp(out, column.integers[row]);
        break;
    case ColumnType::text:
        break;
    }
    if (dialect_.decimal != '.' && (column.type == ColumnType::real || column.type == ColumnType::decimal))
        out = use_decimal_comma(start, digits, out);
    if (dialect_.quote_all)
        *out++ = '"';
    return out;
}

bool CsvWriter::is_spelled(ColumnType type) const
{
    return !dialect_.date_format.empty() && (type == ColumnType::date || type == ColumnType::timestamp);
}

Result<> CsvWriter::write_row(std::span<const std::string> cells)
{
    char* out = buffer_.data() + used_;
    for (std::size_t at = 0; at < cells.size(); ++at) {
        out = TRY(make_room(out, 2 * cells[at].size() + kMaxValueBytes));
        if (at > 0)
            *out++ = dialect_.delimiter;
        out = write_text(out, cells[at]);
    }
    used_ = static_cast<std::size_t>(out - buffer_.data());
    return write_empty_row();
}

Result<> CsvWriter::write_empty_row()
{
    char* out = TRY(make_room(buffer_.data() + used_, 2));
    *out++ = '\r';
    *out++ = '\n';
    used_ += 2;
    return {};
}

// Every value but a text is sure to fit kMaxValueBytes, so room is looked for once a row and once a text.
Result<> CsvWriter::write_rows(const Batch& batch, std::span<const std::size_t> columns)
{
    const std::size_t row_bytes = (columns.size() + 1) * kMaxValueBytes;
    char* out = buffer_.data() + used_;
    for (std::size_t row = 0; row < batch.rows; ++row) {
        if (static_cast<std::size_t>(end() - out) < row_bytes)
            out = TRY(make_room(out, row_bytes));
        for (std::size_t at = 0; at < columns.size(); ++at) {
            const ColumnData& column = batch.columns[columns[at]];
            if (at > 0)
                *out++ = dialect_.delimiter;
            if (column.is_null(row))
                continue;
            if (column.type != ColumnType::text && !is_spelled(column.type)) {
                out = write_value(out, column, row);
                continue;
            }
            std::string spelled;
            if (is_spelled(column.type))
                spelled = format_cell(column, row, date_format_, utc_offset_);
            std::string_view text = column.type == ColumnType::text ? column.text(row) : spelled;
            std::size_t needed = 2 * text.size() + row_bytes;
            if (static_cast<std::size_t>(end() - out) < needed)
                out = TRY(make_room(out, needed));
            out = write_text(out, text);
        }
        *out++ = '\r';
        *out++ = '\n';
    }
    used_ = static_cast<std::size_t>(out - buffer_.data());
    return {};
}

Result<> CsvWriter::finish()
{
    TRY(flush_(std::string_view(buffer_).substr(0, used_)));
    used_ = 0;
    return {};
}

} // namespace presstime
