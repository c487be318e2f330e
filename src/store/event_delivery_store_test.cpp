// Events, webhooks and their part of the ledger: claimed webhook by webhook, replaced, released and kept
// while anything still needs them.
#include "store/event_delivery_store.hpp"
#include "store/event_store.hpp"
#include "store/test_store.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class EventDeliveries : public StoreTest {
protected:
    std::int64_t add_webhook(const std::string& url = "https://hooks.example.com/a")
    {
        Webhook webhook;
        webhook.url = url;
        webhook.owner.user_id = 7;
        webhook.filters = {"tasks", "query.*"};
        webhook.headers = {{"X-Team", "sealed"}};
        webhook.properties = {{"team", "Zürich"}};
        webhook.format = PayloadFormat::callback;
        write([&](db::Session& session) { return insert_webhook(session, webhook, at(0)); });
        return webhook.id;
    }
    Event add_event(const std::string& type = "report.run", int second = 0, std::int64_t run = 0)
    {
        Event event;
        event.type = type;
        event.occurred_at = at(second);
        event.resource = ResourceKind::report;
        event.resource_id = "17";
        event.tombstone_grants = {{GranteeKind::group, 3, Role::viewer, GrantLevel::edit}};
        event.run_id = run;
        event.data = R"({"a":1})";
        write([&](db::Session& session) { return insert_event(session, event); });
        return event;
    }
    std::int64_t add(const Event& event, std::int64_t webhook, int due_second = 0, std::int64_t waits_for = 0)
    {
        Delivery delivery;
        delivery.workspace_id = 1;
        delivery.event_id = event.id;
        delivery.webhook_id = webhook;
        delivery.purpose = DeliveryPurpose::event;
        delivery.channel = "event";
        delivery.message_id = event.uuid;
        delivery.waits_for = waits_for;
        delivery.max_attempts = 10;
        delivery.created_at = at(0);
        if (waits_for == 0)
            delivery.next_attempt_at = at(due_second);
        write([&](db::Session& session) -> Result<> {
            delivery.revision = TRY(next_revision(session, event.id, webhook));
            EXPECT_TRUE(TRY(insert_delivery(session, delivery)));
            return {};
        });
        return delivery.id;
    }
    std::vector<Delivery> claim(std::int64_t webhook, int limit, Instant now)
    {
        return write([&](db::Session& session) {
            return claim_event_deliveries(session, "e1", webhook, limit, now, now + std::chrono::seconds(30));
        });
    }
    std::vector<std::int64_t> due(Instant now)
    {
        return read([&](db::Session& session) { return webhooks_with_due(session, now, 0, 100); });
    }
    void settle(const Delivery& delivery, DeliveryState state, Instant now)
    {
        const bool held = write([&](db::Session& session) {
            return settle_delivery(session, {delivery.id, delivery.attempt, "e1"}, {.state = state}, now);
        });
        EXPECT_TRUE(held);
    }
};

TEST_F(EventDeliveries, AWebhookIsReadBackAsItWasWritten)
{
    const std::int64_t id = add_webhook();
    Webhook read_back = read([&](db::Session& session) { return get_webhook_of(session, 1, id); });
    EXPECT_EQ(read_back.owner, (OwnerRef{7, 0}));
    EXPECT_THAT(read_back.filters, ElementsAre("tasks", "query.*"));
    EXPECT_EQ(read_back.properties.at("team"), "Zürich");
    EXPECT_EQ(read_back.format, PayloadFormat::callback);
    read_back.paused = true;
    write([&](db::Session& session) { return update_webhook(session, read_back, at(1)); });
    read_back.version = 1;
    EXPECT_EQ(error_of([&](db::Session& session) { return update_webhook(session, read_back, at(1)); }).kind,
              ErrorKind::conflict);
    EXPECT_EQ(error_of([&](db::Session& session) -> Result<> {
                  TRY(get_webhook_of(session, 2, id));
                  return {};
              }).kind,
              ErrorKind::not_found);
}

TEST_F(EventDeliveries, SecretsSignUntilTheirEnd)
{
    const std::int64_t id = add_webhook();
    WebhookSecret old{0, id, "sealed:old", at(0), std::nullopt};
    WebhookSecret young{0, id, "sealed:young", at(1), std::nullopt};
    write([&](db::Session& session) -> Result<> {
        TRY(insert_webhook_secret(session, old));
        TRY(insert_webhook_secret(session, young));
        return end_webhook_secrets(session, id, young.id, at(100));
    });
    auto signing = [&](Instant now) {
        std::vector<std::string> texts;
        for (const WebhookSecret& secret :
             read([&](db::Session& session) { return signing_secrets(session, id, now); }))
            texts.push_back(secret.sealed);
        return texts;
    };
    EXPECT_THAT(signing(at(99)), ElementsAre("sealed:young", "sealed:old"));
    EXPECT_THAT(signing(at(100)), ElementsAre("sealed:young"));
}

TEST_F(EventDeliveries, OnlyWebhooksWithSomethingDueAreFound)
{
    const std::int64_t idle = add_webhook();
    const std::int64_t busy = add_webhook();
    const std::int64_t later = add_webhook();
    const Event event = add_event();
    add(event, busy, 0);
    add(event, later, 50);
    EXPECT_THAT(due(at(10)), ElementsAre(busy));
    EXPECT_THAT(due(at(50)), ElementsAre(busy, later));
    EXPECT_THAT(claim(idle, 10, at(50)), IsEmpty());
}

