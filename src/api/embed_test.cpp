// Embed sessions and view tokens: who makes them, what they open, what stays hidden, and when they end.
#include "api/test_world.hpp"

#include <gmock/gmock.h>

namespace presstime::api {
namespace {

using testing::HasSubstr;
using testing::Not;

class EmbedTest : public testing::Test {
protected:
    EmbedTest()
    {
        world.add_sales();
        world.post("/v1/dashboards", R"({"id":"dash_open","name":"Open","category":"Finance",
            "parameters":[{"name":"region","type":"string","default":"North"},
                          {"name":"month","type":"string","default":"2026-01"}],
            "queries":[{"name":"by_region","connection":"shop",
                        "sql":"SELECT month, revenue FROM sales WHERE region = $region ORDER BY month"}],
            "widgets":[{"id":"w_bar","kind":"chart","query":"by_region","grid":{"x":0,"y":0,"w":6,"h":6},
                        "chart":{"mark":"bar","x":"month","y":["revenue"]}},
                       {"id":"w_notes","kind":"text","markdown":"internal",
                        "grid":{"x":6,"y":0,"w":6,"h":6}}]})");
        world.post("/v1/dashboards/dash_open/publish");
    }

    Answer make(const std::string& members, const std::string& key = "")
    {
        return world.send("POST", "/v1/embed-sessions", R"({"dashboard_id":"dash_open",)" + members + "}",
                          {{"authorization", "Bearer " + (key.empty() ? world.admin_key : key)}});
    }
    std::string token(const std::string& members = R"("expires_in":3600)")
    {
        const Answer made = make(members);
        EXPECT_EQ(made.status, 201) << json::serialize(made.body);
        return made.text("token");
    }
    Answer browse(const std::string& token, const std::string& path)
    {
        return world.send("GET", path, "", {{"authorization", "Bearer " + token}});
    }
    std::string rows(const std::string& token, const std::string& query = "")
    {
        const Answer answer = browse(token, "/v1/embed/widgets/w_bar/data" + query);
        return answer.status == 200 ? json::serialize(answer.body.at("rows")) : answer.text("field");
    }

    World world;
};

TEST_F(EmbedTest, ASessionIsMadeAndSaysWhenItEnds)
{
    const Answer made = make(R"("permissions":{"hidden_widgets":["w_notes"]})");
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_THAT(made.text("token"), HasSubstr("pte_"));
    EXPECT_EQ(made.text("expires_at"), "2026-03-02T09:59:00Z") << "one hour unless it is said";
    EXPECT_EQ(made.text("url"), made.text("embed_url"));
    EXPECT_THAT(made.text("url"), HasSubstr("/api/reports/2/view/" + made.text("token")));
    EXPECT_EQ(made.header("Cache-Control"), "no-store");
    const Answer list = world.get("/v1/embed-sessions");
    ASSERT_EQ(list.body.as_array().size(), 1u);
    EXPECT_THAT(json::serialize(list.body), Not(HasSubstr("pte_"))) << "the token is shown once";
}

TEST_F(EmbedTest, ExpiresInIsOneToTwentyFourHours)
{
    EXPECT_EQ(make(R"("expires_in":86400)").text("expires_at"), "2026-03-03T08:59:00Z");
    EXPECT_EQ(make(R"("expires_in":"8h")").text("expires_at"), "2026-03-02T16:59:00Z");
    for (const char* life : {"3599", "86401", "0", "-1", "\"25h\"", "\"soon\"", "1.5", "true"})
        EXPECT_EQ(make(std::string(R"("expires_in":)") + life).text("field"), "expires_in") << life;
}

TEST_F(EmbedTest, TheDashboardIsShownWithoutItsSql)
{
    const std::string holder = token(R"("permissions":{"hidden_widgets":["w_notes"],"allowed_periods":["7d"],
        "locked_filters":{"region":"South"}})");
    const Answer shown = browse(holder, "/v1/embed/dashboard");
    ASSERT_EQ(shown.status, 200) << json::serialize(shown.body);
    const std::string text = json::serialize(shown.body);
    for (const char* secret : {"SELECT", "shop", "by_region", "South", "internal", "w_notes", "queries"})
        EXPECT_THAT(text, Not(HasSubstr(secret)));
    EXPECT_EQ(shown.text("id"), "dash_open");
    EXPECT_EQ(shown.body.at("widgets").as_array().size(), 1u);
    ASSERT_EQ(shown.body.at("parameters").as_array().size(), 1u) << "the locked one is not shown";
    EXPECT_EQ(shown.body.at("parameters").at(0).at("name"), "month");
    EXPECT_EQ(shown.body.at("permissions").at("allowed_periods").at(0), "7d");
    EXPECT_EQ(shown.header("Cache-Control"), "no-store");
}

