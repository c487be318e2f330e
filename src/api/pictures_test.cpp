// Widgets drawn for the browser.
#include "api/test_world.hpp"

namespace presstime::api {
namespace {

constexpr const char* kPicture = "/v1/dashboards/dash_sales/widgets/w_bar/picture";

class PictureApi : public testing::Test {
protected:
    void SetUp() override { world.add_sales(); }
    World world;
};

TEST_F(PictureApi, IsAnSvgWithWordsAndPlacesForTooltips)
{
    const Answer answer = world.get(std::string(kPicture) + "?width=600&height=300");
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_NE(answer.text("svg").find("<svg"), std::string::npos);
    EXPECT_NE(answer.text("alt").find("Bar chart"), std::string::npos) << answer.text("alt");
    EXPECT_EQ(json::serialize(answer.body.at("view_box")), "[400,200]");
    const json::array& hits = answer.body.at("hits").as_array();
    ASSERT_EQ(hits.size(), 2U);
    EXPECT_EQ(hits[1].at("value").as_string(), "20");
    EXPECT_EQ(hits[1].at("box").as_array().size(), 4U);
}

TEST_F(PictureApi, IsThePictureAloneForWhoAsksForOne)
{
    const Answer answer = world.send("GET", kPicture, "", {{"accept", "image/svg+xml,image/*;q=0.8"}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.response.content_type, "image/svg+xml");
    EXPECT_TRUE(answer.response.body.starts_with("<svg") || answer.response.body.starts_with("<?xml"));
    EXPECT_EQ(answer.header("Vary"), "Accept");
}

TEST_F(PictureApi, FollowsTheThemeOfCallerAndWorkspace)
{
    const std::string plain = world.get(kPicture).text("svg");
    const std::string dark = world.get(std::string(kPicture) + "?theme=dark").text("svg");
    EXPECT_NE(plain, dark);
    EXPECT_EQ(world.send("PUT", "/v1/theme", R"({"accent":"#7A1FA2"})").status, 201);
    EXPECT_NE(world.get(kPicture).text("svg"), plain);
    EXPECT_EQ(world.send("DELETE", "/v1/theme").status, 204);
    EXPECT_EQ(world.get(kPicture).text("svg"), plain);
}

TEST_F(PictureApi, RefusesWhatCannotBeDrawnByName)
{
    for (const auto& [query, field] : {std::pair("width=0", "width"),
                                       {"height=1e9", "height"},
                                       {"theme=grey", "theme"},
                                       {"timezone=Mars/Olympus", "timezone"},
                                       {"param.nowhere=1", "parameters.nowhere"},
                                       {"period_start=2026-01-01T00:00:00Z", "period_end"},
                                       {"size=3", "size"},
                                       {"version=old", "version"}}) {
        const Answer answer = world.get(std::string(kPicture) + "?" + query);
        EXPECT_EQ(answer.status, 422) << query;
        EXPECT_EQ(answer.text("field"), field) << answer.text("detail");
    }
    EXPECT_EQ(world.get("/v1/dashboards/dash_sales/widgets/w_none/picture").status, 404);
    EXPECT_EQ(world.get("/v1/dashboards/dash_none/widgets/w_bar/picture").status, 404);
}

TEST_F(PictureApi, ShowsThePublishedDashboardUnlessTheDraftIsAskedFor)
{
    json::object draft = World::sales_dashboard();
    draft["widgets"].as_array()[0].as_object()["title"] = "Changed";
    ASSERT_EQ(world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(draft)).status, 200);
    const std::string published = world.get(kPicture).text("svg");
    EXPECT_NE(world.get(std::string(kPicture) + "?version=draft").text("svg"), published);
}

} // namespace
} // namespace presstime::api
