// What people ask of their data while they write: sources, tests of connections, schemas, samples, previews.
#include "api/access_world.hpp"

#include <gmock/gmock.h>

namespace presstime::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SourcesApi : public testing::Test {
protected:
    Answer preview(const std::string& members)
    {
        return world.post("/v1/queries/preview", R"({"connection":"shop",)" + members + "}");
    }

    AccessWorld world;
    Person viewer = world.person("vera", Role::viewer);
    Person editor = world.person("eddy", Role::editor);
};

TEST_F(SourcesApi, ListTheKindsWithTheirOptionsAsData)
{
    const Answer answer = world.as(viewer, "GET", "/v1/sources");
    ASSERT_EQ(answer.status, 200);
    EXPECT_THAT(texts(answer, "name"), ElementsAre("duckdb", "sqlite"));
    const json::value& options = answer.body.at(0).at("options");
    EXPECT_EQ(options.at(0).at("name"), "path");
    EXPECT_EQ(options.at(0).at("required"), true);
    EXPECT_EQ(options.at(1).at("label"), "Memory limit (MB)");
    EXPECT_EQ(options.at(1).at("minimum"), 32);
}

TEST_F(SourcesApi, AConnectionIsTriedAndNotSaved)
{
    const std::string path = (world.folder / "data").string();
    const std::string document = R"({"source":"duckdb","options":{"path":")" + path + R"("}})";
    const Answer tried = world.post("/v1/connections/test", document);
    ASSERT_EQ(tried.status, 200) << tried.response.body;
    EXPECT_EQ(tried.body.at("ok"), true);
    EXPECT_EQ(tried.text("detail"), "it holds 1 table: sales");
    EXPECT_EQ(world.get("/v1/connections").body.as_array().size(), 1U);
    const Answer missing = world.post("/v1/connections/test",
                                      R"({"source":"duckdb","options":{"path":")" + path + R"(/none.csv"}})");
    EXPECT_EQ(missing.status, 422);
    EXPECT_EQ(missing.text("field"), "options.path");
    EXPECT_EQ(world.post("/v1/connections/test", R"({"source":"oracle","options":{}})").text("field"),
              "source");
    EXPECT_EQ(world.as(editor, "POST", "/v1/connections/test", document).status, 403);
}

TEST_F(SourcesApi, TellTheTablesOfAConnectionToThoseWhoWriteQueries)
{
    const Answer answer = world.as(editor, "GET", "/v1/connections/shop/schema");
    ASSERT_EQ(answer.status, 200) << answer.response.body;
    EXPECT_EQ(json::serialize(answer.body),
              R"({"tables":[{"name":"sales","kind":"file","columns":[{"name":"month","type":"text"},)"
              R"({"name":"region","type":"text"},{"name":"revenue","type":"integer"}]}],"complete":true})");
    EXPECT_EQ(world.as(viewer, "GET", "/v1/connections/shop/schema").status, 403);
    EXPECT_EQ(world.get("/v1/connections/nowhere/schema").status, 404);
    EXPECT_EQ(world.get("/v1/connections/shop/schema?dashboard_id=dash_none").status, 404);
}

TEST_F(SourcesApi, KeepASchemaForAMinute)
{
    const auto tables = [&](const std::string& query) {
        return world.get("/v1/connections/shop/schema" + query).body.at("tables").as_array().size();
    };
    ASSERT_EQ(tables(""), 1U);
    std::ofstream(world.folder / "data" / "more.csv") << "a\n1\n";
    EXPECT_EQ(tables(""), 1U) << "the one of a moment ago";
    EXPECT_EQ(tables("?refresh=1"), 2U);
    std::filesystem::remove(world.folder / "data" / "more.csv");
    world.clock.advance(std::chrono::seconds(61));
    EXPECT_EQ(tables(""), 1U);
}

TEST_F(SourcesApi, ShowTheFirstRowsOfATable)
{
    const Answer answer = world.as(editor, "GET", "/v1/connections/shop/tables/sales/sample?limit=1");
    ASSERT_EQ(answer.status, 200) << answer.response.body;
    EXPECT_EQ(json::serialize(answer.body.at("rows")), R"([["2026-01","North",10]])");
    EXPECT_EQ(world.get("/v1/connections/shop/tables/main.sales/sample").status, 200);
    EXPECT_EQ(world.get("/v1/connections/shop/tables/nowhere/sample").status, 404);
    EXPECT_EQ(world.get("/v1/connections/shop/tables/sales/sample?limit=0").text("field"), "limit");
    EXPECT_EQ(world.as(viewer, "GET", "/v1/connections/shop/tables/sales/sample").status, 403);
}