TEST_F(EmbedTest, AWidgetIsDrawnAndItsRowsAreRead)
{
    const std::string holder = token();
    const Answer picture = browse(holder, "/v1/embed/widgets/w_bar/picture?width=400&period=7d");
    ASSERT_EQ(picture.status, 200) << json::serialize(picture.body);
    EXPECT_THAT(picture.text("svg"), HasSubstr("<svg"));
    EXPECT_EQ(picture.header("Cache-Control"), "no-store");
    EXPECT_EQ(rows(holder), R"([["2026-01",10]])");
    EXPECT_EQ(rows(holder, "?param.region=South"), R"([["2026-02",20]])");
    EXPECT_EQ(rows(holder, "?limit=0"), "limit");
    EXPECT_EQ(browse(holder, "/v1/embed/widgets/w_notes/data").status, 404) << "a text has no rows";
    EXPECT_EQ(browse(holder, "/v1/embed/widgets/w_other/picture").status, 404);
}

TEST_F(EmbedTest, ColumnsThatAWidgetDoesNotNameStayInside)
{
    json::object dashboard = World::sales_dashboard();
    dashboard["id"] = "dash_columns";
    world.post("/v1/dashboards", json::serialize(dashboard));
    ASSERT_EQ(world.post("/v1/dashboards/dash_columns/publish").status, 200);
    const Answer made = world.post("/v1/embed-sessions", R"({"dashboard_id":"dash_columns"})");
    const Answer data = browse(made.text("token"), "/v1/embed/widgets/w_bar/data");
    EXPECT_EQ(json::serialize(data.body.at("rows")), R"([["2026-01",10],["2026-02",20]])")
        << "the region is in the query and not in the chart";
    EXPECT_EQ(data.body.at("columns").as_array().size(), 2u);
}

TEST_F(EmbedTest, ALockedParameterIsOutOfReach)
{
    const std::string holder = token(R"("permissions":{"locked_filters":{"region":"South"}})");
    EXPECT_EQ(rows(holder), R"([["2026-02",20]])");
    for (const char* given : {"North", "South"})
        EXPECT_EQ(rows(holder, std::string("?param.region=") + given), "parameters.region");
    EXPECT_EQ(browse(holder, "/v1/embed/widgets/w_bar/picture?param.region=North").text("field"),
              "parameters.region");
}

TEST_F(EmbedTest, OnlyAllowedDimensionsAreSet)
{
    const std::string holder = token(R"("permissions":{"allowed_dimensions":["month"]})");
    EXPECT_EQ(rows(holder, "?param.region=South"), "parameters.region");
    EXPECT_EQ(rows(holder, "?param.month=2026-02"), R"([["2026-01",10]])");
}

TEST_F(EmbedTest, HiddenWidgetsAreNotThere)
{
    const std::string holder = token(R"("permissions":{"hidden_widgets":["w_bar"]})");
    EXPECT_EQ(browse(holder, "/v1/embed/widgets/w_bar/picture").status, 404);
    EXPECT_EQ(browse(holder, "/v1/embed/widgets/w_bar/data").status, 404);
    const Answer page = world.get("/api/reports/2/view/" + holder);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.response.body, Not(HasSubstr("Bar chart")));
}

