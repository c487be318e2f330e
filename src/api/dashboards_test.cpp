#include "api/test_world.hpp"

namespace presstime::api {
namespace {

class Dashboards : public testing::Test {
protected:
    void SetUp() override { world.add_sales(); }
    // Sends the sales dashboard after `change`, which must be refused.
    void expect_refused(const std::function<void(json::object&)>& change, int status,
                        const std::string& field, const std::string& says = "")
    {
        json::object document = World::sales_dashboard();
        change(document);
        const Answer answer = world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(document));
        EXPECT_EQ(answer.status, status) << json::serialize(answer.body);
        EXPECT_EQ(answer.text("field"), field) << answer.text("detail");
        EXPECT_NE(answer.text("detail").find(says), std::string::npos) << answer.text("detail");
        EXPECT_EQ(world.get("/v1/dashboards/dash_sales").number("version"), 1);
    }
    static json::object& query(json::object& document)
    {
        return document["queries"].as_array()[0].as_object();
    }
    static json::object& widget(json::object& document)
    {
        return document["widgets"].as_array()[0].as_object();
    }

    World world;
};

TEST_F(Dashboards, AreReadByIdAndByNumber)
{
    const Answer answer = world.get("/v1/dashboards/dash_sales");
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.number("number"), 1);
    EXPECT_EQ(answer.number("published_version"), 1);
    EXPECT_EQ(answer.header("ETag"), "\"1\"");
    EXPECT_EQ(world.get("/v1/dashboards/1").response.body, answer.response.body);
    EXPECT_EQ(world.get("/v1/dashboards/2").status, 404);
    EXPECT_EQ(world.get("/v1/dashboards/dash_other").status, 404);
    EXPECT_EQ(world.get("/v1/dashboards").body.as_array().size(), 1u);
}

TEST_F(Dashboards, WhatWasReadCanBeSentBackAndChangesNothing)
{
    const Answer before = world.get("/v1/dashboards/dash_sales");
    const Answer after = world.send("PUT", "/v1/dashboards/dash_sales", before.response.body);
    EXPECT_EQ(after.status, 200);
    EXPECT_EQ(after.response.body, before.response.body);
}

TEST_F(Dashboards, AWidgetMustShowAColumnThatIsReturned)
{
    expect_refused(
        [](json::object& document) { widget(document)["chart"].as_object()["y"] = {"revenu"}; }, 422,
        "widgets[0].chart.y[0]",
        "column `revenu` is not returned by query `by_month`; it returns month, region, revenue; did you "
        "mean revenue?");
}

TEST_F(Dashboards, EveryKeyThatNamesAColumnIsLookedAt)
{
    for (const char* chart : {R"({"mark":"combo","x":"month","y":["revenue"],"y2":["margin"]})",
                              R"({"mark":"bubble","x":"month","y":["revenue"],"size":"margin"})",
                              R"({"mark":"scatter","x":"month","y":["revenue"],"label":"margin"})"})
        expect_refused([&](json::object& document) { widget(document)["chart"] = json::parse(chart); }, 422,
                       std::string("widgets[0].chart.") + (std::string_view(chart).contains("y2") ? "y2[0]"
                                                           : std::string_view(chart).contains("size")
                                                               ? "size"
                                                               : "label"),
                       "column `margin`");
    const auto as = [&](const char* text) {
        return [text](json::object& document) {
            document["queries"].as_array().push_back(
                json::parse(R"({"name":"days","connection":"shop","sql":"SELECT month AS day FROM sales"})"));
            document["widgets"].as_array()[0] = json::parse(text);
        };
    };
    expect_refused(as(R"({"id":"w_t","kind":"table","query":"by_month","grid":{"x":0,"y":0,"w":12,"h":6},
                          "columns":[{"field":"month","link":"url"}]})"),
                   422, "widgets[0].columns[0].link", "column `url`");
    expect_refused(as(R"({"id":"w_k","kind":"kpi","query":"by_month","grid":{"x":0,"y":0,"w":3,"h":2},
                          "value":"revenue","sparkline":"revenue","sparkline_query":"days"})"),
                   422, "widgets[0].sparkline", "not returned by query `days`");
}

