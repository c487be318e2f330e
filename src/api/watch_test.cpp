// "Did Tuesday's report go out?": the page of a day and the lists of runs and reports, and what they keep to
// themselves.
#include "api/access_world.hpp"
#include "store/delivery_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"

#include <gmock/gmock.h>

namespace presstime::api {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::chrono::minutes kMinute{1};

class Watch : public testing::Test {
protected:
    using Run = presstime::Run; // not testing::Test's own
    Watch() { world.clock.set(*parse_rfc3339("2026-03-02T14:00:00Z")); }

    std::int64_t add_report(const std::string& name, const std::string& dashboard = "dash_open",
                            json::object more = {})
    {
        json::object report = World::weekly_report();
        report["name"] = name;
        report["dashboard_id"] = dashboard;
        for (auto& [key, value] : more)
            report[key] = value;
        return world.add_report(report);
    }
    // A run that was due at `nominal` and ended `after` it.
    std::int64_t ended(std::int64_t report_id, const std::string& nominal, RunStatus status,
                       std::chrono::minutes after = kMinute, RunCause cause = RunCause::schedule)
    {
        const Instant at = *parse_rfc3339(nominal);
        std::int64_t id = 0;
        world.write([&](db::Session& session) -> Result<> {
            store::NewRun row = queued(report_id, at, cause);
            TRY(store::insert_run(session, row));
            id = row.run.id;
            for (const Run& run : TRY(store::claim_runs(session, "w", 100, at, at + kMinute))) {
                const store::RunFence fence{run.id, run.attempt, "w"};
                if (run.id != id) {
                    TRY(store::release_run(session, fence, at));
                } else if (status == RunStatus::failed) {
                    TRY(store::fail_run(session, fence, "the source is away", at + after));
                } else {
                    TRY(store::hand_run_to_delivery(session, fence, {.rows = 7}));
                    TRY(store::finish_delivered_run(session, id, status, "", at + after));
                }
            }
            return {};
        });
        return id;
    }
    store::NewRun queued(std::int64_t report_id, Instant at, RunCause cause = RunCause::schedule)
    {
        store::NewRun row;
        row.run.workspace_id = 1;
        row.run.report_id = report_id;
        row.run.nominal_at = at;
        row.run.not_before = at;
        row.run.queued_at = at;
        row.run.cause = cause;
        row.serial = false;
        return row;
    }
    std::int64_t add_delivery(std::int64_t run_id, std::int64_t report_id, const std::string& recipient,
                              DeliveryState state, int revision = 0)
    {
        Delivery delivery;
        delivery.workspace_id = 1;
        delivery.run_id = run_id;
        delivery.report_id = report_id;
        delivery.channel = "email";
        delivery.recipient = recipient;
        delivery.state = state;
        delivery.revision = revision;
        delivery.reason = state == DeliveryState::rejected ? "550 no such user" : "";
        delivery.finished_at = world.clock.now();
        world.write([&](db::Session& session) -> Result<> {
            EXPECT_TRUE(TRY(store::insert_delivery(session, delivery)));
            return {};
        });
        return delivery.id;
    }
    json::object count(const Answer& today, const std::string& name)
    {
        return {{name, today.body.at("counts").at(name)}};
    }
    static std::vector<std::int64_t> ids(const json::value& rows)
    {
        std::vector<std::int64_t> out;
        for (const json::value& row : rows.as_array())
            out.push_back(row.at("id").to_number<std::int64_t>());
        return out;
    }
    std::vector<std::int64_t> list(const std::string& query)
    {
        const Answer answer = world.get("/v1/runs?" + query);
        EXPECT_EQ(answer.status, 200) << answer.response.body;
        return ids(answer.body);
    }
    // The address of the next page as a server reads it, or nothing.
    static std::string next_of(const Answer& page)
    {
        const std::string link = page.header("Link");
        return link.empty() ? "" : percent_decode(link.substr(1, link.find('>') - 1)).value();
    }
    std::vector<std::string> kinds(const Answer& today)
    {
        std::vector<std::string> out;
        for (const json::value& item : today.body.at("attention").as_array())
            out.emplace_back(item.at("kind").as_string());
        return out;
    }

    // What waits for a person when the disk is of that size.
    std::vector<control::Attention> attention_with(const Principal& principal, control::DiskPlaces places)
    {
        places.data_folder = world.folder;
        const control::DiskUse disk(world.environment, places);
        return control::TodayPage(world.environment, disk).show(principal, "", "").value().attention.items;
    }

