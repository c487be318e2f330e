// Runs: one row per identity, claims in order and in fairness, leases and fences, and ends that stay.
#include "model/enum_text.hpp"
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class RunStore : public StoreTest {
protected:
    Report report_ = add_report("Daily");

    RunFence claim_one(const std::string& worker, Instant now)
    {
        auto claimed = claim(worker, 1, now);
        EXPECT_THAT(claimed, SizeIs(1));
        return claimed.empty() ? RunFence{} : RunFence{claimed[0].id, claimed[0].attempt, worker};
    }
    std::vector<std::int64_t> ids(const std::vector<Run>& runs)
    {
        std::vector<std::int64_t> result;
        for (const Run& run : runs)
            result.push_back(run.id);
        return result;
    }
    // Whether each change under the fence went through.
    std::vector<bool> try_every_change(const RunFence& fence)
    {
        std::vector<bool> changed;
        write([&](db::Session& session) -> Result<> {
            changed.push_back(TRY(set_run_definition(session, fence, "{}", at(0))));
            changed.push_back(TRY(set_run_phase(session, fence, RunPhase::render)));
            changed.push_back(TRY(retry_run(session, fence, at(0), "again")));
            changed.push_back(TRY(release_run(session, fence, at(0))));
            changed.push_back(TRY(hand_run_to_delivery(session, fence, {})));
            changed.push_back(TRY(fail_run(session, fence, "broken", at(0))));
            return {};
        });
        return changed;
    }
};

const std::vector<bool> kNothing(6, false);

