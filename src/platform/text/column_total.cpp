#include "platform/text/column_total.hpp"

#include "platform/text/phrases.hpp"

#include <cmath>
#include <limits>

namespace presstime {
namespace {

constexpr std::string_view kNothing = "–";

void copy_cell(ColumnData& to, const ColumnData& data, std::size_t row)
{
    to = make_column_data({"", data.type, data.scale});
    if (data.type == ColumnType::real)
        to.append_real(data.real(row));
    else
        to.append_integer(data.integer(row));
}

} // namespace

void ColumnTotal::add(const ColumnData& data, std::size_t row)
{
    if (data.is_null(row))
        return;
    ++count_;
    const double value = data.type == ColumnType::text ? std::nan("") : data.as_number(row);
    if (std::isnan(value))
        return;
    ++numbers_;
    sum_ += value;
    if (type_ != ColumnType::real)
        unscaled_ += data.integer(row);
    if (numbers_ == 1 || value < least_.as_number(0))
        copy_cell(least_, data, row);
    if (numbers_ == 1 || value > most_.as_number(0))
        copy_cell(most_, data, row);
}

bool ColumnTotal::is_number() const
{
    return presstime::is_number(type_);
}

std::string ColumnTotal::sum_text(const CellFormat& format) const
{
    const bool fits = unscaled_ <= std::numeric_limits<std::int64_t>::max() &&
                      unscaled_ >= std::numeric_limits<std::int64_t>::min();
    if (type_ == ColumnType::real || !fits)
        return format_number(sum_, format.number, *format.locale);
    ColumnData cell = make_column_data({"", type_, scale_});
    cell.append_integer(static_cast<std::int64_t>(unscaled_));
    return format_cell(cell, 0, format);
}

std::string ColumnTotal::text(TotalKind kind, const CellFormat& format, const UtcOffset& utc_offset) const
{
    const bool adds_up = is_number() && numbers_ > 0;
    switch (kind) {
    case TotalKind::none:
        return {};
    case TotalKind::count:
        return count_text(*format.locale, count_);
    case TotalKind::sum:
        return adds_up ? sum_text(format) : std::string(kNothing);
    case TotalKind::average:
        return adds_up ? format_number(sum_ / static_cast<double>(numbers_), format.number, *format.locale)
                       : std::string(kNothing);
    case TotalKind::minimum:
        return numbers_ > 0 ? format_cell(least_, 0, format, utc_offset) : std::string(kNothing);
    case TotalKind::maximum:
        return numbers_ > 0 ? format_cell(most_, 0, format, utc_offset) : std::string(kNothing);
    }
    return {};
}

} // namespace presstime