TEST_F(SourcesApi, AQueryIsTriedWithItsParameters)
{
    const Answer answer = preview(R"("sql":"SELECT revenue FROM sales WHERE region = $region","max_rows":5,
            "parameters":[{"name":"region","type":"string","default":"North","options_query":"all"}])");
    ASSERT_EQ(answer.status, 200) << answer.response.body;
    EXPECT_EQ(json::serialize(answer.body.at("rows")), "[[10]]");
    const Answer given = preview(R"("sql":"SELECT revenue FROM sales WHERE region = $region",
        "parameters":[{"name":"region","type":"string","default":"North"}],"values":{"region":"South"})");
    EXPECT_EQ(json::serialize(given.body.at("rows")), "[[20]]");
    const Answer cut = preview(R"x("sql":"SELECT * FROM range(50)","max_rows":7)x");
    EXPECT_EQ(cut.number("row_count"), 7);
    EXPECT_EQ(cut.body.at("complete"), false);
    EXPECT_EQ(preview(R"("sql":"SELECT 1","max_rows":1001)").text("field"), "max_rows");
    EXPECT_EQ(preview(R"("sql":"SELECT 1","values":{"nobody":1})").text("field"), "values.nobody");
}

TEST_F(SourcesApi, AQueryReadsTheDashboardsParametersAndDataSets)
{
    const Answer changed = world.patch("/v1/dashboards/dash_sales",
                                       R"({"datasets":[{"name":"south","connection":"shop",
                         "sql":"SELECT * FROM sales WHERE region = 'South'"}]})");
    ASSERT_EQ(changed.status, 200) << changed.response.body;
    const Answer of_draft =
        preview(R"("dashboard_id":"dash_sales","sql":"SELECT month, $region AS r FROM south")");
    ASSERT_EQ(of_draft.status, 200) << of_draft.response.body;
    EXPECT_EQ(json::serialize(of_draft.body.at("rows")), R"([["2026-02","North"]])");
    const Answer own = preview(
        R"("dashboard_id":"dash_sales","sql":"SELECT count(*) AS n FROM south","datasets":[
            {"name":"south","connection":"shop","sql":"SELECT * FROM sales WHERE false"}])");
    EXPECT_EQ(json::serialize(own.body.at("rows")), "[[0]]") << own.response.body;
    const Answer wrong = preview(R"("dashboard_id":"dash_sales","sql":"SELECT month,\n  mouth\nFROM south")");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(json::serialize(wrong.body.at("position")), R"({"line":2,"column":3,"offset":16})")
        << "the place is in what was sent, not in what is run";
}

TEST_F(SourcesApi, AWrongQueryIsRefusedWithItsPlace)
{
    const Answer column = preview(R"("sql":"SELECT 'ü',\n  nowhere FROM sales")");
    EXPECT_EQ(column.status, 422);
    EXPECT_EQ(column.text("field"), "sql");
    EXPECT_THAT(column.text("detail"), HasSubstr("nowhere"));
    EXPECT_EQ(json::serialize(column.body.at("position")), R"({"line":2,"column":3,"offset":14})");
    const Answer syntax = preview(R"("sql":"SELECT month FRM sales WHERE")");
    EXPECT_EQ(syntax.status, 422);
    EXPECT_EQ(syntax.body.at("position").at("line"), 1);
    const Answer change = preview(R"("sql":"DELETE FROM sales")");
    EXPECT_EQ(change.status, 422);
    EXPECT_EQ(change.text("field"), "sql");
    EXPECT_FALSE(change.body.as_object().contains("position"));
    EXPECT_EQ(preview(R"("sql":"")").text("field"), "sql");
    const Answer nowhere = world.post("/v1/queries/preview", R"({"connection":"nowhere","sql":"SELECT 1"})");
    EXPECT_EQ(nowhere.status, 422);
    EXPECT_EQ(nowhere.text("field"), "connection");
    EXPECT_EQ(world.post("/v1/queries/preview", R"({"sql":"SELECT 1"})").text("field"), "connection");
}

TEST_F(SourcesApi, OnlyThoseWhoMayEditTryQueries)
{
    const std::string body = R"({"connection":"shop","sql":"SELECT 1 AS x"})";
    const std::string on_sales = R"({"connection":"shop","sql":"SELECT 1 AS x","dashboard_id":"dash_sales"})";
    EXPECT_EQ(world.as(viewer, "POST", "/v1/queries/preview", body).status, 403);
    EXPECT_EQ(world.as(viewer, "POST", "/v1/queries/preview", on_sales).status, 403);
    EXPECT_EQ(world.as(editor, "POST", "/v1/queries/preview", body).status, 200);
    world.restrict_sales(R"([{"user":)" + std::to_string(viewer.id) + R"(,"level":"edit"}])");
    EXPECT_EQ(world.as(viewer, "POST", "/v1/queries/preview", on_sales).status, 200);
    EXPECT_EQ(world.as(editor, "POST", "/v1/queries/preview", on_sales).status, 404) << "hidden from them";
    const std::string reader = "Bearer " + world.make_key("read");
    EXPECT_EQ(world.send("POST", "/v1/queries/preview", body, {{"authorization", reader}}).status, 403);
}

} // namespace
} // namespace presstime::api
