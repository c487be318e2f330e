// Queries on a schedule of their own: from the due instant to the stored rows and the event, once each.
#include "run/query_runner.hpp"
#include "run/scheduler.hpp"
#include "run/test_world.hpp"
#include "source/source.hpp"
#include "store/event_store.hpp"
#include "store/query_run_store.hpp"
#include "store/query_schedule_store.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>

namespace presstime::run {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class QueryRuns : public testing::Test {
protected:
    World world;
    SecretBox secrets{KeyRing::load_or_create(world.folder / "secret.key").value()};
    SourcePool sources{*world.database, secrets,
                       SourceContext{.data_folder = world.folder,
                                     .allowed_roots = {world.folder / "data"},
                                     .temp_folder = world.folder}};
    QueryRunner runner{*world.database, *world.objects, sources, world.clock, {.worker_id = "w1"}};
    int wakes = 0;
    Scheduler scheduler{*world.database, world.clock, [this] { ++wakes; }, {}};
    Query query;

    void SetUp() override
    {
        world.write([&](db::Session& session) -> Result<> {
            query = TRY(store::get_dashboard(session, 1, "dash_sales")).draft.queries.at(0);
            return {};
        });
    }
    // Every minute, next at 09:00.
    void schedule(Overlap overlap = Overlap::queue_one)
    {
        world.write([&](db::Session& session) {
            store::QuerySchedule schedule{.query_id = query.id, .dashboard_id = "dash_sales"};
            schedule.schedule.kind = ScheduleKind::minutely;
            schedule.schedule.overlap = overlap;
            schedule.next_run_at = parse_rfc3339("2026-03-02T09:00:00Z").value();
            return store::put_query_schedule(session, schedule, world.clock.now());
        });
    }
    std::vector<QueryRun> runs()
    {
        std::vector<QueryRun> found;
        world.write([&](db::Session& session) -> Result<> {
            found = TRY(store::list_query_runs(session, {.query_id = query.id}));
            return {};
        });
        return found;
    }
    std::vector<Event> events()
    {
        std::vector<Event> found;
        world.write([&](db::Session& session) -> Result<> {
            found = TRY(store::list_events(session, {}));
            return {};
        });
        return found;
    }
    void break_source() { std::filesystem::remove(world.folder / "data" / "sales.csv"); }
};

TEST_F(QueryRuns, ADueQueryRunsOnceAndTellsOnce)
{
    schedule();
    EXPECT_EQ(scheduler.run_once()->queries, 0);
    world.clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(scheduler.run_once()->queued, 1);
    EXPECT_EQ(wakes, 1);
    EXPECT_EQ(scheduler.run_once()->queued, 0);
    EXPECT_TRUE(runner.run_once().value());
    EXPECT_FALSE(runner.run_once().value());
    ASSERT_THAT(runs(), SizeIs(1));
    const QueryRun run = runs().front();
    EXPECT_EQ(run.status, RunStatus::success);
    EXPECT_EQ(run.cause, RunCause::schedule);
    EXPECT_EQ(format_rfc3339(run.nominal_at), "2026-03-02T09:00:00Z");
    EXPECT_TRUE(world.objects->path_of(run.object_key).has_value());
    ASSERT_THAT(events(), SizeIs(1));
    const boost::json::value data = boost::json::parse(events().front().data);
    EXPECT_EQ(events().front().type, "query.run");
    EXPECT_EQ(data.at("query").at("name").as_string(), query.name);
    EXPECT_EQ(data.at("query_result").as_string(),
              fmt::format("/api/reports/1/queries/{}/run/{}", query.id, run.id));
}

TEST_F(QueryRuns, AQueryThatFailsTellsWithoutAResult)
{
    break_source();
    schedule();
    world.clock.advance(std::chrono::minutes(1));
    EXPECT_TRUE(scheduler.run_once());
    EXPECT_TRUE(runner.run_once().value());
    ASSERT_THAT(runs(), SizeIs(1));
    EXPECT_EQ(runs().front().status, RunStatus::failed);
    EXPECT_NE(runs().front().error, "");
    ASSERT_THAT(events(), SizeIs(1));
    EXPECT_FALSE(boost::json::parse(events().front().data).as_object().contains("query_result"));
}

TEST_F(QueryRuns, OverlapIsRecordedWithItsReason)
{
    schedule(Overlap::skip);
    world.clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(scheduler.run_once()->queued, 1);
    world.clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(scheduler.run_once()->skipped, 1);
    ASSERT_THAT(runs(), SizeIs(2));
    EXPECT_EQ(runs().front().status, RunStatus::skipped);
    EXPECT_NE(runs().front().reason.find("overlap"), std::string::npos);
    EXPECT_THAT(events(), IsEmpty());
}

TEST_F(QueryRuns, ADeadServersRunIsTakenUpAndGivenUpInTheEnd)
{
    schedule();
    world.clock.advance(std::chrono::minutes(1));
    EXPECT_TRUE(scheduler.run_once());
    for (int attempt = 1; attempt <= 3; ++attempt) {
        world.write([&](db::Session& session) -> Result<> {
            const auto claimed =
                TRY(store::claim_query_run(session, "dead", world.clock.now(), world.clock.now()));
            EXPECT_EQ(claimed->attempt, attempt);
            return {};
        });
        EXPECT_EQ(runner.rescue(world.clock.now()).value(), 1);
    }
    EXPECT_EQ(runs().front().status, RunStatus::failed);
    EXPECT_THAT(events(), SizeIs(1));
    EXPECT_EQ(runner.rescue(world.clock.now()).value(), 0);
}

TEST_F(QueryRuns, AnEndThatCannotBeToldIsNoEnd)
{
    schedule();
    world.clock.advance(std::chrono::minutes(1));
    EXPECT_TRUE(scheduler.run_once());
    world.write([](db::Session& session) {
        return session.execute_script("CREATE TRIGGER no_events BEFORE INSERT ON events BEGIN SELECT "
                                      "RAISE(ABORT, 'on purpose'); END");
    });
    EXPECT_FALSE(runner.run_once());
    EXPECT_EQ(runs().front().status, RunStatus::running);
    world.write([](db::Session& session) { return session.execute_script("DROP TRIGGER no_events"); });
    EXPECT_EQ(runner.rescue(Instant::max()).value(), 1);
    EXPECT_TRUE(runner.run_once().value());
    EXPECT_EQ(runs().front().status, RunStatus::success);
    EXPECT_THAT(events(), SizeIs(1));
}

TEST_F(QueryRuns, OldRunsGoWithTheirRows)
{
    schedule();
    world.clock.advance(std::chrono::minutes(1));
    EXPECT_TRUE(scheduler.run_once());
    EXPECT_TRUE(runner.run_once().value());
    const std::string key = runs().front().object_key;
    world.clock.advance(std::chrono::hours(24 * 29));
    EXPECT_EQ(runner.forget_old().value(), 0);
    world.clock.advance(std::chrono::hours(48));
    EXPECT_EQ(runner.forget_old().value(), 1);
    EXPECT_THAT(runs(), IsEmpty());
    EXPECT_FALSE(world.objects->path_of(key).has_value());
}

TEST_F(QueryRuns, ARemovedQueryTakesItsScheduleAlong)
{
    schedule();
    world.write([&](db::Session& session) -> Result<> {
        store::DashboardRecord record = TRY(store::get_dashboard(session, 1, "dash_sales"));
        std::erase_if(record.draft.queries, [&](const Query& each) { return each.id == query.id; });
        return store::update_dashboard(session, record, world.clock.now());
    });
    world.clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(scheduler.run_once()->queries, 0);
}

} // namespace
} // namespace presstime::run
