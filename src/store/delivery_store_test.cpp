// The delivery ledger: one row per recipient, claims and fences, the mark before the point of no return, and
// the tally that ends a run.
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class DeliveryStore : public StoreTest {
protected:
    std::int64_t report_id_ = add_report("Daily").id;
    std::int64_t run_id_ = add_run(report_id_, at(0));

    Delivery make_delivery(const std::string& recipient, const std::string& channel = "email") const
    {
        Delivery delivery;
        delivery.workspace_id = 1;
        delivery.run_id = run_id_;
        delivery.report_id = report_id_;
        delivery.channel = channel;
        delivery.recipient = recipient;
        delivery.message_id = "run.r0@" + recipient;
        delivery.max_attempts = 3;
        delivery.created_at = at(0);
        return delivery;
    }
    bool insert(Delivery& delivery)
    {
        return write([&](db::Session& session) { return insert_delivery(session, delivery); });
    }
    std::int64_t add(const std::string& recipient, const std::string& channel = "email")
    {
        Delivery delivery = make_delivery(recipient, channel);
        EXPECT_TRUE(insert(delivery));
        return delivery.id;
    }
    std::vector<Delivery> claim_up_to(int limit, Instant now, const std::string& channel = "",
                                      const std::string& worker = "c1")
    {
        return write([&](db::Session& session) {
            return claim_deliveries(session, worker, channel, limit, now, now + std::chrono::seconds(30));
        });
    }
    DeliveryFence claim_one(Instant now, const std::string& worker = "c1")
    {
        auto claimed = claim_up_to(1, now, "", worker);
        EXPECT_THAT(claimed, SizeIs(1));
        return claimed.empty() ? DeliveryFence{} : DeliveryFence{claimed[0].id, claimed[0].attempt, worker};
    }
    bool settle(const DeliveryFence& fence, const Settlement& settlement, Instant now)
    {
        return write([&](db::Session& session) { return settle_delivery(session, fence, settlement, now); });
    }
    bool mark_sent(const DeliveryFence& fence, Instant now)
    {
        return write([&](db::Session& session) { return mark_payload_sent(session, fence, now); });
    }
    Delivery get(std::int64_t id)
    {
        return read([&](db::Session& session) { return get_delivery(session, id); });
    }
    std::vector<std::int64_t> ids(const std::vector<Delivery>& deliveries)
    {
        std::vector<std::int64_t> result;
        for (const Delivery& delivery : deliveries)
            result.push_back(delivery.id);
        return result;
    }
};

TEST_F(DeliveryStore, KeepsEveryFieldAndIsDueAtOnce)
{
    Delivery delivery = make_delivery("a@example.com");
    delivery.purpose = DeliveryPurpose::failure_notice;
    delivery.role = RecipientRole::bcc;
    delivery.artifact_n = 2;
    delivery.revision = 1;
    delivery.payload_key = "runs/1/mail";
    ASSERT_TRUE(insert(delivery));
    Delivery stored = get(delivery.id);
    EXPECT_EQ(stored.run_id, run_id_);
    EXPECT_EQ(stored.report_id, report_id_);
    EXPECT_EQ(stored.purpose, DeliveryPurpose::failure_notice);
    EXPECT_EQ(stored.channel, "email");
    EXPECT_EQ(stored.recipient, "a@example.com");
    EXPECT_EQ(stored.role, RecipientRole::bcc);
    EXPECT_EQ(stored.artifact_n, 2);
    EXPECT_EQ(stored.revision, 1);
    EXPECT_EQ(stored.message_id, "run.r0@a@example.com");
    EXPECT_EQ(stored.payload_key, "runs/1/mail");
    EXPECT_EQ(stored.state, DeliveryState::pending);
    EXPECT_EQ(stored.max_attempts, 3);
    EXPECT_EQ(stored.next_attempt_at, at(0));
    EXPECT_FALSE(stored.first_try_done);
    EXPECT_EQ(read([](db::Session& session) { return next_attempt_at(session); }), at(0));
}

