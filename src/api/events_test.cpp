// Events as they come from use cases, what each reader sees of them, and the catalogue of types.
#include "api/test_world.hpp"
#include "codec/event_schema.hpp"
#include "model/event_type.hpp"
#include "store/event_store.hpp"
#include "store/run_store.hpp"
#include "store/user_store.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <thread>

namespace presstime::api {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class EventsApi : public testing::Test {
protected:
    World world;

    std::vector<std::string> types_of(const Answer& answer)
    {
        std::vector<std::string> types;
        EXPECT_EQ(answer.status, 200) << json::serialize(answer.body);
        if (answer.status == 200)
            for (const json::value& event : answer.body.as_array())
                types.emplace_back(event.at("type").as_string());
        return types;
    }
    std::vector<std::string> types_since(const std::string& cursor)
    {
        return types_of(world.get("/v1/events?limit=1000&cursor=" + cursor));
    }
    // The cursor of a page's Link header.
    static std::string cursor_of(const Answer& answer)
    {
        const std::string link = answer.header("Link");
        const std::size_t at = link.find("cursor=");
        return at == std::string::npos ? "" : link.substr(at + 7, link.find_first_of("&>", at) - at - 7);
    }
    // Where the list ends now.
    std::string now() { return cursor_of(world.get("/v1/events?cursor=latest")); }
    std::int64_t audit_rows(const std::string& action)
    {
        std::int64_t count = 0;
        const std::string sql = "SELECT COUNT(*) FROM audit WHERE action = '" + action + "'";
        world.write([&](db::Session& session) -> Result<> {
            count = TRY(session.query_integer({"test.audit", sql.c_str()}, {})).value_or(0);
            return {};
        });
        return count;
    }
};

TEST_F(EventsApi, EveryChangeOfADashboardIsTold)
{
    world.add_sales();
    EXPECT_THAT(types_since(""), ElementsAre("connection.created", "dashboard.created", "query.created",
                                             "dashboard.published"));
    std::string cursor = now();
    json::object document = World::sales_dashboard();
    document["name"] = "Sales 📈";
    EXPECT_EQ(world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(document)).status, 200);
    EXPECT_EQ(world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(document)).status, 200);
    const Answer updated = world.get("/v1/events?cursor=" + cursor);
    ASSERT_THAT(types_of(updated), ElementsAre("dashboard.updated"));
    const json::value& data = updated.body.at(0).at("data");
    EXPECT_EQ(data.at("dashboard").at("name"), "Sales 📈");
    EXPECT_EQ(json::serialize(data.at("changes")), R"(["name"])");
    EXPECT_EQ(data.at("changed_by"), "key test admin");

    cursor = now();
    EXPECT_EQ(world.post("/v1/dashboards/dash_sales/unpublish").status, 200);
    EXPECT_EQ(world.send("DELETE", "/v1/dashboards/dash_sales").status, 204);
    EXPECT_THAT(types_since(cursor), ElementsAre("dashboard.updated", "query.deleted", "dashboard.deleted"));
}

TEST_F(EventsApi, QueriesAreToldOneByOneHoweverTheyWereChanged)
{
    world.add_sales();
    std::string cursor = now();
    json::object document = World::sales_dashboard();
    document["queries"].as_array()[0].as_object()["sql"] = "SELECT month, region, revenue FROM sales";
    document["queries"].as_array().push_back(
        {{"name", "regions"}, {"connection", "shop"}, {"sql", "SELECT DISTINCT region FROM sales"}});
    EXPECT_EQ(world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(document)).status, 200);
    EXPECT_THAT(types_since(cursor), ElementsAre("query.updated", "query.created"));

    cursor = now();
    const Answer queries = world.get("/v1/queries");
    const std::int64_t id = queries.body.at(1).at("id").to_number<std::int64_t>();
    const std::string path = fmt::format("/v1/queries/{}", id);
    EXPECT_EQ(world.patch(path, R"({"sql":"SELECT region FROM sales"})").status, 200);
    EXPECT_EQ(world.send("DELETE", path).status, 204);
    const Answer told = world.get("/v1/events?cursor=" + cursor);
    ASSERT_THAT(types_of(told), ElementsAre("query.updated", "query.deleted"));
    EXPECT_EQ(json::serialize(told.body.at(0).at("data").at("changes")), R"(["sql"])");
    EXPECT_EQ(told.body.at(1).at("data").at("query").at("name"), "regions");
}

