// Round ticks. Ranges are assumed finite and below 1e150 (series.cpp lets nothing else through).
#include "chart/scales.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

// Below this share of the largest magnitude a spread is noise of the representation.
constexpr double kSmallestSpread = 1e-11;
// Below it the arithmetic of steps and their powers of ten ends.
constexpr double kSmallestNumber = 1e-290;
// An axis with an optional zero begins there when the data
// fills at least this share of the axis from zero on.
constexpr double kZeroWorthShowing = 0.55;

// Of the magnitude of its ends: a shorter axis is no axis.
constexpr double kLeastSpread = 1e-9;

// A single height does not stick to the edge of the plot.
constexpr double kFlatHeadroom = 1.15;

void settle_zero(ValueRange& range)
{
    double largest = std::max(std::abs(range.minimum), std::abs(range.maximum));
    double spread = range.maximum - range.minimum;
    bool flat = spread <= largest * kSmallestSpread;
    bool near_zero = spread >= largest * kZeroWorthShowing;
    if (range.zero == ZeroBase::required || (range.zero == ZeroBase::optional && (flat || near_zero))) {
        range.minimum = std::min(range.minimum, 0.0);
        range.maximum = std::max(range.maximum, 0.0);
    }
    if (range.maximum - range.minimum < kSmallestNumber)
        range.maximum = range.minimum + 1;
    else if (flat)
        (range.maximum > 0 ? range.maximum : range.minimum) *= kFlatHeadroom;
}

// Nothing when `most` ticks do not reach around the range.
std::optional<Ticks> ticks_of_step(const ValueRange& range, double step, int most)
{
    double first = std::floor(range.minimum / step + 1e-9);
    double last = std::ceil(range.maximum / step - 1e-9);
    if (last - first + 1 > most && !(last - first <= 2 && most < 3))
        return std::nullopt;
    Ticks ticks;
    ticks.step = step;
    for (double k = first; k <= last; k += 1)
        ticks.values.push_back(k * step == 0 ? 0 : k * step);
    return ticks.values.size() >= 2 ? std::optional(std::move(ticks)) : std::nullopt;
}

// Of a settled range of seconds. Nothing when steps of less than a second or more than 12 hours are due.
std::optional<Ticks> clock_ticks(const ValueRange& range, int most)
{
    static constexpr double kSteps[] = {1,   2,   5,    10,   15,   30,    60,    120,  300,
                                        600, 900, 1800, 3600, 7200, 10800, 21600, 43200};
    if (range.maximum - range.minimum < most)
        return std::nullopt;
    for (double step : kSteps)
        if (auto ticks = ticks_of_step(range, step, most))
            return ticks;
    return std::nullopt;
}

// The steps 1, 2, 2.5, 5, 10 ... times a power of ten, by number from 0.
double round_step(int power, int number)
{
    static constexpr double kMultiples[] = {1, 2, 2.5, 5};
    const double multiple = kMultiples[number % 4];
    const int exponent = power + number / 4;
    return exponent < 0 ? multiple / std::pow(10.0, -exponent) : multiple * std::pow(10.0, exponent);
}

} // namespace

double LinearScale::operator()(double value) const
{
    if (domain_to == domain_from)
        return (range_from + range_to) / 2;
    return range_from + (value - domain_from) / (domain_to - domain_from) * (range_to - range_from);
}

double ValueScale::operator()(double value) const
{
    if (domain_to == domain_from)
        return (range_from + range_to) / 2;
    double share = kind == ScaleKind::log
                       ? std::log10(value / domain_from) / std::log10(domain_to / domain_from)
                       : (value - domain_from) / (domain_to - domain_from);
    return range_from + share * (range_to - range_from);
}

Ticks nice_ticks(ValueRange range, int most)
{
    settle_zero(range);
    most = std::max(most, 2);
    constexpr double kDay = 86'400;
    if (range.numbers == Numbers::seconds) {
        if (auto ticks = clock_ticks(range, most))
            return std::move(*ticks);
        if (range.maximum - range.minimum > kDay) {
            Ticks days = nice_ticks(
                {range.minimum / kDay, range.maximum / kDay, ZeroBase::unwanted, Numbers::whole}, most);
            days.step *= kDay;
            for (double& value : days.values)
                value *= kDay;
            return days;
        }
    }
    int power = static_cast<int>(std::floor(std::log10((range.maximum - range.minimum) / most))) - 1;
    for (int tries = 0; tries < 24; ++tries) {
        double step = round_step(power, tries);
        if (range.numbers == Numbers::whole && step != std::floor(step))
            continue;
        if (auto ticks = ticks_of_step(range, step, most))
            return std::move(*ticks);
    }
    return {{range.minimum, range.maximum}, range.maximum - range.minimum, {}, {}};
}

