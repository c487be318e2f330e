// A table ready to be set: what it shows of its result, in which columns, and what it says about that. Where
// it stands is the caller's.
#pragma once

#include "stage/layout_columns.hpp"
#include "stage/layout_stamp.hpp"

namespace presstime::stage {

struct SetTable {
    LayoutContext& context;
    const Widget& widget;
    const LoadedResult& loaded;
    TablePlan plan;
    std::int64_t rows = 0; // to show
    TableStamp stamp;
    double width = 0; // on offer; the table itself may be narrower
    bool totals = false;

    bool empty() const { return rows == 0 || plan.panels.empty(); }
    const TableType& type() const { return plan.panels.front().type; } // not of an empty one
    double totals_height() const { return totals ? type().row_height() : 0; }
    // Of the completeness line and the space above it.
    double stamp_height() const;
    std::string totals_label() const;
};

// `invalid` when a column the widget names is not in the result.
Result<SetTable> set_table(LayoutContext& context, const Widget& widget, const LoadedResult& loaded,
                           TableRoom room);
// What the table shows by now, under it and into the stamp of the whole; returns the y below.
double draw_completeness(SetTable& table, Point at, Drawing& drawing);

} // namespace presstime::stage