TEST_F(Dashboards, APictureMustBeOne)
{
    expect_refused(
        [](json::object& document) {
            document["widgets"].as_array()[0] =
                json::parse(R"({"id":"w_i","kind":"image","image":"data:image/png;base64,AAAA",)"
                            R"("grid":{"x":0,"y":0,"w":3,"h":2}})");
        },
        422, "widgets[0].image", "image");
}

TEST_F(Dashboards, ATemplateMayOnlyNameWhatItsQueriesReturn)
{
    const auto with_template = [](const char* html) {
        return [html](json::object& document) {
            document.erase("widgets");
            document["template_html"] = html;
        };
    };
    expect_refused(with_template("<p>\n{{#by_month}}{{revenu}}{{/by_month}}</p>"), 422, "template_html",
                   "revenu");
    expect_refused(with_template("{{{by_month}}}"), 422, "template_html", "line 1");
}

TEST_F(Dashboards, AQueryMustNameAConnectionThatIsThere)
{
    expect_refused([](json::object& document) { query(document)["connection"] = "shp"; }, 422,
                   "queries[0].connection", "shp");
}

TEST_F(Dashboards, AQueryIsOneSelect)
{
    for (const char* sql : {"SELECT 1; SELECT 2", "DELETE FROM sales", "DROP TABLE sales",
                            "COPY sales TO 'x.csv'", "SELECT * FROM", "", "SELECT nothing_here FROM sales",
                            "ATTACH '/etc/passwd'", "SELECT * FROM read_csv('/etc/passwd')"})
        expect_refused([&](json::object& document) { query(document)["sql"] = sql; }, 422, "queries[0].sql");
}

TEST_F(Dashboards, AnOldVersionIsNotOverwritten)
{
    EXPECT_EQ(world.patch("/v1/dashboards/dash_sales", R"({"description":"new"})").number("version"), 2);
    const auto patch_at = [&](const std::string& tag) {
        return world.send("PATCH", "/v1/dashboards/dash_sales", R"({"name":"Other"})", {{"if-match", tag}})
            .status;
    };
    EXPECT_EQ(patch_at("\"1\""), 412);
    EXPECT_EQ(patch_at("\"2\""), 200);
}

TEST_F(Dashboards, TheIdStays)
{
    EXPECT_EQ(world.patch("/v1/dashboards/dash_sales", R"({"id":"dash_other"})").text("field"), "id");
    json::object document = World::sales_dashboard();
    EXPECT_EQ(world.send("PUT", "/v1/dashboards/dash_x", json::serialize(document)).text("field"), "id");
    document.erase("id");
    const Answer put = world.send("PUT", "/v1/dashboards/dash_x", json::serialize(document));
    EXPECT_EQ(put.status, 201);
    EXPECT_EQ(put.text("id"), "dash_x");
    const Answer made = world.post("/v1/dashboards", json::serialize(document));
    EXPECT_TRUE(made.text("id").starts_with("dash_"));
    document["id"] = "dash_x";
    EXPECT_EQ(world.post("/v1/dashboards", json::serialize(document)).status, 409);
}

TEST_F(Dashboards, DraftsAreApartFromWhatIsPublished)
{
    world.patch("/v1/dashboards/dash_sales", R"({"name":"Sales, second look"})");
    EXPECT_EQ(world.get("/v1/dashboards/dash_sales").number("published_version"), 1);
    EXPECT_EQ(world.post("/v1/dashboards/dash_sales/publish").number("published_version"), 2);
    EXPECT_EQ(world.post("/v1/dashboards/dash_sales/publish").status, 200);
    const Answer versions = world.get("/v1/dashboards/dash_sales/versions");
    ASSERT_EQ(versions.body.as_array().size(), 2u);
    const Answer unpublished = world.post("/v1/dashboards/dash_sales/unpublish");
    EXPECT_TRUE(unpublished.body.at("published_version").is_null());
    world.add_report();
    const Answer run = world.post("/v1/reports/1/run");
    EXPECT_EQ(run.status, 409);
    EXPECT_NE(run.text("detail").find("publish it first"), std::string::npos);
}

