// The figures of monitoring over a small ledger.
#include "store/metrics_store.hpp"

#include "model/enum_text.hpp"
#include "store/event_store.hpp"
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

class MetricsStore : public StoreTest {};

TEST_F(MetricsStore, CountsOpenDueAndEndedRuns)
{
    const Report report = add_report("Weekly");
    add_run(report.id, at(0));
    add_run(report.id, at(100));
    const std::int64_t cancelled = add_run(report.id, at(200));
    write([&](db::Session& session) -> Result<> {
        TRY(cancel_run(session, cancelled, "by hand", at(50)));
        return {};
    });
    const auto open = read([](db::Session& session) { return count_open_runs(session); });
    ASSERT_EQ(open.size(), 1u);
    EXPECT_EQ(open[0].label, "queued");
    EXPECT_EQ(open[0].count, 2);
    const auto due = read([&](db::Session& session) { return due_runs(session, at(60)); });
    EXPECT_EQ(due.count, 1);
    EXPECT_EQ(due.oldest, at(0));
    const auto ended = [&](Instant after, Instant until) {
        return read([&](db::Session& session) { return count_ended_runs(session, after, until); });
    };
    ASSERT_EQ(ended(at(49), at(50)).size(), 1u);
    EXPECT_EQ(ended(at(49), at(50))[0].label, "cancelled");
    EXPECT_TRUE(ended(at(50), at(99)).empty());
}

TEST_F(MetricsStore, CountsQueuesAndTries)
{
    const Report report = add_report("Weekly");
    Delivery delivery;
    delivery.workspace_id = 1;
    delivery.run_id = add_run(report.id, at(0));
    delivery.report_id = report.id;
    delivery.channel = "email";
    delivery.recipient = "ann@example.com";
    delivery.next_attempt_at = at(5);
    write([&](db::Session& session) { return insert_delivery(session, delivery); });
    const auto queues = read([](db::Session& session) { return delivery_queues(session); });
    ASSERT_EQ(queues.size(), 1u);
    EXPECT_EQ(queues[0].channel, "email");
    EXPECT_EQ(queues[0].waiting, 1);
    EXPECT_EQ(queues[0].oldest_due, at(5));
    EXPECT_EQ(read([](db::Session& session) { return last_try_id(session); }), 0);
    Attempt attempt;
    attempt.delivery_id = delivery.id;
    attempt.outcome = AttemptOutcome::deferred;
    write([&](db::Session& session) { return insert_attempt(session, attempt); });
    const auto tries = read([](db::Session& session) { return count_tries(session, 0, 1); });
    ASSERT_EQ(tries.size(), 1u);
    EXPECT_EQ(tries[0].outcome, to_text(AttemptOutcome::deferred));
    EXPECT_TRUE(read([](db::Session& session) { return count_tries(session, 1, 9); }).empty());
    write([&](db::Session& session) { return claim_deliveries(session, "w", "email", 10, at(10), at(40)); });
    EXPECT_EQ(read([](db::Session& session) { return count_deliveries_under_way(session); }), 1);
    EXPECT_TRUE(read([](db::Session& session) { return delivery_queues(session); }).empty());
}

TEST_F(MetricsStore, CountsEventsThatWait)
{
    EXPECT_EQ(read([](db::Session& session) { return unfanned_events(session); }).count, 0);
    Event event;
    event.type = "report.created";
    event.occurred_at = at(7);
    event.data = "{}";
    write([&](db::Session& session) { return insert_event(session, event); });
    const Waiting waiting = read([](db::Session& session) { return unfanned_events(session); });
    EXPECT_EQ(waiting.count, 1);
    EXPECT_EQ(waiting.oldest, at(7));
}

} // namespace
} // namespace presstime::store
