// Dashboards under a data access token, and the reports that a host's users make from them: whose rows, how
// often, to whom, and who sees which.
#include "api/test_world.hpp"

#include "platform/crypto/jwt.hpp"

#include <gmock/gmock.h>

namespace presstime::api {
namespace {

using testing::HasSubstr;
using testing::Not;

class EmbedScheduleTest : public testing::Test {
protected:
    EmbedScheduleTest()
    {
        world.add_sales();
        world.post("/v1/datasets", R"({"name":"sales","connection":"shop","table":"sales"})");
        world.post("/v1/dashboards", R"({"id":"dash_own","name":"Own rows",
            "parameters":[{"name":"least","type":"integer","default":0}],
            "queries":[{"name":"rows","connection":"shop",
                "sql":"SELECT month, region, revenue FROM sales WHERE revenue >= $least ORDER BY month"}],
            "widgets":[{"id":"w_tab","kind":"table","title":"Orders","query":"rows",
                        "columns":[{"field":"month","label":"Month"},{"field":"revenue","label":"Revenue"}],
                        "grid":{"x":0,"y":4,"w":6,"h":6}},
                       {"id":"w_text","kind":"text","markdown":"Hello","grid":{"x":0,"y":0,"w":6,"h":2}}]})");
        EXPECT_EQ(world.post("/v1/dashboards/dash_own/publish").status, 200);
        const json::object key{{"name", "host"}, {"public_key", host.public_key().to_pem()}};
        EXPECT_EQ(world.post("/v1/data-access-keys", json::serialize(key)).status, 201);
    }

    std::string token(const std::string& user, const char* region, json::object more = {}) const
    {
        json::object claims{
            {"dataSetIds", {"sales"}},
            {"secureFilters",
             {{"sales", {json::object{{"field", "region"}, {"op", "="}, {"value", region}}}}}},
            {"exp", to_micros(world.clock.now()) / 1'000'000 + 180}};
        if (!user.empty())
            claims["userReference"] = user;
        for (const auto& member : more)
            claims[member.key()] = member.value();
        return sign_jwt(host, json::serialize(claims)).value();
    }
    Answer as(const std::string& token, const std::string& method, const std::string& path,
              const std::string& body = "")
    {
        return world.send(method, path, body, {{"authorization", "Bearer " + token}});
    }
    Answer schedule(const std::string& token, const std::string& members = R"("cron":"0 9 * * 1")")
    {
        return as(token, "POST", kOwn, R"({"widget_id":"w_tab",)" + members + "}");
    }
    json::object report(std::int64_t id)
    {
        return world.get("/v1/reports/" + std::to_string(id)).body.as_object();
    }

    static constexpr const char* kOwn = "/v1/embed/schedules?dashboard=dash_own";
    static constexpr const char* kRows = "/v1/embed/widgets/w_tab/data?dashboard=dash_own";

