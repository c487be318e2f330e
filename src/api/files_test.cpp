// Where people begin: files become tables, a table becomes a dashboard, and there is sample data.
#include "api/access_world.hpp"
#include "platform/http/uploaded_file.hpp"

#include <array>
#include <gmock/gmock.h>
#include <thread>

namespace presstime::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class FilesApi : public testing::Test {
protected:
    Answer put(const std::string& name, const std::string& content, const std::string& bearer = "",
               const std::string& query = "")
    {
        http::Request request;
        request.method = "PUT";
        request.path = "/v1/files/" + name;
        if (!query.empty())
            request.query[query] = "1";
        request.headers["authorization"] = bearer.empty() ? "Bearer " + world.admin_key : bearer;
        request.upload_waits = true;
        const Answer asked = World::read(world.router.handle(request));
        if (asked.status != 100)
            return asked;
        request.upload_waits = false;
        const std::filesystem::path file = world.folder / ("upload-" + make_random_text(12));
        std::ofstream(file, std::ios::binary) << content;
        request.upload = std::make_shared<http::UploadedFile>(file, nullptr);
        const Answer answer = World::read(world.router.handle(request));
        request.upload.reset();
        EXPECT_FALSE(std::filesystem::exists(file));
        return answer;
    }
    // What is left of uploads that did not become files.
    std::size_t leftovers() const
    {
        std::size_t count = 0;
        std::error_code code;
        for (const auto& entry : std::filesystem::directory_iterator(world.folder / "uploads" / "1", code))
            count += entry.path().filename().native().starts_with('.') ? 1U : 0U;
        return count;
    }
    Answer suggest(const std::string& table)
    {
        return world.post("/v1/dashboards/suggest",
                          json::serialize(json::object{{"connection", "uploads"}, {"table", table}}));
    }
    // Saves what is suggested and draws each of its widgets.
    void check_suggestion(const std::string& table)
    {
        const Answer suggested = suggest(table);
        ASSERT_EQ(suggested.status, 200) << suggested.response.body;
        EXPECT_FALSE(suggested.body.at("why").as_array().empty());
        const Answer saved = world.post("/v1/dashboards", json::serialize(suggested.body.at("dashboard")));
        ASSERT_EQ(saved.status, 201) << saved.response.body << "\n" << suggested.response.body;
        for (const json::value& widget : saved.body.at("widgets").as_array()) {
            const Answer drawn =
                world.get("/v1/dashboards/" + saved.text("id") + "/widgets/" +
                          std::string(widget.at("id").as_string()) + "/picture?width=600&height=300");
            EXPECT_EQ(drawn.status, 200) << drawn.response.body;
            EXPECT_THAT(drawn.response.body, testing::Not(HasSubstr("failed"))) << json::serialize(widget);
        }
    }
    std::vector<std::string> kinds(const Answer& suggested)
    {
        std::vector<std::string> out;
        for (const json::value& widget : suggested.body.at("dashboard").at("widgets").as_array()) {
            const json::value* chart = widget.as_object().if_contains("chart");
            out.emplace_back(chart ? chart->at("mark").as_string() : widget.at("kind").as_string());
        }
        return out;
    }

    AccessWorld world;
    Person viewer = world.person("vera", Role::viewer);
    Person editor = world.person("eddy", Role::editor);
    std::string orders =
        "order_date,region,customer,total\n2026-01-05,North,Ann,10.5\n2026-01-20,South,Bob,20\n"
        "2026-02-03,North,Ann,7\n2026-03-09,South,Cid,12\n";
};

