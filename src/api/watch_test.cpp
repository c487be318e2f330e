// "Did Tuesday's report go out?": the page of a day and the lists of runs and reports, and what they keep to
// themselves.
#include "api/watch_test_support.hpp"

#include <gmock/gmock.h>

namespace presstime::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(Watch, ADayIsToldByItsSums)
{
    const std::int64_t report = add_report("Daily", "dash_open", {{"schedule_kind", "daily"}});
    ended(report, "2026-03-02T09:00:00Z", RunStatus::success);
    ended(report, "2026-03-02T09:05:00Z", RunStatus::success, 30 * kMinute);
    const auto failed = ended(report, "2026-03-02T10:00:00Z", RunStatus::failed);
    ended(report, "2026-03-01T09:00:00Z", RunStatus::success);
    const Answer today = world.get("/v1/today");
    ASSERT_EQ(today.status, 200) << today.response.body;
    EXPECT_EQ(today.text("date"), "2026-03-02");
    EXPECT_EQ(today.text("from"), "2026-03-02T00:00:00Z");
    const json::value& counts = today.body.at("counts");
    EXPECT_EQ(counts.at("sent"), 2);
    EXPECT_EQ(counts.at("failed"), 1);
    EXPECT_EQ(counts.at("queued"), 1); // what the world asked for by hand at 8:59
    EXPECT_EQ(counts.at("due"), 3);
    EXPECT_EQ(counts.at("due_sent"), 2);
    EXPECT_EQ(counts.at("late"), 1);
    EXPECT_EQ(counts.at("upcoming"), 1); // Daily, at 9:00 in New York, is 14:00 here: due right now
    const json::value& bucket = today.body.at("buckets").at(1);
    EXPECT_EQ(bucket.at("from"), "2026-03-02T09:00:00Z");
    EXPECT_EQ(bucket.at("sent"), 1);
    EXPECT_EQ(bucket.at("late"), 1);
    EXPECT_EQ(today.body.at("runs").at(0).at("id"), failed);
    EXPECT_EQ(today.number("runs_total"), 4);
    EXPECT_EQ(today.body.at("on_time").at("due"), 4);
    EXPECT_EQ(today.body.at("on_time").at("on_time"), 2);
    EXPECT_EQ(today.body.at("on_time").at("share"), 0.5);
    EXPECT_EQ(today.body.at("on_time").at("days").as_array().size(), 2U);
}

TEST_F(Watch, ADayIsAsLongAsItsZoneMakesIt)
{
    const Answer spring = world.get("/v1/today?date=2026-03-29&timezone=Europe/Berlin");
    ASSERT_EQ(spring.status, 200);
    EXPECT_EQ(spring.text("from"), "2026-03-28T23:00:00Z");
    EXPECT_EQ(spring.text("to"), "2026-03-29T22:00:00Z");
    EXPECT_EQ(world.get("/v1/today?timezone=Europe/Berlim").text("field"), "timezone");
    EXPECT_EQ(world.get("/v1/today?date=2026-02-30").text("field"), "date");
}

TEST_F(Watch, WhatComesIsEveryInstantOfTheDay)
{
    const std::int64_t hourly =
        add_report("Hourly", "dash_open", {{"schedule_kind", "hourly"}, {"minute", 30}, {"timezone", "UTC"}});
    const Answer today = world.get("/v1/today");
    EXPECT_EQ(today.number("upcoming_total"), 11); // the world's own, and 14:30 to 23:30
    const json::array& upcoming = today.body.at("upcoming").as_array();
    EXPECT_EQ(upcoming.at(0).at("report_id"), world.report_id);
    EXPECT_EQ(upcoming.at(0).at("at"), "2026-03-02T14:00:00Z") << "due now, and not yet taken up";
    EXPECT_EQ(upcoming.at(1).at("report_id"), hourly);
    EXPECT_EQ(upcoming.at(1).at("at"), "2026-03-02T14:30:00Z");
    EXPECT_EQ(upcoming.at(1).at("dashboard_name"), "Sales");
    EXPECT_EQ(world.get("/v1/today?date=2026-03-03").number("upcoming_total"), 24);
    EXPECT_EQ(world.get("/v1/today?date=2026-03-01").number("upcoming_total"), 0);
}

