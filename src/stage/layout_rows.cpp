// Numbers stand on a common decimal mark; texts take as many lines as their column may.
#include "stage/layout_rows.hpp"

#include "model/theme.hpp"
#include "stage/layout_lines.hpp"
#include "stage/layout_tags.hpp"

#include <algorithm>
#include <cmath>

namespace presstime::stage {
namespace {

constexpr std::size_t kMostBytesOfLine = 1'000; // longer texts are wrapped unmeasured
constexpr double kBarHeight = 6;
constexpr double kLeastBarLength = 0.75; // what is not zero is seen

enum class Tagging { off, on };

// From the top of a row to the baseline of its first line.
double first_baseline(const TableType& type)
{
    const double padding = (type.row_height() - type.line_height()) / 2;
    return padding + theme::baseline(theme::kTableCell) * type.scale();
}

double header_pitch(const TableType& type)
{
    return type.header_size() + 2;
}

// The name of a column breaks after an underscore rather than within a word.
void break_at_underscore(WrappedText& label, const std::string& whole, const TextStyle& style, double width,
                         TextMeasure& measure)
{
    std::vector<std::string>& lines = label.lines;
    if (lines.size() != 2 || label.shortened || lines[0].size() + lines[1].size() != whole.size()) {
        return;
    }
    const std::size_t underscore = lines[0].rfind('_');
    if (underscore == std::string::npos) {
        return;
    }
    const std::string rest = whole.substr(underscore + 1);
    if (measure.width(rest, style) <= width) {
        lines = {whole.substr(0, underscore + 1), rest};
    }
}

TextStyle of_size(TextStyle style, double size)
{
    style.size = size;
    return style;
}

template <typename Draw>
void tagged_if(Tagging tagging, Drawing& drawing, Tag tag, Draw&& draw)
{
    if (tagging == Tagging::on) {
        tagged(drawing, {tag}, std::forward<Draw>(draw));
    } else {
        draw();
    }
}

} // namespace

RowSetter::RowSetter(LayoutContext& context, const ColumnPlan& plan, const Table& table, double left)
    : context_(context),
      plan_(plan),
      table_(table),
      left_(left),
      style_(of_size(cell_style(context.theme), plan.type.size)),
      total_style_(of_size(total_style(context.theme), plan.type.size)),
      ruler_(context.words(), style_, context.measure),
      total_ruler_(context.words(), total_style_, context.measure),
      first_baseline_(first_baseline(plan.type))
{
}

PreparedRow RowSetter::prepare(std::size_t row)
{
    PreparedRow prepared;
    prepared.row = row;
    prepared.cells.resize(plan_.columns.size());
    std::size_t lines = 1;
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
        const PlannedColumn& column = plan_.columns[i];
        const ColumnData& data = table_.data.columns[column.source];
        PreparedCell& cell = prepared.cells[i];
        cell.null = data.is_null(row);
        CellText written = cell_text(context_, data, row, column);
        if (column.numeric) {
            cell.extent = ruler_.extent(written.text);
            cell.text = std::move(written.text);
            continue;
        }
        const bool may_fit = !written.clipped && written.text.size() <= kMostBytesOfLine;
        if (may_fit && context_.measure.width(written.text, style_) <= column.width) {
            cell.text = std::move(written.text);
            continue;
        }
        WrappedText wrapped =
            wrap_text(written.text, style_, column.width, column.max_lines, context_.measure);
        // What the panel before has counted.
        const bool counted = i == 0 && plan_.repeats_key;
        prepared.shortened += !counted && (wrapped.shortened || written.clipped) ? 1 : 0;
        lines = std::max(lines, wrapped.lines.size());
        if (!wrapped.lines.empty()) {
            cell.text = std::move(wrapped.lines.front());
            cell.more.assign(std::make_move_iterator(wrapped.lines.begin() + 1),
                             std::make_move_iterator(wrapped.lines.end()));
        }
    }
    prepared.height = plan_.type.row_height() + static_cast<double>(lines - 1) * plan_.type.line_height();
    return prepared;
}

// Beyond the bound a table is one element without parts.
bool RowSetter::may_tag_row()
{
    const auto cells = static_cast<std::int64_t>(plan_.columns.size());
    if (context_.tagged_cells + cells > kMaxTaggedCells) {
        return false;
    }
    context_.tagged_cells += cells;
    return true;
}

