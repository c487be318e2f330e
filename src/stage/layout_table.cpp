// Pages break between rows and by three rules: a header never stands alone at a page's end, the last row
// never begins a page alone, and totals and the completeness line stay with the last row.
#include "stage/layout_table.hpp"

#include "model/theme.hpp"
#include "platform/text/phrases.hpp"
#include "stage/layout_lines.hpp"
#include "stage/layout_rows.hpp"
#include "stage/layout_stamp.hpp"
#include "stage/layout_state.hpp"
#include "stage/layout_tags.hpp"

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
    const Locale& locale = context.words();
    table.stamp.limit = limit >= there && !loaded.memory_cut.empty() ? limit_words(locale, loaded.memory_cut)
                        : by_widget                                  ? say(locale, Phrase::limit_of_widget)
                                    : say(locale, Phrase::limit_of_picture, {count_text(locale, limit)});
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
    const Locale& locale = table.context.words();
    const bool all = table.stamp.shown == summed && table.stamp.source_cut.empty() && table.loaded.counted;
    return all ? say(locale, Phrase::total)
               : say(locale, Phrase::total_of, {say_count(locale, Phrase::rows, summed)});
}

// Totals and the completeness line, after which the table is ended; returns the y below.
double draw_tail(SetTable& table, RowSetter& setter, Point at, Drawing& drawing)
{
    if (table.totals) {
        setter.draw_totals(totals_label(table), at.y, drawing);
        at.y += theme::kTableRow;
    }
    setter.end_page(drawing);
    const Theme& theme = table.context.theme;
    const Locale& locale = table.context.words();
    const Color color = table.stamp.whole() ? theme.secondary : theme.warn;
    const WrappedText line =
        wrap_text(completeness_line(table.stamp, locale), theme::text_style(theme::kCaption, color),
                  table.width, table.stamp_lines(), table.context.measure);
    add_to(table.context.stamp, table.stamp, table.widget, locale);
    tagged(drawing, {Tag::paragraph}, [&] {
        at.y = draw_lines(line.lines, {at.x, at.y + theme::kGrid}, theme::kCaption, color, drawing);
    });
    return at.y;
}

// Where each row goes: one row is held ahead, for the last two decide together.
class TableFlow {
public:
    TableFlow(SetTable& table, Span span, Sheet& sheet)
        : table_(table),
          span_(span),
          sheet_(sheet),
          setter_(table.context, table.plan, table.loaded.table, span.x),
          may_break_(table.context.setup.flow == Flow::pages)
    {
    }

    Result<> run()
    {
        PreparedRow row = prepare(0);
        PreparedRow next = prepare(1);
        TRY(begin(row, next));
        for (std::int64_t i = 0; i < table_.rows; ++i) {
            if (on_page_ > 0 && needed(i, row, next) > sheet_.room()) {
                if (!may_break_) {
                    table_.stamp.limit = say(table_.context.words(), Phrase::limit_of_height);
                    break;
                }
                TRY(next_page());
            }
            const double height = row.height;
            table_.stamp.shortened += row.shortened;
            setter_.draw_row(std::move(row), sheet_.y(), sheet_.drawing());
            sheet_.advance(height);
            ++on_page_;
            ++table_.stamp.shown;
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
        if (!may_break_) { // nothing follows a tall page: the tail stands on it whatever happens
            return row.height + table_.tail_height();
        }
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
            tagged(sheet_.drawing(), {Tag::heading, kWidgetLevel}, [&] {
                sheet_.drawing().push_back(DrawText{
                    table_.widget.title, at, theme::text_style(theme::kSection, table_.context.theme.ink),
                    TextAlign::left, span_.width});
            });
            sheet_.advance(title_height());
        }
        draw_header();
        return {};
    }

    void draw_header()
    {
        setter_.begin_page(sheet_.drawing());
        setter_.draw_header(sheet_.y(), sheet_.drawing());
        sheet_.advance(setter_.header_height());
        on_page_ = 0;
    }

    Result<> next_page()
    {
        setter_.end_page(sheet_.drawing());
        TRY(sheet_.break_page());
        draw_header();
        const Locale& locale = table_.context.words();
        const std::string words = table_.widget.title.empty()
                                      ? say(locale, Phrase::continued)
                                      : say(locale, Phrase::continued_title, {table_.widget.title});
        const Point at{span_.x, sheet_.y() + 2 + theme::baseline(theme::kCaption)};
        tagged(sheet_.drawing(), {Tag::artifact}, [&] {
            sheet_.drawing().push_back(
                DrawText{words, at, theme::text_style(theme::kCaption, table_.context.theme.secondary),
                         TextAlign::left, span_.width});
        });
        sheet_.advance(theme::kCaption.line_height + 2);
        return {};
    }

    SetTable& table_;
    Span span_;
    Sheet& sheet_;
    RowSetter setter_;
    bool may_break_;
    int on_page_ = 0;
};

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
    setter.begin_page(drawing);
    setter.draw_header(area.y, drawing);
    double y = area.y + setter.header_height();
    while (table.stamp.shown < table.rows) {
        PreparedRow row = setter.prepare(static_cast<std::size_t>(table.stamp.shown));
        if (y + row.height + table.tail_height() > area.bottom() + 0.01) {
            table.stamp.limit = say(context.words(), Phrase::limit_of_box);
            break;
        }
        const double height = row.height;
        table.stamp.shortened += row.shortened;
        setter.draw_row(std::move(row), y, drawing);
        y += height;
        ++table.stamp.shown;
    }
    draw_tail(table, setter, {area.x, y}, drawing);
    return {};
}

} // namespace presstime::stage
