#include "api/test_world.hpp"

#include "store/run_store.hpp"
#include "store/sealed_values.hpp"

#include <fmt/format.h>

namespace presstime::api {
namespace {

json::object with(std::string_view key, json::value value)
{
    json::object report = World::weekly_report();
    report[key] = std::move(value);
    return report;
}

TEST(Reports, AreCreatedWholeWithTheirNextRun)
{
    World world;
    world.add_sales();
    const Answer answer = world.post("/v1/reports", json::serialize(World::weekly_report()));
    ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
    EXPECT_EQ(answer.header("Location"), "/v1/reports/1");
    EXPECT_EQ(answer.header("ETag"), "\"1\"");
    EXPECT_EQ(answer.number("id"), 1);
    EXPECT_TRUE(answer.body.at("enabled").as_bool());
    // Monday 2 March 2026, 9:00 in New York is 14:00Z; it is 08:59Z now.
    EXPECT_EQ(answer.text("next_run_at"), "2026-03-02T14:00:00Z");
    EXPECT_EQ(answer.text("schedule_text"), "Every Monday at 09:00 (America/New_York)");
    EXPECT_FALSE(answer.body.as_object().contains("warnings"));
    EXPECT_GT(world.wakes, 0);
    EXPECT_TRUE(answer.text("webhook_secret").starts_with("whsec_")) << "shown once";
    json::object masked = answer.body.as_object();
    masked["webhook_secret"] = "***";
    EXPECT_EQ(json::serialize(world.get("/v1/reports/1").body), json::serialize(masked));
    const Answer list = world.get("/v1/reports");
    ASSERT_TRUE(list.body.is_array());
    EXPECT_EQ(json::serialize(list.body.at(0)), json::serialize(masked));
}

TEST(Reports, NeverShowThePasswordAgainAndKeepItWhenItsMaskComesBack)
{
    World world;
    world.add_sales();
    const Answer made = world.post("/v1/reports", json::serialize(with("pdf_password", "opensesame")));
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(made.text("pdf_password"), "***");
    for (const std::string path : {"/v1/reports", "/v1/reports/1"})
        EXPECT_EQ(json::serialize(world.get(path).body).find("opensesame"), std::string::npos) << path;
    const auto stored = [&] {
        std::string password;
        EXPECT_TRUE(world.database->read([&](db::Session& session) -> Result<> {
            password = TRY(store::open_pdf_password(world.secrets, TRY(store::get_report(session, 1))));
            return {};
        }));
        return password;
    };
    EXPECT_EQ(stored(), "opensesame");
    const std::string sent_back = json::serialize(world.get("/v1/reports/1").body);
    EXPECT_EQ(world.send("PUT", "/v1/reports", sent_back).number("version"), 1);
    EXPECT_EQ(world.patch("/v1/reports/1", R"({"pdf_password":"***","enabled":false})").status, 200);
    EXPECT_EQ(stored(), "opensesame");
    EXPECT_EQ(world.patch("/v1/reports/1", R"({"pdf_password":null})").status, 200);
    EXPECT_EQ(stored(), "");
    const Answer refused = world.post("/v1/reports", json::serialize(with("pdf_password", "***")));
    EXPECT_EQ(refused.text("field"), "pdf_password");
}

TEST(Reports, SayWhichFormatsAPasswordDoesNotProtect)
{
    World world;
    world.add_sales();
    json::object report = with("pdf_password", "opensesame");
    report["format"] = {"pdf", "csv"};
    const Answer answer = world.post("/v1/reports", json::serialize(report));
    ASSERT_EQ(answer.status, 201);
    EXPECT_NE(json::serialize(answer.body.at("warnings")).find("csv goes out as it is"), std::string::npos);
}

TEST(Reports, FallBackToUtcAndSaySo)
{
    World world;
    world.add_sales();
    const Answer answer = world.post("/v1/reports", json::serialize(with("timezone", "America/NewYork")));
    ASSERT_EQ(answer.status, 201);
    EXPECT_EQ(answer.text("timezone"), "UTC");
    EXPECT_EQ(
        json::serialize(answer.body.at("warnings")),
        R"([{"field":"timezone","detail":"unknown time zone \"America/NewYork\", using UTC; did you mean )"
        R"(America/New_York?"}])");
    EXPECT_EQ(world.post("/v1/reports", json::serialize(with("timezone", ""))).text("timezone"), "UTC");
}