    World world;
    PrivateKey host = PrivateKey::generate_es256();
    const json::object weekly{{"scheduleOptions",
                               {{{"cron", "0 9 * * 1"}, {"description", "Every Monday"}},
                                {{"cron", "0 6 1 * *"}, {"description", "The first of the month"}}}}};
};

TEST_F(EmbedScheduleTest, ATokenOpensADashboardWithItsRowsAlone)
{
    const std::string north = token("ann", "North");
    const Answer shown = as(north, "GET", "/v1/embed/dashboard?dashboard=dash_own");
    ASSERT_EQ(shown.status, 200) << json::serialize(shown.body);
    EXPECT_THAT(json::serialize(shown.body), Not(HasSubstr("SELECT")));
    EXPECT_EQ(json::serialize(as(north, "GET", kRows).body.at("rows")), R"([["2026-01",10]])");
    EXPECT_EQ(json::serialize(as(token("bob", "South"), "GET", kRows).body.at("rows")),
              R"([["2026-02",20]])");
    const Answer picture = as(north, "GET", "/v1/embed/widgets/w_tab/picture?dashboard=dash_own");
    ASSERT_EQ(picture.status, 200) << json::serialize(picture.body);
    EXPECT_THAT(picture.text("svg"), HasSubstr("2026-01"));
    EXPECT_THAT(picture.text("svg"), Not(HasSubstr("2026-02")));
}

TEST_F(EmbedScheduleTest, ATokenOpensNoDashboardThatReadsBesideItsDataSets)
{
    EXPECT_EQ(as(token("ann", "North"), "GET", "/v1/embed/dashboard").text("field"), "dashboard");
    EXPECT_EQ(as(token("ann", "North"), "GET", "/v1/embed/dashboard?dashboard=dash_none").status, 404);
    const json::object none{{"dataSetIds", json::array{}}, {"secureFilters", json::object{}}};
    EXPECT_EQ(as(token("ann", "North", none), "GET", kRows).status, 403);
    const json::object others{{"dashboardIds", {"dash_sales"}}};
    EXPECT_EQ(as(token("ann", "North", others), "GET", kRows).status, 404);
    world.post("/v1/dashboards/dash_own/unpublish");
    EXPECT_EQ(as(token("ann", "North"), "GET", kRows).status, 404);
}

TEST_F(EmbedScheduleTest, ARestrictedCategoryIsOpenedByNameAlone)
{
    ASSERT_EQ(
        world.post("/v1/categories", R"({"name":"Board","grants":[{"role":"admin","level":"read"}]})").status,
        201);
    ASSERT_EQ(world.patch("/v1/dashboards/dash_own", R"({"category":"Board"})").status, 200);
    ASSERT_EQ(world.post("/v1/dashboards/dash_own/publish").status, 200);
    EXPECT_EQ(as(token("ann", "North"), "GET", kRows).status, 404);
    EXPECT_EQ(as(token("ann", "North", {{"dashboardIds", "*"}}), "GET", kRows).status, 404);
    EXPECT_EQ(as(token("ann", "North", {{"dashboardIds", {"dash_own"}}}), "GET", kRows).status, 200);
}

TEST_F(EmbedScheduleTest, AParameterOfTheTokenIsLocked)
{
    const std::string locked = token("ann", "North", {{"parameters", {{"least", 11}}}});
    EXPECT_EQ(json::serialize(as(locked, "GET", kRows).body.at("rows")), "[]");
    EXPECT_EQ(as(locked, "GET", std::string(kRows) + "&param.least=0").text("field"), "parameters.least");
    EXPECT_TRUE(
        as(locked, "GET", "/v1/embed/dashboard?dashboard=dash_own").body.at("parameters").as_array().empty());
}

TEST_F(EmbedScheduleTest, AParametersOptionsAreOfTheSameRows)
{
    ASSERT_EQ(world
                  .patch("/v1/dashboards/dash_own", R"({"parameters":[
        {"name":"least","type":"integer","default":0,"options_query":"amounts"},
        {"name":"free","type":"string"}],
        "queries":[{"name":"rows","connection":"shop",
                    "sql":"SELECT month, region, revenue FROM sales WHERE revenue >= $least ORDER BY month"},
                   {"name":"amounts","connection":"shop","sql":"SELECT revenue, region FROM sales"}]})")
                  .status,
              200);
    ASSERT_EQ(world.post("/v1/dashboards/dash_own/publish").status, 200);
    const char* address = "/v1/embed/parameters/least/options?dashboard=dash_own";
    const Answer options = as(token("ann", "North"), "GET", address);
    ASSERT_EQ(options.status, 200) << json::serialize(options.body);
    EXPECT_EQ(json::serialize(options.body.at("rows")), "[[10]]") << "the first column, of one's own rows";
    const Answer shown = as(token("ann", "North"), "GET", "/v1/embed/dashboard?dashboard=dash_own");
    EXPECT_EQ(shown.body.at("parameters").at(0).at("has_options"), true);
    EXPECT_EQ(shown.body.at("parameters").at(1).at("has_options"), false);
    EXPECT_EQ(as(token("ann", "North"), "GET", "/v1/embed/parameters/free/options?dashboard=dash_own").status,
              404);
    const std::string locked = token("ann", "North", {{"parameters", {{"least", 11}}}});
    EXPECT_EQ(as(locked, "GET", address).status, 404) << "what is locked offers no choice";
}

