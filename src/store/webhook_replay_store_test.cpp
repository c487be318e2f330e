// What is sent again and what people see of it: replays, later revisions, the webhooks' ledger; and the
// server's own keys.
#include "store/event_delivery_store.hpp"
#include "store/event_resend.hpp"
#include "store/event_store.hpp"
#include "store/server_key_store.hpp"
#include "store/test_store.hpp"
#include "store/webhook_delivery_list.hpp"
#include "store/webhook_replay_store.hpp"
#include "store/webhook_store.hpp"

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SentAgain : public StoreTest {
protected:
    SentAgain()
    {
        Token token;
        token.name = "hooks";
        token.role = Role::viewer;
        token.scope = Scope::write;
        write([&](db::Session& session) { return insert_token(session, token, "hash", at(0)); });
        webhook_.owner.token_id = token.id;
        webhook_.url = "https://hooks.example.com/in";
        write([&](db::Session& session) { return insert_webhook(session, webhook_, at(0)); });
    }
    Event add_event(int second, const std::string& type = "connection.created", std::int64_t run = 0)
    {
        Event event;
        event.type = type;
        event.occurred_at = at(second);
        event.resource = ResourceKind::connection;
        event.resource_id = "shop";
        event.run_id = run;
        event.data = "{}";
        write([&](db::Session& session) { return insert_event(session, event); });
        return event;
    }
    Delivery resend(const Event& event, DeliveryCause cause = DeliveryCause::redeliver,
                    std::int64_t replay = 0)
    {
        return write([&](db::Session& session) {
            return resend_event(session, {event, webhook_, cause, replay, 10}, at(100));
        });
    }
    void end(std::int64_t id, DeliveryState state)
    {
        write([&](db::Session& session) -> Result<> {
            for (const Delivery& claimed :
                 TRY(claim_event_deliveries(session, "w", webhook_.id, 100, at(200), at(300))))
                if (claimed.id == id) {
                    Settlement settlement;
                    settlement.state = state;
                    if (!is_final(state))
                        settlement.next_attempt_at = at(1'000);
                    TRY(settle_delivery(session, {id, claimed.attempt, "w"}, settlement, at(200)));
                }
            return {};
        });
    }
    Delivery delivery(std::int64_t id)
    {
        return read([&](db::Session& session) { return get_delivery(session, id); });
    }
    WebhookReplay make_replay(ReplayScope scope)
    {
        WebhookReplay replay;
        replay.webhook_id = webhook_.id;
        replay.since = at(0);
        replay.until = at(50);
        replay.scope = scope;
        replay.actor = "ann@example.com";
        replay.created_at = at(100);
        return replay;
    }
    std::vector<std::int64_t> to_replay(const WebhookReplay& replay, std::int64_t up_to = 0)
    {
        std::vector<std::int64_t> ids;
        for (const ReplayableEvent& event :
             read([&](db::Session& session) { return events_to_replay(session, replay, up_to, 10); }))
            ids.push_back(event.id);
        return ids;
    }

    Webhook webhook_;
};

TEST_F(SentAgain, EventsAreRevisionsUnderOneId)
{
    const Event event = add_event(1);
    const Delivery first = resend(event);
    EXPECT_EQ(first.revision, 0);
    EXPECT_EQ(first.message_id, event.uuid);
    EXPECT_EQ(first.next_attempt_at, at(100));
    EXPECT_EQ(resend(event).id, first.id); // a second click before the first try
    end(first.id, DeliveryState::retrying);
    const Delivery second = resend(event);
    EXPECT_EQ(second.revision, 1);
    EXPECT_EQ(second.message_id, event.uuid);
    EXPECT_EQ(delivery(first.id).state, DeliveryState::cancelled);
    EXPECT_EQ(delivery(first.id).reason, "replaced by a later send");
}

TEST_F(SentAgain, NothingGoesTwiceAtOnce)
{
    const Event event = add_event(1);
    const Delivery first = resend(event);
    write([&](db::Session& session) {
        return claim_event_deliveries(session, "w", webhook_.id, 1, at(100), at(130));
    });
    const Error error = error_of([&](db::Session& session) {
        return resend_event(session, {event, webhook_, DeliveryCause::redeliver, 0, 10}, at(101));
    });
    EXPECT_EQ(error.kind, ErrorKind::conflict);
    EXPECT_EQ(delivery(first.id).state, DeliveryState::sending);
}

TEST_F(SentAgain, NothingGoesWithoutAnOwnerWhoMayRead)
{
    const Event event = add_event(1);
    const Delivery first = resend(event);
    webhook_.owner.token_id = 999;
    const Delivery refused = resend(event, DeliveryCause::replay);
    EXPECT_EQ(refused.state, DeliveryState::suppressed);
    EXPECT_TRUE(refused.reason.starts_with("permission"));
    EXPECT_EQ(refused.finished_at, at(100));
    EXPECT_EQ(delivery(first.id).state, DeliveryState::cancelled);
}

TEST_F(SentAgain, TheEndOfARunStillWaitsForItsStart)
{
    webhook_.format = PayloadFormat::callback;
    const Event started = add_event(1, "report.run.started", 7);
    const Event ended = add_event(2, "report.run", 7);
    const Delivery before = resend(started);
    const Delivery after = resend(ended);
    EXPECT_EQ(after.waits_for, before.id);
    EXPECT_FALSE(after.next_attempt_at);
    end(before.id, DeliveryState::retrying);
    const Delivery again = resend(started);
    EXPECT_EQ(delivery(after.id).waits_for, again.id);
}

TEST_F(SentAgain, ReplaysFindWhatNeverArrived)
{
    const Event accepted = add_event(1), rejected = add_event(2), open = add_event(3), never = add_event(4);
    const Event late = add_event(60);
    write([&](db::Session& session) -> Result<> { // a test send, in no replay
        Event test;
        test.type = "connection.created";
        test.occurred_at = at(5);
        test.resource = ResourceKind::webhook;
        test.data = "{}";
        return insert_event(session, test);
    });
    end(resend(accepted).id, DeliveryState::accepted);
    end(resend(rejected).id, DeliveryState::rejected);
    resend(open);
    EXPECT_THAT(to_replay(make_replay(ReplayScope::failed)), ElementsAre(rejected.id));
    EXPECT_THAT(to_replay(make_replay(ReplayScope::everything)),
                ElementsAre(accepted.id, rejected.id, open.id, never.id));
    WebhookReplay on = make_replay(ReplayScope::everything);
    on.after_event = open.id;
    EXPECT_THAT(to_replay(on), ElementsAre(never.id));
    EXPECT_THAT(to_replay(make_replay(ReplayScope::everything), rejected.id),
                ElementsAre(accepted.id, rejected.id));
    end(resend(rejected, DeliveryCause::replay).id, DeliveryState::accepted);
    EXPECT_THAT(to_replay(make_replay(ReplayScope::failed)), IsEmpty());
}

TEST_F(SentAgain, ReplaysAreRowsThatEndOnce)
{
    WebhookReplay replay = make_replay(ReplayScope::failed);
    write([&](db::Session& session) { return insert_webhook_replay(session, replay); });
    EXPECT_TRUE(read([&](db::Session& session) { return has_running_replay(session, webhook_.id); }));
    const Delivery untried = resend(add_event(1), DeliveryCause::replay, replay.id);
    const Delivery tried = resend(add_event(2), DeliveryCause::replay, replay.id);
    end(tried.id, DeliveryState::accepted);
    const Delivery fresh = resend(add_event(3), DeliveryCause::replay, replay.id);
    replay.queued = 3;
    replay.after_event = 3;
    EXPECT_TRUE(write([&](db::Session& session) { return note_replay_progress(session, replay); }));
    const auto running = read([&](db::Session& session) { return running_replays(session, 10); });
    ASSERT_EQ(running.size(), 1U);
    EXPECT_EQ(running[0].after_event, 3);
    EXPECT_EQ(running[0].scope, ReplayScope::failed);
    EXPECT_EQ(read([&](db::Session& session) { return tally_replay(session, replay); }).accepted, 1);
    replay.state = ReplayState::cancelled;
    replay.finished_at = at(200);
    EXPECT_TRUE(write([&](db::Session& session) { return note_replay_progress(session, replay); }));
    EXPECT_FALSE(write([&](db::Session& session) { return note_replay_progress(session, replay); }));
    EXPECT_EQ(write([&](db::Session& session) {
                  return cancel_replay_deliveries(session, replay, "the replay was cancelled", at(200));
              }),
              1);
    EXPECT_EQ(delivery(fresh.id).state, DeliveryState::cancelled);
    EXPECT_EQ(delivery(untried.id).state,
              DeliveryState::sending); // claimed with the other: it ends as it ends
    const auto listed = read(
        [&](db::Session& session) { return list_webhook_replays(session, {.webhook_id = webhook_.id}); });
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(
        read([&](db::Session& session) { return get_webhook_replay(session, 1, replay.id); }).finished_at,
        at(200));
    EXPECT_EQ(error_of([&](db::Session& session) { return get_webhook_replay(session, 2, replay.id); }).kind,
              ErrorKind::not_found);
}

TEST_F(SentAgain, TheLedgerIsListedByWhatPeopleAskFor)
{
    const Event one = add_event(1), two = add_event(2, "connection.deleted");
    const Delivery first = resend(one), second = resend(two);
    end(first.id, DeliveryState::accepted);
    const auto list = [&](const WebhookDeliveryFilter& filter) {
        std::vector<std::int64_t> ids;
        for (const Delivery& each :
             read([&](db::Session& session) { return list_webhook_deliveries(session, filter); }))
            ids.push_back(each.id);
        return ids;
    };
    EXPECT_THAT(list({}), ElementsAre(second.id, first.id));
    EXPECT_THAT(list({.channel = "webhook"}), IsEmpty());
    EXPECT_THAT(list({.state = "accepted"}), ElementsAre(first.id));
    EXPECT_THAT(list({.webhook_id = webhook_.id, .before_id = second.id}), ElementsAre(first.id));
    EXPECT_THAT(list({.event = two.uuid}), ElementsAre(second.id));
    EXPECT_THAT(list({.webhook_id = webhook_.id, .event = "connection.created"}), ElementsAre(first.id));
    EXPECT_THAT(list({.since = at(101)}), IsEmpty());
    EXPECT_THAT(list({.workspace_id = 2}), IsEmpty());
    const auto label = read([&](db::Session& session) { return find_event_label(session, two.id); });
    EXPECT_EQ(label->type, "connection.deleted");
}

TEST_F(SentAgain, ServerKeysAreRetiredAndForgotten)
{
    const auto add = [&](const std::string& kid, int second) {
        write([&](db::Session& session) -> Result<> {
            TRY(insert_server_key(session, {kid, "{}", "sealed", at(second), {}}));
            return retire_server_keys(session, kid, at(second));
        });
    };
    EXPECT_FALSE(read([](db::Session& session) { return current_server_key(session); }));
    add("a", 1);
    add("b", 10);
    EXPECT_EQ(read([](db::Session& session) { return current_server_key(session); })->kid, "b");
    const auto published = [&](int second) {
        std::string kids;
        for (const ServerKey& key :
             read([&](db::Session& session) { return published_server_keys(session, at(second)); }))
            kids += key.kid;
        return kids;
    };
    EXPECT_EQ(published(9), "ba");
    EXPECT_EQ(published(10), "b");
    EXPECT_EQ(write([&](db::Session& session) { return delete_retired_server_keys(session, at(11)); }), 1);
    EXPECT_EQ(published(0), "b");
}

} // namespace
} // namespace presstime::store
