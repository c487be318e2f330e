// What the live stream looks at: marks of what is under way, what was added or tried since, and callers as
// they are now; read by indexes that hold what is under way, whatever else there is.
#include "store/live_store.hpp"

#include "store/run_plan_store.hpp"
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class LiveStore : public StoreTest {
protected:
    std::vector<RunMark> under_way()
    {
        return read([](db::Session& session) { return runs_under_way(session, 100); });
    }
    Delivery add_delivery(const std::string& recipient)
    {
        Delivery delivery;
        delivery.workspace_id = 1;
        delivery.run_id = run_id_;
        delivery.report_id = report_.id;
        delivery.channel = "email";
        delivery.recipient = recipient;
        delivery.next_attempt_at = at(0);
        write([&](db::Session& session) -> Result<> {
            TRY(insert_delivery(session, delivery));
            return {};
        });
        return delivery;
    }
    void deliver()
    {
        claim("w1", 1, at(0));
        write([&](db::Session& session) -> Result<> {
            TRY(hand_run_to_delivery(session, {run_id_, 1, "w1"}, {}));
            return {};
        });
    }

    Report report_ = add_report("Daily");
    std::int64_t run_id_ = add_run(report_.id, at(0));
};

TEST_F(LiveStore, AMarkChangesWithEveryStepOfARun)
{
    std::vector<RunMark> seen = under_way();
    EXPECT_THAT(seen, ElementsAre(RunMark{.id = run_id_}));
    const auto changes = [&](const std::string& what) {
        const std::vector<RunMark> now = under_way();
        EXPECT_NE(now, seen) << what;
        EXPECT_EQ(now, under_way()) << "nothing has happened since";
        seen = now;
    };
    claim("w1", 1, at(0));
    changes("claimed");
    write(
        [&](db::Session& session) { return put_stored_result(session, {.run_id = run_id_, .query = "a"}); });
    changes("asked");
    write([&](db::Session& session) { return put_artifact(session, {.run_id = run_id_, .n = 1}); });
    changes("drawn");
    add_delivery("a@example.com");
    changes("planned");
    write([&](db::Session& session) -> Result<> {
        TRY(hand_run_to_delivery(session, {run_id_, 1, "w1"}, {}));
        return {};
    });
    changes("handed over");
    write([&](db::Session& session) -> Result<> {
        TRY(finish_delivered_run(session, run_id_, RunStatus::success, "", at(9)));
        return {};
    });
    EXPECT_THAT(under_way(), IsEmpty());
}

TEST_F(LiveStore, RunsAreFoundByWhenTheyWereAdded)
{
    const std::int64_t last = read([](db::Session& session) { return last_run_id(session); });
    EXPECT_EQ(last, run_id_);
    const std::int64_t next = add_run(report_.id, at(60));
    EXPECT_THAT(read([&](db::Session& session) { return runs_added_after(session, last, 10); }),
                ElementsAre(next));
}

TEST_F(LiveStore, DeliveriesAreFoundWhileTheirRunDeliversAndByTheirTries)
{
    const Delivery delivery = add_delivery("a@example.com");
    EXPECT_THAT(read([](db::Session& session) { return deliveries_under_way(session, 10); }), IsEmpty());
    deliver();
    const auto marks = read([](db::Session& session) { return deliveries_under_way(session, 10); });
    ASSERT_THAT(marks, SizeIs(1));
    EXPECT_EQ(marks[0].recipient, "a@example.com");
    EXPECT_EQ(marks[0].state, DeliveryState::pending);
    const std::int64_t last = read([](db::Session& session) { return last_attempt_id(session); });
    write(
        [&](db::Session& session) { return insert_attempt(session, {.delivery_id = delivery.id, .n = 1}); });
    const auto tried = read([&](db::Session& session) { return deliveries_tried_after(session, last, 10); });
    EXPECT_THAT(tried, ElementsAre(marks[0]));
    EXPECT_EQ(read([&](db::Session& session) { return find_delivery_mark(session, delivery.id); }), marks[0]);
}

TEST_F(LiveStore, ALookCostsWhatIsUnderWay)
{
    deliver();
    read([](db::Session& session) { return runs_under_way(session, 10); });
    read([](db::Session& session) { return deliveries_under_way(session, 10); });
    read([](db::Session& session) { return runs_added_after(session, 0, 10); });
    read([](db::Session& session) { return deliveries_tried_after(session, 0, 10); });
    read([](db::Session& session) { return webhooks_with_news(session, {}); });
    EXPECT_THAT(observed().plans["live.webhooks_with_news"], Not(HasSubstr("SCAN deliveries")));
    EXPECT_THAT(observed().plans["live.webhooks_with_news"], Not(HasSubstr("SCAN attempts")));
    EXPECT_THAT(observed().plans["live.runs_under_way"], HasSubstr("INDEX runs_active"));
    EXPECT_THAT(observed().plans["live.deliveries_under_way"], HasSubstr("INDEX runs_active"));
    EXPECT_THAT(observed().plans["live.runs_added"], HasSubstr("INTEGER PRIMARY KEY (rowid>?)"));
    EXPECT_THAT(observed().plans["live.deliveries_tried_after"], HasSubstr("INTEGER PRIMARY KEY (rowid>?)"));
}

TEST_F(LiveStore, ACallerIsThereUntilItsKeyIsRevokedOrExpires)
{
    Token token{.name = "watcher", .scope = Scope::read, .expires_at = at(100)};
    write([&](db::Session& session) { return insert_token(session, token, "hash", at(0)); });
    const Principal caller{.token_id = token.id, .scope = Scope::read};
    const auto now = [&](Instant instant) {
        return read([&](db::Session& session) {
            return caller_now(session, caller, instant, std::chrono::hours(12));
        });
    };
    ASSERT_TRUE(now(at(99)));
    EXPECT_EQ(now(at(99))->scope, Scope::read);
    EXPECT_FALSE(now(at(100)));
    write([&](db::Session& session) { return delete_token(session, 1, token.id); });
    EXPECT_FALSE(now(at(1)));
}

TEST_F(LiveStore, APlanIsReadAsItWasWritten)
{
    const auto plan = [&] {
        return read([&](db::Session& session) { return get_run_plan(session, run_id_); });
    };
    EXPECT_EQ(plan(), RunPlan{});
    const RunPlan written{{"by month", "Umsätze \"2026\""}, {"pdf", "csv"}, 3};
    write([&](db::Session& session) { return put_run_plan(session, run_id_, written); });
    EXPECT_EQ(plan(), written);
}

} // namespace
} // namespace presstime::store
