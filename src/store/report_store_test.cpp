// Reports: the document beside its columns, versions, the due index, and what goes when a report goes.
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ReportStore : public StoreTest {
protected:
    std::vector<std::string> due(Instant now, int limit = 100)
    {
        return names(read([&](db::Session& session) { return due_reports(session, now, limit); }));
    }
    std::vector<std::string> names(const std::vector<Report>& reports)
    {
        std::vector<std::string> result;
        for (const Report& report : reports)
            result.push_back(report.name);
        return result;
    }
    Report get(std::int64_t id)
    {
        return read([&](db::Session& session) { return get_report(session, id); });
    }
};

TEST_F(ReportStore, GivesBackDocumentAndColumns)
{
    Report report = make_report("Daily");
    report.schedule.kind = ScheduleKind::weekly;
    report.schedule.hour = 7;
    report.schedule.timezone = "Europe/Berlin";
    report.schedule.overlap = Overlap::skip;
    report.email_to = {"a@example.com", "b@example.com"};
    report.parameters = {{"since", "period_start - 7d"}};
    report.next_run_at = at(100);
    write([&](db::Session& session) { return insert_report(session, report, at(1)); });
    EXPECT_GT(report.id, 0);
    Report stored = get(report.id);
    EXPECT_EQ(stored.uuid, report.uuid);
    EXPECT_EQ(stored.workspace_id, 1);
    EXPECT_EQ(stored.dashboard_id, "dash_sales");
    EXPECT_EQ(stored.name, "Daily");
    EXPECT_EQ(stored.schedule, report.schedule);
    EXPECT_EQ(stored.email_to, report.email_to);
    EXPECT_EQ(stored.parameters, report.parameters);
    EXPECT_EQ(stored.formats, report.formats);
    EXPECT_EQ(stored.next_run_at, at(100));
    EXPECT_EQ(stored.version, 1);
    EXPECT_EQ(stored.created_at, at(1));
    EXPECT_EQ(stored.updated_at, at(1));
}

TEST_F(ReportStore, RefusesAReportOfNoDashboard)
{
    Report report = make_report("Daily");
    report.dashboard_id = "dash_none";
    EXPECT_EQ(error_of([&](db::Session& session) { return insert_report(session, report, at(0)); }).kind,
              ErrorKind::conflict);
}

