// Numbers want what their widest takes, texts what nine of ten cells take: one long name among short ones
// wraps.
#include "stage/layout_wishes.hpp"

#include "base/text.hpp"
#include "stage/layout_totals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace presstime::stage {
namespace {

constexpr double kLeastColumn = 20;
constexpr double kLeastText = 44;    // narrower only when the content is
constexpr double kLongestWord = 96;  // longer words may be broken
constexpr double kLongHeader = 64;   // beyond it a header of several words takes two lines
constexpr double kWordOfHeader = 64; // longer ones may be broken
constexpr double kRounding = 0.05;   // proportions are not exact to the last digit
constexpr double kRoomyProse = 140;  // what a column of long texts gives way to, and no further
constexpr std::size_t kNumberSample = 20'000;
constexpr std::size_t kTextSample = 1'000;
constexpr std::size_t kWidestBytes = 600; // no page is wider than so much text

double widest_word(std::string_view text, const TextStyle& style, TextMeasure& measure)
{
    double widest = 0;
    for (const std::string_view word : split(text, ' ')) {
        widest = std::max(widest, measure.width(word, style));
    }
    return widest;
}

void wish_for_header(const std::string& label, TextMeasure& measure, Wish& wish)
{
    const TextStyle style = theme::text_style(theme::kTableHeader, {});
    const std::string_view shown = clip_utf8(label, kWidestBytes);
    const double whole = measure.width(shown, style);
    const double word = widest_word(shown, style, measure);
    // Half and a little, for two lines seldom break in the very middle.
    const double half = whole * 0.6;
    wish.header = whole <= kLongHeader ? whole : std::min(whole, std::max({word, half, kLongHeader}));
    wish.header_least = std::min(wish.header, std::max(half, std::min(word, kWordOfHeader)));
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

PlannedColumn describe(const LayoutContext& context, const TableColumn& asked, const ColumnData& data,
                       std::size_t rows)
{
    PlannedColumn column;
    column.label = asked.label.empty() ? asked.field : asked.label;
    column.max_lines = static_cast<std::size_t>(std::clamp(asked.lines, 1, 20));
    column.tones = asked.tones;
    column.numeric = is_number(data.type);
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

void wish_for_numbers(LayoutContext& context, const ColumnData& data, std::size_t rows, WishedColumn& wished)
{
    PlannedColumn& column = wished.column;
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
    wished.wish.usual = column.content;
    wished.wish.total = before + column.after_point;
    wished.wish.mark = mark_width(column.mark);
    wished.wish.most_mark = column.mark == CellMark::bar ? kMostBar + kMarkGap : wished.wish.mark;
}

void wish_for_texts(LayoutContext& context, const ColumnData& data, std::size_t rows, WishedColumn& wished)
{
    Wish& wish = wished.wish;
    const TextStyle style = cell_style(context.theme);
    std::vector<double> widths;
    const std::size_t step = std::max<std::size_t>(1, rows / kTextSample);
    for (std::size_t row = 0; row < rows; row += step) {
        const CellText cell = cell_text(context, data, row, wished.column);
        const std::string_view text = clip_utf8(cell.text, kWidestBytes);
        widths.push_back(context.measure.width(text, style));
        wish.word = std::max(wish.word, std::min(widest_word(text, style, context.measure), kLongestWord));
    }
    if (!widths.empty()) {
        std::ranges::sort(widths);
        const double ninth = widths[(widths.size() - 1) * 9 / 10];
        wish.longest = widths.back();
        // When they are all alike, none should wrap.
        wish.usual = wish.longest <= ninth * 1.25 ? wish.longest : ninth;
    }
    wish.total = context.measure.width(wished.column.total, total_style(context.theme));
    wish.prose = data.type == ColumnType::text;
    wish.lines = static_cast<double>(wished.column.max_lines);
}

} // namespace

Widths widths_at(const Wish& wish, const TableType& type, Floor floor)
{
    const double scale = type.scale();
    const double header_scale = type.header_size() / theme::kTableHeader.size;
    const double header = wish.header * header_scale;
    const double header_least = floor == Floor::readable ? wish.header_least * header_scale : 0;
    const double rounding = scale < 1 ? kRounding : 0;
    const double usual = wish.usual * scale + rounding;
    const double content = std::max({usual + wish.mark, wish.total * scale + rounding, kLeastColumn * scale});
    const double natural = std::max(content, header);
    const double widest = std::max({natural, wish.longest * scale + rounding, usual + wish.most_mark});
    if (!wish.prose) {
        return {std::max(content, header_least), natural, widest};
    }
    double least = std::max(kLeastText, wish.word) * scale + rounding;
    if (floor == Floor::readable) {
        const double lined = std::min(1.15 * wish.usual / wish.lines, kRoomyProse) * scale;
        least = std::max({least, lined, header_least});
    }
    return {std::min(natural, least), natural, widest};
}

ColumnNames::ColumnNames(const Table& table)
{
    indexes_.reserve(table.columns.size());
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        indexes_.emplace(table.columns[i].name, i);
    }
}

Result<std::size_t> ColumnNames::find(const std::string& name, const Widget& widget) const
{
    const auto found = indexes_.find(name);
    if (found == indexes_.end()) {
        return fail(Error::invalid(
            "columns", fmt::format("column `{}` is missing from query `{}`", name, widget.query)));
    }
    return found->second;
}

Result<WishedColumn> wish_column(LayoutContext& context, const TableColumn& asked, const Widget& widget,
                                 const Table& table, const ColumnNames& names, std::size_t source,
                                 std::size_t rows)
{
    const ColumnData& data = table.data.columns[source];
    WishedColumn wished{describe(context, asked, data, rows), {}};
    wished.column.source = source;
    if (!asked.link.empty()) {
        wished.column.link = TRY(names.find(asked.link, widget));
    }
    if (wished.column.numeric) {
        wish_for_numbers(context, data, rows, wished);
    } else {
        wish_for_texts(context, data, rows, wished);
    }
    wish_for_header(wished.column.label, context.measure, wished.wish);
    return wished;
}

} // namespace presstime::stage
