// The events of runs: each fact once, with the change that makes it, and not without.
#include "codec/event_data.hpp"
#include "store/event_store.hpp"
#include "store/run_event.hpp"
#include "store/test_store.hpp"

#include <boost/json.hpp>

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class RunEvents : public StoreTest {
protected:
    Report report_ = add_report("Daily");

    std::vector<Event> events()
    {
        return read([](db::Session& session) { return list_events(session, {}); });
    }
    std::vector<std::string> types()
    {
        std::vector<std::string> names;
        for (const Event& event : events())
            names.push_back(event.type);
        return names;
    }
    RunFence claim_one(Instant now)
    {
        const std::vector<Run> claimed = claim("w1", 1, now);
        EXPECT_THAT(claimed, SizeIs(1));
        return {claimed.at(0).id, claimed.at(0).attempt, "w1"};
    }
    void finish(const RunFence& fence, RunStatus status)
    {
        write([&](db::Session& session) -> Result<> {
            TRY(hand_run_to_delivery(session, fence, {.rows = 3}));
            TRY(finish_delivered_run(session, fence.run_id, status, "", at(9)));
            TRY(finish_delivered_run(session, fence.run_id, status, "", at(9)));
            return {};
        });
    }
    std::int64_t add_run_with(RunCause cause)
    {
        NewRun row = make_run(report_.id, at(0));
        row.run.cause = cause;
        write([&](db::Session& session) { return insert_run(session, row); });
        return row.run.id;
    }
};

TEST_F(RunEvents, AScheduledRunStartsOnceAndEndsOnce)
{
    const std::int64_t id = add_run(report_.id, at(0));
    EXPECT_THAT(types(), IsEmpty());
    const RunFence fence = claim_one(at(1));
    EXPECT_THAT(types(), ElementsAre("report.run.started"));
    finish(fence, RunStatus::success);
    EXPECT_THAT(types(), ElementsAre("report.run.started", "report.run", "report.scheduled"));
    for (const Event& event : events()) {
        EXPECT_EQ(event.resource, ResourceKind::run);
        EXPECT_EQ(event.run_id, id);
        EXPECT_EQ(event.resource_id, std::to_string(id));
        EXPECT_EQ(event.actor, "schedule");
    }
    const boost::json::value data = boost::json::parse(events().at(1).data);
    EXPECT_EQ(data.at("run").at("status"), "success");
    EXPECT_EQ(data.at("run").at("rows").to_number<int>(), 3);
    EXPECT_EQ(data.at("report").at("name"), "Daily");
}

TEST_F(RunEvents, ARunThatIsTriedAgainStartsNoSecondTime)
{
    add_run(report_.id, at(0));
    RunFence fence = claim_one(at(1));
    write([&](db::Session& session) { return retry_run(session, fence, at(2), "busy"); });
    fence = claim_one(at(2));
    write([&](db::Session& session) { return release_run(session, fence, at(2)); });
    fence = claim_one(at(2));
    EXPECT_THAT(types(), ElementsAre("report.run.started"));
    write([&](db::Session& session) { return fail_run(session, fence, "no such table", at(3)); });
    write([&](db::Session& session) { return fail_run(session, fence, "no such table", at(3)); });
    EXPECT_THAT(types(), ElementsAre("report.run.started", "report.run"));
    const boost::json::value data = boost::json::parse(events().back().data);
    EXPECT_EQ(data.at("run").at("status"), "failed");
    EXPECT_EQ(data.at("run").at("error"), "no such table");
    EXPECT_FALSE(data.as_object().contains("results"));
}

TEST_F(RunEvents, ARunCancelledInTheQueueEndsWithoutAStart)
{
    const std::int64_t id = add_run(report_.id, at(0));
    write([&](db::Session& session) { return cancel_run(session, id, "cancelled by ann", at(1)); });
    EXPECT_THAT(types(), ElementsAre("report.run"));
    EXPECT_EQ(boost::json::parse(events().front().data).at("run").at("error"), "cancelled by ann");
}

TEST_F(RunEvents, OnlyAClockMakesAScheduledReport)
{
    add_run_with(RunCause::manual);
    finish(claim_one(at(1)), RunStatus::partial);
    EXPECT_THAT(types(), ElementsAre("report.run.started", "report.run"));
    EXPECT_EQ(events().front().actor, "manual");
}

TEST_F(RunEvents, AHostsReceiverIsToldOfARunThatFailedToo)
{
    report_.user_reference = "user 123";
    report_.structured_query = R"({"dataSetId":"orders","dimension":["region"]})";
    write([&](db::Session& session) { return update_report(session, report_, at(0)); });
    add_run(report_.id, at(0));
    const RunFence fence = claim_one(at(1));
    write([&](db::Session& session) { return fail_run(session, fence, "no such table", at(3)); });
    EXPECT_THAT(types(), ElementsAre("report.run.started", "report.run", "report.scheduled"));
    const boost::json::value run = boost::json::parse(events().at(1).data);
    EXPECT_FALSE(run.as_object().contains("structured_query"));
    const boost::json::value scheduled = boost::json::parse(events().back().data);
    EXPECT_EQ(scheduled.at("run").at("status"), "failed");
    EXPECT_EQ(scheduled.at("report").at("user_reference"), "user 123");
    EXPECT_EQ(scheduled.at("structured_query").at("dataSetId"), "orders");

    const std::int64_t cancelled = add_run(report_.id, at(5));
    write([&](db::Session& session) { return cancel_run(session, cancelled, "cancelled by ann", at(6)); });
    EXPECT_EQ(types().back(), "report.run");
}

