// The rows of one sheet's part (ECMA-376 Part 1, 18.3.1).
#pragma once

#include "platform/workbook/cell_value.hpp"
#include "platform/workbook/workbook.hpp"

namespace presstime {

// What is left of the limit on cells; each reading takes from it.
struct CellBudget {
    std::uint64_t most = 0;
    std::uint64_t taken = 0;
};

Result<> read_sheet_rows(ZipParts& parts, const std::string& part, const CellSource& source,
                         const WorkbookLimits& limits, CellBudget& budget, const Workbook::TakeRow& take);

} // namespace presstime
