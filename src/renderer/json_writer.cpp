#include "renderer/json_writer.hpp"

#include "base/text.hpp"
#include "model/cell_text.hpp"

#include <cmath>
#include <fmt/format.h>

namespace presstime {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{128} * 1024;

} // namespace

void JsonWriter::separate()
{
    if (needs_comma_)
        buffer_ += ',';
    needs_comma_ = true;
}

void JsonWriter::begin(char bracket)
{
    separate();
    buffer_ += bracket;
    needs_comma_ = false;
}

void JsonWriter::end(char bracket)
{
    buffer_ += bracket;
    needs_comma_ = true;
}

void JsonWriter::name(std::string_view name)
{
    separate();
    quote(name);
    buffer_ += ':';
    needs_comma_ = false;
}

void JsonWriter::text(std::string_view value)
{
    separate();
    if (is_valid_utf8(value))
        quote(value);
    else
        quote(repair_utf8(value));
}

void JsonWriter::quote(std::string_view value)
{
    buffer_ += '"';
    for (char c : value) {
        auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            buffer_ += '\\';
            buffer_ += c;
        } else if (c == '\n') {
            buffer_ += "\\n";
        } else if (byte < 0x20 || byte == 0x7F) {
            buffer_ += fmt::format("\\u{:04x}", byte);
        } else {
            buffer_ += c;
        }
    }
    buffer_ += '"';
}

void JsonWriter::integer(std::int64_t value)
{
    separate();
    char digits[kMaxCellText];
    buffer_.append(digits, write_integer(digits, value));
}

void JsonWriter::boolean(bool value)
{
    separate();
    buffer_ += value ? "true" : "false";
}

void JsonWriter::cell(const ColumnData& column, std::size_t row)
{
    bool is_null =
        column.is_null(row) || (column.type == ColumnType::real && !std::isfinite(column.reals[row]));
    if (!is_null && column.type == ColumnType::text)
        return text(column.text(row));
    separate();
    if (is_null) {
        buffer_ += "null";
        return;
    }
    bool quoted = column.type == ColumnType::date || column.type == ColumnType::timestamp;
    if (quoted)
        buffer_ += '"';
    append_cell_text(buffer_, column, row);
    if (quoted)
        buffer_ += '"';
}

Result<> JsonWriter::flush_if_full()
{
    return buffer_.size() >= kFlushBytes ? finish() : Result<>{};
}

Result<> JsonWriter::finish()
{
    TRY(sink_.write(buffer_));
    buffer_.clear();
    return {};
}

} // namespace presstime
