// Mixing in Oklab (Ottosson 2020), where equal steps look equal; mixing sRGB bytes turns blues purple and
// greys muddy.
#include "chart/color_ramp.hpp"

#include "model/contrast.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

std::uint8_t to_byte(double linear)
{
    double value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
    return static_cast<std::uint8_t>(std::clamp(value, 0.0, 1.0) * 255 + 0.5);
}

struct Lab {
    double lightness, green_red, blue_yellow;
};

Lab to_lab(Color color)
{
    double r = to_linear(color.r), g = to_linear(color.g), b = to_linear(color.b);
    double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

Color to_color(const Lab& lab)
{
    double l = lab.lightness + 0.3963377774 * lab.green_red + 0.2158037573 * lab.blue_yellow;
    double m = lab.lightness - 0.1055613458 * lab.green_red - 0.0638541728 * lab.blue_yellow;
    double s = lab.lightness - 0.0894841775 * lab.green_red - 1.2914855480 * lab.blue_yellow;
    l = l * l * l;
    m = m * m * m;
    s = s * s * s;
    return {to_byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            to_byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            to_byte(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

Color between(Color from, Color to, double share)
{
    Lab a = to_lab(from), b = to_lab(to);
    return to_color({std::lerp(a.lightness, b.lightness, share), std::lerp(a.green_red, b.green_red, share),
                     std::lerp(a.blue_yellow, b.blue_yellow, share)});
}

constexpr double kLast = ColorRamp::kLevels - 1;

} // namespace

ColorRamp ColorRamp::sequential(const Theme& theme)
{
    ColorRamp ramp;
    for (std::size_t level = 0; level < kLevels; ++level)
        ramp.colors_[level] =
            between(theme.sequential[0], theme.sequential[1], static_cast<double>(level) / kLast);
    return ramp;
}

ColorRamp ColorRamp::diverging(const Theme& theme)
{
    constexpr std::size_t kMiddle = kLevels / 2;
    ColorRamp ramp;
    for (std::size_t level = 0; level <= kMiddle; ++level) {
        double share = static_cast<double>(level) / kMiddle;
        ramp.colors_[level] = between(theme.diverging[0], theme.diverging[1], share);
        ramp.colors_[kMiddle + level] = between(theme.diverging[1], theme.diverging[2], share);
    }
    return ramp;
}

std::size_t ColorRamp::level_of(double share)
{
    return static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * kLast + 0.5);
}

Color readable_on(Color background, const Theme& theme)
{
    return contrast_ratio(background, theme.ink) >= contrast_ratio(background, theme.paper) ? theme.ink
                                                                                            : theme.paper;
}

} // namespace presstime
