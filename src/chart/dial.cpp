// Ends of the scale, and angles.
#include "chart/dial.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr double kThickness = 0.2; // of the radius
constexpr double kThinnest = 4, kThickest = 26;
constexpr double kLargest = 1e150;

bool is_usable(const std::optional<double>& value)
{
    return value && std::abs(*value) < kLargest;
}

// The first of 1, 2, 2.5, 5 and 10 times a power of ten that is beyond; 1 beyond nothing.
double nice_end(double magnitude)
{
    constexpr double kRounding = 1e-9;
    if (!(magnitude > 1 / kLargest))
        return 1;
    double power = std::pow(10.0, std::floor(std::log10(magnitude)));
    for (double multiple : {1.0, 2.0, 2.5, 5.0})
        if (magnitude * (1 + kRounding) < multiple * power)
            return multiple * power;
    return 10 * power;
}

} // namespace

double Dial::rim() const
{
    return std::max(radius - (has_bands ? kBandRing + kBandGap : 0), 1.0);
}

double Dial::thickness() const
{
    return std::min(std::clamp(rim() * kThickness, kThinnest, kThickest), rim());
}

double Dial::hole() const
{
    return rim() - thickness();
}

double Dial::depth() const
{
    return std::max(-std::cos(half) * radius, 0.0);
}

double Dial::angle(double value) const
{
    return -half + 2 * half * std::clamp((value - from) / (to - from), 0.0, 1.0);
}

Point Dial::at(double angle, double distance) const
{
    return {center.x + std::sin(angle) * distance, center.y - std::cos(angle) * distance};
}

bool is_band(const Reference& reference)
{
    return reference.axis == ReferenceAxis::y && is_usable(reference.from) && is_usable(reference.to) &&
           *reference.from < *reference.to;
}

bool is_target(const Reference& reference)
{
    return reference.axis == ReferenceAxis::y && is_usable(reference.value);
}

Dial scale_dial(const ChartSpec& spec, double value)
{
    Dial dial;
    double low = std::min(value, 0.0), high = std::max(value, 0.0);
    double band_low = 0, band_high = 0;
    for (const Reference& reference : spec.references) {
        if (is_target(reference)) {
            low = std::min(low, *reference.value);
            high = std::max(high, *reference.value);
        } else if (is_band(reference)) {
            dial.has_bands = true;
            band_low = std::min(band_low, *reference.from);
            band_high = std::max(band_high, *reference.to);
        }
    }
    bool percent = spec.y_format.find('%') != std::string::npos;
    bool only_negative = low < 0 && high == 0 && band_high == 0;
    double from = low < band_low ? -nice_end(-low) : band_low;
    double to = band_high > 0 && high <= band_high ? band_high
                : only_negative                    ? 0
                : percent && high <= 1             ? 1
                                                   : nice_end(high);
    dial.from = is_usable(spec.y_min) ? *spec.y_min : from;
    dial.to = is_usable(spec.y_max) ? *spec.y_max : to;
    if (dial.from < dial.to)
        return dial;
    // One end as given lies beyond the other one found, or both are the same.
    double room = std::max(1.0, std::abs(dial.from));
    (is_usable(spec.y_max) && !is_usable(spec.y_min) ? dial.from : dial.to) =
        is_usable(spec.y_max) && !is_usable(spec.y_min) ? dial.to - room : dial.from + room;
    return dial;
}

} // namespace presstime
