// The x column as positions: categories, instants or numbers. Text that is an ISO date throughout counts as
// time, because SQLite has no date type.
#pragma once

#include "chart/series.hpp"

#include <optional>
#include <string_view>

namespace presstime {

struct XValues {
    XKind kind = XKind::category;
    bool whole_days = false;
    std::vector<double> positions; // one per row; NaN = no x
    std::vector<std::string> categories;
};

// "2026-04", "2026-04-21", "2026-04-21 09:00[:00]" or RFC 3339 as microseconds since 1970.
std::optional<double> time_position(std::string_view text);

XValues read_x_values(const ColumnData& column, NumericX numeric_x, std::string_view format,
                      const std::string& locale);

} // namespace presstime