TEST_F(Watch, RunsAreFoundByWhatIsKnownOfThem)
{
    const std::int64_t daily = add_report("Daily figures");
    const std::int64_t monthly = add_report("Monthly figures", "dash_sales");
    const auto tuesday = ended(daily, "2026-02-24T09:00:00Z", RunStatus::success);
    const auto failed = ended(monthly, "2026-02-25T09:00:00Z", RunStatus::failed);
    const auto manual = ended(daily, "2026-02-26T09:00:00Z", RunStatus::success, kMinute, RunCause::manual);
    EXPECT_THAT(list("q=figures"), ElementsAre(manual, failed, tuesday));
    EXPECT_THAT(list("q=FIGURES&limit=1"), ElementsAre(manual));
    EXPECT_THAT(list("from=2026-02-24T00:00:00Z&to=2026-02-25T00:00:00Z"), ElementsAre(tuesday));
    EXPECT_THAT(list("status=failed,partial"), ElementsAre(failed));
    EXPECT_THAT(list(fmt::format("report_id={}", monthly)), ElementsAre(failed));
    EXPECT_THAT(list("dashboard_id=dash_open&cause=manual"), ElementsAre(manual));
    EXPECT_THAT(list(fmt::format("report_id={}&q=daily", monthly)), IsEmpty());
    EXPECT_THAT(list("q=nothing"), IsEmpty());
    const Answer row = world.get("/v1/runs?status=failed");
    EXPECT_EQ(row.header("X-Total-Count"), "1");
    EXPECT_EQ(row.body.at(0).at("report_name"), "Monthly figures");
    EXPECT_EQ(row.body.at(0).at("timezone"), "America/New_York");
    EXPECT_EQ(row.body.at(0).at("format").at(0), "pdf");
    for (const std::string wrong : {"status=done", "cause=luck", "from=monday", "report_id=x", "cursor=7"})
        EXPECT_GE(world.get("/v1/runs?" + wrong).status, 400) << wrong;
}

TEST_F(Watch, ALinkLeadsThroughTheWholeListOnce)
{
    const std::int64_t report = add_report("Daily");
    const std::int64_t other = add_report("Other");
    std::vector<std::int64_t> made;
    for (int day = 10; day < 16; ++day) // two runs for each instant
        for (const std::int64_t each : {report, other})
            made.insert(made.begin(),
                        ended(each, fmt::format("2026-02-{}T09:00:00Z", day), RunStatus::success));
    for (const std::string filter :
         {"status=success", "status=success,failed", "q=a&status=success", "to=2026-03-01T00:00:00Z"}) {
        std::vector<std::int64_t> paged;
        std::string path = "/v1/runs?limit=5&" + filter;
        while (!path.empty()) {
            const Answer page = world.get(path);
            ASSERT_EQ(page.status, 200) << path;
            for (const std::int64_t id : ids(page.body))
                paged.push_back(id);
            path = next_of(page);
            ASSERT_LE(paged.size(), 12U);
        }
        std::vector<std::int64_t> expected = made;
        if (filter.starts_with("q=")) // "Daily" alone has an a
            std::erase_if(expected, [&](std::int64_t id) { return id % 2 == made.front() % 2; });
        EXPECT_EQ(paged, expected) << filter;
    }
}