Ticks nice_ticks_between(ValueRange range, AxisEnds ends, int most)
{
    if (!ends.low && !ends.high)
        return nice_ticks(range, most);
    settle_zero(range);
    range.minimum = ends.low.value_or(range.minimum);
    range.maximum = ends.high.value_or(range.maximum);
    if (ends.low && ends.high && range.minimum > range.maximum) {
        std::swap(range.minimum, range.maximum);
        std::swap(ends.low, ends.high);
    }
    // The data may lie beyond the one end that is given.
    double least = std::max(std::abs(range.minimum), std::abs(range.maximum)) * kLeastSpread;
    if (range.maximum - range.minimum <= least)
        (ends.low ? range.maximum : range.minimum) =
            ends.low ? range.minimum + std::max(least, 1.0) : range.maximum - std::max(least, 1.0);
    for (int tries = most; tries <= most + 4; ++tries) {
        Ticks ticks = nice_ticks({range.minimum, range.maximum, ZeroBase::unwanted, range.numbers}, tries);
        double slack = ticks.step * 1e-9;
        if (ends.low)
            std::erase_if(ticks.values, [&](double v) { return v < *ends.low - slack; });
        if (ends.high)
            std::erase_if(ticks.values, [&](double v) { return v > *ends.high + slack; });
        if (ticks.values.size() < 2)
            continue;
        ticks.low = ends.low;
        ticks.high = ends.high;
        return ticks;
    }
    return {{range.minimum, range.maximum}, range.maximum - range.minimum, {}, {}};
}

Ticks log_ticks(ValueRange range, AxisEnds ends, int most)
{
    constexpr double kMultiples[] = {1, 2, 5};
    constexpr double kSlack = 1e-9;
    // Beyond these a power of ten times five is no number any more.
    static constexpr double kSmallest = 1e-290, kLargest = 1e290;
    auto within = [](double value) { return value > kSmallest ? std::min(value, kLargest) : kSmallest; };
    double low = within(ends.low.value_or(range.minimum)), high = within(ends.high.value_or(range.maximum));
    if (!(high > low)) { // one value, or an end on the far side of all of them
        ends.high = std::nullopt;
        high = std::max(low * 10, range.maximum);
    }
    Ticks ticks{{}, 0, ends.low, ends.high};
    auto decade = [](double value) { return static_cast<int>(std::floor(std::log10(value) + kSlack)); };
    auto stands_in = [&](double value) {
        return (!ends.low || value >= low * (1 - kSlack)) && (!ends.high || value <= high * (1 + kSlack));
    };
    int first = decade(low), last = decade(high) + 1;
    bool fine = last - first <= std::max(most / 2, 1);
    int stride = fine ? 1 : std::max((last - first + most - 1) / most, 1);
    for (int power = first; power < last + stride; power += stride)
        for (double multiple : kMultiples)
            if ((fine || multiple == 1) && stands_in(multiple * std::pow(10.0, power)))
                ticks.values.push_back(multiple * std::pow(10.0, power));
    // The axis begins at the last tick that is not above the data and ends at the first that is not below.
    auto& values = ticks.values;
    while (values.size() > 2 && !ends.low && values[1] <= low * (1 + kSlack))
        values.erase(values.begin());
    while (values.size() > 2 && !ends.high && values[values.size() - 2] >= high * (1 - kSlack))
        values.pop_back();
    if (values.size() < 2)
        return {{low, high}, 0, {}, {}};
    return ticks;
}

Ticks aligned_ticks(ValueRange range, const Ticks& first)
{
    settle_zero(range);
    auto zero = std::find(first.values.begin(), first.values.end(), 0.0);
    auto below = static_cast<double>(zero - first.values.begin());
    auto intervals = static_cast<double>(first.values.size() - 1);
    bool on_zero = zero != first.values.end() && range.minimum <= 0 && range.maximum >= 0 &&
                   (below > 0 || range.minimum == 0) && (below < intervals || range.maximum == 0);
    int power = static_cast<int>(std::floor(std::log10((range.maximum - range.minimum) / intervals))) - 1;
    for (int tries = 0; tries < 24; ++tries) {
        double step = round_step(power, tries);
        if (range.numbers == Numbers::whole && step != std::floor(step))
            continue;
        double from = on_zero ? -below : std::floor(range.minimum / step + 1e-9);
        double slack = step * 1e-9;
        if (from * step > range.minimum + slack || (from + intervals) * step < range.maximum - slack)
            continue;
        Ticks ticks{{}, step, {}, {}};
        for (double k = from; k <= from + intervals; k += 1)
            ticks.values.push_back(k * step == 0 ? 0 : k * step);
        return ticks;
    }
    return {{range.minimum, range.maximum}, range.maximum - range.minimum, {}, {}};
}

int decimals_of(double step)
{
    double scaled = step;
    for (int decimals = 0; decimals < 10; ++decimals, scaled *= 10)
        if (std::abs(scaled - std::round(scaled)) <= 1e-7 * std::max(1.0, std::abs(scaled)) &&
            std::round(scaled) != 0)
            return decimals;
    return 10;
}

} // namespace presstime
