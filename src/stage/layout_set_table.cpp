// Only tables that flow over pages have panels: a picture and a box have no next page.
#include "stage/layout_set_table.hpp"

#include "platform/text/phrases.hpp"
#include "stage/layout_header.hpp"
#include "stage/layout_lines.hpp"
#include "stage/layout_tags.hpp"

#include <algorithm>
#include <cmath>

namespace presstime::stage {
namespace {

constexpr double kLongestStamp = 400; // pt on one line; a narrower table gets two or three

std::size_t stamp_lines(double width)
{
    return static_cast<std::size_t>(std::clamp(std::ceil(kLongestStamp / std::max(width, 1.0)), 1.0, 3.0));
}

} // namespace

double SetTable::stamp_height() const
{
    return theme::kGrid + static_cast<double>(stamp_lines(width)) * theme::kCaption.line_height;
}

std::string SetTable::totals_label() const
{
    const std::int64_t summed = static_cast<std::int64_t>(loaded.table.rows());
    const Locale& locale = context.words();
    const bool all = stamp.shown == summed && stamp.source_cut.empty() && loaded.counted;
    return all ? say(locale, Phrase::total)
               : say(locale, Phrase::total_of, {say_count(locale, Phrase::rows, summed)});
}

Result<SetTable> set_table(LayoutContext& context, const Widget& widget, const LoadedResult& loaded,
                           TableRoom room)
{
    SetTable table{context, widget, loaded, {}, 0, {}, room.width, false};
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
    table.plan = TRY(plan_columns(context, widget, loaded.table, static_cast<std::size_t>(table.rows), room));
    if (!table.empty()) {
        table.stamp.columns_left_out = table.plan.left_out;
        table.stamp.columns = table.plan.columns;
        table.totals = has_totals(widget);
    }
    return table;
}

double draw_completeness(SetTable& table, Point at, Drawing& drawing)
{
    const Theme& theme = table.context.theme;
    const Locale& locale = table.context.words();
    const Color color = table.stamp.whole() ? theme.secondary : theme.warn;
    const WrappedText line =
        wrap_text(completeness_line(table.stamp, locale) + " · " + as_of_text(table.context),
                  theme::text_style(theme::kCaption, color), table.width, stamp_lines(table.width),
                  table.context.measure);
    add_to(table.context.stamp, table.stamp, table.widget, locale);
    tagged(drawing, {Tag::paragraph}, [&] {
        at.y = draw_lines(line.lines, {at.x, at.y + theme::kGrid}, theme::kCaption, color, drawing);
    });
    return at.y;
}

} // namespace presstime::stage