    AccessWorld world;
};

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

TEST_F(Watch, WaitsForAPersonUntilItIsMended)
{
    const std::int64_t report = add_report("Daily");
    const auto failed = ended(report, "2026-03-02T09:00:00Z", RunStatus::failed);
    Answer today = world.get("/v1/today");
    EXPECT_THAT(kinds(today), Contains("failed_run"));
    for (const json::value& item : today.body.at("attention").as_array())
        if (item.at("kind") == "failed_run") {
            EXPECT_EQ(item.at("run_id"), failed);
            EXPECT_EQ(item.at("action"), "run_again");
            EXPECT_EQ(item.at("detail"), "the source is away");
        }
    ended(report, "2026-03-02T10:00:00Z", RunStatus::success, kMinute, RunCause::manual);
    EXPECT_THAT(kinds(world.get("/v1/today")), testing::Not(Contains("failed_run")));
}

TEST_F(Watch, ARecipientWaitsUntilSomebodySendsAgain)
{
    const std::int64_t report = add_report("Daily");
    const auto run = ended(report, "2026-03-02T09:00:00Z", RunStatus::partial);
    const auto first = add_delivery(run, report, "a@example.com", DeliveryState::rejected);
    add_delivery(run, report, "b@example.com", DeliveryState::rejected);
    const Answer today = world.get("/v1/today");
    // One run is one item, and not told a second time as partial.
    EXPECT_THAT(kinds(today), testing::Not(Contains("partial_run")));
    ASSERT_THAT(kinds(today), Contains("failed_delivery"));
    for (const std::string recipient : {"a@example.com", "b@example.com"})
        add_delivery(run, report, recipient, DeliveryState::accepted, 1);
    EXPECT_THAT(kinds(world.get("/v1/today")), testing::Not(Contains("failed_delivery")));
    EXPECT_THAT(kinds(world.get("/v1/today")), Contains("partial_run"));
    EXPECT_GT(first, 0);
}

TEST_F(Watch, ARunThatIsLateComesFirst)
{
    const std::int64_t report = add_report("Daily");
    world.write([&](db::Session& session) -> Result<> {
        store::NewRun row = queued(report, world.clock.now() - 20 * kMinute);
        TRY(store::insert_run(session, row));
        return {};
    });
    const Answer today = world.get("/v1/today");
    ASSERT_FALSE(kinds(today).empty());
    EXPECT_EQ(kinds(today).front(), "late_run");
    EXPECT_EQ(today.body.at("attention").at(0).at("detail"), "due 20 minutes ago and still waiting");
    EXPECT_EQ(today.body.at("counts").at("late"), 1);
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

TEST_F(Watch, ADiskThatFillsUpWaitsForAnAdmin)
{
    const std::int64_t run = ended(add_report("Daily"), "2026-03-02T09:00:00Z", RunStatus::success);
    world.write(
        [&](db::Session& session) { return store::put_artifact(session, {.run_id = run, .bytes = 800}); });
    const Principal admin{.workspace_id = 1, .role = Role::admin, .scope = Scope::admin};
    const Principal editor{.workspace_id = 1, .role = Role::editor, .scope = Scope::write};
    constexpr std::int64_t kNobodyHasSoMuch = std::int64_t{1} << 62;
    EXPECT_THAT(attention_with(admin, {.quota_bytes = 1'100, .least_free_bytes = 0}), IsEmpty());
    const auto full = attention_with(admin, {.quota_bytes = 1'000, .least_free_bytes = 0});
    ASSERT_EQ(full.size(), 1U);
    EXPECT_EQ(control::to_string(full[0].kind), "disk");
    EXPECT_EQ(control::mend_of(full[0].kind), "open");
    EXPECT_THAT(full[0].detail, testing::HasSubstr("artifact_quota_gib"));
    const auto little = attention_with(admin, {.least_free_bytes = kNobodyHasSoMuch});
    ASSERT_EQ(little.size(), 1U);
    EXPECT_THAT(little[0].detail, testing::HasSubstr("free where the data folder is"));
    EXPECT_THAT(attention_with(editor, {.least_free_bytes = kNobodyHasSoMuch}), IsEmpty());
}

} // namespace
} // namespace presstime::api
