// Patterns for ticks and values.
#include "chart/numbers.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr double kShortFrom = 10'000;
constexpr double kLeastOfUnit = 50;

NumberPattern parsed_or_natural(std::string_view format)
{
    auto parsed = parse_number_pattern(format);
    return parsed ? *parsed : NumberPattern{.natural = true, .grouped = true};
}

// Ticks of different orders of magnitude: each with its own unit.
std::vector<std::string> uneven_labels(const Ticks& ticks, std::string_view format, const Locale& locale)
{
    std::vector<std::string> labels;
    for (double tick : ticks.values) {
        NumberPattern pattern = value_pattern(format, tick);
        if (!pattern.natural && !pattern.duration && !pattern.abbreviated) {
            double factor = pattern.percent ? 100 : 1;
            pattern.minimum_decimals = pattern.maximum_decimals = decimals_of(tick * factor);
        }
        labels.push_back(format_number(tick, pattern, locale));
    }
    return labels;
}

} // namespace

std::vector<std::string> tick_labels(const Ticks& ticks, std::string_view format, const Locale& locale)
{
    if (ticks.step == 0)
        return uneven_labels(ticks, format, locale);
    NumberPattern pattern = parsed_or_natural(format);
    double factor = pattern.percent ? 100 : 1;
    double largest = std::max(std::abs(ticks.first()), std::abs(ticks.last())) * factor;
    if (pattern.natural && largest < 1e15 && ticks.step >= 1e-6) {
        pattern.natural = false;
        pattern.abbreviated = largest >= kShortFrom;
    }
    if (pattern.abbreviated)
        pattern.unit = unit_of(largest);
    double in_unit = ticks.step * factor / std::pow(1000.0, std::max(pattern.unit, 0));
    if (!pattern.natural && !pattern.duration)
        pattern.minimum_decimals = pattern.maximum_decimals = decimals_of(in_unit);
    std::vector<std::string> labels;
    for (double tick : ticks.values) {
        NumberPattern own = pattern;
        if (tick == 0) {
            own.minimum_decimals = 0;
            own.unit = 0;
        }
        labels.push_back(format_number(tick, own, locale));
    }
    return labels;
}

std::vector<std::string> value_labels(const std::vector<double>& values, std::string_view format,
                                      const Locale& locale)
{
    double largest = 0;
    for (double value : values)
        largest = std::isnan(value) ? largest : std::max(largest, std::abs(value));
    NumberPattern pattern = value_pattern(format, largest);
    int common = pattern.abbreviated ? unit_of(pattern.percent ? largest * 100 : largest) : -1;
    std::vector<std::string> labels;
    for (double value : values) {
        bool next_to_nothing = std::abs(value) * kLeastOfUnit < largest;
        pattern.unit = next_to_nothing ? -1 : common;
        labels.push_back(std::isnan(value) ? "" : format_number(value, pattern, locale));
    }
    return labels;
}

NumberPattern value_pattern(std::string_view format, double largest)
{
    NumberPattern pattern = parsed_or_natural(format);
    if (pattern.natural && largest >= kShortFrom) {
        pattern = {.grouped = true, .abbreviated = true, .maximum_decimals = 1};
    } else if (pattern.natural && largest >= 100) {
        pattern = {.grouped = true, .maximum_decimals = 1};
    }
    return pattern;
}

} // namespace presstime