TEST_F(EmbedScheduleTest, RowsComeAsAFileToo)
{
    const Answer csv = as(token("ann", "North"), "GET", std::string(kRows) + "&format=csv");
    ASSERT_EQ(csv.status, 200) << json::serialize(csv.body);
    EXPECT_THAT(csv.response.content_type, HasSubstr("text/csv"));
    EXPECT_THAT(csv.header("Content-Disposition"), HasSubstr("Orders"));
    EXPECT_THAT(csv.response.body, HasSubstr("2026-01"));
    EXPECT_THAT(csv.response.body, Not(HasSubstr("2026-02")));
    EXPECT_THAT(csv.response.body, Not(HasSubstr("North"))) << "a column that the table does not name";
    const Answer xlsx = as(token("ann", "North"), "GET", std::string(kRows) + "&format=xlsx");
    EXPECT_TRUE(xlsx.response.body.starts_with("PK"));
    EXPECT_EQ(as(token("ann", "North"), "GET", std::string(kRows) + "&format=pdf").text("field"), "format");
    EXPECT_EQ(as(token("ann", "North"), "GET", std::string(kRows) + "&format=csv&limit=1").text("field"),
              "limit");
    EXPECT_EQ(as(token("ann", "North"), "GET", "/v1/embed/widgets/w_text/data?dashboard=dash_own&format=csv")
                  .status,
              404);
}

TEST_F(EmbedScheduleTest, AScheduleIsAReportWithThatUsersRows)
{
    const Answer made = schedule(token("ann", "North", weekly),
                                 R"("option":"Every Monday","format":"csv","timezone":"Europe/Berlin")");
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(made.text("description"), "Every Monday");
    EXPECT_EQ(made.text("cron"), "0 9 * * 1");
    EXPECT_EQ(made.text("next_run_at"), "2026-03-09T08:00:00Z");
    EXPECT_EQ(made.text("widget_title"), "Orders");
    EXPECT_THAT(json::serialize(made.body), Not(HasSubstr("North"))) << "filters are the host's business";
    json::object stored = report(made.number("id"));
    EXPECT_EQ(stored.at("user_reference"), "ann");
    EXPECT_EQ(stored.at("run_as"), "viewer");
    EXPECT_EQ(json::serialize(stored.at("data_access").at("secureFilters")),
              R"({"sales":[[{"field":"region","op":"=","value":"North"}]]})");
    EXPECT_EQ(json::serialize(stored.at("widgets")), R"(["w_tab"])");
    const std::string preview = "/v1/reports/" + std::to_string(made.number("id")) + "/preview?format=csv";
    EXPECT_THAT(world.get(preview).response.body, Not(HasSubstr("2026-02")));
    EXPECT_TRUE(world.get("/v1/orphans").body.as_array().empty()) << "it is its user's, not nobody's";
}

TEST_F(EmbedScheduleTest, OnlyTheHostsFrequenciesAreTaken)
{
    const std::string ann = token("ann", "North", weekly);
    EXPECT_EQ(schedule(ann, R"("cron":"0 9 * * MON")").status, 201) << "the same instants";
    EXPECT_EQ(schedule(ann, R"("cron":"0 9 * * 2")").text("field"), "cron");
    EXPECT_EQ(schedule(ann, R"("cron":"* * * * *")").text("field"), "cron");
    EXPECT_EQ(schedule(ann, R"("option":"Every day")").text("field"), "option");
    EXPECT_EQ(schedule(ann, R"("option":"Every Monday","cron":"0 9 * * 1")").text("field"), "cron");
    EXPECT_EQ(schedule(ann, R"("format":"csv")").text("field"), "cron");
    const std::string none = token("ann", "North", {{"scheduleOptions", json::array{}}});
    EXPECT_EQ(schedule(none).text("field"), "cron") << "an empty list allows none";
    const json::object wrong{{"scheduleOptions", {{{"cron", "every day"}}}}};
    EXPECT_EQ(schedule(token("ann", "North", wrong)).text("field"), "scheduleOptions[0].cron");
}

TEST_F(EmbedScheduleTest, WithoutTheHostsWordNothingFiresMoreOftenThanHourly)
{
    const std::string ann = token("ann", "North");
    EXPECT_EQ(schedule(ann, R"("cron":"30 * * * *")").status, 201);
    for (const char* cron : {"* * * * *", "*/30 * * * *", "0,59 9 * * *"})
        EXPECT_EQ(schedule(ann, std::string(R"("cron":")") + cron + "\"").text("field"), "cron") << cron;
}

