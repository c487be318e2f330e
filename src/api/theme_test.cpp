// The workspace's theme over the API.
#include "api/test_world.hpp"

namespace presstime::api {
namespace {

constexpr const char* kLogo = "data:image/"
                              "png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+"
                              "M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

TEST(ThemeApi, IsNothingUntilItIsPutAndAfterItIsDeleted)
{
    World world;
    EXPECT_EQ(world.get("/v1/theme").status, 404);
    EXPECT_EQ(world.get("/v1/theme?optional=1").status, 204);
    EXPECT_EQ(world.send("DELETE", "/v1/theme").status, 404);
    const Answer made = world.send("PUT", "/v1/theme", R"({"accent":"#7A1FA2","dark":{"ink":"#FFFFFF"}})");
    EXPECT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(made.number("version"), 1);
    EXPECT_EQ(made.header("ETag"), "\"1\"");
    EXPECT_EQ(world.get("/v1/theme").text("accent"), "#7A1FA2");
    EXPECT_EQ(world.get("/v1/theme?optional=1").text("accent"), "#7A1FA2");
    const Answer same = world.send("PUT", "/v1/theme", world.get("/v1/theme").response.body);
    EXPECT_EQ(same.status, 200);
    EXPECT_EQ(same.number("version"), 1);
    EXPECT_EQ(world.send("PUT", "/v1/theme", "{}", {{"if-match", "\"7\""}}).status, 412);
    EXPECT_EQ(world.send("DELETE", "/v1/theme").status, 204);
    EXPECT_EQ(world.get("/v1/theme").status, 404);
    EXPECT_EQ(world.send("PUT", "/v1/theme", R"({"accent":"#7A1FA2"})").number("version"), 3)
        << "a run may still name the first";
}

TEST(ThemeApi, WarnsOfColoursThatHardlyStandOut)
{
    World world;
    const Answer pale = world.send("PUT", "/v1/theme", R"({"accent":"#FFE680"})");
    EXPECT_EQ(pale.status, 201);
    EXPECT_EQ(pale.body.at("warnings").at(0).at("field").as_string(), "accent");
}

TEST(ThemeApi, ALogoMustBeAPicture)
{
    World world;
    const auto put = [&](const std::string& logo) {
        return world.send("PUT", "/v1/theme", json::serialize(json::object{{"logo", logo}}));
    };
    EXPECT_EQ(put(kLogo).status, 201);
    EXPECT_EQ(put("data:image/png;base64,AAAA").text("field"), "logo");
    EXPECT_EQ(put("https://example.com/logo.png").text("field"), "logo");
}

TEST(ThemeApi, IsForAdminsToChange)
{
    World world;
    const std::string writer = "Bearer " + world.make_key("write");
    EXPECT_EQ(world.send("PUT", "/v1/theme", "{}", {{"authorization", writer}}).status, 403);
    EXPECT_EQ(world.send("DELETE", "/v1/theme", "", {{"authorization", writer}}).status, 403);
    EXPECT_EQ(world.send("GET", "/v1/theme", "", {{"authorization", writer}}).status, 404);
}

} // namespace
} // namespace presstime::api
