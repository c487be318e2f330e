#include "platform/text/csv.hpp"

#include "model/cell_text.hpp"

#include <algorithm>
#include <cstring>

namespace presstime {
namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;
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

} // namespace

CsvWriter::CsvWriter(const CsvDialect& dialect, Flush flush)
    : dialect_(dialect), flush_(std::move(flush)), buffer_(kBufferBytes, '\0')
{
    for (char c : {'"', '\r', '\n', dialect.delimiter})
        special_[static_cast<unsigned char>(c)] = true;
}

Result<> CsvWriter::begin()
{
    if (!dialect_.bom)
        return {};
    TRY(make_room(3));
    std::memcpy(buffer_.data() + used_, "\xEF\xBB\xBF", 3);
    used_ += 3;
    return {};
}

Result<> CsvWriter::make_room(std::size_t bytes)
{
    if (buffer_.size() - used_ >= bytes)
        return {};
    TRY(flush_(std::string_view(buffer_).substr(0, used_)));
    used_ = 0;
    if (buffer_.size() < bytes)
        buffer_.resize(bytes);
    return {};
}

bool CsvWriter::needs_quotes(std::string_view text) const
{
    if (dialect_.quote_all || text.empty())
        return true;
    return std::any_of(text.begin(), text.end(),
                       [this](char c) { return special_[static_cast<unsigned char>(c)]; });
}

Result<> CsvWriter::write_text(std::string_view text)
{
    TRY(make_room(2 * text.size() + 4));
    char* out = buffer_.data() + used_;
    if (needs_quotes(text)) {
        out = write_quoted(out, text);
    } else {
        std::memcpy(out, text.data(), text.size());
        out += text.size();
    }
    used_ = static_cast<std::size_t>(out - buffer_.data());
    return {};
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
    bool fractional = column.type == ColumnType::real || column.type == ColumnType::decimal;
    if (fractional && dialect_.decimal != '.') {
        char* point = std::find(digits, out, '.');
        bool has_point = point != out;
        if (has_point)
            *point = dialect_.decimal;
        if (has_point && dialect_.decimal == dialect_.delimiter && !dialect_.quote_all) {
            std::memmove(start + 1, start, static_cast<std::size_t>(out - start));
            *start = '"';
            ++out;
            *out++ = '"';
        }
    }
    if (dialect_.quote_all)
        *out++ = '"';
    return out;
}

Result<> CsvWriter::write_row(std::span<const std::string> cells)
{
    for (std::size_t at = 0; at < cells.size(); ++at) {
        TRY(make_room(1));
        if (at > 0)
            buffer_[used_++] = dialect_.delimiter;
        TRY(write_text(cells[at]));
    }
    return write_empty_row();
}

Result<> CsvWriter::write_empty_row()
{
    TRY(make_room(2));
    buffer_[used_++] = '\r';
    buffer_[used_++] = '\n';
    return {};
}

Result<> CsvWriter::write_rows(const Batch& batch, std::span<const std::size_t> columns)
{
    for (std::size_t row = 0; row < batch.rows; ++row) {
        for (std::size_t at = 0; at < columns.size(); ++at) {
            const ColumnData& column = batch.columns[columns[at]];
            TRY(make_room(kMaxValueBytes));
            if (at > 0)
                buffer_[used_++] = dialect_.delimiter;
            if (column.is_null(row))
                continue;
            if (column.type == ColumnType::text) {
                TRY(write_text(column.text(row)));
                continue;
            }
            char* end = write_value(buffer_.data() + used_, column, row);
            used_ = static_cast<std::size_t>(end - buffer_.data());
        }
        TRY(write_empty_row());
    }
    return {};
}

Result<> CsvWriter::finish()
{
    TRY(flush_(std::string_view(buffer_).substr(0, used_)));
    used_ = 0;
    return {};
}

} // namespace presstime