TEST_F(EmbedScheduleTest, NobodyReachesAnothersSchedules)
{
    const std::string ann = token("ann", "North");
    const std::string bob = token("bob", "South");
    const std::string address = "/v1/embed/schedules/" + std::to_string(schedule(ann).number("id"));
    schedule(bob);
    EXPECT_EQ(as(ann, "GET", kOwn).body.as_array().size(), 1u);
    EXPECT_EQ(as(bob, "PATCH", address, R"({"enabled":false})").status, 404);
    EXPECT_EQ(as(bob, "DELETE", address).status, 404);
    EXPECT_EQ(as(token("", "North"), "GET", kOwn).status, 403) << "a token that names nobody";
    EXPECT_EQ(schedule(token("", "North")).status, 403);
    const std::int64_t admins = world.add_report();
    EXPECT_EQ(as(ann, "DELETE", "/v1/embed/schedules/" + std::to_string(admins)).status, 404);
    EXPECT_EQ(as(world.admin_key, "GET", kOwn).status, 401);
    EXPECT_EQ(as(ann, "DELETE", address).status, 204);
    EXPECT_EQ(as(ann, "DELETE", address).status, 404);
    EXPECT_TRUE(as(ann, "GET", kOwn).body.as_array().empty());
}

TEST_F(EmbedScheduleTest, PausingWorksWhateverElseHasChanged)
{
    const Answer made = schedule(token("ann", "North", weekly));
    const std::string address = "/v1/embed/schedules/" + std::to_string(made.number("id"));
    const json::object monthly{
        {"scheduleOptions", {{{"cron", "0 6 1 * *"}, {"description", "The first of the month"}}}}};
    const std::string later = token("ann", "North", monthly);
    const Answer paused = as(later, "PATCH", address, R"({"enabled":false})");
    ASSERT_EQ(paused.status, 200) << json::serialize(paused.body);
    EXPECT_TRUE(paused.body.at("next_run_at").is_null());
    EXPECT_EQ(as(later, "PATCH", address, R"({"enabled":true})").text("field"), "cron")
        << "Mondays are no longer offered";
    const Answer moved = as(later, "PATCH", address, R"({"enabled":true,"option":"The first of the month"})");
    EXPECT_EQ(moved.text("next_run_at"), "2026-04-01T06:00:00Z");
    EXPECT_EQ(moved.text("description"), "The first of the month");
}

TEST_F(EmbedScheduleTest, AChangeTakesOverTheTokensFiltersAsTheyAreNow)
{
    const std::int64_t id = schedule(token("ann", "North")).number("id");
    const std::string address = "/v1/embed/schedules/" + std::to_string(id);
    as(token("ann", "South"), "PATCH", address, R"({"enabled":false})");
    EXPECT_THAT(json::serialize(report(id).at("data_access")), HasSubstr("North"));
    as(token("ann", "South"), "PATCH", address, R"({"format":"pdf"})");
    EXPECT_THAT(json::serialize(report(id).at("data_access")), HasSubstr("South"));
}

TEST_F(EmbedScheduleTest, MailGoesToNobodyWhomTheHostHasNotNamed)
{
    const std::string quiet = token("ann", "North");
    EXPECT_EQ(schedule(quiet, R"("cron":"0 9 * * 1","email_to":["ann@example.com"])").text("field"),
              "email_to[0]");
    const std::string named = token("ann", "North", {{"recipients", {"ann@example.com"}}});
    const Answer made = schedule(named, R"("cron":"0 9 * * 1","email_to":["Ann@example.com"])");
    EXPECT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(schedule(named, R"("cron":"0 9 * * 1","email_to":["bob@example.com"])").text("field"),
              "email_to[0]");
}

TEST_F(EmbedScheduleTest, APersonHasFiftySchedulesAtMost)
{
    const std::string ann = token("ann", "North");
    for (int n = 0; n < 50; ++n)
        ASSERT_EQ(schedule(ann).status, 201);
    EXPECT_EQ(schedule(ann).status, 409);
    EXPECT_EQ(schedule(token("bob", "South")).status, 201);
}

