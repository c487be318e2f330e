// Dashboards in a list, and the versions of one.
#include "api/test_world.hpp"

#include <fmt/format.h>

namespace presstime::api {
namespace {

class DashboardLists : public testing::Test {
protected:
    void SetUp() override { world.add_sales(); }

    void add(const std::string& id, const std::string& name, const json::object& more = {})
    {
        json::object document = World::sales_dashboard();
        document["id"] = id;
        document["name"] = name;
        for (const auto& member : more)
            document[member.key()] = member.value();
        const Answer made = world.post("/v1/dashboards", json::serialize(document));
        ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    }
    // The ids in order, with commas.
    std::string ids(const std::string& query)
    {
        const Answer answer = world.get("/v1/dashboards?view=rows" + query);
        EXPECT_EQ(answer.status, 200) << json::serialize(answer.body);
        std::string out;
        for (const json::value& row : answer.body.as_array())
            out += (out.empty() ? "" : ",") + std::string(row.at("id").as_string());
        return out;
    }

    World world;
};

TEST_F(DashboardLists, ShowWhatALineNeedsAndNothingOfTheQueries)
{
    add("dash_b", "Stock", {{"description", "What is there"}, {"tags", {"daily"}}, {"theme", "dark"}});
    world.add_report();
    const Answer answer = world.get("/v1/dashboards?view=rows");
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("X-Total-Count"), "2");
    EXPECT_EQ(json::serialize(answer.body).find("SELECT"), std::string::npos);
    const json::value sales = answer.body.at(0), stock = answer.body.at(1);
    EXPECT_EQ(sales.at("name").as_string(), "Sales");
    EXPECT_EQ(sales.at("reports").as_int64(), 1);
    EXPECT_EQ(sales.at("widgets").as_int64(), 1);
    EXPECT_EQ(sales.at("published_version").as_int64(), 1);
    EXPECT_FALSE(sales.at("has_unpublished_changes").as_bool());
    EXPECT_EQ(stock.at("description").as_string(), "What is there");
    EXPECT_EQ(json::serialize(stock.at("tags")), R"(["daily"])");
    EXPECT_EQ(stock.at("theme").as_string(), "dark");
    EXPECT_TRUE(stock.at("published_version").is_null());
    EXPECT_TRUE(stock.at("has_unpublished_changes").as_bool());
    world.patch("/v1/dashboards/dash_sales", R"({"description":"New words"})");
    const Answer after = world.get("/v1/dashboards?view=rows&q=new%20words");
    EXPECT_EQ(world.get("/v1/dashboards?view=rows&q=words").body.at(0).at("id").as_string(), "dash_sales");
    EXPECT_TRUE(world.get("/v1/dashboards?view=rows").body.at(0).at("has_unpublished_changes").as_bool());
}

TEST_F(DashboardLists, FindSortAndPage)
{
    add("dash_c", "apples", {{"tags", {"daily", "fruit"}}, {"category", "Food"}});
    add("dash_b", "Bread", {{"tags", {"daily"}}, {"description", "Loaves and apples"}});
    EXPECT_EQ(ids(""), "dash_c,dash_b,dash_sales");
    EXPECT_EQ(ids("&sort=-name"), "dash_sales,dash_b,dash_c");
    EXPECT_EQ(ids("&sort=number"), "dash_sales,dash_c,dash_b");
    EXPECT_EQ(ids("&tag=daily"), "dash_c,dash_b");
    EXPECT_EQ(ids("&category=Food"), "dash_c");
    EXPECT_EQ(ids("&q=APPLES"), "dash_c,dash_b");
    EXPECT_EQ(ids("&q=apples loaves"), "dash_b");
    EXPECT_EQ(ids("&q=nothing"), "");
    const Answer page = world.get("/v1/dashboards?view=rows&limit=2&sort=-name");
    EXPECT_EQ(page.header("X-Total-Count"), "3");
    EXPECT_NE(page.header("Link").find("cursor=dash_b"), std::string::npos) << page.header("Link");
    EXPECT_EQ(ids("&limit=2&sort=-name&cursor=dash_b"), "dash_c");
    EXPECT_EQ(world.get("/v1/dashboards?view=rows&cursor=dash_gone").status, 400);
    EXPECT_EQ(world.get("/v1/dashboards?view=rows&sort=age").text("field"), "sort");
    EXPECT_EQ(world.get("/v1/dashboards?view=cards").text("field"), "view");
}

TEST_F(DashboardLists, ReadTheDraftOfADashboardFromBeforeThereWereSummaries)
{
    world.patch("/v1/dashboards/dash_sales", R"({"tags":["old"]})");
    world.write([](db::Session& session) -> Result<> {
        TRY(session.execute_script("UPDATE dashboards SET summary = ''"));
        return {};
    });
    EXPECT_EQ(ids("&tag=old"), "dash_sales");
    EXPECT_EQ(world.get("/v1/dashboards?view=rows").body.at(0).at("widgets").as_int64(), 1);
}

TEST_F(DashboardLists, VersionsSayWhoChangedHowMuchAndWhy)
{
    json::object draft = World::sales_dashboard();
    draft["name"] = "Sales, second look";
    draft["widgets"].as_array()[0].as_object()["title"] = "Revenue";
    draft["widgets"].as_array().push_back({{"id", "w_txt"},
                                           {"kind", "text"},
                                           {"markdown", "x"},
                                           {"grid", {{"x", 0}, {"y", 6}, {"w", 4}, {"h", 2}}}});
    ASSERT_EQ(world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(draft)).status, 200);
    ASSERT_EQ(world.post("/v1/dashboards/dash_sales/publish", R"({"comment":"For the board"})").status, 200);
    const json::value versions = world.get("/v1/dashboards/dash_sales/versions").body;
    ASSERT_EQ(versions.as_array().size(), 2U);
    EXPECT_EQ(versions.at(0).at("published_by").as_string(), "key test admin");
    EXPECT_EQ(versions.at(0).at("comment").as_string(), "For the board");
    EXPECT_EQ(versions.at(0).at("changes").as_int64(), 3) << "a name, a widget changed, a widget added";
    EXPECT_TRUE(versions.at(1).at("changes").is_null());
    EXPECT_EQ(versions.at(1).at("comment").as_string(), "");
    EXPECT_EQ(world.post("/v1/dashboards/dash_sales/publish", R"({"remark":"x"})").text("field"), "remark");
}