TEST_F(RunStore, KeepsEveryField)
{
    NewRun row = make_run(report_.id, at(60));
    row.run.nominal_local = "2026-09-21T09:00:00-04:00[America/New_York]";
    row.run.period = {at(-86'400), at(0)};
    row.run.cause = RunCause::catch_up;
    row.run.burst_key = "emea";
    row.run.status = RunStatus::skipped;
    row.run.phase = RunPhase::done;
    row.run.reason = "late";
    row.run.finished_at = at(61);
    row.run.skipped_to = at(600);
    row.run.skipped_count = 10;
    row.run.test_recipient = "me@example.com";
    row.run.replay_of = 7;
    row.run.definition = "{}";
    row.run.as_of = at(62);
    write([&](db::Session& session) { return insert_run(session, row); });
    Run stored = run(row.run.id);
    EXPECT_EQ(stored.uuid, row.run.uuid);
    EXPECT_FALSE(stored.uuid.empty());
    EXPECT_EQ(stored.report_id, report_.id);
    EXPECT_EQ(stored.nominal_at, at(60));
    EXPECT_EQ(stored.nominal_local, row.run.nominal_local);
    EXPECT_EQ(stored.period, row.run.period);
    EXPECT_EQ(stored.cause, RunCause::catch_up);
    EXPECT_EQ(stored.burst_key, "emea");
    EXPECT_EQ(stored.status, RunStatus::skipped);
    EXPECT_EQ(stored.phase, RunPhase::done);
    EXPECT_EQ(stored.reason, "late");
    EXPECT_EQ(stored.finished_at, at(61));
    EXPECT_EQ(stored.skipped_to, at(600));
    EXPECT_EQ(stored.skipped_count, 10);
    EXPECT_EQ(stored.test_recipient, "me@example.com");
    EXPECT_EQ(stored.replay_of, 7);
    EXPECT_EQ(stored.definition, "{}");
    EXPECT_EQ(stored.as_of, at(62));
    EXPECT_EQ(stored.lease_until, std::nullopt);
    EXPECT_TRUE(stored.complete);
}

TEST_F(RunStore, InsertsOneRowPerIdentity)
{
    auto insert = [&](NewRun row) {
        return write([&](db::Session& session) { return insert_run(session, row); });
    };
    NewRun first = make_run(report_.id, at(0));
    EXPECT_EQ(insert(first), InsertOutcome::inserted);
    EXPECT_EQ(insert(first), InsertOutcome::already_there);
    NewRun manual = first;
    manual.run.cause = RunCause::manual;
    EXPECT_EQ(insert(manual), InsertOutcome::inserted);
    NewRun burst = first;
    burst.run.burst_key = "emea";
    EXPECT_EQ(insert(burst), InsertOutcome::inserted);
    EXPECT_EQ(insert(make_run(report_.id, at(1))), InsertOutcome::inserted);
}

TEST_F(RunStore, RefusesARunOfNoReport)
{
    NewRun row = make_run(999, at(0));
    EXPECT_EQ(error_of([&](db::Session& session) { return insert_run(session, row); }).kind,
              ErrorKind::conflict);
}

TEST_F(RunStore, ClaimsWhatIsDueOldestFirst)
{
    auto late = add_run(add_report("b").id, at(20));
    auto early = add_run(add_report("a").id, at(10));
    auto future = add_run(add_report("c").id, at(1'000));
    auto claimed = claim("w1", 10, at(30));
    EXPECT_THAT(ids(claimed), ElementsAre(early, late));
    EXPECT_EQ(claimed[0].status, RunStatus::running);
    EXPECT_EQ(claimed[0].attempt, 1);
    Run stored = run(early);
    EXPECT_EQ(stored.status, RunStatus::running);
    EXPECT_EQ(stored.worker_id, "w1");
    EXPECT_EQ(stored.attempt, 1);
    EXPECT_EQ(stored.started_at, at(30));
    EXPECT_EQ(stored.lease_until, at(60));
    EXPECT_EQ(run(future).status, RunStatus::queued);
    EXPECT_EQ(read([&](db::Session& session) { return next_queued_at(session); }), at(1'000));
}

TEST_F(RunStore, NeverRunsASerialReportTwiceAtOnce)
{
    auto first = add_run(report_.id, at(0));
    auto second = add_run(report_.id, at(1));
    EXPECT_THAT(ids(claim("w1", 10, at(10))), ElementsAre(first));
    EXPECT_THAT(claim("w2", 10, at(10)), IsEmpty());
    // Delivering is running still.
    RunFence fence{first, 1, "w1"};
    EXPECT_TRUE(write([&](db::Session& session) { return hand_run_to_delivery(session, fence, {}); }));
    EXPECT_THAT(claim("w2", 10, at(10)), IsEmpty());
    EXPECT_TRUE(write([&](db::Session& session) {
        return finish_delivered_run(session, first, RunStatus::success, "", at(11));
    }));
    EXPECT_THAT(ids(claim("w2", 10, at(12))), ElementsAre(second));
}

TEST_F(RunStore, RunsWhatMayOverlapSideBySide)
{
    auto first = add_run(report_.id, at(0), false);
    auto second = add_run(report_.id, at(1), false);
    auto serial = add_run(report_.id, at(2), true);
    EXPECT_THAT(ids(claim("w1", 10, at(10))), ElementsAre(first, second));
    EXPECT_EQ(run(serial).status, RunStatus::queued);
}

TEST_F(RunStore, ARetryThatWaitsDoesNotHoldUpTheNextRun)
{
    auto first = add_run(report_.id, at(0));
    auto second = add_run(report_.id, at(1));
    RunFence fence = claim_one("w1", at(2));
    EXPECT_TRUE(
        write([&](db::Session& session) { return retry_run(session, fence, at(100), "source is down"); }));
    EXPECT_EQ(run(first).error, "source is down");
    EXPECT_EQ(run(first).not_before, at(100));
    EXPECT_THAT(ids(claim("w1", 10, at(3))), ElementsAre(second));
}

TEST_F(RunStore, CountsWhatIsActive)
{
    add_run(report_.id, at(0));
    add_run(report_.id, at(1));
    add_run(report_.id, at(2));
    RunFence done = claim_one("w1", at(3));
    write([&](db::Session& session) { return fail_run(session, done, "no", at(4)); });
    claim_one("w1", at(5));
    auto counts = read([&](db::Session& session) { return count_active_runs(session, report_.id); });
    EXPECT_EQ(counts.queued, 1);
    EXPECT_EQ(counts.running, 1);
}

TEST_F(RunStore, AZombieChangesNothing)
{
    auto id = add_run(report_.id, at(0));
    RunFence zombie = claim_one("w1", at(0));
    auto rescued = write([&](db::Session& session) { return rescue_runs(session, at(31), 3); });
    EXPECT_EQ(rescued.requeued, 1);
    EXPECT_EQ(try_every_change(zombie), kNothing);
    RunFence owner = claim_one("w2", at(32));
    EXPECT_EQ(owner.attempt, 2);
    EXPECT_EQ(try_every_change(zombie), kNothing);
    // The same worker with an older attempt is a zombie too.
    EXPECT_EQ(try_every_change({id, 1, "w2"}), kNothing);
    EXPECT_EQ(run(id).phase, RunPhase::query);
    EXPECT_TRUE(write([&](db::Session& session) { return set_run_phase(session, owner, RunPhase::render); }));
    EXPECT_EQ(run(id).phase, RunPhase::render);
}

TEST_F(RunStore, ATerminalRunNeverChanges)
{
    for (auto ended : {RunStatus::failed, RunStatus::cancelled, RunStatus::success, RunStatus::partial}) {
        SCOPED_TRACE(to_text(ended));
        auto id = add_run(add_report(std::string(to_text(ended))).id, at(0));
        RunFence fence = claim_one("w1", at(0));
        write([&](db::Session& session) -> Result<> {
            if (ended == RunStatus::failed)
                EXPECT_TRUE(TRY(fail_run(session, fence, "why", at(5))));
            else if (ended == RunStatus::cancelled)
                EXPECT_TRUE(TRY(cancel_run(session, id, "why", at(5))));
            else {
                EXPECT_TRUE(TRY(hand_run_to_delivery(session, fence, {})));
                EXPECT_TRUE(TRY(finish_delivered_run(session, id, ended, "why", at(5))));
            }
            return {};
        });
        EXPECT_EQ(try_every_change(fence), kNothing);
        write([&](db::Session& session) -> Result<> {
            EXPECT_FALSE(TRY(cancel_run(session, id, "late", at(9))));
            EXPECT_FALSE(TRY(finish_delivered_run(session, id, RunStatus::success, "", at(9))));
            EXPECT_EQ(TRY(rescue_runs(session, at(1'000'000), 1)).requeued, 0);
            EXPECT_THAT(TRY(rescue_runs(session, at(1'000'000), 1)).exhausted, IsEmpty());
            return {};
        });
        EXPECT_EQ(run(id).status, ended);
        EXPECT_EQ(run(id).finished_at, at(5));
    }
}

TEST_F(RunStore, FinishesOnlyWhatIsDelivering)
{
    auto id = add_run(report_.id, at(0));
    auto finish = [&](RunStatus status) {
        return write(
            [&](db::Session& session) { return finish_delivered_run(session, id, status, "", at(5)); });
    };
    EXPECT_FALSE(finish(RunStatus::success));
    RunFence fence = claim_one("w1", at(0));
    EXPECT_FALSE(finish(RunStatus::success));
    RunOutput output{
        .rows = 12, .complete = false, .artifact_bytes = 4'096, .error = "1 of 3 widgets failed"};
    EXPECT_TRUE(write([&](db::Session& session) { return hand_run_to_delivery(session, fence, output); }));
    Run delivering = run(id);
    EXPECT_EQ(delivering.phase, RunPhase::deliver);
    EXPECT_EQ(delivering.rows, 12);
    EXPECT_FALSE(delivering.complete);
    EXPECT_EQ(delivering.artifact_bytes, 4'096);
    EXPECT_EQ(delivering.lease_until, std::nullopt);
    // Nobody's lease: never rescued, however long the couriers take.
    EXPECT_EQ(write([&](db::Session& session) { return rescue_runs(session, at(1'000'000), 3); }).requeued,
              0);
    EXPECT_EQ(error_of([&](db::Session& session) {
                  return finish_delivered_run(session, id, RunStatus::queued, "", at(5));
              }).kind,
              ErrorKind::give_up);
    EXPECT_TRUE(finish(RunStatus::partial));
    EXPECT_FALSE(finish(RunStatus::success));
    EXPECT_EQ(run(id).phase, RunPhase::done);
}

TEST_F(RunStore, HeartbeatKeepsTheLease)
{
    add_run(report_.id, at(0));
    claim_one("w1", at(0));
    auto extend = [&](const std::string& worker) {
        return write([&](db::Session& session) { return extend_run_leases(session, worker, at(90)); });
    };
    EXPECT_EQ(extend("w2"), 0);
    EXPECT_EQ(extend("w1"), 1);
    EXPECT_EQ(write([&](db::Session& session) { return rescue_runs(session, at(89), 3); }).requeued, 0);
    EXPECT_EQ(write([&](db::Session& session) { return rescue_runs(session, at(90), 3); }).requeued, 1);
}

TEST_F(RunStore, GivesBackARunThatStopsEveryWorker)
{
    auto id = add_run(report_.id, at(0));
    for (int attempt = 1; attempt <= 2; ++attempt) {
        claim_one("w1", at(attempt * 100));
        auto rescued =
            write([&](db::Session& session) { return rescue_runs(session, at(attempt * 100 + 40), 3); });
        EXPECT_EQ(rescued.requeued, 1);
        EXPECT_THAT(rescued.exhausted, IsEmpty());
    }
    claim_one("w1", at(300));
    write([&](db::Session& session) -> Result<> {
        auto rescued = TRY(rescue_runs(session, at(340), 3));
        EXPECT_EQ(rescued.requeued, 0);
        EXPECT_THAT(ids(rescued.exhausted), ElementsAre(id));
        const Run& run = rescued.exhausted.at(0);
        EXPECT_TRUE(TRY(fail_run(session, {run.id, run.attempt, run.worker_id}, "crashed 3 times", at(340))));
        return {};
    });
    EXPECT_EQ(run(id).status, RunStatus::failed);
    EXPECT_EQ(run(id).error, "crashed 3 times");
}

// Found by a run that ended the server three times, and fifteen others that it was claimed with.
TEST_F(RunStore, WhatADeadWorkerHeldIsTriedOneByOne)
{
    const auto first = add_run(report_.id, at(0));
    const auto second = add_run(add_report("second").id, at(1));
    const auto claim_with = [&](LostRuns lost, Instant now) {
        return ids(write([&](db::Session& session) {
            return claim_runs(session, "w1", 10, now, now + std::chrono::seconds(30), lost);
        }));
    };
    EXPECT_THAT(claim_with(LostRuns::alone, at(2)), ElementsAre(first, second));
    EXPECT_EQ(write([&](db::Session& session) { return rescue_runs(session, at(40), 3); }).requeued, 2);
    const auto fresh = add_run(add_report("third").id, at(2));
    EXPECT_THAT(claim_with(LostRuns::wait, at(41)), IsEmpty()) << "not beside others";
    EXPECT_THAT(claim_with(LostRuns::alone, at(41)), ElementsAre(first));
    EXPECT_THAT(claim_with(LostRuns::alone, at(41)), ElementsAre(second));
    EXPECT_THAT(claim_with(LostRuns::wait, at(41)), ElementsAre(fresh));
}

TEST_F(RunStore, ARunThatWasHandedBackToBeTriedAgainIsClaimedWithOthers)
{
    const auto failed = add_run(report_.id, at(0));
    const RunFence fence = claim_one("w1", at(0));
    EXPECT_TRUE(
        write([&](db::Session& session) { return retry_run(session, fence, at(5), "source is down"); }));
    const auto other = add_run(add_report("other").id, at(6));
    EXPECT_THAT(ids(write([&](db::Session& session) {
                    return claim_runs(session, "w1", 10, at(10), at(40), LostRuns::wait);
                })),
                ElementsAre(failed, other));
}

TEST_F(RunStore, ReleaseDoesNotCountTheAttemptButALostLeaseDoes)
{
    auto id = add_run(report_.id, at(0));
    RunFence fence = claim_one("w1", at(0));
    auto release = [&](Instant now) {
        return write([&](db::Session& session) { return release_run(session, fence, now); });
    };
    EXPECT_FALSE(release(at(30)));
    EXPECT_TRUE(release(at(29)));
    EXPECT_FALSE(release(at(29)));
    EXPECT_EQ(run(id).attempt, 0);
    EXPECT_EQ(run(id).not_before, at(0));
    EXPECT_EQ(claim_one("w2", at(31)).attempt, 1);
    EXPECT_EQ(run(id).started_at, at(0));
}

TEST_F(RunStore, SnapshotsTheDefinitionUnderTheFence)
{
    auto id = add_run(report_.id, at(0));
    RunFence fence = claim_one("w1", at(0));
    EXPECT_TRUE(
        write([&](db::Session& session) { return set_run_definition(session, fence, "{\"a\":1}", at(3)); }));
    EXPECT_EQ(run(id).definition, "{\"a\":1}");
    EXPECT_EQ(run(id).as_of, at(3));
}

TEST_F(RunStore, ListsNewestFirstInPages)
{
    std::vector<std::int64_t> added;
    for (int n = 0; n < 5; ++n)
        added.push_back(add_run(report_.id, at(n)));
    add_run(add_report("other").id, at(0));
    auto list = [&](RunFilter filter) {
        return ids(read([&](db::Session& s) { return list_runs(s, filter); }));
    };
    EXPECT_THAT(list({.report_id = report_.id}),
                ElementsAre(added[4], added[3], added[2], added[1], added[0]));
    EXPECT_THAT(list({.report_id = report_.id, .before_id = added[3], .limit = 2}),
                ElementsAre(added[2], added[1]));
    EXPECT_THAT(error_of([](db::Session& session) { return get_run(session, 512); }).message,
                "run 512 does not exist");
}

TEST_F(RunStore, FindsTheLastGoodRun)
{
    auto good = [&](Instant before) {
        return read([&](db::Session& session) -> Result<std::int64_t> {
            auto found = TRY(last_good_run(session, report_.id, before));
            return found ? found->id : 0;
        });
    };
    std::vector<std::int64_t> done;
    for (auto status : {RunStatus::success, RunStatus::success, RunStatus::partial}) {
        auto offset = static_cast<std::int64_t>(done.size()) * 10;
        done.push_back(add_run(report_.id, at(offset)));
        RunFence fence = claim_one("w1", at(offset));
        write([&](db::Session& session) -> Result<> {
            TRY(hand_run_to_delivery(session, fence, {}));
            TRY(finish_delivered_run(session, fence.run_id, status, "", at(offset + 5)));
            return {};
        });
    }
    EXPECT_EQ(good(at(100)), done[1]);
    EXPECT_EQ(good(at(15)), done[0]);
    EXPECT_EQ(good(at(5)), 0);
}

} // namespace
} // namespace presstime::store
