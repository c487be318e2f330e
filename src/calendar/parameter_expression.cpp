// Reads "period_start - 7d" by hand: three names, two signs, four units.
#include "calendar/parameter_expression.hpp"

#include "base/text.hpp"
#include "model/enum_text.hpp"

#include <fmt/format.h>

#include <optional>

namespace presstime {
namespace {

constexpr std::int64_t kMaxShiftMinutes = 200LL * 366 * 24 * 60;

std::string_view take_word(std::string_view& text)
{
    text = trim(text);
    std::size_t length = 0;
    while (length < text.size() && text[length] != ' ' && text[length] != '+' && text[length] != '-')
        ++length;
    std::string_view word = text.substr(0, length);
    text = trim(text.substr(length));
    return word;
}

std::optional<Instant> base_of(std::string_view name, const Period& period, Instant nominal_at)
{
    if (name == "period_start")
        return period.start;
    if (name == "period_end")
        return period.end;
    if (name == "nominal_at")
        return nominal_at;
    return std::nullopt;
}

// "7d" in minutes.
std::optional<std::int64_t> minutes_of(std::string_view amount)
{
    if (amount.size() < 2)
        return std::nullopt;
    const std::size_t unit = std::string_view("mhdw").find(amount.back());
    const std::optional<std::int64_t> count = parse_int(amount.substr(0, amount.size() - 1));
    if (unit == std::string_view::npos || !count || *count < 0 || *count > kMaxShiftMinutes)
        return std::nullopt;
    constexpr std::int64_t kUnitMinutes[] = {1, 60, 24 * 60, 7 * 24 * 60};
    const std::int64_t minutes = *count * kUnitMinutes[unit];
    return minutes <= kMaxShiftMinutes ? std::optional(minutes) : std::nullopt;
}

Error bad_expression(std::string_view text, std::string_view field)
{
    return Error::invalid(
        std::string(field),
        fmt::format("{} must be a time such as 2026-04-21T09:00:00Z or an expression such as "
                    "\"period_start - 7d\" (period_start, period_end or nominal_at, units m, h, d, "
                    "w); \"{}\" was given",
                    field, clip_utf8(text, 200)));
}

Result<Value> evaluate_timestamp(std::string_view text, const Period& period, Instant nominal_at,
                                 std::string_view field)
{
    if (Result<Instant> literal = parse_rfc3339(text))
        return Value{*literal};
    std::string_view rest = text;
    std::optional<Instant> instant = base_of(take_word(rest), period, nominal_at);
    if (!instant)
        return fail(bad_expression(text, field));
    for (int terms = 0; !rest.empty(); ++terms) {
        const char sign = rest.front();
        rest.remove_prefix(1);
        const std::optional<std::int64_t> minutes = minutes_of(take_word(rest));
        if ((sign != '+' && sign != '-') || !minutes || terms == 8)
            return fail(bad_expression(text, field));
        *instant += std::chrono::minutes(sign == '+' ? *minutes : -*minutes);
    }
    return Value{*instant};
}

std::optional<Value> literal_of(std::string_view text, ParameterType type)
{
    switch (type) {
    case ParameterType::text:
        return Value{std::string(text)};
    case ParameterType::integer:
        if (std::optional<std::int64_t> number = parse_int(text))
            return Value{*number};
        return std::nullopt;
    case ParameterType::real:
        if (std::optional<double> number = parse_double(text))
            return Value{*number};
        return std::nullopt;
    case ParameterType::boolean:
        if (text == "true" || text == "false")
            return Value{text == "true"};
        return std::nullopt;
    case ParameterType::date:
        if (Result<LocalDate> date = parse_date(text))
            return Value{*date};
        return std::nullopt;
    case ParameterType::timestamp:
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

Result<Value> evaluate_parameter(std::string_view text, ParameterType type, const Period& period,
                                 Instant nominal_at, std::string_view field)
{
    if (type == ParameterType::timestamp)
        return evaluate_timestamp(trim(text), period, nominal_at, field);
    if (std::optional<Value> literal = literal_of(text, type))
        return std::move(*literal);
    std::string_view rest = text;
    std::string message = fmt::format("{} must be a value of type {}; \"{}\" was given", field, to_text(type),
                                      clip_utf8(text, 200));
    if (base_of(take_word(rest), period, nominal_at))
        message += "; an expression over the period needs a parameter of type timestamp";
    return fail(Error::invalid(std::string(field), std::move(message)));
}

} // namespace presstime