TEST_F(DashboardLists, AVersionComesBackAsTheDraft)
{
    world.patch("/v1/dashboards/dash_sales", R"({"name":"Sales, second look","category":"Food"})");
    world.post("/v1/dashboards/dash_sales/publish");
    const Answer first = world.get("/v1/dashboards/dash_sales/versions/1");
    ASSERT_EQ(first.status, 200);
    EXPECT_EQ(first.text("name"), "Sales");
    EXPECT_EQ(world.get("/v1/dashboards/dash_sales/versions/9").status, 404);
    EXPECT_EQ(world.get("/v1/dashboards/dash_sales/versions/x").status, 404);

    const std::string restore = "/v1/dashboards/dash_sales/versions/1/restore";
    EXPECT_EQ(world.send("POST", restore, "", {{"if-match", "\"1\""}}).status, 412);
    const Answer restored = world.send("POST", restore, "", {{"if-match", "\"2\""}});
    ASSERT_EQ(restored.status, 200) << json::serialize(restored.body);
    EXPECT_EQ(restored.text("name"), "Sales");
    EXPECT_EQ(restored.text("category"), "Food") << "who may see it does not come back with the contents";
    EXPECT_EQ(restored.number("version"), 3);
    EXPECT_EQ(restored.header("ETag"), "\"3\"");
    EXPECT_EQ(restored.number("published_version"), 2);
    EXPECT_EQ(world.post(restore).number("version"), 3) << "nothing to restore";
}

} // namespace
} // namespace presstime::api