void RowSetter::begin_page(Drawing& drawing) const
{
    drawing.emplace_back(BeginTag{Tag::table});
}

void RowSetter::end_page(Drawing& drawing)
{
    drawing.emplace_back(EndTag{});
    for (const Rule& rule : rules_) {
        drawing.emplace_back(Polyline{
            {{left_, rule.y}, {left_ + plan_.width, rule.y}}, rule.color, theme::kHairlineWidth, false, {}});
    }
    rules_.clear();
}

std::string RowSetter::link_of(std::size_t row, const PlannedColumn& column) const
{
    const ColumnData& data = table_.data.columns[column.link.value_or(column.source)];
    if (data.type != ColumnType::text || data.is_null(row)) {
        return {};
    }
    return std::string(link_target(data.text(row)));
}

void RowSetter::draw_underline(const DrawText& text, Drawing& drawing) const
{
    const double width = context_.measure.width(text.text, text.style);
    const double x = text.align == TextAlign::right ? text.at.x - width : text.at.x;
    const double y = text.at.y + 1.5;
    drawing.emplace_back(
        Polyline{{{x, y}, {x + width, y}}, context_.theme.zero_line, theme::kHairlineWidth, false, {}});
}

void RowSetter::draw_number(std::string text, const NumberExtent& extent, const PlannedColumn& column,
                            DrawText draw, Drawing& drawing) const
{
    double shift = extent.digits ? std::max(0.0, column.after_point - extent.after_point) : 0;
    if (extent.width + shift > column.width + 0.01) {
        shift = 0;
        // A number is never cut: one that is wider than all that were measured is set smaller.
        draw.style.size *= std::min(1.0, column.width / extent.width);
    }
    draw.text = std::move(text);
    draw.at.x = left_ + column.x + column.width - shift;
    draw.align = TextAlign::right;
    if (!draw.link.empty()) {
        draw_underline(draw, drawing);
    }
    drawing.emplace_back(std::move(draw));
}

void RowSetter::draw_lines(PreparedCell& cell, const PlannedColumn& column, DrawText draw,
                           Drawing& drawing) const
{
    draw.align = column.align;
    draw.at.x = left_ + column.x + (column.align == TextAlign::right ? column.width : 0);
    const auto add = [&](std::string& line) {
        draw.text = std::move(line);
        if (!draw.link.empty()) {
            draw_underline(draw, drawing);
        }
    };
    for (std::string& line : cell.more) {
        add(cell.text);
        drawing.push_back(draw);
        draw.at.y += plan_.type.line_height();
        cell.text = std::move(line);
    }
    add(cell.text);
    drawing.emplace_back(std::move(draw));
}

void RowSetter::draw_bar(double value, Color color, const PlannedColumn& column, double y,
                         Drawing& drawing) const
{
    const double range = column.most - column.least;
    const double room = std::min(column.width - column.content - kMarkGap, kMostBar);
    const double middle = y + plan_.type.row_height() / 2;
    const double x = left_ + column.x + column.width - column.content - kMarkGap - room;
    const double zero = x + room * (range > 0 ? -column.least / range : 0);
    if (value != 0 && range > 0) {
        const double length = std::max(kLeastBarLength, room * std::fabs(value) / range);
        drawing.emplace_back(
            FillRect{{value < 0 ? zero - length : zero, middle - kBarHeight / 2, length, kBarHeight},
                     color,
                     length > 2 * theme::kBarRadius ? theme::kBarRadius / 2 : 0});
    }
    if (column.least < 0) {
        drawing.emplace_back(FillRect{{zero - theme::kHairlineWidth / 2, middle - kBarHeight / 2 - 1.5,
                                       theme::kHairlineWidth, kBarHeight + 3},
                                      context_.theme.zero_line,
                                      0});
    }
}

void RowSetter::draw_mark(std::size_t row, const PlannedColumn& column, double y, Drawing& drawing) const
{
    const double value = table_.data.columns[column.source].as_number(row);
    if (column.mark == CellMark::none || !std::isfinite(value)) {
        return;
    }
    const Tone tone = tone_of(column.tones, value).value_or(Tone::neutral);
    if (column.mark == CellMark::bar) {
        draw_bar(value, tone_color(tone, context_.theme, context_.theme.accent), column, y, drawing);
        return;
    }
    const double x = left_ + column.x + column.width - column.content - kMarkGap - kDotSize / 2;
    drawing.emplace_back(Dots{{{x, y + plan_.type.row_height() / 2}},
                              kDotSize,
                              tone_color(tone, context_.theme, context_.theme.zero_line)});
}