TEST_F(EventsApi, ReportsAndConnectionsAreTold)
{
    world.add_sales();
    const std::string cursor = now();
    const std::int64_t id = world.add_report();
    const std::string path = fmt::format("/v1/reports/{}", id);
    EXPECT_EQ(world.patch(path, R"({"enabled":false})").status, 200);
    EXPECT_EQ(world.patch(path, R"({"enabled":false})").status, 200);
    EXPECT_EQ(world.patch(path, R"({"name":"New","pdf_password":"hunter2-secret"})").status, 200);
    EXPECT_EQ(world.send("DELETE", path).status, 204);
    const json::object spare{
        {"name", "spare"}, {"source", "duckdb"}, {"options", {{"path", (world.folder / "data").string()}}}};
    EXPECT_EQ(world.post("/v1/connections", json::serialize(spare)).status, 201);
    EXPECT_EQ(world.send("DELETE", "/v1/connections/spare").status, 204);
    const Answer told = world.get("/v1/events?cursor=" + cursor);
    ASSERT_THAT(types_of(told), ElementsAre("report.created", "report.updated", "report.updated",
                                            "report.deleted", "connection.created", "connection.deleted"));
    EXPECT_EQ(json::serialize(told.body.at(1).at("data").at("changes")), R"(["enabled"])");
    EXPECT_THAT(told.response.body, HasSubstr("pdf_password"));
    EXPECT_EQ(told.response.body.find("hunter2"), std::string::npos);
    EXPECT_EQ(told.response.body.find("cto@example.com"), std::string::npos);
    EXPECT_EQ(told.response.body.find("hooks.example.com"), std::string::npos);
    EXPECT_EQ(audit_rows("report.updated"), 2);
    EXPECT_EQ(audit_rows("connection.deleted"), 1);
}

TEST_F(EventsApi, WhatIsRefusedIsNotTold)
{
    world.add_sales();
    world.add_report();
    const std::string cursor = now();
    EXPECT_EQ(world.send("DELETE", "/v1/dashboards/dash_sales").status, 409);
    EXPECT_EQ(world.send("DELETE", "/v1/connections/shop").status, 409);
    EXPECT_EQ(world.post("/v1/reports", R"({"dashboard_id":"dash_none","name":"x"})").status, 422);
    EXPECT_EQ(world.post("/v1/dashboards", json::serialize(World::sales_dashboard())).status, 409);
    EXPECT_THAT(types_since(cursor), IsEmpty());
}

TEST_F(EventsApi, AChangeWhoseEventCannotBeWrittenIsRolledBack)
{
    world.add_sales();
    const std::string cursor = now();
    world.write([](db::Session& session) {
        return session.execute_script("CREATE TRIGGER no_events BEFORE INSERT ON events BEGIN SELECT "
                                      "RAISE(ABORT, 'on purpose'); END");
    });
    EXPECT_GE(world.post("/v1/dashboards/dash_sales/unpublish").status, 500);
    EXPECT_GE(world.post("/v1/reports", json::serialize(World::weekly_report())).status, 500);
    EXPECT_GE(world.send("DELETE", "/v1/connections/shop").status, 400);
    world.write([](db::Session& session) { return session.execute_script("DROP TRIGGER no_events"); });
    EXPECT_THAT(types_since(cursor), IsEmpty());
    EXPECT_THAT(world.get("/v1/reports").body.as_array(), IsEmpty());
    EXPECT_EQ(audit_rows("report.created"), 0);
    EXPECT_EQ(world.get("/v1/dashboards/dash_sales").body.at("published_version").is_null(), false);
}

