// The scale and the geometry of a gauge: from a number to an angle, from an angle to a place. Draws nothing.
#pragma once

#include "model/dashboard.hpp"
#include "model/drawing.hpp"

#include <numbers>
#include <string_view>

namespace presstime {

// From 12 o'clock to either end of the arc, in radians: half a circle, or two thirds of one.
inline constexpr double kHalfCircle = std::numbers::pi / 2;
inline constexpr double kTwoThirds = std::numbers::pi * 2 / 3;

inline constexpr double kBandRing = 3; // thickness of the ring of bands outside the arc
inline constexpr double kBandGap = 2;

struct Dial {
    Point center;
    double radius = 1; // to the outside of the ring of bands, or of the arc where there are none
    double half = kTwoThirds;
    double from = 0, to = 1; // values at the ends
    bool has_bands = false;

    double rim() const; // of the arc
    double thickness() const;
    double hole() const;
    double ring_middle() const { return rim() - thickness() / 2; }
    double depth() const; // from the centre down to the lowest point of the ends; 0 for half a circle
    double angle(double value) const; // clamped to the ends
    Point at(double angle, double distance) const;
    bool holds(double value) const { return value >= from && value <= to; }
};

// Which references a gauge draws: bands with both ends, and targets.
bool is_band(const Reference& reference);
bool is_target(const Reference& reference);

// A dial for the value, without a place yet. Its ends are y_min and y_max of the spec; else those of the
// bands when they hold the value and all targets; else zero, and a round number beyond (100 % for shares).
Dial scale_dial(const ChartSpec& spec, double value);

} // namespace presstime
