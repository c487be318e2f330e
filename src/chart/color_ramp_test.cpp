#include "chart/color_ramp.hpp"

#include "model/contrast.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace presstime {
namespace {

const Theme* const kThemes[] = {&light_theme(), &dark_theme()};

TEST(ColorRamp, BeginsAndEndsWithTheThemesColours)
{
    for (const Theme* theme : kThemes) {
        EXPECT_EQ(ColorRamp::sequential(*theme).at(0), theme->sequential[0]);
        EXPECT_EQ(ColorRamp::sequential(*theme).at(1), theme->sequential[1]);
        EXPECT_EQ(ColorRamp::diverging(*theme).at(-3), theme->diverging[0]);
        EXPECT_EQ(ColorRamp::diverging(*theme).at(0.5), theme->diverging[1]);
        EXPECT_EQ(ColorRamp::diverging(*theme).at(7), theme->diverging[2]);
    }
}

TEST(ColorRamp, OnlyEverGetsDarkerOrOnlyEverLighter)
{
    for (const Theme* theme : kThemes) {
        ColorRamp ramp = ColorRamp::sequential(*theme);
        bool lighter = luminance(ramp.at(1)) > luminance(ramp.at(0));
        for (double share = 1.0 / 64; share <= 1; share += 1.0 / 64) {
            double step = luminance(ramp.at(share)) - luminance(ramp.at(share - 1.0 / 64));
            EXPECT_GE(lighter ? step : -step, 0) << share;
        }
    }
}

// Midway between ink and paper no colour of the theme stands out more than the root of their contrast.
TEST(TextOnAColour, CanBeReadAllAlongTheRamps)
{
    for (const Theme* theme : kThemes)
        for (double share = 0; share <= 1; share += 1.0 / 64)
            for (const ColorRamp& ramp : {ColorRamp::sequential(*theme), ColorRamp::diverging(*theme)}) {
                Color background = ramp.at(share);
                EXPECT_GE(contrast_ratio(background, readable_on(background, *theme)), 3.8) << share;
            }
}

TEST(Contrast, IsThatOfTheStandard)
{
    EXPECT_NEAR(contrast_ratio(rgb(0x000000), rgb(0xFFFFFF)), 21, 0.01);
    EXPECT_NEAR(contrast_ratio(rgb(0x777777), rgb(0xFFFFFF)), 4.48, 0.01);
    EXPECT_DOUBLE_EQ(contrast_ratio(rgb(0x336699), rgb(0x336699)), 1);
}

} // namespace
} // namespace presstime
