// Data sets over HTTP: managed like connections, kept while they are used, read by queries as tables, and the
// rows that a report with filters shows.
#include "api/test_world.hpp"

#include <gmock/gmock.h>

namespace presstime::api {
namespace {

using testing::HasSubstr;

class DatasetsApi : public testing::Test {
protected:
    void SetUp() override { world.add_sales(); }

    Answer make(const std::string& document) { return world.post("/v1/datasets", document); }
    // The dashboard with one query more.
    Answer save_query(const std::string& sql, const std::string& datasets = "[]")
    {
        json::object dashboard = World::sales_dashboard();
        dashboard["datasets"] = json::parse(datasets);
        dashboard["queries"].as_array().push_back({{"name", "north"}, {"connection", "shop"}, {"sql", sql}});
        return world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(dashboard));
    }
    json::array rows(const std::string& query)
    {
        const Answer answer = world.post("/v1/reports/dash_sales/queries/" + query + "/run");
        EXPECT_EQ(answer.status, 200) << json::serialize(answer.body);
        return answer.status == 200 ? answer.body.at("rows").as_array() : json::array{};
    }

    World world;
};

TEST_F(DatasetsApi, AreCreatedReadChangedAndDeleted)
{
    const Answer made = make(R"({"id":"ds_sales","name":"orders","connection":"shop","table":"sales"})");
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(made.header("Location"), "/v1/datasets/ds_sales");
    EXPECT_EQ(made.body.at("columns").as_array().size(), 3U);
    EXPECT_EQ(world.get("/v1/datasets/ORDERS").text("id"), "ds_sales");
    EXPECT_EQ(world.get("/v1/datasets").body.as_array().size(), 1U);
    const Answer changed =
        world.patch("/v1/datasets/ds_sales", R"({"sql":"SELECT * FROM sales WHERE revenue > 10"})");
    ASSERT_EQ(changed.status, 200) << json::serialize(changed.body);
    EXPECT_EQ(changed.number("version"), 2);
    EXPECT_FALSE(changed.body.as_object().contains("table"));
    EXPECT_EQ(world
                  .send("PUT", "/v1/datasets/orders",
                        R"({"name":"orders","connection":"shop","table":"sales"})", {{"if-match", "\"1\""}})
                  .status,
              412);
    EXPECT_EQ(world.send("DELETE", "/v1/datasets/ds_sales").status, 204);
    EXPECT_EQ(world.get("/v1/datasets/ds_sales").status, 404);
}

TEST_F(DatasetsApi, AreRefusedByFieldAndName)
{
    EXPECT_EQ(make(R"({"name":"orders","connection":"nowhere","table":"sales"})").text("field"),
              "connection");
    EXPECT_EQ(make(R"({"name":"orders","connection":"shop","table":"nowhere"})").text("field"), "table");
    EXPECT_EQ(make(R"({"name":"orders","connection":"shop","sql":"DELETE FROM sales"})").text("field"),
              "sql");
    EXPECT_EQ(make(R"({"name":"or ders","connection":"shop","table":"sales"})").text("field"), "name");
    ASSERT_EQ(make(R"({"id":"a","name":"orders","connection":"shop","table":"sales"})").status, 201);
    EXPECT_EQ(make(R"({"name":"Orders","connection":"shop","table":"sales"})").status, 409);
    EXPECT_EQ(make(R"({"name":"a","connection":"shop","table":"sales"})").status, 409) << "an id already";
    EXPECT_EQ(world.patch("/v1/datasets/a", R"({"name":"other"})").text("field"), "name");
    const std::string reader = "Bearer " + world.make_key("read");
    EXPECT_EQ(world
                  .send("POST", "/v1/datasets", R"({"name":"b","connection":"shop","table":"sales"})",
                        {{"authorization", reader}})
                  .status,
              403);
}

TEST_F(DatasetsApi, AreReadAsTablesAndKeptWhileTheyAre)
{
    ASSERT_EQ(make(
                  R"({"name":"north_sales","connection":"shop",
                           "sql":"SELECT * FROM sales WHERE region = 'North'"})")
                  .status,
              201);
    const Answer saved = save_query("SELECT sum(revenue) AS revenue FROM north_sales;");
    ASSERT_EQ(saved.status, 200) << json::serialize(saved.body);
    EXPECT_EQ(json::serialize(rows("north")), "[[10]]");
    const Answer kept = world.send("DELETE", "/v1/datasets/north_sales");
    EXPECT_EQ(kept.status, 409);
    EXPECT_THAT(kept.text("detail"), HasSubstr("dash_sales: north"));
    EXPECT_THAT(world.send("DELETE", "/v1/connections/shop").text("detail"),
                HasSubstr("data set north_sales"));
}

TEST_F(DatasetsApi, ADashboardBringsItsOwnAlong)
{
    const std::string own =
        R"([{"name":"south","connection":"shop","sql":"SELECT * FROM sales WHERE region = 'South'"}])";
    ASSERT_EQ(save_query("SELECT month FROM south", own).status, 200);
    EXPECT_EQ(json::serialize(rows("north")), R"([["2026-02"]])");
    EXPECT_EQ(
        save_query("SELECT 1 AS x", R"([{"name":"x","connection":"shop","table":"nowhere"}])").text("field"),
        "datasets[0].table");
    EXPECT_EQ(make(R"({"name":"South","connection":"shop","table":"sales"})").status, 409);
}