TEST_F(DeliveryStore, InsertsOneRowPerRecipientAndRevision)
{
    Delivery delivery = make_delivery("a@example.com");
    EXPECT_TRUE(insert(delivery));
    EXPECT_FALSE(insert(delivery));
    delivery.revision = 1;
    EXPECT_TRUE(insert(delivery));
    delivery.purpose = DeliveryPurpose::failure_notice;
    EXPECT_TRUE(insert(delivery));
    EXPECT_THAT(read([&](db::Session& session) { return list_run_deliveries(session, run_id_); }), SizeIs(3));
}

TEST_F(DeliveryStore, ClaimsWhatIsDueOfItsChannel)
{
    auto mail = add("a@example.com");
    auto hook = add("https://example.com/hook", "webhook");
    EXPECT_THAT(claim_up_to(10, at(-1)), IsEmpty());
    EXPECT_THAT(ids(claim_up_to(10, at(0), "webhook")), ElementsAre(hook));
    auto claimed = claim_up_to(10, at(0));
    ASSERT_THAT(ids(claimed), ElementsAre(mail));
    EXPECT_EQ(claimed[0].state, DeliveryState::sending);
    EXPECT_EQ(claimed[0].attempt, 1);
    Delivery stored = get(mail);
    EXPECT_EQ(stored.state, DeliveryState::sending);
    EXPECT_EQ(stored.worker_id, "c1");
    EXPECT_EQ(stored.lease_until, at(30));
    EXPECT_EQ(stored.next_attempt_at, std::nullopt);
    EXPECT_THAT(claim_up_to(10, at(0)), IsEmpty());
}

TEST_F(DeliveryStore, SettlesEachOutcome)
{
    auto id = add("a@example.com");
    Settlement later{
        .state = DeliveryState::retrying, .next_attempt_at = at(60), .reason = "451", .add_unknown = 1};
    EXPECT_TRUE(settle(claim_one(at(0)), later, at(1)));
    Delivery stored = get(id);
    EXPECT_EQ(stored.state, DeliveryState::retrying);
    EXPECT_TRUE(stored.first_try_done);
    EXPECT_EQ(stored.next_attempt_at, at(60));
    EXPECT_EQ(stored.reason, "451");
    EXPECT_EQ(stored.unknown_count, 1);
    EXPECT_EQ(stored.finished_at, std::nullopt);
    EXPECT_THAT(claim_up_to(1, at(59)), IsEmpty());

    DeliveryFence second = claim_one(at(60));
    EXPECT_EQ(second.attempt, 2);
    EXPECT_TRUE(settle(second, {.state = DeliveryState::accepted, .next_attempt_at = at(99)}, at(61)));
    stored = get(id);
    EXPECT_EQ(stored.state, DeliveryState::accepted);
    EXPECT_EQ(stored.finished_at, at(61));
    EXPECT_EQ(stored.next_attempt_at, std::nullopt);
    EXPECT_EQ(read([](db::Session& session) { return next_attempt_at(session); }), std::nullopt);
}

TEST_F(DeliveryStore, HandsBackAsIfNeverClaimed)
{
    auto id = add("a@example.com");
    Settlement back{.state = DeliveryState::pending, .next_attempt_at = at(5), .count_as_try = false};
    EXPECT_TRUE(settle(claim_one(at(0)), back, at(1)));
    Delivery stored = get(id);
    EXPECT_EQ(stored.attempt, 0);
    EXPECT_FALSE(stored.first_try_done);
    EXPECT_EQ(stored.next_attempt_at, at(5));
    // Without a time it comes up at once rather than never.
    EXPECT_TRUE(settle(claim_one(at(5)), {.state = DeliveryState::pending, .count_as_try = false}, at(6)));
    EXPECT_EQ(get(id).next_attempt_at, at(6));
}