TEST_F(EventsApi, ReadByPagesWithoutGapsOrDoubles)
{
    world.add_sales();
    std::vector<std::string> ids;
    std::string cursor;
    for (int page = 0; page < 10; ++page) {
        const Answer answer = world.get("/v1/events?limit=1" + (cursor.empty() ? "" : "&cursor=" + cursor));
        cursor = cursor_of(answer);
        ASSERT_NE(cursor, "");
        if (answer.body.as_array().empty())
            break;
        ids.emplace_back(answer.body.at(0).at("id").as_string());
    }
    EXPECT_THAT(ids, SizeIs(4));
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 4U);
    EXPECT_THAT(types_since(ids.at(2)), ElementsAre("dashboard.published"));
}

TEST_F(EventsApi, ReadBackFromNowPageByPageToTheFirst)
{
    world.add_sales();
    EXPECT_EQ(world.post("/v1/dashboards/dash_sales/unpublish").status, 200);
    std::vector<std::string> forward = types_since("");
    std::vector<std::string> back;
    std::string cursor;
    for (int pages = 0; pages < 50; ++pages) {
        const Answer page = world.get("/v1/events?order=desc&limit=2&cursor=" + cursor);
        for (std::string& type : types_of(page))
            back.push_back(std::move(type));
        cursor = cursor_of(page);
        if (cursor.empty())
            break;
    }
    EXPECT_EQ(cursor, "") << "the last page says that it is";
    std::ranges::reverse(forward);
    EXPECT_THAT(back, testing::ElementsAreArray(forward));
    EXPECT_THAT(types_of(world.get("/v1/events?order=desc&types=query.*")),
                testing::Each(HasSubstr("query.")));
    EXPECT_THAT(types_of(world.get("/v1/events?order=desc&since=2099-01-01T00:00:00Z")), IsEmpty());
    EXPECT_EQ(world.get("/v1/events?order=desc&cursor=e1").status, 400) << "a cursor of the other direction";
    EXPECT_EQ(world.get("/v1/events?order=sideways").status, 422);
    EXPECT_EQ(world.get("/v1/events?order=desc&wait=1").status, 422);
}

TEST_F(EventsApi, ReadByTypesAsWebhooksFilter)
{
    world.add_sales();
    EXPECT_THAT(types_of(world.get("/v1/events?types=query.*,Connections")),
                ElementsAre("connection.created", "query.created"));
    const Answer unknown = world.get("/v1/events?types=query.*,qwery");
    EXPECT_EQ(unknown.status, 422);
    EXPECT_EQ(unknown.text("field"), "types[1]");
    EXPECT_EQ(world.get("/v1/events?limit=0").status, 422);
    EXPECT_EQ(world.get("/v1/events?wait=21").status, 422);
    for (const char* cursor : {"12", "e", "ex", "evt_unknown", "e-1", "e99999999999999999999"})
        EXPECT_EQ(world.get(std::string("/v1/events?cursor=") + cursor).status, 400) << cursor;
}

TEST_F(EventsApi, AReaderSeesOnlyWhatTheyMayRead)
{
    world.add_sales();
    world.write([](db::Session& session) -> Result<> {
        TRY(session.execute_script("UPDATE dashboards SET category = 'Board'"));
        return session.execute_script(
            "INSERT INTO categories (workspace_id, name, description, grants) VALUES (1, "
            "'Board', '', '[{\"role\":\"admin\",\"level\":\"read\"}]')");
    });
    const std::string reader = world.make_key("read");
    const std::map<std::string, std::string> headers{{"authorization", "Bearer " + reader}};
    const Answer seen = world.send("GET", "/v1/events", "", headers);
    EXPECT_THAT(types_of(seen), ElementsAre("connection.created"));
    EXPECT_EQ(cursor_of(seen), now());
    EXPECT_THAT(types_of(world.get("/v1/events")), SizeIs(4));
    EXPECT_EQ(world.send("GET", "/v1/events", "", {{"authorization", "Bearer pt_nobody"}}).status, 401);
}