TEST_F(EmbedTest, PeriodsAreBounded)
{
    const std::string listed = token(R"("permissions":{"allowed_periods":["7d","24h"]})");
    EXPECT_EQ(browse(listed, "/v1/embed/widgets/w_bar/data?period=24h").status, 200);
    EXPECT_EQ(rows(listed, "?period=30d"), "period");
    EXPECT_EQ(rows(listed, "?period_start=2026-01-01T00:00:00Z&period_end=2026-01-02T00:00:00Z"),
              "period_start");
    const std::string bounded = token(R"("permissions":{"max_date_range_days":30})");
    EXPECT_EQ(browse(bounded, "/v1/embed/widgets/w_bar/data?period=30d").status, 200);
    EXPECT_EQ(rows(bounded, "?period=31d"), "period_end");
    EXPECT_EQ(rows(bounded, "?period=month"), "period");
    EXPECT_EQ(rows(bounded, "?period=7d&period_start=2026-01-01T00:00:00Z&period_end=2026-01-02T00:00:00Z"),
              "period");
}

TEST_F(EmbedTest, ATenantWithNothingToFilterIsRefused)
{
    const Answer refused = make(R"("tenant_id":"acme")");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.text("field"), "tenant_id");
    EXPECT_EQ(make(R"("permissions":{"locked_filters":{"plan":"pro"}})").text("field"),
              "permissions.locked_filters.plan");
    EXPECT_EQ(make(R"("permissions":{"hidden_widgets":["w_bra"]})").text("field"),
              "permissions.hidden_widgets[0]");
    EXPECT_EQ(make(R"("permissions":{"allowed_dimensions":["plan"]})").text("field"),
              "permissions.allowed_dimensions[0]");
}

TEST_F(EmbedTest, ALockedColumnFiltersEveryDataSet)
{
    world.post("/v1/dashboards", R"({"id":"dash_tenants","name":"Tenants",
        "datasets":[{"name":"revenues","connection":"shop",
                     "sql":"SELECT region AS tenant_id, month, revenue FROM sales"}],
        "queries":[{"name":"total","connection":"shop",
                    "sql":"SELECT SUM(revenue) AS revenue, COUNT(*) AS n FROM revenues"}],
        "widgets":[{"id":"w_sum","kind":"table","query":"total",
                    "grid":{"x":0,"y":0,"w":6,"h":2}}]})");
    ASSERT_EQ(world.post("/v1/dashboards/dash_tenants/publish").status, 200);
    const auto total = [&](const std::string& tenant) {
        const Answer made = world.post("/v1/embed-sessions",
                                       R"({"dashboard_id":"dash_tenants","tenant_id":")" + tenant + "\"}");
        EXPECT_EQ(made.status, 201) << json::serialize(made.body);
        return json::serialize(browse(made.text("token"), "/v1/embed/widgets/w_sum/data").body.at("rows"));
    };
    EXPECT_EQ(total("North"), "[[10,1]]");
    EXPECT_EQ(total("South"), "[[20,1]]");
    EXPECT_EQ(total("nobody"), "[[null,0]]");
    EXPECT_EQ(total("' OR 1=1 --"), "[[null,0]]");
}

TEST_F(EmbedTest, ASessionOpensItsOwnDashboardAlone)
{
    const std::string holder = token();
    EXPECT_EQ(world.get("/api/reports/1/view/" + holder).status, 404);
    EXPECT_EQ(world.get("/api/reports/2/view/" + holder).status, 200);
    EXPECT_EQ(browse(holder, "/v1/reports").status, 401) << "it is no API key";
    EXPECT_EQ(browse(world.admin_key, "/v1/embed/dashboard").status, 401) << "and a key is no session";
    EXPECT_EQ(world.get("/v1/embed/dashboard").status, 401);
}

TEST_F(EmbedTest, ASessionEndsByTimeByHandAndWithItsDashboard)
{
    const std::string timed = token();
    world.clock.advance(std::chrono::hours(1));
    EXPECT_EQ(browse(timed, "/v1/embed/dashboard").status, 401);
    EXPECT_TRUE(world.get("/v1/embed-sessions").body.as_array().empty());

    const Answer made = make(R"("expires_in":"1h")");
    const std::string address = "/v1/embed-sessions/" + std::to_string(made.number("id"));
    EXPECT_EQ(world.send("DELETE", address).status, 204);
    EXPECT_EQ(world.send("DELETE", address).status, 404);
    EXPECT_EQ(browse(made.text("token"), "/v1/embed/dashboard").status, 401);

    const std::string offline = token();
    world.post("/v1/dashboards/dash_open/unpublish");
    EXPECT_EQ(browse(offline, "/v1/embed/dashboard").status, 404);
    EXPECT_EQ(make(R"("expires_in":"1h")").status, 409) << "nothing is published";
}