TEST_F(DeliveryStore, AZombieSettlesNothing)
{
    auto id = add("a@example.com");
    DeliveryFence zombie = claim_one(at(0));
    auto expired =
        read([&](db::Session& session) { return expired_deliveries(session, LedgerPart::runs, at(30), 10); });
    ASSERT_THAT(ids(expired), ElementsAre(id));
    EXPECT_TRUE(settle({id, 1, "c1"}, {.state = DeliveryState::retrying, .next_attempt_at = at(31)}, at(30)));
    DeliveryFence owner = claim_one(at(31), "c2");
    EXPECT_FALSE(settle(zombie, {.state = DeliveryState::accepted}, at(32)));
    EXPECT_FALSE(mark_sent(zombie, at(32)));
    EXPECT_FALSE(write([&](db::Session& session) { return set_payload_key(session, zombie, "stale"); }));
    EXPECT_TRUE(write([&](db::Session& session) { return set_payload_key(session, owner, "fresh"); }));
    EXPECT_EQ(get(id).payload_key, "fresh");
    EXPECT_EQ(get(id).worker_id, "c2");
}

TEST_F(DeliveryStore, MarksThePayloadSentOnlyWhileTheLeaseLives)
{
    auto id = add("a@example.com");
    DeliveryFence fence = claim_one(at(0));
    EXPECT_FALSE(mark_sent(fence, at(30)));
    EXPECT_FALSE(get(id).payload_sent);
    EXPECT_EQ(write([&](db::Session& session) { return extend_delivery_leases(session, "c2", at(90)); }), 0);
    EXPECT_EQ(write([&](db::Session& session) { return extend_delivery_leases(session, "c1", at(90)); }), 1);
    EXPECT_TRUE(mark_sent(fence, at(89)));
    EXPECT_TRUE(get(id).payload_sent);
    // The next claim starts with a clean mark.
    EXPECT_TRUE(settle(fence, {.state = DeliveryState::retrying, .next_attempt_at = at(90)}, at(90)));
    claim_one(at(90));
    EXPECT_FALSE(get(id).payload_sent);
}

