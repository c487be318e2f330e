#include "stage/layout_totals.hpp"

#include "platform/text/column_total.hpp"

namespace presstime::stage {

std::string total_text(const LayoutContext& context, const ColumnData& data, const PlannedColumn& column,
                       TotalKind kind)
{
    ColumnTotal total(data);
    for (std::size_t row = 0; row < data.rows; ++row) {
        total.add(data, row);
    }
    return total.text(kind, column.format, context.utc_offset);
}

} // namespace presstime::stage
