#include "renderer/xlsx_cell.hpp"

#include "base/text.hpp"
#include "platform/text/number_format.hpp"
#include "renderer/xlsx_format.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {
namespace {

constexpr std::int64_t kExactInteger = 999'999'999'999'999; // a spreadsheet keeps 15 digits
constexpr double kDaysTo1970 = 25'569;
constexpr double kMicrosecondsPerDay = 86'400e6;
constexpr std::size_t kCellsLookedAt = 500;
constexpr std::size_t kWidest = 60;

} // namespace

void ColumnSummary::add(double value)
{
    ++count;
    if (!std::isfinite(value))
        return;
    minimum = numbers == 0 ? value : std::min(minimum, value);
    maximum = numbers == 0 ? value : std::max(maximum, value);
    sum += value;
    ++numbers;
}

double ColumnSummary::of(TotalKind kind) const
{
    switch (kind) {
    case TotalKind::sum:
        return sum;
    case TotalKind::average:
        return numbers == 0 ? 0 : sum / static_cast<double>(numbers);
    case TotalKind::minimum:
        return minimum;
    case TotalKind::maximum:
        return maximum;
    case TotalKind::count:
        return static_cast<double>(count);
    case TotalKind::none:
        break;
    }
    return 0;
}

double SheetColumn::width() const
{
    constexpr std::size_t kNarrowest = 8, kFilterArrow = 4;
    const std::size_t header = count_code_points(label) + kFilterArrow;
    return static_cast<double>(std::clamp(std::max(longest + 2, header), kNarrowest, kWidest));
}

SheetColumn CellWriter::plan(const Column& column, const std::string& label, const std::string& pattern)
{
    SheetColumn planned;
    planned.label = label;
    planned.pattern = pattern;
    planned.number_format = spreadsheet_format(pattern, column);
    if (!planned.number_format.empty())
        planned.format = book_.format(CellLook::plain, planned.number_format);
    return planned;
}

void CellWriter::look_at(SheetColumn& column, const ColumnData& data, std::size_t index)
{
    if (column.summary.count > static_cast<std::int64_t>(kCellsLookedAt))
        return;
    const std::string text = format_cell(data, index, column.pattern, "en-US", utc_offset_);
    std::size_t longest = 0;
    for (std::string_view line : split(clip_utf8(text, 4 * kWidest), '\n'))
        longest = std::max(longest, count_code_points(line));
    // Dates in ISO form are wider than ours.
    const std::size_t least = data.type == ColumnType::timestamp ? 19
                              : data.type == ColumnType::date    ? 10
                                                                 : 0;
    column.longest = std::max({column.longest, longest, least});
}

void CellWriter::write_text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t at, std::string_view text)
{
    clean_spreadsheet_text(text, text_, shortened);
    const bool lines = text_.find('\n') != std::string::npos;
    worksheet_write_string(sheet, row, at, text_.c_str(), lines ? book_.format(CellLook::wrapped) : nullptr);
}

void CellWriter::write_exact(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t at, const ColumnData& data,
                             std::size_t index)
{
    std::string text;
    append_cell_text(text, data, index);
    ++as_text;
    write_text(sheet, row, at, text);
}

// As a spreadsheet has it: dates and instants are days since the end of 1899.
double CellWriter::number_of(const ColumnData& data, std::size_t index) const
{
    if (data.type == ColumnType::text)
        return std::nan("");
    if (data.type == ColumnType::date)
        return static_cast<double>(data.integer(index)) + kDaysTo1970;
    if (data.type != ColumnType::timestamp)
        return data.as_number(index);
    const Instant instant{std::chrono::microseconds(data.integer(index))};
    const Instant local = utc_offset_ ? instant + utc_offset_(instant) : instant;
    return static_cast<double>(local.time_since_epoch().count()) / kMicrosecondsPerDay + kDaysTo1970;
}

void CellWriter::write(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t at, SheetColumn& column,
                       const ColumnData& data, std::size_t index)
{
    if (data.is_null(index))
        return;
    const double number = number_of(data, index);
    column.summary.add(number);
    look_at(column, data, index);
    switch (data.type) {
    case ColumnType::text:
        return write_text(sheet, row, at, data.text(index));
    case ColumnType::boolean:
        worksheet_write_boolean(sheet, row, at, data.integer(index) != 0 ? 1 : 0, column.format);
        return;
    case ColumnType::integer:
    case ColumnType::decimal:
        if (std::abs(data.integer(index)) > kExactInteger)
            return write_exact(sheet, row, at, data, index);
        worksheet_write_number(sheet, row, at, number, column.format);
        return;
    case ColumnType::real:
        if (!std::isfinite(number))
            return write_text(sheet, row, at,
                              std::isnan(number) ? "NaN"
                              : number > 0       ? "Infinity"
                                                 : "-Infinity");
        worksheet_write_number(sheet, row, at, number, column.format);
        return;
    case ColumnType::date:
    case ColumnType::timestamp:
        break;
    }
    if (!is_spreadsheet_day(number))
        return write_exact(sheet, row, at, data, index);
    worksheet_write_number(sheet, row, at, number, column.format);
}

} // namespace presstime