TEST_F(Dashboards, NobodyPublishesADraftThatTheyHaveNotSeen)
{
    const std::string seen = world.get("/v1/dashboards/dash_sales").header("ETag");
    world.patch("/v1/dashboards/dash_sales", R"({"name":"Changed by another"})");
    const auto publish = [&](const std::string& tag) {
        return world.send("POST", "/v1/dashboards/dash_sales/publish", "", {{"if-match", tag}});
    };
    EXPECT_EQ(publish(seen).status, 412);
    EXPECT_EQ(world.get("/v1/dashboards/dash_sales").number("published_version"), 1);
    EXPECT_EQ(publish(world.get("/v1/dashboards/dash_sales").header("ETag")).status, 200);
    EXPECT_EQ(world.get("/v1/dashboards/dash_sales").number("published_version"), 2);
}

TEST_F(Dashboards, AreNotDeletedWhileReportsShowThem)
{
    world.add_report();
    const Answer refused = world.send("DELETE", "/v1/dashboards/dash_sales");
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.text("detail").find("report 1 \"Weekly usage summary\""), std::string::npos);
    world.send("DELETE", "/v1/reports/1");
    EXPECT_EQ(world.send("DELETE", "/v1/dashboards/dash_sales").status, 204);
    EXPECT_EQ(world.get("/v1/dashboards/dash_sales").status, 404);
}

TEST_F(Dashboards, QueriesAreEditedOneByOne)
{
    const Answer list = world.get("/v1/queries");
    ASSERT_EQ(list.body.as_array().size(), 1u);
    const Answer added =
        world.post("/v1/queries", R"({"dashboard_id":"dash_sales","name":"total","connection":"shop",)"
                                  R"("sql":"SELECT SUM(revenue) AS total FROM sales"})");
    ASSERT_EQ(added.status, 201) << json::serialize(added.body);
    const std::string address = added.header("Location");
    EXPECT_EQ(world.get(address).text("name"), "total");
    EXPECT_EQ(world.patch(address, R"({"sql":"SELEC 1"})").text("field"), "sql");
    EXPECT_EQ(world.patch(address, R"({"timeout_s":5})").number("timeout_s"), 5);
    EXPECT_EQ(world.send("DELETE", address).status, 204);
    EXPECT_EQ(world.get(address).status, 404);
    const Answer used = world.send(
        "DELETE", "/v1/queries/" + std::to_string(list.body.at(0).at("id").to_number<std::int64_t>()));
    EXPECT_EQ(used.status, 409);
    EXPECT_NE(used.text("detail").find("widget w_bar"), std::string::npos);
}

TEST_F(Dashboards, AQueryRunAloneIsCutBeforeItFillsTheMemory)
{
    json::object document = World::sales_dashboard();
    json::object wide = query(document);
    wide["name"] = "wide";
    wide.erase("id");
    wide["sql"] = "SELECT repeat('x', 60000) AS t FROM range(3000)";
    document["queries"].as_array().push_back(wide);
    ASSERT_EQ(world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(document)).status, 200);
    const Answer answer = world.post("/v1/reports/1/queries/wide/run", R"({"max_rows":10000})");
    ASSERT_EQ(answer.status, 200) << answer.text("detail");
    EXPECT_FALSE(answer.body.at("complete").as_bool());
    EXPECT_LT(answer.response.body.size(), 80U << 20);
}

TEST_F(Dashboards, AQueryRunsAlone)
{
    const Answer answer = world.post("/v1/reports/1/queries/by_month/run");
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(json::serialize(answer.body.at("rows")), R"([["2026-01","North",10],["2026-02","South",20]])");
    EXPECT_EQ(answer.number("row_count"), 2);
    EXPECT_TRUE(answer.body.at("complete").as_bool());
    const Answer cut = world.post("/v1/reports/dash_sales/queries/1/run", R"({"max_rows":1})");
    EXPECT_EQ(cut.number("row_count"), 1);
    EXPECT_FALSE(cut.body.at("complete").as_bool());
    EXPECT_EQ(world.post("/v1/reports/1/queries/nothing/run").status, 404);
    EXPECT_EQ(world.post("/v1/reports/1/queries/1/run", R"({"parameters":{"x":1}})").text("field"),
              "parameters.x");
}