TEST_F(ReportStore, ADisabledOrTriggeredReportHasNoClock)
{
    Report disabled = make_report("disabled");
    disabled.enabled = false;
    disabled.next_run_at = at(1);
    Report triggered = make_report("triggered");
    triggered.schedule.kind = ScheduleKind::trigger;
    triggered.next_run_at = at(1);
    for (Report* report : {&disabled, &triggered}) {
        write([&](db::Session& session) { return insert_report(session, *report, at(0)); });
        EXPECT_EQ(report->next_run_at, std::nullopt);
    }
    EXPECT_THAT(due(at(1'000)), IsEmpty());

    disabled.enabled = true;
    disabled.next_run_at = at(5);
    write([&](db::Session& session) { return update_report(session, disabled, at(2)); });
    EXPECT_THAT(due(at(1'000)), ElementsAre("disabled"));
    disabled.enabled = false;
    write([&](db::Session& session) { return update_report(session, disabled, at(3)); });
    EXPECT_THAT(due(at(1'000)), IsEmpty());
    EXPECT_FALSE(get(disabled.id).enabled);
}

TEST_F(ReportStore, UpdatesOnlyTheVersionThatWasRead)
{
    Report report = add_report("Daily");
    Report stale = report;
    report.name = "Nightly";
    write([&](db::Session& session) { return update_report(session, report, at(9)); });
    EXPECT_EQ(report.version, 2);
    EXPECT_EQ(get(report.id).version, 2);
    EXPECT_EQ(get(report.id).name, "Nightly");
    EXPECT_EQ(get(report.id).updated_at, at(9));
    Error error = error_of([&](db::Session& session) { return update_report(session, stale, at(10)); });
    EXPECT_EQ(error.kind, ErrorKind::conflict);
    EXPECT_THAT(error.message, HasSubstr("version 2"));
    EXPECT_EQ(get(report.id).name, "Nightly");
    stale.id = 99;
    EXPECT_EQ(error_of([&](db::Session& session) { return update_report(session, stale, at(10)); }).kind,
              ErrorKind::not_found);
}

TEST_F(ReportStore, TakesWhatIsDueInOrder)
{
    add_report("later", at(30));
    add_report("first", at(10));
    Report second = add_report("second", at(20));
    add_report("never");
    EXPECT_THAT(due(at(9)), IsEmpty());
    EXPECT_THAT(due(at(20)), ElementsAre("first", "second"));
    EXPECT_THAT(due(at(99), 2), ElementsAre("first", "second"));
    auto earliest = [&] { return read([](db::Session& session) { return earliest_next_run_at(session); }); };
    EXPECT_EQ(earliest(), at(10));
    write([&](db::Session& session) { return set_next_run_at(session, second.id, at(5)); });
    EXPECT_EQ(earliest(), at(5));
    EXPECT_EQ(get(second.id).version, 1) << "the clock is no edit";
    write([&](db::Session& session) { return set_next_run_at(session, second.id, std::nullopt); });
    EXPECT_EQ(earliest(), at(10));
    EXPECT_EQ(get(second.id).next_run_at, std::nullopt);
}

TEST_F(ReportStore, WalksReportsWithAClockInPages)
{
    auto first = add_report("a", at(30));
    add_report("no clock");
    add_report("b", at(10));
    add_report("c", at(20));
    auto page = [&](std::int64_t after_id) {
        return names(read([&](db::Session& session) { return reports_with_clock(session, after_id, 2); }));
    };
    EXPECT_THAT(page(0), ElementsAre("a", "b"));
    EXPECT_THAT(page(first.id), ElementsAre("b", "c"));
}

TEST_F(ReportStore, ListsByDashboardInPages)
{
    DashboardRecord other;
    other.draft.id = "dash_other";
    other.draft.name = "Other";
    write([&](db::Session& session) { return insert_dashboard(session, other, at(0)); });
    auto first = add_report("a");
    Report elsewhere = make_report("b");
    elsewhere.dashboard_id = "dash_other";
    write([&](db::Session& session) { return insert_report(session, elsewhere, at(0)); });
    add_report("c");
    auto list = [&](ReportFilter filter) {
        return names(read([&](db::Session& session) { return list_reports(session, filter); }));
    };
    EXPECT_THAT(list({}), ElementsAre("a", "b", "c"));
    EXPECT_THAT(list({.dashboard_id = "dash_other"}), ElementsAre("b"));
    EXPECT_THAT(list({.after_id = first.id, .limit = 1}), ElementsAre("b"));
    EXPECT_THAT(list({.workspace_id = 2}), IsEmpty());
}

TEST_F(ReportStore, IsSeenFromItsOwnWorkspaceOnly)
{
    auto id = add_report("a").id;
    auto found = read([&](db::Session& session) { return get_report_of(session, 1, id); });
    EXPECT_EQ(found.name, "a");
    Error error = error_of([&](db::Session& session) { return get_report_of(session, 2, id); });
    EXPECT_EQ(error.kind, ErrorKind::not_found);
    EXPECT_EQ(error_of([&](db::Session& session) { return delete_report(session, 2, id); }).kind,
              ErrorKind::not_found);
}

TEST_F(ReportStore, TakesItsRunsAndDeliveriesAlong)
{
    auto id = add_report("a").id;
    auto kept = add_run(add_report("b").id, at(0));
    auto first = add_run(id, at(0));
    auto second = add_run(id, at(1));
    Delivery delivery;
    delivery.workspace_id = 1;
    delivery.run_id = first;
    delivery.channel = "email";
    Attempt attempt;
    write([&](db::Session& session) -> Result<> {
        TRY(put_artifact(session, {.run_id = first}));
        TRY(put_stored_result(session, {.run_id = first, .query = "q"}));
        TRY(insert_delivery(session, delivery));
        attempt.delivery_id = delivery.id;
        return insert_attempt(session, attempt);
    });
    auto gone = write([&](db::Session& session) { return delete_report(session, 1, id); });
    EXPECT_THAT(gone, ElementsAre(first, second));
    read([&](db::Session& session) -> Result<> {
        EXPECT_THAT(TRY(list_artifacts(session, first)), IsEmpty());
        EXPECT_THAT(TRY(list_stored_results(session, first)), IsEmpty());
        EXPECT_THAT(TRY(list_run_deliveries(session, first)), IsEmpty());
        EXPECT_THAT(TRY(list_attempts(session, delivery.id)), IsEmpty());
        EXPECT_EQ(TRY(get_run(session, kept)).id, kept);
        return {};
    });
}

TEST_F(ReportStore, NeverGivesAnIdTwice)
{
    auto id = add_report("a").id;
    write([&](db::Session& session) { return delete_report(session, 1, id); });
    EXPECT_GT(add_report("b").id, id);
}

} // namespace
} // namespace presstime::store