TEST(Reports, RefuseAnUnknownZoneWhenStrict)
{
    World world;
    world.add_sales();
    json::object report = with("timezone", "America/NewYork");
    report["strict"] = true;
    const Answer answer = world.post("/v1/reports", json::serialize(report));
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.text("field"), "timezone");
    EXPECT_NE(answer.text("detail").find("America/New_York"), std::string::npos);
}

TEST(Reports, RefuseBadInputByFieldAndChangeNothing)
{
    World world;
    world.add_sales();
    struct Case {
        std::string key;
        std::string value;
        std::string field;
    };
    const std::vector<Case> cases{
        {"hour", "24", "hour"},
        {"day_of_week", "7", "day_of_week"},
        {"dashboard_id", R"("dash_missing")", "dashboard_id"},
        {"email_to", R"(["not an address"])", "email_to[0]"},
        {"email_to", R"(["a@example.com", "b@example.com>"])", "email_to[1]"},
        {"cc", R"(["a@example.com\r\nBcc: x@example.com"])", "cc[0]"},
        {"name", R"("a\r\nBcc: victim@example.com")", "name"},
        {"name", '"' + std::string(10 << 20, 'n') + '"', "name"},
        {"webhook_url", R"("file:///etc/passwd")", "webhook_url"},
        {"webhook_url", R"("https://user:secret@hooks.example.com/")", "webhook_url"},
        {"webhook_url", R"("http://127.0.0.1:9000/")", "webhook_url"},
        {"webhook_url", R"("http://169.254.169.254/latest")", "webhook_url"},
        {"format", R"("docx")", "format"},
        {"format", R"("xlsx")", "format"},
        {"parameters", R"({"regio":"EMEA"})", "parameters.regio"},
        {"parameters", R"({"since":"last week"})", "parameters.since"},
        {"owner", R"("nobody")", "owner"},
        {"shedule", R"("daily")", "shedule"},
        {"ends_on", R"("2020-01-01")", "ends_on"},
    };
    for (const Case& each : cases) {
        const Answer answer =
            world.post("/v1/reports", json::serialize(with(each.key, json::parse(each.value))));
        EXPECT_EQ(answer.status, 422) << each.key << " " << json::serialize(answer.body);
        EXPECT_EQ(answer.text("field"), each.field) << answer.text("detail");
    }
    EXPECT_EQ(world.post("/v1/reports", "{\"name\":").status, 400);
    EXPECT_EQ(world.post("/v1/reports", "{\"name\":\"\xff\"}").status, 400);
    EXPECT_EQ(world.post("/v1/reports", "").status, 400);
    EXPECT_TRUE(world.get("/v1/reports").body.as_array().empty());
}

TEST(Reports, RefuseACronThatNeverFires)
{
    World world;
    world.add_sales();
    json::object report = with("schedule_kind", "cron");
    report["cron"] = "0 9 30 2 *";
    const Answer answer = world.post("/v1/reports", json::serialize(report));
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.text("field"), "cron");
    report["cron"] = "0 25 * * *";
    EXPECT_EQ(world.post("/v1/reports", json::serialize(report)).text("field"), "cron");
}

TEST(Reports, NeedARecipientUnlessATriggerTakesThem)
{
    World world;
    world.add_sales();
    json::object report = World::weekly_report();
    report.erase("email_to");
    report.erase("webhook_url");
    EXPECT_EQ(world.post("/v1/reports", json::serialize(report)).text("field"), "email_to");
    report["schedule_kind"] = "trigger";
    const Answer answer = world.post("/v1/reports", json::serialize(report));
    ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
    EXPECT_TRUE(answer.body.at("next_run_at").is_null());
}

TEST(Reports, TakeAtMostAThousandRecipients)
{
    World world;
    world.add_sales();
    json::array many;
    for (int count = 0; count < 600; ++count)
        many.push_back(json::value(fmt::format("user{}@example.com", count)));
    json::object report = with("email_to", many);
    EXPECT_EQ(world.post("/v1/reports", json::serialize(report)).status, 201);
    report["bcc"] = many;
    EXPECT_EQ(world.post("/v1/reports", json::serialize(report)).text("field"), "email_to");
}

TEST(Reports, ParametersMayBeExpressionsOverThePeriod)
{
    World world;
    world.add_sales();
    const Answer answer = world.post(
        "/v1/reports",
        json::serialize(with("parameters", {{"since", "period_start - 7d"}, {"region", "South"}})));
    EXPECT_EQ(answer.status, 201) << json::serialize(answer.body);
}

TEST(Reports, PauseAndGoOn)
{
    World world;
    world.add_sales();
    world.add_report();
    const Answer paused = world.patch("/v1/reports/1", R"({"enabled":false})");
    ASSERT_EQ(paused.status, 200);
    EXPECT_TRUE(paused.body.at("next_run_at").is_null());
    EXPECT_EQ(paused.header("ETag"), "\"2\"");
    world.clock.set(*parse_rfc3339("2026-03-10T00:00:00Z"));
    const Answer resumed = world.patch("/v1/reports/1", R"({"enabled":true})");
    // Strictly after now, though two Mondays went by: an edit causes no run.
    EXPECT_EQ(resumed.text("next_run_at"), "2026-03-16T13:00:00Z");
}

TEST(Reports, AnEditOfTheRuleStartsAfterNow)
{
    World world;
    world.add_sales();
    world.add_report();
    const Answer earlier = world.patch("/v1/reports/1", R"({"hour":3})");
    // 3:00 in New York was an hour ago (08:00Z); a week later the clocks have moved.
    EXPECT_EQ(earlier.text("next_run_at"), "2026-03-09T07:00:00Z");
    const Answer renamed = world.patch("/v1/reports/1", R"({"name":"Another name"})");
    EXPECT_EQ(renamed.text("next_run_at"), earlier.text("next_run_at"));
}

TEST(Reports, WhatWasDueWhenTheRuleChangedIsARow)
{
    World world;
    world.add_sales();
    world.add_report();
    world.clock.set(*parse_rfc3339("2026-03-02T14:00:01Z")); // due a second ago, not yet dispatched
    ASSERT_EQ(world.patch("/v1/reports/1", R"({"hour":10})").status, 200);
    const Answer runs = world.get("/v1/reports/1/runs");
    ASSERT_EQ(runs.body.as_array().size(), 1u);
    EXPECT_EQ(runs.body.at(0).at("nominal_at").as_string(), "2026-03-02T14:00:00Z");
    EXPECT_EQ(runs.body.at(0).at("status").as_string(), "queued");
    world.clock.set(*parse_rfc3339("2026-03-02T15:00:01Z"));
    ASSERT_EQ(world.patch("/v1/reports/1", R"({"enabled":false})").status, 200);
    const Answer more = world.get("/v1/reports/1/runs");
    ASSERT_EQ(more.body.as_array().size(), 2u);
    EXPECT_EQ(more.body.at(0).at("status").as_string(), "skipped");
    EXPECT_NE(more.body.at(0).at("reason").as_string().find("paused"), std::string::npos);
}

TEST(Reports, AnOldVersionIsNotOverwritten)
{
    World world;
    world.add_sales();
    world.add_report();
    const auto patch_at = [&](const std::string& tag) {
        return world.send("PATCH", "/v1/reports/1", R"({"hour":10})", {{"if-match", tag}}).status;
    };
    EXPECT_EQ(patch_at("\"7\""), 412);
    EXPECT_EQ(patch_at("\"1\""), 200);
    EXPECT_EQ(patch_at("nonsense"), 400);
    EXPECT_EQ(patch_at("*"), 200);
}

TEST(Reports, CannotChangeWhatTheServerOwns)
{
    World world;
    world.add_sales();
    world.add_report();
    const Answer answer = world.patch(
        "/v1/reports/1",
        R"({"id":9,"uuid":"x","workspace_id":5,"version":50,"next_run_at":"2020-01-01T00:00:00Z"})");
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.number("id"), 1);
    EXPECT_EQ(answer.number("workspace_id"), 1);
    EXPECT_EQ(answer.number("version"), 1);
    EXPECT_EQ(answer.text("next_run_at"), "2026-03-02T14:00:00Z");
}

TEST(Reports, PutByNameCreatesOnceAndThenChangesNothing)
{
    World world;
    world.add_sales();
    const std::string body = json::serialize(World::weekly_report());
    EXPECT_EQ(world.send("PUT", "/v1/reports", body).status, 201);
    const Answer again = world.send("PUT", "/v1/reports", body);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.number("version"), 1);
    EXPECT_EQ(world.send("PUT", "/v1/reports", json::serialize(with("hour", 10))).number("version"), 2);
    world.add_report();
    EXPECT_EQ(world.send("PUT", "/v1/reports", body).status, 409);
}

TEST(Reports, AreListedPageByPage)
{
    World world;
    world.add_sales();
    for (int count = 0; count < 5; ++count)
        world.add_report();
    std::string address = "/v1/reports?limit=2";
    std::vector<std::int64_t> ids;
    for (int pages = 0; pages < 5 && !address.empty(); ++pages) {
        const Answer page = world.get(address);
        for (const json::value& report : page.body.as_array())
            ids.push_back(report.at("id").to_number<std::int64_t>());
        const std::string link = page.header("Link");
        address = link.empty() ? "" : link.substr(1, link.find('>') - 1);
    }
    EXPECT_EQ(ids, (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
    EXPECT_EQ(world.get("/v1/reports?limit=0").status, 422);
    EXPECT_EQ(world.get("/v1/reports?limit=2&cursor=x").status, 400);
}

TEST(Reports, GoWithTheirRuns)
{
    World world;
    world.add_sales();
    world.add_report();
    const Answer run = world.post("/v1/reports/1/run");
    ASSERT_EQ(run.status, 201);
    EXPECT_EQ(world.send("DELETE", "/v1/reports/1").status, 204);
    EXPECT_EQ(world.get("/v1/reports/1").status, 404);
    EXPECT_EQ(world.get(run.header("Location")).status, 404);
    EXPECT_EQ(world.send("DELETE", "/v1/reports/1").status, 404);
}

TEST(Reports, WarnOfQueriesThatReadTheClock)
{
    World world;
    world.add_sales();
    json::object dashboard = World::sales_dashboard();
    dashboard["queries"].as_array()[0].as_object()["sql"] =
        "SELECT month, region, revenue FROM sales WHERE current_date > DATE '2020-01-01'";
    const Answer saved = world.send("PUT", "/v1/dashboards/dash_sales", json::serialize(dashboard));
    ASSERT_EQ(saved.status, 200) << json::serialize(saved.body);
    EXPECT_EQ(saved.body.at("warnings").at(0).at("field").as_string(), "queries[0].sql");
    const std::string query =
        "/v1/queries/" + std::to_string(saved.body.at("queries").at(0).at("id").as_int64());
    const Answer patched = world.send("PATCH", query, R"({"max_rows":10})");
    ASSERT_EQ(patched.status, 200) << json::serialize(patched.body);
    EXPECT_EQ(patched.body.at("warnings").at(0).at("field").as_string(), "sql");
    world.post("/v1/dashboards/dash_sales/publish");
    const Answer report = world.post("/v1/reports", json::serialize(World::weekly_report()));
    ASSERT_EQ(report.status, 201);
    EXPECT_NE(report.body.at("warnings").at(0).at("detail").as_string().find("current_date"),
              std::string::npos);
}

TEST(SchedulePreview, ShowsWhereTheClocksMoveARun)
{
    World world;
    const Answer answer =
        world.post("/v1/schedules/preview",
                   R"({"schedule_kind":"daily","hour":2,"minute":30,"timezone":"America/New_York",)"
                   R"("after":"2026-03-07T12:00:00Z","count":2})");
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    const json::array& items = answer.body.at("items").as_array();
    ASSERT_EQ(items.size(), 2u);
    EXPECT_EQ(items[0].at("at").as_string(), "2026-03-08T07:30:00Z");
    EXPECT_NE(items[0].at("note").as_string(), "");
    EXPECT_EQ(items[1].at("note").as_string(), "");
    EXPECT_EQ(
        world.post("/v1/schedules/preview", R"({"schedule_kind":"daily","hour":2,"timezone":"Nowhere"})")
            .body.at("warnings")
            .at(0)
            .at("field")
            .as_string(),
        "timezone");
}

} // namespace
} // namespace presstime::api