TEST_F(EmbedScheduleTest, WhatCannotBeSentIsRefused)
{
    const std::string ann = token("ann", "North");
    const auto field = [&](const std::string& body) { return as(ann, "POST", kOwn, body).text("field"); };
    EXPECT_EQ(field(R"({"widget_id":"w_text","cron":"0 9 * * 1"})"), "widget_id");
    EXPECT_EQ(field(R"({"cron":"0 9 * * 1"})"), "widget_id");
    EXPECT_EQ(as(ann, "POST", kOwn, R"({"widget_id":"w_no","cron":"0 9 * * 1"})").status, 404);
    EXPECT_EQ(field(R"({"widget_id":"w_tab","cron":"0 9 * * 1","format":"docx"})"), "format");
    EXPECT_EQ(field(R"({"widget_id":"w_tab","cron":"0 9 * * 1","timezone":"Mars/Base"})"), "timezone");
    EXPECT_EQ(field(R"({"widget_id":"w_tab","cron":"0 9 * * 1","webhook_url":"https://x.example"})"),
              "webhook_url");
}

TEST_F(EmbedScheduleTest, ASessionForAPersonMakesSchedulesOfItsDashboard)
{
    const auto open = [&](const std::string& tenant, const std::string& user) {
        return world
            .post("/v1/embed-sessions", R"({"dashboard_id":"dash_own","tenant_id":")" + tenant +
                                            R"(","user_reference":")" + user +
                                            R"(","permissions":{"locked_filters":{"least":15},
                         "schedule_options":[{"cron":"0 9 * * *","description":"Daily"}]}})")
            .text("token");
    };
    world.post("/v1/dashboards", R"({"id":"dash_tenants","name":"Tenants"})");
    const Answer made = world.post(
        "/v1/embed-sessions",
        R"({"dashboard_id":"dash_own","user_reference":"ann","permissions":{"locked_filters":{"least":15},
            "schedule_options":[{"cron":"0 9 * * *","description":"Daily"}]}})");
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    const std::string session = made.text("token");
    const Answer shown = as(session, "GET", "/v1/embed/dashboard");
    EXPECT_EQ(shown.body.at("scheduling").at("options").at(0).at("description"), "Daily");
    const Answer daily =
        as(session, "POST", "/v1/embed/schedules", R"({"widget_id":"w_tab","option":"Daily"})");
    ASSERT_EQ(daily.status, 201) << json::serialize(daily.body);
    EXPECT_EQ(report(daily.number("id")).at("parameters").at("least"), "15") << "what is locked stays locked";
    EXPECT_EQ(as(session, "GET", "/v1/embed/dashboard?dashboard=dash_sales").status, 404);
    EXPECT_EQ(as(token("ann", "North"), "GET", kOwn).body.as_array().size(), 1u)
        << "the same person of the same host";
    EXPECT_TRUE(open("acme", "ann").empty()) << "nothing to filter a tenant by";
}

TEST_F(EmbedScheduleTest, AReceiverAsksForTheWidgetsRowsWithATokenOfItsOwn)
{
    const auto ask = [&](const std::string& bearer, const char* query) {
        return as(bearer, "POST", "/api/v1/create-results",
                  std::string(R"({"queries":[)") + query + R"(],"virtualFields":{}})");
    };
    const char* all = R"({"dashboardId":"dash_own","widgetId":"w_tab"})";
    EXPECT_EQ(json::serialize(ask(token("ann", "North"), all).body), R"([[["2026-01",10]]])");
    EXPECT_EQ(json::serialize(ask(token("bob", "South"), all).body), R"([[["2026-02",20]]])");
    const std::string both = token("boss", "North", {{"secureFilters", json::object{}}});
    EXPECT_EQ(json::serialize(
                  ask(both, R"({"dashboardId":"dash_own","widgetId":"w_tab","offset":1,"limit":5})").body),
              R"([[["2026-02",20]]])");
    EXPECT_EQ(json::serialize(ask(both, R"({"dashboardId":"dash_own","widgetId":"w_tab","limit":1})").body),
              R"([[["2026-01",10]]])");
    EXPECT_EQ(json::serialize(ask(both, R"({"dashboardId":"dash_own","widgetId":"w_tab",
                                           "parameters":{"least":"15"}})")
                                  .body),
              R"([[["2026-02",20]]])");
    EXPECT_EQ(ask(both, R"({"dashboardId":"dash_own","widgetId":"w_no"})").status, 404);
    EXPECT_EQ(ask(both, R"({"dashboardId":"dash_own","widgetId":"w_tab","sql":"SELECT 1"})").text("field"),
              "queries[0].sql");
}

TEST_F(EmbedScheduleTest, APreflightNamesEveryMethodOfItsAddress)
{
    const auto methods = [&](const std::string& path) {
        return world.send("OPTIONS", path, "", {{"origin", "https://app.example.com"}})
            .header("Access-Control-Allow-Methods");
    };
    EXPECT_EQ(methods("/v1/embed/schedules"), "GET, POST");
    EXPECT_EQ(methods("/v1/embed/schedules/1"), "PATCH, DELETE");
}

} // namespace
} // namespace presstime::api
