// Deciding what an x column is, by its type and, for text, by its cells.
#include "chart/x_values.hpp"

#include "base/time.hpp"
#include "platform/text/phrases.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <unordered_map>

namespace presstime {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kMicrosPerDay = 86'400e6;
// Years 1 to 9999; what lies outside is no instant anybody reports about.
constexpr double kEarliest = -719'162 * kMicrosPerDay;
constexpr double kLatest = 2'932'896 * kMicrosPerDay;

double within_calendar(double micros)
{
    return micros >= kEarliest && micros <= kLatest ? micros : kNone;
}

// "2026-04", "2026-04-21", "2026-04-21 09:00[:00]" and RFC 3339.
std::optional<Instant> parse_time_text(std::string_view text)
{
    if (text.size() < 7 || text.size() > 40 || text[4] != '-')
        return std::nullopt;
    if (text.size() <= 10) {
        auto date = parse_date(text.size() == 7 ? std::string(text) + "-01" : std::string(text));
        if (!date)
            return std::nullopt;
        return Instant(std::chrono::sys_days(*date));
    }
    std::string full(text);
    if (full[10] == ' ')
        full[10] = 'T';
    if (full.size() == 16)
        full += ":00";
    if (full.back() != 'Z' && full.find_first_of("+-", 11) == std::string::npos)
        full += 'Z';
    auto instant = parse_rfc3339(full);
    return instant ? std::optional<Instant>(*instant) : std::nullopt;
}

bool read_time_text(const ColumnData& column, XValues& out)
{
    std::vector<double> positions(column.rows, kNone);
    bool any = false;
    for (std::size_t row = 0; row < column.rows; ++row) {
        if (column.is_null(row))
            continue;
        auto instant = parse_time_text(column.text(row));
        if (!instant)
            return false;
        positions[row] = within_calendar(static_cast<double>(to_micros(*instant)));
        any = true;
    }
    if (any)
        out.positions = std::move(positions);
    return any;
}

void read_categories(const ColumnData& column, std::string_view format, const std::string& locale,
                     XValues& out)
{
    out.kind = XKind::category;
    std::unordered_map<std::string, std::size_t> known;
    // A whole number as a category is a key or a year: no groups unless asked for.
    std::string_view pattern = format.empty() && column.type == ColumnType::integer ? "0" : format;
    const std::string none(phrase(find_locale(locale), Phrase::none));
    for (std::size_t row = 0; row < column.rows; ++row) {
        std::string name = column.is_null(row) ? none : format_cell(column, row, pattern, locale);
        auto [entry, is_new] = known.try_emplace(std::move(name), out.categories.size());
        if (is_new)
            out.categories.push_back(entry->first);
        out.positions[row] = static_cast<double>(entry->second);
    }
}

bool all_midnight(const std::vector<double>& positions)
{
    for (double position : positions)
        if (!std::isnan(position) && std::fmod(position, kMicrosPerDay) != 0)
            return false;
    return true;
}

} // namespace

std::optional<double> time_position(std::string_view text)
{
    auto instant = parse_time_text(text);
    double micros = instant ? within_calendar(static_cast<double>(to_micros(*instant))) : kNone;
    return std::isnan(micros) ? std::nullopt : std::optional(micros);
}

XValues read_x_values(const ColumnData& column, NumericX numeric_x, std::string_view format,
                      const std::string& locale)
{
    XValues out;
    out.positions.assign(column.rows, kNone);
    bool is_time = column.type == ColumnType::date || column.type == ColumnType::timestamp;
    if (is_time) {
        double scale = column.type == ColumnType::date ? kMicrosPerDay : 1;
        for (std::size_t row = 0; row < column.rows; ++row)
            if (!column.is_null(row))
                out.positions[row] = within_calendar(static_cast<double>(column.integer(row)) * scale);
    } else if (column.type == ColumnType::text) {
        is_time = read_time_text(column, out);
    }
    if (is_time) {
        out.kind = XKind::time;
        // Stamps that are all midnight UTC are days, whatever the zone: date_trunc gives such.
        out.whole_days = all_midnight(out.positions);
        return out;
    }
    if (!is_number(column.type) || numeric_x == NumericX::category) {
        read_categories(column, format, locale, out);
        return out;
    }
    out.kind = XKind::number;
    for (std::size_t row = 0; row < column.rows; ++row) {
        double value = column.is_null(row) ? kNone : column.as_number(row);
        out.positions[row] = std::abs(value) < 1e150 ? value : kNone;
    }
    return out;
}

} // namespace presstime
