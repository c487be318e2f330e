#include "model/tone.hpp"

#include <algorithm>

namespace presstime {
namespace {

bool holds(const ToneRule& rule, double value)
{
    switch (rule.when) {
    case Comparison::less:
        return value < rule.value;
    case Comparison::less_or_equal:
        return value <= rule.value;
    case Comparison::equal:
        return value == rule.value;
    case Comparison::greater_or_equal:
        return value >= rule.value;
    case Comparison::greater:
        return value > rule.value;
    }
    return false;
}

} // namespace

std::optional<Tone> tone_of(const std::vector<ToneRule>& rules, double value)
{
    const auto rule = std::ranges::find_if(rules, [&](const ToneRule& each) { return holds(each, value); });
    return rule == rules.end() ? std::nullopt : std::optional(rule->tone);
}

Color tone_color(Tone tone, const Theme& theme, Color neutral)
{
    switch (tone) {
    case Tone::good:
        return theme.good;
    case Tone::warn:
        return theme.warn;
    case Tone::bad:
        return theme.bad;
    case Tone::neutral:
        break;
    }
    return neutral;
}

} // namespace presstime
