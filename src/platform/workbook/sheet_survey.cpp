#include "platform/workbook/sheet_survey.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace presstime {
namespace {

constexpr std::size_t kLookedAt = 20;
constexpr std::size_t kLongestName = 200;

constexpr std::uint32_t bit(CellKind kind)
{
    return 1U << static_cast<unsigned>(kind);
}

bool only(std::uint32_t kinds, std::uint32_t allowed)
{
    return kinds != 0 && (kinds & ~allowed) == 0;
}

bool all_texts(const std::vector<SheetCell>& cells)
{
    return std::ranges::all_of(cells, [](const SheetCell& cell) { return cell.kind == CellKind::text; });
}

bool any_text(const std::vector<SheetCell>& cells)
{
    return std::ranges::any_of(cells, [](const SheetCell& cell) { return cell.kind == CellKind::text; });
}

// Of several lines one, without spaces around or twice in a row.
std::string header_name(std::string_view text)
{
    std::string name;
    for (const char c : trim(text)) {
        const bool space = static_cast<unsigned char>(c) <= ' ';
        if (!space)
            name += c;
        else if (!name.ends_with(' '))
            name += ' ';
    }
    return std::string(trim(clip_utf8(name, kLongestName)));
}

} // namespace

ColumnType column_type_of(std::uint32_t kinds)
{
    const std::uint32_t integer = bit(CellKind::integer);
    const std::uint32_t date = bit(CellKind::date);
    if (only(kinds, integer))
        return ColumnType::integer;
    if (only(kinds, integer | bit(CellKind::real)))
        return ColumnType::real;
    if (only(kinds, bit(CellKind::boolean)))
        return ColumnType::boolean;
    if (only(kinds, date))
        return ColumnType::date;
    if (only(kinds, date | bit(CellKind::timestamp)))
        return ColumnType::timestamp;
    return ColumnType::text;
}

bool is_mixed(std::uint32_t kinds)
{
    return kinds != 0 && kinds != bit(CellKind::text) && column_type_of(kinds) == ColumnType::text;
}

void SheetSurvey::take(std::uint32_t number, std::span<const SheetCell> cells)
{
    if (chosen_)
        return take_data(cells);
    first_.push_back({number, {cells.begin(), cells.end()}});
    if (first_.size() >= kLookedAt)
        choose_header();
}

void SheetSurvey::finish()
{
    if (!chosen_)
        choose_header();
}

// Where it stands among the first rows.
std::size_t SheetSurvey::header_place() const
{
    const auto fullest =
        std::ranges::max_element(first_, {}, [](const Row& row) { return row.cells.size(); });
    // Names stand above data that fill a column without a name too, as where an index or a note has none.
    if (!all_texts(fullest->cells))
        for (auto row = first_.begin(); row != fullest; ++row)
            if (row->cells.size() > 1 && row->cells.size() * 2 > fullest->cells.size() &&
                all_texts(row->cells))
                return static_cast<std::size_t>(row - first_.begin());
    return static_cast<std::size_t>(fullest - first_.begin());
}

void SheetSurvey::choose_header()
{
    chosen_ = true;
    if (first_.empty())
        return;
    first_row_ = first_.front().number;
    std::size_t data = 0;
    const std::size_t place = header_place();
    if (any_text(first_[place].cells)) {
        header_row_ = first_[place].number;
        for (const SheetCell& cell : first_[place].cells)
            if (cell.kind != CellKind::error)
                column(cell.column).header = header_name(cell.text);
        data = place + 1;
    }
    for (; data < first_.size(); ++data)
        take_data(first_[data].cells);
    first_ = {};
}

void SheetSurvey::take_data(std::span<const SheetCell> cells)
{
    ++rows_;
    for (const SheetCell& cell : cells) {
        SurveyedColumn& place = column(cell.column);
        place.holds_any = true;
        if (cell.kind == CellKind::error)
            ++errors_;
        else
            place.kinds |= bit(cell.kind);
    }
}

SurveyedColumn& SheetSurvey::column(std::uint32_t at)
{
    if (columns_.size() <= at)
        columns_.resize(std::size_t{at} + 1);
    return columns_[at];
}

} // namespace presstime
