// Scales from data to points, and the round numbers that stand on an axis.
#pragma once

#include <cstddef>
#include <vector>

namespace presstime {

struct LinearScale {
    double domain_from = 0, domain_to = 1;
    double range_from = 0, range_to = 1;

    // An empty domain maps to the middle of the range.
    double operator()(double value) const;
};

// Equal bands side by side, one per category.
struct BandScale {
    double start = 0;
    double length = 0;
    std::size_t count = 1;

    double step() const { return length / static_cast<double>(count == 0 ? 1 : count); }
    double center(std::size_t band) const { return start + step() * (static_cast<double>(band) + 0.5); }
};

enum class ZeroBase { required, optional };
enum class Numbers { real, whole };

struct ValueRange {
    double minimum = 0;
    double maximum = 0;
    ZeroBase zero = ZeroBase::required;
    Numbers numbers = Numbers::real; // whole: no tick between two whole numbers
};

struct Ticks {
    std::vector<double> values; // ascending, at least two; the first and last are the ends of the axis
    double step = 1;
    double first() const { return values.front(); }
    double last() const { return values.back(); }
};

// Multiples of 1, 2, 2.5 or 5 times a power of ten around the range: the finest step with at most `most`
// ticks (at least 2). With an optional zero the axis begins at zero when the data comes near it.
Ticks nice_ticks(ValueRange range, int most);

// Decimals that write every multiple of `step` exactly, 0-10.
int decimals_of(double step);

} // namespace presstime
