// CSV (RFC 4180, CRLF) written fast: rows go into a flat buffer that is handed on when
// full, so a result of any size needs one buffer. Dialect: delimiter, decimal point or
// comma, quotes only where needed or around every value. NULL is an empty field, an
// empty text is "" in quotes; numbers and dates look as model/cell_text.hpp says, unless the dialect has a
// date format: then instants are wall time. With the formula guard a text that a spreadsheet would run as a
// formula (OWASP: CSV injection) gets a leading apostrophe; numbers never do.
#pragma once

#include "model/report.hpp"
#include "model/table.hpp"
#include "platform/text/number_format.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

class CsvWriter {
public:
    using Flush = std::function<Result<>(std::string_view bytes)>;

    // `flush` gets the bytes in order, in pieces of 64 KiB and more but for the last.
    // `utc_offset` is for the date format: wall time of instants, empty = UTC.
    CsvWriter(const CsvDialect& dialect, Flush flush, UtcOffset utc_offset = {});

    // The byte order mark, when the dialect asks for one. Call first.
    Result<> begin();
    Result<> write_row(std::span<const std::string> cells);
    Result<> write_empty_row();
    // The batch's rows with the given columns in the given order.
    Result<> write_rows(const Batch& batch, std::span<const std::size_t> columns);
    // Hands on what is left. Call last.
    Result<> finish();

private:
    // A place for at least `bytes` behind `out`, which points
    // into the buffer; flushes or grows when there is none.
    Result<char*> make_room(char* out, std::size_t bytes);
    char* end() { return buffer_.data() + buffer_.size(); }
    char* write_text(char* out, std::string_view text) const;
    bool is_spelled(ColumnType type) const; // written by the date format
    char* write_value(char* out, const ColumnData& column, std::size_t row) const;
    char* use_decimal_comma(char* start, char* digits, char* out) const;
    bool needs_quotes(std::string_view text) const;

    CsvDialect dialect_;
    Flush flush_;
    UtcOffset utc_offset_;
    CellFormat date_format_;
    std::uint64_t delimiters_ = 0; // the delimiter in each byte
    std::string buffer_;
    std::size_t used_ = 0;
};

} // namespace presstime
