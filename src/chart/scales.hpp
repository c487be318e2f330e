// Scales from data to points, and the round numbers that stand on an axis.
#pragma once

#include "model/dashboard.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace presstime {

struct LinearScale {
    double domain_from = 0, domain_to = 1;
    double range_from = 0, range_to = 1;

    // An empty domain maps to the middle of the range.
    double operator()(double value) const;
};

// The same, or by orders of magnitude: then the domain and every value must be above zero.
struct ValueScale {
    double domain_from = 0, domain_to = 1;
    double range_from = 0, range_to = 1;
    ScaleKind kind = ScaleKind::linear;

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

enum class ZeroBase { required, optional, unwanted }; // optional: where the data comes near it
enum class Numbers { real, whole, seconds };

struct ValueRange {
    double minimum = 0;
    double maximum = 0;
    ZeroBase zero = ZeroBase::required;
    // whole: no tick between two whole numbers; seconds: steps of whole minutes, hours and days
    Numbers numbers = Numbers::real;
};

struct Ticks {
    std::vector<double> values;      // ascending, at least two
    double step = 1;                 // 0 when the ticks are not equally far apart
    std::optional<double> low, high; // the ends of the axis where no tick stands there
    double first() const { return low ? *low : values.front(); }
    double last() const { return high ? *high : values.back(); }
};

// Multiples of 1, 2, 2.5 or 5 times a power of ten around the range: the finest step with at most `most`
// ticks (at least 2). With an optional zero the axis begins at zero when the data comes near it.
Ticks nice_ticks(ValueRange range, int most);

// The same for an axis whose ends are given: the ticks lie within, and an end without one stays where it is.
struct AxisEnds {
    std::optional<double> low, high;
};
Ticks nice_ticks_between(ValueRange range, AxisEnds ends, int most);

// Powers of ten, with 2 and 5 between them when few decades are to be covered. The range must be above zero.
Ticks log_ticks(ValueRange range, AxisEnds ends, int most);

// Ticks of a second axis that stand on the gridlines of the first: as many as it has, zero on zero where both
// have one.
Ticks aligned_ticks(ValueRange range, const Ticks& first);

// Decimals that write every multiple of `step` exactly, 0-10.
int decimals_of(double step);

} // namespace presstime