void RowSetter::draw_row(PreparedRow&& row, double y, Drawing& drawing)
{
    const Tagging tagging = may_tag_row() ? Tagging::on : Tagging::off;
    tagged_if(tagging, drawing, Tag::table_row, [&] {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const PlannedColumn& column = plan_.columns[i];
            PreparedCell& cell = row.cells[i];
            tagged_if(tagging, drawing, Tag::table_cell, [&] {
                DrawText draw{{}, {0, y + first_baseline_}, style_};
                draw.style.color = cell.null ? context_.theme.secondary : style_.color;
                if (!column.numeric || column.link) {
                    draw.link = link_of(row.row, column);
                }
                if (column.numeric) {
                    draw_mark(row.row, column, y, drawing);
                    draw_number(std::move(cell.text), cell.extent, column, std::move(draw), drawing);
                } else {
                    draw_lines(cell, column, std::move(draw), drawing);
                }
            });
        }
    });
    rules_.push_back({y + row.height, context_.theme.hairline});
}

double RowSetter::header_height() const
{
    return plan_.type.row_height() + (static_cast<double>(plan_.header_lines) - 1) * header_pitch(plan_.type);
}

void RowSetter::draw_header(double y, Drawing& drawing)
{
    const TextStyle style =
        of_size(theme::text_style(theme::kTableHeader, context_.theme.secondary), plan_.type.header_size());
    const double pitch = header_pitch(plan_.type);
    const double bottom = y + header_height();
    const Tagging tagging = may_tag_row() ? Tagging::on : Tagging::off;
    tagged_if(tagging, drawing, Tag::table_row, [&] {
        for (const PlannedColumn& column : plan_.columns) {
            WrappedText label = wrap_text(column.label, style, column.width, 2, context_.measure);
            break_at_underscore(label, column.label, style, column.width, context_.measure);
            const bool right = column.align == TextAlign::right;
            Point at{left_ + column.x + (right ? column.width : 0),
                     bottom - 5 - (static_cast<double>(label.lines.size()) - 1) * pitch};
            tagged_if(tagging, drawing, Tag::table_header, [&] {
                for (std::string& line : label.lines) {
                    drawing.emplace_back(DrawText{std::move(line), at, style, column.align});
                    at.y += pitch;
                }
            });
        }
    });
    rules_.push_back({bottom, context_.theme.zero_line});
}

void RowSetter::draw_totals(const std::string& label, double y, Drawing& drawing)
{
    const TextStyle& style = total_style_;
    const double baseline = y + first_baseline_;
    rules_.push_back({y, context_.theme.secondary});
    double label_room = plan_.width;
    for (const PlannedColumn& column : plan_.columns) {
        if (!column.total.empty()) {
            const double taken = column.numeric ? total_ruler_.extent(column.total).width : column.width;
            const double from = column.numeric ? column.x + column.width - taken : column.x;
            label_room = std::min(label_room, from - plan_.type.gap);
        }
    }
    const bool labelled = plan_.columns.front().total.empty() && label_room > theme::kGrid;
    const Tagging tagging = may_tag_row() ? Tagging::on : Tagging::off;
    tagged_if(tagging, drawing, Tag::table_row, [&] {
        for (const PlannedColumn& column : plan_.columns) {
            tagged_if(tagging, drawing, Tag::table_cell, [&] {
                const DrawText draw{{}, {left_ + column.x, baseline}, style};
                if (&column == &plan_.columns.front() && labelled) {
                    drawing.emplace_back(
                        DrawText{label, {left_, baseline}, style, TextAlign::left, label_room});
                } else if (column.numeric && !column.total.empty()) {
                    draw_number(column.total, total_ruler_.extent(column.total), column, draw, drawing);
                } else if (!column.total.empty()) {
                    const double x = left_ + column.x + (column.align == TextAlign::right ? column.width : 0);
                    drawing.emplace_back(
                        DrawText{column.total, {x, baseline}, style, column.align, column.width});
                }
            });
        }
    });
}

} // namespace presstime::stage
