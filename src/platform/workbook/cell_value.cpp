#include "platform/workbook/cell_value.hpp"

#include "base/text.hpp"
#include "model/cell_text.hpp"
#include "platform/workbook/rich_text.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <fmt/format.h>

namespace presstime {
namespace {

using Cell = std::optional<SheetCell>;

Cell text_cell(std::string text)
{
    if (trim(text).empty())
        return std::nullopt;
    return SheetCell{0, CellKind::text, std::move(text)};
}

std::optional<double> double_of(std::string_view text)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

SheetCell plain_number(double number)
{
    constexpr double kExact = 9'007'199'254'740'992.0; // below which every whole number is a double
    std::array<char, kMaxCellText> text{};
    char* const end = write_real(text.data(), number == 0 ? 0.0 : number);
    const bool whole = number == std::floor(number) && std::abs(number) < kExact;
    return {0, whole ? CellKind::integer : CellKind::real, std::string(text.data(), end)};
}

// Parts of a second in milliseconds; durations of more than a century are numbers.
Cell duration_cell(double days)
{
    constexpr double kDayMillis = 86'400'000;
    constexpr double kMostDays = 36'525;
    if (std::abs(days) > kMostDays)
        return plain_number(days);
    const std::string text = clock_text(std::llround(std::abs(days) * kDayMillis));
    return SheetCell{0, CellKind::text, days < 0 ? "-" + text : text};
}

Cell moment_cell(double serial, Epoch epoch, NumberKind kind)
{
    const auto time = time_of_serial(serial, epoch);
    if (!time)
        return plain_number(serial);
    if (kind == NumberKind::clock && serial < 1)
        return SheetCell{0, CellKind::text, clock_text(time->millis)};
    if (serial == 0 && epoch == Epoch::y1900)
        return std::nullopt; // shown as 1900-01-00: a formula's zero where a date is missing
    if (time->millis == 0)
        return SheetCell{0, CellKind::date, date_text(time->day)};
    return SheetCell{0, CellKind::timestamp, date_text(time->day) + " " + clock_text(time->millis)};
}

Cell number_cell(std::string_view text, NumberKind kind, Epoch epoch)
{
    // Whole numbers that other programs write with more digits than a double holds stay exact.
    if (const auto whole = parse_int(text); whole && kind == NumberKind::number)
        return SheetCell{0, CellKind::integer, std::to_string(*whole)};
    const auto number = double_of(text);
    if (!number)
        return text_cell(std::string(text));
    switch (kind) {
    case NumberKind::number:
        return plain_number(*number);
    case NumberKind::duration:
        return duration_cell(*number);
    case NumberKind::moment:
    case NumberKind::clock:
        return moment_cell(*number, epoch, kind);
    }
    return std::nullopt;
}

bool fits(std::string_view text, std::string_view shape)
{
    if (text.size() < shape.size())
        return false;
    for (std::size_t at = 0; at < shape.size(); ++at)
        if (shape[at] == '0' ? text[at] < '0' || text[at] > '9' : text[at] != shape[at])
            return false;
    return true;
}

int two_digits(std::string_view text)
{
    return (text[0] - '0') * 10 + (text[1] - '0');
}

// Of "13:00", "13:00:05" or "13:00:05.25", whatever zone follows.
std::optional<std::int64_t> millis_of(std::string_view text)
{
    if (!fits(text, "00:00"))
        return std::nullopt;
    std::int64_t millis = (two_digits(text) * 60 + two_digits(text.substr(3))) * std::int64_t{60'000};
    if (fits(text.substr(5), ":00"))
        millis += two_digits(text.substr(6)) * std::int64_t{1000};
    if (fits(text.substr(5), ":00.0")) {
        const std::string_view digits = text.substr(9);
        const auto fraction =
            digits.substr(0, std::min<std::size_t>(3, digits.find_first_not_of("0123456789")));
        std::int64_t scale = 100;
        for (const char digit : fraction) {
            millis += (digit - '0') * scale;
            scale /= 10;
        }
    }
    return millis < 86'400'000 ? std::optional(millis) : std::nullopt;
}

// An ISO 8601 date, date-time or time of day, as the strict dialect writes it.
Cell iso_cell(std::string_view text)
{
    if (const auto clock = millis_of(text.starts_with('T') ? text.substr(1) : text))
        return SheetCell{0, CellKind::text, clock_text(*clock)};
    if (!fits(text, "0000-00-00"))
        return text_cell(std::string(text));
    const auto number = [&](std::size_t at, std::size_t digits) {
        return static_cast<int>(parse_int(text.substr(at, digits)).value_or(0));
    };
    const std::chrono::year_month_day date{std::chrono::year(number(0, 4)),
                                           std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                           std::chrono::day(static_cast<unsigned>(number(8, 2)))};
    const auto clock = text.size() > 11 ? millis_of(text.substr(11)) : std::optional<std::int64_t>(0);
    if (!date.ok() || !clock)
        return text_cell(std::string(text));
    const std::string day(text.substr(0, 10));
    if (*clock == 0)
        return SheetCell{0, CellKind::date, day};
    return SheetCell{0, CellKind::timestamp, day + " " + clock_text(*clock)};
}

} // namespace

Result<std::optional<SheetCell>> value_of(const StoredCell& cell, const CellSource& source)
{
    if (cell.type == "inlineStr")
        return text_cell(std::string(cell.value));
    if (cell.type == "str")
        return text_cell(without_escapes(cell.value));
    const std::string_view value = trim(cell.value);
    if (value.empty())
        return std::nullopt;
    if (cell.type == "s") {
        const auto at = parse_int(value);
        if (!at || *at < 0 || static_cast<std::size_t>(*at) >= source.shared.size())
            return fail(Error::invalid("file",
                                       "a cell refers to a text that the workbook does not hold; open it "
                                       "in a spreadsheet program, save it again, and upload that"));
        return text_cell(std::string(source.shared.get(static_cast<std::size_t>(*at))));
    }
    if (cell.type == "b")
        return SheetCell{0, CellKind::boolean, value == "1" || value == "true" ? "true" : "false"};
    if (cell.type == "e")
        return SheetCell{0, CellKind::error, std::string(value)};
    if (cell.type == "d")
        return iso_cell(value);
    const auto style = static_cast<std::size_t>(parse_int(cell.style).value_or(0));
    return number_cell(value, style < source.kinds.size() ? source.kinds[style] : NumberKind::number,
                       source.epoch);
}

} // namespace presstime
