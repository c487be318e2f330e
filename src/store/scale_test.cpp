// What the loops ask for must cost what is due, not what exists: proved by the steps SQLite counts, not by
// time.
#include "store/event_delivery_store.hpp"
#include "store/event_store.hpp"
#include "store/test_store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace presstime::store {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class Scale : public StoreTest {
protected:
    void run_script(const std::string& script)
    {
        auto done = database_->write([&](db::Session& session) { return session.execute_script(script); });
        ASSERT_TRUE(done) << done.error().context;
    }
    // Rows made by the database itself, `how_many` of them; `%` is the number in `columns`.
    void fill_reports(int how_many, const std::string& next_run_at)
    {
        run_script(fmt::format(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {}) "
            "INSERT INTO reports (uuid, workspace_id, dashboard_id, name, enabled, document, version, "
            "next_run_at,"
            " created_at, updated_at) "
            "SELECT 'idle-' || n, 1, 'dash_sales', 'idle', 1, '{{}}', 1, {}, 0, 0 FROM numbers",
            how_many, next_run_at));
    }
    // Steps of SQLite's machine for the named statement, as the store last ran it, bound to `values` in
    // order.
    int steps_of(const std::string& name, const std::vector<std::int64_t>& values)
    {
        sqlite3* handle = nullptr;
        sqlite3_stmt* statement = nullptr;
        sqlite3_open_v2((folder_.path() / "presstime.db").c_str(), &handle, SQLITE_OPEN_READONLY, nullptr);
        sqlite3_prepare_v2(handle, observed().sql.at(name).c_str(), -1, &statement, nullptr);
        for (std::size_t index = 0; index < values.size(); ++index) {
            int slot = sqlite3_bind_parameter_index(statement, fmt::format("${}", index + 1).c_str());
            sqlite3_bind_int64(statement, slot, values[index]);
        }
        while (sqlite3_step(statement) == SQLITE_ROW) {
        }
        int steps = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0);
        sqlite3_finalize(statement);
        sqlite3_close(handle);
        return steps;
    }
};

TEST_F(Scale, AMillionIdleSchedulesCostATickNothing)
{
    for (int n = 0; n < 20; ++n)
        add_report("due", at(n));
    auto tick = [&] {
        EXPECT_THAT(read([&](db::Session& session) { return due_reports(session, at(100), 1'000); }),
                    SizeIs(20));
        EXPECT_EQ(read([](db::Session& session) { return earliest_next_run_at(session); }), at(0));
        return steps_of("reports.due", {to_micros(at(100)), 1'000}) +
               steps_of("reports.earliest_next_run_at", {});
    };
    int alone = tick();
    EXPECT_GT(alone, 20);
    fill_reports(1'000'000, fmt::format("CASE WHEN n % 2 = 0 THEN {} + n END", to_micros(at(3'600))));
    // A step or two more: the walk now ends at a row that is not due instead of at the end.
    EXPECT_LE(tick(), alone + 2);
}

TEST_F(Scale, AClaimCostsItsBatchHoweverLongTheQueue)
{
    auto fill_runs = [&](int how_many) {
        run_script(fmt::format(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {}) "
            "INSERT INTO runs (uuid, workspace_id, report_id, nominal_at, nominal_local, period_start, "
            "period_end, cause,"
            " status, phase, serial, not_before, queued_at) "
            "SELECT 'run-' || n, 1, id, {}, '', 0, 0, 'schedule', 'queued', 'query', 1, {}, 0 "
            "FROM numbers JOIN reports ON reports.uuid = 'idle-' || n",
            how_many, to_micros(at(0)), to_micros(at(0))));
    };
    fill_reports(10'100, "NULL");
    fill_runs(100);
    EXPECT_THAT(claim("w1", 10, at(1)), SizeIs(10));
    int short_queue = steps_of("runs.claimable", {to_micros(at(1)), 10});
    run_script("DELETE FROM runs");
    fill_runs(10'100);
    EXPECT_THAT(claim("w1", 10, at(1)), SizeIs(10));
    int long_queue = steps_of("runs.claimable", {to_micros(at(1)), 10});
    EXPECT_EQ(long_queue, short_queue);
}

TEST_F(Scale, TheLoopsReadByTheirIndexes)
{
    auto report = add_report("due", at(0));
    add_run(report.id, at(0));
    claim("w1", 1, at(0));
    write([&](db::Session& session) -> Result<> {
        TRY(due_reports(session, at(0), 1));
        TRY(earliest_next_run_at(session));
        TRY(next_queued_at(session));
        TRY(extend_run_leases(session, "w1", at(60)));
        TRY(rescue_runs(session, at(0), 3));
        TRY(claim_deliveries(session, "w1", "", 1, at(0), at(30)));
        TRY(claim_deliveries(session, "w1", "email", 1, at(0), at(30)));
        TRY(extend_delivery_leases(session, "w1", at(60)));
        TRY(expired_deliveries(session, LedgerPart::runs, at(0), 1));
        TRY(next_attempt_at(session));
        TRY(claim_event_deliveries(session, "w1", 1, 1, at(0), at(30)));
        TRY(release_waiting(session, 1, at(0)));
        TRY(events_to_fan_out(session, 1));
        TRY(delete_old_events(session, at(0), 1));
        TRY(delete_old_event_deliveries(session, at(0), 1));
        TRY(runs_with_old_results(session, at(0), 1));
        TRY(runs_past_own_retention(session, at(0), 1));
        TRY(runs_with_old_artifacts(session, at(0), 1));
        TRY(delete_old_runs(session, at(0), 1));
        return {};
    });
    const std::map<std::string, std::string> indexes{
        {"reports.due", "reports_due"},
        {"reports.earliest_next_run_at", "reports_due"},
        {"runs.claimable", "runs_queued"},
        {"runs.next_queued_at", "runs_queued"},
        {"runs.extend_leases", "runs_leased"},
        {"runs.requeue_expired", "runs_leased"},
        {"runs.exhausted", "runs_leased"},
        {"deliveries.claimable", "deliveries_due"},
        {"deliveries.claimable_of_channel", "deliveries_due_by_channel"},
        {"deliveries.extend_leases", "deliveries_leased"},
        {"deliveries.expired_of_runs", "deliveries_leased"},
        {"deliveries.next_attempt_at", "deliveries_due"},
        {"event_deliveries.claimable", "deliveries_due_by_webhook"},
        {"event_deliveries.release", "deliveries_waiting"},
        {"events.to_fan_out", "events_to_fan_out"},
        {"events.delete_old", "events_by_age"},
        {"event_deliveries.delete_old", "deliveries_of_events_finished"},
        {"runs.with_old_results", "runs_with_results"},
        {"runs.past_own_retention", "runs_past_own_retention"},
        {"runs.with_old_artifacts", "runs_with_artifacts"},
        {"runs.delete_old", "runs_finished"},
    };
    for (const auto& [name, index] : indexes) {
        EXPECT_THAT(observed().plans[name], HasSubstr("INDEX " + index)) << name;
        EXPECT_THAT(observed().plans[name], Not(HasSubstr("TEMP B-TREE"))) << name << ": it sorts";
    }
}

} // namespace
} // namespace presstime::store
