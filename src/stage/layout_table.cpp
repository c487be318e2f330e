// Pages break between rows and by three rules: a header never stands alone at a page's end, the last row
// never begins a page alone, and totals and the completeness line stay with the last row.
#include "stage/layout_table.hpp"

#include "base/text.hpp"
#include "model/theme.hpp"
#include "stage/layout_lines.hpp"
#include "stage/layout_rows.hpp"
#include "stage/layout_stamp.hpp"
#include "stage/layout_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace presstime::stage {
namespace {

constexpr double kLongestStamp = 400; // pt on one line; a narrower table gets two or three
constexpr double kEmptyHeight = 64;
constexpr double kFailedHeight = 72;

// A table ready to be set: what it shows and with what.
struct SetTable {
    LayoutContext& context;
    const Widget& widget;
    const LoadedResult& loaded;
    ColumnPlan plan;
    std::int64_t rows = 0; // to show
    TableStamp stamp;
    double width = 0; // on offer; the table itself may be narrower
    bool totals = false;

    std::size_t stamp_lines() const
    {
        return static_cast<std::size_t>(
            std::clamp(std::ceil(kLongestStamp / std::max(width, 1.0)), 1.0, 3.0));
    }
    double tail_height() const
    {
        return (totals ? theme::kTableRow : 0) + theme::kGrid +
               static_cast<double>(stamp_lines()) * theme::kCaption.line_height;
    }
};

Result<SetTable> set_table(LayoutContext& context, const Widget& widget, const LoadedResult& loaded,
                           double width)
{
    SetTable table{context, widget, loaded, {}, 0, {}, width, false};
    const std::int64_t there = static_cast<std::int64_t>(loaded.table.rows());
    const std::int64_t limit = row_limit(widget, context.setup).value_or(there);
    table.rows = std::clamp<std::int64_t>(limit, 0, there);
    const bool by_widget = widget.max_rows && *widget.max_rows <= limit;
    table.stamp.limit = limit >= there && !loaded.memory_cut.empty() ? loaded.memory_cut
                        : by_widget                                  ? "the widget's limit"
                                    : fmt::format("the picture's limit of {}", format_count(limit));
    table.stamp.in_result = loaded.rows_in_result;
    table.stamp.counted = loaded.counted;
    table.stamp.source_cut = loaded.source_cut;
    table.plan =
        TRY(plan_columns(context, widget, loaded.table, static_cast<std::size_t>(table.rows), width));
    table.stamp.columns_left_out = table.plan.left_out;
    table.stamp.columns = table.plan.left_out + table.plan.columns.size();
    table.totals = has_totals(widget);
    return table;
}

std::string totals_label(const SetTable& table)
{
    const std::int64_t summed = static_cast<std::int64_t>(table.loaded.table.rows());
    return table.stamp.shown == summed && table.stamp.source_cut.empty() && table.loaded.counted
               ? std::string("Total")
               : fmt::format("Total of {} rows", format_count(summed));
}

// Totals and the completeness line; returns the y below.
double draw_tail(SetTable& table, const RowSetter& setter, Point at, Drawing& drawing)
{
    if (table.totals) {
        setter.draw_totals(totals_label(table), at.y, drawing);
        at.y += theme::kTableRow;
    }
    const Color color = table.stamp.whole() ? table.context.theme.secondary : table.context.theme.warn;
    const WrappedText line =
        wrap_text(completeness_line(table.stamp), theme::text_style(theme::kCaption, table.context.theme.ink),
                  table.width, table.stamp_lines(), table.context.measure);
    add_to(table.context.stamp, table.stamp, table.widget);
    return draw_lines(line.lines, {at.x, at.y + theme::kGrid}, theme::kCaption, color, drawing);
}

// Where each row goes: one row is held ahead, for the last two decide together.
class TableFlow {
public:
    TableFlow(SetTable& table, Span span, Sheet& sheet)
        : table_(table),
          span_(span),
          sheet_(sheet),
          setter_(table.context, table.plan, table.loaded.table, span.x)
    {
    }

    Result<> run()
    {
        PreparedRow row = prepare(0);
        PreparedRow next = prepare(1);
        TRY(begin(row, next));
        const bool may_break = table_.context.setup.flow == Flow::pages;
        for (std::int64_t i = 0; i < table_.rows; ++i) {
            if (may_break && on_page_ > 0 && needed(i, row, next) > sheet_.room()) {
                TRY(next_page());
            }
            setter_.draw_row(row, sheet_.y(), sheet_.drawing());
            sheet_.advance(row.height);
            ++on_page_;
            ++table_.stamp.shown;
            table_.stamp.shortened += row.shortened;
            row = std::move(next);
            next = prepare(i + 2);
        }
        const double end = draw_tail(table_, setter_, {span_.x, sheet_.y()}, sheet_.drawing());
        sheet_.advance(end - sheet_.y());
        return {};
    }

private:
    PreparedRow prepare(std::int64_t row)
    {
        return row < table_.rows ? setter_.prepare(static_cast<std::size_t>(row)) : PreparedRow{};
    }

