#include "codec/document.hpp"

#include <gtest/gtest.h>

namespace presstime::codec {
namespace {

constexpr std::string_view kBrand = R"(kind: theme
accent: "#7A1FA2"
ink: "#101010"
good: "#117A3D"
bad: "#B00020"
warn: "#8A6100"
categorical: ["#7A1FA2", "#00838F"]
font: Source Sans 3
logo: data:image/png;base64,AAAA
dark: {accent: "#D7A8F0", categorical: ["#D7A8F0"]}
)";

TEST(ThemeDocument, SurvivesJsonAndYamlBothWays)
{
    Result<WorkspaceTheme> theme = theme_from_json(yaml_to_json(kBrand).value());
    ASSERT_TRUE(theme.has_value()) << theme.error().message;
    EXPECT_EQ(theme->light.accent, rgb(0x7A1FA2));
    EXPECT_EQ(theme->light.categorical.size(), 2U);
    EXPECT_EQ(theme->dark.accent, rgb(0xD7A8F0));
    EXPECT_EQ(theme->font, "Source Sans 3");
    const std::string json = theme_to_json(*theme);
    EXPECT_EQ(theme_from_json(json).value(), *theme);
    EXPECT_EQ(theme_from_json(yaml_to_json(json_to_yaml(json)).value()).value(), *theme);
    EXPECT_EQ(theme_from_json("{}").value(), WorkspaceTheme{});
}

TEST(ThemeDocument, ColoursAreSixHexadecimalDigits)
{
    const auto field = [](const std::string& json) { return theme_from_json(json).error().field; };
    for (const char* bad : {"red", "#FFF", "#12345G", "#1234567", "2F5FD0", "# 12345"})
        EXPECT_EQ(field(std::string(R"({"accent":")") + bad + "\"}"), "accent") << bad;
    EXPECT_EQ(field(R"({"categorical":["#112233","blue"]})"), "categorical[1]");
    EXPECT_EQ(field(R"({"dark":{"ink":"white"}})"), "dark.ink");
    EXPECT_EQ(field(R"({"dark":{"logo":"x"}})"), "dark.logo");
    EXPECT_EQ(field(R"({"logo":"https://example.com/logo.png"})"), "logo");
    EXPECT_EQ(field(R"({"colour":"#112233"})"), "colour");
}

} // namespace
} // namespace presstime::codec