TEST_F(Dashboards, AParameterReachesTheQuery)
{
    json::object document = World::sales_dashboard();
    query(document)["sql"] = "SELECT month, revenue FROM sales WHERE region = $region";
    ASSERT_EQ(world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(document)).status, 200);
    EXPECT_EQ(json::serialize(world.post("/v1/reports/1/queries/by_month/run").body.at("rows")),
              R"([["2026-01",10]])");
    EXPECT_EQ(json::serialize(
                  world.post("/v1/reports/1/queries/by_month/run", R"({"parameters":{"region":"South"}})")
                      .body.at("rows")),
              R"([["2026-02",20]])");
}

TEST_F(Dashboards, ConnectionsAreOpenedBeforeTheyAreSaved)
{
    const auto refused_field = [&](const json::object& document) {
        const Answer answer = world.post("/v1/connections", json::serialize(document));
        EXPECT_EQ(answer.status, 422) << json::serialize(answer.body);
        return answer.text("field");
    };
    const std::string data = (world.folder / "data").string();
    EXPECT_EQ(refused_field({{"name", "x"}, {"source", "duckbd"}, {"options", {{"path", data}}}}), "source");
    EXPECT_EQ(
        refused_field({{"name", "x"}, {"source", "duckdb"}, {"options", {{"path", data + "/missing"}}}}),
        "options.path");
    EXPECT_EQ(refused_field({{"name", "x"}, {"source", "duckdb"}, {"options", {{"path", "/etc"}}}}),
              "options.path");
    EXPECT_EQ(refused_field({{"name", "x"}, {"source", "duckdb"}, {"options", {{"path", data + "/../.."}}}}),
              "options.path");
    EXPECT_EQ(refused_field({{"name", "x"}, {"source", "duckdb"}, {"options", {{"pfad", data}}}}),
              "options.pfad");
    std::filesystem::create_symlink("/etc", world.folder / "data" / "etc");
    EXPECT_EQ(refused_field({{"name", "x"}, {"source", "duckdb"}, {"options", {{"path", data + "/etc"}}}}),
              "options.path");
    std::ofstream(world.folder / "data" / "corrupt.db") << "SQLite format 3";
    EXPECT_EQ(
        refused_field({{"name", "x"}, {"source", "sqlite"}, {"options", {{"path", data + "/corrupt.db"}}}}),
        "options.path");
    EXPECT_EQ(world.get("/v1/connections").body.as_array().size(), 1u);
}

TEST_F(Dashboards, ConnectionsAreNotDeletedWhileQueriesReadThem)
{
    const Answer refused = world.send("DELETE", "/v1/connections/shop");
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.text("detail").find("dash_sales: by_month"), std::string::npos)
        << refused.text("detail");
    world.send("DELETE", "/v1/dashboards/dash_sales");
    EXPECT_EQ(world.send("DELETE", "/v1/connections/shop").status, 204);
    EXPECT_EQ(world.get("/v1/connections/shop").status, 404);
}

TEST_F(Dashboards, AConnectionSentBackChangesNothing)
{
    const Answer before = world.get("/v1/connections/shop");
    ASSERT_EQ(before.status, 200);
    EXPECT_EQ(world.send("PUT", "/v1/connections/shop", before.response.body).response.body,
              before.response.body);
    EXPECT_EQ(world.patch("/v1/connections/shop", "{}").number("version"), 1);
    EXPECT_EQ(world.post("/v1/connections", before.response.body).status, 409);
    EXPECT_EQ(world.patch("/v1/connections/shop", R"({"name":"other"})").text("field"), "name");
}

} // namespace
} // namespace presstime::api
