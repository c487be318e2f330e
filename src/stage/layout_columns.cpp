// Widths come from the content: numbers get what their widest takes, text what nine of ten cells take and
// less when the page is narrow. What still finds no room is left out from the right, and counted.
#include "stage/layout_columns.hpp"

#include "base/text.hpp"
#include "model/theme.hpp"
#include "stage/layout_totals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace presstime::stage {
namespace {

constexpr double kLeastColumn = 20;
constexpr double kLeastText = 44;   // narrower only when the content is
constexpr double kLongestWord = 96; // longer words may be broken
constexpr double kMostSpread = 72;  // what a column may get beyond its content
constexpr double kLongHeader = 64;  // beyond it a header of several words takes two lines
constexpr std::size_t kNumberSample = 20'000;
constexpr std::size_t kTextSample = 1'000;
constexpr std::size_t kWidestBytes = 600; // no page is wider than so much text

// What a column would like, and with how little it can do.
struct Wish {
    double natural = 0;
    double least = 0;
    double widest = 0; // what no cell goes beyond
};

bool is_numeric(ColumnType type)
{
    return type == ColumnType::integer || type == ColumnType::real || type == ColumnType::decimal;
}

double widest_word(std::string_view text, const TextStyle& style, TextMeasure& measure)
{
    double widest = 0;
    for (const std::string_view word : split(text, ' ')) {
        widest = std::max(widest, measure.width(word, style));
    }
    return widest;
}

double header_wish(const std::string& label, TextMeasure& measure)
{
    const TextStyle style = theme::text_style(theme::kTableHeader, {});
    const std::string_view shown = clip_utf8(label, kWidestBytes);
    const double whole = measure.width(shown, style);
    if (whole <= kLongHeader) {
        return whole;
    }
    // Half and a little, for two lines seldom break in the very middle.
    return std::min(whole, std::max({widest_word(shown, style, measure), whole * 0.6, kLongHeader}));
}

std::vector<TableColumn> asked_columns(const Widget& widget, const Table& table)
{
    std::vector<TableColumn> asked = widget.columns;
    if (asked.empty()) {
        asked.resize(table.columns.size());
        for (std::size_t i = 0; i < asked.size(); ++i) {
            asked[i].field = table.columns[i].name;
        }
    }
    return asked;
}

Result<std::size_t> find_source(const std::string& field, const Widget& widget, const Table& table)
{
    const int found = table.find(field);
    if (found < 0) {
        return fail(Error::invalid(
            "columns", fmt::format("column `{}` is missing from query `{}`", field, widget.query)));
    }
    return static_cast<std::size_t>(found);
}

// The bars of a column share one scale: from the least to the most, and zero.
void set_scale(PlannedColumn& column, const ColumnData& data, std::size_t rows)
{
    for (std::size_t row = 0; row < rows; ++row) {
        const double value = data.as_number(row);
        if (std::isfinite(value)) {
            column.least = std::min(column.least, value);
            column.most = std::max(column.most, value);
        }
    }
}

Result<PlannedColumn> plan_column(const LayoutContext& context, const TableColumn& asked,
                                  const Widget& widget, const Table& table, std::size_t rows)
{
    PlannedColumn column;
    column.source = TRY(find_source(asked.field, widget, table));
    column.label = asked.label.empty() ? asked.field : asked.label;
    column.max_lines = static_cast<std::size_t>(std::clamp(asked.lines, 1, 20));
    column.tones = asked.tones;
    if (!asked.link.empty()) {
        column.link = TRY(find_source(asked.link, widget, table));
    }
    const ColumnData& data = table.data.columns[column.source];
    column.numeric = is_numeric(data.type);
    column.align = column.numeric || reads_right_to_left(data, rows) ? TextAlign::right : TextAlign::left;
    column.format = cell_format(column.numeric && asked.format.empty() ? aligned_pattern(data) : asked.format,
                                context.words());
    // Bars are scaled by numbers, and the rules of dots compare them.
    column.mark = column.numeric || asked.mark == CellMark::none ? asked.mark : CellMark::none;
    if (column.mark == CellMark::bar) {
        set_scale(column, data, rows);
    }
    column.total = total_text(context, data, column, asked.total);
    return column;
}

double mark_width(CellMark mark)
{
    switch (mark) {
    case CellMark::bar:
        return kLeastBar + kMarkGap;
    case CellMark::dot:
        return kDotSize + kMarkGap;
    case CellMark::none:
        break;
    }
    return 0;
}

Wish number_wish(LayoutContext& context, const ColumnData& data, std::size_t rows, PlannedColumn& column)
{
    double before = 0;
    const auto include = [&](const std::string& text, NumberRuler& ruler) {
        const NumberExtent extent = ruler.extent(text);
        before = std::max(before, extent.width - extent.after_point);
        column.after_point = std::max(column.after_point, extent.after_point);
    };
    NumberRuler ruler(context.words(), cell_style(context.theme), context.measure);
    const std::size_t step = std::max<std::size_t>(1, rows / kNumberSample);
    for (std::size_t row = 0; row < rows; row += step) {
        if (!data.is_null(row)) {
            include(cell_text(context, data, row, column).text, ruler);
        }
    }
    const double before_cells = before;
    NumberRuler totals(context.words(), total_style(context.theme), context.measure);
    include(column.total, totals);
    column.content = before_cells + column.after_point;
    const double mark = mark_width(column.mark);
    const double least = std::max({column.content + mark, before + column.after_point, kLeastColumn});
    const double roomy = column.mark == CellMark::bar ? column.content + kMostBar + kMarkGap : least;
    const double natural = std::max(least, header_wish(column.label, context.measure));
    return {natural, least, std::max(natural, roomy)};
}

Wish text_wish(LayoutContext& context, const ColumnData& data, std::size_t rows, const PlannedColumn& column)
{
    const TextStyle style = cell_style(context.theme);
    std::vector<double> widths;
    double word = 0;
    const std::size_t step = std::max<std::size_t>(1, rows / kTextSample);
    for (std::size_t row = 0; row < rows; row += step) {
        const CellText cell = cell_text(context, data, row, column);
        const std::string_view text = clip_utf8(cell.text, kWidestBytes);
        widths.push_back(context.measure.width(text, style));
        word = std::max(word, std::min(widest_word(text, style, context.measure), kLongestWord));
    }
    double usual = 0;
    if (!widths.empty()) {
        std::ranges::sort(widths);
        const double ninth = widths[(widths.size() - 1) * 9 / 10];
        // One long name among short ones wraps; when they are all alike, none should.
        usual = widths.back() <= ninth * 1.25 ? widths.back() : ninth;
    }
    const double total = context.measure.width(column.total, total_style(context.theme));
    const double natural = std::max({usual, total, header_wish(column.label, context.measure), kLeastColumn});
    const bool prose = data.type == ColumnType::text;
    const double widest = std::max(natural, widths.empty() ? 0 : widths.back());
    return {natural, prose ? std::min(natural, std::max(kLeastText, word)) : natural, widest};
}

double sum_of(const std::vector<double>& widths)
{
    return std::accumulate(widths.begin(), widths.end(), 0.0);
}

// Nothing wraps where all find room; else text columns
// shrink to a common cap, the widest first, until all fit.
std::vector<double> share_out(const std::vector<Wish>& wishes, double room)
{
    const double widest = std::accumulate(wishes.begin(), wishes.end(), 0.0,
                                          [](double sum, const Wish& wish) { return sum + wish.widest; });
    if (widest <= room) {
        std::vector<double> widths;
        std::ranges::transform(wishes, std::back_inserter(widths), &Wish::widest);
        return widths;
    }
    const auto widths_at = [&](double cap) {
        std::vector<double> widths;
        widths.reserve(wishes.size());
        for (const Wish& wish : wishes) {
            widths.push_back(std::clamp(cap, wish.least, std::max(wish.least, wish.natural)));
        }
        return widths;
    };
    double low = 0, high = std::max(room, 1.0);
    if (sum_of(widths_at(high)) <= room) {
        return widths_at(high);
    }
    for (int step = 0; step < 40; ++step) {
        const double middle = (low + high) / 2;
        (sum_of(widths_at(middle)) <= room ? low : high) = middle;
    }
    return widths_at(low);
}

void place(ColumnPlan& plan, const std::vector<double>& widths, double room)
{
    const double spare = room - sum_of(widths);
    const double each = std::clamp(spare / static_cast<double>(widths.size()), 0.0, kMostSpread);
    double x = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        plan.columns[i].x = x;
        plan.columns[i].width = widths[i] + each;
        x += plan.columns[i].width + plan.gap;
    }
    plan.width = x - plan.gap;
}