TEST_F(EventDeliveries, AClaimTakesTheOldestOfItsOwnWebhook)
{
    const std::int64_t one = add_webhook();
    const std::int64_t other = add_webhook();
    std::vector<std::int64_t> ids;
    for (int second = 0; second < 5; ++second)
        ids.push_back(add(add_event(), one, second));
    add(add_event(), other, 0);
    const auto claimed = claim(one, 2, at(10));
    ASSERT_THAT(claimed, SizeIs(2));
    EXPECT_EQ(claimed[0].id, ids[0]);
    EXPECT_EQ(claimed[1].id, ids[1]);
    EXPECT_EQ(claimed[0].attempt, 1);
    EXPECT_THAT(claim(one, 10, at(10)), SizeIs(3));
    EXPECT_THAT(claim(one, 10, at(10)), IsEmpty());
}

TEST_F(EventDeliveries, WhatWaitsIsReleasedByTheEndOfTheOther)
{
    const std::int64_t run = add_run(add_report("Daily").id, at(0));
    const std::int64_t webhook = add_webhook();
    const std::int64_t pre = add(add_event("report.run.started", 0, run), webhook);
    add(add_event("report.run", 1, run), webhook, 1, pre);
    const auto claimed = claim(webhook, 10, at(10));
    ASSERT_THAT(claimed, SizeIs(1));
    const auto found =
        read([&](db::Session& session) { return find_run_started_delivery(session, webhook, run); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, pre);
    settle(claimed[0], DeliveryState::rejected, at(11));
    EXPECT_EQ(write([&](db::Session& session) { return release_waiting(session, pre, at(11)); }), 1);
    EXPECT_THAT(claim(webhook, 10, at(11)), SizeIs(1));
}

TEST_F(EventDeliveries, APersonsSendReplacesAWaitingTryOnly)
{
    const std::int64_t webhook = add_webhook();
    const Event event = add_event();
    const std::int64_t id = add(event, webhook);
    auto replace = [&] {
        return write([&](db::Session& session) { return replace_pending(session, id, "sent again", at(2)); });
    };
    EXPECT_TRUE(replace());
    EXPECT_FALSE(replace());
    add(event, webhook);
    const auto claimed = claim(webhook, 10, at(3));
    ASSERT_THAT(claimed, SizeIs(1));
    EXPECT_EQ(claimed[0].revision, 1);
    EXPECT_EQ(claimed[0].message_id, event.uuid);
}

TEST_F(EventDeliveries, AnEventIsFannedOutOnceAndRemembersHowFarItIs)
{
    const Event event = add_event();
    auto unfanned = [&] {
        return read([&](db::Session& session) { return events_to_fan_out(session, 10); });
    };
    ASSERT_THAT(unfanned(), SizeIs(1));
    EXPECT_EQ(unfanned()[0].event.tombstone_grants, event.tombstone_grants);
    write([&](db::Session& session) { return note_fan_out(session, event.id, 40, false); });
    EXPECT_EQ(unfanned()[0].up_to_webhook, 40);
    write([&](db::Session& session) { return note_fan_out(session, event.id, 90, true); });
    EXPECT_THAT(unfanned(), IsEmpty());
}

TEST_F(EventDeliveries, ADamagedRowStopsNoOther)
{
    const std::int64_t bad = add_webhook();
    const std::int64_t good = add_webhook();
    const Event event = add_event();
    for (const char* filters : {"damaged", "{}", "[1]"}) {
        write([&](db::Session& session) {
            return session.execute_script(
                fmt::format("UPDATE webhooks SET filters = '{}' WHERE id = {}", filters, bad));
        });
        const auto all = read([&](db::Session& session) { return list_webhooks(session, {}); });
        ASSERT_THAT(all, SizeIs(2));
        EXPECT_TRUE(all[0].disabled_at.has_value()) << filters;
        EXPECT_FALSE(all[1].disabled_at.has_value());
        EXPECT_EQ(all[1].id, good);
    }
    write([&](db::Session& session) {
        return session.execute_script("UPDATE events SET tombstone_grants = 'damaged', resource = 'moon'");
    });
    const auto unfanned = read([&](db::Session& session) { return events_to_fan_out(session, 10); });
    ASSERT_THAT(unfanned, SizeIs(1));
    EXPECT_EQ(unfanned[0].event.id, event.id);
    EXPECT_TRUE(unfanned[0].event.deleted);
    EXPECT_FALSE(unfanned[0].event.tombstone_grants.empty()) << "nobody but admins is told of it";
}

TEST_F(EventDeliveries, RetentionNeverTakesWhatIsUndelivered)
{
    const std::int64_t webhook = add_webhook();
    const Event sent = add_event();
    const Event open = add_event();
    add(sent, webhook);
    settle(claim(webhook, 1, at(1)).at(0), DeliveryState::accepted, at(2));
    add(open, webhook, 1'000);
    write([&](db::Session& session) -> Result<> {
        TRY(note_fan_out(session, sent.id, webhook, true));
        TRY(note_fan_out(session, open.id, webhook, true));
        EXPECT_EQ(TRY(delete_old_events(session, at(1'000'000), 10)), 0);
        EXPECT_EQ(TRY(delete_old_event_deliveries(session, at(1'000'000), 10)), 1);
        EXPECT_EQ(TRY(delete_old_events(session, at(1'000'000), 10)), 1);
        EXPECT_EQ(TRY(queue_depth(session, webhook)).waiting, 1);
        return {};
    });
    EXPECT_EQ(read([&](db::Session& session) { return last_event_id(session, 1); }), open.id);
}

} // namespace
} // namespace presstime::store
