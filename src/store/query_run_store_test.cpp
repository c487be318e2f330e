// Queries run alone, as rows: schedules by their due instant, runs once each, claims under a fence.
#include "store/event_store.hpp"
#include "store/query_run_store.hpp"
#include "store/query_schedule_store.hpp"
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class QueryRunStore : public StoreTest {
protected:
    DashboardRecord record_ = add_dashboard();

    DashboardRecord add_dashboard()
    {
        DashboardRecord record;
        record.draft.id = "dash_queries";
        record.draft.name = "Queries";
        record.draft.queries = {{.name = "orders", .connection = "shop", .sql = "SELECT 1"}};
        write([&](db::Session& session) { return insert_dashboard(session, record, at(0)); });
        return record;
    }
    std::int64_t query_id() const { return record_.draft.queries.front().id; }
    QuerySchedule schedule(std::optional<Instant> next_run_at)
    {
        QuerySchedule made{.query_id = query_id(), .dashboard_id = record_.draft.id};
        made.schedule.kind = ScheduleKind::daily;
        made.schedule.hour = 9;
        made.schedule.timezone = "Europe/Berlin";
        made.schedule.overlap = Overlap::skip;
        made.next_run_at = next_run_at;
        write([&](db::Session& session) { return put_query_schedule(session, made, at(1)); });
        return made;
    }
    QueryRun make(Instant nominal_at) const
    {
        QueryRun run;
        run.dashboard_id = record_.draft.id;
        run.query_id = query_id();
        run.query_name = "orders";
        run.cause = RunCause::schedule;
        run.nominal_at = nominal_at;
        run.period = {nominal_at - std::chrono::hours(1), nominal_at};
        run.not_before = nominal_at;
        run.queued_at = at(0);
        return run;
    }
    std::optional<QueryRun> claim_next(Instant now)
    {
        return write([&](db::Session& session) {
            return claim_query_run(session, "w1", now, now + std::chrono::seconds(60));
        });
    }
    std::size_t count_events()
    {
        return read([](db::Session& session) { return list_events(session, {}); }).size();
    }
};

