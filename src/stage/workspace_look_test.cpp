#include "stage/workspace_look.hpp"

#include "model/contrast.hpp"

#include <gtest/gtest.h>

#include <set>

namespace presstime::stage {
namespace {

TEST(WorkspaceLook, ChangesOnlyWhatItNames)
{
    const Theme plain = make_theme("light", {});
    EXPECT_EQ(plain.accent, light_theme().accent);
    EXPECT_EQ(plain.categorical, light_theme().categorical);
    EXPECT_EQ(plain.sequential, light_theme().sequential);
    EXPECT_EQ(make_theme("dark", {}).paper, dark_theme().paper);

    WorkspaceTheme brand;
    brand.light.good = rgb(0x117A3D);
    brand.font = "Source Sans 3";
    const Theme theme = make_theme("light", brand);
    EXPECT_EQ(theme.good, rgb(0x117A3D));
    EXPECT_EQ(theme.bad, light_theme().bad);
    EXPECT_EQ(theme.font_family, "Source Sans 3");
    EXPECT_EQ(make_theme("dark", brand).good, dark_theme().good);
}

TEST(WorkspaceLook, KeepsEightDifferentColoursForSeries)
{
    WorkspaceTheme brand;
    brand.light.categorical = {light_theme().categorical[3], rgb(0x00838F)};
    const Theme theme = make_theme("light", brand);
    EXPECT_EQ(theme.categorical[0], light_theme().categorical[3]);
    EXPECT_EQ(theme.categorical[1], rgb(0x00838F));
    EXPECT_EQ(theme.categorical[2], light_theme().categorical[0]);
    std::set<std::uint32_t> seen;
    for (Color color : theme.categorical)
        seen.insert(color.r << 16 | color.g << 8 | color.b);
    EXPECT_EQ(seen.size(), 8U);
}

TEST(WorkspaceLook, AnAccentLeadsTheSeriesAndTheRamp)
{
    WorkspaceTheme brand;
    brand.light.accent = rgb(0x7A1FA2);
    const Theme theme = make_theme("light", brand);
    EXPECT_EQ(theme.categorical[0], rgb(0x7A1FA2));
    EXPECT_EQ(theme.categorical[1], light_theme().categorical[1]);
    EXPECT_GT(contrast_ratio(theme.sequential[1], theme.paper), contrast_ratio(theme.accent, theme.paper));
    EXPECT_LT(contrast_ratio(theme.sequential[0], theme.paper), 1.5);
}

TEST(WorkspaceLook, ALogoThatIsNoneIsLeftOut)
{
    WorkspaceTheme brand;
    brand.logo = "data:image/png;base64,AAAA";
    EXPECT_EQ(make_theme("light", brand).logo, nullptr);
}

TEST(WorkspaceLook, NamesTextThatHardlyStandsOut)
{
    EXPECT_NEAR(contrast_ratio(rgb(0), rgb(0xFFFFFF)), 21, 0.01);
    WorkspaceTheme brand;
    brand.light.accent = rgb(0xFFE680);
    brand.light.ink = rgb(0x222222);
    brand.dark.ink = rgb(0x333333);
    const std::vector<WeakColor> weak = weak_colors(brand);
    ASSERT_EQ(weak.size(), 2U);
    EXPECT_EQ(weak[0].field, "accent");
    EXPECT_LT(weak[0].contrast, 3);
    EXPECT_EQ(weak[1].field, "dark.ink");
}

} // namespace
} // namespace presstime::stage
