// Round ticks. Ranges are assumed finite and below 1e150 (series.cpp lets nothing else through).
#include "chart/scales.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

// Below this share of the largest magnitude a spread is noise of the representation.
constexpr double kSmallestSpread = 1e-11;
// An axis with an optional zero begins there when the data
// fills at least this share of the axis from zero on.
constexpr double kZeroWorthShowing = 0.55;

// A single height does not stick to the edge of the plot.
constexpr double kFlatHeadroom = 1.15;

void settle_zero(ValueRange& range)
{
    double largest = std::max(std::abs(range.minimum), std::abs(range.maximum));
    double spread = range.maximum - range.minimum;
    bool flat = spread <= largest * kSmallestSpread;
    bool near_zero = spread >= largest * kZeroWorthShowing;
    if (range.zero == ZeroBase::required || flat || near_zero) {
        range.minimum = std::min(range.minimum, 0.0);
        range.maximum = std::max(range.maximum, 0.0);
    }
    if (range.minimum == range.maximum)
        range.maximum = range.minimum + 1;
    else if (flat)
        (range.maximum > 0 ? range.maximum : range.minimum) *= kFlatHeadroom;
}

} // namespace

double LinearScale::operator()(double value) const
{
    if (domain_to == domain_from)
        return (range_from + range_to) / 2;
    return range_from + (value - domain_from) / (domain_to - domain_from) * (range_to - range_from);
}

Ticks nice_ticks(ValueRange range, int most)
{
    settle_zero(range);
    most = std::max(most, 2);
    static constexpr double kMultiples[] = {1, 2, 2.5, 5};
    int power = static_cast<int>(std::floor(std::log10((range.maximum - range.minimum) / most))) - 1;
    for (int tries = 0; tries < 24; ++tries) {
        double multiple = kMultiples[tries % 4];
        int exponent = power + tries / 4;
        double step =
            exponent < 0 ? multiple / std::pow(10.0, -exponent) : multiple * std::pow(10.0, exponent);
        if (range.numbers == Numbers::whole && step != std::floor(step))
            continue;
        double first = std::floor(range.minimum / step + 1e-9);
        double last = std::ceil(range.maximum / step - 1e-9);
        if (last - first + 1 > most && !(last - first <= 2 && most < 3))
            continue;
        Ticks ticks;
        ticks.step = step;
        for (double k = first; k <= last; k += 1)
            ticks.values.push_back(k * step == 0 ? 0 : k * step);
        if (ticks.values.size() >= 2)
            return ticks;
    }
    return {{range.minimum, range.maximum}, range.maximum - range.minimum};
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
