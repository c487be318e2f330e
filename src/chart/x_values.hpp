// The x column as positions: categories, instants or numbers. Text that is an ISO date throughout counts as
// time, because SQLite has no date type.
#pragma once

#include "chart/series.hpp"

namespace presstime {

struct XValues {
    XKind kind = XKind::category;
    bool whole_days = false;
    std::vector<double> positions; // one per row; NaN = no x
    std::vector<std::string> categories;
};

XValues read_x_values(const ColumnData& column, NumericX numeric_x, std::string_view format,
                      const std::string& locale);

} // namespace presstime