TEST_F(FilesApi, AFileBecomesATableOfTheConnectionUploads)
{
    const Answer made = put("My orders (2026).csv", orders);
    ASSERT_EQ(made.status, 201) << made.response.body;
    EXPECT_EQ(made.text("name"), "My_orders_2026.csv");
    EXPECT_EQ(made.text("table"), "My_orders_2026");
    EXPECT_EQ(made.text("kind"), "csv");
    EXPECT_EQ(made.text("connection"), "uploads");
    EXPECT_EQ(made.number("rows"), 4);
    EXPECT_EQ(json::serialize(made.body.at("columns").at(0)), R"({"name":"order_date","type":"date"})");
    const Answer rows = world.get("/v1/connections/uploads/tables/My_orders_2026/sample");
    EXPECT_EQ(rows.number("row_count"), 4) << rows.response.body;
    const Answer list = world.as(editor, "GET", "/v1/files");
    EXPECT_THAT(texts(list, "name"), ElementsAre("My_orders_2026.csv"));
    EXPECT_EQ(list.body.at(0).at("columns").as_array().size(), 4U);
    EXPECT_EQ(leftovers(), 0U);
}

TEST_F(FilesApi, ANameThatIsTakenGetsANumberOrReplaces)
{
    ASSERT_EQ(put("orders.csv", orders).status, 201);
    EXPECT_EQ(put("Orders.json", "[{\"a\":1}]").text("name"), "Orders-2.json")
        << "one table whatever the case";
    EXPECT_EQ(put("orders.csv", orders).text("name"), "orders-3.csv");
    const Answer replaced = put("orders.json", R"([{"a":1},{"a":2}])", "", "replace");
    EXPECT_EQ(replaced.text("name"), "orders.json");
    EXPECT_EQ(replaced.number("rows"), 2);
    EXPECT_THAT(texts(world.get("/v1/files"), "name"),
                ElementsAre("Orders-2.json", "orders-3.csv", "orders.json"));
    EXPECT_THAT(texts(world.get("/v1/connections"), "name"), ElementsAre("shop", "uploads"));
}

TEST_F(FilesApi, AFullFolderTakesWhatReplacesOne)
{
    ASSERT_EQ(put("orders.csv", orders).status, 201);
    for (std::size_t more = 1; more < control::Files::kMostFiles; ++more)
        std::ofstream(world.folder / "uploads" / "1" / fmt::format("f{}.csv", more)) << "a\n1\n";
    EXPECT_EQ(put("more.csv", orders).status, 413);
    EXPECT_EQ(put("more.csv", orders, "", "replace").status, 413) << "there is nothing to replace";
    EXPECT_EQ(put("orders.csv", orders).status, 413);
    EXPECT_EQ(put("ORDERS.csv", orders, "", "replace").status, 201);
}

TEST_F(FilesApi, EveryKindIsToldByItsContent)
{
    EXPECT_EQ(put("a.txt", "x;y\n1,5;2\n").text("kind"), "csv");
    EXPECT_EQ(put("b.tsv", "x\ty\n1\t2\n").text("kind"), "tsv");
    EXPECT_EQ(put("c.csv", "[{\"x\":1}]").text("kind"), "json");
    EXPECT_EQ(put("d.jsonl", "{\"x\":1}\n{\"x\":2}\n").number("rows"), 2);
    const Answer latin = put("e.csv", "Stra\xDF"
                                      "e\n1\n");
    EXPECT_THAT(latin.text("note"), HasSubstr("Windows-1252")) << latin.response.body;
    EXPECT_EQ(latin.body.at("columns").at(0).at("name"), "Straße");
}