double room_for(std::size_t columns, double gap, double width)
{
    return width - gap * (static_cast<double>(columns) - 1);
}

// How many columns, from the left, find room.
std::size_t columns_that_fit(const std::vector<Wish>& wishes, double gap, double width)
{
    double least = 0;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        least += wishes[i].least;
        if (i > 0 && least > room_for(i + 1, gap, width)) {
            return i;
        }
    }
    return wishes.size();
}

} // namespace

Result<ColumnPlan> plan_columns(LayoutContext& context, const Widget& widget, const Table& table,
                                std::size_t rows, double width)
{
    const std::vector<TableColumn> asked = asked_columns(widget, table);
    const auto most = static_cast<std::size_t>(std::max(1.0, width / (kLeastColumn + kNarrowColumnGap))) + 1;
    ColumnPlan plan;
    std::vector<Wish> wishes;
    for (const TableColumn& one : asked) {
        const bool full = plan.columns.size() == most;
        if (full && widget.columns.empty()) {
            break;
        }
        PlannedColumn column = TRY(plan_column(context, one, widget, table, rows));
        if (full) {
            continue; // no room, but its name was checked
        }
        const ColumnData& data = table.data.columns[column.source];
        wishes.push_back(column.numeric ? number_wish(context, data, rows, column)
                                        : text_wish(context, data, rows, column));
        plan.columns.push_back(std::move(column));
    }
    std::size_t count = columns_that_fit(wishes, plan.gap, width);
    if (count < wishes.size()) {
        plan.gap = kNarrowColumnGap;
        count = columns_that_fit(wishes, plan.gap, width);
    }
    plan.left_out = asked.size() - count;
    plan.columns.resize(count);
    wishes.resize(count);
    if (count == 0) {
        return plan;
    }
    if (count == 1) {
        wishes.front().least = std::min(wishes.front().least, width);
    }
    const double room = room_for(count, plan.gap, width);
    place(plan, share_out(wishes, room), room);
    for (const PlannedColumn& column : plan.columns) {
        if (context.measure.width(column.label, theme::text_style(theme::kTableHeader, {})) >
            column.width + 0.01) {
            plan.header_lines = 2;
        }
    }
    return plan;
}

} // namespace presstime::stage