TEST_F(EmbedTest, ASessionEndsWithTheKeyThatMadeIt)
{
    const std::string key = world.make_key("write");
    const Answer made = make(R"("expires_in":"1h")", key);
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(browse(made.text("token"), "/v1/embed/dashboard").status, 200);
    const std::int64_t id = world.get("/v1/tokens").body.as_array().back().at("id").as_int64();
    ASSERT_EQ(world.send("DELETE", "/v1/tokens/" + std::to_string(id)).status, 204);
    EXPECT_EQ(browse(made.text("token"), "/v1/embed/dashboard").status, 401);
}

TEST_F(EmbedTest, PeopleSeeTheirOwnSessionsAndAdminsAll)
{
    const std::string reader = world.make_key("read");
    const auto list = [&](const std::string& key) {
        return world.send("GET", "/v1/embed-sessions?limit=2", "", {{"authorization", "Bearer " + key}});
    };
    const auto view = [&](const std::string& key) {
        return world.send("POST", "/v1/reports/2/view-token", "", {{"authorization", "Bearer " + key}});
    };
    for (int n = 0; n < 3; ++n)
        view(reader);
    for (int n = 0; n < 3; ++n)
        view(world.admin_key);
    const Answer own = list(reader);
    EXPECT_EQ(own.body.as_array().size(), 2u) << "a page is full whatever is left out of it";
    EXPECT_THAT(own.header("Link"), HasSubstr("rel=\"next\""));
    EXPECT_EQ(world.get("/v1/embed-sessions").body.as_array().size(), 6u);
    const std::int64_t admins = world.get("/v1/embed-sessions").body.at(0).at("id").as_int64();
    EXPECT_EQ(world
                  .send("DELETE", "/v1/embed-sessions/" + std::to_string(admins), "",
                        {{"authorization", "Bearer " + reader}})
                  .status,
              404);
}

TEST_F(EmbedTest, SessionsNeedTheRightToRunViewTokensTheRightToRead)
{
    const std::string reader = world.make_key("read");
    EXPECT_EQ(make(R"("expires_in":"1h")", reader).status, 403);
    const auto view = [&](const std::string& path, const std::string& key) {
        return world.send("POST", path, "", {{"authorization", "Bearer " + key}});
    };
    for (const char* path :
         {"/v1/reports/2/view-token", "/v1/reports/dash_open/view-token", "/api/reports/2/generate-token"}) {
        const Answer made = view(path, reader);
        ASSERT_EQ(made.status, 201) << path << json::serialize(made.body);
        EXPECT_EQ(made.number("report_id"), 2);
        EXPECT_EQ(made.text("expires_at"), "2026-03-02T09:04:00Z");
        EXPECT_THAT(made.text("view_url"), HasSubstr("/api/reports/2/view/pte_"));
        EXPECT_EQ(view(path, "pt_unknown").status, 401) << path;
    }
    EXPECT_EQ(view("/v1/reports/99/view-token", reader).status, 404);
}

TEST_F(EmbedTest, ThePageIsForFramesOfAllowedOrigins)
{
    const Answer page =
        world.get("/api/reports/2/view/" + token(R"("permissions":{"locked_filters":{"region":"South"}})"));
    ASSERT_EQ(page.status, 200);
    EXPECT_THAT(page.response.body, HasSubstr("The only value is 20"));
    EXPECT_THAT(page.response.body, Not(HasSubstr("South"))) << "what is locked is not named";
    EXPECT_THAT(page.response.content_type, HasSubstr("text/html"));
    EXPECT_THAT(page.header("Content-Security-Policy"), HasSubstr("frame-ancestors https://app.example.com"));
    EXPECT_EQ(page.header("Cache-Control"), "no-store");
    EXPECT_EQ(page.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(world.get("/api/reports/2/view/pte_guess").status, 401);
}

} // namespace
} // namespace presstime::api