TEST_F(FilesApi, ABrokenFileIsRefusedWithItsLineAndLeavesNothing)
{
    const auto refused = [&](const std::string& name, const std::string& content) {
        const Answer answer = put(name, content);
        EXPECT_EQ(answer.status, 422) << name << answer.response.body;
        EXPECT_EQ(answer.text("field"), "file");
        EXPECT_THAT(answer.text("detail"), testing::Not(HasSubstr("/"))) << "no path of the server";
        return answer.text("detail");
    };
    EXPECT_THAT(refused("a.csv", "a,b,c\n1,2,3\n1,2\n"), HasSubstr("line 3 has 2 values"));
    EXPECT_THAT(refused("b.csv", "a,b\n1,\"2\n"), HasSubstr("line 2"));
    EXPECT_THAT(refused("c.json", "[{\"a\":1},{\"a\":}]"), HasSubstr("byte"));
    EXPECT_THAT(refused("d.xlsx", "PK\x03\x04..."), HasSubstr("d.xlsx: the workbook is damaged"));
    EXPECT_THAT(refused("h.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), HasSubstr("save it as .xlsx"));
    EXPECT_THAT(refused("e.csv", ""), HasSubstr("empty"));
    EXPECT_THAT(refused("f.parquet", "PAR1 and no more"), HasSubstr("f.parquet"));
    EXPECT_THAT(refused("g.csv", std::string("MZ\0\0", 4)), HasSubstr("no text"));
    EXPECT_TRUE(world.get("/v1/files").body.as_array().empty());
    EXPECT_EQ(leftovers(), 0U);
}

TEST_F(FilesApi, OnlyAdminsUploadAndDelete)
{
    EXPECT_EQ(put("a.csv", "x\n1\n", editor.bearer).status, 403);
    EXPECT_EQ(put("a.csv", "x\n1\n", viewer.bearer).status, 403);
    ASSERT_EQ(put("a.csv", "x\n1\n").status, 201);
    EXPECT_EQ(world.as(viewer, "GET", "/v1/files").status, 403);
    EXPECT_EQ(world.as(editor, "DELETE", "/v1/files/a.csv").status, 403);
    EXPECT_EQ(world.send("DELETE", "/v1/files/none.csv").status, 404);
    EXPECT_EQ(world.send("DELETE", "/v1/files/..").status, 404);
    EXPECT_EQ(world.send("DELETE", "/v1/files/a.csv").status, 204);
    EXPECT_TRUE(world.get("/v1/files").body.as_array().empty());
}

TEST_F(FilesApi, AFileThatIsReadStays)
{
    ASSERT_EQ(put("orders.csv", orders).status, 201);
    json::object dashboard = World::sales_dashboard();
    dashboard["id"] = "dash_orders";
    dashboard["queries"] = json::parse(
        R"([{"name":"by_month","connection":"uploads",
             "sql":"SELECT order_date AS month, total AS revenue FROM orders"}])");
    ASSERT_EQ(world.post("/v1/dashboards", json::serialize(dashboard)).status, 201);
    const Answer kept = world.send("DELETE", "/v1/files/orders.csv");
    EXPECT_EQ(kept.status, 409);
    EXPECT_THAT(kept.text("detail"), HasSubstr("dash_orders: by_month"));
    ASSERT_EQ(world.send("DELETE", "/v1/dashboards/dash_orders").status, 204);
    EXPECT_EQ(world.send("DELETE", "/v1/files/orders.csv").status, 204);
}

TEST_F(FilesApi, WhatIsUploadedToOneWorkspaceIsNoOthers)
{
    ASSERT_EQ(put("orders.csv", orders).status, 201);
    std::filesystem::create_directories(world.folder / "uploads" / "2");
    std::ofstream(world.folder / "uploads" / "2" / "secret.csv") << "x\n1\n";
    for (const std::string path : {"uploads/2", "uploads/1/../2", "uploads", "uploads/2/secret.csv"}) {
        const Answer refused = world.post(
            "/v1/connections", R"({"name":"theirs","source":"duckdb","options":{"path":")" + path + R"("}})");
        EXPECT_EQ(refused.status, 422) << path;
        EXPECT_EQ(refused.text("field"), "options.path");
    }
}

