// The rows of one widget on one sheet, or on several where one is full: header, typed cells, filter, widths,
// totals. Streams: holds one batch and a few numbers per column.
#pragma once

#include "renderer/widget_rows.hpp"
#include "renderer/xlsx_book.hpp"
#include "renderer/xlsx_pivot.hpp"

#include <map>
#include <string>
#include <vector>

namespace presstime {

// What the completeness sheet says about a widget.
struct SheetStamp {
    std::string title;
    std::vector<std::string> sheets;
    std::int64_t rows = 0;
    std::int64_t rows_in_result = 0;
    std::string reason; // why rows are missing, or what was changed to fit; empty = whole
    std::string error;
    bool complete = true;
};

struct WrittenSheet {
    lxw_worksheet* first = nullptr;             // where a chart goes
    std::size_t columns = 0;                    // of the first sheet's rows
    std::size_t pivot_column = 0;               // where the pivot begins, when there is one
    std::map<std::string, std::string> formats; // spreadsheet format by column label; empty = General
    SheetStamp stamp;
};

Result<WrittenSheet> write_sheet(XlsxBook& book, const RenderInput& input, WidgetRows& rows,
                                 const Pivot* pivot, Deadline deadline);

} // namespace presstime
