// Numbers stand on a common decimal mark; texts take two lines at most.
#include "stage/layout_rows.hpp"

#include "base/text.hpp"
#include "model/theme.hpp"
#include "stage/layout_lines.hpp"

#include <algorithm>

namespace presstime::stage {
namespace {

constexpr double kRowPadding = (theme::kTableRow - theme::kTableCell.line_height) / 2;

bool is_link(std::string_view text)
{
    return (text.starts_with("https://") || text.starts_with("http://")) &&
           text.find(' ') == std::string_view::npos;
}

} // namespace

RowSetter::RowSetter(LayoutContext& context, const ColumnPlan& plan, const Table& table, double left)
    : context_(context), plan_(plan), table_(table), left_(left)
{
}

PreparedRow RowSetter::prepare(std::size_t row) const
{
    const TextStyle style = cell_style(context_.theme);
    PreparedRow prepared;
    prepared.cells.resize(plan_.columns.size());
    int lines = 1;
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
        const PlannedColumn& column = plan_.columns[i];
        const ColumnData& data = table_.data.columns[column.source];
        PreparedCell& cell = prepared.cells[i];
        cell.null = data.is_null(row);
        std::string text = cell_text(context_, data, row, column);
        if (!column.numeric && is_link(text)) {
            cell.link = text;
        }
        if (column.numeric || context_.measure.width(text, style) <= column.width) {
            cell.lines[0] = std::move(text);
            continue;
        }
        WrappedText wrapped = wrap_text(text, style, column.width, cell.lines.size(), context_.measure);
        prepared.shortened += wrapped.shortened ? 1 : 0;
        cell.line_count = std::max(1, static_cast<int>(wrapped.lines.size()));
        std::ranges::move(wrapped.lines, cell.lines.begin());
        lines = std::max(lines, cell.line_count);
    }
    prepared.height = theme::kTableRow + (lines - 1) * theme::kTableCell.line_height;
    return prepared;
}

void RowSetter::draw_number(const std::string& text, const PlannedColumn& column, const TextStyle& style,
                            double baseline, Drawing& drawing) const
{
    TextStyle fitted = style;
    const std::string_view decimal = find_locale(context_.locale()).decimal;
    const double after = width_after_point(text, decimal, style, context_.measure);
    const double width = context_.measure.width(text, style);
    // What has no digit (a NULL's dash) has no decimal mark to stand on.
    const bool digits = text.find_first_of("0123456789") != std::string::npos;
    double shift = digits ? std::max(0.0, column.after_point - after) : 0;
    if (width + shift > column.width + 0.01) {
        shift = 0;
        // A number is never cut: one that is wider than all that were measured is set smaller.
        fitted.size *= std::min(1.0, column.width / width);
    }
    drawing.push_back(
        DrawText{text, {left_ + column.x + column.width - shift, baseline}, fitted, TextAlign::right});
}

void RowSetter::draw_row(const PreparedRow& row, double y, Drawing& drawing) const
{
    const TextStyle style = cell_style(context_.theme);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const PlannedColumn& column = plan_.columns[i];
        const PreparedCell& cell = row.cells[i];
        double baseline = y + kRowPadding + theme::baseline(theme::kTableCell);
        if (column.numeric) {
            TextStyle number = style;
            number.color = cell.null ? context_.theme.secondary : style.color;
            draw_number(cell.lines[0], column, number, baseline, drawing);
            continue;
        }
        for (int line = 0; line < cell.line_count; ++line) {
            const std::string& text = cell.lines[static_cast<std::size_t>(line)];
            TextStyle shown = style;
            shown.color = cell.null ? context_.theme.secondary : style.color;
            const Point at{left_ + column.x, baseline};
            drawing.push_back(DrawText{text, at, shown, TextAlign::left, 0, 0, cell.link});
            if (!cell.link.empty()) {
                const double under = baseline + 1.5;
                drawing.push_back(
                    Polyline{{{at.x, under}, {at.x + context_.measure.width(text, shown), under}},
                             context_.theme.zero_line,
                             theme::kHairlineWidth,
                             false,
                             {}});
            }
            baseline += theme::kTableCell.line_height;
        }
    }
    draw_rule(y + row.height, context_.theme.hairline, drawing);
}

double RowSetter::header_height() const
{
    return theme::kTableRow + (static_cast<double>(plan_.header_lines) - 1) * (theme::kTableHeader.size + 2);
}

void RowSetter::draw_header(double y, Drawing& drawing) const
{
    const TextStyle style = theme::text_style(theme::kTableHeader, context_.theme.secondary);
    const double bottom = y + header_height();
    for (const PlannedColumn& column : plan_.columns) {
        const WrappedText label = wrap_text(column.label, style, column.width, 2, context_.measure);
        double baseline =
            bottom - 5 - (static_cast<double>(label.lines.size()) - 1) * (theme::kTableHeader.size + 2);
        for (const std::string& line : label.lines) {
            const double x = left_ + column.x + (column.numeric ? column.width : 0);
            drawing.push_back(
                DrawText{line, {x, baseline}, style, column.numeric ? TextAlign::right : TextAlign::left});
            baseline += theme::kTableHeader.size + 2;
        }
    }
    draw_rule(bottom, context_.theme.zero_line, drawing);
}

void RowSetter::draw_rule(double y, Color color, Drawing& drawing) const
{
    drawing.push_back(
        Polyline{{{left_, y}, {left_ + plan_.width, y}}, color, theme::kHairlineWidth, false, {}});
}

void RowSetter::draw_totals(const std::string& label, double y, Drawing& drawing) const
{
    const TextStyle style = total_style(context_.theme);
    const double baseline = y + kRowPadding + theme::baseline(theme::kTableCell);
    draw_rule(y, context_.theme.secondary, drawing);
    double label_room = plan_.width;
    for (const PlannedColumn& column : plan_.columns) {
        if (column.total.empty()) {
            continue;
        }
        if (column.numeric) {
            const double width = context_.measure.width(column.total, style);
            label_room = std::min(label_room, column.x + column.width - width - plan_.gap);
            draw_number(column.total, column, style, baseline, drawing);
        } else {
            label_room = std::min(label_room, column.x - plan_.gap);
            drawing.push_back(
                DrawText{column.total, {left_ + column.x, baseline}, style, TextAlign::left, column.width});
        }
    }
    if (plan_.columns.front().total.empty() && label_room > theme::kGrid) {
        drawing.push_back(DrawText{label, {left_, baseline}, style, TextAlign::left, label_room});
    }
}

} // namespace presstime::stage