TEST_F(EventsApi, AReaderWhoWaitsIsWokenByTheNextEvent)
{
    world.add_sales();
    const std::string cursor = now();
    Answer waited;
    std::thread reader([&] { waited = world.get("/v1/events?wait=20&cursor=" + cursor); });
    EXPECT_EQ(world.post("/v1/dashboards/dash_sales/unpublish").status, 200);
    world.events.poke();
    reader.join();
    EXPECT_THAT(types_of(waited), ElementsAre("dashboard.updated"));
}

TEST_F(EventsApi, AReaderWhoIsRefusedWhileWaitingLearnsNoMore)
{
    const Principal deleted{
        .kind = PrincipalKind::api_key, .token_id = 999, .role = Role::owner, .scope = Scope::admin};
    const auto page = world.events.list(
        deleted, {.cursor = "latest", .types = {}, .limit = 1, .wait = std::chrono::seconds(20)});
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().kind, ErrorKind::unauthenticated);
}

// A person who is still there, by a session that is logged out and by a token of theirs that is deleted.
TEST_F(EventsApi, AReaderWhoseSessionOrTokenEndsWaitsNoLonger)
{
    std::int64_t user_id = 0;
    world.write([&](db::Session& session) -> Result<> {
        User user;
        user.email = "ann@example.com";
        user.role = Role::owner;
        TRY(store::insert_user(session, user, world.clock.now()));
        user_id = user.id;
        return {};
    });
    Principal person{
        .kind = PrincipalKind::user, .user_id = user_id, .role = Role::owner, .scope = Scope::admin};
    for (const auto& [token_id, session_id] : {std::pair(999, 0), std::pair(0, 999)}) {
        person.token_id = token_id;
        person.session_id = session_id;
        const auto page = world.events.list(
            person, {.cursor = "latest", .types = {}, .limit = 1, .wait = std::chrono::seconds(20)});
        ASSERT_FALSE(page) << token_id << " " << session_id;
        EXPECT_EQ(page.error().kind, ErrorKind::unauthenticated);
    }
}

TEST_F(EventsApi, AStoppingServerLetsNoReaderWait)
{
    const std::string cursor = now();
    world.events.stop();
    const Answer answer = world.get("/v1/events?wait=20&cursor=" + cursor);
    EXPECT_THAT(types_of(answer), IsEmpty());
    EXPECT_EQ(cursor_of(answer), cursor);
}

TEST_F(EventsApi, WithoutAThreadToSpareNobodyWaits)
{
    control::Events events(world.environment, 0);
    const Principal admin{.kind = PrincipalKind::local_operator, .role = Role::owner, .scope = Scope::admin};
    const auto page =
        events.list(admin, {.cursor = "latest", .types = {}, .limit = 1, .wait = std::chrono::seconds(20)});
    ASSERT_TRUE(page);
    EXPECT_THAT(page->events, IsEmpty());
}

TEST_F(EventsApi, EveryTypeIsDescribedWithSchemaAndExamples)
{
    const Answer list = world.get("/v1/event-types");
    ASSERT_EQ(list.status, 200);
    ASSERT_THAT(list.body.as_array(), SizeIs(event_types().size()));
    for (const json::value& type : list.body.as_array()) {
        const std::string name(type.at("type").as_string());
        EXPECT_EQ(type.at("example").at("type").as_string(), name);
        EXPECT_EQ(type.at("schema").at("$schema"), "https://json-schema.org/draft/2020-12/schema");
        EXPECT_EQ(type.at("formats").at(0), "standard");
        EXPECT_EQ(world.get("/v1/event-types/" + name).body, type);
    }
    const Answer run = world.get("/v1/event-types/report.run");
    EXPECT_EQ(json::serialize(run.body.at("formats")), R"(["standard","flat","callback","notifications"])");
    EXPECT_EQ(json::serialize(run.body.at("families")), R"(["tasks"])");
    EXPECT_EQ(world.get("/v1/event-types/report.ran").status, 404);
}

} // namespace
} // namespace presstime::api
