// The three states of a table: failed, empty, and set, flowing over pages or cut to a box.
#include "stage/layout_table.hpp"

#include "platform/text/phrases.hpp"
#include "stage/layout_rows.hpp"
#include "stage/layout_state.hpp"
#include "stage/layout_table_flow.hpp"

#include <algorithm>

namespace presstime::stage {
namespace {

constexpr double kEmptyHeight = 64;
constexpr double kFailedHeight = 72;

// Title, frame and words, and under them how many rows the result has.
void draw_empty_table(SetTable& table, Box box, Drawing& drawing)
{
    const double frame = std::max(box.h - table.stamp_height(), box.h / 2);
    draw_empty(table.context, table.widget, {box.x, box.y, box.w, frame}, drawing);
    draw_completeness(table, {box.x, box.y + frame}, drawing);
}

void draw_in_box(SetTable& table, Box box, Drawing& drawing)
{
    const Box area = draw_widget_title(table.context, table.widget, box, drawing);
    RowSetter setter(table.context, table.plan.panels.front(), table.loaded.table, area.x);
    setter.begin_page(drawing);
    setter.draw_header(area.y, drawing);
    double y = area.y + setter.header_height();
    const double tail = table.totals_height() + table.stamp_height();
    while (table.stamp.shown < table.rows) {
        PreparedRow row = setter.prepare(static_cast<std::size_t>(table.stamp.shown));
        if (y + row.height + tail > area.bottom() + 0.01) {
            table.stamp.limit = say(table.context.words(), Phrase::limit_of_box);
            break;
        }
        const double height = row.height;
        table.stamp.shortened += row.shortened;
        setter.draw_row(std::move(row), y, drawing);
        y += height;
        ++table.stamp.shown;
    }
    if (table.totals) {
        setter.draw_totals(table.totals_label(), y, drawing);
        y += table.totals_height();
    }
    setter.end_page(drawing);
    draw_completeness(table, {area.x, y}, drawing);
}

} // namespace

Result<> flow_table(LayoutContext& context, const Widget& widget, Span span, Sheet& sheet)
{
    const auto in_place = [&](double height, auto&& draw) -> Result<> {
        if (sheet.room() < height && !sheet.at_top() && context.setup.flow == Flow::pages) {
            TRY(sheet.break_page());
        }
        sheet.add_outline(widget.title);
        draw(Box{span.x, sheet.y(), span.width, height}, sheet.drawing());
        sheet.advance(height);
        return {};
    };
    const auto failed = [&](const std::string& reason) {
        return in_place(kFailedHeight, [&](Box box, Drawing& drawing) {
            draw_failed(context, widget, reason, box, drawing);
        });
    };
    if (const auto failure = context.tables.failure_of(widget.query)) {
        return failed(*failure);
    }
    const LoadedResult* loaded = TRY(context.tables.load(widget.query));
    const auto rows = static_cast<std::int64_t>(loaded->table.rows());
    Result<SetTable> table =
        set_table(context, widget, *loaded,
                  {span.width, most_panels(context.setup, std::min(rows, widget.max_rows.value_or(rows)))});
    if (!table) {
        return failed(table.error().message);
    }
    if (table->empty()) {
        return in_place(kEmptyHeight + table->stamp_height(),
                        [&](Box box, Drawing& drawing) { draw_empty_table(*table, box, drawing); });
    }
    return flow_rows(*table, span, sheet);
}

Result<> draw_boxed_table(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    if (const auto failure = context.tables.failure_of(widget.query)) {
        draw_failed(context, widget, *failure, box, drawing);
        return {};
    }
    const LoadedResult* loaded = TRY(context.tables.load(widget.query));
    Result<SetTable> table = set_table(context, widget, *loaded, {box.w, 1});
    if (!table) {
        draw_failed(context, widget, table.error().message, box, drawing);
    } else if (table->empty()) {
        draw_empty_table(*table, box, drawing);
    } else {
        draw_in_box(*table, box, drawing);
    }
    return {};
}

} // namespace presstime::stage