TEST_F(DeliveryStore, AFinalStateNeverChanges)
{
    for (auto state : {DeliveryState::accepted, DeliveryState::rejected, DeliveryState::unknown,
                       DeliveryState::cancelled}) {
        auto id = add(std::to_string(static_cast<int>(state)) + "@example.com");
        DeliveryFence fence = claim_one(at(0));
        EXPECT_TRUE(settle(fence, {.state = state}, at(1)));
        EXPECT_FALSE(settle(fence, {.state = DeliveryState::rejected}, at(2)));
        EXPECT_FALSE(mark_sent(fence, at(2)));
        EXPECT_EQ(write([&](db::Session& session) {
                      return cancel_run_deliveries(session, run_id_, "deleted", at(3));
                  }),
                  0);
        EXPECT_THAT(claim_up_to(10, at(1'000)), IsEmpty());
        EXPECT_EQ(get(id).state, state);
        EXPECT_EQ(get(id).finished_at, at(1));
    }
}

TEST_F(DeliveryStore, CancelStopsAllButWhatHasLeft)
{
    auto left = add("left@example.com");
    DeliveryFence leaving = claim_one(at(0));
    EXPECT_TRUE(mark_sent(leaving, at(1)));
    auto composing = add("composing@example.com");
    DeliveryFence composer = claim_one(at(0));
    auto waiting = add("waiting@example.com");
    EXPECT_EQ(write([&](db::Session& session) {
                  return cancel_run_deliveries(session, run_id_, "deleted", at(2));
              }),
              2);
    EXPECT_EQ(get(composing).state, DeliveryState::cancelled);
    EXPECT_EQ(get(waiting).state, DeliveryState::cancelled);
    EXPECT_EQ(get(waiting).reason, "deleted");
    EXPECT_FALSE(mark_sent(composer, at(3))) << "nothing may leave any more";
    EXPECT_TRUE(settle(leaving, {.state = DeliveryState::accepted}, at(3)));
    EXPECT_EQ(get(left).state, DeliveryState::accepted);
}

TEST_F(DeliveryStore, TalliesTheNewestRevisionOfEachRecipient)
{
    auto tally = [&] {
        return read([&](db::Session& session) { return tally_deliveries(session, run_id_); });
    };
    EXPECT_EQ(tally().total, 0);
    for (const char* name : {"accepted", "rejected", "retrying", "waiting"})
        add(std::string(name) + "@example.com");
    Delivery notice = make_delivery("owner@example.com");
    notice.purpose = DeliveryPurpose::failure_notice;
    notice.next_attempt_at = at(500);
    insert(notice);
    EXPECT_EQ(tally().awaiting_first, 4);

    EXPECT_TRUE(settle(claim_one(at(0)), {.state = DeliveryState::accepted}, at(1)));
    EXPECT_TRUE(
        settle(claim_one(at(0)), {.state = DeliveryState::rejected, .reason = "550 no such user"}, at(1)));
    EXPECT_TRUE(settle(claim_one(at(0)),
                       {.state = DeliveryState::retrying, .next_attempt_at = at(900), .reason = "451"},
                       at(1)));
    DeliveryTally now = tally();
    EXPECT_EQ(now.total, 4);
    EXPECT_EQ(now.accepted, 1);
    EXPECT_EQ(now.final_bad, 1);
    EXPECT_EQ(now.open, 2);
    EXPECT_EQ(now.awaiting_first, 1);
    EXPECT_EQ(now.first_error, "550 no such user");

    Delivery again = make_delivery("rejected@example.com");
    again.revision = 1;
    EXPECT_TRUE(insert(again));
    now = tally();
    EXPECT_EQ(now.total, 4);
    EXPECT_EQ(now.final_bad, 0);
    EXPECT_EQ(now.awaiting_first, 2);
    EXPECT_EQ(now.first_error, "451");
}

TEST_F(DeliveryStore, ListsByChannelStateAndRun)
{
    auto mail = add("a@example.com");
    EXPECT_TRUE(settle(claim_one(at(0)), {.state = DeliveryState::accepted}, at(1)));
    auto hook = add("https://example.com/hook", "webhook");
    auto list = [&](DeliveryFilter filter) {
        return ids(read([&](db::Session& session) { return list_deliveries(session, filter); }));
    };
    EXPECT_THAT(list({}), ElementsAre(hook, mail));
    EXPECT_THAT(list({.channel = "webhook"}), ElementsAre(hook));
    EXPECT_THAT(list({.state = "accepted"}), ElementsAre(mail));
    EXPECT_THAT(list({.run_id = run_id_}), ElementsAre(hook, mail));
    EXPECT_THAT(list({.channel = "email", .run_id = run_id_}), ElementsAre(mail));
    EXPECT_THAT(list({.workspace_id = 2, .run_id = run_id_}), IsEmpty());
    EXPECT_THAT(list({.before_id = hook}), ElementsAre(mail));
    EXPECT_THAT(list({.limit = 1}), ElementsAre(hook));
    EXPECT_EQ(error_of([](db::Session& session) { return get_delivery(session, 77); }).kind,
              ErrorKind::not_found);
}

TEST_F(DeliveryStore, RecordsWhatEachTrySaw)
{
    auto id = add("a@example.com");
    Attempt attempt;
    attempt.delivery_id = id;
    attempt.n = 1;
    attempt.started_at = at(3);
    attempt.latency_us = 1'500;
    attempt.outcome = AttemptOutcome::deferred;
    attempt.status_code = 451;
    attempt.response = "451 4.7.1 try again";
    attempt.peer = "203.0.113.9:587";
    attempt.bytes = 2'000;
    attempt.error = "the receiver asked to try later";
    write([&](db::Session& session) -> Result<> {
        TRY(insert_attempt(session, attempt));
        attempt.n = 2;
        attempt.outcome = AttemptOutcome::accepted;
        return insert_attempt(session, attempt);
    });
    auto attempts = read([&](db::Session& session) { return list_attempts(session, id); });
    ASSERT_THAT(attempts, SizeIs(2));
    EXPECT_EQ(attempts[0].outcome, AttemptOutcome::deferred);
    EXPECT_EQ(attempts[0].started_at, at(3));
    EXPECT_EQ(attempts[0].latency_us, 1'500);
    EXPECT_EQ(attempts[0].status_code, 451);
    EXPECT_EQ(attempts[0].response, "451 4.7.1 try again");
    EXPECT_EQ(attempts[0].peer, "203.0.113.9:587");
    EXPECT_EQ(attempts[0].bytes, 2'000);
    EXPECT_EQ(attempts[0].error, "the receiver asked to try later");
    EXPECT_EQ(attempts[1].outcome, AttemptOutcome::accepted);
}

} // namespace
} // namespace presstime::store