TEST_F(FilesApi, ADashboardIsSuggestedFromWhatTheTableHolds)
{
    ASSERT_EQ(put("orders.csv", orders).status, 201);
    const Answer suggested = suggest("orders");
    ASSERT_EQ(suggested.status, 200) << suggested.response.body;
    EXPECT_EQ(suggested.body.at("dashboard").at("name"), "Orders");
    EXPECT_THAT(kinds(suggested), ElementsAre("kpi", "kpi", "line", "donut", "table"));
    EXPECT_EQ(suggested.body.at("dashboard").at("widgets").at(0).at("compare"), "previous");
    EXPECT_THAT(json::serialize(suggested.body.at("why")), HasSubstr("Order date is a date"));
    EXPECT_EQ(world.get("/v1/dashboards").body.as_array().size(), 2U) << "nothing is saved";
    check_suggestion("orders");
    EXPECT_EQ(suggest("nowhere").text("field"), "table");
    EXPECT_EQ(world.as(viewer, "POST", "/v1/dashboards/suggest", "{}").status, 403);
}

TEST_F(FilesApi, ASuggestionFitsAnyTable)
{
    std::string wide;
    std::string row;
    for (int column = 0; column < 300; ++column) {
        wide += (column > 0 ? "," : "") + std::string("value ") + std::to_string(column);
        row += (column > 0 ? "," : "") + std::to_string(column);
    }
    ASSERT_EQ(put("wide.csv", wide + "\n" + row + "\n" + row + "\n").status, 201);
    ASSERT_EQ(put("odd.csv", "  Total €,,select,\"Total €\",\"a\"\"b$x\",2024,<script>\n1,2,x,4,y,6,z\n"
                             "3,4,x,4,y,7,z\n")
                  .status,
              201);
    ASSERT_EQ(put("empty.csv", "when,what,how_much\n").status, 201);
    ASSERT_EQ(put("words.csv", "name,colour\nAnn,red\nBob,blue\nCid,red\n").status, 201);
    for (const std::string table : {"wide", "odd", "empty", "words"}) {
        SCOPED_TRACE(table);
        check_suggestion(table);
    }
}

TEST_F(FilesApi, SampleDataIsMadeOnceAndTakenAwayUnchanged)
{
    const Answer made = world.post("/v1/sample-data");
    ASSERT_EQ(made.status, 200) << made.response.body;
    EXPECT_EQ(made.text("connection"), "samples");
    EXPECT_EQ(world.post("/v1/sample-data").response.body, made.response.body);
    const std::string report = "/v1/reports/" + std::to_string(made.number("report_id"));
    EXPECT_EQ(world.get(report).body.at("enabled"), false);
    EXPECT_FALSE(world.get("/v1/dashboards/dash_sample").body.at("published_version").is_null());
    EXPECT_EQ(world.as(editor, "POST", "/v1/sample-data").status, 403);
    ASSERT_EQ(world.send("DELETE", "/v1/sample-data").status, 204);
    EXPECT_EQ(world.get(report).status, 404);
    EXPECT_THAT(texts(world.get("/v1/connections"), "name"), ElementsAre("shop"));
    EXPECT_EQ(world.send("DELETE", "/v1/sample-data").status, 404);
}

TEST_F(FilesApi, SampleDataAskedForAtOnceIsMadeOnce)
{
    std::array<Answer, 4> made;
    std::vector<std::thread> askers;
    for (Answer& answer : made)
        askers.emplace_back([&] { answer = world.post("/v1/sample-data"); });
    for (std::thread& asker : askers)
        asker.join();
    for (const Answer& answer : made) {
        EXPECT_EQ(answer.status, 200) << answer.response.body;
        EXPECT_EQ(answer.response.body, made.front().response.body);
    }
    EXPECT_EQ(world.send("DELETE", "/v1/sample-data").status, 204);
}

TEST_F(FilesApi, SampleDataThatWasChangedStays)
{
    ASSERT_EQ(world.post("/v1/sample-data").status, 200);
    ASSERT_EQ(world.patch("/v1/dashboards/dash_sample", R"({"name":"Mine now"})").status, 200);
    const Answer kept = world.send("DELETE", "/v1/sample-data");
    EXPECT_EQ(kept.status, 409);
    EXPECT_THAT(kept.text("detail"), HasSubstr("dash_sample"));
}

} // namespace
} // namespace presstime::api