TEST_F(QueryRunStore, AScheduleComesBackWholeAndCountsItsVersions)
{
    EXPECT_FALSE(read([&](db::Session& session) { return find_query_schedule(session, query_id()); }));
    const QuerySchedule made = schedule(at(60));
    EXPECT_EQ(made.version, 1);
    const auto found = read([&](db::Session& session) { return find_query_schedule(session, query_id()); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->schedule, made.schedule);
    EXPECT_EQ(found->next_run_at, at(60));
    EXPECT_EQ(schedule(at(90)).version, 2);
    EXPECT_TRUE(write([&](db::Session& session) { return delete_query_schedule(session, query_id()); }));
    EXPECT_FALSE(write([&](db::Session& session) { return delete_query_schedule(session, query_id()); }));
}

TEST_F(QueryRunStore, DueSchedulesAreFoundByTheirInstant)
{
    schedule(at(60));
    EXPECT_EQ(read([](db::Session& session) { return earliest_query_run_at(session); }), at(60));
    EXPECT_THAT(read([&](db::Session& session) { return due_query_schedules(session, at(59), 10); }),
                IsEmpty());
    EXPECT_THAT(read([&](db::Session& session) { return due_query_schedules(session, at(60), 10); }),
                SizeIs(1));
    write([&](db::Session& session) { return set_query_next_run_at(session, query_id(), std::nullopt); });
    EXPECT_THAT(read([&](db::Session& session) { return due_query_schedules(session, at(60), 10); }),
                IsEmpty());
    EXPECT_EQ(read([](db::Session& session) { return earliest_query_run_at(session); }), std::nullopt);
}

TEST_F(QueryRunStore, KnowsTheDashboardOfAQueryInItsWorkspaceAlone)
{
    EXPECT_EQ(read([&](db::Session& session) { return dashboard_of_query(session, 1, query_id()); }),
              "dash_queries");
    EXPECT_EQ(read([&](db::Session& session) { return dashboard_of_query(session, 2, query_id()); }),
              std::nullopt);
}

TEST_F(QueryRunStore, AnInstantOfAQueryIsOneRun)
{
    QueryRun first = make(at(60));
    QueryRun again = make(at(60));
    EXPECT_TRUE(write([&](db::Session& session) { return insert_query_run(session, first); }));
    EXPECT_FALSE(write([&](db::Session& session) { return insert_query_run(session, again); }));
    EXPECT_EQ(read([&](db::Session& session) { return count_active_query_runs(session, query_id()); }), 1);
    EXPECT_FALSE(claim_next(at(59)));
    const auto claimed = claim_next(at(60));
    ASSERT_TRUE(claimed);
    EXPECT_EQ(claimed->id, first.id);
    EXPECT_FALSE(claim_next(at(60)));
}

TEST_F(QueryRunStore, OnlyWhoHoldsARunEndsItAndItEndsOnce)
{
    QueryRun row = make(at(0));
    write([&](db::Session& session) { return insert_query_run(session, row); });
    QueryRun run = claim_next(at(1)).value();
    run.status = RunStatus::success;
    run.rows = 7;
    run.object_key = "queries/1/run-1.ptr";
    run.finished_at = at(5);
    QueryRun other = run;
    other.worker_id = "w2";
    auto finish = [&](const QueryRun& ended) {
        return write([&](db::Session& session) { return finish_query_run(session, ended, "schedule"); });
    };
    EXPECT_FALSE(finish(other));
    EXPECT_TRUE(finish(run));
    EXPECT_FALSE(finish(run));
    EXPECT_EQ(count_events(), 1U);
    const QueryRun read_back = read([&](db::Session& session) { return get_query_run(session, run.id); });
    EXPECT_EQ(read_back.rows, 7);
    EXPECT_EQ(read_back.status, RunStatus::success);
    EXPECT_EQ(read_back.period, row.period);
}

TEST_F(QueryRunStore, AHandedBackRunIsClaimedAgain)
{
    QueryRun row = make(at(0));
    write([&](db::Session& session) { return insert_query_run(session, row); });
    const QueryRun run = claim_next(at(1)).value();
    EXPECT_THAT(read([&](db::Session& session) { return expired_query_runs(session, at(60), 10); }),
                IsEmpty());
    EXPECT_THAT(read([&](db::Session& session) { return expired_query_runs(session, at(61), 10); }),
                SizeIs(1));
    EXPECT_TRUE(write(
        [&](db::Session& session) { return release_query_run(session, run, at(9), AttemptCounts::no); }));
    EXPECT_FALSE(claim_next(at(8)));
    EXPECT_EQ(claim_next(at(9))->attempt, 1);
}

TEST_F(QueryRunStore, EndedRunsAreListedNewestFirstAndGoByAge)
{
    for (int n = 0; n < 2; ++n) {
        QueryRun ended = make(at(0));
        ended.cause = RunCause::manual;
        ended.status = RunStatus::success;
        ended.finished_at = at(10);
        write(
            [&](db::Session& session) { return insert_ended_query_run(session, ended, "ann@example.com"); });
    }
    EXPECT_EQ(count_events(), 2U);
    const auto runs =
        read([&](db::Session& session) { return list_query_runs(session, {.query_id = query_id()}); });
    ASSERT_THAT(runs, SizeIs(2));
    EXPECT_GT(runs[0].id, runs[1].id);
    EXPECT_NE(runs[0].nominal_at, runs[1].nominal_at);
    const auto old = read([&](db::Session& session) { return old_query_runs(session, at(11), 1); });
    ASSERT_THAT(old, SizeIs(1));
    write([&](db::Session& session) { return delete_query_run(session, old[0].id); });
    EXPECT_THAT(
        read([&](db::Session& session) { return list_query_runs(session, {.query_id = query_id()}); }),
        SizeIs(1));
}

} // namespace
} // namespace presstime::store