    double needed(std::int64_t i, const PreparedRow& row, const PreparedRow& next) const
    {
        if (i + 2 < table_.rows) {
            return row.height;
        }
        return row.height + (i + 2 == table_.rows ? next.height : 0) + table_.tail_height();
    }

    double title_height() const
    {
        return table_.widget.title.empty() ? 0 : theme::kSection.line_height + theme::kGrid;
    }

    Result<> begin(const PreparedRow& first, const PreparedRow& second)
    {
        const double tail = table_.rows <= 2 ? table_.tail_height() : 0;
        const double least = title_height() + setter_.header_height() + first.height + second.height + tail;
        if (least > sheet_.room() && !sheet_.at_top() && table_.context.setup.flow == Flow::pages) {
            TRY(sheet_.break_page());
        }
        sheet_.add_outline(table_.widget.title);
        if (!table_.widget.title.empty()) {
            const Point at{span_.x, sheet_.y() + theme::baseline(theme::kSection)};
            sheet_.drawing().push_back(DrawText{table_.widget.title, at,
                                                theme::text_style(theme::kSection, table_.context.theme.ink),
                                                TextAlign::left, span_.width});
            sheet_.advance(title_height());
        }
        draw_header();
        return {};
    }

    void draw_header()
    {
        setter_.draw_header(sheet_.y(), sheet_.drawing());
        sheet_.advance(setter_.header_height());
        on_page_ = 0;
    }

    Result<> next_page()
    {
        TRY(sheet_.break_page());
        draw_header();
        const std::string words =
            table_.widget.title.empty() ? "continued" : table_.widget.title + ", continued";
        const Point at{span_.x, sheet_.y() + 2 + theme::baseline(theme::kCaption)};
        sheet_.drawing().push_back(
            DrawText{words, at, theme::text_style(theme::kCaption, table_.context.theme.secondary),
                     TextAlign::left, span_.width});
        sheet_.advance(theme::kCaption.line_height + 2);
        return {};
    }

    SetTable& table_;
    Span span_;
    Sheet& sheet_;
    RowSetter setter_;
    int on_page_ = 0;
};

// On a tall page there is no next one: as many rows as surely fit, the rest is said to be cut.
void cut_to_tall_page(SetTable& table, const Sheet& sheet)
{
    constexpr double kTallestRow = theme::kTableRow + theme::kTableCell.line_height;
    const double room =
        sheet.room() - theme::kSection.line_height - 3 * theme::kTableRow - table.tail_height();
    const std::int64_t most = std::max<std::int64_t>(1, static_cast<std::int64_t>(room / kTallestRow));
    if (most < table.rows) {
        table.rows = most;
        table.stamp.limit = "the height of the picture";
    }
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
    Result<SetTable> table = set_table(context, widget, *loaded, span.width);
    if (!table) {
        return failed(table.error().message);
    }
    if (table->rows == 0 || table->plan.columns.empty()) {
        return in_place(kEmptyHeight,
                        [&](Box box, Drawing& drawing) { draw_empty(context, widget, box, drawing); });
    }
    if (context.setup.flow == Flow::tall_page) {
        cut_to_tall_page(*table, sheet);
    }
    return TableFlow(*table, span, sheet).run();
}

Result<> draw_boxed_table(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    if (const auto failure = context.tables.failure_of(widget.query)) {
        draw_failed(context, widget, *failure, box, drawing);
        return {};
    }
    const LoadedResult* loaded = TRY(context.tables.load(widget.query));
    Result<SetTable> planned = set_table(context, widget, *loaded, box.w);
    if (!planned) {
        draw_failed(context, widget, planned.error().message, box, drawing);
        return {};
    }
    SetTable& table = *planned;
    if (table.rows == 0 || table.plan.columns.empty()) {
        draw_empty(context, widget, box, drawing);
        return {};
    }
    const Box area = draw_widget_title(context, widget, box, drawing);
    RowSetter setter(context, table.plan, loaded->table, area.x);
    setter.draw_header(area.y, drawing);
    double y = area.y + setter.header_height();
    while (table.stamp.shown < table.rows) {
        const PreparedRow row = setter.prepare(static_cast<std::size_t>(table.stamp.shown));
        if (y + row.height + table.tail_height() > area.bottom() + 0.01) {
            table.stamp.limit = "the widget's box";
            break;
        }
        setter.draw_row(row, y, drawing);
        y += row.height;
        ++table.stamp.shown;
        table.stamp.shortened += row.shortened;
    }
    draw_tail(table, setter, {area.x, y}, drawing);
    return {};
}

} // namespace presstime::stage
