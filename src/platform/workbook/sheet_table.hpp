// A sheet as a table: where its header is, what its columns are called and of which type they are, and its
// rows as text that a database can take in. Sheets that people keep have titles above the header, notes
// beside it, columns without a name and errors in cells; what was made of them is told in `remarks`.
#pragma once

#include "model/table.hpp"
#include "platform/workbook/workbook.hpp"

#include <optional>

namespace presstime {

// A sheet may have more; a thousand columns of texts take half a GiB to write.
constexpr std::int64_t kMostTableColumns = 1'000;

struct SheetTable {
    // boolean, integer, real, date, timestamp or text; names are unique whatever the case.
    std::vector<Column> columns;
    std::int64_t rows = 0;
    // "row 4 is taken as the header; the rows above it are left out"
    std::vector<std::string> remarks;
};

struct SheetTableWish {
    std::size_t sheet = 0;
    std::filesystem::path rows_file;       // is made
    std::uint64_t most_bytes = 1ULL << 30; // of it
};

// Reads the sheet twice: to know the columns, then to write the rows. `rows_file` is CSV without a header
// row: LF, texts in quotes, all else as SheetCell says, empty = NULL. Nothing when the sheet holds no cell.
//
// The header is the first row with the most filled cells of the first 20 that have any; a row of names above
// it that leaves a few columns unnamed goes before it. Where that row holds no text at all it is data, and
// columns are called by their letters. Columns without name and values are left out.
Result<std::optional<SheetTable>> make_sheet_table(Workbook& workbook, const SheetTableWish& wish);

} // namespace presstime