TEST_F(Watch, ReportsAreListedWithTheirLastRun)
{
    const std::int64_t daily = add_report("Daily", "dash_open", {{"tags", json::array{"board"}}});
    const auto run = ended(daily, "2026-03-02T09:00:00Z", RunStatus::partial, 20 * kMinute);
    const Answer rows = world.get("/v1/reports?view=rows&tag=board");
    ASSERT_EQ(rows.status, 200) << rows.response.body;
    EXPECT_EQ(rows.header("X-Total-Count"), "1");
    const json::value& row = rows.body.at(0);
    EXPECT_EQ(row.at("schedule_text"), "Every Monday at 09:00 (America/New_York)");
    EXPECT_EQ(row.at("recipients"), 3); // two addresses and a webhook
    EXPECT_EQ(row.at("orphaned"), false);
    EXPECT_EQ(row.at("last_run").at("id"), run);
    EXPECT_EQ(row.at("last_run").at("status"), "partial");
    EXPECT_EQ(row.at("last_run").at("late_s"), 1'200);
    EXPECT_EQ(ids(world.get("/v1/reports?view=rows&status=partial").body), ids(rows.body));
    EXPECT_EQ(ids(world.get("/v1/reports?view=rows&sort=-last_run_at").body).front(), daily);
    EXPECT_EQ(ids(world.get("/v1/reports?view=rows&sort=-name").body).back(), daily);
    EXPECT_THAT(world.get("/v1/reports?view=rows&enabled=false").body.as_array(), IsEmpty());
    for (const std::string wrong : {"sort=size", "enabled=maybe", "owner=ann", "status=late", "cursor=x"})
        EXPECT_GE(world.get("/v1/reports?view=rows&" + wrong).status, 400) << wrong;
    EXPECT_EQ(world.get("/v1/reports?view=tiles").text("field"), "view");
    const Answer page = world.get("/v1/reports?view=rows&limit=1");
    ASSERT_FALSE(next_of(page).empty());
    const Answer next = world.get(next_of(page));
    EXPECT_NE(ids(next.body), ids(page.body));
}

TEST_F(Watch, WhatIsHiddenIsInNoListAndInNoSum)
{
    const Person ann = world.person("ann", Role::viewer);
    const std::int64_t open = add_report("Open");
    const auto seen = ended(open, "2026-03-02T09:00:00Z", RunStatus::failed);
    const auto hidden = ended(world.report_id, "2026-03-02T09:00:00Z", RunStatus::failed);
    add_delivery(hidden, world.report_id, "cto@example.com", DeliveryState::unknown);
    const auto as_ann = [&](const std::string& path) { return world.as(ann, "GET", path); };
    EXPECT_THAT(ids(as_ann("/v1/runs?status=failed").body), ElementsAre(hidden, seen));
    world.restrict_sales(R"([{"role":"admin","level":"read"}])");
    for (const std::string path :
         {"/v1/runs", "/v1/runs?status=failed", "/v1/runs?q=e", "/v1/runs?cause=schedule"})
        EXPECT_THAT(ids(as_ann(path).body), ElementsAre(seen)) << path;
    EXPECT_EQ(as_ann("/v1/runs").header("X-Total-Count"), "1");
    EXPECT_EQ(as_ann(fmt::format("/v1/runs?report_id={}", world.report_id)).status, 404);
    EXPECT_THAT(ids(as_ann("/v1/runs?dashboard_id=dash_sales").body), IsEmpty());
    EXPECT_THAT(ids(as_ann("/v1/reports?view=rows").body), ElementsAre(open));
    EXPECT_EQ(as_ann("/v1/reports?view=rows").header("X-Total-Count"), "1");
    const Answer today = as_ann("/v1/today");
    EXPECT_THAT(ids(today.body.at("runs")), ElementsAre(seen));
    EXPECT_EQ(today.body.at("counts").at("failed"), 1);
    EXPECT_EQ(today.body.at("counts").at("queued"), 0);
    EXPECT_EQ(today.body.at("on_time").at("due"), 1);
    EXPECT_EQ(today.number("attention_total"), 1);
    EXPECT_EQ(today.response.body.find("Weekly usage summary"), std::string::npos);
    EXPECT_EQ(world.get("/v1/today").body.at("counts").at("failed"), 2);
}

TEST_F(Watch, SumsLeaveOutWhatIsHiddenHoweverMuchIsOpen)
{
    const Person ann = world.person("ann", Role::viewer);
    ended(add_report("Open"), "2026-03-02T09:00:00Z", RunStatus::failed);
    ended(world.report_id, "2026-03-02T09:00:00Z", RunStatus::failed);
    world.restrict_sales(R"([{"role":"admin","level":"read"}])");
    for (const std::string id : {"dash_third", "dash_fourth"}) { // more open ones than hidden ones
        json::object open = World::sales_dashboard();
        open["id"] = id;
        ASSERT_EQ(world.post("/v1/dashboards", json::serialize(open)).status, 201);
    }
    const Answer today = world.as(ann, "GET", "/v1/today");
    EXPECT_EQ(today.body.at("counts").at("failed"), 1);
    EXPECT_EQ(today.body.at("on_time").at("due"), 1);
}

// More than are asked one by one, whatever asks for them.
TEST_F(Watch, ManyReportsAreToldAsFewAre)
{
    const Person ann = world.person("ann", Role::viewer);
    constexpr int kMany = 310;
    std::vector<std::int64_t> reports;
    world.write([&](db::Session& session) -> Result<> {
        for (int n = 0; n < kMany; ++n) {
            Report report;
            report.workspace_id = 1;
            report.dashboard_id = n % 2 == 0 ? "dash_open" : "dash_sales";
            report.name = fmt::format("Many {:03}", n);
            report.formats = {"csv"};
            report.schedule.kind = ScheduleKind::hourly;
            report.next_run_at = world.clock.now() + 60 * kMinute;
            TRY(store::insert_report(session, report, world.clock.now()));
            reports.push_back(report.id);
        }
        return {};
    });
    const auto open = ended(reports[0], "2026-03-02T09:00:00Z", RunStatus::failed);
    const auto hidden = ended(reports[1], "2026-03-02T10:00:00Z", RunStatus::failed);
    EXPECT_THAT(list("q=many&status=failed"), ElementsAre(hidden, open));
    EXPECT_THAT(list("q=many&status=failed&limit=1"), ElementsAre(hidden));
    const Answer today = world.get("/v1/today");
    EXPECT_EQ(today.number("upcoming_total"), kMany + 1); // once each, and the world's own
    EXPECT_EQ(today.body.at("upcoming").as_array().size(), 50U);
    EXPECT_EQ(today.body.at("upcoming").at(1).at("report_name"), "Many 000");
    world.restrict_sales(R"([{"role":"admin","level":"read"}])");
    const auto as_ann = [&](const std::string& path) { return world.as(ann, "GET", path); };
    EXPECT_THAT(ids(as_ann("/v1/runs?status=failed").body), ElementsAre(open));
    EXPECT_EQ(as_ann("/v1/runs?status=failed").header("X-Total-Count"), "1");
    EXPECT_EQ(as_ann("/v1/reports?view=rows&q=many&limit=1").header("X-Total-Count"), "155");
    EXPECT_EQ(as_ann("/v1/today").number("upcoming_total"),
              155 * 9); // few enough for every hour: 15:00 to 23:00
}

} // namespace
} // namespace presstime::api