TEST_F(RunEvents, AHostsReceiverIsToldWhichWidgetToAskForAndOfWhichPeriod)
{
    report_.user_reference = "user 123";
    report_.widgets = {"w_tab"};
    report_.parameters = {{"region", "EMEA"}};
    write([&](db::Session& session) { return update_report(session, report_, at(0)); });
    add_run(report_.id, at(0));
    const RunFence fence = claim_one(at(1));
    write([&](db::Session& session) { return fail_run(session, fence, "no such table", at(3)); });
    const boost::json::value scheduled = boost::json::parse(events().back().data);
    const boost::json::object query = scheduled.at("structured_query").as_object();
    EXPECT_EQ(query.at("dashboardId").as_string(), report_.dashboard_id);
    EXPECT_EQ(query.at("widgetId"), "w_tab");
    EXPECT_EQ(query.at("parameters").at("region"), "EMEA");
    EXPECT_EQ(query.at("periodStart"), scheduled.at("run").at("period").at("start"));
    EXPECT_EQ(query.at("periodEnd"), scheduled.at("run").at("period").at("end"));
}

TEST_F(RunEvents, ATestRunTellsNobody)
{
    add_run_with(RunCause::test);
    finish(claim_one(at(1)), RunStatus::success);
    EXPECT_THAT(types(), IsEmpty());
}

TEST_F(RunEvents, ARolledBackEndHasNoEvent)
{
    const std::int64_t id = add_run(report_.id, at(0));
    error_of([&](db::Session& session) -> Result<> {
        TRY(claim_runs(session, "w1", 1, at(1), at(60)));
        return fail(Error::give_up("on purpose"));
    });
    EXPECT_THAT(types(), IsEmpty());
    const RunFence fence = claim_one(at(1));
    error_of([&](db::Session& session) -> Result<> {
        TRY(fail_run(session, fence, "broken", at(2)));
        return fail(Error::give_up("on purpose"));
    });
    EXPECT_THAT(types(), ElementsAre("report.run.started"));
    EXPECT_EQ(run(id).status, RunStatus::running);
}

TEST_F(RunEvents, AnEventThatCannotBeWrittenKeepsTheRunFromEnding)
{
    const std::int64_t id = add_run(report_.id, at(0));
    const RunFence fence = claim_one(at(1));
    write([](db::Session& session) {
        return session.execute_script("ALTER TABLE events RENAME TO events_away");
    });
    error_of([&](db::Session& session) -> Result<> {
        TRY(fail_run(session, fence, "broken", at(2)));
        return {};
    });
    EXPECT_EQ(run(id).status, RunStatus::running);
    write([](db::Session& session) {
        return session.execute_script("ALTER TABLE events_away RENAME TO events");
    });
    EXPECT_THAT(types(), ElementsAre("report.run.started"));
}

TEST_F(RunEvents, ARecipientThatIsGivenUpIsToldOnce)
{
    const std::int64_t id = add_run(report_.id, at(0));
    claim_one(at(1));
    Delivery delivery;
    delivery.workspace_id = 1;
    delivery.run_id = id;
    delivery.report_id = report_.id;
    delivery.channel = "email";
    delivery.recipient = "ops@example.com";
    delivery.next_attempt_at = at(1);
    write([&](db::Session& session) { return insert_delivery(session, delivery); });
    const auto claimed = write(
        [&](db::Session& session) { return claim_deliveries(session, "c1", "email", 1, at(2), at(60)); });
    ASSERT_THAT(claimed, SizeIs(1));
    const DeliveryFence fence{claimed[0].id, claimed[0].attempt, "c1"};
    for (int twice = 0; twice < 2; ++twice)
        write([&](db::Session& session) {
            return settle_delivery(session, fence, {.state = DeliveryState::rejected, .reason = "550 no"},
                                   at(3));
        });
    EXPECT_THAT(types(), ElementsAre("report.run.started", "delivery.failed"));
    const std::string data = events().back().data;
    EXPECT_EQ(boost::json::parse(data).at("delivery").at("reason"), "550 no");
    EXPECT_EQ(data.find("ops@example.com"), std::string::npos);
}

TEST_F(RunEvents, BoundsOfAScheduleAreDaysOfItsZone)
{
    Schedule schedule;
    schedule.timezone = "America/New_York";
    schedule.starts_on = parse_date("2026-03-08").value();
    schedule.ends_on = parse_date("2026-03-08").value();
    const ScheduleBounds bounds = bounds_of(schedule);
    EXPECT_EQ(format_rfc3339(*bounds.starts_at), "2026-03-08T05:00:00Z");
    EXPECT_EQ(format_rfc3339(*bounds.ends_at), "2026-03-09T04:00:00Z"); // that day has 23 hours
}

} // namespace
} // namespace presstime::store