TEST_F(DatasetsApi, AReportShowsTheRowsOfItsFiltersAlone)
{
    ASSERT_EQ(make(R"({"id":"ds_1","name":"orders","connection":"shop","table":"sales"})").status, 201);
    json::object dashboard = World::sales_dashboard();
    dashboard["queries"].as_array()[0].as_object()["sql"] =
        "SELECT month, region, revenue, sum(revenue) OVER () AS total FROM orders";
    ASSERT_EQ(world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(dashboard)).status, 200);
    ASSERT_EQ(world.post("/v1/dashboards/dash_sales/publish").status, 200);
    json::object report = World::weekly_report();
    report["format"] = "csv";
    report["run_as"] = "viewer";
    const Answer bare = world.post("/v1/reports", json::serialize(report));
    ASSERT_EQ(bare.status, 201) << json::serialize(bare.body);
    EXPECT_NE(world.get("/v1/reports/" + std::to_string(bare.number("id")) + "/preview").status, 200)
        << "without filters it is not shown rather than shown whole";
    report["data_access"] = json::parse(
        R"({"dataSetIds":"*","secureFilters":{"ds_1":[{"field":"region","op":"=","value":"South"}]}})");
    const Answer filtered = world.post("/v1/reports", json::serialize(report));
    ASSERT_EQ(filtered.status, 201) << json::serialize(filtered.body);
    const std::string preview = "/v1/reports/" + std::to_string(filtered.number("id")) + "/preview";
    EXPECT_EQ(world.get(preview).response.body, "month,region,revenue,total\r\n2026-02,South,20,20\r\n");
    EXPECT_EQ(world.send("DELETE", "/v1/datasets/ds_1").status, 409);

    const Answer open = world.post("/v1/dashboards", json::serialize([] {
                                       json::object other = World::sales_dashboard();
                                       other["id"] = "dash_open";
                                       return other;
                                   }()));
    ASSERT_EQ(open.status, 201) << json::serialize(open.body);
    report["dashboard_id"] = "dash_open";
    const Answer unfit = world.post("/v1/reports", json::serialize(report));
    EXPECT_EQ(unfit.status, 422) << "its query reads a table, which the filters cannot reach";
    EXPECT_EQ(unfit.text("field"), "data_access");
    const std::string kept = "/v1/reports/" + std::to_string(filtered.number("id"));
    EXPECT_EQ(world.patch(kept, R"({"dashboard_id":"dash_open"})").status, 422);
    EXPECT_EQ(world.patch(kept, R"({"enabled":false})").status, 200);

    dashboard["queries"].as_array()[0].as_object()["sql"] =
        "SELECT month, region, revenue, 1 AS total FROM sales";
    ASSERT_EQ(world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(dashboard)).status, 200);
    const Answer refused = world.post("/v1/dashboards/dash_sales/publish");
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.text("detail"), HasSubstr("sales is none"));
}

TEST_F(DatasetsApi, AHostsReportNamesOneThatIsThere)
{
    json::object report = World::weekly_report();
    for (std::string_view key : {"email_to", "webhook_url"})
        report.erase(key);
    report["user_reference"] = "user 123";
    report["query"] = {{"dataSetId", "ORDERS"}, {"dimension", {"region"}}, {"limit", 10}};
    const Answer early = world.post("/v1/reports", json::serialize(report));
    EXPECT_EQ(early.status, 422);
    EXPECT_EQ(early.text("field"), "query.dataSetId");
    EXPECT_THAT(early.text("detail"), HasSubstr("ORDERS"));
    ASSERT_EQ(make(R"({"id":"ds_1","name":"orders","connection":"shop","table":"sales"})").status, 201);
    const Answer made = world.post("/v1/reports", json::serialize(report));
    ASSERT_EQ(made.status, 201) << json::serialize(made.body) << " its event is its delivery";
    const std::string address = "/v1/reports/" + std::to_string(made.number("id"));
    const Answer shown = world.get(address);
    EXPECT_EQ(shown.text("user_reference"), "user 123");
    EXPECT_EQ(shown.body.at("query"), report["query"]);
    const Answer kept = world.send("DELETE", "/v1/datasets/ds_1");
    EXPECT_EQ(kept.status, 409);
    EXPECT_THAT(kept.text("detail"), HasSubstr("report " + std::to_string(made.number("id"))));

    EXPECT_EQ(world.patch(address, R"({"query":null})").text("field"), "email_to") << "nobody would be told";
    EXPECT_EQ(world.patch(address, R"({"query":null,"email_to":["a@example.com"]})").status, 200);
    EXPECT_FALSE(world.get(address).body.as_object().contains("query"));
    EXPECT_EQ(world.send("DELETE", "/v1/datasets/ds_1").status, 204);
}

} // namespace
} // namespace presstime::api
