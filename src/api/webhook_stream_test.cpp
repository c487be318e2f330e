// What the live stream tells of deliveries of events: whose they are, to those who may read that webhook.
#include "api/access_world.hpp"
#include "api/stream_reader.hpp"
#include "store/event_store.hpp"
#include "store/webhook_store.hpp"

#include <gmock/gmock.h>

namespace presstime::api {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class WebhookStream : public testing::Test {
protected:
    // The webhooks that were told since the last time.
    std::vector<std::int64_t> told(const Reader& reader)
    {
        EXPECT_TRUE(world.live.run_once());
        std::vector<std::int64_t> ids;
        for (const Message& message : reader.take())
            if (message.event == "webhook")
                ids.push_back(message.number("id"));
        return ids;
    }
    Webhook add_webhook(const Person& owner)
    {
        Webhook webhook;
        webhook.owner.user_id = owner.id;
        webhook.url = "https://hooks.example.com/a";
        world.write(
            [&](db::Session& session) { return store::insert_webhook(session, webhook, world.clock.now()); });
        return webhook;
    }
    Delivery add_delivery(const Webhook& webhook)
    {
        Event event;
        event.type = "dashboard.updated";
        event.occurred_at = world.clock.now();
        event.resource_id = "dash_open";
        event.data = "{}";
        Delivery delivery;
        delivery.workspace_id = 1;
        delivery.purpose = DeliveryPurpose::event;
        delivery.channel = "webhook";
        delivery.recipient = webhook.url;
        delivery.webhook_id = webhook.id;
        world.write([&](db::Session& session) -> Result<> {
            TRY(store::insert_event(session, event));
            delivery.event_id = event.id;
            TRY(store::insert_delivery(session, delivery));
            return {};
        });
        return delivery;
    }

    AccessWorld world;
};

TEST_F(WebhookStream, TellsOfNewDeliveriesAndOfEachTry)
{
    const Person ann = world.person("ann", Role::admin);
    const Webhook webhook = add_webhook(ann);
    const Reader reader(world.as(ann, "GET", "/v1/stream"));
    EXPECT_THAT(told(reader), IsEmpty());
    const Delivery first = add_delivery(webhook);
    add_delivery(webhook);
    EXPECT_THAT(told(reader), testing::ElementsAre(webhook.id)) << "once, however many there are";
    EXPECT_THAT(told(reader), IsEmpty());
    world.write([&](db::Session& session) {
        return store::insert_attempt(session, {.delivery_id = first.id, .started_at = world.clock.now()});
    });
    EXPECT_THAT(told(reader), testing::ElementsAre(webhook.id));
    EXPECT_THAT(told(reader), IsEmpty());
}

TEST_F(WebhookStream, TellsNobodyOfAWebhookThatIsNotTheirs)
{
    const Person ann = world.person("ann", Role::editor);
    const Person bob = world.person("bob", Role::editor);
    const Webhook webhook = add_webhook(ann);
    const Reader hers(world.as(ann, "GET", "/v1/stream"));
    const Reader his(world.as(bob, "GET", "/v1/stream"));
    EXPECT_TRUE(world.live.run_once());
    hers.take();
    his.take();
    add_delivery(webhook);
    EXPECT_THAT(told(hers), SizeIs(1));
    EXPECT_THAT(told(his), IsEmpty());
}

} // namespace
} // namespace presstime::api
